//! The server was away: nothing acknowledged is missing, and nobody loses time.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::fixture::*;
use crate::clock::Instant;
use crate::ids::LotId;
use crate::journal::faulty::FaultyStore;

const MINUTE: Duration = Duration::from_mins(1);

/// A lot that is open, one bid on it, in a server that crashes four minutes and a bit after the opening.
fn crashed(store: &Arc<FaultyStore>, rules: &Value) -> LotId {
    life(store, START, async |house| {
        let lot = house.open_lot(rules).await;
        house.bidder("acme", &lot).await.bid("a1", "2.98").await;
        house.pass_until(START + MINUTE * 4 + MS * 500).await;
        lot
    })
}

fn us(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap()
}

fn instant(value: &Value) -> Instant {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn a_lot_found_open_comes_back_paused_with_the_time_that_was_left() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({}));

    life(&store, START + MINUTE * 60, async |house| {
        let view = house.view(&supplier("acme"), &lot).await;
        assert_eq!(view["state"], "paused");
        assert_eq!(view["you"]["rank"], 1, "nothing acknowledged is missing");
        let remaining = view["pause"]["remaining_us"].as_i64().unwrap();
        let least = us(MINUTE * 6);
        assert!((least..least + 1_000_000).contains(&remaining), "alive was noted each second: {remaining}");

        let access = house.access(&buyer("b1"), &lot).await;
        access.act(br#"{"type":"resume","reason":"the server is back"}"#).await.unwrap();

        let view = house.view(&supplier("acme"), &lot).await;
        let left = instant(&view["closes_at"]).micros_since(house.clock.now());
        assert_eq!((view["state"].as_str(), left), (Some("open"), remaining), "the time is given back whole");
    });
}

#[test]
fn without_a_sign_of_life_the_last_record_counts() {
    let store = Arc::new(FaultyStore::new());
    let lot = life(&store, START, async |house| {
        let lot = house.open_lot(&json!({})).await;
        house.bidder("acme", &lot).await.bid("a1", "2.98").await;
        lot
    });

    life(&store, START + MINUTE, async |house| {
        let view = house.view(&buyer("b1"), &lot).await;
        assert_eq!(view["pause"]["remaining_us"], us(DURATION));
    });
}

#[test]
fn with_auto_resume_the_lot_resumes_by_itself() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({"auto_resume_s": 30}));

    life(&store, START + MINUTE * 60, async |house| {
        assert_eq!(house.view(&buyer("b1"), &lot).await["state"], "paused");
        house.pass_until(START + MINUTE * 60 + Duration::from_millis(30_005)).await;
        settle_down().await;

        assert_eq!(house.view(&buyer("b1"), &lot).await["state"], "open");
    });
}

#[test]
fn a_lot_whose_opening_was_missed_is_opened_and_paused_with_its_whole_duration() {
    let store = Arc::new(FaultyStore::new());
    let lot = life(&store, START, async |house| {
        house.publish(&document_opening(START + MINUTE * 5, &json!({}))).await.remove(0)
    });

    life(&store, START + MINUTE * 8, async |house| {
        assert_eq!(house.kinds(&lot).await, ["lot_published", "lot_opened", "lot_paused"]);
        let view = house.view(&supplier("acme"), &lot).await;
        assert_eq!(view["pause"]["remaining_us"], us(DURATION));
    });
}

#[test]
fn a_planned_restart_that_was_missed_stays_with_the_buyer() {
    let store = Arc::new(FaultyStore::new());
    let lot = life(&store, START, async |house| {
        let lot = house.open_lot(&json!({})).await;
        let access = house.access(&buyer("b1"), &lot).await;
        let resumes_at = START + MINUTE * 2;
        let act = json!({"type": "pause", "resumes_at": resumes_at, "reason": "r"}).to_string();
        access.act(act.as_bytes()).await.unwrap();
        lot
    });

    life(&store, START + MINUTE * 5, async |house| {
        let view = house.view(&buyer("b1"), &lot).await;
        assert_eq!((view["state"].as_str(), view["pause"]["cause"].as_str()), (Some("paused"), Some("outage")));
    });
}

#[test]
fn a_second_crash_takes_no_time_away() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({}));
    let remaining = |at: Instant| {
        life(&store, at, async |house| house.view(&buyer("b1"), &lot).await["pause"]["remaining_us"].clone())
    };

    let first = remaining(START + MINUTE * 60);
    let second = remaining(START + MINUTE * 90);

    assert_eq!(first, second);
    assert!(first.is_i64());
}

#[test]
fn lots_that_have_ended_or_not_begun_are_left_alone() {
    let store = Arc::new(FaultyStore::new());
    let (ended, later) = life(&store, START, async |house| {
        let ended = house.open_lot(&json!({})).await;
        let later = house.publish(&document_opening(START + MINUTE * 100, &json!({}))).await.remove(0);
        house.pass_until(CLOSE + MINUTE).await;
        settle_down().await;
        (ended, later)
    });

    life(&store, START + MINUTE * 50, async |house| {
        assert_eq!(house.kinds(&ended).await, ["lot_published", "lot_opened", "lot_closed"]);
        assert_eq!(house.kinds(&later).await, ["lot_published"]);
        assert_eq!(house.view(&buyer("b1"), &ended).await["state"], "closed");
        house.pass_until(START + MINUTE * 100 + MS).await;
        settle_down().await;
        assert_eq!(house.kinds(&later).await, ["lot_published", "lot_opened"], "the schedule was read back");
    });
}

#[test]
fn a_clock_that_was_set_back_while_the_server_was_away_lets_no_record_run_backwards() {
    let store = Arc::new(FaultyStore::new());
    let lot = crashed(&store, &json!({}));

    life(&store, START.plus_micros(-1_800_000_000), async |house| {
        let access = house.access(&buyer("b1"), &lot).await;
        access.act(br#"{"type":"broadcast","text":"t","reason":"r"}"#).await.unwrap();

        let times: Vec<Instant> = house.records(&lot).await.iter().map(|record| record.at).collect();
        assert!(times.is_sorted(), "{times:?}");
    });
}

#[test]
fn a_lot_that_falls_due_while_others_are_brought_back_is_struck_as_well() {
    let store = Arc::new(FaultyStore::new());
    let from = START + DURATION / 2;
    let (soon, later) = life(&store, START, async |house| {
        house.open_lot(&json!({})).await;
        let soon = house.publish(&document_opening(from + MS * 500, &json!({}))).await.remove(0);
        let later = house.publish(&document_opening(from + MS * 2_500, &json!({}))).await.remove(0);
        (soon, later)
    });
    store.hold();

    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let release = async {
            tokio::time::sleep(MS * 3_000).await;
            store.release();
        };
        let (house, ()) = tokio::join!(House::over(store.clone(), from, settings()), release);
        for lot in [soon, later] {
            assert_eq!(house.view(&buyer("b1"), &lot).await["state"], "paused");
        }
    });
}
