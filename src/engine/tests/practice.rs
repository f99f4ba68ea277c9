//! Practice lots: real lots that leave nothing behind, and that nobody but their players finds.

use std::num::NonZeroU64;
use std::time::Duration;

use futures::FutureExt;
use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::{Principal, Role};
use crate::clock::Instant;
use crate::engine::{Beats, BidAnswer, ConnectionMark, Denied, EngineSettings, EventFilter};
use crate::ids::{EventId, LotId, Seq};
use crate::journal::Store;
use crate::protocol::http::{PracticeRequest, PracticeStarted};

const SECOND: Duration = Duration::from_secs(1);
/// When the live lot of these tests opens.
const LATER: Instant = START.plus_micros(86_400_000_000);
const CEILING: &str = "320.00";

/// A published event whose lot opens tomorrow, and its lot.
async fn published(test: &TestEngine) -> (EventId, LotId) {
    let event = test.create(&document_opening(LATER, &json!({"ceiling": CEILING}))).await;
    let lots = test.publish_event(&event).await;
    (event, LotId::parse(lots["lots"][0].as_str().unwrap()).unwrap())
}

fn of(lot: &LotId) -> PracticeRequest {
    PracticeRequest { lot: lot.clone(), speed: None }
}

fn at_speed(lot: &LotId, speed: u64) -> PracticeRequest {
    PracticeRequest { speed: NonZeroU64::new(speed), ..of(lot) }
}

async fn begun(test: &TestEngine, by: &Principal, event: &EventId, request: PracticeRequest) -> PracticeStarted {
    test.engine.practise(by, event, request).await.unwrap()
}

async fn stored(test: &TestEngine) -> usize {
    test.store.scan(None, u32::MAX).await.unwrap().len()
}

/// What a buyer's console of the event shows, without the time.
async fn console(test: &TestEngine, event: &EventId) -> Value {
    let answer = test.engine.event_console(&buyer("b1"), event).await.unwrap();
    let mut shown: Value = serde_json::from_slice(&answer).unwrap();
    shown.as_object_mut().unwrap().remove("now");
    shown
}

/// Lets the lot be played until that instant.
async fn play_until(test: &TestEngine, at: Instant) {
    while test.clock.now() < at {
        test.pass_until((test.clock.now() + SECOND).min(at)).await;
        settle_down().await;
    }
}

// G55
#[tokio::test(start_paused = true)]
async fn an_invited_supplier_plays_the_real_lot_against_three_rivals() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let acme = supplier("acme");

    let practice = begun(&test, &acme, &event, of(&lot)).await;

    assert!(practice.lot.as_str().starts_with("practice-"));
    assert_eq!((practice.opens_at, practice.closes_at), (START + SECOND * 10, START + SECOND * 310));
    let before = test.view(&acme, &practice.lot).await;
    assert_eq!((&before["state"], &before["event"]["practice"]), (&json!("scheduled"), &json!(true)));
    assert_eq!((&before["event"]["id"], &before["market"]["bidders"]), (&json!(event), &json!(4)));
    play_until(&test, practice.opens_at + SECOND * 60).await;
    let open = test.view(&acme, &practice.lot).await;
    assert_eq!((&open["state"], open["market"]["lead"].is_null()), (&json!("open"), false), "{open}");
    let mut bidder = test.bidder("acme", &practice.lot).await;
    assert_eq!(rank(&bidder.bid("a1", "2.40").await), 1);
    play_until(&test, practice.opens_at + SECOND * 81).await;
    let rank = test.view(&acme, &practice.lot).await["you"]["rank"].as_u64().unwrap();
    assert!(rank > 1, "answered within 20 seconds: {rank}");
    let own = test.history(&acme, &practice.lot).await;
    let kinds: Vec<&str> = own.iter().map(|record| record["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["lot_published", "lot_opened", "bid_accepted"]);
    play_until(&test, practice.closes_at + SECOND).await;
    let closed = test.view(&acme, &practice.lot).await;
    assert_eq!((&closed["state"], &closed["result"]["of"]), (&json!("closed"), &json!(4)), "{closed}");
}

// G55
#[tokio::test(start_paused = true)]
async fn a_practice_lot_leaves_no_record_and_is_in_no_list() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let everybody = [supplier("acme"), supplier("bolt"), buyer("b1"), observer("RFS"), auditor()];
    let records = stored(&test).await;
    let mut before = Vec::new();
    for by in &everybody {
        before.push((listed(&test, by, &EventFilter::default()).await, shown(&test, by, &event).await.unwrap()));
    }

    let practice = begun(&test, &supplier("acme"), &event, of(&lot)).await;
    play_until(&test, practice.opens_at + SECOND * 60).await;
    let mut bidder = test.bidder("acme", &practice.lot).await;
    rank(&bidder.bid("a1", "2.40").await);

    assert_eq!(stored(&test).await, records);
    assert!(!test.engine.any_lot_is_open(), "no heartbeat is recorded for a practice");
    for (by, before) in everybody.iter().zip(before) {
        let after = (listed(&test, by, &EventFilter::default()).await, shown(&test, by, &event).await.unwrap());
        assert_eq!(after, before, "{by:?}");
        let found = test.engine.lot(by, &practice.lot).await;
        assert_eq!(found.err(), (by.org.as_str() != "acme").then_some(Denied::NotFound), "{by:?}");
    }
    let colleague = principal(Role::Supplier, "acme", "another");
    assert!(test.engine.lot(&colleague, &practice.lot).await.is_ok(), "the whole organisation sees it");
}

