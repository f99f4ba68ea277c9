//! How fast a journal is read back, by `fairlot verify` and by a starting server, compared with `sha256sum`.
//!
//! All are measured by processor time, in and outside the kernel, so that the work of other cores counts too.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures and ratios that people read")]

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::process::Command;

use super::history::Left;
use super::settings::ROUNDS;
use crate::common::{Common, Progress};
use crate::fairlot::FILE;
use crate::figures::Spread;
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::proc;
use crate::server::Server;

/// The end of each line of an export after its body, in place of the body's last brace: `,"prev":"…","hash":"…"}`.
const HASHES_LEN: usize = 9 + 64 + 10 + 64 + 2;

/// The journal of one lot.
struct Journal {
    fairlot: PathBuf,
    database: PathBuf,
    bodies: PathBuf,
    records: u64,
    bytes: u64,
}

/// One program that ran in each round.
#[derive(Debug, Default)]
struct Runs {
    cpu_s: Vec<f64>,
    wall_s: Vec<f64>,
    resident_bytes: Vec<f64>,
}

pub(super) async fn measure(left: &Left, common: &Common, outcome: &mut Outcome) -> anyhow::Result<()> {
    let rounds = common.rounds(ROUNDS);
    let steps = Progress::new("growth: reading", u64::from(rounds) * 3 + 1);
    steps.step("exporting");
    let journal = Journal::of(&common.place.fairlot, left).await?;
    let [mut hashed, mut verified, mut recovered] = [Runs::default(), Runs::default(), Runs::default()];
    for round in 1..=rounds {
        steps.step(format!("round {round}: sha256sum"));
        hashed.run(Command::new("sha256sum").arg(&journal.bodies)).await?;
        steps.step(format!("round {round}: fairlot verify"));
        verified.run(Command::new(&journal.fairlot).arg("verify").arg("--database").arg(journal.url())).await?;
        steps.step(format!("round {round}: fairlot serve"));
        recovered.start(&journal).await?;
    }
    drop(steps);
    let Journal { records, bytes, .. } = journal;
    let title = format!("Reading {records} records of {} bytes", bytes / records.max(1));
    let mut table = Table::new(title, ["", "CPU s", "worst", "records/s of CPU", "wall s", "RSS MiB at the end"]);
    let all = [("sha256sum", &hashed), ("fairlot verify", &verified), ("fairlot serve, until ready", &recovered)];
    for (name, runs) in all {
        table.row(runs.row(name, records));
    }
    outcome.table(table);
    outcome.measured(Measured::part(Goal::G10, "recovery", recovered.ratios(&hashed)));
    outcome.measured(Measured::part(Goal::G10, "verify", verified.ratios(&hashed)));
    Ok(())
}

impl Journal {
    /// Exports a lot and writes its bodies into a file: the bytes that the chain hashes.
    async fn of(fairlot: &Path, left: &Left) -> anyhow::Result<Self> {
        let database = left.folder.path().join(FILE);
        let (export, bodies) = (left.folder.path().join("lot.ndjson"), left.folder.path().join("bodies"));
        let mut command = Command::new(fairlot);
        command.args(["history", "--lot", &left.lot, "--database"]).arg(format!("sqlite:{}", database.display()));
        if !command.stdout(File::create(&export)?).status().await?.success() {
            bail!("the lot cannot be exported");
        }
        let (mut records, mut bytes) = (0, 0);
        let mut out = BufWriter::new(File::create(&bodies)?);
        for line in BufReader::new(File::open(&export)?).lines() {
            let line = line?;
            let body = line.get(..line.len().saturating_sub(HASHES_LEN)).context("a line of an export is longer")?;
            writeln!(out, "{body}}}")?;
            (records, bytes) = (records + 1, bytes + body.len() as u64 + 1);
        }
        out.flush()?;
        std::fs::remove_file(&export)?;
        Ok(Self { fairlot: fairlot.to_owned(), database, bodies, records, bytes })
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.database.display())
    }
}

impl Runs {
    /// Runs a program to its end.
    async fn run(&mut self, command: &mut Command) -> anyhow::Result<()> {
        let (began, before) = (Instant::now(), proc::children_cpu()?);
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().await?;
        if !status.success() {
            bail!("{} has ended with {status}", command.as_std().get_program().display());
        }
        self.note(proc::children_cpu()?.saturating_sub(before), began.elapsed(), 0);
        Ok(())
    }

    /// Runs a server until it is ready.
    async fn start(&mut self, journal: &Journal) -> anyhow::Result<()> {
        let mut command = Command::new(&journal.fairlot);
        command.env("RUST_LOG", "error").args(["serve", "--listen", "127.0.0.1:0", "--database", &journal.url()]);
        let began = Instant::now();
        let server = Server::start(&mut command).await?;
        let (wall, pid) = (began.elapsed(), server.pid.context("the server was started here")?);
        self.note(proc::cpu(pid)?, wall, proc::resident_bytes(pid)?);
        server.kill().await
    }

    fn note(&mut self, cpu: Duration, wall: Duration, resident_bytes: u64) {
        self.cpu_s.push(cpu.as_secs_f64());
        self.wall_s.push(wall.as_secs_f64());
        self.resident_bytes.push(resident_bytes as f64);
    }

    /// Records a second ÷ those of `by`, in each round.
    fn ratios(&self, by: &Self) -> Vec<f64> {
        by.cpu_s.iter().zip(&self.cpu_s).map(|(by, own)| by / own).collect()
    }

    fn row(&self, name: &str, records: u64) -> Vec<String> {
        let spread =
            |values: &[f64]| Spread::of_low(values.to_vec()).map_or((0.0, 0.0), |spread| (spread.median, spread.worst));
        let ((cpu, worst), (wall, _), (resident, _)) =
            (spread(&self.cpu_s), spread(&self.wall_s), spread(&self.resident_bytes));
        let resident = if resident > 0.0 { format!("{:.0}", resident / (1024.0 * 1024.0)) } else { "-".to_owned() };
        let rate = format!("{:.0}", records as f64 / cpu);
        vec![name.to_owned(), format!("{cpu:.2}"), format!("{worst:.2}"), rate, format!("{wall:.2}"), resident]
    }
}
