//! The journal does not take a batch, or the engine stops.

use serde_json::json;

use super::fixture::*;
use crate::engine::{BidAnswer, Denied, EventFilter};
use crate::ids::{BidRef, Seq};
use crate::journal::StreamId;

#[tokio::test(start_paused = true)]
async fn after_a_failed_commit_everything_that_waits_is_unavailable() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&buyer("b1"), &lot).await;
    let mut feed = access.follow().await.unwrap();
    frames(&mut feed).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;
    acme.send("a2", "2.97");
    let act = tokio::spawn(async move { access.act(br#"{"type":"pause","reason":"r"}"#, None).await });
    let bidder = acme.access.clone();
    let view = tokio::spawn(async move { bidder.view().await });
    settle_down().await;

    test.store.fail_next(1);
    test.store.release();

    assert_eq!(acme.answer().await, BidAnswer::Unavailable);
    assert_eq!(acme.answer().await, BidAnswer::Unavailable);
    assert_eq!(act.await.unwrap(), Err(Denied::Unavailable));
    assert_eq!(view.await.unwrap(), Err(Denied::Unavailable), "its state is not known to be committed");
    assert!(test.engine.failure().await.to_string().contains("no writes"));
    assert!(!test.engine.is_ready());
    assert_eq!(feed.next().await, None, "a follower gets the end, and no state that is not committed");
    assert_eq!(acme.bid("a3", "2.96").await, BidAnswer::Unavailable, "nothing is taken any more");
    assert_eq!(acme.access.view().await, Err(Denied::Unavailable));
}

#[test]
fn what_a_failed_commit_had_written_is_found_by_the_next_start() {
    let store = std::sync::Arc::new(crate::journal::faulty::FaultyStore::new());
    let lot = one_run(&store, START, async |test| {
        let lot = test.open_lot(&json!({})).await;
        let mut acme = test.bidder("acme", &lot).await;
        acme.bid("a1", "2.98").await;
        test.store.fail_next_in_doubt();
        assert_eq!(acme.bid("a2", "2.97").await, BidAnswer::Unavailable);
        lot
    });

    one_run(&store, START + DURATION / 2, async |test| {
        let mut acme = test.bidder("acme", &lot).await;
        let outcome = acme.access.outcome(&BidRef::parse("a2").unwrap()).await.unwrap();

        assert!(matches!(outcome, Some(BidAnswer::Accepted { .. })), "the outcome that was not known: {outcome:?}");
        assert_eq!(Some(acme.bid("a2", "2.97").await), outcome, "the same ref is answered with it");
        assert_eq!(test.engine.failed_streams(), []);
    });
}

#[test]
fn what_a_failed_commit_had_not_written_never_happened() {
    let store = std::sync::Arc::new(crate::journal::faulty::FaultyStore::new());
    let lot = one_run(&store, START, async |test| {
        let lot = test.open_lot(&json!({})).await;
        let mut acme = test.bidder("acme", &lot).await;
        test.store.fail_next(1);
        assert_eq!(acme.bid("a1", "2.98").await, BidAnswer::Unavailable);
        lot
    });

    one_run(&store, START + DURATION / 2, async |test| {
        let mut acme = test.bidder("acme", &lot).await;
        assert_eq!(acme.access.outcome(&BidRef::parse("a1").unwrap()).await, Ok(None));
        test.access(&buyer("b1"), &lot).await.act(br#"{"type":"resume","reason":"r"}"#, None).await.unwrap();
        assert_eq!(rank(&acme.bid("a1", "2.98").await), 1);
    });
}

#[tokio::test(start_paused = true)]
async fn a_lot_that_another_process_has_written_to_stops_alone() {
    let test = TestEngine::new().await;
    let (taken, other) = (test.open_lot(&json!({})).await, test.open_lot(&json!({})).await);
    let (mut on_taken, mut on_other) = (test.bidder("acme", &taken).await, test.bidder("acme", &other).await);
    test.store.conflict_on(StreamId::lot(&taken));

    assert_eq!(on_taken.bid("a1", "2.98").await, BidAnswer::Unavailable);
    settle_down().await;

    assert_eq!(test.engine.failed_streams().len(), 1);
    assert!(test.engine.failed_streams()[0].1.contains("another process"));
    assert_eq!(test.engine.lot(&supplier("acme"), &taken).await.err(), Some(Denied::Unusable { first_bad: None }));
    assert_eq!(test.engine.lot(&supplier("stranger"), &taken).await.err(), Some(Denied::NotFound));
    assert_eq!(rank(&on_other.bid("a1", "2.98").await), 1);
    assert!(test.engine.is_ready());
}

#[test]
fn a_broken_stream_fails_alone() {
    let store = std::sync::Arc::new(crate::journal::faulty::FaultyStore::new());
    let (broken, whole) = one_run(&store, START, async |test| {
        let broken = test.open_lot(&json!({})).await;
        tokio::time::advance(MS).await;
        let whole = test.open_lot(&json!({})).await;
        test.bidder("acme", &broken).await.bid("a1", "2.98").await;
        (broken, whole)
    });
    store.tamper(&StreamId::lot(&broken), Seq(3), |record| {
        record.body = record.body.replace("2.98", "2.89").into();
    });

    one_run(&store, START + DURATION / 2, async |test| {
        let failed = test.engine.failed_streams();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].0, format!("lot/{broken}"));
        assert!(failed[0].1.contains("record 3"), "{failed:?}");
        let unusable = Denied::Unusable { first_bad: Some(Seq(3)) };
        assert_eq!(test.engine.lot(&supplier("acme"), &broken).await.err(), Some(unusable.clone()));
        assert_eq!(test.engine.lot(&buyer("b1"), &broken).await.err(), Some(unusable));
        assert_eq!(test.engine.lot(&supplier("stranger"), &broken).await.err(), Some(Denied::NotFound));
        assert_eq!(test.view(&supplier("acme"), &whole).await["state"], "paused");
        let events: serde_json::Value =
            serde_json::from_slice(&test.engine.events(&buyer("b1"), &EventFilter::default()).await.unwrap()).unwrap();
        let states: Vec<_> =
            events["events"].as_array().unwrap().iter().map(|event| &event["lots"][0]["state"]).collect();
        assert_eq!(states, [&json!("paused"), &json!(null)]);
    });
}

#[tokio::test(start_paused = true)]
async fn a_graceful_stop_judges_and_answers_what_is_in_the_mailbox() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;
    acme.send("a2", "2.97");

    let stop = tokio::spawn({
        let engine = test.engine.clone();
        async move { engine.stop().await }
    });
    settle_down().await;
    acme.send("a3", "2.96");
    assert_eq!(acme.answer().await, BidAnswer::Unavailable, "nothing new is taken");
    test.store.release();

    assert_eq!([seq(&acme.answer().await), seq(&acme.answer().await)], [3, 4]);
    stop.await.unwrap();
    assert!(!test.engine.is_ready());
    assert_eq!(acme.access.view().await, Err(Denied::Unavailable));
}

#[tokio::test(start_paused = true)]
async fn a_graceful_stop_lets_a_lot_that_settles_close() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    test.pass_until(CLOSE + MS).await;
    acme.send("late", "2.98");
    settle_down().await;

    test.engine.stop().await;

    assert_eq!(refusal(&acme.answer().await), crate::auction::Reason::Closed);
    assert_eq!(test.kinds(&lot).await[2..], ["lot_closed", "bid_refused"]);
}
