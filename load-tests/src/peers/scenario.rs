//! The scenario `peers`: the same bidders at fairlot and at what others would build in its place, in turns.
//!
//! fairlot runs on PostgreSQL, so that it and its two PostgreSQL peers share a cluster, a disk and a time. Redis, where
//! it is installed, takes part as the fastest store that people commonly choose. Each round first measures the rate
//! that each server carries, with bidders that wait for their answers; then how long bids take that do not wait.
#![expect(clippy::cast_precision_loss, reason = "ratios that people read")]

use super::contestants::{Contestants, FAIRLOT, FUNCTION, REDIS, ROW_LOCK};
use super::peer::POOL_CONNECTIONS;
use super::plan::{Args, Plan, ROUNDS, SECONDS, load};
use super::{open_loop, pools};
use crate::common::{Common, Progress};
use crate::figures::{Spread, ratios};
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::report;

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let all = Contestants::start(&args, &common.place).await?;
    let rounds = common.rounds(ROUNDS);
    let seconds = common.measure(SECONDS).as_secs();
    let about = format!(
        "{} bidders on one lot, one bid in flight each, {rounds} rounds of {seconds} s; then bids that do not wait",
        args.bidders
    );
    let mut outcome = Outcome::new("peers", about);
    let turns = 1 + all.peers.len() + open_loop::turns(all.peers.len()) + pools::TURNS * args.pools.len();
    let progress = Progress::new("peers", u64::from(rounds) * turns as u64);
    for round in 1..=rounds {
        let plan = Plan::new(round, common, &progress);
        closed_loop(&plan, &all, &mut outcome).await?;
        open_loop::round(&plan, &all, &mut outcome).await?;
        pools::round(&plan, &all, &args.pools, &mut outcome).await?;
    }
    drop(progress);
    report(&mut outcome, &args, common, all.has_redis());
    Ok(outcome)
}

async fn closed_loop(plan: &Plan<'_>, all: &Contestants, outcome: &mut Outcome) -> anyhow::Result<()> {
    plan.step(FAIRLOT);
    outcome.figures(plan.round, FAIRLOT, all.fairlot(load(plan.common)).await?);
    for peer in &all.peers {
        plan.step(&peer.name);
        let lot = format!("{}-{}", peer.name, plan.round);
        outcome.figures(plan.round, &peer.name, all.peer(peer, &lot, load(plan.common)).await?);
    }
    Ok(())
}

fn report(outcome: &mut Outcome, args: &Args, common: &Common, with_redis: bool) {
    let pool = pool_words(args.pool);
    let rate = |name: &str| outcome.each_round(name, |figures| figures.accepted_per_second);
    let p99 = |name: &str| outcome.each_round(name, |figures| figures.latency_us.p99.max(1) as f64);
    let mut table = Table::new(
        "fairlot on PostgreSQL against each, in the closed loop",
        ["peer", "bids/s ratio", "worst", "p99 ratio", "worst"],
    );
    for name in [FUNCTION, ROW_LOCK, REDIS] {
        let rates = Spread::of_high(ratios(&rate(FAIRLOT), &rate(name)));
        let waits = Spread::of_high(ratios(&p99(name), &p99(FAIRLOT)));
        if let Some((rates, waits)) = rates.zip(waits) {
            let figures = [rates.median, rates.worst, waits.median, waits.worst].map(|ratio| format!("{ratio:.2}"));
            table.row(std::iter::once(name.to_owned()).chain(figures).collect());
        }
    }
    table.note("Bids/s: fairlot's by the peer's. p99: the peer's by fairlot's. More is better.");
    table.note(&pool);
    if !with_redis {
        table.note("redis-lua was left out: there is no redis-server on this machine.");
    }
    let measured = Measured::of(Goal::G3, ratios(&rate(FAIRLOT), &rate(FUNCTION))).note(&pool);
    outcome.table(table);
    outcome.measured(measured);
    open_loop::report(outcome, open_loop::window(common), &pool);
    pools::report(outcome, &args.pools);
    report::tabulate(outcome, "Every server, in the closed loop", &[FAIRLOT, FUNCTION, ROW_LOCK, REDIS]);
}

fn pool_words(pool: u32) -> String {
    let best = if pool == POOL_CONNECTIONS { ", which suits them best of 2, 4, 8, 16 and 32" } else { "" };
    format!("The PostgreSQL peers have a pool of {pool} connections{best}.")
}
