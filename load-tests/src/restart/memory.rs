//! What ended lots add to the memory of a server that has started.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "mebibytes and ratios that people read")]

use std::time::Duration;

use tokio::time::sleep;

use super::bench::Bench;
use super::build::Build;
use super::making::{EVERYTHING, OPEN};
use super::settings::ROUNDS;
use crate::common::Progress;
use crate::figures::{Spread, ratios};
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::proc;

/// How long a server is left alone before its memory is read.
const QUIET: Duration = Duration::from_secs(1);
const BYTES_PER_MIB: f64 = 1024.0 * 1024.0;

/// Bytes of a server's memory: resident, and the part of it that is not of files.
#[derive(Debug, Clone, Copy)]
struct Resident {
    all: f64,
    own: f64,
}

/// A build's memory in each round.
#[derive(Debug, Default)]
struct Kept {
    open: Vec<Resident>,
    everything: Vec<Resident>,
}

pub(super) async fn measure(bench: &Bench<'_>, outcome: &mut Outcome) -> anyhow::Result<()> {
    let rounds = bench.common.rounds(ROUNDS);
    let steps = Progress::new("restart: memory", u64::from(rounds) * 2);
    let (mut before, mut now) = (Kept::default(), Kept::default());
    for round in 1..=rounds {
        if let Some(build) = &bench.before {
            steps.step(format!("round {round}: before"));
            before.open.push(bench.resident(build, OPEN).await?);
            before.everything.push(bench.resident(build, EVERYTHING).await?);
        }
        steps.step(format!("round {round}: now"));
        now.open.push(bench.resident(&bench.ours, OPEN).await?);
        now.everything.push(bench.resident(&bench.ours, EVERYTHING).await?);
    }
    drop(steps);
    let title = "Memory of a server after its start, once ended lots are checked";
    let columns = ["server", "open lots MiB", "all lots MiB", "ended lots add", "worst", "without files", "worst"];
    let mut table = Table::new(title, columns);
    table.rows.extend(before.row("before"));
    table.rows.extend(now.row("now"));
    table.note("Servers give memory back to the system as soon as it is free.");
    outcome.table(table);
    outcome.measured(Measured::of(Goal::R3, ratios(&now.added(|of| of.all), &before.added(|of| of.all))));
    Ok(())
}

impl Bench<'_> {
    async fn resident(&self, build: &Build, journal: &str) -> anyhow::Result<Resident> {
        let running = build.start_for_memory(&self.journals, journal).await?;
        // An earlier build has checked everything when it is ready.
        if build.name == self.ours.name {
            running.log.until_checked().await?;
        }
        sleep(QUIET).await;
        let pid = running.pid()?;
        let resident = Resident { all: proc::resident_bytes(pid)? as f64, own: proc::anonymous_bytes(pid)? as f64 };
        running.kill().await?;
        Ok(resident)
    }
}

impl Kept {
    /// What ended lots add, one figure a round. A difference below 0 is chance.
    fn added(&self, of: fn(&Resident) -> f64) -> Vec<f64> {
        self.everything.iter().zip(&self.open).map(|(everything, open)| (of(everything) - of(open)).max(0.0)).collect()
    }

    fn row(&self, name: &str) -> Option<Vec<String>> {
        let median = |kept: &[Resident]| Spread::of_low(kept.iter().map(|kept| kept.all).collect());
        let (open, everything) = median(&self.open).zip(median(&self.everything))?;
        let (all, own) = Spread::of_low(self.added(|of| of.all)).zip(Spread::of_low(self.added(|of| of.own)))?;
        let bytes = [open.median, everything.median, all.median, all.worst, own.median, own.worst];
        let cells = bytes.map(|bytes| format!("{:.1}", bytes / BYTES_PER_MIB));
        Some([vec![name.to_owned()], cells.into()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ended_lots_add_what_the_open_lots_alone_do_not_need() {
        let of = |all: f64| Resident { all, own: all / 2.0 };
        let kept = Kept { open: vec![of(10.0), of(10.0)], everything: vec![of(30.0), of(8.0)] };

        assert_eq!((kept.added(|of| of.all), kept.added(|of| of.own)), (vec![20.0, 0.0], vec![10.0, 0.0]));
    }
}
