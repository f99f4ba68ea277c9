//! Bids on a database with many records beside an empty one, and bids beside a backup of it.
#![expect(clippy::cast_precision_loss, reason = "ratios that people read")]

use std::convert::Infallible;
use std::process::Stdio;
use std::time::Duration;

use anyhow::bail;
use tokio::process::Command;
use tokio::time::Instant;

use super::bench::Bench;
use super::beside_check::{load, lost};
use super::journals::remove_file;
use super::making::{EMPTY, EVERYTHING};
use super::settings::ROUNDS;
use crate::common::Progress;
use crate::fairlot::Fairlot;
use crate::figures::{Figures, ratios};
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;
use crate::report;
use crate::round::{self, Load, in_turns};

const NEW: &str = "an empty database";
const OLD: &str = "a database with all lots";
const ALONE: &str = "no backup";
const BACKUP: &str = "beside a backup";
/// The turns of bids beside one whole backup.
const SHORT: Duration = Duration::from_secs(1);

pub(super) async fn measure(bench: &Bench<'_>, outcome: &mut Outcome) -> anyhow::Result<()> {
    bench.journals.create(&bench.ours.copy_of(EMPTY))?;
    let (new, _) = bench.ours.start(&bench.journals, EMPTY).await?.with(&bench.tokens);
    let (old, log) = bench.ours.start(&bench.journals, EVERYTHING).await?.with(&bench.tokens);
    log.until_checked().await?;
    let backs_up = bench.has_backup_program().await;
    let rounds = bench.common.rounds(ROUNDS);
    let load = load(bench.args.rate, bench.common);
    let steps = Progress::new("restart: age", u64::from(rounds) * 4 + 1);
    for round in 1..=rounds {
        for (name, fairlot) in in_turns(round, [(NEW, &new), (OLD, &old)]) {
            steps.step(format!("round {round}: {name}"));
            outcome.figures(round, name, bids(fairlot, load).await?);
        }
        for name in in_turns(round, [ALONE, BACKUP]).into_iter().filter(|_| backs_up) {
            steps.step(format!("round {round}: {name}"));
            let figures = if name == BACKUP {
                tokio::select! {
                    figures = bids(&old, load) => figures?,
                    stopped = bench.back_up_again_and_again() => bail!("the backup has failed: {stopped:?}"),
                }
            } else {
                bids(&old, load).await?
            };
            outcome.figures(round, name, figures);
        }
    }
    steps.step("one whole backup");
    let backup = if backs_up {
        bench.whole_backup(&old, Load { warm_up: Duration::ZERO, measure: SHORT, ..load }).await?
    } else {
        "The program for backups is not installed: nothing was backed up.".to_owned()
    };
    drop(steps);
    let names = [NEW, OLD, ALONE, BACKUP];
    report::tabulate(outcome, "The same bids on databases of two ages, and beside a backup of the older one", &names);
    if let Some(table) = outcome.tables.last_mut() {
        table.note(backup);
    }
    let [cpu, p99] = Goal::R4.terms().parts else { bail!("R4 has two parts") };
    let of = |name: &str, figure: fn(&Figures) -> f64| outcome.each_round(name, figure);
    let cost = |name: &str| of(name, |figures| figures.server_cpu_us_per_bid().unwrap_or(f64::NAN));
    let wait = |name: &str| of(name, |figures| figures.latency_us.p99 as f64);
    let lost = lost(outcome, &names);
    let measured = Measured::part(Goal::R4, cpu, ratios(&cost(OLD), &cost(NEW)));
    let beside = Measured::part(Goal::R4, p99, ratios(&wait(BACKUP), &wait(ALONE)));
    outcome.measured(measured.fault_if(lost > 0, format!("{lost} bids got no verdict")));
    outcome.measured(beside);
    Ok(())
}

/// Bids on a new lot, which is closed afterwards.
async fn bids(fairlot: &Fairlot, load: Load) -> anyhow::Result<Figures> {
    let lot = fairlot.open_lot().await?;
    let figures = round::run(&fairlot.plans(&fairlot.server, &lot, false), fairlot.server.pid, load).await?;
    fairlot.close(&lot).await?;
    Ok(figures)
}

impl Bench<'_> {
    async fn has_backup_program(&self) -> bool {
        let (command, _) = self.journals.backup(EVERYTHING);
        let version = Command::new(command.as_std().get_program()).arg("--version").output().await;
        version.is_ok_and(|output| output.status.success())
    }

    async fn back_up_again_and_again(&self) -> anyhow::Result<Infallible> {
        loop {
            self.back_up().await?;
        }
    }

    /// Backs the database with all lots up, by the documented command.
    async fn back_up(&self) -> anyhow::Result<()> {
        let (mut command, copy) = self.journals.backup(&self.ours.copy_of(EVERYTHING));
        remove_file(&copy)?;
        remove_file(&copy.with_added_extension("journal"))?;
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).status().await?;
        anyhow::ensure!(status.success(), "the backup has ended with {status}");
        Ok(())
    }

    /// A backup to its end beside bids. On SQLite `fairlot verify` then reads the copy. Returns a sentence about it.
    async fn whole_backup(&self, fairlot: &Fairlot, load: Load) -> anyhow::Result<String> {
        let began = Instant::now();
        let bids_for_ever = async {
            loop {
                if let Err(error) = bids(fairlot, load).await {
                    return error;
                }
            }
        };
        tokio::select! {
            done = self.back_up() => done?,
            error = bids_for_ever => return Err(error),
        }
        let took = began.elapsed().as_secs_f64();
        let (_, copy) = self.journals.backup(&self.ours.copy_of(EVERYTHING));
        if self.args.postgres {
            return Ok(format!("A whole backup beside bids takes {took:.1} s."));
        }
        let mut verify = Command::new(&self.ours.program);
        verify.args(["verify", "--database", &format!("sqlite:{}", copy.display())]);
        let status = verify.stdout(Stdio::null()).stderr(Stdio::null()).status().await?;
        anyhow::ensure!(status.success(), "fairlot verify of the backup has ended with {status}");
        remove_file(&copy)?;
        Ok(format!("A whole backup beside bids takes {took:.1} s, and fairlot verify finds no fault in it."))
    }
}
