//! The console of an event: summaries of its lots, for those who follow many at once.

use std::time::Duration;

use serde_json::{Value, json};

use super::feed::{all_frames, types};
use super::fixture::*;
use crate::auth::{Principal, Role};
use crate::engine::{Beats, Conditions, Denied, Feed};
use crate::ids::{BidRef, EventId, LotId};

const SECOND: Duration = Duration::from_secs(1);

/// An event of two lots that are open; acme, bolt and crux are invited to the first, acme and bolt to the second.
struct Stage {
    test: TestEngine,
    event: EventId,
    lots: Vec<LotId>,
}

impl Stage {
    async fn new(rules: &Value) -> Self {
        let test = TestEngine::new().await;
        let mut document = document(rules);
        document["reference"] = json!("WTP-1");
        let mut second = document["lots"][0].clone();
        second["title"] = json!("Vinyl");
        second["bidders"].as_array_mut().unwrap().pop();
        document["lots"].as_array_mut().unwrap().push(second);
        let event = test.create(&document).await;
        let answer = test.publish_event(&event).await;
        let lots = answer["lots"].as_array().unwrap().iter().map(|id| LotId::parse(id.as_str().unwrap()).unwrap());
        let lots = lots.collect::<Vec<_>>();
        for lot in &lots {
            test.access(&buyer("b1"), lot).await;
        }
        Self { test, event, lots }
    }

    async fn follows(&self, by: &Principal) -> Feed {
        self.test.engine.follow_event(by, &self.event, Beats::NotAsked).await.unwrap()
    }

