//! The PL/pgSQL function behind pools of other sizes, as people use who have not tried which is best.
//!
//! Each size has its closed loop, and then, beside fairlot, an open loop at the rate that it carried itself.
#![expect(clippy::cast_precision_loss, reason = "rates and ratios that people read")]

use super::contestants::{Contestants, FAIRLOT};
use super::open_loop;
use super::plan::{self, Plan};
use crate::figures::{Spread, ratios};
use crate::outcome::{Outcome, Table};
use crate::report::millis;

/// Turns of a round for each size.
pub(super) const TURNS: usize = 3;

/// All sizes in turn. Each function runs only while it is measured, so that no idle connections add up.
pub(super) async fn round(
    plan: &Plan<'_>,
    all: &Contestants,
    pools: &[u32],
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let number = plan.round;
    for pool in pools {
        let function = all.function(closed(*pool), *pool).await?;
        plan.step(&function.name);
        let figures = all.peer(&function, &format!("closed-{number}"), plan::load(plan.common)).await?;
        let load = open_loop::load(plan, figures.accepted_per_second);
        outcome.figures(number, closed(*pool), figures);
        plan.step(&fairlot_beside(*pool));
        outcome.figures(number, fairlot_beside(*pool), all.fairlot(load).await?);
        plan.step(&open(*pool));
        outcome.figures(number, open(*pool), all.peer(&function, &format!("open-{number}"), load).await?);
    }
    Ok(())
}

/// A row for each size.
pub(super) fn report(outcome: &mut Outcome, pools: &[u32]) {
    if pools.is_empty() {
        return;
    }
    let mut table = Table::new(
        "pg-function behind pools of other sizes",
        ["pool", "bids/s", "bids/s ratio", "p99 ms", "p99 ratio", "open loop: p99 ms", "fairlot's", "p99 ratio"],
    );
    for pool in pools {
        let rate = |name: &str| outcome.each_round(name, |figures| figures.accepted_per_second);
        let p99 = |name: &str| outcome.each_round(name, |figures| figures.latency_us.p99.max(1) as f64);
        let (closed, open, fairlots) = (closed(*pool), open(*pool), fairlot_beside(*pool));
        let middle = |values: Vec<f64>| Spread::of_high(values).map_or(f64::NAN, |spread| spread.median);
        let ratio = |above: &[f64], below: &[f64]| format!("{:.2}", middle(ratios(above, below)));
        table.row(vec![
            pool.to_string(),
            format!("{:.0}", middle(rate(&closed))),
            ratio(&rate(FAIRLOT), &rate(&closed)),
            millis(middle(p99(&closed))),
            ratio(&p99(&closed), &p99(FAIRLOT)),
            millis(middle(p99(&open))),
            millis(middle(p99(&fairlots))),
            ratio(&p99(&open), &p99(&fairlots)),
        ]);
    }
    table.note("The open loop offers each size, and fairlot beside it, what that size carried. Medians of the rounds.");
    outcome.table(table);
}

fn closed(pool: u32) -> String {
    format!("pg-function, pool of {pool}")
}

fn open(pool: u32) -> String {
    format!("pg-function, pool of {pool}, open loop")
}

fn fairlot_beside(pool: u32) -> String {
    format!("{FAIRLOT}, as many bids as a pool of {pool} carries")
}
