//! The processor time for a bid on one lot and on many.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use super::costs::Costs;
use super::memory::{self, Memory, quiet};
use super::settings::{Args, ROUNDS, load, progress};
use crate::common::Common;
use crate::fairlot::{Fairlot, LotPlan, Wanted};
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;
use crate::round;

const BIDDERS: usize = 50;
const ONE: usize = 1;
const MANY: usize = 100;
const ALL: [usize; 3] = [ONE, 10, MANY];

pub(super) async fn measure(
    args: &Args,
    common: &Common,
    memory: &mut Memory,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let sizes: &[usize] = if args.all_sizes { &ALL } else { &[ONE, MANY] };
    let fairlot = Fairlot::start(&common.place, Wanted::durable(BIDDERS)).await?;
    memory.note(format!("an open lot of {BIDDERS} bidders, before any bid"), of_lot(common).await?);
    let steps = progress("growth: lots", common, sizes.len());
    let mut costs = Costs::default();
    for round in 1..=common.rounds(ROUNDS) {
        for lots in sizes {
            steps.step(format!("round {round}: {lots} lots"));
            let ids = fairlot.open_lots(&LotPlan { lots: *lots, ..LotPlan::ONE }).await?;
            let plans = fairlot.plans_for_lots(&fairlot.server, &ids, false);
            let figures = round::run(&plans, fairlot.server.pid, load(args, common)).await?;
            costs.note(&lots.to_string(), &figures);
            outcome.figures(round, format!("{lots} lots"), figures);
        }
    }
    drop(steps);
    let (one, many) = (ONE.to_string(), MANY.to_string());
    let mut table = costs.table("Lots under the same bids", "lots", &one);
    table.note("Bids on many lots share fewer batches, and a commit has a stream more to write for each lot in it.");
    outcome.table(table);
    let unanswered = costs.unanswered();
    let measured = Measured::part(Goal::G9, "100 lots ÷ 1 lot", costs.ratios(&many, &one))
        .fault_if(unanswered > 0, format!("{unanswered} bids got no verdict"));
    outcome.measured(measured);
    Ok(())
}

/// Bytes for each lot. The second event is measured: memory that publishing needs for a moment is kept and used again.
async fn of_lot(common: &Common) -> anyhow::Result<f64> {
    let (fairlot, plan) = (memory::server(common, BIDDERS).await?, LotPlan { lots: MANY, ..LotPlan::ONE });
    fairlot.open_lots(&plan).await?;
    let before = quiet(&fairlot).await?;
    fairlot.open_lots(&plan).await?;
    Ok(quiet(&fairlot).await?.saturating_sub(before) as f64 / MANY as f64)
}
