//! The processor time for a bid on a lot with a long history. The history is made once, for all parts that read it.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use anyhow::Context;
use tempfile::TempDir;
use throwaway_postgres::Cluster;

use super::costs::Costs;
use super::memory::{Memory, quiet};
use super::reads;
use super::settings::{Args, ROUNDS, load, progress};
use crate::common::Common;
use crate::fairlot::{Database, Fairlot, Wanted};
use crate::goal::{Goal, Measured};
use crate::grown::Grown;
use crate::outcome::Outcome;

const BIDDERS: usize = 50;
const SHORT: &str = "1,000";
const LONG: &str = "long";

/// What remains of a journal on SQLite after the server has ended.
#[derive(Debug)]
pub(super) struct Left {
    pub(super) folder: TempDir,
    pub(super) lot: String,
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
    let mut long = Grown::new(&fairlot).await?;
    let before = quiet(&fairlot).await?;
    steps.step(format!("making {} records", args.records));
    let records = long.grow_to(args.records).await?;
    let kept = quiet(&fairlot).await?.saturating_sub(before) as f64 / records as f64;
    memory.note(format!("a record of a lot that is awake, of {records}"), kept);

    let load = load(args, common);
    let mut costs = Costs::default();
    for round in 1..=common.rounds(ROUNDS) {
        steps.step(format!("round {round}: a new lot"));
        let mut new = Grown::new(&fairlot).await?;
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
