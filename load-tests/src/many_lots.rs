//! The scenario `many-lots`: the same bids a second on one lot and spread over many, in turns.
//!
//! Each lot has its own actor, batch and chain, and all share one journal. The processor time for a bid should not
//! depend on the number of lots. Bidders do not follow, so that updates are not counted as the cost of bids.
#![expect(clippy::float_arithmetic, reason = "ratios that people read")]

use crate::common::{Common, Progress, WARM_UP};
use crate::fairlot::{Fairlot, LotPlan, Wanted};
use crate::figures::Spread;
use crate::hot_lot::rate;
use crate::outcome::{Outcome, Table};
use crate::report;
use crate::round::{self, Load, Pace};

const ROUNDS: u16 = 5;
const SECONDS: u16 = 4;
const TITLE: &str = "The same bids on one lot and on many, at a fixed rate";

/// Flags of `load-tests many-lots`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Lots of one event that are open at the same time
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(2..=100))]
    lots: u16,
    /// Bidders, each on one connection and in all lots
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=100))]
    bidders: u16,
    /// Bids a second of all bidders on all lots, whatever the answers do
    #[arg(long, default_value_t = 1_000.0, value_parser = rate)]
    rate: f64,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let fairlot = Fairlot::start(&common.place, Wanted::durable(args.bidders.into())).await?;
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} bids/s by {} bidders, on 1 lot and on {} lots in turn, {rounds} rounds of {} s each",
        args.rate,
        args.bidders,
        args.lots,
        common.measure(SECONDS).as_secs()
    );
    let mut outcome = Outcome::new("many-lots", about);
    let progress = Progress::new("many-lots", u64::from(rounds) * 2);
    let many = format!("{} lots", args.lots);
    let load = Load { pace: Pace::Rate(args.rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) };
    let mut ratios = Vec::new();
    for round in 1..=rounds {
        let mut cost = Vec::new();
        for (name, lots) in [("1 lot", 1), (many.as_str(), args.lots.into())] {
            progress.step(format!("round {round}: {name}"));
            let lots = fairlot.open_lots(&LotPlan { lots, ..LotPlan::ONE }).await?;
            let plans = fairlot.plans_for_lots(&fairlot.server, &lots, false);
            let figures = round::run(&plans, fairlot.server.pid, load).await?;
            cost.extend(figures.server_cpu_us_per_bid());
            outcome.figures(round, name, figures);
        }
        if let [one, many] = cost[..] {
            ratios.push(many / one);
        }
    }
    report::tabulate(&mut outcome, TITLE, &["1 lot", &many]);
    outcome.table(ratio_table(&many, ratios));
    Ok(outcome)
}

fn ratio_table(many: &str, ratios: Vec<f64>) -> Table {
    let mut table = Table::new("CPU per bid", ["ratio", "median", "worst"]);
    if let Some(spread) = Spread::of_low(ratios) {
        table.row(vec![format!("{many} ÷ 1 lot"), format!("{:.2}", spread.median), format!("{:.2}", spread.worst)]);
    }
    table.note(
        "At a fixed rate. Bids on many lots share fewer batches, and a commit has a stream more to write for each.",
    );
    table
}
