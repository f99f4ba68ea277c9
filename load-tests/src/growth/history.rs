//! What a bid costs on a lot with a long history, which is made here once for all that reads it.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::time::Duration;

use anyhow::Context;
use tempfile::TempDir;
use throwaway_postgres::Cluster;

use super::costs::Costs;
use super::memory::{Memory, quiet};
use super::reads;
use super::{Args, ROUNDS, load, progress};
use crate::bidder::Seat;
use crate::common::Common;
use crate::fairlot::{Database, Fairlot, Wanted};
use crate::figures::Figures;
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;
use crate::round::{self, Load, Pace};

const BIDDERS: usize = 50;
/// While the history is made.
const IN_FLIGHT: usize = 16;
/// After so long it is looked how far it has come: seldom enough to cost nothing, often enough to end near the aim.
const GROW_FOR: Duration = Duration::from_secs(1);
/// More bids than a bidder makes in one round.
const BIDS_PER_ROUND: u64 = 10_000_000;

const SHORT: &str = "1,000";
const LONG: &str = "long";

/// What is left of a journal on SQLite when the server has ended.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) folder: TempDir,
    pub(super) lot: String,
}

/// A lot whose bidders have bid before.
pub(super) struct Grown<'a> {
    pub(super) fairlot: &'a Fairlot,
    pub(super) lot: String,
    rounds: u64,
}

pub(super) async fn measure(
    args: &Args,
    common: &Common,
    memory: &mut Memory,
    outcome: &mut Outcome,
) -> anyhow::Result<Option<Left>> {
    let cluster = if args.postgres { Some(Cluster::start()?) } else { None };
    let database = match &cluster {
        Some(cluster) => Database::Url(cluster.create_database()?),
        None => Database::Sqlite,
    };
    let fairlot = Fairlot::start(&common.place, Wanted { database, ..Wanted::durable(BIDDERS) }).await?;
    let steps = progress("growth: history", common, 2);
    let mut long = Grown { fairlot: &fairlot, lot: fairlot.open_lot().await?, rounds: 0 };
    let before = quiet(&fairlot).await?;
    steps.step(format!("making {} records", args.records));
    let records = long.grow_to(args.records).await?;
    let kept = quiet(&fairlot).await?.saturating_sub(before) as f64 / records as f64;
    memory.note(format!("a record of a lot that is awake, of {records}"), kept);

    let load = load(args, common);
    let mut costs = Costs::default();
    for round in 1..=common.rounds(ROUNDS) {
        steps.step(format!("round {round}: a new lot"));
        let mut new = Grown { fairlot: &fairlot, lot: fairlot.open_lot().await?, rounds: 0 };
        costs.note(SHORT, &new.run(load).await?);
        steps.step(format!("round {round}: {records} records"));
        let figures = long.run(load).await?;
        costs.note(LONG, &figures);
        outcome.figures(round, "long history", figures);
    }
    drop(steps);
    let unanswered = reads::measure(&mut long, records, load, common, outcome).await?;
    report(&costs, unanswered, records, outcome);
    let lot = long.lot.clone();
    let folder = fairlot.kill().await?.context("the server was started here")?;
    Ok(cluster.is_none().then_some(Left { folder, lot }))
}

fn report(costs: &Costs, unanswered: u64, records: u64, outcome: &mut Outcome) {
    outcome.table(costs.table(format!("A new lot, and one of {records} records"), "history", SHORT));
    let unanswered = unanswered + costs.unanswered();
    let part = "history of 1,000,000 records ÷ 1,000";
    let measured = Measured::part(Goal::G9, part, costs.ratios(LONG, SHORT))
        .note(format!("{records} records"))
        .fault_if(unanswered > 0, format!("{unanswered} bids got no verdict"));
    outcome.measured(measured);
}

impl Grown<'_> {
    /// Bids as fast as may be until the lot has so many records. How many it has.
    async fn grow_to(&mut self, records: u64) -> anyhow::Result<u64> {
        loop {
            let load = Load { pace: Pace::InFlight(IN_FLIGHT), warm_up: Duration::ZERO, measure: GROW_FOR };
            self.run(load).await?;
            let seq = self.fairlot.lot(&self.lot).await?["seq"].as_u64().context("a lot has a seq")?;
            if seq >= records {
                return Ok(seq);
            }
        }
    }

    pub(super) async fn run(&mut self, load: Load) -> anyhow::Result<Figures> {
        let bids_before = self.rounds * BIDS_PER_ROUND;
        self.rounds += 1;
        let seats = self.fairlot.seats(&self.fairlot.server, &self.lot, false);
        let seats: Vec<Seat> = seats.into_iter().map(|seat| Seat { bids_before, ..seat }).collect();
        round::run(&seats, self.fairlot.server.pid, load).await
    }
}
