//! The scenario `growth`: what a bid costs the server's processor as bidders, observers, lots and history grow, what
//! memory keeps of each, and how fast a long journal is read back.
//!
//! All rates are fixed and far below what the server can do: at its limit batches grow and every bid gets cheaper, so
//! that a larger auction could hide behind fuller batches. Sizes take turns within each round.

mod auditor;
mod bidders;
mod costs;
mod history;
mod lots;
mod memory;
mod observers;
mod reading;
mod reads;

use self::memory::Memory;
use crate::common::{Common, Progress, WARM_UP};
use crate::hot_lot::rate;
use crate::outcome::Outcome;
use crate::round::{Load, Pace};

const ROUNDS: u16 = 5;
const SECONDS: u16 = 2;

/// Flags of `load-tests growth`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bids a second, whatever grows
    #[arg(long, default_value_t = 3_000.0, value_parser = rate)]
    rate: f64,
    /// Records of the long history
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10_000..=10_000_000))]
    records: u64,
    /// Also the sizes in between, bidders up to the 2,000 that a lot takes, 10,000 observers, and bidders who do not
    /// follow the lot
    #[arg(long)]
    all_sizes: bool,
    /// The long history on PostgreSQL, on a cluster of its own, in place of SQLite; it is then not read back alone (G10)
    #[arg(long)]
    postgres: bool,
    /// One part alone; default: all
    #[arg(long)]
    part: Option<Part>,
}

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    Bidders,
    Observers,
    Lots,
    History,
}

/// Runs all parts.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let about = format!(
        "{} bids/s, {} rounds of {} s for each size; a long history has {} records on {}",
        args.rate,
        common.rounds(ROUNDS),
        common.measure(SECONDS).as_secs(),
        args.records,
        if args.postgres { "PostgreSQL" } else { "SQLite" }
    );
    let mut outcome = Outcome::new("growth", about);
    let runs = |part: Part| args.part.is_none_or(|only| only == part);
    let mut memory = Memory::default();
    if runs(Part::Bidders) {
        bidders::measure(&args, common, &mut memory, &mut outcome).await?;
    }
    if runs(Part::Observers) {
        observers::measure(&args, common, &mut memory, &mut outcome).await?;
    }
    if runs(Part::Lots) {
        lots::measure(&args, common, &mut memory, &mut outcome).await?;
    }
    if runs(Part::History)
        && let Some(left) = history::measure(&args, common, &mut memory, &mut outcome).await?
    {
        reading::measure(&left, common, &mut outcome).await?;
    }
    outcome.tables.extend(memory.table());
    Ok(outcome)
}

fn load(args: &Args, common: &Common) -> Load {
    Load { pace: Pace::Rate(args.rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) }
}

fn progress(part: &'static str, common: &Common, sizes: usize) -> Progress {
    Progress::new(part, u64::from(common.rounds(ROUNDS)) * sizes as u64)
}
