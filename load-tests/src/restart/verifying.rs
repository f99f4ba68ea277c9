//! How long `fairlot verify` takes and how much memory it needs, of many lots and of one long lot.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "seconds and mebibytes that people read")]

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::process::Command;
use tokio::time::{Instant, interval};

use super::bench::Bench;
use super::build::Build;
use super::making::{EVERYTHING, LONG};
use super::settings::ROUNDS;
use crate::common::Progress;
use crate::figures::{Spread, ratios};
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::{proc, round};

/// How often its peak is read. The last reading may miss what comes after it.
const LOOK: Duration = Duration::from_millis(10);
const BYTES_PER_MIB: f64 = 1024.0 * 1024.0;
/// How much more memory than before it may need.
const MORE_MIB_MAX: f64 = 64.0;

/// What one build needed, one figure a round.
#[derive(Debug, Default)]
struct Needed {
    seconds: Vec<f64>,
    peak_mib: Vec<f64>,
}

pub(super) async fn measure(bench: &Bench<'_>, outcome: &mut Outcome) -> anyhow::Result<()> {
    let rounds = bench.common.rounds(ROUNDS);
    let steps = Progress::new("restart: verify", u64::from(rounds) * 4);
    let mut table = Table::new("fairlot verify", ["", "median s", "worst s", "peak MiB", "worst MiB"]);
    let [many, long] = Goal::R2.terms().parts else { bail!("R2 has two parts") };
    for (part, journal) in [(*many, EVERYTHING), (*long, LONG)] {
        let (mut before, mut now) = (Needed::default(), Needed::default());
        for round in 1..=rounds {
            for is_now in round::in_turns(round, [false, true]) {
                let Some(build) = (if is_now { Some(&bench.ours) } else { bench.before.as_ref() }) else { continue };
                steps.step(format!("round {round}: {part}, {}", build.name));
                let needed = if is_now { &mut now } else { &mut before };
                needed.verify(bench, build, journal).await?;
            }
        }
        table.rows.extend(before.row(&format!("{part}, before")));
        table.rows.extend(now.row(&format!("{part}, now")));
        let more = now.more_mib(&before);
        let measured = Measured::part(Goal::R2, part, ratios(&now.seconds, &before.seconds));
        let words =
            format!("{part}: at its peak it needs {more:.0} MiB more than before, at most {MORE_MIB_MAX} are asked");
        outcome.measured(measured.fault_if(more > MORE_MIB_MAX, words));
    }
    outcome.table(table);
    Ok(())
}

impl Needed {
    async fn verify(&mut self, bench: &Bench<'_>, build: &Build, journal: &str) -> anyhow::Result<()> {
        let name = build.copy_of(journal);
        bench.journals.until_free(&name).await?;
        let mut command = Command::new(&build.program);
        command.args(["verify", "--database", &bench.journals.database(&name)]);
        let (seconds, peak) = run(&mut command).await?;
        self.seconds.push(seconds);
        self.peak_mib.push(peak as f64 / BYTES_PER_MIB);
        Ok(())
    }

    /// The difference of the medians.
    fn more_mib(&self, before: &Self) -> f64 {
        let median = |needed: &Self| Spread::of_low(needed.peak_mib.clone()).map(|spread| spread.median);
        median(self).zip(median(before)).map_or(0.0, |(now, before)| now - before)
    }

    fn row(&self, name: &str) -> Option<Vec<String>> {
        let (seconds, peak) = Spread::of_low(self.seconds.clone()).zip(Spread::of_low(self.peak_mib.clone()))?;
        let cells = [
            format!("{:.2}", seconds.median),
            format!("{:.2}", seconds.worst),
            format!("{:.1}", peak.median),
            format!("{:.1}", peak.worst),
        ];
        Some([vec![name.to_owned()], cells.into()].concat())
    }
}

/// Runs a program to its end. Returns its seconds and the peak of its memory in bytes.
async fn run(command: &mut Command) -> anyhow::Result<(f64, u64)> {
    let program = command.as_std().get_program().to_owned();
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn()?;
    let pid = child.id().context("it runs")?;
    let mut look = interval(LOOK);
    let mut peak = 0;
    loop {
        tokio::select! {
            status = child.wait() => match status? {
                status if status.success() => return Ok((began.elapsed().as_secs_f64(), peak)),
                status => bail!("{} verify has ended with {status}", program.display()),
            },
            // A process that has ended and was not waited for has no memory.
            _ = look.tick() => peak = peak.max(proc::peak_bytes(pid).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_is_timed_and_its_peak_is_read() {
        let (seconds, peak) = run(Command::new("sh").args(["-c", "sleep 0.1"])).await.unwrap();
        let failed = run(Command::new("sh").args(["-c", "exit 3"])).await;

        assert!(seconds >= 0.1 && peak > 0, "{seconds} s, {peak} bytes");
        assert!(failed.is_err());
    }
}
