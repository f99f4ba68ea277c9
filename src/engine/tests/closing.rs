//! The close: bids read in time are judged before it, bids read later are late.

use std::time::Duration;

use serde_json::json;

use super::fixture::*;
use crate::auction::Reason;
use crate::engine::{BidAnswer, EngineSettings};

/// One microsecond before the close.
const JUST_IN_TIME: crate::clock::Instant = CLOSE.plus_micros(-1);

// L5.7
#[tokio::test(start_paused = true)]
async fn a_lot_opens_and_closes_by_itself() {
    let test = TestEngine::new().await;
    let lot = test.publish(&document_opening(START + DURATION, &json!({}))).await.remove(0);
    assert_eq!(test.kinds(&lot).await, ["lot_published"]);

    test.pass_until(START + DURATION + MS).await;
    settle_down().await;
    assert_eq!(test.kinds(&lot).await, ["lot_published", "lot_opened"]);
    test.pass_until(START + DURATION * 2 + SETTLE + MS).await;
    settle_down().await;

    assert_eq!(test.kinds(&lot).await, ["lot_published", "lot_opened", "lot_closed"]);
    let closed = test.records(&lot).await.pop().unwrap();
    assert!(closed.at >= START + DURATION * 2 + SETTLE, "the lot settles before it closes");
}

// L5.6
#[tokio::test(start_paused = true)]
async fn a_bid_in_time_counts_though_it_is_judged_after_the_close() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.pass_until(before(CLOSE + SETTLE, MS * 5)).await;

    acme.send_read_at("a1", "2.98", JUST_IN_TIME);

    assert_eq!(rank(&acme.answer().await), 1);
    assert_eq!(test.kinds(&lot).await.last().unwrap(), "bid_accepted", "and only then the lot closes");
}

// L5.8
#[tokio::test(start_paused = true)]
async fn a_bid_at_the_instant_of_the_close_is_held_back_and_then_late() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    test.pass_until(CLOSE + MS).await;

    acme.send_read_at("late", "2.98", CLOSE);
    settle_down().await;
    assert_eq!(acme.has_answer(), None, "held back: a bid in time might still extend the lot");
    bolt.send_read_at("early", "2.97", JUST_IN_TIME);

    assert_eq!(rank(&bolt.answer().await), 1);
    assert_eq!(refusal(&acme.answer().await), Reason::Closed);
    let kinds = test.kinds(&lot).await;
    assert_eq!(kinds[2..], ["bid_accepted", "lot_closed", "bid_refused"]);
}

// L5.8
#[tokio::test(start_paused = true)]
async fn a_held_back_bid_is_judged_against_the_close_that_a_bid_in_time_moved() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"extension": {"window_s": 60, "extend_s": 60, "from": "close"}})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    let mut crux = test.bidder("crux", &lot).await;
    test.pass_until(CLOSE + MS).await;

    acme.send_read_at("late", "2.90", CLOSE + MS);
    bolt.send_read_at("early", "2.97", JUST_IN_TIME);
    assert_eq!(rank(&bolt.answer().await), 1);
    crux.send("after the extension", "2.85");
    settle_down().await;
    assert_eq!((acme.has_answer(), crux.has_answer()), (None, None), "earlier bids may still be on their way");
    bolt.send_read_at("early too", "2.96", JUST_IN_TIME);
    assert_eq!(rank(&bolt.answer().await), 1);

    assert_eq!((rank(&acme.answer().await), rank(&crux.answer().await)), (1, 1));
    assert!(test.clock.now() >= CLOSE + SETTLE);
    let view = test.view(&buyer("b1"), &lot).await;
    assert_eq!(
        (view["state"].as_str(), view["extensions"].as_u64()),
        (Some("open"), Some(2)),
        "those after it were not near the new close"
    );
}

