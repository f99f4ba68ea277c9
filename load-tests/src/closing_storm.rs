//! The scenario `closing-storm`: all bidders bid in the last two seconds, and every bid must be judged rightly.
//!
//! Bids are sent whatever the answers are. Afterwards each bid is looked up in the journal, and its record is compared
//! with the bidder's answer and with when it was sent. Some bids are sent after the close on purpose: to accept those
//! is as wrong as to refuse others.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

mod audit;
mod client;

use std::time::Duration;

use anyhow::Context;
use futures::future::try_join_all;
use jiff::Timestamp;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use self::audit::Audit;
use self::client::{Client, SentBid};
use crate::arrivals;
use crate::bidder::Window;
use crate::common::{Common, Progress};
use crate::fairlot::{Fairlot, LotPlan, Wanted};
use crate::figures::Tally;
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::report::{self, millis};
use crate::round::usage_within;
use crate::tokens::bidder_id;

const ROUNDS: u16 = 5;
const NAME: &str = "fairlot";
/// The storm, up to the close.
const STORM: Duration = Duration::from_secs(2);
/// How long after the close the late bids come.
const AFTERWARDS: Duration = Duration::from_millis(200);
/// How long lots are open: enough to follow them before the storm.
const OPEN_FOR: Duration = Duration::from_secs(6);
/// The same storms in every run.
const SEED: u64 = 2015;

/// Flags of `load-tests closing-storm`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bidders, each on a connection of its own
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    bidders: u16,
    /// Bids of each in the last two seconds
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=200))]
    bids: u16,
    /// Bids of each right after the close
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(0..=20))]
    late_bids: u16,
    /// Bidders only bid: they do not follow the lot's newest states
    #[arg(long)]
    without_updates: bool,
}

/// Runs a storm in each round.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let fairlot = Fairlot::start(&common.place, Wanted::durable(args.bidders.into())).await?;
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} bidders, {} bids of each in the last {} s of a lot and {} of each right after, {rounds} rounds",
        args.bidders,
        args.bids,
        STORM.as_secs(),
        args.late_bids
    );
    let mut outcome = Outcome::new("closing-storm", about);
    let progress = Progress::new("closing-storm", rounds.into());
    let mut audits = Vec::new();
    for round in 1..=rounds {
        progress.step(format!("round {round}"));
        audits.push(storm(&args, &fairlot, round, &mut outcome).await?);
    }
    report::tabulate(&mut outcome, "Answers in the storm, from when a bid was due", &[NAME]);
    outcome.table(table(&audits));
    let slowest = outcome.rounds.iter().map(|one| one.figures.latency_us.p99).max().unwrap_or_default();
    let note = format!("p99 of the answers at the close: {} ms in the worst round", millis(slowest as f64));
    outcome.measured(measured(&audits).note(note));
    Ok(outcome)
}

async fn storm(args: &Args, fairlot: &Fairlot, round: u16, outcome: &mut Outcome) -> anyhow::Result<Audit> {
    let url = fairlot.server.web_socket_url();
    let mut clients = try_join_all(fairlot.bidders.iter().map(|token| Client::connect(&url, token))).await?;
    let lots = fairlot.open_lots(&LotPlan { lots: 1, open_for: OPEN_FOR }).await?;
    let lot = lots.first().context("a lot was asked for")?;
    if !args.without_updates {
        try_join_all(clients.iter_mut().map(|client| client.join(lot))).await?;
    }
    let closes_at: Timestamp = fairlot.lot(lot).await?["closes_at"].as_str().context("it closes")?.parse()?;
    let close = Instant::now() + Duration::try_from(closes_at.duration_since(Timestamp::now())).unwrap_or_default();
    let window = Window { from: close - STORM, until: close + AFTERWARDS };

    let mut running = JoinSet::new();
    let mut prompts = Vec::new();
    for (nth, client) in clients.into_iter().enumerate() {
        let (prompt, due) = mpsc::unbounded_channel();
        prompts.push(prompt);
        let lot = lot.clone();
        running.spawn(async move { (nth, client.bid(&lot, due, window.until).await) });
    }
    arrivals::play(schedule(args, round, close), prompts);
    let usage = usage_within(window, fairlot.server.pid).await?;

    let mut sent: Vec<(String, SentBid)> = Vec::new();
    while let Some(client) = running.join_next().await {
        let (nth, bids) = client?;
        sent.extend(bids.into_iter().map(|bid| (bidder_id(nth), bid)));
    }
    let records = audit::records(&fairlot.history(lot).await?)?;
    let mut tally = Tally::new()?;
    for (_, bid) in &sent {
        bid.count(&mut tally);
    }
    outcome.figures(round, NAME, tally.over(STORM, usage));
    Ok(audit::audit(&sent, &records, closes_at))
}

/// When each bidder's bids are due: evenly at random over the storm, and over the time after the close.
fn schedule(args: &Args, round: u16, close: Instant) -> Vec<(Instant, usize)> {
    let mut random = SmallRng::seed_from_u64(SEED + u64::from(round));
    let mut draw = |from: Instant, span: Duration| from + span.mul_f64(random.random::<f64>());
    let mut due = Vec::new();
    for bidder in 0..args.bidders.into() {
        due.extend((0..args.bids).map(|_| (draw(close - STORM, STORM), bidder)));
        due.extend((0..args.late_bids).map(|_| (draw(close, AFTERWARDS), bidder)));
    }
    due.sort_unstable();
    due
}

fn measured(audits: &[Audit]) -> Measured {
    let sum = |of: fn(&Audit) -> u64| audits.iter().map(of).sum::<u64>();
    let taken_late = sum(|audit| audit.accepted_late);
    let overloaded = sum(|audit| audit.overloaded);
    Measured::of(Goal::G11, audits.iter().map(|audit| audit.wronged() as f64).collect())
        .fault_if(taken_late > 0, format!("{taken_late} bids were accepted that came after the close"))
        .fault_if(overloaded > 0, format!("{overloaded} bids were answered overloaded"))
}

fn table(audits: &[Audit]) -> Table {
    let columns = [
        "round",
        "sent",
        "in time",
        "accepted",
        "refused as late",
        "wrongly late",
        "lost",
        "unanswered",
        "overloaded",
        "accepted late",
        "read after the close",
        "by at most ms",
    ];
    let mut table = Table::new("Every bid, compared with the journal", columns);
    for (round, audit) in (1..).zip(audits) {
        let counts = [
            round,
            audit.sent,
            audit.in_time,
            audit.accepted,
            audit.refused_as_late,
            audit.wrongly_late,
            audit.lost,
            audit.unanswered,
            audit.overloaded,
            audit.accepted_late,
            audit.read_late,
        ];
        let lag = format!("{:.1}", audit.read_late_lag_us_max as f64 / 1_000.0);
        table.row(counts.iter().map(ToString::to_string).chain([lag]).collect());
    }
    table.note(format!(
        "in time: the journal's received_at is before closes_at. Read after the close: written by the client before it; \
         wrong where that was more than {} ms before.",
        audit::READ_LAG_MAX.as_millis()
    ));
    table
}