    async fn console(&self, by: &Principal) -> Value {
        let text = self.test.engine.event_console(by, &self.event).await.unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    async fn acts(&self, lot: usize, act: Value) {
        let access = self.test.access(&buyer("b1"), &self.lots[lot]).await;
        access.act(act.to_string().as_bytes(), None).await.unwrap();
    }
}

fn members(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

// G40
#[tokio::test(start_paused = true)]
async fn a_follower_gets_the_whole_event_and_then_the_lots_that_change() {
    let stage = Stage::new(&json!({})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[1]).await;
    let mut feed = stage.follows(&buyer("b1")).await;
    let first = frames(&mut feed).await.remove(0);

    acme.bid("a1", "2.98").await;
    let second = frames(&mut feed).await.remove(0);

    assert_eq!(
        members(&first),
        ["type", "event", "now", "title", "reference", "practice", "currency", "state", "lots", "presence"]
    );
    assert_eq!((&first["type"], &first["state"]), (&json!("event"), &json!("open")));
    assert_eq!((&first["title"], &first["reference"]), (&json!("Gloves"), &json!("WTP-1")));
    let titles: Vec<&Value> = first["lots"].as_array().unwrap().iter().map(|lot| &lot["title"]).collect();
    assert_eq!(titles, ["Nitrile", "Vinyl"]);
    assert_eq!(members(&second), ["type", "event", "now", "lots", "presence"]);
    assert_eq!((&second["type"], &second["event"]), (&json!("event_update"), &json!(stage.event.as_str())));
    let changed = second["lots"].as_array().unwrap();
    assert_eq!((changed.len(), &changed[0]["lot"]), (1, &json!(stage.lots[1].as_str())));
    assert_eq!(changed[0]["lead"]["total"], "298.00");
}

// G40
#[tokio::test(start_paused = true)]
async fn over_http_an_event_is_the_same_as_over_a_web_socket() {
    let stage = Stage::new(&json!({})).await;
    stage.test.bidder("acme", &stage.lots[0]).await.bid("a1", "2.98").await;

    for by in [buyer("b1"), auditor(), observer("RFS")] {
        let mut feed = stage.follows(&by).await;
        let pushed = feed.next().await.unwrap();
        let asked = stage.test.engine.event_console(&by, &stage.event).await.unwrap();

        assert_eq!(pushed[0].text(), asked, "{by:?}");
    }
}

// G40
#[tokio::test(start_paused = true)]
async fn there_is_at_most_one_message_in_a_quarter_of_a_second_and_the_last_is_the_newest() {
    let stage = Stage::new(&json!({})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[0]).await;
    let mut feed = stage.follows(&buyer("b1")).await;
    frames(&mut feed).await;

    let (mut updates, began) = (Vec::new(), stage.test.clock.now());
    for nth in 0..40 {
        acme.bid(&format!("a{nth}"), &format!("2.{}", 98 - nth)).await;
        tokio::time::advance(50 * MS).await;
        updates.extend(all_frames(&mut feed).await);
    }
    tokio::time::advance(500 * MS).await;
    updates.extend(all_frames(&mut feed).await);

    let took = stage.test.clock.now().saturating_since(began);
    assert!(updates.len() as u128 <= took.as_millis() / 250 + 1, "{} in {took:?}", updates.len());
    assert!(updates.len() >= 6, "{} in {took:?}", updates.len());
    assert_eq!(updates.last().unwrap()["lots"][0]["lead"]["total"], "259.00");
}

// G40
#[tokio::test(start_paused = true)]
async fn a_change_of_state_and_a_close_are_told_within_a_second() {
    let stage = Stage::new(&json!({})).await;
    let mut feed = stage.follows(&observer("RFS")).await;
    frames(&mut feed).await;

    stage.acts(0, json!({"type": "pause", "reason": "a question"})).await;
    let asked_at = stage.test.clock.now();
    let pause = frames(&mut feed).await.remove(0);
    let told_after = stage.test.clock.now().saturating_since(asked_at);
    stage.test.pass_until(CLOSE).await;
    let close = frames(&mut feed).await.remove(0);
    let closed_after = stage.test.clock.now().saturating_since(CLOSE);

    assert_eq!((&pause["lots"][0]["state"], &pause.get("state")), (&json!("paused"), &None));
    assert!(told_after <= SECOND, "{told_after:?}");
    assert_eq!((&close["lots"][0]["state"], &close["state"]), (&json!("closed"), &json!("paused")));
    assert_eq!(close["lots"][0]["ended_at"], json!(CLOSE));
    assert!(closed_after <= SECOND, "{closed_after:?}");
}

// G40
#[tokio::test(start_paused = true)]
async fn what_changes_nothing_for_a_viewer_sends_it_nothing() {
    let stage = Stage::new(&json!({})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[0]).await;
    let (mut buyers, mut observers) = (stage.follows(&buyer("b1")).await, stage.follows(&observer("RFS")).await);
    frames(&mut buyers).await;
    frames(&mut observers).await;

    acme.bid("a1", "0").await;
    tokio::time::advance(SECOND).await;

    assert_eq!(types(&all_frames(&mut buyers).await), ["event_update"]);
    assert_eq!(all_frames(&mut observers).await, Vec::<Value>::new(), "an observer sees no refused bid");
}

// G40
#[tokio::test(start_paused = true)]
async fn what_happened_before_the_question_is_in_the_answer() {
    let stage = Stage::new(&json!({})).await;
    let mut feed = stage.follows(&buyer("b1")).await;
    frames(&mut feed).await;

    stage.test.bidder("acme", &stage.lots[0]).await.bid("a1", "2.98").await;
    let asked = stage.console(&buyer("b1")).await;

    assert_eq!(asked["lots"][0]["lead"]["total"], "298.00");
}

// G41
#[tokio::test(start_paused = true)]
async fn a_summary_says_where_a_lot_stands() {
    let stage = Stage::new(&json!({"show": {"identities_to_buyer": "always"}})).await;
    let (mut acme, mut bolt) =
        (stage.test.bidder("acme", &stage.lots[0]).await, stage.test.bidder("bolt", &stage.lots[0]).await);
    acme.bid("a1", "2.98").await;
    bolt.bid("b1", "2.90").await;
    acme.bid("a2", "2.99").await;
    stage.acts(0, json!({"type": "exclude", "bidder": "crux", "reason": "no certificate"})).await;
    let asked_at = stage.test.clock.now();
    acme.access.request_annulment(BidRef::parse("a1").unwrap(), "a slip".into(), None).await.unwrap();

    let summary = stage.console(&buyer("b1")).await["lots"][0].take();

    assert_eq!(summary["lead"]["bidder"], "bolt");
    assert_eq!((&summary["lead"]["name"], &summary["lead"]["total"]), (&json!("Bolt plc"), &json!("290.00")));
    // 40 × 3.20 + 60 × 2.95 = 305.00.
    let saving = json!({"baseline_spend": "305.00", "saving": "15.00", "percent": "4.9", "not_counted": 0});
    assert_eq!(summary["saving"], saving);
    let bidders = json!({"invited": 3, "with_offer": 2, "excluded": 1, "connected": 0, "terms_missing": 0});
    assert_eq!(summary["bidders"], bidders);
    assert_eq!(summary["offers"], json!({"accepted": 2, "refused": 1, "last_minute": 2}));
    assert_eq!(summary["waiting"], json!({"requests": 1, "proposals": 0, "oldest_at": asked_at}));
    let refusals = summary["refusals"].as_array().unwrap();
    assert_eq!((refusals.len(), &refusals[0]["reason"]), (1, &json!("not_improved")));
    assert_eq!((&refusals[0]["bidder"], &refusals[0]["in_a_row"]), (&json!("acme"), &json!(1)));
}

// G41
#[tokio::test(start_paused = true)]
async fn the_bids_of_the_last_minute_age_and_their_count_is_told_when_it_changes() {
    let stage = Stage::new(&json!({})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[0]).await;
    acme.bid("a1", "2.98").await;
    tokio::time::advance(30 * SECOND).await;
    acme.bid("a2", "2.97").await;
    let mut feed = stage.follows(&buyer("b1")).await;
    let first = frames(&mut feed).await.remove(0);

    let mut counts = Vec::new();
    for second in 1..=70 {
        tokio::time::advance(SECOND).await;
        let updates = all_frames(&mut feed).await;
        counts.extend(updates.iter().map(|update| (second, update["lots"][0]["offers"]["last_minute"].clone())));
    }

    assert_eq!(first["lots"][0]["offers"]["last_minute"], 2);
    let [(one_at, one), (none_at, none)] = counts.as_slice() else { panic!("{counts:?}") };
    assert_eq!((one, none), (&json!(1), &json!(0)));
    assert!((30..=32).contains(one_at) && (60..=62).contains(none_at), "{counts:?}");
}

// G41
#[tokio::test(start_paused = true)]
async fn the_newest_twenty_refused_bids_are_in_the_summary_oldest_first() {
    let stage = Stage::new(&json!({})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[0]).await;
    for nth in 0..25 {
        acme.bid(&format!("a{nth}"), "0").await;
    }

    let summary = stage.console(&auditor()).await["lots"][0].take();

    let in_a_row = summary["refusals"].as_array().unwrap().iter().map(|one| one["in_a_row"].as_u64().unwrap());
    assert_eq!(in_a_row.collect::<Vec<_>>(), (6..=25).collect::<Vec<_>>());
}

// G41
#[tokio::test(start_paused = true)]
async fn a_paused_lot_says_why_since_when_and_how_much_time_is_left() {
    let stage = Stage::new(&json!({})).await;
    let paused_at = stage.test.clock.now();
    stage.acts(0, json!({"type": "pause", "reason": "a question"})).await;

    let lots = stage.console(&buyer("b1")).await["lots"].take();

    let remaining_us = CLOSE.as_micros() - paused_at.as_micros();
    let pause = json!({"cause": "buyer", "since": paused_at, "outage_us": null, "remaining_us": remaining_us, "reason": "a question"});
    assert_eq!((&lots[0]["pause"], &lots[1]["pause"]), (&pause, &Value::Null));
}

// G41
#[tokio::test(start_paused = true)]
async fn bidders_whose_last_three_bids_were_refused_are_named_until_one_is_accepted() {
    let stage = Stage::new(&json!({"show": {"identities_to_buyer": "always"}})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[0]).await;
    let mut bolt = stage.test.bidder("bolt", &stage.lots[0]).await;
    for nth in 0..3 {
        acme.bid(&format!("a{nth}"), "0").await;
        bolt.bid(&format!("b{nth}"), "0").await;
    }
    bolt.bid("b3", "2.98").await;
    acme.bid("a3", "0").await;

    let lots = stage.console(&buyer("b1")).await["lots"].take();

    let named = lots[0]["repeatedly_refused"].as_array().unwrap();
    assert_eq!(named.len(), 1, "{named:?}");
    assert_eq!((&named[0]["bidder"], &named[0]["refused_in_a_row"]), (&json!("acme"), &json!(4)));
    assert_eq!(lots[1]["repeatedly_refused"], json!([]));
    stage.acts(0, json!({"type": "exclude", "bidder": "acme", "reason": "no certificate"})).await;
    assert_eq!(stage.console(&buyer("b1")).await["lots"][0]["repeatedly_refused"], json!([]));
}

// G42
#[tokio::test(start_paused = true)]
async fn an_observer_sees_what_its_trust_may_know_and_no_more() {
    let stage = Stage::new(&json!({})).await;
    stage.test.bidder("acme", &stage.lots[0]).await.bid("a1", "2.98").await;

    let event = stage.console(&observer("RFS")).await;

    assert!(event.get("presence").is_none());
    let summary = &event["lots"][0];
    for hidden in ["waiting", "refusals", "repeatedly_refused"] {
        assert!(summary.get(hidden).is_none(), "{hidden}: {summary}");
    }
    assert_eq!(members(&summary["bidders"]), ["invited", "with_offer", "excluded"]);
    assert_eq!(summary["offers"], json!({"accepted": 1, "last_minute": 1}));
    // 40 × (3.20 − 2.98).
    assert_eq!(summary["saving"]["own"]["saving"], "8.80");
    assert!(summary["lead"]["alias"].is_string() && summary["lead"].get("bidder").is_none());
    assert!(!event.to_string().contains("acme"), "{event}");
}

// G42
#[tokio::test(start_paused = true)]
async fn names_are_shown_to_a_buyer_as_the_lot_says() {
    for (shown, expected) in [("always", true), ("after_close", false)] {
        let stage = Stage::new(&json!({"show": {"identities_to_buyer": shown}})).await;
        stage.test.bidder("acme", &stage.lots[0]).await.bid("a1", "0").await;
        stage.test.bidder("bolt", &stage.lots[0]).await.bid("b1", "2.98").await;

        let lots = stage.console(&buyer("b1")).await["lots"].take();

        assert_eq!(lots.to_string().contains("\"bolt\""), expected, "{shown}: {lots}");
        assert_eq!(lots.to_string().contains("\"acme\""), expected, "{shown}: {lots}");
    }
}

// G42
#[tokio::test(start_paused = true)]
async fn a_supplier_follows_no_event_and_learns_of_none_that_it_may_not_see() {
    let stage = Stage::new(&json!({})).await;
    let unknown = EventId::parse("unknown").unwrap();
    let follow = async |by: Principal, id: &EventId| {
        stage.test.engine.follow_event(&by, id, Beats::NotAsked).await.err().unwrap()
    };

    assert!(matches!(follow(supplier("acme"), &stage.event).await, Denied::Forbidden(_)));
    let strangers = [
        supplier("zeta"),
        observer("RXX"),
        principal(Role::Buyer, "another", "x"),
        principal(Role::Auditor, "another", "x"),
    ];
    for by in strangers {
        assert_eq!(follow(by.clone(), &stage.event).await, Denied::NotFound, "{by:?}");
        assert_eq!(stage.test.engine.event_console(&by, &stage.event).await, Err(Denied::NotFound), "{by:?}");
    }
    assert_eq!(follow(buyer("b1"), &unknown).await, Denied::NotFound);
    assert!(stage.test.engine.event_console(&principal(Role::Admin, "wtp", "a"), &stage.event).await.is_ok());
}

// G40
#[tokio::test(start_paused = true)]
async fn a_draft_cannot_be_followed() {
    let test = TestEngine::new().await;
    let draft = test.engine.create_event(&buyer("b1"), whole(&document(&json!({}))), Conditions::default()).await;
    let draft = id_of(&draft.unwrap());

    let denied = test.engine.follow_event(&buyer("b1"), &draft, Beats::NotAsked).await.err();

    assert!(matches!(denied, Some(Denied::WrongState(_))), "{denied:?}");
}

// G40
#[tokio::test(start_paused = true)]
async fn lots_that_have_not_begun_and_that_have_ended_are_in_the_console_too() {
    let test = TestEngine::new().await;
    let mut document = document_opening(START + Duration::from_hours(3), &json!({}));
    let mut second = document["lots"][0].clone();
    second["opens_at"] = json!(START);
    document["lots"].as_array_mut().unwrap().push(second);
    let event = test.create(&document).await;
    test.publish_event(&event).await;
    test.pass_until(CLOSE + Duration::from_hours(1)).await;

    let answer = test.engine.event_console(&buyer("b1"), &event).await.unwrap();

    let shown: Value = serde_json::from_slice(&answer).unwrap();
    let states: Vec<&Value> = shown["lots"].as_array().unwrap().iter().map(|lot| &lot["state"]).collect();
    assert_eq!((states, &shown["state"]), (vec![&json!("scheduled"), &json!("closed")], &json!("scheduled")));
}

// G44
#[tokio::test(start_paused = true)]
async fn a_buyer_sees_what_each_bidder_does() {
    let stage = Stage::new(&json!({})).await;
    let mut acme = stage.test.bidder("acme", &stage.lots[0]).await;
    acme.bid("a1", "2.98").await;
    stage.test.bidder("acme", &stage.lots[1]).await.bid("a1", "0").await;

    let presence = stage.console(&buyer("b1")).await["presence"].take();

    let bidders: Vec<&Value> = presence.as_array().unwrap().iter().map(|one| &one["bidder"]).collect();
    assert_eq!(bidders, ["acme", "bolt", "crux"]);
    let acme = &presence[0];
    assert_eq!(
        members(acme),
        [
            "bidder",
            "name",
            "lots",
            "connected",
            "since",
            "connections",
            "people",
            "ready",
            "terms_accepted",
            "offers",
            "refused",
            "refused_in_a_row"
        ]
    );
    assert_eq!((&acme["name"], &acme["connected"], &acme["ready"]), (&json!("Acme Ltd"), &json!(false), &Value::Null));
    assert_eq!((&acme["offers"], &acme["refused"], &acme["refused_in_a_row"]), (&json!(1), &json!(1), &json!(1)));
    let lots = acme["lots"].as_array().unwrap();
    assert!(lots.len() == 2 && lots.iter().all(|lot| lot["alias"].is_string()), "{acme}");
    assert_eq!(presence[2]["lots"].as_array().unwrap().len(), 1, "crux is invited to one lot");
}

// G44
#[tokio::test(start_paused = true)]
async fn while_names_are_hidden_nobody_sees_who_is_connected() {
    let stage = Stage::new(&json!({"show": {"identities_to_buyer": "after_close"}})).await;
    let mark = crate::engine::ConnectionMark::new(stage.test.clock.now());
    let acme = stage.test.bidder("acme", &stage.lots[0]).await;
    let _attendance = acme.access.attend(&mark).unwrap();

    let hidden = stage.console(&buyer("b1")).await;
    let audited = stage.console(&auditor()).await;
    for lot in [0, 1] {
        stage.acts(lot, json!({"type": "close", "reason": "agreed"})).await;
    }
    mark.heard(stage.test.clock.now());
    let after = stage.console(&buyer("b1")).await;

    let acme = &hidden["presence"][0];
    for member in ["connected", "since", "connections", "ready", "terms_accepted", "offers", "refused"] {
        assert!(acme[member].is_null(), "{member}: {acme}");
    }
    assert_eq!((&acme["people"], &acme["name"]), (&json!([]), &json!("Acme Ltd")));
    assert!(acme["lots"][0].get("alias").is_none());
    assert_eq!(hidden["lots"][0]["bidders"]["connected"], 1, "how many are connected is counted all the same");
    assert_eq!(audited["presence"][0]["connected"], true);
    assert_eq!((&after["presence"][0]["connected"], &after["presence"][0]["offers"]), (&json!(true), &json!(0)));
    let person = &after["presence"][0]["people"][0];
    assert_eq!((&person["person"], &person["connected"]), (&json!("acme-person"), &json!(true)));
}

// G44
#[tokio::test(start_paused = true)]
async fn terms_that_a_bidder_has_not_accepted_are_missing() {
    let test = TestEngine::new().await;
    let mut document = document(&json!({}));
    document["terms"] = json!("Accept.");
    let event = test.create(&document).await;
    test.publish_event(&event).await;
    test.engine.accept_terms(&supplier("acme"), &event).await.unwrap();

    let answer = test.engine.event_console(&buyer("b1"), &event).await.unwrap();

    let shown: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(shown["lots"][0]["bidders"]["terms_missing"], 2);
    let accepted: Vec<&Value> =
        shown["presence"].as_array().unwrap().iter().map(|one| &one["terms_accepted"]).collect();
    assert_eq!(accepted, [&json!(true), &json!(false), &json!(false)]);
}
