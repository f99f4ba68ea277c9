//! `fairlot verify`: checks every hash chain and judges every recorded command again.

use std::fs::File;
use std::io::{BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, FromArgMatches};
use indicatif::{ProgressBar, ProgressStyle};

use super::database::DatabaseUrl;
use super::exit::EXIT_NO_JOURNAL;
use crate::engine::Rejudge;
use crate::journal::record::{Hash, StreamId};
use crate::journal::{Store, verify};
use crate::store::Database;

/// What is checked: a file where one is named, otherwise a database.
#[derive(Debug)]
pub(super) enum Args {
    File(PathBuf),
    Database(Database),
}

/// Flags of `fairlot verify`.
#[derive(Debug, clap::Args)]
struct Flags {
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

impl clap::Args for Args {
    fn augment_args(command: Command) -> Command {
        Flags::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Flags::augment_args_for_update(command)
    }
}

impl FromArgMatches for Args {
    /// A database in the environment is for every command; a named file takes precedence. A database flag together with a
    /// file is a mistake: only one of them would be checked.
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let is_named = matches.value_source("database") == Some(ValueSource::CommandLine);
        match Flags::from_arg_matches(matches)? {
            Flags { file: Some(_), .. } if is_named => {
                Err(clap::Error::raw(ErrorKind::ArgumentConflict, "--database beside a file: name one of them\n"))
            }
            Flags { file: Some(file), .. } => Ok(Self::File(file)),
            Flags { file: None, database: Some(database) } => Ok(Self::Database(database)),
            Flags { file: None, database: None } => {
                Err(clap::Error::raw(ErrorKind::MissingRequiredArgument, "name a database or a file\n"))
            }
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let verdict = match &args {
        Args::File(file) => exported(file).await,
        Args::Database(database) => stored(database).await,
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

async fn stored(database: &Database) -> Result<bool, String> {
    let snapshot = database.open_read_only().await.map_err(|error| in_full(&error))?;
    checked(&*snapshot, database).await
}

/// Whether all streams of a store are right; an error in words where the store is empty or cannot be read to its end. A
/// broken record that was found before the error makes the result false.
async fn checked(store: &dyn Store, database: &Database) -> Result<bool, String> {
    let progress = progress();
    let (mut streams, mut broken) = (0_u64, 0_u64);
    let outcome = verify::stored(store, Rejudge::new, |report| {
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
    if let Err(error) = outcome {
        let words = format!("{database} cannot be read to its end: {}", in_full(&error));
        if broken == 0 {
            return Err(words);
        }
        say(&format!("fairlot: {words}"));
    }
    if streams == 0 {
        return Err(format!("there is no record in {database}"));
    }
    say(&format!("{streams} streams, {broken} broken"));
    Ok(broken == 0)
}

async fn exported(path: &Path) -> Result<bool, String> {
    let file = File::open(path).map_err(|error| format!("{} cannot be opened: {error}", path.display()))?;
    let report = verify::exported(BufReader::new(file), Rejudge::new)
        .await
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::faulty::FaultyStore;
    use crate::journal::testing::{lot, sealed};

    /// Lots that no judge accepts, in a store that is lost after its first page.
    async fn lost_after_one_page(lots: &[&str]) -> FaultyStore {
        let store = FaultyStore::new();
        for id in lots {
            store.append(&sealed(&lot(id), 3)).await.unwrap();
        }
        store.fail_after_scans(1);
        store
    }

    #[tokio::test]
    async fn a_store_that_is_lost_during_the_check_is_no_finding() {
        let store = lost_after_one_page(&["l1"]).await;

        let verdict = checked(&store, &Database::Memory).await;

        let words = "memory: cannot be read to its end: the store failed: injected: the store was lost";
        assert_eq!(verdict, Err(words.to_owned()));
    }

    #[tokio::test]
    async fn a_finding_before_the_store_was_lost_is_kept() {
        let store = lost_after_one_page(&["l1", "l2"]).await;

        assert_eq!(checked(&store, &Database::Memory).await, Ok(false));
    }
}
