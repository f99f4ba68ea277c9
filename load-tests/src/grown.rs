//! A lot whose history grows from round to round.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "rates of bids")]

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
/// How long bids come when a lot is to have a number of them, and few more.
const GROW_STEADILY_FOR: Duration = Duration::from_secs(5);
/// More bids than a bidder makes in one round.
const BIDS_PER_ROUND: u64 = 10_000_000;

/// A lot with the bids of earlier rounds.
pub(crate) struct Grown<'a> {
    pub(crate) fairlot: &'a Fairlot,
    pub(crate) lot: String,
    rounds: u64,
}

impl<'a> Grown<'a> {
    /// A new lot, without a bid yet.
    pub(crate) async fn new(fairlot: &'a Fairlot) -> anyhow::Result<Self> {
        Ok(Self { fairlot, lot: fairlot.open_lot().await?, rounds: 0 })
    }

    /// Bids as fast as possible until the lot has this number of records. Returns the number that it has.
    pub(crate) async fn grow_to(&mut self, records: u64) -> anyhow::Result<u64> {
        loop {
            let load = Load { pace: Pace::InFlight(IN_FLIGHT), warm_up: Duration::ZERO, measure: GROW_FOR };
            self.run(load).await?;
            let seq = self.fairlot.lot(&self.lot).await?["seq"].as_u64().context("a lot has a seq")?;
            if seq >= records {
                return Ok(seq);
            }
        }
    }

    /// Bids at a steady rate, some seconds long, until this number of bids was accepted. Returns how many were.
    pub(crate) async fn grow_by(&mut self, bids: u64) -> anyhow::Result<u64> {
        let seconds = GROW_STEADILY_FOR.as_secs_f64();
        let mut accepted = 0;
        while accepted < bids {
            // Bids come at random: so few more are enough to reach the number at the first time.
            let rate = (bids - accepted) as f64 * 1.02 / seconds + 10.0;
            let load = Load { pace: Pace::Rate(rate), warm_up: Duration::ZERO, measure: GROW_STEADILY_FOR };
            accepted += self.run(load).await?.accepted;
        }
        Ok(accepted)
    }

    /// A round of bids.
    pub(crate) async fn run(&mut self, load: Load) -> anyhow::Result<Figures> {
        let bids_before = self.rounds * BIDS_PER_ROUND;
        self.rounds += 1;
        let plans = self.fairlot.plans(&self.fairlot.server, &self.lot, false);
        let plans: Vec<BidderPlan> = plans.into_iter().map(|plan| BidderPlan { bids_before, ..plan }).collect();
        round::run(&plans, self.fairlot.server.pid, load).await
    }
}
