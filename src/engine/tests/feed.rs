//! The feed: each follower gets the newest state, and each audience is rendered once.

use futures::FutureExt;
use serde_json::{Value, json};

use super::fixture::*;
use crate::engine::Feed;

/// All frames that come until nothing more comes at this moment.
pub(super) async fn all_frames(feed: &mut Feed) -> Vec<Value> {
    settle_down().await;
    let mut all = Vec::new();
    while let Some(Some(frames)) = feed.next().now_or_never() {
        all.extend(frames.iter().map(|frame| serde_json::from_slice::<Value>(&frame.text()).unwrap()));
        settle_down().await;
    }
    all
}

pub(super) fn types(frames: &[Value]) -> Vec<&str> {
    frames.iter().map(|frame| frame["type"].as_str().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_follower_gets_the_whole_lot_and_then_what_changes() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let mut feed = acme.access.follow().await.unwrap();

    let first = frames(&mut feed).await;
    acme.bid("a1", "2.98").await;
    let second = frames(&mut feed).await;

    assert_eq!(types(&first), ["lot"]);
    assert_eq!((first[0]["state"].as_str(), first[0]["lot"].as_str()), (Some("open"), Some(lot.as_str())));
    assert_eq!(types(&second), ["update"]);
    assert_eq!(second[0]["you"]["rank"], 1);
    assert_eq!(second[0]["seq"], 3);
    assert!(second[0].get("items").is_none() && second[0].get("rules").is_none(), "what stays is not sent again");
}

// L4.5
#[tokio::test(start_paused = true)]
async fn the_whole_lot_is_the_same_in_the_feed_and_as_a_view() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    for by in [supplier("acme"), observer("RFS"), buyer("b1"), auditor()] {
        let access = test.access(&by, &lot).await;
        let mut feed = access.follow().await.unwrap();

        let pushed = feed.next().await.unwrap();

        assert_eq!(pushed[0].text(), access.view().await.unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_follower_is_never_shown_a_state_older_than_an_answer() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let mut first = acme.access.follow().await.unwrap();
    frames(&mut first).await;
    // Two at once: the second comes before the feed renders again after the first.
    acme.bid("a1", "2.98").await;
    frames(&mut first).await;
    let last = acme.bid("a2", "2.97").await;

    for by in [supplier("acme"), supplier("bolt")] {
        let mut second = test.access(&by, &lot).await.follow().await.unwrap();
        let joined = frames(&mut second).await;

        assert_eq!(types(&joined), ["lot"]);
        assert_eq!(joined[0]["seq"], seq(&last));
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_follower_gets_a_state_though_the_last_record_changed_nothing_for_it() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&supplier("bolt"), &lot).await;
    let mut first = access.follow().await.unwrap();
    frames(&mut first).await;
    acme.bid("a1", "2.98").await;
    frames(&mut first).await;

    let refused = acme.bid("a2", "2.99").await;
    let mut second = access.follow().await.unwrap();

    assert_eq!(frames(&mut second).await[0]["seq"], seq(&refused));
    assert!(all_frames(&mut first).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_follower_that_joins_within_a_round_gets_its_first_state_though_nothing_changes_for_it() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&observer("RFS"), &lot).await;
    // Several groups, so that the publisher pauses between two of them.
    let mut crowd: Vec<Feed> = Vec::new();
    for _ in 0..200 {
        let mut feed = access.follow().await.unwrap();
        feed.next().await.unwrap();
        crowd.push(feed);
    }
    tokio::time::sleep(MS * 100).await;

    acme.bid("a1", "2.98").await;
    assert_eq!(frames(&mut crowd[0]).await[0]["seq"], 3, "the round has begun");
    let refused = acme.bid("a2", "2.99").await;
    let mut late = access.follow().await.unwrap();

    let first = tokio::time::timeout(MS * 1_000, frames(&mut late)).await.expect("a state within a second");
    assert_eq!((types(&first), &first[0]["seq"]), (vec!["lot"], &json!(seq(&refused))));
}

#[tokio::test(start_paused = true)]
async fn a_slow_follower_skips_states_and_ends_on_the_newest() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&observer("RFS"), &lot).await;
    let (mut slow, mut fast) = (access.follow().await.unwrap(), access.follow().await.unwrap());
    let mut state = frames(&mut slow).await.remove(0);
    let mut states_seen = 0;

    for nth in 0..20 {
        acme.bid(&format!("a{nth}"), &format!("{}.00", 100 - nth)).await;
        states_seen += all_frames(&mut fast).await.len();
        tokio::time::advance(MS * 50).await;
    }
    let caught_up = all_frames(&mut slow).await;

    assert!(states_seen >= 15, "{states_seen}");
    assert_eq!(caught_up.len(), 1, "one update, against what it was given last");
    for (name, value) in caught_up[0].as_object().unwrap() {
        state[name] = value.clone();
    }
    let newest = test.view(&observer("RFS"), &lot).await;
    for ignored in ["now", "type"] {
        state[ignored] = newest[ignored].clone();
    }
    assert_eq!(state, newest);
}

