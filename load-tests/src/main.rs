//! Load tests: what a server does under load, beside what the machine could do at all.
//!
//! Each scenario is a file that says what it measures and hands back an [`outcome::Outcome`]; `outcome` says how. The
//! others are what scenarios are made of. Nothing here knows the server's code: it is driven through its command line,
//! HTTP and WebSockets, as anybody else would.

mod arrivals;
mod bidder;
mod closing_storm;
mod common;
mod echo;
mod fairlot;
mod figures;
mod follower;
mod goal;
mod growth;
mod hot_lot;
mod many_lots;
mod outcome;
mod proc;
mod report;
mod round;
mod server;
mod socket;
mod stampede;
mod steady;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::common::Common;
use crate::outcome::Outcome;

/// Load tests for fairlot.
#[derive(Debug, Parser)]
#[command(name = "load-tests", version, about, max_term_width = 110)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Many bidders on one lot, beside the same server in memory and a raw WebSocket echo, in turns: G1, G2
    HotLot(hot_lot::Args),
    /// The same bids a second on one lot and on many: what a bid costs the processor
    ManyLots(many_lots::Args),
    /// Everybody bids in the last two seconds, and every answer is compared with the journal: G11
    ClosingStorm(closing_storm::Args),
    /// All connections are cut at once and come back at once
    ReconnectStampede(stampede::Args),
    /// An ordinary afternoon: some lots with followers at a modest rate
    Steady(steady::Args),
    /// What a bid costs as bidders, lots and history grow, and how fast a long journal is read back: G9, G10
    Growth(growth::Args),
    /// The echo that scenarios start for themselves
    #[command(hide = true)]
    EchoServer,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    match cli.command {
        Command::EchoServer => echo::serve().await.map(|()| ExitCode::SUCCESS),
        command => one(command, &cli.common).await,
    }
}

/// Runs one scenario and tells what it found.
async fn one(command: Command, common: &Common) -> anyhow::Result<ExitCode> {
    let outcome = run(command, common).await?;
    report::print(&outcome);
    let outcomes = [outcome];
    let standings = report::standings(&outcomes);
    if let Some(file) = &common.json {
        let all = serde_json::json!({ "scenarios": outcomes, "goals": standings });
        std::fs::write(file, serde_json::to_string_pretty(&all)? + "\n")?;
    }
    let missed = standings.iter().any(|standing| standing.met == Some(false));
    Ok(if common.enforce && missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn run(command: Command, common: &Common) -> anyhow::Result<Outcome> {
    match command {
        Command::HotLot(args) => hot_lot::run(args, common).await,
        Command::ManyLots(args) => many_lots::run(args, common).await,
        Command::ClosingStorm(args) => closing_storm::run(args, common).await,
        Command::ReconnectStampede(args) => stampede::run(args, common).await,
        Command::Steady(args) => steady::run(args, common).await,
        Command::Growth(args) => growth::run(args, common).await,
        Command::EchoServer => anyhow::bail!("the echo is no scenario"),
    }
}
