//! What a bid costs on a lot with a long history, what memory keeps of it, and what bidders notice of an auditor who
//! reads it.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use tempfile::TempDir;
use tokio::time::{interval, sleep};

use super::costs::Costs;
use super::{Args, ROUNDS, auditor, load, progress};
use crate::bidder::Seat;
use crate::common::Common;
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::{Figures, Spread};
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;
use crate::proc;
use crate::round::{self, Load, Pace};

const BIDDERS: usize = 50;
/// While the history is made.
const IN_FLIGHT: usize = 16;
/// After so long it is looked how far it has come.
const GROW_FOR: Duration = Duration::from_secs(3);
/// More bids than a bidder makes in one round.
const BIDS_PER_ROUND: u64 = 10_000_000;
/// How often the write-ahead log is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How much longer the 99th percentile may get while an auditor reads.
const READ_RATIO_MAX: f64 = 1.1;

const SHORT: &str = "1,000";
const LONG: &str = "long";
const WITHOUT: &str = "nobody reads";
const WITH: &str = "an auditor reads";
const ELSEWHERE: &str = "as much is read elsewhere";

/// What is left when the server has ended.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) folder: TempDir,
    pub(super) lot: String,
}

/// A lot whose bidders have bid before.
struct Grown<'a> {
    fairlot: &'a Fairlot,
    lot: String,
    rounds: u64,
}

pub(super) async fn measure(args: &Args, common: &Common, outcome: &mut Outcome) -> anyhow::Result<Left> {
    let fairlot = Fairlot::start(&common.place, Wanted::durable(BIDDERS)).await?;
    let steps = progress("growth: history", common, 5);
    let mut long = Grown { fairlot: &fairlot, lot: fairlot.open_lot().await?, rounds: 0 };
    let before = resident(&fairlot)?;
    steps.step(format!("making {} records", args.records));
    let records = long.grow_to(args.records).await?;
    let kept = resident(&fairlot)?.saturating_sub(before) as f64 / records as f64;

    let load = load(args, common);
    let (mut costs, mut reads) = (Costs::default(), Reads::of(&fairlot.database()?));
    for round in 1..=common.rounds(ROUNDS) {
        steps.step(format!("round {round}: a new lot"));
        let mut new = Grown { fairlot: &fairlot, lot: fairlot.open_lot().await?, rounds: 0 };
        costs.note(SHORT, &new.run(load).await?);
        steps.step(format!("round {round}: {records} records"));
        let figures = long.run(load).await?;
        costs.note(LONG, &figures);
        reads.costs.note(WITHOUT, &figures);
        outcome.figures(round, "long history", figures);
        steps.step(format!("round {round}: {records} records, and an auditor reads them"));
        let figures = reads.read_while(&mut long, load).await?;
        reads.costs.note(WITH, &figures);
        outcome.figures(round, "long history, an auditor reads", figures);
        steps.step(format!("round {round}: {records} records, and as much is read elsewhere"));
        let figures = reads.read_elsewhere_while(&mut long, load, &common.place.folder).await?;
        reads.costs.note(ELSEWHERE, &figures);
        outcome.figures(round, "long history, as much is read elsewhere", figures);
    }
    drop(steps);
    sleep(GROW_FOR).await;
    report(&costs, &reads, records, kept, outcome);
    let lot = long.lot.clone();
    let folder = fairlot.kill().await?.context("the server was started here")?;
    Ok(Left { folder, lot })
}

fn report(costs: &Costs, reads: &Reads, records: u64, kept: f64, outcome: &mut Outcome) {
    let mut table = costs.table(format!("A new lot, and one of {records} records"), "history", SHORT);
    table.note(format!("The server keeps {kept:.0} bytes of memory for a record of a lot that is awake."));
    outcome.table(table);
    let mut table = reads.costs.table("Bids while an auditor reads the long history over and over", "", WITHOUT);
    for (with, by) in [(WITH, WITHOUT), (ELSEWHERE, WITHOUT), (WITH, ELSEWHERE)] {
        if let Some(Spread { median, worst, .. }) = Spread::of_low(reads.costs.p99_ratios(with, by)) {
            table.note(format!("p99 while {with} ÷ while {by}: median {median:.2}, worst {worst:.2}."));
        }
    }
    table.note(format!("Asked of the last, which is the server's part: {READ_RATIO_MAX}."));
    table.note(reads.words());
    outcome.table(table);
    let unanswered = costs.unanswered() + reads.costs.unanswered();
    let part = "history of 1,000,000 records ÷ 1,000";
    let measured = Measured::part(Goal::G9, part, costs.ratios(LONG, SHORT))
        .note(format!("{records} records"))
        .fault_if(unanswered > 0, format!("{unanswered} bids got no verdict"));
    outcome.measured(measured);
}