// G40, G44, G55
#[tokio::test(start_paused = true)]
async fn the_console_of_an_event_shows_nothing_of_a_practice_lot() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let mut feed = test.engine.follow_event(&buyer("b1"), &event, Beats::NotAsked).await.unwrap();
    frames(&mut feed).await;
    let before = console(&test, &event).await;

    let practice = begun(&test, &supplier("acme"), &event, of(&lot)).await;
    let mut player = test.bidder("acme", &practice.lot).await;
    let mark = ConnectionMark::new(test.clock.now());
    let attendance = player.access.attend(&mark);
    play_until(&test, practice.opens_at + SECOND * 60).await;
    mark.heard(test.clock.now());
    rank(&player.bid("a1", "2.40").await);
    tokio::time::advance(SECOND).await;
    settle_down().await;
    let after = console(&test, &event).await;

    assert!(attendance.is_some(), "the player's connection follows the practice");
    assert_eq!(after, before);
    let ids: Vec<&Value> = after["lots"].as_array().unwrap().iter().map(|shown| &shown["lot"]).collect();
    assert_eq!(ids, [&json!(lot)]);
    assert_eq!(after["presence"][0]["connected"], false);
    assert!(feed.next().now_or_never().is_none(), "nothing is sent to those who follow");
}

// G55
#[tokio::test(start_paused = true)]
async fn a_bid_on_a_live_lot_beside_is_judged_and_recorded_as_ever() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let practice = begun(&test, &supplier("acme"), &event, of(&lot)).await;
    let live = test.open_lot(&json!({})).await;
    play_until(&test, practice.opens_at + SECOND * 30).await;
    test.store.hold();

    let (mut played, mut counted) = (test.bidder("acme", &practice.lot).await, test.bidder("acme", &live).await);
    counted.send("live", "2.90");
    let answer = played.bid("practice", "2.40").await;

    assert_eq!(rank(&answer), 1, "a practice does not wait for the store");
    assert_eq!(counted.has_answer(), None);
    test.store.release();
    assert_eq!(rank(&counted.answer().await), 1);
    assert_eq!(test.kinds(&live).await, ["lot_published", "lot_opened", "bid_accepted"]);
}

// G55
#[tokio::test(start_paused = true)]
async fn an_organisation_plays_one_lot_at_a_time_and_ten_in_an_hour() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let acme = supplier("acme");
    let first = begun(&test, &acme, &event, of(&lot)).await;

    let second = test.engine.practise(&acme, &event, of(&lot)).await;

    assert_eq!(second, Err(Denied::PracticeRuns(first.lot.clone())));
    let rival = begun(&test, &supplier("bolt"), &event, of(&lot)).await;
    assert_ne!(rival.lot, first.lot, "another organisation plays its own");
    for _ in 1..10 {
        play_until(&test, test.clock.now() + SECOND * 311).await;
        begun(&test, &acme, &event, of(&lot)).await;
    }
    let tenth = test.clock.now();
    play_until(&test, tenth + SECOND * 311).await;
    let eleventh = test.engine.practise(&acme, &event, of(&lot)).await;
    let wait = (START + Duration::from_hours(1)).saturating_since(test.clock.now());
    assert_eq!(eleventh, Err(Denied::TooManyPractices(wait)));
    play_until(&test, START + Duration::from_hours(1)).await;
    begun(&test, &acme, &event, of(&lot)).await;
}

// G55
#[tokio::test(start_paused = true)]
async fn there_are_no_more_practice_lots_than_fit_and_those_that_ended_give_way() {
    let few = EngineSettings { practice_lots_max: 2, ..settings() };
    let test = TestEngine::with(few).await;
    let (event, lot) = published(&test).await;
    let first = begun(&test, &supplier("acme"), &event, of(&lot)).await;
    play_until(&test, START + SECOND * 30).await;
    let second = begun(&test, &supplier("bolt"), &event, of(&lot)).await;

    let third = test.engine.practise(&supplier("crux"), &event, of(&lot)).await;

    assert_eq!(third, Err(Denied::Overloaded));
    play_until(&test, first.closes_at + SECOND).await;
    begun(&test, &supplier("crux"), &event, of(&lot)).await;
    assert_eq!(test.engine.lot(&supplier("acme"), &first.lot).await.err(), Some(Denied::NotFound), "it gave way");
    assert!(test.engine.lot(&supplier("bolt"), &second.lot).await.is_ok(), "this one is not over");
}

