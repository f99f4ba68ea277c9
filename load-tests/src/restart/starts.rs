//! How long a start takes after a kill, with all ended lots and with the open lots alone.
#![expect(clippy::float_arithmetic, reason = "milliseconds that people read")]

use super::bench::Bench;
use super::build::Build;
use super::making::{EVERYTHING, LONG, OPEN};
use super::settings::ROUNDS;
use crate::common::Progress;
use crate::figures::{Spread, ratios};
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};

/// The seconds of starts, one a round.
#[derive(Debug, Default)]
struct Seconds {
    before: Vec<f64>,
    everything: Vec<f64>,
    open: Vec<f64>,
}

impl Bench<'_> {
    /// The first start of this build on each copy: it migrates the database and reads everything. It is told, not counted.
    pub(super) async fn first_start(&self, outcome: &mut Outcome) -> anyhow::Result<()> {
        let mut table =
            Table::new("The first start of this build, which reads everything once", ["journal", "ms", "MiB"]);
        for (journal, words) in [(OPEN, "the open lots"), (EVERYTHING, "all lots"), (LONG, "one long lot")] {
            let seconds = self.start(&self.ours, journal).await?;
            let bytes = self.journals.bytes(&self.ours.copy_of(journal))?;
            table.row(vec![words.to_owned(), format!("{:.0}", seconds * 1_000.0), (bytes >> 20).to_string()]);
        }
        outcome.table(table);
        Ok(())
    }

    /// Starts that build and kills it. Returns the seconds until it was ready.
    async fn start(&self, build: &Build, journal: &str) -> anyhow::Result<f64> {
        let running = build.start(&self.journals, journal).await?;
        let seconds = running.ready_after.as_secs_f64();
        running.kill().await?;
        Ok(seconds)
    }
}

pub(super) async fn measure(bench: &Bench<'_>, outcome: &mut Outcome) -> anyhow::Result<()> {
    let rounds = bench.common.rounds(ROUNDS);
    let steps = Progress::new("restart: starts", u64::from(rounds) * 3);
    let mut found = Seconds::default();
    if let Some(before) = &bench.before {
        // As with this build, the first start is not counted: it pauses what was open.
        bench.start(before, EVERYTHING).await?;
    }
    for round in 1..=rounds {
        if let Some(before) = &bench.before {
            steps.step(format!("round {round}: before"));
            found.before.push(bench.start(before, EVERYTHING).await?);
        }
        steps.step(format!("round {round}: all lots"));
        found.everything.push(bench.start(&bench.ours, EVERYTHING).await?);
        steps.step(format!("round {round}: the open lots"));
        found.open.push(bench.start(&bench.ours, OPEN).await?);
    }
    drop(steps);
    outcome.table(found.table());
    outcome.measured(Measured::of(Goal::R1a, ratios(&found.before, &found.everything)));
    outcome.measured(Measured::of(Goal::R1b, ratios(&found.everything, &found.open)));
    Ok(())
}

impl Seconds {
    fn table(&self) -> Table {
        let mut table = Table::new("A start after a kill, until it is ready", ["server", "median ms", "worst ms"]);
        let rows = [
            ("before, all lots", &self.before),
            ("now, all lots", &self.everything),
            ("now, the open lots alone", &self.open),
        ];
        for (name, seconds) in rows {
            if let Some(Spread { median, worst }) = Spread::of_low(seconds.clone()) {
                let cells = [median, worst].map(|seconds| format!("{:.1}", seconds * 1_000.0));
                table.row([vec![name.to_owned()], cells.into()].concat());
            }
        }
        table
    }
}
