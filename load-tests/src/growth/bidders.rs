//! The processor time for a bid on lots with few and with many bidders.

use super::costs::Costs;
use super::memory::{self, Memory};
use super::settings::{Args, ROUNDS, load, progress};
use crate::common::Common;
use crate::fairlot::{Fairlot, Wanted};
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;
use crate::round;

const FEW: usize = 10;
const MANY: usize = 1_000;
const ALL: [usize; 5] = [FEW, 50, 200, MANY, 2_000];

/// Bidders in a browser, which follow every change, and programs that only bid.
const FOLLOWING: [(&str, bool); 2] = [("following the lot", true), ("bidding only", false)];

pub(super) async fn measure(
    args: &Args,
    common: &Common,
    memory: &mut Memory,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let quiet = memory::server(common, MANY).await?;
    let bytes = memory::of_connection(&quiet, &quiet.bidders.iter().collect::<Vec<_>>()).await?;
    memory.note(format!("a bidder's connection, on a lot of {MANY}"), bytes);
    drop(quiet);
    let sizes: &[usize] = if args.all_sizes { &ALL } else { &[FEW, MANY] };
    let following = if args.all_sizes { &FOLLOWING[..] } else { &FOLLOWING[..1] };
    let mut servers = Vec::with_capacity(sizes.len());
    for size in sizes {
        servers.push((*size, Fairlot::start(&common.place, Wanted::durable(*size)).await?));
    }
    let steps = progress("growth: bidders", common, servers.len() * following.len());
    let mut costs = vec![Costs::default(); following.len()];
    for round in 1..=common.rounds(ROUNDS) {
        for ((name, follows), costs) in following.iter().zip(&mut costs) {
            for (size, fairlot) in &servers {
                steps.step(format!("round {round}: {size} bidders, {name}"));
                let lot = fairlot.open_lot().await?;
                let plans = fairlot.plans(&fairlot.server, &lot, *follows);
                let figures = round::run(&plans, fairlot.server.pid, load(args, common)).await?;
                costs.note(&size.to_string(), &figures);
                outcome.figures(round, format!("{size} bidders, {name}"), figures);
            }
        }
    }
    drop(steps);
    let (few, many) = (FEW.to_string(), MANY.to_string());
    for ((name, _), costs) in following.iter().zip(&costs) {
        outcome.table(costs.table(format!("Bidders on one lot, {name}"), "bidders", &few));
    }
    let unanswered: u64 = costs.iter().map(Costs::unanswered).sum();
    let ratios = costs.first().map(|costs| costs.ratios(&many, &few)).unwrap_or_default();
    let measured = Measured::part(Goal::G9, "1,000 bidders ÷ 10 bidders", ratios)
        .note("every bidder follows the lot: what it is told of the others' bids is in the figure")
        .fault_if(unanswered > 0, format!("{unanswered} bids got no verdict"));
    outcome.measured(measured);
    Ok(())
}