// G55
#[tokio::test(start_paused = true)]
async fn the_result_stands_for_a_while_and_then_the_memory_is_given_back() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let acme = supplier("acme");
    let practice = begun(&test, &acme, &event, of(&lot)).await;
    let access = test.access(&acme, &practice.lot).await;
    let mut feed = access.follow().await.unwrap();

    play_until(&test, practice.closes_at + SECOND * 590).await;
    assert_eq!(test.view(&acme, &practice.lot).await["state"], json!("closed"));
    play_until(&test, practice.closes_at + SECOND * 610).await;

    assert_eq!(test.engine.lot(&acme, &practice.lot).await.err(), Some(Denied::NotFound));
    while feed.next().await.is_some() {}
    assert_eq!(access.view().await, Err(Denied::Unavailable), "also for those who follow it");
}

// G55
#[test]
fn a_restart_forgets_practice_lots() {
    let store = std::sync::Arc::new(crate::journal::faulty::FaultyStore::new());
    let practice = one_run(&store, START, async |test| {
        let (event, lot) = published(&test).await;
        begun(&test, &supplier("acme"), &event, of(&lot)).await.lot
    });

    let found =
        one_run(&store, START + SECOND * 20, async |test| test.engine.lot(&supplier("acme"), &practice).await.err());

    assert_eq!(found, Some(Denied::NotFound));
}

// G55
#[tokio::test(start_paused = true)]
async fn who_is_not_invited_and_a_lot_that_has_ended_are_refused() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let other = LotId::parse("other").unwrap();

    let strangers = test.engine.practise(&supplier("dart"), &event, of(&lot)).await;
    let watchers = test.engine.practise(&observer("RFS"), &event, of(&lot)).await;
    let unknown = test.engine.practise(&supplier("acme"), &event, of(&other)).await;
    let hasty = test.engine.practise(&supplier("acme"), &event, at_speed(&lot, 2)).await;
    test.engine.lot(&buyer("b1"), &lot).await.unwrap().act(br#"{"type":"cancel","reason":"r"}"#, None).await.unwrap();
    let late = test.engine.practise(&supplier("acme"), &event, of(&lot)).await;

    assert_eq!(strangers, Err(Denied::NotFound));
    assert!(matches!(watchers, Err(Denied::Forbidden(_))), "{watchers:?}");
    assert_eq!(problem_paths(unknown), ["/lot"]);
    assert_eq!(problem_paths(hasty), ["/speed"]);
    assert!(matches!(late, Err(Denied::WrongState(_))), "{late:?}");
}

// G55
#[tokio::test(start_paused = true)]
async fn a_suppliers_practice_is_the_same_whatever_its_rivals_have_offered() {
    let mut seen = Vec::new();
    for (opening, baseline, reserve) in [("3.10", "3.20", "250"), ("1.05", "9.99", "110.50")] {
        let test = TestEngine::new().await;
        let mut document = document_opening(LATER, &json!({"ceiling": CEILING, "reserve": reserve}));
        document["lots"][0]["bidders"][1]["opening"] = json!({"glove": opening});
        document["lots"][0]["items"][0]["baselines"] = json!({"RFS": baseline, "RHQ": baseline});
        let event = test.create(&document).await;
        let lots = test.publish_event(&event).await;
        let lot = LotId::parse(lots["lots"][0].as_str().unwrap()).unwrap();

        let by = supplier("acme");
        let practice = begun(&test, &by, &event, of(&lot)).await;
        let (view, history) = (test.view(&by, &practice.lot).await, test.history(&by, &practice.lot).await);
        let shown = json!([view, history[0]["data"]]).to_string();
        seen.push(shown.replace(event.as_str(), "event").replace(practice.lot.as_str(), "lot"));
    }

    assert_eq!(seen[0], seen[1], "but for the ids of the event and the practice");
}