// L5.7, L5.8
#[tokio::test(start_paused = true)]
async fn an_extended_lot_settles_again_at_its_new_close() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"extension": {"window_s": 60, "extend_s": 60, "from": "close"}})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    test.pass_until(before(CLOSE, MS * 10)).await;
    acme.bid("a1", "2.98").await;
    let new_close = CLOSE + Duration::from_mins(1);
    test.pass_until(new_close + MS).await;

    bolt.send("late", "2.90");
    acme.send_read_at("a2", "2.97", new_close.plus_micros(-1));

    assert_eq!(rank(&acme.answer().await), 1);
    assert!(bolt.has_answer().is_none());
    assert_eq!(rank(&bolt.answer().await), 1, "extended once more, it was in time");
}

// L5.7
#[tokio::test(start_paused = true)]
async fn settling_waits_for_a_frame_that_was_read_in_time_and_is_on_its_way() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let connection = test.engine.arrivals().register();
    test.pass_until(before(CLOSE, MS)).await;

    let stamped = connection.stamp();
    test.pass_until(CLOSE + SETTLE * 5).await;
    settle_down().await;
    assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "open");
    acme.send_read_at("a1", "2.98", stamped.received_at);
    drop(stamped);

    assert_eq!(rank(&acme.answer().await), 1);
    test.pass_until(CLOSE + SETTLE * 6).await;
    settle_down().await;
    assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "closed");
}

// L5.7
#[tokio::test(start_paused = true)]
async fn settling_ends_after_two_seconds_though_a_frame_is_on_its_way() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let connection = test.engine.arrivals().register();
    test.pass_until(before(CLOSE, MS)).await;

    let stamped = connection.stamp();
    test.pass_until(CLOSE + Duration::from_millis(1_990)).await;
    settle_down().await;
    assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "open");
    test.pass_until(CLOSE + Duration::from_millis(2_010)).await;
    settle_down().await;
    assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "closed");
    acme.send_read_at("a1", "2.98", stamped.received_at);

    assert_eq!(refusal(&acme.answer().await), Reason::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_repeat_is_answered_while_the_lot_settles() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let first = acme.bid("a1", "2.98").await;
    test.pass_until(CLOSE + MS).await;

    let again = acme.bid("a1", "2.98").await;

    assert_eq!(again, first);
    assert!(test.clock.now() < CLOSE + SETTLE);
}

// L5.8
#[tokio::test(start_paused = true)]
async fn no_more_bids_are_held_back_than_a_mailbox_holds() {
    let test = TestEngine::with(EngineSettings { mailbox_len_max: 4, ..settings() }).await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.pass_until(CLOSE + MS).await;

    for nth in 0..6 {
        acme.send(&format!("late{nth}"), "2.98");
        settle_down().await;
    }

    assert_eq!([acme.has_answer(), acme.has_answer()], [Some(BidAnswer::Overloaded), Some(BidAnswer::Overloaded)]);
    assert_eq!(acme.has_answer(), None);
    for _ in 0..4 {
        assert_eq!(refusal(&acme.answer().await), Reason::Closed);
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_lot_does_not_go_on_settling() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&buyer("b1"), &lot).await;
    test.pass_until(CLOSE + MS).await;
    acme.send("late", "2.98");

    access.act(br#"{"type":"cancel","reason":"r"}"#, None).await.unwrap();

    assert_eq!(refusal(&acme.answer().await), Reason::Cancelled);
    assert!(test.clock.now() < CLOSE + SETTLE);
}

// L5.1, L5.6
#[tokio::test(start_paused = true)]
async fn a_busy_lot_judges_by_the_instant_at_which_a_bid_was_read() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    test.pass_until(before(CLOSE, MS)).await;
    test.store.hold();
    acme.send("a0", "9.00");
    test.store.commit_waits().await;

    for nth in 0..500 {
        acme.send(&format!("a{}", nth + 1), &format!("{}.00", 8_000 - nth));
    }
    // The store is slow around the close. A bid read after the close is late, those read before are not.
    tokio::time::advance(Duration::from_millis(1_500)).await;
    bolt.send("b1", "1.00");
    test.store.release();

    assert_eq!(rank(&acme.answer().await), 1);
    for _ in 0..500 {
        let answer = acme.answer().await;
        assert!(matches!(answer, BidAnswer::Refused { reason: Reason::NotImproved, .. }), "{answer:?}");
    }
    assert_eq!(refusal(&bolt.answer().await), Reason::Closed);
}
