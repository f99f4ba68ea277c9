//! All scenarios, with their names on the command line.

use clap::{Parser, Subcommand};
use tokio::time::Instant;

use crate::common::Common;
use crate::outcome::Outcome;
use crate::{
    checks, closing_storm, console, growth, guesses, hot_lot, many_lots, observers, peers, practice, quiet_observers,
    replay, report_file, restart, sign_in_times, stampede, steady,
};

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum Scenario {
    /// Many bidders on one lot, beside the same server in memory and a raw WebSocket echo, in turns: G1, G2, G5
    HotLot(hot_lot::Args),
    /// The same bids a second on one lot and on many: what a bid costs the processor
    ManyLots(many_lots::Args),
    /// fairlot on PostgreSQL beside what others build: a PL/pgSQL function, a row lock, a Redis script: G3, G4
    Peers(peers::Args),
    /// Everybody bids in the last two seconds, and every answer is compared with the journal: G11
    ClosingStorm(closing_storm::Args),
    /// Many observers on one lot, and what they cost bids, processor and memory: G6, G7, G8; with --beats also G12
    Observers(observers::Args),
    /// Many observers on an open lot on which nobody bids, with and without beats: G13
    QuietObservers(quiet_observers::Args),
    /// Bids on live lots while many organisations practise: G14
    Practice(practice::Args),
    /// The console of an event with many lots, and what it costs: G15
    Console(console::Args),
    /// All connections are cut at once and come back at once
    ReconnectStampede(stampede::Args),
    /// An ordinary afternoon: some lots with followers at a modest rate
    Steady(steady::Args),
    /// What a bid costs as bidders, lots and history grow, and how fast a long journal is read back: G9, G10
    Growth(growth::Args),
    /// How long a check of a large event document takes, beside a JSON Schema validator in Python
    Checks(checks::Args),
    /// How long the report of a lot with many bids takes as a workbook, beside openpyxl in Python: G16, G17
    ReportFile(report_file::Args),
    /// How fast an auditor sees a lot at any past moment and what a party was sent, and what that costs bids: G18 to G21
    Replay(replay::Args),
    /// A restart, verify, memory and bids with many ended lots, beside an earlier build: R1 to R4
    Restart(restart::Args),
    /// Bids beside ten thousand wrong passwords from many addresses, and who still gets in
    Guesses(guesses::Args),
    /// Whether the time of a refused sign-in shows who has an account
    SignInTimes(sign_in_times::Args),
}

/// The command line of one scenario.
#[derive(Debug, Parser)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) scenario: Scenario,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Runs one scenario.
pub(crate) async fn run(scenario: Scenario, common: &Common) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let outcome = match scenario {
        Scenario::HotLot(args) => hot_lot::run(args, common).await?,
        Scenario::ManyLots(args) => many_lots::run(args, common).await?,
        Scenario::Peers(args) => peers::run(args, common).await?,
        Scenario::ClosingStorm(args) => closing_storm::run(args, common).await?,
        Scenario::Observers(args) => observers::run(args, common).await?,
        Scenario::QuietObservers(args) => quiet_observers::run(args, common).await?,
        Scenario::Practice(args) => practice::run(args, common).await?,
        Scenario::Console(args) => console::run(args, common).await?,
        Scenario::ReconnectStampede(args) => stampede::run(args, common).await?,
        Scenario::Steady(args) => steady::run(args, common).await?,
        Scenario::Growth(args) => growth::run(args, common).await?,
        Scenario::Checks(args) => checks::run(args, common).await?,
        Scenario::ReportFile(args) => report_file::run(args, common).await?,
        Scenario::Replay(args) => replay::run(args, common).await?,
        Scenario::Restart(args) => restart::run(args, common).await?,
        Scenario::Guesses(args) => guesses::run(args, common).await?,
        Scenario::SignInTimes(args) => sign_in_times::run(args, common).await?,
    };
    Ok(Outcome { took_s: start.elapsed().as_secs_f64(), ..outcome })
}
