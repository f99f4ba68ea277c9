//! The close: a busy lot is a fair lot.

use std::time::Duration;

use serde_json::json;

use super::fixture::*;
use crate::auction::Reason;
use crate::engine::{BidAnswer, EngineSettings};

/// One microsecond before the close.
const JUST_IN_TIME: crate::clock::Instant = CLOSE.plus_micros(-1);

#[tokio::test(start_paused = true)]
async fn a_lot_opens_and_closes_by_itself() {
    let house = House::new().await;
    let lot = house.publish(&document_opening(START + DURATION, &json!({}))).await.remove(0);
    assert_eq!(house.kinds(&lot).await, ["lot_published"]);

    house.pass_until(START + DURATION + MS).await;
    settle_down().await;
    assert_eq!(house.kinds(&lot).await, ["lot_published", "lot_opened"]);
    house.pass_until(START + DURATION * 2 + SETTLE + MS).await;
    settle_down().await;

    assert_eq!(house.kinds(&lot).await, ["lot_published", "lot_opened", "lot_closed"]);
    let closed = house.records(&lot).await.pop().unwrap();
    assert!(closed.at >= START + DURATION * 2 + SETTLE, "the lot holds on before it closes");
}

#[tokio::test(start_paused = true)]
async fn a_bid_in_time_counts_even_when_the_lot_comes_to_it_after_the_close() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    house.pass_until(before(CLOSE + SETTLE, MS * 5)).await;

    acme.send_read_at("a1", "2.98", JUST_IN_TIME);

    assert_eq!(rank(&acme.answer().await), 1);
    assert_eq!(house.kinds(&lot).await.last().unwrap(), "bid_accepted", "and only then the lot closes");
}

#[tokio::test(start_paused = true)]
async fn a_bid_on_the_stroke_is_held_back_and_then_late() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let (mut acme, mut bolt) = (house.bidder("acme", &lot).await, house.bidder("bolt", &lot).await);
    house.pass_until(CLOSE + MS).await;

    acme.send_read_at("late", "2.98", CLOSE);
    settle_down().await;
    assert_eq!(acme.has_answer(), None, "held back: a bid in time might still extend the lot");
    bolt.send_read_at("early", "2.97", JUST_IN_TIME);

    assert_eq!(rank(&bolt.answer().await), 1);
    assert_eq!(refusal(&acme.answer().await), Reason::Closed);
    let kinds = house.kinds(&lot).await;
    assert_eq!(kinds[2..], ["bid_accepted", "lot_closed", "bid_refused"]);
}

#[tokio::test(start_paused = true)]
async fn a_held_back_bid_is_judged_against_the_close_that_a_bid_in_time_moved() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({"extension": {"window_s": 60, "extend_s": 60, "from": "close"}})).await;
    let (mut acme, mut bolt) = (house.bidder("acme", &lot).await, house.bidder("bolt", &lot).await);
    let mut crux = house.bidder("crux", &lot).await;
    house.pass_until(CLOSE + MS).await;

    acme.send_read_at("late", "2.90", CLOSE + MS);
    bolt.send_read_at("early", "2.97", JUST_IN_TIME);
    assert_eq!(rank(&bolt.answer().await), 1);
    crux.send("after the extension", "2.85");
    settle_down().await;
    assert_eq!((acme.has_answer(), crux.has_answer()), (None, None), "earlier bids may still be on their way");
    bolt.send_read_at("early too", "2.96", JUST_IN_TIME);
    assert_eq!(rank(&bolt.answer().await), 1);

    assert_eq!((rank(&acme.answer().await), rank(&crux.answer().await)), (1, 1));
    assert!(house.clock.now() >= CLOSE + SETTLE);
    let view = house.view(&buyer("b1"), &lot).await;
    assert_eq!(
        (view["state"].as_str(), view["extensions"].as_u64()),
        (Some("open"), Some(2)),
        "those after it were not near the new close"
    );
}

