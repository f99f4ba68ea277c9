//! `fairlot history`: writes a lot's whole journal. For auditors only: it holds what other roles may not see.

use std::io::{BufWriter, IsTerminal, Stdout, Write, stdout};
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::ValueEnum;
use indicatif::ProgressBar;

use super::database::DatabaseUrl;
use crate::engine::{LotFold, LotLine, LotLines};
use crate::http::JournalColumns;
use crate::ids::{LotId, Seq};
use crate::journal::record::{Hash, StreamId};
use crate::journal::{Record, Store};
use crate::sheet::{csv_header, csv_row};
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
    /// For a spreadsheet: a row a bid, opening offers first, and a row for each other record
    Csv,
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let snapshot = args.database.open_read_only().await?;
    let lines = match args.format {
        HistoryFormat::Ndjson => None,
        HistoryFormat::Csv => lines(&*snapshot, &args.lot).await?,
    };
    let mut out = HistoryOutput::new(lines)?;
    let mut prev = Hash::ZERO;
    let count = each_record(&*snapshot, &args.lot, |record| {
        out.write(record, &prev)?;
        prev = record.hash;
        Ok(())
    })
    .await?;
    out.flush()?;
    if count == 0 {
        bail!("lot: no record of {} in {}", args.lot, args.database);
    }
    Ok(ExitCode::SUCCESS)
}

/// Passes on each record of the lot in order; returns how many there are.
async fn each_record(
    snapshot: &dyn Store,
    lot: &LotId,
    mut then: impl FnMut(&Record) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let stream = StreamId::lot(lot);
    let progress = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let mut after = Seq::ZERO;
    loop {
        let page = snapshot.page(&stream, after, PAGE_LEN).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        page.iter().try_for_each(&mut then)?;
        progress.set_position(after.0);
    }
    progress.finish_and_clear();
    Ok(after.0)
}

/// What each record says, which depends on the records after it: a later act can annul an offer.
async fn lines(snapshot: &dyn Store, lot: &LotId) -> anyhow::Result<Option<LotLines>> {
    let mut fold = LotFold::new(lot);
    let count = each_record(snapshot, lot, |record| {
        fold.read(record);
        Ok(())
    });
    if count.await? == 0 {
        return Ok(None);
    }
    let lines = fold.end().map_err(|fault| anyhow!("{fault}; --format ndjson writes the records as they are"))?;
    Ok(Some(lines))
}

/// Where records are written to.
enum HistoryOutput {
    Ndjson(BufWriter<Stdout>),
    Csv(Box<CsvOutput>),
}

/// Rows of text for a spreadsheet.
struct CsvOutput {
    out: BufWriter<Stdout>,
    lines: LotLines,
    columns: JournalColumns,
}

impl HistoryOutput {
    fn new(lines: Option<LotLines>) -> anyhow::Result<Self> {
        let mut out = BufWriter::new(stdout());
        let Some(lines) = lines else { return Ok(Self::Ndjson(out)) };
        let columns = JournalColumns::of(lines.setup());
        out.write_all(&csv_header(columns.header()))?;
        for opening in lines.openings() {
            out.write_all(&csv_row(&columns.bid(&opening)))?;
        }
        Ok(Self::Csv(Box::new(CsvOutput { out, lines, columns })))
    }

    fn write(&mut self, record: &Record, prev: &Hash) -> anyhow::Result<()> {
        match self {
            Self::Ndjson(out) => writeln!(out, "{}", record.export_line(prev))?,
            Self::Csv(csv) => {
                let CsvOutput { out, lines, columns } = &mut **csv;
                let line = lines.line(record).map_err(|fault| anyhow!("record {}: {fault}", record.seq))?;
                let row = match line {
                    LotLine::Bid(bid) => columns.bid(&bid),
                    LotLine::Other(other) => columns.other(&other),
                };
                out.write_all(&csv_row(&row))?;
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Ndjson(out) => out.flush()?,
            Self::Csv(csv) => csv.out.flush()?,
        }
        Ok(())
    }
}