// G56
#[tokio::test(start_paused = true)]
async fn a_buyer_plays_a_draft_with_all_its_bidders_and_acts_on_it() {
    let test = TestEngine::new().await;
    let mut document = document(&json!({"ceiling": CEILING}));
    document["terms"] = json!("You accept.");
    let event = test.create(&document).await;
    let lot =
        LotId::parse(shown(&test, &buyer("b1"), &event).await.unwrap()["lots"][0]["id"].as_str().unwrap()).unwrap();
    let records = stored(&test).await;

    let practice = begun(&test, &buyer("b1"), &event, at_speed(&lot, 20)).await;

    assert_eq!(practice.closes_at.saturating_since(practice.opens_at), DURATION / 20);
    play_until(&test, practice.opens_at + SECOND * 8).await;
    let view = test.view(&buyer("b2"), &practice.lot).await;
    assert_eq!((&view["state"], view["bidders"].as_array().unwrap().len()), (&json!("open"), 3), "{view}");
    assert_eq!(view["market"]["offers"].as_array().unwrap().len(), 3, "all of them have offered: {view}");
    let access = test.access(&buyer("b1"), &practice.lot).await;
    access.act(br#"{"type":"pause","reason":"to look"}"#, None).await.unwrap();
    let paused = test.view(&buyer("b1"), &practice.lot).await;
    play_until(&test, test.clock.now() + SECOND * 60).await;
    assert_eq!(test.view(&buyer("b1"), &practice.lot).await["market"], paused["market"], "nobody bids meanwhile");
    access.act(br#"{"type":"resume","reason":"go on"}"#, None).await.unwrap();
    play_until(&test, test.clock.now() + SECOND * 30).await;
    assert_eq!(test.view(&buyer("b1"), &practice.lot).await["state"], json!("closed"));
    assert_eq!(stored(&test).await, records, "the draft stays as it is");
    for by in [supplier("acme"), observer("RFS"), auditor(), principal(Role::Buyer, "other", "b9")] {
        assert_eq!(test.engine.lot(&by, &practice.lot).await.err(), Some(Denied::NotFound), "{by:?}");
    }
}

// G56
#[tokio::test(start_paused = true)]
async fn a_practice_that_is_paused_for_ever_is_given_up() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let practice = begun(&test, &buyer("b1"), &event, of(&lot)).await;
    play_until(&test, practice.opens_at + SECOND).await;
    let access = test.access(&buyer("b1"), &practice.lot).await;
    access.act(br#"{"type":"pause","reason":"for ever"}"#, None).await.unwrap();

    test.pass_until(START + Duration::from_hours(9) + SECOND).await;
    settle_down().await;

    assert_eq!(test.engine.lot(&buyer("b1"), &practice.lot).await.err(), Some(Denied::NotFound));
}

// G56
#[tokio::test(start_paused = true)]
async fn a_practice_with_too_many_records_is_given_up() {
    let test = TestEngine::with(EngineSettings { practice_records_max: Seq(4), ..settings() }).await;
    let (event, lot) = published(&test).await;
    let acme = supplier("acme");
    let practice = begun(&test, &acme, &event, of(&lot)).await;
    let mut bidder = test.bidder("acme", &practice.lot).await;

    for early in ["a1", "a2", "a3"] {
        bidder.bid(early, "2.40").await;
    }
    play_until(&test, test.clock.now() + SECOND * 2).await;
    assert!(test.engine.lot(&acme, &practice.lot).await.is_ok(), "four records fit");
    bidder.bid("a4", "2.40").await;
    play_until(&test, test.clock.now() + SECOND * 2).await;

    assert_eq!(test.engine.lot(&acme, &practice.lot).await.err(), Some(Denied::NotFound));
}

// G56
#[tokio::test(start_paused = true)]
async fn a_draft_that_is_not_complete_and_a_template_are_not_played() {
    let test = TestEngine::new().await;
    let made = test.engine.create_event(&buyer("b1"), kept(&json!({"lots": [{}]})), no_conditions()).await.unwrap();
    let lot = LotId::parse(json_of(&made)["lots"][0].as_str().unwrap()).unwrap();

    let incomplete = test.engine.practise(&buyer("b1"), &id_of(&made), of(&lot)).await;

    assert!(matches!(incomplete, Err(Denied::NotComplete { .. })), "{incomplete:?}");
    let (event, _) = published(&test).await;
    let copy = crate::protocol::http::CopyRequest::parse(br#"{"as": "template"}"#).unwrap();
    let template = test.engine.copy_event(&buyer("b1"), &event, copy, no_conditions()).await.unwrap();
    let lot = LotId::parse(json_of(&template)["lots"][0].as_str().unwrap()).unwrap();
    let played = test.engine.practise(&buyer("b1"), &id_of(&template), of(&lot)).await;
    assert_eq!(played, Err(Denied::Template));
}

// G55
#[tokio::test(start_paused = true)]
async fn a_server_that_stops_ends_its_practice_lots() {
    let test = TestEngine::new().await;
    let (event, lot) = published(&test).await;
    let practice = begun(&test, &supplier("acme"), &event, of(&lot)).await;
    let mut bidder = test.bidder("acme", &practice.lot).await;

    test.engine.stop().await;

    assert_eq!(bidder.bid("late", "2.40").await, BidAnswer::Unavailable);
}
