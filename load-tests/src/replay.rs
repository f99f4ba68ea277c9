//! The scenario `replay`: an auditor sees lots with long histories as they were at any moment, and what parties were sent.
//!
//! Three parts: one past moment after the other of a very long lot, pages of messages of a long lot, and what a reader of
//! such pages costs bids on another lot. A lot is read after it has ended, and by a server that has just started, which
//! keeps nothing of its past yet.

mod beside;
mod ended;
mod moments;
mod pages;
mod waits;

use self::ended::{ROUNDS, server_with};
use crate::common::Common;
use crate::hot_lot::rate;
use crate::outcome::Outcome;

/// Flags of `load-tests replay`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Records of the lot that is seen as it was
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10_000..=10_000_000))]
    records: u64,
    /// Records of the lot whose messages are read
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(10_000..=10_000_000))]
    page_records: u64,
    /// Bids a second beside a reader, whatever the answers do
    #[arg(long, default_value_t = 3_000.0, value_parser = rate)]
    rate: f64,
    /// One part alone; default: all
    #[arg(long)]
    part: Option<Part>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// A lot as it was at a moment
    Moments,
    /// Pages of what a party was sent
    Pages,
    /// Bids beside a reader of such pages
    Beside,
}

/// Runs all parts.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let about = format!(
        "an ended lot of {} records at past moments, one of {} records message by message, and {} bids/s beside its reader; \
         {} rounds",
        args.records,
        args.page_records,
        args.rate,
        common.rounds(ROUNDS)
    );
    let mut outcome = Outcome::new("replay", about);
    let runs = |part: Part| args.part.is_none_or(|only| only == part);
    if runs(Part::Moments) {
        moments::measure(args.records, common, &mut outcome).await?;
    }
    if runs(Part::Pages) || runs(Part::Beside) {
        let (fairlot, ended) = server_with(args.page_records, &common.place).await?;
        let fairlot =
            if runs(Part::Pages) { pages::measure(fairlot, &ended, common, &mut outcome).await? } else { fairlot };
        if runs(Part::Beside) {
            beside::measure(&fairlot, &ended, args.rate, common, &mut outcome).await?;
        }
    }
    Ok(outcome)
}
