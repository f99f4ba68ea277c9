//! A lot whose history grows from round to round.

use std::time::Duration;

use anyhow::Context;

use crate::bidder_plan::BidderPlan;
use crate::fairlot::Fairlot;
use crate::figures::Figures;
use crate::round::{self, Load, Pace};

/// Bids in flight while the history is made.
const IN_FLIGHT: usize = 16;
/// The number of records is read after each such time: seldom enough to cost nothing, often enough to stop near the
/// aim.
const GROW_FOR: Duration = Duration::from_secs(1);
/// More bids than a bidder makes in one round.
const BIDS_PER_ROUND: u64 = 10_000_000;

/// A lot with the bids of earlier rounds.
pub(super) struct Grown<'a> {
    pub(super) fairlot: &'a Fairlot,
    pub(super) lot: String,
    rounds: u64,
}

impl<'a> Grown<'a> {
    /// A new lot, without a bid yet.
    pub(super) async fn new(fairlot: &'a Fairlot) -> anyhow::Result<Self> {
        Ok(Self { fairlot, lot: fairlot.open_lot().await?, rounds: 0 })
    }

    /// Bids as fast as possible until the lot has this number of records. Returns the number that it has.
    pub(super) async fn grow_to(&mut self, records: u64) -> anyhow::Result<u64> {
        loop {
            let load = Load { pace: Pace::InFlight(IN_FLIGHT), warm_up: Duration::ZERO, measure: GROW_FOR };
            self.run(load).await?;
            let seq = self.fairlot.lot(&self.lot).await?["seq"].as_u64().context("a lot has a seq")?;
            if seq >= records {
                return Ok(seq);
            }
        }
    }

    pub(super) async fn run(&mut self, load: Load) -> anyhow::Result<Figures> {
        let bids_before = self.rounds * BIDS_PER_ROUND;
        self.rounds += 1;
        let plans = self.fairlot.plans(&self.fairlot.server, &self.lot, false);
        let plans: Vec<BidderPlan> = plans.into_iter().map(|plan| BidderPlan { bids_before, ..plan }).collect();
        round::run(&plans, self.fairlot.server.pid, load).await
    }
}
