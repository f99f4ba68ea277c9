//! `fairlot verify`: checks every hash chain and judges every recorded command again.

use std::fs::File;
use std::io::{BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::EXIT_NO_JOURNAL;
use super::database::DatabaseUrl;
use crate::engine::Rejudge;
use crate::journal::record::{Hash, StreamId};
use crate::journal::verify;
use crate::store::Database;

/// Flags of `fairlot verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The database: `sqlite:` and a file, or `postgres://user@host/database`; one snapshot is read, also beside a
    /// running server
    #[arg(
        long,
        env = "FAIRLOT_DATABASE",
        hide_env_values = true,
        required_unless_present = "file",
        value_parser = DatabaseUrl
    )]
    database: Option<Database>,
    /// An exported journal (NDJSON)
    file: Option<PathBuf>,
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let verdict = match (&args.file, &args.database) {
        (Some(file), _) => exported(file),
        (None, Some(database)) => stored(database).await,
        (None, None) => Err("name a database or a file".to_owned()),
    };
    Ok(match verdict {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(words) => {
            say(&format!("fairlot: {words}"));
            ExitCode::from(EXIT_NO_JOURNAL)
        }
    })
}

/// Whether all streams of a database are right; in words where there is nothing to read.
async fn stored(database: &Database) -> Result<bool, String> {
    let snapshot = database.open_read_only().await.map_err(|error| in_full(&error))?;
    let progress = progress();
    let (mut streams, mut broken) = (0_u64, 0_u64);
    let walked = verify::stored(&*snapshot, Rejudge::new, |report| {
        streams += 1;
        progress.inc(report.last.0);
        match report.outcome {
            Ok(state) => progress.suspend(|| right(&report.stream, report.last.0, &report.head, &state)),
            Err(fault) => {
                broken += 1;
                progress.suspend(|| wrong(&fault.to_string()));
            }
        }
    })
    .await;
    progress.finish_and_clear();
    if let Err(error) = walked {
        wrong(&format!("{database}: {}", in_full(&error)));
        return Ok(false);
    }
    if streams == 0 {
        return Err(format!("there is no record in {database}"));
    }
    say(&format!("{streams} streams, {broken} broken"));
    Ok(broken == 0)
}

fn exported(path: &Path) -> Result<bool, String> {
    let file = File::open(path).map_err(|error| format!("{} cannot be opened: {error}", path.display()))?;
    let report = verify::exported(BufReader::new(file), Rejudge::new)
        .map_err(|error| format!("{}: {}", path.display(), in_full(&error)))?;
    match (report.outcome, report.stream) {
        (Ok(state), Some(stream)) => {
            right(&stream, report.last.0, &report.head, &state);
            Ok(true)
        }
        (Ok(_), None) => Err(format!("{}: names no stream", path.display())),
        (Err(fault), _) => {
            wrong(&format!("{}: {fault}", path.display()));
            Ok(false)
        }
    }
}

#[expect(clippy::print_stdout, reason = "the result is this command's data")]
fn right(stream: &StreamId, last: u64, head: &Hash, state: &str) {
    println!("{stream}\t{last}\t{head}\t{state}");
}

#[expect(clippy::print_stdout, reason = "the result is this command's data")]
fn wrong(fault: &str) {
    println!("BROKEN\t{fault}");
}

#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
fn say(words: &str) {
    eprintln!("{words}");
}

fn in_full(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(deeper) = source {
        text.push_str(": ");
        text.push_str(&deeper.to_string());
        source = deeper.source();
    }
    text
}

fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} records judged again, {per_sec}, {elapsed}");
    ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