/// What was seen while the auditor read.
struct Reads {
    costs: Costs,
    wal: PathBuf,
    wal_bytes_max: u64,
    bytes: u64,
    seconds: f64,
}

impl Reads {
    fn of(database: &Path) -> Self {
        let wal = PathBuf::from(format!("{}-wal", database.display()));
        Self { costs: Costs::default(), wal, wal_bytes_max: 0, bytes: 0, seconds: 0.0 }
    }

    /// A round with the auditor at work, and an eye on the write-ahead log.
    async fn read_while(&mut self, long: &mut Grown<'_>, load: Load) -> anyhow::Result<Figures> {
        let (fairlot, lot) = (long.fairlot, long.lot.clone());
        let mut bytes = 0;
        let auditor = auditor::read_history(fairlot, &lot, &mut bytes);
        let (wal, seen) = (self.wal.clone(), &mut self.wal_bytes_max);
        let eye = async {
            let mut look = interval(LOOK);
            loop {
                look.tick().await;
                *seen = (*seen).max(len(&wal));
            }
        };
        let figures = tokio::select! {
            figures = long.run(load) => figures?,
            read = auditor => anyhow::bail!("the auditor has stopped: {read:?}"),
            () = eye => anyhow::bail!("an eye does not close"),
        };
        self.bytes += bytes;
        self.seconds += (load.warm_up + load.measure).as_secs_f64();
        Ok(figures)
    }

    /// A round in which as much is read from a process that does nothing else.
    async fn read_elsewhere_while(&self, long: &mut Grown<'_>, load: Load, folder: &Path) -> anyhow::Result<Figures> {
        let mut bytes = 0;
        tokio::select! {
            figures = long.run(load) => figures,
            read = auditor::read_elsewhere(folder, self.bytes_per_second(), &mut bytes) => {
                anyhow::bail!("the reader elsewhere has stopped: {read:?}")
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes are no fewer than none")]
    fn bytes_per_second(&self) -> u64 {
        (self.bytes as f64 / self.seconds) as u64
    }

    fn words(&self) -> String {
        let mib = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
        format!(
            "The auditor reads {:.0} MiB/s. The write-ahead log has {:.0} MiB at most, and {:.0} MiB afterwards.",
            mib(self.bytes) / self.seconds,
            mib(self.wal_bytes_max),
            mib(len(&self.wal))
        )
    }
}

impl Grown<'_> {
    /// Bids as fast as may be until the lot has so many records. How many it has.
    async fn grow_to(&mut self, records: u64) -> anyhow::Result<u64> {
        loop {
            let load = Load { pace: Pace::InFlight(IN_FLIGHT), warm_up: Duration::ZERO, measure: GROW_FOR };
            self.run(load).await?;
            let seq = self.fairlot.lot(&self.lot).await?["seq"].as_u64().context("a lot has a seq")?;
            if seq >= records {
                return Ok(seq);
            }
        }
    }

    async fn run(&mut self, load: Load) -> anyhow::Result<Figures> {
        let bids_before = self.rounds * BIDS_PER_ROUND;
        self.rounds += 1;
        let seats = self.fairlot.seats(&self.fairlot.server, &self.lot, false);
        let seats: Vec<Seat> = seats.into_iter().map(|seat| Seat { bids_before, ..seat }).collect();
        round::run(&seats, self.fairlot.server.pid, load).await
    }
}

fn resident(fairlot: &Fairlot) -> anyhow::Result<u64> {
    proc::resident_bytes(fairlot.server.pid.context("the server was started here")?)
}

fn len(file: &Path) -> u64 {
    file.metadata().map_or(0, |file| file.len())
}
