//! Answers to bids: their order, repeats, and that no answer leaves before its record is committed.

use std::time::Duration;

use futures::future::join_all;
use serde_json::json;

use super::fixture::*;
use crate::auction::Reason;
use crate::engine::{BidAnswer, Denied, EngineSettings};
use crate::ids::BidRef;

// L2.16
#[tokio::test(start_paused = true)]
async fn a_bid_is_answered_with_its_record() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;

    let answer = acme.bid("a1", "2.98").await;

    let records = test.records(&lot).await;
    let BidAnswer::Accepted { record, received_at, rank, total, .. } = answer else { panic!("{answer:?}") };
    assert_eq!((rank, total.to_string().as_str()), (1, "298.00"));
    assert!(records[2].body.contains(&format!("\"received_at\":\"{received_at}\"")), "L5.18: {}", records[2].body);
    assert_eq!(test.kinds(&lot).await, ["lot_published", "lot_opened", "bid_accepted"]);
    assert_eq!((record.seq.0, record.hash), (3, records[2].hash));
}

// L2.16
#[tokio::test(start_paused = true)]
async fn nothing_leaves_before_the_commit() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    let access = test.access(&buyer("b1"), &lot).await;
    let mut feed = access.follow().await.unwrap();
    frames(&mut feed).await;
    test.store.hold();

    acme.send("a1", "2.98");
    bolt.send("b1", "0");
    test.store.commit_waits().await;
    let view = tokio::spawn({
        let access = access.clone();
        async move { access.view().await }
    });
    let outcome = tokio::spawn({
        let access = acme.access.clone();
        async move { access.outcome(&BidRef::parse("a1").unwrap()).await }
    });
    settle_down().await;

    assert_eq!(acme.has_answer(), None);
    assert_eq!(bolt.has_answer(), None, "not even a refusal");
    assert!(!view.is_finished() && !outcome.is_finished());
    assert!(futures::FutureExt::now_or_never(feed.next()).is_none());
    test.store.release();
    assert_eq!(rank(&acme.answer().await), 1);
    assert_eq!(refusal(&bolt.answer().await), Reason::NotPositive);
    let view: serde_json::Value = serde_json::from_slice(&view.await.unwrap().unwrap()).unwrap();
    assert_eq!(view["seq"], 4, "a view that was asked for meanwhile holds all that was answered before it");
    assert!(outcome.await.unwrap().unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn bids_that_are_ready_together_share_a_commit() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (mut acme, bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    test.store.hold();

    acme.send("a1", "2.98");
    // Runs only after the first bid has made the lot's actor ready to run.
    let bolt = tokio::spawn(async move {
        bolt.send("b1", "2.97");
        bolt
    });
    test.store.commit_waits().await;
    test.store.let_one_through();

    assert_eq!(seq(&acme.answer().await), 3);
    let mut bolt = bolt.await.unwrap();
    settle_down().await;
    assert_eq!(bolt.has_answer().as_ref().map(seq), Some(4), "one commit for both");
}

#[tokio::test(start_paused = true)]
async fn the_next_batch_gathers_while_one_is_committed() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();

    acme.send("a1", "2.98");
    test.store.commit_waits().await;
    for (nth, price) in ["2.97", "2.96", "2.95"].iter().enumerate() {
        acme.send(&format!("n{nth}"), price);
    }
    test.store.let_one_through();
    assert_eq!(seq(&acme.answer().await), 3);
    test.store.commit_waits().await;
    assert_eq!(acme.has_answer(), None, "the next batch waits for its own commit");
    test.store.let_one_through();

    let places = [acme.answer().await, acme.answer().await, acme.answer().await].map(|answer| seq(&answer));
    assert_eq!(places, [4, 5, 6], "three bids went into one commit, in their order");
}

// L2.13
#[tokio::test(start_paused = true)]
async fn a_repeat_gets_the_first_answer_again_and_leaves_no_record() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    let first = acme.bid("a1", "2.98").await;
    bolt.bid("b1", "2.90").await;
    tokio::time::advance(Duration::from_secs(1)).await;

    let repeated = acme.bid("a1", "2.980").await;
    let asked = acme.access.outcome(&BidRef::parse("a1").unwrap()).await.unwrap();

    assert_eq!(repeated, first, "its own place, instants, hash and rank, though it leads no more");
    assert_eq!(asked, Some(first));
    assert_eq!(test.records(&lot).await.len(), 4);
}

// L2.13
#[tokio::test(start_paused = true)]
async fn a_repeat_in_the_same_batch_waits_for_the_first_ones_commit() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();

    acme.send("a1", "2.98");
    acme.send("a1", "2.98");
    acme.send("a1", "2.97");
    test.store.commit_waits().await;
    assert_eq!(acme.has_answer(), None);
    test.store.release();

    let (first, again, other) = (acme.answer().await, acme.answer().await, acme.answer().await);
    assert_eq!(again, first);
    assert_eq!(refusal(&other), Reason::RefReused);
    assert_eq!(test.records(&lot).await.len(), 4, "the repeat is not recorded");
    assert_eq!(acme.bid("a1", "2.98").await, first, "the first outcome stays the one remembered");
}

