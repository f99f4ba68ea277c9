//! `fairlot move`: everything from one database into another, new one.

use std::io::IsTerminal;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use super::EXIT_NO_JOURNAL;
use super::database::DatabaseUrl;
use crate::auth::PeopleError;
use crate::journal::StoreError;
use crate::journal::copy::{CopyError, StreamHead, copy};
use crate::store::{Database, OpenError, Opened, copy_people};

/// Flags of `fairlot move`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The database to copy; it stays as it is. No server may run on it meanwhile
    #[arg(long, env = "FAIRLOT_FROM", hide_env_values = true, value_parser = DatabaseUrl)]
    from: Database,
    /// The new database; it may not hold anything yet
    #[arg(long, env = "FAIRLOT_TO", hide_env_values = true, value_parser = DatabaseUrl)]
    to: Database,
    /// The signing key stays in a file of its own, which the server is given with --jwt-key-file: it is not copied
    #[arg(long, env = "FAIRLOT_KEY_STAYS")]
    key_stays: bool,
}

/// Why nothing was moved.
#[derive(Debug, thiserror::Error)]
enum NotMoved {
    /// One of the two databases cannot be used as it is.
    #[error("{flag}: {error}")]
    Opening {
        /// By which flag it is named.
        flag: &'static str,
        /// Why.
        error: OpenError,
    },
    /// The journal cannot be copied whole.
    #[error(transparent)]
    Journal(#[from] CopyError),
    /// People cannot be copied.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The last step failed; whether all of it stands in the new database can be seen there.
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

/// Copies, checks and only then commits. Both databases are kept from servers until it returns.
async fn move_all(args: &Args, progress: &ProgressBar) -> Result<(Vec<StreamHead>, u64), NotMoved> {
    let from = |error| NotMoved::Opening { flag: "--from", error };
    let to = |error| NotMoved::Opening { flag: "--to", error };
    // Only what exists can be opened to be read; opening it for a server would make what is not there.
    drop(args.from.open_read_only().await.map_err(from)?);
    let Opened { store, people } = args.from.open().await.map_err(from)?;
    let target = args.to.open_to_fill().await.map_err(to)?;
    let heads = copy(&*store, &*target, |records| progress.inc(records)).await?;
    let copied = copy_people(&*people, &*target).await?;
    if !args.key_stays {
        // Before the commit: a server on the new database without it would make another one.
        target.keep_key(&args.from.key().await.map_err(from)?).await.map_err(to)?;
    }
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
