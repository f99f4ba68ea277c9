//! The scenario `report-file`: the report of a lot with many bids as a workbook, beside a program in Python.
//!
//! In each round a server that was started anew makes the report of the same ended lot, and a program with openpyxl writes a
//! workbook with the same cells. The server reads the lot's journal for each report; the program is given the rows.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

mod writer;

use std::time::Duration;

use anyhow::Context;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use self::writer::{Took, Writer};
use crate::common::{Common, Place, Progress};
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::{Spread, ratios};
use crate::grown::Grown;
use crate::outcome::{Outcome, Table};
use crate::proc;

const ROUNDS: u16 = 5;
const BIDDERS: usize = 50;
/// The least that is asked: the program's time ÷ the server's.
const ASKED_SPEED: f64 = 5.0;
/// The most that is asked: what a report adds to the server's memory ÷ the program's peak.
const ASKED_MEMORY: f64 = 1.0 / 3.0;
/// How long a server is left alone before its memory is read.
const QUIET: Duration = Duration::from_secs(1);
const BYTES_PER_MIB: f64 = 1024.0 * 1024.0;

/// Flags of `load-tests report-file`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bids of the lot, at least
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u64).range(100..=1_000_000))]
    bids: u64,
    /// The Python interpreter; the other program uses its module `openpyxl`
    #[arg(long, env = "FAIRLOT_PYTHON", default_value = "python3")]
    python: String,
}

/// What the reports of one server took, one figure a round.
#[derive(Debug, Default)]
struct Reports {
    seconds: Vec<f64>,
    added_bytes: Vec<f64>,
    file_bytes: usize,
}

/// What the other program took.
#[derive(Debug, Default)]
struct Written {
    seconds: Vec<f64>,
    peak_bytes: Vec<f64>,
    has_lxml: bool,
}

/// Makes the lot and runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let rounds = common.rounds(ROUNDS);
    let progress = Progress::new("report-file", u64::from(rounds) * 2 + 2);
    progress.step("making the lot");
    let fairlot = Fairlot::start(&common.place, Wanted::durable(BIDDERS)).await?;
    let mut lot = Grown::new(&fairlot).await?;
    let bids = lot.grow_by(args.bids).await?;
    let lot = lot.lot;
    fairlot.close(&lot).await?;
    let path = format!("/api/v1/lots/{lot}/report.xlsx");
    let folder = TempDir::new_in(&common.place.folder)?;
    let workbook = folder.path().join("report.xlsx");
    std::fs::write(&workbook, fairlot.file(&path, &fairlot.buyer).await?)?;
    progress.step("reading its rows");
    let writer = Writer::of(&args.python, &workbook, folder.path()).await?;

    let (mut reports, mut written) = (Reports::default(), Written::default());
    let mut fairlot = fairlot;
    for round in 1..=rounds {
        progress.step(format!("round {round}: fairlot"));
        fairlot = reports.make(fairlot, &common.place, &lot, &path).await?;
        progress.step(format!("round {round}: Python"));
        written.note(writer.write().await?, writer.write_row_by_row().await?);
    }
    drop(progress);
    writer.compare().await?;
    let about = format!("the report of an ended lot with {bids} bids, {rounds} rounds, each with a new process");
    let mut outcome = Outcome::new("report-file", about);
    outcome.table(table(&reports, &written));
    Ok(outcome)
}

impl Reports {
    /// Makes one report by a new process. The lot is read once before, as it is when a page shows it.
    async fn make(&mut self, fairlot: Fairlot, place: &Place, lot: &str, path: &str) -> anyhow::Result<Fairlot> {
        let fairlot = fairlot.restarted(place).await?;
        let pid = fairlot.server.pid.context("the server was started here")?;
        fairlot.lot(lot).await?;
        sleep(QUIET).await;
        proc::forget_peak(pid)?;
        let before = proc::resident_bytes(pid)?;
        let start = Instant::now();
        let file = fairlot.file(path, &fairlot.buyer).await?;
        self.seconds.push(start.elapsed().as_secs_f64());
        self.added_bytes.push(proc::peak_bytes(pid)?.saturating_sub(before) as f64);
        self.file_bytes = file.len();
        Ok(fairlot)
    }
}

impl Written {
    fn note(&mut self, at_once: Took, row_by_row: Took) {
        self.seconds.push(at_once.seconds);
        self.peak_bytes.push(row_by_row.peak_bytes as f64);
        self.has_lxml = at_once.has_lxml;
    }
}

fn table(reports: &Reports, written: &Written) -> Table {
    let columns = ["by", "median s", "worst", "median MiB", "worst"];
    let mut table = Table::new("A report of the lot as a workbook", columns);
    for (name, seconds, bytes) in [
        ("GET /lots/{id}/report.xlsx", &reports.seconds, &reports.added_bytes),
        ("Python openpyxl", &written.seconds, &written.peak_bytes),
    ] {
        if let Some((time, memory)) = Spread::of_low(seconds.clone()).zip(Spread::of_low(bytes.clone())) {
            let memory = [memory.median, memory.worst].map(|bytes| format!("{:.1}", bytes / BYTES_PER_MIB));
            let time = [time.median, time.worst].map(|seconds| format!("{seconds:.2}"));
            table.row([vec![name.to_owned()], time.into(), memory.into()].concat());
        }
    }
    if let Some(Spread { median, worst }) = Spread::of_high(ratios(&written.seconds, &reports.seconds)) {
        table.note(format!(
            "Python takes {median:.1} times as long, {worst:.1} in the worst round; asked: {ASKED_SPEED}."
        ));
    }
    if let Some(Spread { median, worst }) = Spread::of_low(ratios(&reports.added_bytes, &written.peak_bytes)) {
        table.note(format!(
            "A report adds {median:.2} times what Python needs, {worst:.2} in the worst round; asked: {ASKED_MEMORY:.2}."
        ));
    }
    let lxml = if written.has_lxml { "with" } else { "without" };
    table.note(format!(
        "The server's time is from the request to the last of {} bytes, and includes reading the journal. Its memory is the \
         peak less what was resident before. Python, {lxml} lxml, is given the rows: its time is counted while they lie in \
         memory, its memory is the peak where it writes each as it reads it.",
        reports.file_bytes
    ));
    table
}
