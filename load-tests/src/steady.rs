//! The scenario `steady`: an ordinary afternoon, with some lots, their bidders and observers, and a modest rate of
//! bids.
//!
//! It measures everyday use and no limit: a bidder's usual, slow and very slow waits, the server's share of a
//! processor, and whether its memory grows with the number of bids.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::sync::Arc;

use futures::future::try_join_all;
use tokio::task::JoinSet;

use crate::bidder_plan::BidderPlan;
use crate::common::{Common, Progress, WARM_UP};
use crate::fairlot::{Fairlot, LotPlan, Wanted};
use crate::figures::Spread;
use crate::follower::{Follower, Seen};
use crate::hot_lot::rate;
use crate::outcome::{NamedFigures, Outcome, Table};
use crate::report::{self, mebibytes};
use crate::round::{self, Load, Pace};

const ROUNDS: u16 = 5;
/// With five rounds a minute in all.
const SECONDS: u16 = 12;
const NAME: &str = "fairlot";

/// Flags of `load-tests steady`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Lots that are open
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=100))]
    lots: u16,
    /// Bidders, each on one connection
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=100))]
    bidders: u16,
    /// Lots that each bidder bids on and follows
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=100))]
    lots_each: u16,
    /// Observers of each lot
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=500))]
    observers: u16,
    /// Bids a second of all bidders on all lots, whatever the answers do
    #[arg(long, default_value_t = 200.0, value_parser = rate)]
    rate: f64,
}

/// Runs all rounds on one server.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let fairlot = Fairlot::start(&common.place, Wanted::durable(args.bidders.into())).await?;
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} bids/s on {} lots by {} bidders, {} in each lot, with {} observers of each; {rounds} rounds of {} s",
        args.rate,
        args.lots,
        args.bidders,
        args.bidders * args.lots_each.min(args.lots) / args.lots,
        args.observers,
        common.measure(SECONDS).as_secs()
    );
    let mut outcome = Outcome::new("steady", about);
    let progress = Progress::new("steady", rounds.into());
    let load = Load { pace: Pace::Rate(args.rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) };
    let mut told = Vec::new();
    for round in 1..=rounds {
        progress.step(format!("round {round}"));
        let lots = fairlot.open_lots(&LotPlan { lots: args.lots.into(), ..LotPlan::ONE }).await?;
        let (seen, following) = follow(&fairlot, &lots, args.observers).await?;
        let figures = round::run(&plans(&fairlot, &lots, args.lots_each.into()), fairlot.server.pid, load).await?;
        told.push(seen.messages());
        outcome.figures(round, NAME, figures);
        drop(following);
    }
    report::tabulate(&mut outcome, "An ordinary afternoon", &[NAME]);
    outcome.table(shares(&outcome.rounds, load.measure.as_secs_f64(), &told));
    Ok(outcome)
}

/// Each bidder gets some of the lots, and each lot about the same number of bidders.
fn plans(fairlot: &Fairlot, lots: &[String], each: usize) -> Vec<BidderPlan> {
    let mut plans = fairlot.plans_for_lots(&fairlot.server, lots, true);
    for (nth, plan) in plans.iter_mut().enumerate() {
        plan.lots = lots.iter().cycle().skip(nth * each % lots.len()).take(each.min(lots.len())).cloned().collect();
        plan.first_lot = 0;
    }
    plans
}

/// Connects observers, which read until their set is dropped.
async fn follow(
    fairlot: &Fairlot,
    lots: &[String],
    each: u16,
) -> anyhow::Result<(Arc<Seen>, JoinSet<anyhow::Result<()>>)> {
    let (url, seen) = (fairlot.server.web_socket_url(), Arc::<Seen>::default());
    let connect = |lot: &String| {
        let (url, lot, seen) = (url.clone(), vec![lot.clone()], Arc::clone(&seen));
        async move { Follower::connect(&url, &fairlot.observer, &lot, seen).await }
    };
    let places = lots.iter().flat_map(|lot| std::iter::repeat_n(lot, each.into()));
    let followers = try_join_all(places.map(connect)).await?;
    let mut following = JoinSet::new();
    for follower in followers {
        following.spawn(follower.follow());
    }
    Ok((seen, following))
}

fn shares(rounds: &[NamedFigures], seconds: f64, told: &[u64]) -> Table {
    let mut table = Table::new("What it takes", ["of the server", "median", "worst"]);
    let mut row = |name: &str, values: Vec<f64>| {
        if let Some(spread) = Spread::of_low(values) {
            table.row(vec![name.to_owned(), format!("{:.1}", spread.median), format!("{:.1}", spread.worst)]);
        }
    };
    let cpu = rounds.iter().filter_map(|one| Some(one.figures.server_cpu_s? * 100.0 / seconds));
    row("% of one processor", cpu.collect());
    row("messages/s to observers", told.iter().map(|messages| *messages as f64 / seconds).collect());
    let memory: Vec<f64> = rounds.iter().filter_map(|one| one.figures.server_resident_bytes.map(mebibytes)).collect();
    row("memory, MiB", memory.clone());
    let growth = memory.windows(2).map(|two| two[1] - two[0]).collect();
    row("memory gained from round to round, MiB", growth);
    table.note("Each round has new lots; those of the rounds before stay open and in memory.");
    table
}
