//! Bids while the records of ended lots are checked after a start, and the same once they are checked.
#![expect(clippy::cast_precision_loss, reason = "ratios that people read")]

use super::bench::Bench;
use super::making::EVERYTHING;
use super::settings::{ROUNDS, SECONDS};
use crate::common::{Common, Progress, WARM_UP};
use crate::figures::{Figures, ratios};
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;
use crate::report;
use crate::round::{self, Load, Pace};

const BESIDE: &str = "ended lots are checked";
const AFTER: &str = "all are checked";

pub(super) async fn measure(bench: &Bench<'_>, outcome: &mut Outcome) -> anyhow::Result<()> {
    let rounds = bench.common.rounds(ROUNDS);
    let steps = Progress::new("restart: bids beside the check", u64::from(rounds) * 2);
    let load = load(bench.args.rate, bench.common);
    let mut ended_early = 0;
    for round in 1..=rounds {
        steps.step(format!("round {round}: {BESIDE}"));
        let (fairlot, log) = bench.ours.start(&bench.journals, EVERYTHING).await?.with(&bench.tokens);
        for name in [BESIDE, AFTER] {
            let lot = fairlot.open_lot().await?;
            let plans = fairlot.plans(&fairlot.server, &lot, false);
            outcome.figures(round, name, round::run(&plans, fairlot.server.pid, load).await?);
            if name == BESIDE {
                ended_early += u32::from(log.has_checked()?);
                // The check does not pause for bids once no lot is open.
                fairlot.close(&lot).await?;
                log.until_checked().await?;
                steps.step(format!("round {round}: {AFTER}"));
            } else {
                fairlot.close(&lot).await?;
            }
        }
        fairlot.kill().await?;
    }
    drop(steps);
    report::tabulate(outcome, "The same bids beside the check of ended lots, and after it", &[BESIDE, AFTER]);
    let p99 = |name: &str| outcome.each_round(name, |figures| figures.latency_us.p99 as f64);
    let measured = Measured::of(Goal::R1c, ratios(&p99(BESIDE), &p99(AFTER)));
    let lost = lost(outcome, &[BESIDE, AFTER]);
    let words = format!("in {ended_early} rounds the check ended before the bids: the ratio says too little");
    outcome
        .measured(measured.fault_if(ended_early > 0, words).fault_if(lost > 0, format!("{lost} bids got no verdict")));
    Ok(())
}

/// A turn of bids.
pub(super) fn load(rate: f64, common: &Common) -> Load {
    Load { pace: Pace::Rate(rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) }
}

/// The bids without a verdict in those turns.
pub(super) fn lost(outcome: &Outcome, names: &[&str]) -> u64 {
    let turns = outcome.rounds.iter().filter(|one| names.contains(&one.name.as_str()));
    turns.map(|one| Figures::without_verdict(&one.figures)).sum()
}
