//! Load tests: what a server does under load, compared with what the machine can do.
//!
//! Each scenario is a file that says what it measures and returns an [`outcome::Outcome`]; `outcome` says how. The
//! other files are parts of scenarios. Nothing here uses the server's code: it uses the command line, HTTP and
//! WebSockets, as any client does.

mod all;
mod arrivals;
mod auditor;
mod bidder;
mod bidder_plan;
mod checks;
mod closing_storm;
mod common;
mod console;
mod echo;
mod fairlot;
mod figures;
mod follower;
mod goal;
mod grown;
mod growth;
mod guesses;
mod hot_lot;
mod idle;
mod machine;
mod many_lots;
mod observers;
mod outcome;
mod page;
mod peers;
mod practice;
mod probe;
mod proc;
mod quiet_observers;
mod replay;
mod report;
mod report_file;
mod restart;
mod round;
mod run;
mod scenario;
mod server;
mod sign_in;
mod sign_in_times;
mod socket;
mod stampede;
mod steady;
mod tokens;
mod watcher;

use std::process::ExitCode;

use anyhow::bail;
use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use crate::common::Common;
use crate::scenario::Scenario;

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
    /// Every scenario in turn, into target/bench: results.json and a page to read
    All(all::Args),
    /// The echo that scenarios start for themselves
    #[command(hide = true)]
    EchoServer,
    /// A peer that scenarios start for themselves
    #[command(hide = true, subcommand)]
    PeerServer(peers::Peer),
    /// The crowd that `observers` starts for itself
    #[command(hide = true)]
    ObserversCrowd(observers::CrowdArgs),
    /// The plain writes that `observers` compares with
    #[command(hide = true)]
    ObserversRaw(observers::RawArgs),
    #[command(flatten)]
    Scenario(Scenario),
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    match cli.command {
        Command::All(args) => Box::pin(until_stopped(all::run(args, &cli.common))).await,
        Command::EchoServer => echo::serve().await.map(|()| ExitCode::SUCCESS),
        Command::PeerServer(peer) => peer.serve().await.map(|()| ExitCode::SUCCESS),
        Command::ObserversCrowd(args) => observers::run_crowd(&args).map(|()| ExitCode::SUCCESS),
        Command::ObserversRaw(args) => observers::run_raw(&args).map(|()| ExitCode::SUCCESS),
        Command::Scenario(scenario) => until_stopped(one(scenario, &cli.common)).await,
    }
}

/// Ends in order on a signal: servers that were started end too, and their databases are removed.
async fn until_stopped(run: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        ended = run => ended,
        _ = terminate.recv() => bail!("stopped by SIGTERM"),
        _ = interrupt.recv() => bail!("stopped by SIGINT"),
    }
}

/// Runs one scenario and prints its outcome.
async fn one(scenario: Scenario, common: &Common) -> anyhow::Result<ExitCode> {
    let outcomes = [scenario::run(scenario, common).await?];
    outcomes.iter().for_each(report::print);
    let standings = report::standings(&outcomes);
    if let Some(file) = &common.json {
        let all = serde_json::json!({ "scenarios": outcomes, "goals": standings });
        std::fs::write(file, serde_json::to_string_pretty(&all)? + "\n")?;
    }
    let missed = standings.iter().any(|standing| standing.met == Some(false));
    Ok(if common.enforce && missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
