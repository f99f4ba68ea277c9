//! The flags of `growth`, and the settings that all its parts share.

use crate::common::{Common, Progress, WARM_UP};
use crate::hot_lot::rate;
use crate::round::{Load, Pace};

pub(super) const ROUNDS: u16 = 5;
pub(super) const SECONDS: u16 = 2;

/// Flags of `load-tests growth`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bids a second, whatever grows
    #[arg(long, default_value_t = 3_000.0, value_parser = rate)]
    pub(super) rate: f64,
    /// Records of the long history
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10_000..=10_000_000))]
    pub(super) records: u64,
    /// Also the sizes in between, bidders up to the 2,000 that a lot takes, 10,000 observers, and bidders who do not
    /// follow the lot
    #[arg(long)]
    pub(super) all_sizes: bool,
    /// The long history on PostgreSQL, on a cluster of its own, in place of SQLite; it is then not read back alone (G10)
    #[arg(long)]
    pub(super) postgres: bool,
    /// One part alone; default: all
    #[arg(long)]
    pub(super) part: Option<Part>,
}

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Part {
    Bidders,
    Observers,
    Lots,
    History,
}

pub(super) fn load(args: &Args, common: &Common) -> Load {
    Load { pace: Pace::Rate(args.rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) }
}

pub(super) fn progress(part: &'static str, common: &Common, sizes: usize) -> Progress {
    Progress::new(part, u64::from(common.rounds(ROUNDS)) * sizes as u64)
}
