//! The flags of `peers`, and what its parts need to know of a round.

use super::peer::POOL_CONNECTIONS;
use crate::common::{Common, Progress, WARM_UP};
use crate::round::{Load, Pace};

pub(super) const ROUNDS: u16 = 5;
pub(super) const SECONDS: u16 = 3;

/// Flags of `load-tests peers`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bidders, each on a connection of its own
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    pub(super) bidders: u16,
    /// Pooled connections of the two PostgreSQL peers
    #[arg(long, default_value_t = POOL_CONNECTIONS, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(super) pool: u32,
    /// A table of the function behind other pools as well, such as 2,5,10,16: what people run who have not tried
    #[arg(long, value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(super) pools: Vec<u32>,
}

/// What a round needs to know.
pub(super) struct Plan<'a> {
    pub(super) round: u16,
    pub(super) common: &'a Common,
    progress: &'a Progress,
}

impl<'a> Plan<'a> {
    pub(super) fn new(round: u16, common: &'a Common, progress: &'a Progress) -> Self {
        Self { round, common, progress }
    }

    /// Begins the next turn.
    pub(super) fn step(&self, turn: &str) {
        self.progress.step(format!("round {}: {turn}", self.round));
    }
}

/// The load of the closed loop, for each server.
pub(super) fn load(common: &Common) -> Load {
    Load { pace: Pace::InFlight(1), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) }
}
