//! The scenario `growth`: the server's processor time for a bid as bidders, observers, lots and history grow.
//!
//! It also measures the memory for each of them, and how fast a long journal is read back. All rates are fixed and far
//! below the server's limit: at the limit batches grow and every bid becomes cheaper, which would hide the cost of a
//! larger auction. Sizes take turns within each round.

mod bidders;
mod costs;
mod history;
mod lots;
mod memory;
mod observers;
mod reading;
mod reads;
mod settings;

use self::memory::Memory;
pub(crate) use self::settings::Args;
use self::settings::{Part, ROUNDS, SECONDS};
use crate::common::Common;
use crate::outcome::Outcome;

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
