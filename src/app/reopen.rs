//! Opens a lost store again, with longer and longer waits, and begins another run of the server on it.

use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use metrics::counter;

use super::parts::{NotReopened, Reopen};
use super::run::{EndedRun, Run, RunContext};
use crate::config::RebuildLimits;
use crate::telemetry;

/// Begins the next run, however long that takes.
///
/// # Errors
/// [`NotReopened::Final`] only.
pub(super) async fn begin_again(
    reopen: &dyn Reopen,
    context: &RunContext,
    ended: EndedRun,
) -> Result<Run, NotReopened> {
    let limits = context.limits.rebuild;
    // Where a store opens and then fails again, the journal must not be read again without a pause.
    tokio::time::sleep(first_wait(limits, ended.lasted)).await;
    let run = (|| begin(reopen, context, &ended))
        .retry(waits(limits))
        .sleep(tokio::time::sleep)
        .when(|error| matches!(error, NotReopened::Away(_)))
        .notify(|error, wait| tracing::warn!(%error, ?wait, "the store is not back yet"))
        .await?;
    counter!(telemetry::REBUILDS_TOTAL).increment(1);
    tracing::info!("the store is back and the journal was read again; lots that were open are paused");
    Ok(run)
}

async fn begin(reopen: &dyn Reopen, context: &RunContext, ended: &EndedRun) -> Result<Run, NotReopened> {
    let storage = reopen.reopen().await?;
    Run::begin(storage, context, ended.clock.clone()).await.map_err(|error| NotReopened::Away(error.into()))
}

fn first_wait(limits: RebuildLimits, lasted: Duration) -> Duration {
    if lasted < limits.wait_max { limits.wait_max } else { Duration::ZERO }
}

pub(super) fn waits(limits: RebuildLimits) -> ExponentialBuilder {
    ExponentialBuilder::new()
        .with_min_delay(limits.wait_min)
        .with_max_delay(limits.wait_max)
        .with_factor(2.0)
        .with_jitter()
        .without_max_times()
}

#[cfg(test)]
mod tests {
    use backon::BackoffBuilder;

    use super::*;

    #[test]
    fn waits_double_up_to_a_bound_and_never_end() {
        let limits = RebuildLimits::default();

        let waits: Vec<Duration> = waits(limits).build().take(1_000).collect();

        assert_eq!(waits.len(), 1_000);
        for (nth, wait) in waits.iter().enumerate() {
            let due = limits.wait_max.min(limits.wait_min * 2_u32.pow(nth.min(10).try_into().unwrap()));
            let rounding = Duration::from_micros(1);
            assert!((due..=2 * (due + rounding)).contains(&(*wait + rounding)), "wait {nth}: {wait:?}");
        }
        assert!(waits[100..].iter().any(|wait| *wait != waits[99]), "they are random");
    }

    #[test]
    fn the_next_run_waits_after_a_short_one() {
        let limits = RebuildLimits::default();

        assert_eq!(first_wait(limits, limits.wait_max), Duration::ZERO);
        assert_eq!(first_wait(limits, limits.wait_max / 2), limits.wait_max);
    }
}