#[tokio::test(start_paused = true)]
async fn states_come_in_order_and_no_faster_than_one_can_read() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let mut feed = acme.access.follow().await.unwrap();
    frames(&mut feed).await;
    tokio::time::advance(MS * 50).await;

    let mut places = Vec::new();
    for nth in 0..100 {
        acme.bid(&format!("a{nth}"), &format!("{}.00", 200 - nth)).await;
        tokio::time::advance(MS).await;
        places.extend(all_frames(&mut feed).await.iter().map(|frame| frame["seq"].as_u64().unwrap()));
    }
    tokio::time::advance(MS * 50).await;
    places.extend(all_frames(&mut feed).await.iter().map(|frame| frame["seq"].as_u64().unwrap()));

    assert!(places.is_sorted() && places.len() <= 4, "{places:?}");
    assert_eq!(places.first(), Some(&3), "at once after a quiet time");
    assert_eq!(places.last(), Some(&102));
}

#[tokio::test(start_paused = true)]
async fn many_audiences_get_fewer_states_and_end_on_the_newest() {
    let test = TestEngine::new().await;
    let names: Vec<String> = (0..1_000).map(|nth| format!("firm{nth}")).collect();
    let mut document = document(&json!({}));
    for name in &names {
        document["bidders"].as_array_mut().unwrap().push(json!({"id": name, "name": name}));
        document["lots"][0]["bidders"].as_array_mut().unwrap().push(json!({"bidder": name}));
    }
    let lot = test.publish(&document).await.remove(0);
    let mut acme = test.bidder("acme", &lot).await;
    let mut crowd: Vec<Feed> = Vec::new();
    for name in &names {
        crowd.push(test.access(&supplier(name), &lot).await.follow().await.unwrap());
    }
    let mut feed = acme.access.follow().await.unwrap();
    all_frames(&mut feed).await;
    tokio::time::advance(MS * 500).await;

    let mut places = Vec::new();
    for nth in 0..200 {
        acme.bid(&format!("a{nth}"), &format!("{}.00", 500 - nth)).await;
        tokio::time::advance(MS).await;
        places.extend(all_frames(&mut feed).await.iter().map(|frame| frame["seq"].as_u64().unwrap()));
    }
    let while_bids_came = places.len();
    tokio::time::sleep(MS * 400).await;
    places.extend(all_frames(&mut feed).await.iter().map(|frame| frame["seq"].as_u64().unwrap()));

    assert_eq!(while_bids_came, 1, "{places:?}");
    assert!(places[0] <= 3 + 100, "after a quiet time it takes no longer than the others' turns: {places:?}");
    assert_eq!(places.last(), Some(&202), "well within a second");
}

#[tokio::test(start_paused = true)]
async fn one_rendering_serves_a_whole_audience() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&observer("RFS"), &lot).await;
    let mut followers: Vec<Feed> = Vec::new();
    for _ in 0..200 {
        let mut feed = access.follow().await.unwrap();
        feed.next().await.unwrap();
        followers.push(feed);
    }

    acme.bid("a1", "2.98").await;

    let first = followers[0].next().await.unwrap();
    for feed in &mut followers[1..] {
        let frames = feed.next().await.unwrap();
        assert_eq!(frames[0].bytes().as_ptr(), first[0].bytes().as_ptr(), "the very same bytes");
    }
}

#[tokio::test(start_paused = true)]
async fn what_changes_nothing_for_a_viewer_sends_it_nothing() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"show": {"lead_price": false, "bidder_count": false}})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    acme.bid("a1", "2.00").await;
    let mut acmes = acme.access.follow().await.unwrap();
    let mut buyers = test.access(&buyer("b1"), &lot).await.follow().await.unwrap();
    all_frames(&mut acmes).await;
    all_frames(&mut buyers).await;

    bolt.bid("b1", "2.50").await;
    tokio::time::advance(MS * 50).await;

    assert_eq!(types(&all_frames(&mut buyers).await), ["update"]);
    assert_eq!(all_frames(&mut acmes).await, Vec::<Value>::new(), "acme sees nothing of a second place behind it");
    acme.bid("a2", "1.90").await;
    tokio::time::advance(MS * 50).await;
    assert_eq!(types(&all_frames(&mut acmes).await), ["update"], "its own changes still come");
}

#[tokio::test(start_paused = true)]
async fn every_connection_of_a_bidder_gets_the_counts_of_its_bids() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let mut other = acme.access.follow().await.unwrap();
    frames(&mut other).await;
    tokio::time::advance(MS * 50).await;

    acme.bid("a1", "0").await;

    let update = frames(&mut other).await.remove(0);
    assert_eq!(update["you"]["bids"], json!({"accepted": 0, "refused": 1}));
    let members: Vec<&String> = update.as_object().unwrap().keys().collect();
    assert_eq!(members, ["type", "lot", "seq", "now", "you"]);
}

