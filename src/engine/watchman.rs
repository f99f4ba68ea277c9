//! The watchman: notes each second that the server is alive while a lot is open, looks after the store while none is, and
//! tells of steps of the wall clock.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::MissedTickBehavior;

use super::metric;
use super::shared::Shared;
use crate::journal::StoreError;

/// How often it looks.
const ROUND: Duration = Duration::from_secs(1);
/// A smaller move of the wall clock is the usual correction, not a step.
const STEP_US: i64 = 1_000_000;

/// Watches until the engine stops.
pub(super) async fn watch(shared: Arc<Shared>) {
    // Who looks for steps finds that there were none so far.
    metrics::counter!(metric::CLOCK_STEPS_TOTAL).increment(0);
    let mut rounds = tokio::time::interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut drift_us = shared.clock.drift_us();
    loop {
        tokio::select! {
            () = shared.stopping.cancelled() => return,
            _ = rounds.tick() => {}
        }
        drift_us = tell_of_step(drift_us, shared.clock.drift_us());
        if let Err(error) = look_after_store(&shared).await {
            shared.fail(&error.to_string());
            return;
        }
    }
}

/// While no lot is open there is no need to write; but a store that has gone away has to be noticed before somebody
/// needs it, so that the server says that it is not ready, and comes back by itself.
async fn look_after_store(shared: &Shared) -> Result<(), StoreError> {
    if shared.any_lot_is_open() {
        shared.journal.note_alive(shared.clock.now()).await
    } else {
        shared.journal.check().await
    }
}

/// Tells once of each step. No deadline moves: they are all reckoned on the monotonic clock.
fn tell_of_step(before_us: i64, now_us: i64) -> i64 {
    let step_us = now_us.saturating_sub(before_us);
    if step_us.abs() <= STEP_US {
        // Small moves are not followed one by one, so that many of them together are told of as well.
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
    fn a_step_is_told_once_and_slow_drift_adds_up() {
        assert_eq!(tell_of_step(0, 400_000), 0);
        assert_eq!(tell_of_step(0, -5_000_000), -5_000_000);
        assert_eq!(tell_of_step(-5_000_000, -5_000_100), -5_000_000);
        assert_eq!(tell_of_step(0, 1_000_001), 1_000_001);
    }

    #[test]
    fn a_step_is_counted() {
        let recorder = PrometheusBuilder::new().build_recorder();

        metrics::with_local_recorder(&recorder, || {
            tell_of_step(0, 400_000);
            tell_of_step(0, -5_000_000);
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

            let told_us = tell_of_step(before_us, clock.drift_us()) - before_us;
            assert!((told_us - step_us).abs() < STEP_US, "{told_us}");
            assert!(clock.now().saturating_since(before) < ROUND, "time goes on as it did");
        }
    }
}
