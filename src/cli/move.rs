//! `fairlot move`: copies everything from one database into a new one, and checks the copy.

use std::io::IsTerminal;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::database::DatabaseUrl;
use super::exit::EXIT_NO_JOURNAL;
use crate::auth::PeopleError;
use crate::journal::StoreError;
use crate::journal::StreamHead;
use crate::journal::copy::{CopyError, copy};
use crate::store::{Database, OpenError, Opened, copy_people};

/// Flags of `fairlot move`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The database to copy; it stays as it is. No server may run on it meanwhile
    #[arg(long, env = "FAIRLOT_FROM", hide_env_values = true, value_parser = DatabaseUrl)]
    from: Database,
    /// The new database; it must be empty
    #[arg(long, env = "FAIRLOT_TO", hide_env_values = true, value_parser = DatabaseUrl)]
    to: Database,
    /// The signing key stays in a file of its own, which the server is given with --jwt-key-file: it is not copied
    #[arg(long, env = "FAIRLOT_KEY_STAYS")]
    key_stays: bool,
}

/// Why the move failed.
#[derive(Debug, thiserror::Error)]
enum NotMoved {
    /// One of the two databases cannot be used as it is.
    #[error("{flag}: {error}")]
    Opening {
        /// The flag that names it.
        flag: &'static str,
        /// The cause.
        error: OpenError,
    },
    /// The journal cannot be copied whole.
    #[error(transparent)]
    Journal(#[from] CopyError),
    /// People cannot be copied.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The last step failed: the new database holds everything or nothing.
    #[error("the new database did not confirm: {0}")]
    Unconfirmed(StoreError),
}

pub(super) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let progress = progress();
    let moved = move_all(&args, &progress).await;
    progress.finish_and_clear();
    Ok(match moved {
        Ok((heads, people)) => {
            heads.iter().for_each(print);
            say(&format!("{} streams and {people} people moved", heads.len()));
            say("links and sessions were not: whoever is signed in with a browser signs in again");
            ExitCode::SUCCESS
        }
        Err(error @ NotMoved::Opening { .. }) => {
            say(&format!("fairlot: {error}"));
            ExitCode::from(EXIT_NO_JOURNAL)
        }
        Err(error @ (NotMoved::Journal(_) | NotMoved::People(_))) => {
            say(&format!("fairlot: {error}"));
            say("nothing was moved; the new database is empty");
            ExitCode::FAILURE
        }
        Err(error @ NotMoved::Unconfirmed(_)) => {
            say(&format!("fairlot: {error}"));
            say("it holds everything or nothing; fairlot verify says which");
            ExitCode::FAILURE
        }
    })
}

/// Copies, checks and only then commits. No server can start on either database until it returns.
async fn move_all(args: &Args, progress: &ProgressBar) -> Result<(Vec<StreamHead>, u64), NotMoved> {
    let from = |error| NotMoved::Opening { flag: "--from", error };
    let to = |error| NotMoved::Opening { flag: "--to", error };
    // Opening for reading fails where there is no database; opening for a server would make one.
    drop(args.from.open_read_only().await.map_err(from)?);
    let Opened { store, people } = args.from.open().await.map_err(from)?;
    let target = args.to.open_to_fill().await.map_err(to)?;
    let heads = copy(&*store, &*target, |records| progress.inc(records)).await?;
    let copied = copy_people(&*people, &*target).await?;
    if !args.key_stays {
        // Before the commit: otherwise a server on the new database could make another key.
        target.keep_key(&args.from.key().await.map_err(from)?).await.map_err(to)?;
    }
    target.keep_people_key(&args.from.people_key().await.map_err(from)?).await.map_err(to)?;
    target.finish().await.map_err(NotMoved::Unconfirmed)?;
    Ok((heads, copied))
}

#[expect(clippy::print_stdout, reason = "the streams are this command's data")]
fn print(head: &StreamHead) {
    println!("{} {} {}", head.stream, head.seq, head.hash);
}

#[expect(clippy::print_stderr, reason = "words for people go to stderr")]
fn say(words: &str) {
    eprintln!("{words}");
}

fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} records copied, {per_sec}, {elapsed}");
    ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
