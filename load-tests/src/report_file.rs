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

use self::writer::Writer;
use crate::common::{Common, Progress};
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::{Spread, ratios};
use crate::goal::{Goal, Measured};
use crate::grown::Grown;
use crate::outcome::{Outcome, Table};
use crate::proc;

const ROUNDS: u16 = 5;
const BIDDERS: usize = 50;
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

/// What one of the two took, one figure a round.
#[derive(Debug, Default)]
struct Took {
    seconds: Vec<f64>,
    cpu_seconds: Vec<f64>,
    /// What a report adds to the server's memory; what the other program needs in all.
    bytes: Vec<f64>,
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
    let writer = Writer::of(&args.python, &workbook, folder.path()).await;

    let (mut ours, mut theirs) = (Took::default(), Took::default());
    let (mut file_bytes, mut has_lxml) = (0, false);
    let mut fairlot = fairlot;
    for round in 1..=rounds {
        progress.step(format!("round {round}: fairlot"));
        fairlot = fairlot.restarted(&common.place).await?;
        file_bytes = ours.report(&fairlot, &lot, &path).await?;
        progress.step(format!("round {round}: Python"));
        if let Ok(writer) = &writer {
            let (at_once, row_by_row) = (writer.write().await?, writer.write_row_by_row().await?);
            theirs.note(at_once.seconds, at_once.cpu_seconds, row_by_row.peak_bytes);
            has_lxml = at_once.has_lxml;
        }
    }
    drop(progress);
    let missing = match writer {
        Ok(writer) => writer.compare().await.map(|()| None)?,
        Err(error) => Some(format!("Python did not write it: {error:#}")),
    };
    let about = format!(
        "the report of an ended lot with {bids} bids, {file_bytes} bytes, {rounds} rounds, each with new processes; Python {} \
         lxml",
        if has_lxml { "with" } else { "without" }
    );
    let mut outcome = Outcome::new("report-file", about);
    let mut table = table(&ours, &theirs);
    table.notes.extend(missing);
    outcome.table(table);
    outcome.measured(Measured::of(Goal::G16, ratios(&theirs.seconds, &ours.seconds)));
    outcome.measured(Measured::of(Goal::G17, ratios(&ours.bytes, &theirs.bytes)));
    Ok(outcome)
}

impl Took {
    /// Asks a server that has just started for the report. The lot is read once before, as it is when a page shows it.
    /// Returns the length of the file.
    async fn report(&mut self, fairlot: &Fairlot, lot: &str, path: &str) -> anyhow::Result<usize> {
        let pid = fairlot.server.pid.context("the server was started here")?;
        fairlot.lot(lot).await?;
        sleep(QUIET).await;
        proc::forget_peak(pid)?;
        let (bytes_before, cpu_before) = (proc::resident_bytes(pid)?, proc::cpu(pid)?);
        let start = Instant::now();
        let file = fairlot.file(path, &fairlot.buyer).await?;
        let (seconds, cpu) = (start.elapsed().as_secs_f64(), proc::cpu(pid)?.saturating_sub(cpu_before));
        self.note(seconds, cpu.as_secs_f64(), proc::peak_bytes(pid)?.saturating_sub(bytes_before));
        Ok(file.len())
    }

    fn note(&mut self, seconds: f64, cpu_seconds: f64, bytes: u64) {
        self.seconds.push(seconds);
        self.cpu_seconds.push(cpu_seconds);
        self.bytes.push(bytes as f64);
    }

    fn row(&self, name: &str) -> Option<Vec<String>> {
        let spread = |values: &[f64]| Spread::of_low(values.to_vec());
        let (time, cpu, memory) = (spread(&self.seconds)?, spread(&self.cpu_seconds)?, spread(&self.bytes)?);
        let cell = |figure: f64, places: usize| format!("{figure:.places$}");
        let mib = |bytes: f64| cell(bytes / BYTES_PER_MIB, 1);
        let time = [cell(time.median, 2), cell(time.worst, 2), cell(cpu.median, 2)];
        Some([vec![name.to_owned()], time.into(), vec![mib(memory.median), mib(memory.worst)]].concat())
    }
}

fn table(ours: &Took, theirs: &Took) -> Table {
    let columns = ["by", "seconds", "worst", "CPU s", "MiB", "worst"];
    let mut table = Table::new("A report of the lot as a workbook", columns);
    table.rows.extend(ours.row("GET /lots/{id}/report.xlsx"));
    table.rows.extend(theirs.row("Python openpyxl"));
    table.note(
        "The server's time is from the request to the last byte, and includes reading the journal. Its memory is the peak \
         less what was resident before. Python is given the rows: its time is counted while they lie in memory, and its \
         memory is the peak where it writes each as it reads it.",
    );
    table
}
