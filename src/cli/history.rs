//! `fairlot history`: writes a lot's whole journal. For auditors only: it holds what other roles may not see.

use std::io::{BufWriter, IsTerminal, Stdout, Write, stdout};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::ValueEnum;
use indicatif::ProgressBar;

use super::database::DatabaseUrl;
use crate::ids::{LotId, Seq};
use crate::journal::Record;
use crate::journal::record::{Body, Hash, StreamId};
use crate::sheet::not_a_formula;
use crate::store::Database;

/// Records that are read at a time.
const PAGE_LEN: u32 = 1_000;

/// Flags of `fairlot history`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The database: `sqlite:` and a file, or `postgres://user@host/database`; one snapshot is read, also beside a
    /// running server
    #[arg(
        long,
        env = "FAIRLOT_DATABASE",
        hide_env_values = true,
        default_value = "sqlite:fairlot.db",
        value_parser = DatabaseUrl
    )]
    database: Database,
    /// The lot
    #[arg(long, env = "FAIRLOT_LOT", value_parser = LotId::parse)]
    lot: LotId,
    /// What is written to stdout
    #[arg(long, env = "FAIRLOT_FORMAT", default_value = "ndjson")]
    format: HistoryFormat,
}

/// What is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum HistoryFormat {
    /// A record a line, as `fairlot verify` reads it
    Ndjson,
    /// A row a record for a spreadsheet; `data` as JSON text
    Csv,
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let snapshot = args.database.open_read_only().await?;
    let stream = StreamId::lot(&args.lot);
    let mut out = HistoryOutput::new(args.format)?;
    let progress = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let (mut after, mut prev) = (Seq::ZERO, Hash::ZERO);
    loop {
        let page = snapshot.page(&stream, after, PAGE_LEN).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for record in &page {
            out.write(record, &prev)?;
            prev = record.hash;
        }
        progress.set_position(after.0);
    }
    progress.finish_and_clear();
    out.flush()?;
    if after == Seq::ZERO {
        bail!("lot: no record of {} in {}", args.lot, args.database);
    }
    Ok(ExitCode::SUCCESS)
}

/// Where records are written to.
enum HistoryOutput {
    Ndjson(BufWriter<Stdout>),
    Csv(Box<csv::Writer<Stdout>>),
}

impl HistoryOutput {
    fn new(format: HistoryFormat) -> anyhow::Result<Self> {
        Ok(match format {
            HistoryFormat::Ndjson => Self::Ndjson(BufWriter::new(stdout())),
            HistoryFormat::Csv => {
                let mut csv = csv::Writer::from_writer(stdout());
                csv.write_record(["seq", "at", "kind", "role", "org", "person", "data", "hash"])?;
                Self::Csv(Box::new(csv))
            }
        })
    }

    fn write(&mut self, record: &Record, prev: &Hash) -> anyhow::Result<()> {
        match self {
            Self::Ndjson(out) => writeln!(out, "{}", record.export_line(prev))?,
            Self::Csv(csv) => csv.write_record(row(record)?.map(|field| not_a_formula(&field)))?,
        }
        Ok(())
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Ndjson(out) => out.flush()?,
            Self::Csv(csv) => csv.flush()?,
        }
        Ok(())
    }
}

fn row(record: &Record) -> anyhow::Result<[String; 8]> {
    let body = Body::read(&record.body).with_context(|| format!("record {} cannot be read", record.seq))?;
    let actor = serde_json::to_value(&body.actor)?;
    let member = |name: &str| actor[name].as_str().unwrap_or_default().to_owned();
    Ok([
        record.seq.to_string(),
        record.at.to_string(),
        record.kind.to_string(),
        member("role"),
        member("org"),
        member("person"),
        body.data.get().to_owned(),
        record.hash.to_string(),
    ])
}
