//! How an auditor that reads a long history affects bidders, and how the write-ahead log grows meanwhile.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::bail;
use tokio::process::Command;
use tokio::time::interval;

use super::costs::Costs;
use super::settings::ROUNDS;
use crate::auditor;
use crate::common::{Common, Progress};
use crate::figures::{Figures, Spread};
use crate::grown::Grown;
use crate::outcome::{Outcome, Table};
use crate::round::Load;

/// A 99th percentile varies much from turn to turn: this number of short turns tells more than one long turn.
const ROUNDS_PER_ROUND: u16 = 4;
/// How often the size of the write-ahead log is read.
const LOOK: Duration = Duration::from_millis(50);
/// How long bidders bid at a time beside `fairlot verify`.
const BESIDE_FOR: Duration = Duration::from_secs(1);
/// The highest ratio of 99th percentiles that is allowed while an auditor reads.
const RATIO_MAX: f64 = 1.1;

const WITHOUT: &str = "nobody reads";
const WITH: &str = "an auditor reads";
const ELSEWHERE: &str = "as much is read elsewhere";

/// The measurements while the auditor read.
#[derive(Debug)]
struct Reads {
    costs: Costs,
    wal: Option<Wal>,
    bytes: u64,
    seconds: f64,
}

/// The write-ahead log of a database on SQLite.
#[derive(Debug)]
struct Wal {
    file: PathBuf,
    bytes_max: u64,
}

/// Reads a history of this number of records beside bids, in each way in turn. Returns the number of bids without a
/// verdict.
pub(super) async fn measure(
    long: &mut Grown<'_>,
    records: u64,
    load: Load,
    common: &Common,
    outcome: &mut Outcome,
) -> anyhow::Result<u64> {
    let rounds = common.rounds(ROUNDS) * ROUNDS_PER_ROUND;
    let steps = Progress::new("growth: reading beside bids", u64::from(rounds) * 3 + 1);
    let each = Load {
        warm_up: load.warm_up / ROUNDS_PER_ROUND.into(),
        measure: load.measure / ROUNDS_PER_ROUND.into(),
        ..load
    };
    let mut reads = Reads::of(long.fairlot.database()?);
    for round in 1..=rounds {
        // Each round reads from another position, so that its pages are not those that the round before has just read.
        let after = records / u64::from(rounds) * u64::from(round - 1);
        for who in [WITHOUT, WITH, ELSEWHERE] {
            steps.step(format!("round {round}: {who}"));
            let figures = match who {
                WITH => reads.read_while(long, after, each).await?,
                ELSEWHERE => reads.read_elsewhere_while(long, each, &common.place.folder).await?,
                _ => long.run(each).await?,
            };
            reads.costs.note(who, &figures);
            outcome.figures(round, format!("long history, {who}"), figures);
        }
    }
    steps.step("verifying beside bids");
    let mut table = reads.table();
    table.note(verified_beside(long, load, &common.place.fairlot).await?);
    outcome.table(table);
    Ok(reads.costs.unanswered())
}

impl Reads {
    fn of(database: &str) -> Self {
        Self { costs: Costs::default(), wal: Wal::of(database), bytes: 0, seconds: 0.0 }
    }

    /// A round while the auditor reads and the write-ahead log is watched.
    async fn read_while(&mut self, long: &mut Grown<'_>, after: u64, load: Load) -> anyhow::Result<Figures> {
        let (fairlot, lot) = (long.fairlot, long.lot.clone());
        let mut bytes = 0;
        let figures = tokio::select! {
            figures = long.run(load) => figures?,
            read = auditor::read_history(fairlot, &lot, after, &mut bytes) => bail!("the auditor has stopped: {read:?}"),
            never = watch(&mut self.wal) => match never {},
        };
        self.bytes += bytes;
        self.seconds += (load.warm_up + load.measure).as_secs_f64();
        Ok(figures)
    }

    /// A round while the same number of bytes is read from a process that only writes.
    async fn read_elsewhere_while(
        &mut self,
        long: &mut Grown<'_>,
        load: Load,
        folder: &Path,
    ) -> anyhow::Result<Figures> {
        let mut bytes = 0;
        tokio::select! {
            figures = long.run(load) => figures,
            read = auditor::read_elsewhere(folder, self.bytes_per_second(), &mut bytes) => {
                bail!("the reader elsewhere has stopped: {read:?}")
            }
        }
    }

    fn table(&self) -> Table {
        let mut table = self.costs.table("Bids while an auditor reads the long history", "", WITHOUT);
        for (with, by) in [(WITH, WITHOUT), (ELSEWHERE, WITHOUT), (WITH, ELSEWHERE)] {
            if let Some(Spread { median, worst }) = Spread::of_low(self.costs.p99_ratios(with, by)) {
                table.note(format!("p99 while {with} ÷ while {by}: median {median:.2}, worst {worst:.2}."));
            }
        }
        table.note(format!("Asked of the last, which is the server's part: {RATIO_MAX}."));
        table.note(format!("The auditor reads {:.1} MiB/s.", mib(self.bytes) / self.seconds));
        if let Some(wal) = &self.wal {
            table.note(format!("The write-ahead log has {:.0} MiB at most.", mib(wal.bytes_max)));
        }
        table
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes are no fewer than none")]
    fn bytes_per_second(&self) -> u64 {
        (self.bytes as f64 / self.seconds) as u64
    }
}

/// Runs `fairlot verify`, which keeps one snapshot of the database until its end, beside a server that gets bids.
/// Returns a sentence about the write-ahead log.
async fn verified_beside(long: &mut Grown<'_>, load: Load, fairlot: &Path) -> anyhow::Result<String> {
    let database = long.fairlot.database()?;
    let mut wal = Wal::of(database);
    let mut verify = Command::new(fairlot);
    verify.args(["verify", "--database", database]);
    let mut verify = verify.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn()?;
    let began = Instant::now();
    // Short turns: the last one continues after verify has ended.
    let load = Load { warm_up: Duration::ZERO, measure: BESIDE_FOR, ..load };
    let bids = async {
        loop {
            if let Err(error) = long.run(load).await {
                return error;
            }
        }
    };
    tokio::select! {
        status = verify.wait() => match status? {
            status if status.success() => {}
            status => bail!("fairlot verify beside a server has ended with {status}"),
        },
        error = bids => return Err(error),
        never = watch(&mut wal) => match never {},
    }
    let took = began.elapsed().as_secs_f64();
    long.run(load).await?;
    let wal = wal.map_or_else(String::new, |wal| format!(" {}", wal.words()));
    Ok(format!("fairlot verify takes {took:.1} s beside such bids.{wal}"))
}

/// Watches the write-ahead log, if there is one, until it is cancelled.
async fn watch(wal: &mut Option<Wal>) -> Infallible {
    match wal {
        Some(wal) => wal.watch().await,
        None => std::future::pending().await,
    }
}

impl Wal {
    fn of(database: &str) -> Option<Self> {
        let file = database.strip_prefix("sqlite:")?;
        Some(Self { file: PathBuf::from(format!("{file}-wal")), bytes_max: 0 })
    }

    async fn watch(&mut self) -> Infallible {
        let mut look = interval(LOOK);
        loop {
            look.tick().await;
            self.bytes_max = self.bytes_max.max(self.bytes());
        }
    }

    fn bytes(&self) -> u64 {
        self.file.metadata().map_or(0, |file| file.len())
    }

    fn words(&self) -> String {
        let (most, now) = (mib(self.bytes_max), mib(self.bytes()));
        format!("The write-ahead log has {most:.0} MiB at most, and {now:.0} MiB after the next bids.")
    }
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}