#[tokio::test(start_paused = true)]
async fn a_new_follower_gets_the_newest_place_though_it_changed_nothing() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    let mut first = acme.access.follow().await.unwrap();
    frames(&mut first).await;
    tokio::time::advance(MS * 50).await;
    assert_eq!(seq(&bolt.bid("b1", "0").await), 3);
    assert_eq!(all_frames(&mut first).await, Vec::<Value>::new());

    let joined = frames(&mut acme.access.follow().await.unwrap()).await;

    assert_eq!(joined[0]["seq"], 3);
}

#[tokio::test(start_paused = true)]
async fn messages_are_never_skipped_and_come_once_in_order() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;
    let acme = test.bidder("acme", &lot).await;
    let send = async |nth: usize, to: Value| {
        let act = json!({"type": "broadcast", "text": format!("m{nth}"), "to": to, "reason": "r"}).to_string();
        access.act(act.as_bytes(), None).await.unwrap();
    };
    let mut early = acme.access.follow().await.unwrap();
    frames(&mut early).await;
    // More than any view shows, and all of them before the follower looks.
    for nth in 0..80 {
        send(nth, if nth % 2 == 0 { Value::Null } else { json!("acme") }).await;
    }
    send(80, json!("bolt")).await;
    tokio::time::advance(MS * 50).await;

    let mut late = acme.access.follow().await.unwrap();
    let mut observers = test.access(&observer("RFS"), &lot).await.follow().await.unwrap();
    let (early, late, observed) =
        (all_frames(&mut early).await, all_frames(&mut late).await, all_frames(&mut observers).await);

    let texts = |frames: &[Value]| -> Vec<String> {
        let messages = frames.iter().filter(|frame| frame["type"] == "message");
        messages.map(|frame| frame["text"].as_str().unwrap().to_owned()).collect()
    };
    let all: Vec<String> = (0..80).map(|nth| format!("m{nth}")).collect();
    assert_eq!(texts(&early), all);
    assert_eq!(texts(&late), all, "those sent before it joined as well");
    assert_eq!(types(&late)[0], "lot");
    assert_eq!(texts(&observed), all.iter().step_by(2).cloned().collect::<Vec<_>>(), "private ones are private");
}

// G155
#[tokio::test(start_paused = true)]
async fn a_buyer_reads_which_bidder_alone_got_a_message_and_that_bidder_is_told_no_alias() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;
    for to in [Value::Null, json!("acme")] {
        let act = json!({"type": "broadcast", "text": "m", "to": to, "reason": "r"}).to_string();
        access.act(act.as_bytes(), None).await.unwrap();
    }

    let notices = async |by| test.view(&by, &lot).await["notices"].take();

    let (bought, own, observed) =
        (notices(buyer("b1")).await, notices(supplier("acme")).await, notices(observer("RFS")).await);
    let tos: Vec<bool> = bought.as_array().unwrap().iter().map(|notice| notice["to"].is_string()).collect();
    assert_eq!(tos, [false, false, true], "{bought}");
    assert!(!own.to_string().contains("\"to\""), "{own}");
    assert_eq!(observed.as_array().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_feed_can_be_dropped_in_the_middle_of_waiting() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let acme = test.bidder("acme", &lot).await;
    let mut feed = acme.access.follow().await.unwrap();
    frames(&mut feed).await;

    assert!(feed.next().now_or_never().is_none());
    acme.send("a1", "2.98");
    assert!(feed.next().now_or_never().is_none());

    assert_eq!(types(&frames(&mut feed).await), ["update"]);
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_observers_are_served_within_a_second_and_delay_no_bidder() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&observer("RFS"), &lot).await;
    let mut observers = tokio::task::JoinSet::new();
    for _ in 0..10_000 {
        let (mut feed, clock) = (access.follow().await.unwrap(), test.clock.clone());
        feed.next().await.unwrap();
        observers.spawn(async move {
            feed.next().await.unwrap();
            clock.now()
        });
    }
    let mut own = acme.access.follow().await.unwrap();
    frames(&mut own).await;
    tokio::time::advance(MS * 50).await;

    acme.bid("a1", "2.98").await;
    let bid_at = test.clock.now();
    frames(&mut own).await;
    assert!(test.clock.now().saturating_since(bid_at) <= MS, "parties do not wait for observers");
    let mut served = observers.join_all().await;

    served.sort_unstable();
    let took = served[served.len() - 1].saturating_since(bid_at);
    assert!(took <= MS * 720 && took >= MS * 200, "spread over a bounded time: {took:?}");
    let at_once = served.iter().filter(|at| **at <= served[0] + MS).count();
    assert!(at_once <= 200, "{at_once} were served at once");
}

#[test]
fn a_follower_takes_little_memory() {
    assert!(size_of::<Feed>() <= 32, "{}", size_of::<Feed>());
}
