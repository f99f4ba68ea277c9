//! The command line, one file per command. Data goes to stdout, messages for people go to stderr.

mod about;
mod database;
mod demo;
mod exit;
mod history;
mod mail;
mod migrate;
mod r#move;
mod organisation;
mod person;
mod serve;
mod simulate;
mod token;
mod user;
mod verify;

use std::num::NonZero;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::runtime::{Builder, Runtime};

pub use self::exit::{EXIT_NO_JOURNAL, EXIT_STORE_FAILED};

/// A server for live reverse auctions, made for hospital trusts that buy together.
#[derive(Debug, Parser)]
#[command(name = "fairlot", version, about, max_term_width = 110)]
pub struct Cli {
    #[command(subcommand)]
    command: CliCommand,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Runs the server
    Serve(Box<serve::Args>),
    /// Runs a server with an example partnership, an auction about to open, and suppliers that bid
    Demo(demo::Args),
    /// Brings the tables of a database up to date, where the server's own user may not
    Migrate(migrate::Args),
    /// Prints a signed token for a machine client
    Token(token::Args),
    /// Creates people and prints their one-time sign-in links
    #[command(subcommand)]
    User(user::UserCommand),
    /// Checks every hash chain and judges every recorded command again
    Verify(verify::Args),
    /// Tries other rules out on the record of a lot that has ended
    Simulate(simulate::Args),
    /// Writes a lot's journal
    History(history::Args),
    /// Copies everything into a new database and checks it there
    Move(r#move::Args),
}

/// Runs the command that the arguments name.
///
/// # Errors
/// Why the command was not done, for `main` to print.
pub fn run() -> anyhow::Result<ExitCode> {
    let runtime = runtime()?;
    let command = Cli::parse().command;
    runtime.block_on(async {
        match command {
            CliCommand::Serve(args) => serve::run(*args).await,
            CliCommand::Demo(args) => demo::run(args).await,
            CliCommand::Migrate(args) => migrate::run(args).await,
            CliCommand::Token(args) => token::run(args).await,
            CliCommand::User(command) => user::run(command).await,
            CliCommand::Verify(args) => verify::run(args).await,
            CliCommand::Simulate(args) => simulate::run(&args).await,
            CliCommand::History(args) => history::run(args).await,
            CliCommand::Move(args) => r#move::run(args).await,
        }
    })
}

/// The runtime uses all cores but one: that one serves SQLite's thread or PostgreSQL, and the kernel's sockets.
/// `TOKIO_WORKER_THREADS` overrides this. See docs/performance.md, Worker threads.
///
/// The store's thread wakes the journal's task through the queue that all threads of the runtime share. The runtime looks at
/// that queue before each task; by default it would look rarely, and the disk would be idle. See docs/performance.md, Global
/// queue interval.
fn runtime() -> std::io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    if std::env::var_os("TOKIO_WORKER_THREADS").is_none() {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        builder.worker_threads(cores.saturating_sub(1).max(1));
    }
    builder.global_queue_interval(1).enable_all().build()
}
