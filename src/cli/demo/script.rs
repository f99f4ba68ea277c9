//! The bids of the demo: which supplier bids which prices when. The same seed gives the same bids.
//!
//! Five suppliers lower their prices to a floor of their own. Three stop; the last two take the lead from each other inside
//! the extension window, so that the close is extended three times.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// One bid of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScriptedBid {
    /// Which supplier, by its index in the invitation.
    pub(super) supplier: usize,
    /// How long after the opening, at speed 1.
    pub(super) after: Duration,
    /// Pence for a box of each size.
    pub(super) pence: [u32; 3],
}

/// How one supplier bids: pence for a medium box, seconds after the opening.
struct BiddingPlan {
    start: u32,
    floor: u32,
    first_s: u64,
    last_s: u64,
    bids: u32,
}

/// How many of the invited follow the script.
pub(super) const SUPPLIERS_SCRIPTED: usize = BIDDING_PLANS.len();

const BIDDING_PLANS: [BiddingPlan; 5] = [
    BiddingPlan { start: 301, floor: 250, first_s: 5, last_s: 104, bids: 8 },
    BiddingPlan { start: 298, floor: 252, first_s: 11, last_s: 112, bids: 7 },
    BiddingPlan { start: 303, floor: 259, first_s: 8, last_s: 92, bids: 6 },
    BiddingPlan { start: 306, floor: 268, first_s: 17, last_s: 74, bids: 4 },
    BiddingPlan { start: 300, floor: 251, first_s: 14, last_s: 116, bids: 8 },
];

/// The last bids are fixed: each takes the lead inside the extension window that is open at that moment.
const LAST_BIDS: [(usize, u64, u32); 4] = [(4, 128, 248), (1, 138, 246), (4, 160, 244), (1, 183, 242)];

/// The difference between the prices of a small or a large box and a medium one, in pence.
const SMALL_LESS: u32 = 2;
const LARGE_MORE: u32 = 5;

/// All bids in the order of their time.
pub(super) fn bids(seed: u64) -> Vec<ScriptedBid> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut bids: Vec<ScriptedBid> = Vec::new();
    for (supplier, plan) in BIDDING_PLANS.iter().enumerate() {
        let mut medium = plan.start;
        for number in 0..plan.bids {
            let share = u64::from(number) * 1_000 / u64::from(plan.bids - 1);
            let at_ms = plan.first_s * 1_000 + (plan.last_s - plan.first_s) * share + random.random_range(0..2_500);
            bids.push(ScriptedBid { supplier, after: Duration::from_millis(at_ms), pence: sizes(medium) });
            let left = medium - plan.floor;
            let bids_left = plan.bids - number - 1;
            if let Some(even) = left.checked_div(bids_left) {
                medium -= if bids_left == 1 {
                    left
                } else {
                    (even + random.random_range(0..3)).clamp(1, left - (bids_left - 1))
                };
            }
        }
    }
    for (supplier, at_s, medium) in LAST_BIDS {
        let at_ms = at_s * 1_000 + random.random_range(0..1_500);
        bids.push(ScriptedBid { supplier, after: Duration::from_millis(at_ms), pence: sizes(medium) });
    }
    bids.sort_by_key(|bid| (bid.after, bid.supplier));
    bids
}

fn sizes(medium: u32) -> [u32; 3] {
    [medium - SMALL_LESS, medium, medium + LARGE_MORE]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_script() {
        assert_eq!(bids(7), bids(7));
        assert_ne!(bids(7), bids(8));
    }

    #[test]
    fn every_supplier_only_lowers_its_prices() {
        for seed in 0..200 {
            for supplier in 0..BIDDING_PLANS.len() {
                let prices: Vec<u32> =
                    bids(seed).iter().filter(|bid| bid.supplier == supplier).map(|bid| bid.pence[1]).collect();

                assert!(
                    prices.windows(2).all(|pair| pair[1] < pair[0]),
                    "seed {seed}, supplier {supplier}: {prices:?}"
                );
            }
        }
    }

    #[test]
    fn the_last_bids_are_inside_the_extension_windows() {
        for seed in 0..200 {
            let bids = bids(seed);
            let mut close = Duration::from_secs(150);

            for (bid, (supplier, _, _)) in bids.iter().rev().take(3).rev().zip(&LAST_BIDS[1..]) {
                assert_eq!(bid.supplier, *supplier, "seed {seed}");
                assert!(close <= bid.after + Duration::from_secs(30), "seed {seed}: {bid:?} before the window");
                close = bid.after + Duration::from_secs(30);
            }
        }
    }
}
