//! Judging a journal again gives the same records, or names the difference.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::fixture::*;
use super::history::eventful_lot;
use crate::engine::Rejudge;
use crate::ids::{LotId, Seq};
use crate::journal::faulty::FaultyStore;
use crate::journal::record::{Body, Record};
use crate::journal::{Actor, StreamId};

/// Judges the records of a lot again; `change` is given each body first.
fn judged(lot: &LotId, records: &[Record], mut change: impl FnMut(&mut Body)) -> Result<String, String> {
    let mut again = Rejudge::new(&StreamId::lot(lot));
    for record in records {
        let mut body = body(record);
        change(&mut body);
        again.record(&body).map_err(|fault| format!("record {}: {fault}", body.seq))?;
    }
    Ok(again.end())
}

/// Changes one member of one record's data.
fn with(seq: u64, member: &'static str, value: Value) -> impl FnMut(&mut Body) {
    move |body| {
        if body.seq.0 == seq {
            let mut data: Value = serde_json::from_str(body.data.get()).unwrap();
            data[member] = value.clone();
            body.data = serde_json::value::to_raw_value(&data).unwrap().into();
        }
    }
}

/// Numbers the records from 1 without a gap.
fn renumbered() -> impl FnMut(&mut Body) {
    let mut seq = Seq::ZERO;
    move |body| {
        seq = seq.next();
        body.seq = seq;
    }
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_record_is_judged_again_to_the_same_result() {
    for (close, end) in [(false, "not closed (open)"), (true, "closed")] {
        let test = TestEngine::new().await;
        let rules = json!({"extension": {"window_s": 900, "extend_s": 60, "from": "bid"}, "reserve": "290.00"});
        let lot = eventful_lot(&test, &rules, close).await;

        let result = judged(&lot, &test.records(&lot).await, |_| {});

        assert_eq!(result.as_deref(), Ok(end));
    }
}

#[tokio::test(start_paused = true)]
async fn every_prefix_of_a_journal_is_right_as_far_as_it_goes() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let records = test.records(&lot).await;

    for len in 0..records.len() {
        let result = judged(&lot, &records[..len], |_| {});
        assert!(result.as_ref().is_ok_and(|end| end != "closed"), "{len} records: {result:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn bids_of_a_busy_close_are_judged_again_to_the_same_result() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"extension": {"window_s": 60, "extend_s": 60, "from": "close"}})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    test.pass_until(CLOSE + MS).await;
    acme.send("late", "2.90");
    bolt.send_read_at("early", "2.97", CLOSE.plus_micros(-1));
    acme.answer().await;
    bolt.answer().await;
    test.pass_until(CLOSE + DURATION).await;
    settle_down().await;
    acme.bid("too late", "2.00").await;

    assert_eq!(judged(&lot, &test.records(&lot).await, |_| {}).as_deref(), Ok("closed"));
}

#[test]
fn outages_are_judged_again_to_the_same_result() {
    let store = Arc::new(FaultyStore::new());
    let (ran, missed) = one_run(&store, START, async |test| {
        let ran = test.open_lot(&json!({"auto_resume_s": 60})).await;
        let missed = test.publish(&document_opening(START + DURATION / 2, &json!({}))).await.remove(0);
        test.bidder("acme", &ran).await.bid("a1", "2.98").await;
        test.pass_until(START + Duration::from_millis(61_300)).await;
        (ran, missed)
    });

    one_run(&store, START + DURATION * 3, async |test| {
        test.pass_until(START + DURATION * 3 + Duration::from_secs(90)).await;
        settle_down().await;
        test.access(&buyer("b1"), &missed).await.act(br#"{"type":"resume","reason":"r"}"#, None).await.unwrap();

        assert_eq!(test.kinds(&ran).await[3..], ["lot_paused", "lot_resumed"]);
        assert_eq!(test.kinds(&missed).await[1..], ["lot_opened", "lot_paused", "lot_resumed"]);
        for lot in [&ran, &missed] {
            assert_eq!(judged(lot, &test.records(lot).await, |_| {}).as_deref(), Ok("not closed (open)"));
        }
    });
}

#[tokio::test(start_paused = true)]
async fn a_tampered_verdict_is_found_and_named() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let records = test.records(&lot).await;
    let place = |kind: &str| records.iter().find(|record| &*record.kind == kind).unwrap().seq.0;
    let closed = place("lot_closed");
    let cases: Vec<(Result<String, String>, String)> = vec![
        (judged(&lot, &records, with(place("bid_accepted"), "rank", json!(2))), "rank is 1, recorded is 2".to_owned()),
        (
            judged(&lot, &records, with(place("bid_refused"), "reason", json!("closed"))),
            "reason is \"not_improved\", recorded is \"closed\"".to_owned(),
        ),
        (judged(&lot, &records, with(closed, "ranking", json!([]))), "ranking is".to_owned()),
        (
            judged(&lot, &records, |body| {
                if &*body.kind == "bid_accepted" {
                    body.actor = Actor::System;
                }
            }),
            "only acme itself".to_owned(),
        ),
        (
            judged(&lot, &records, |body| {
                if &*body.kind == "lot_closed" {
                    body.at = CLOSE;
                }
            }),
            "nothing happens".to_owned(),
        ),
        (
            judged(&lot, &records, with(place("lot_extended"), "cause", json!("bid"))),
            "only the server itself".to_owned(),
        ),
        (judged(&lot, &never_opened(&records), renumbered()), "no record has opened the lot".to_owned()),
    ];

    for (result, expected) in cases {
        let fault = result.unwrap_err();
        assert!(fault.contains(&expected), "{fault} does not say {expected}");
    }
}

/// The lot's publication and its first bid.
fn never_opened(records: &[Record]) -> Vec<Record> {
    let bid = records.iter().find(|record| &*record.kind == "bid_accepted").unwrap();
    vec![records[0].clone(), bid.clone()]
}

// G2
#[tokio::test(start_paused = true)]
async fn a_key_of_a_request_is_taken_where_a_server_writes_one_and_nowhere_else() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let records = test.records(&lot).await;
    let key = |text: &str| json!({"key": text, "print": "0".repeat(64)});
    let place = |kind: &str| records.iter().find(|record| &*record.kind == kind).unwrap().seq.0;
    let with_key = |kind: &str| judged(&lot, &records, with(place(kind), "idempotency", key("k")));
    let on_two = judged(&lot, &records, |body| {
        if matches!(&*body.kind, "message_sent" | "lot_resumed") && matches!(body.actor, Actor::Buyer { .. }) {
            with(body.seq.0, "idempotency", key("k"))(body);
        }
    });

    for kind in ["lot_paused", "message_sent", "act_proposed", "act_approved"] {
        assert_eq!(with_key(kind).as_deref(), Ok("closed"), "{kind}");
    }
    let cases = [
        (with_key("bid_accepted"), "there is no idempotency"),
        // The second record of the approval.
        (with_key("bid_annulled"), "there is no idempotency"),
        (with_key("lot_opened"), "the server itself sends no request"),
        (on_two, "stands in an earlier record"),
        (judged(&lot, &records, with(place("lot_paused"), "idempotency", json!({"key": "a b"}))), "idempotency"),
    ];
    for (result, expected) in cases {
        let fault = result.unwrap_err();
        assert!(fault.contains(expected), "{fault} does not say {expected}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_left_out_is_found() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), true).await;
    let records = test.records(&lot).await;

    // Renumbered, as a forger would who writes the chain anew.
    for left_out in 1..records.len() - 1 {
        let kept: Vec<Record> = [&records[..left_out], &records[left_out + 1..]].concat();
        let result = judged(&lot, &kept, renumbered());
        let harmless =
            matches!(&*records[left_out].kind, "message_sent" | "bid_refused" | "lot_extended" | "act_declined");
        assert!(result.is_err() || harmless, "{} was left out: {result:?}", records[left_out].kind);
    }
}

#[tokio::test(start_paused = true)]
async fn an_events_stream_is_judged_too() {
    let test = TestEngine::new().await;
    let event = test.create(&document(&json!({}))).await;
    test.engine.publish_event(&buyer("b1"), &event).await.unwrap();
    let stream = StreamId::event(&event);
    let mut again = Rejudge::new(&stream);

    for record in records(&test.store, &stream).await {
        again.record(&body(&record)).unwrap();
    }

    assert_eq!(again.end(), "published");
}