// L2.13
#[tokio::test(start_paused = true)]
async fn a_repeat_waits_for_the_first_ones_commit_in_an_earlier_batch_too() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();

    acme.send("a1", "2.98");
    test.store.commit_waits().await;
    acme.send("a1", "2.98");
    settle_down().await;
    assert_eq!(acme.has_answer(), None);
    test.store.release();

    let (first, again) = (acme.answer().await, acme.answer().await);
    assert_eq!((seq(&first), &again), (3, &first));
}

#[tokio::test(start_paused = true)]
async fn a_question_is_answered_though_bids_never_end() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;
    let access = acme.access.clone();
    let view = tokio::spawn(async move { access.view().await });
    settle_down().await;

    acme.send("a2", "2.97");
    settle_down().await;
    test.store.let_one_through();
    settle_down().await;

    assert!(view.is_finished(), "a bid that came after the question does not keep it waiting");
    let view: serde_json::Value = serde_json::from_slice(&view.await.unwrap().unwrap()).unwrap();
    assert_eq!(view["seq"], 3);
    test.store.release();
    assert_eq!([seq(&acme.answer().await), seq(&acme.answer().await)], [3, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_question_during_a_commit_keeps_no_bid_waiting() {
    let test = TestEngine::with(EngineSettings { mailbox_len_max: 1, ..settings() }).await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;
    let access = acme.access.clone();
    let view = tokio::spawn(async move { access.view().await });
    settle_down().await;

    acme.send("a2", "2.97");
    settle_down().await;
    acme.send("a3", "2.96");
    settle_down().await;

    assert_eq!(acme.has_answer(), None, "the mailbox has room again: the first of both was taken");
    assert!(!view.is_finished());
    test.store.release();
    let answers = [acme.answer().await, acme.answer().await, acme.answer().await].map(|answer| seq(&answer));
    assert_eq!(answers, [3, 4, 5]);
    let view: serde_json::Value = serde_json::from_slice(&view.await.unwrap().unwrap()).unwrap();
    assert_eq!(view["seq"], 3, "what was judged when the question was taken");
}

#[tokio::test(start_paused = true)]
async fn answers_that_wait_for_a_commit_are_bounded() {
    const ASKED: usize = 300;
    let test = TestEngine::with(EngineSettings { reads_len_max: 1, ..settings() }).await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;

    let views = (0..ASKED).map(|_| {
        let access = acme.access.clone();
        tokio::spawn(async move { access.view().await })
    });
    let views = tokio::spawn(join_all(views.collect::<Vec<_>>()));
    settle_down().await;
    tokio::time::advance(settings().mailbox_wait_max * 2).await;
    settle_down().await;
    test.store.release();
    let views: Vec<_> = views.await.unwrap().into_iter().map(Result::unwrap).collect();

    let overloaded = views.iter().filter(|view| **view == Err(Denied::Overloaded)).count();
    assert_eq!(overloaded, ASKED - 256 - 1, "all but those that were looked up and the one in the mailbox");
    assert_eq!(views.iter().filter(|view| view.is_ok()).count(), ASKED - overloaded);
    assert_eq!(seq(&acme.answer().await), 3);
}

#[tokio::test(start_paused = true)]
async fn a_batch_of_repeats_needs_no_commit() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let first = acme.bid("a1", "2.98").await;
    test.store.hold();

    let again = acme.bid("a1", "2.98").await;

    assert_eq!(again, first);
}

#[tokio::test(start_paused = true)]
async fn a_full_mailbox_is_answered_overloaded_at_once() {
    let test = TestEngine::with(EngineSettings { mailbox_len_max: 2, batch_len_max: 1, ..settings() }).await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;

    for bid_ref in ["a2", "a3", "a4"] {
        acme.send(bid_ref, "2.00");
    }

    assert_eq!(acme.has_answer(), Some(BidAnswer::Overloaded));
    assert_eq!(acme.has_answer(), None, "the others wait");
    test.store.release();
    let answers = [acme.answer().await, acme.answer().await, acme.answer().await].map(|answer| seq(&answer));
    assert_eq!(answers, [3, 4, 5]);
    assert_eq!(rank(&acme.bid("a4", "1.90").await), 1, "what was overloaded can be sent again");
}

#[tokio::test(start_paused = true)]
async fn a_command_that_finds_no_room_in_time_is_overloaded() {
    let test = TestEngine::with(EngineSettings { mailbox_len_max: 1, batch_len_max: 1, ..settings() }).await;
    let lot = test.open_lot(&json!({})).await;
    let acme = test.bidder("acme", &lot).await;
    let access = test.access(&buyer("b1"), &lot).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;
    acme.send("a2", "2.97");

    let answer = access.act(br#"{"type":"pause","reason":"r"}"#, None).await;

    assert_eq!(answer, Err(Denied::Overloaded));
}

#[tokio::test(start_paused = true)]
async fn a_hundred_bids_are_judged_in_the_order_in_which_they_came() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut bidders = [test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await];

    for nth in 0..100_usize {
        let price = format!("{}.00", 300 - nth);
        bidders[nth % 2].send(&format!("r{nth}"), &price);
    }

    for nth in 0..100_usize {
        let answer = bidders[nth % 2].answer().await;
        assert_eq!(seq(&answer), nth as u64 + 3);
        assert_eq!(rank(&answer), 1, "each was lower than all before it");
    }
}
