//! The machine's wall clock is set an hour forwards or back, while the server runs and during an outage.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::fixture::*;
use crate::clock::Instant;
use crate::engine::Rejudge;
use crate::journal::faulty::FaultyStore;
use crate::journal::verify;

const HOUR_US: i64 = 3_600_000_000;

async fn assert_judged_alike(store: &FaultyStore) {
    verify::stored(store, Rejudge::new, |report| assert!(report.outcome.is_ok(), "{report:?}")).await.unwrap();
}

// L5.2
#[tokio::test(start_paused = true)]
async fn a_step_of_the_wall_clock_moves_no_deadline_and_no_record() {
    for step_us in [HOUR_US, -HOUR_US] {
        let test = TestEngine::new().await;
        let lot = test.open_lot(&json!({})).await;
        let mut acme = test.bidder("acme", &lot).await;
        acme.bid("a1", "2.98").await;
        test.pass_until(START + DURATION / 2).await;

        test.clock.step_wall(step_us);
        test.pass_until(START + DURATION / 2 + Duration::from_secs(2)).await;

        let after = acme.bid("a2", "2.97").await;
        let view = test.view(&buyer("b1"), &lot).await;
        assert_eq!((view["state"].as_str(), &view["closes_at"]), (Some("open"), &json!(CLOSE)));
        test.pass_until(before(CLOSE, MS)).await;
        assert_eq!(rank(&acme.bid("a3", "2.96").await), 1, "{step_us}: it is open to the end");
        test.pass_until(CLOSE + SETTLE + MS * 5).await;
        settle_down().await;
        let records = test.records(&lot).await;
        let times: Vec<Instant> = records.iter().map(|record| record.at).collect();
        assert!(times.is_sorted(), "{times:?}");
        assert!(records[3].seq.0 == seq(&after) && records[3].at < CLOSE, "{:?}", records[3]);
        assert!(times[5].saturating_since(CLOSE) < SETTLE * 2, "{step_us}: it closes when it was to close: {times:?}");
        assert_judged_alike(&test.store).await;
    }
}

// L5.2
#[test]
fn a_clock_set_during_an_outage_takes_no_time_from_a_lot() {
    let mut left = Vec::new();
    for step_us in [-HOUR_US, 0, HOUR_US] {
        let store = Arc::new(FaultyStore::new());
        let crash = START + DURATION / 2;
        let lot = one_run(&store, START, async |test| {
            let lot = test.open_lot(&json!({})).await;
            test.bidder("acme", &lot).await.bid("a1", "2.98").await;
            test.pass_until(crash + MS * 500).await;
            lot
        });

        one_run(&store, crash.plus_micros(step_us + 2_000_000), async |test| {
            let view = test.view(&buyer("b1"), &lot).await;
            assert_eq!(view["state"], "paused");
            left.push(view["pause"]["remaining_us"].clone());
            test.access(&buyer("b1"), &lot).await.act(br#"{"type":"resume","reason":"r"}"#, None).await.unwrap();
            test.bidder("acme", &lot).await.bid("a2", "2.97").await;
            let times: Vec<Instant> = test.records(&lot).await.iter().map(|record| record.at).collect();
            assert!(times.is_sorted(), "{step_us}: {times:?}");
            assert_judged_alike(&test.store).await;
        });
    }

    assert_eq!(left, vec![left[0].clone(); 3], "the outage is reckoned from the last sign of life");
}
