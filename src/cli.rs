//! The command line: one file a command. Data goes to stdout, words for people to stderr.

mod database;
mod demo;
mod history;
mod migrate;
mod r#move;
mod person;
mod serve;
mod token;
mod user;
mod verify;

use std::num::NonZero;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::runtime::{Builder, Runtime};

/// The auction room in which hospital trusts buy together.
#[derive(Debug, Parser)]
#[command(name = "fairlot", version, about, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server
    Serve(serve::Args),
    /// Runs a server with a made partnership, an auction about to open, and suppliers that bid
    Demo(demo::Args),
    /// Brings the tables of a database up to date, where the server's own user may not
    Migrate(migrate::Args),
    /// Prints a signed token for a machine client
    Token(token::Args),
    /// Creates people and prints their one-time sign-in links
    #[command(subcommand)]
    User(user::Command),
    /// Checks every hash chain and judges every recorded command again
    Verify(verify::Args),
    /// Writes a lot's journal
    History(history::Args),
    /// Copies everything into a new database and checks it there
    Move(r#move::Args),
}

/// The server's store has failed: outcomes are unknown until a restart has read the journal again.
pub const EXIT_STORE_FAILED: u8 = 3;
/// The source of a check cannot be opened or read to its end, is empty, or is no fairlot journal; or one of the databases
/// of a move cannot be used. A command line that is not understood ends with the same.
pub const EXIT_NO_JOURNAL: u8 = 2;

/// Runs the command that the arguments name.
///
/// # Errors
/// Whatever kept the command from being done, for `main` to print.
pub fn run() -> anyhow::Result<ExitCode> {
    let runtime = runtime()?;
    let command = Cli::parse().command;
    runtime.block_on(async {
        match command {
            Command::Serve(args) => serve::run(args).await,
            Command::Demo(args) => demo::run(args).await,
            Command::Migrate(args) => migrate::run(args).await,
            Command::Token(args) => token::run(args).await,
            Command::User(command) => user::run(command).await,
            Command::Verify(args) => verify::run(args).await,
            Command::History(args) => history::run(args).await,
            Command::Move(args) => r#move::run(args).await,
        }
    })
}

/// One core is left to what works beside the runtime: the store's own thread or PostgreSQL, and the kernel's sockets. On
/// two cores, with as many threads as cores, 50 bidders cost 30 µs of processor a bid in place of 26, and ten thousand
/// observers took a quarter of their bids in place of a tenth. `TOKIO_WORKER_THREADS` says otherwise.
///
/// The store's thread wakes the journal's task from outside, by the queue that all of the runtime's threads share. That is
/// looked into before each task: by its own measure tokio would do so every fifth of a millisecond, as long as half a commit
/// takes, and the disk would have nothing to do meanwhile. 50 bidders: 1.03 to 1.05 times the bids.
fn runtime() -> std::io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    if std::env::var_os("TOKIO_WORKER_THREADS").is_none() {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        builder.worker_threads(cores.saturating_sub(1).max(1));
    }
    builder.global_queue_interval(1).enable_all().build()
}