#[tokio::test(start_paused = true)]
async fn an_extended_lot_settles_again_at_its_new_close() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({"extension": {"window_s": 60, "extend_s": 60, "from": "close"}})).await;
    let (mut acme, mut bolt) = (house.bidder("acme", &lot).await, house.bidder("bolt", &lot).await);
    house.pass_until(before(CLOSE, MS * 10)).await;
    acme.bid("a1", "2.98").await;
    let new_close = CLOSE + Duration::from_mins(1);
    house.pass_until(new_close + MS).await;

    bolt.send("late", "2.90");
    acme.send_read_at("a2", "2.97", new_close.plus_micros(-1));

    assert_eq!(rank(&acme.answer().await), 1);
    assert!(bolt.has_answer().is_none());
    assert_eq!(rank(&bolt.answer().await), 1, "extended once more, it was in time");
}

#[tokio::test(start_paused = true)]
async fn settling_waits_for_a_frame_that_was_read_in_time_and_is_on_its_way() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let connection = house.engine.arrivals().register();
    house.pass_until(before(CLOSE, MS)).await;

    let stamped = connection.stamp();
    house.pass_until(CLOSE + SETTLE * 5).await;
    settle_down().await;
    assert_eq!(house.view(&buyer("b1"), &lot).await["state"], "open");
    acme.send_read_at("a1", "2.98", stamped.received_at);
    drop(stamped);

    assert_eq!(rank(&acme.answer().await), 1);
    house.pass_until(CLOSE + SETTLE * 6).await;
    settle_down().await;
    assert_eq!(house.view(&buyer("b1"), &lot).await["state"], "closed");
}

#[tokio::test(start_paused = true)]
async fn settling_ends_after_two_seconds_whatever_is_on_its_way() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let connection = house.engine.arrivals().register();
    house.pass_until(before(CLOSE, MS)).await;

    let stamped = connection.stamp();
    house.pass_until(CLOSE + Duration::from_millis(1_990)).await;
    settle_down().await;
    assert_eq!(house.view(&buyer("b1"), &lot).await["state"], "open");
    house.pass_until(CLOSE + Duration::from_millis(2_010)).await;
    settle_down().await;
    assert_eq!(house.view(&buyer("b1"), &lot).await["state"], "closed");
    acme.send_read_at("a1", "2.98", stamped.received_at);

    assert_eq!(refusal(&acme.answer().await), Reason::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_repeat_is_answered_while_the_lot_settles() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let first = acme.bid("a1", "2.98").await;
    house.pass_until(CLOSE + MS).await;

    let again = acme.bid("a1", "2.98").await;

    assert_eq!(again, first);
    assert!(house.clock.now() < CLOSE + SETTLE);
}

#[tokio::test(start_paused = true)]
async fn no_more_bids_are_held_back_than_a_mailbox_holds() {
    let house = House::with(EngineSettings { mailbox_len_max: 4, ..settings() }).await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    house.pass_until(CLOSE + MS).await;

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
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let mut acme = house.bidder("acme", &lot).await;
    let access = house.access(&buyer("b1"), &lot).await;
    house.pass_until(CLOSE + MS).await;
    acme.send("late", "2.98");

    access.act(br#"{"type":"cancel","reason":"r"}"#).await.unwrap();

    assert_eq!(refusal(&acme.answer().await), Reason::Cancelled);
    assert!(house.clock.now() < CLOSE + SETTLE);
}

#[tokio::test(start_paused = true)]
async fn a_busy_lot_is_a_fair_lot() {
    let house = House::new().await;
    let lot = house.open_lot(&json!({})).await;
    let (mut acme, mut bolt) = (house.bidder("acme", &lot).await, house.bidder("bolt", &lot).await);
    house.pass_until(before(CLOSE, MS)).await;
    house.store.hold();
    acme.send("a0", "9.00");
    house.store.commit_waits().await;

    for nth in 0..500 {
        acme.send(&format!("a{}", nth + 1), &format!("{}.00", 8_000 - nth));
    }
    // The store is slow over the close; what was read meanwhile is late, what was read before is not.
    tokio::time::advance(Duration::from_millis(1_500)).await;
    bolt.send("b1", "1.00");
    house.store.release();

    assert_eq!(rank(&acme.answer().await), 1);
    for _ in 0..500 {
        let answer = acme.answer().await;
        assert!(matches!(answer, BidAnswer::Refused { reason: Reason::NotImproved, .. }), "{answer:?}");
    }
    assert_eq!(refusal(&bolt.answer().await), Reason::Closed);
}
