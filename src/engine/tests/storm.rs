//! Many bids and followers at once, on several threads and in real time.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::fixture::*;
use crate::auction::Reason;
use crate::clock::Instant;
use crate::engine::{BidAnswer, Feed, Rejudge};
use crate::journal::StreamId;

/// Reads a feed until its state is that of `seq` or a later one.
async fn follow_to(mut feed: Feed, seq: u64) -> Value {
    let mut state = json!({"seq": 0});
    while state["seq"].as_u64().unwrap() < seq {
        for frame in feed.next().await.unwrap() {
            let frame: Value = serde_json::from_slice(&frame.text()).unwrap();
            assert!(frame["seq"].as_u64() >= state["seq"].as_u64(), "states come in order");
            for (name, value) in frame.as_object().unwrap() {
                state[name] = value.clone();
            }
        }
    }
    state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_follower_ends_on_the_newest_state() {
    const BIDS: usize = 1_000;
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let last = BIDS as u64 + 2;
    let mut followers = JoinSet::new();
    for by in [supplier("acme"), supplier("bolt"), observer("RFS"), observer("RHQ"), buyer("b1"), auditor()] {
        let access = test.access(&by, &lot).await;
        for _ in 0..20 {
            followers.spawn(follow_to(access.follow().await.unwrap(), last));
        }
    }

    for nth in 0..BIDS {
        acme.send(&format!("a{nth}"), &format!("{}.00", 2 * BIDS - nth));
    }
    for _ in 0..BIDS {
        assert_eq!(rank(&acme.answer().await), 1);
    }

    let closes_at = test.view(&buyer("b1"), &lot).await["closes_at"].clone();
    while let Some(state) = followers.join_next().await {
        let state = state.unwrap();
        assert_eq!((state["seq"].as_u64(), &state["closes_at"]), (Some(last), &closes_at));
        assert_eq!(state["market"]["lead"], format!("{}.00", 100 * (BIDS + 1)));
    }
}

/// When each bid was read and how it was answered, by its `ref`.
type Log = BTreeMap<String, (Instant, BidAnswer)>;

/// Sends bids through a connection of its own until the lot has closed.
async fn bid_to_the_end(mut bidder: Bidder, arrivals: crate::engine::Arrivals, name: usize) -> Log {
    let connection = arrivals.register();
    let mut log = Log::new();
    for nth in 0_u32.. {
        let bid_ref = format!("{name}-{nth}");
        let stamped = connection.stamp();
        let received_at = stamped.received_at;
        // As in a busy server: other tasks run after a frame was read and before its bid is in the mailbox.
        tokio::task::yield_now().await;
        bidder.send_read_at(&bid_ref, &format!("{}.00", 1_000_000 - nth), received_at);
        drop(stamped);
        let answer = bidder.answer().await;
        let is_late = matches!(answer, BidAnswer::Refused { reason: Reason::Closed, .. });
        log.insert(bid_ref, (received_at, answer));
        if is_late {
            break;
        }
    }
    log
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn with_many_bids_at_the_close_none_is_wrongly_late_or_lost() {
    let test = TestEngine::new().await;
    let mut document = document(&json!({"settle_ms": 100}));
    document["lots"][0]["duration_s"] = json!(1);
    let lot = test.publish(&document).await.remove(0);
    let mut storm = JoinSet::new();
    for name in 0..60 {
        let bidder = test.bidder(["acme", "bolt", "crux"][name % 3], &lot).await;
        storm.spawn(bid_to_the_end(bidder, test.engine.arrivals(), name));
    }

    let mut all = Log::new();
    while let Some(log) = storm.join_next().await {
        all.extend(log.unwrap());
    }

    let closes_at: Instant = test.view(&buyer("b1"), &lot).await["closes_at"].as_str().unwrap().parse().unwrap();
    for (bid_ref, (received_at, answer)) in &all {
        let judged_late = matches!(answer, BidAnswer::Refused { reason: Reason::Closed, .. });
        assert_eq!(judged_late, *received_at >= closes_at, "{bid_ref} was read at {received_at}: {answer:?}");
    }
    let records = test.records(&lot).await;
    assert_eq!(records.len(), all.len() + 3, "published, opened, closed, and each bid once");
    let mut again = Rejudge::new(&StreamId::lot(&lot));
    for record in &records {
        again.record(&body(record)).unwrap();
    }
    assert_eq!(again.end(), "closed");
}
