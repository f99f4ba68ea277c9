//! The heartbeat: once a second it records that the server runs, or checks the store.
//!
//! While a lot is open it records the time in the journal; after a crash, lots are paused from the last recorded heartbeat
//! on. While no lot is open it only checks that the store answers. It also reports steps of the wall clock.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::MissedTickBehavior;

use super::metric;
use super::shared::Shared;
use crate::journal::StoreError;

/// The time between two heartbeats.
const EVERY: Duration = Duration::from_secs(1);
/// A smaller move of the wall clock is the usual correction, not a step.
const STEP_US: i64 = 1_000_000;

/// Runs until the engine stops.
pub(super) async fn run(shared: Arc<Shared>) {
    // So that the metric is there, with zero, before the first step.
    metrics::counter!(metric::CLOCK_STEPS_TOTAL).increment(0);
    let mut beats = tokio::time::interval(EVERY);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut drift_us = shared.clock.drift_us();
    loop {
        tokio::select! {
            () = shared.stopping.cancelled() => return,
            _ = beats.tick() => {}
        }
        drift_us = report_step(drift_us, shared.clock.drift_us());
        if let Err(error) = record_or_check(&shared).await {
            shared.fail(&error.to_string());
            return;
        }
    }
}

/// While no lot is open nothing has to be written. But the loss of the store has to be noticed before it is needed, so
/// that the server reports that it is not ready, and recovers by itself.
async fn record_or_check(shared: &Shared) -> Result<(), StoreError> {
    if shared.any_lot_is_open() {
        shared.journal.note_alive(shared.clock.now()).await
    } else {
        shared.journal.check().await
    }
}

/// Reports each step once. No deadline moves: all are computed on the monotonic clock.
fn report_step(before_us: i64, now_us: i64) -> i64 {
    let step_us = now_us.saturating_sub(before_us);
    if step_us.abs() <= STEP_US {
        // The starting point stays, so that many small moves are reported once they add up to a step.
        return before_us;
    }
    metrics::counter!(metric::CLOCK_STEPS_TOTAL).increment(1);
    tracing::warn!(step_us, "the machine's wall clock has stepped; no deadline moves");
    now_us
}

#[cfg(test)]
mod tests {
    use metrics_exporter_prometheus::PrometheusBuilder;

    use super::*;
    use crate::clock::Clock;

    #[test]
    fn a_step_is_reported_once_and_slow_drift_adds_up() {
        assert_eq!(report_step(0, 400_000), 0);
        assert_eq!(report_step(0, -5_000_000), -5_000_000);
        assert_eq!(report_step(-5_000_000, -5_000_100), -5_000_000);
        assert_eq!(report_step(0, 1_000_001), 1_000_001);
    }

    #[test]
    fn a_step_is_counted() {
        let recorder = PrometheusBuilder::new().build_recorder();

        metrics::with_local_recorder(&recorder, || {
            report_step(0, 400_000);
            report_step(0, -5_000_000);
        });

        let counted = recorder.handle().render();
        assert!(counted.contains("fairlot_clock_steps_total 1\n"), "{counted}");
    }

    #[tokio::test]
    async fn a_wall_clock_that_is_set_is_seen_and_moves_no_time() {
        for step_us in [3_600_000_000, -3_600_000_000] {
            let clock = Clock::system();
            let (before_us, before) = (clock.drift_us(), clock.now());

            clock.step_wall(step_us);

            let reported_us = report_step(before_us, clock.drift_us()) - before_us;
            assert!((reported_us - step_us).abs() < STEP_US, "{reported_us}");
            assert!(clock.now().saturating_since(before) < EVERY, "time goes on as it did");
        }
    }
}
