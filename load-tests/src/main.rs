//! Load tests: what a server does under load, beside what the machine could do at all.
//!
//! Each scenario is a file that says what it measures; the others are what scenarios are made of. Nothing here knows
//! the server's code: it is driven through its command line, HTTP and WebSockets, as anybody else would.

mod arrivals;
mod bidder;
mod echo;
mod fairlot;
mod figures;
mod hot_lot;
mod observers;
mod proc;
mod report;
mod round;
mod server;

use clap::{Parser, Subcommand};

/// Load tests for fairlot.
#[derive(Debug, Parser)]
#[command(name = "load-tests", version, about, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Many bidders on one lot: durable bids beside a raw WebSocket echo, in turns
    HotLot(hot_lot::Args),
    /// Many observers on one lot: what they cost the bidders, the processor and the memory
    Observers(observers::Args),
    /// The crowd that observers starts for itself
    #[command(hide = true)]
    ObserversCrowd(observers::CrowdArgs),
    /// The plain writes that observers compares with
    #[command(hide = true)]
    ObserversRaw(observers::RawArgs),
    /// The echo that scenarios start for themselves
    #[command(hide = true)]
    EchoServer,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::HotLot(args) => hot_lot::run(args).await,
        Command::Observers(args) => observers::run(args).await,
        Command::ObserversCrowd(args) => observers::run_crowd(&args),
        Command::ObserversRaw(args) => observers::run_raw(&args),
        Command::EchoServer => echo::serve().await,
    }
}
