//! Outages: nothing acknowledged is missing afterwards, and no bidder loses time.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::fixture::*;
use crate::clock::Instant;
use crate::ids::LotId;
use crate::journal::faulty::FaultyStore;

const MINUTE: Duration = Duration::from_mins(1);

/// An open lot with one bid. The server crashes half a second into its fifth minute.
fn crashed(store: &Arc<FaultyStore>, rules: &Value) -> LotId {
    one_run(store, START, async |test| {
        let lot = test.open_lot(rules).await;
        test.bidder("acme", &lot).await.bid("a1", "2.98").await;
        test.pass_until(START + MINUTE * 4 + MS * 500).await;
        lot
    })
}

fn us(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap()
}

fn instant(value: &Value) -> Instant {
    value.as_str().unwrap().parse().unwrap()
}

// L5.15
#[test]
fn a_lot_found_open_is_paused_with_the_time_that_was_left() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({}));

    one_run(&store, START + MINUTE * 60, async |test| {
        let view = test.view(&supplier("acme"), &lot).await;
        assert_eq!(view["state"], "paused");
        assert_eq!(view["you"]["rank"], 1, "nothing acknowledged is missing");
        let remaining = view["pause"]["remaining_us"].as_i64().unwrap();
        let least = us(MINUTE * 6);
        assert!((least..least + 1_000_000).contains(&remaining), "a heartbeat was recorded each second: {remaining}");

        let access = test.access(&buyer("b1"), &lot).await;
        access.act(br#"{"type":"resume","reason":"the server is back"}"#, None).await.unwrap();

        let view = test.view(&supplier("acme"), &lot).await;
        let left = instant(&view["closes_at"]).micros_since(test.clock.now());
        assert_eq!((view["state"].as_str(), left), (Some("open"), remaining), "the time is given back whole");
    });
}

// L5.15
#[test]
fn without_a_heartbeat_the_last_record_counts() {
    let store = Arc::new(FaultyStore::new());
    let lot = one_run(&store, START, async |test| {
        let lot = test.open_lot(&json!({})).await;
        test.bidder("acme", &lot).await.bid("a1", "2.98").await;
        lot
    });

    one_run(&store, START + MINUTE, async |test| {
        let view = test.view(&buyer("b1"), &lot).await;
        assert_eq!(view["pause"]["remaining_us"], us(DURATION));
    });
}

// L5.15
#[test]
fn with_auto_resume_the_lot_resumes_by_itself() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({"auto_resume_s": 30}));

    one_run(&store, START + MINUTE * 60, async |test| {
        assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "paused");
        test.pass_until(START + MINUTE * 60 + Duration::from_millis(30_005)).await;
        settle_down().await;

        assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "open");
    });
}

// L5.16
#[test]
fn a_lot_whose_opening_was_missed_is_opened_and_paused_with_its_whole_duration() {
    let store = Arc::new(FaultyStore::new());
    let lot = one_run(&store, START, async |test| {
        test.publish(&document_opening(START + MINUTE * 5, &json!({}))).await.remove(0)
    });

    one_run(&store, START + MINUTE * 8, async |test| {
        assert_eq!(test.kinds(&lot).await, ["lot_published", "lot_opened", "lot_paused"]);
        let view = test.view(&supplier("acme"), &lot).await;
        assert_eq!(view["pause"]["remaining_us"], us(DURATION));
    });
}

// L5.16
#[test]
fn a_missed_planned_restart_waits_for_the_buyer() {
    let store = Arc::new(FaultyStore::new());
    let lot = one_run(&store, START, async |test| {
        let lot = test.open_lot(&json!({})).await;
        let access = test.access(&buyer("b1"), &lot).await;
        let resumes_at = START + MINUTE * 2;
        let act = json!({"type": "pause", "resumes_at": resumes_at, "reason": "r"}).to_string();
        access.act(act.as_bytes(), None).await.unwrap();
        lot
    });

    one_run(&store, START + MINUTE * 5, async |test| {
        let view = test.view(&buyer("b1"), &lot).await;
        assert_eq!((view["state"].as_str(), view["pause"]["cause"].as_str()), (Some("paused"), Some("outage")));
    });
}

// L5.16
#[test]
fn a_second_crash_costs_no_time() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({}));
    let remaining = |at: Instant| {
        one_run(&store, at, async |test| test.view(&buyer("b1"), &lot).await["pause"]["remaining_us"].clone())
    };

    let first = remaining(START + MINUTE * 60);
    let second = remaining(START + MINUTE * 90);

    assert_eq!(first, second);
    assert!(first.is_i64());
}

#[test]
fn an_outage_changes_no_lot_that_has_ended_or_not_begun() {
    let store = Arc::new(FaultyStore::new());
    let (ended, later) = one_run(&store, START, async |test| {
        let ended = test.open_lot(&json!({})).await;
        let later = test.publish(&document_opening(START + MINUTE * 100, &json!({}))).await.remove(0);
        test.pass_until(CLOSE + MINUTE).await;
        settle_down().await;
        (ended, later)
    });

    one_run(&store, START + MINUTE * 50, async |test| {
        assert_eq!(test.kinds(&ended).await, ["lot_published", "lot_opened", "lot_closed"]);
        assert_eq!(test.kinds(&later).await, ["lot_published"]);
        assert_eq!(test.view(&buyer("b1"), &ended).await["state"], "closed");
        test.pass_until(START + MINUTE * 100 + MS).await;
        settle_down().await;
        assert_eq!(test.kinds(&later).await, ["lot_published", "lot_opened"], "the schedule was read back");
    });
}

// L5.2
#[test]
fn a_clock_set_back_during_an_outage_lets_no_record_run_backwards() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({}));

    one_run(&store, START.plus_micros(-1_800_000_000), async |test| {
        let access = test.access(&buyer("b1"), &lot).await;
        access.act(br#"{"type":"broadcast","text":"t","reason":"r"}"#, None).await.unwrap();

        let times: Vec<Instant> = test.records(&lot).await.iter().map(|record| record.at).collect();
        assert!(times.is_sorted(), "{times:?}");
    });
}

#[test]
fn a_lot_that_falls_due_while_others_are_paused_is_paused_as_well() {
    let store = Arc::new(FaultyStore::new());
    let from = START + DURATION / 2;
    let (soon, later) = one_run(&store, START, async |test| {
        test.open_lot(&json!({})).await;
        let soon = test.publish(&document_opening(from + MS * 500, &json!({}))).await.remove(0);
        let later = test.publish(&document_opening(from + MS * 2_500, &json!({}))).await.remove(0);
        (soon, later)
    });
    store.hold();

    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let release = async {
            tokio::time::sleep(MS * 3_000).await;
            store.release();
        };
        let (test, ()) = tokio::join!(TestEngine::over(store.clone(), from, settings()), release);
        for lot in [soon, later] {
            assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "paused");
        }
    });
}
