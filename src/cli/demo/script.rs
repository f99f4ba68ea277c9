//! The bids of the demo: which supplier bids which prices when, in which lot. The same seed gives the same bids.
//!
//! Six suppliers lower their prices to a floor of their own. One of them comes late. In the first lot two take the lead from
//! each other inside the extension window, so that its close moves three times; in the second one the last bid takes the lead
//! shortly before the close. Three bids are slips, which are refused.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// One bid of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScriptedBid {
    /// Which lot, by its place in the event.
    pub(super) lot: usize,
    /// Which supplier, by its place in the invitation.
    pub(super) supplier: usize,
    /// How long after the opening, at speed 1.
    pub(super) after: Duration,
    /// The price of each item, in pence.
    pub(super) pence: Vec<u32>,
}

/// How one supplier bids in a lot: its price of the first item in steps, and seconds after the opening.
struct BiddingPlan {
    start: u32,
    floor: u32,
    first_s: u64,
    last_s: u64,
    bids: u32,
}

const fn plan(steps: (u32, u32), seconds: (u64, u64), bids: u32) -> BiddingPlan {
    BiddingPlan { start: steps.0, floor: steps.1, first_s: seconds.0, last_s: seconds.1, bids }
}

/// How the suppliers bid in one lot.
struct LotScript {
    /// Each scripted supplier, in the order of the invitation.
    plans: [BiddingPlan; SUPPLIERS_SCRIPTED],
    /// The last bids are fixed: supplier, seconds after the opening, steps.
    last: &'static [(usize, u64, u32)],
    /// First offers that are refused because they are above the ceiling: supplier, seconds after the opening, steps.
    too_dear: &'static [(usize, u64, u32)],
    /// Bids after which the supplier lowers its last item alone, which is too little: supplier, and which of its bids.
    too_little: &'static [(usize, u32)],
    /// The prices of all items at that many steps.
    prices: fn(u32) -> Vec<u32>,
    /// One step less of the last item alone, in pence.
    little: u32,
}

/// How many of the invited follow the script.
pub(super) const SUPPLIERS_SCRIPTED: usize = 6;

/// The supplier that comes late, and when it connects, in seconds after the opening.
const LATE: (usize, u64) = (2, 130);

/// How long after its bid a supplier tries to lower one item alone.
const TOO_LITTLE_AFTER: Duration = Duration::from_secs(4);

const LOT_SCRIPTS: [LotScript; 3] = [
    LotScript {
        plans: [
            plan((301, 250), (10, 208), 8),
            plan((298, 252), (22, 224), 7),
            plan((303, 259), (140, 240), 5),
            plan((306, 268), (34, 148), 4),
            plan((300, 251), (28, 232), 8),
            plan((304, 262), (40, 190), 5),
        ],
        last: &[(4, 276, 248), (1, 288, 246), (4, 309, 244), (1, 332, 242)],
        too_dear: &[],
        too_little: &[(3, 2)],
        prices: |pence| vec![pence - 2, pence, pence + 5],
        little: 1,
    },
    LotScript {
        plans: [
            plan((455, 398), (16, 350), 8),
            plan((448, 372), (30, 330), 7),
            plan((462, 405), (150, 345), 5),
            plan((440, 365), (24, 310), 6),
            plan((468, 412), (46, 365), 8),
            plan((458, 390), (38, 325), 6),
        ],
        last: &[(0, 402, 388)],
        too_dear: &[],
        too_little: &[(1, 3)],
        prices: |tens| vec![tens * 10, tens * 10, tens * 10 + 20],
        little: 10,
    },
    LotScript {
        plans: [
            plan((330, 291), (20, 470), 8),
            plan((324, 296), (52, 440), 6),
            plan((333, 293), (165, 480), 6),
            plan((318, 288), (70, 420), 6),
            plan((329, 290), (36, 490), 9),
            plan((334, 286), (60, 455), 7),
        ],
        last: &[],
        too_dear: &[(3, 44, 345)],
        too_little: &[],
        prices: |twenties| vec![twenties * 2_000, twenties * 160],
        little: 0,
    },
];

/// When a supplier connects, after the opening; none is before it.
pub(super) fn comes_after(supplier: usize) -> Option<Duration> {
    (supplier == LATE.0).then(|| Duration::from_secs(LATE.1))
}

/// All bids in the order of their time.
pub(super) fn bids(seed: u64) -> Vec<ScriptedBid> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut bids: Vec<ScriptedBid> = Vec::new();
    for (lot, script) in LOT_SCRIPTS.iter().enumerate() {
        for (supplier, plan) in script.plans.iter().enumerate() {
            let steps = lowered(plan, &mut random);
            bids.extend(steps.into_iter().map(|(after, steps)| script.bid(lot, supplier, after, steps)));
        }
        for (supplier, at_s, steps) in script.last.iter().chain(script.too_dear) {
            let after = Duration::from_millis(at_s * 1_000 + random.random_range(0..1_500));
            bids.push(script.bid(lot, *supplier, after, *steps));
        }
        let slips: Vec<_> = script.too_little.iter().filter_map(|slip| script.slip(lot, *slip, &bids)).collect();
        bids.extend(slips);
    }
    bids.sort_by_key(|bid| (bid.after, bid.lot, bid.supplier));
    bids
}

/// The bids of a plan: when, and at how many steps.
fn lowered(plan: &BiddingPlan, random: &mut StdRng) -> Vec<(Duration, u32)> {
    let mut steps = plan.start;
    let mut bids = Vec::new();
    for number in 0..plan.bids {
        let share = u64::from(number) * 1_000 / u64::from(plan.bids - 1);
        let at_ms = plan.first_s * 1_000 + (plan.last_s - plan.first_s) * share + random.random_range(0..2_500);
        bids.push((Duration::from_millis(at_ms), steps));
        let left = steps - plan.floor;
        let bids_left = plan.bids - number - 1;
        if let Some(even) = left.checked_div(bids_left) {
            steps -=
                if bids_left == 1 { left } else { (even + random.random_range(0..3)).clamp(1, left - (bids_left - 1)) };
        }
    }
    bids
}

impl LotScript {
    fn bid(&self, lot: usize, supplier: usize, after: Duration, steps: u32) -> ScriptedBid {
        ScriptedBid { lot, supplier, after, pence: (self.prices)(steps) }
    }

    /// A bid shortly after another one of the supplier, with a lower price of the last item alone.
    fn slip(&self, lot: usize, (supplier, nth): (usize, u32), bids: &[ScriptedBid]) -> Option<ScriptedBid> {
        let own = bids.iter().filter(|bid| (bid.lot, bid.supplier) == (lot, supplier));
        let mut slip = own.clone().nth(nth as usize)?.clone();
        *slip.pence.last_mut()? -= self.little;
        Some(ScriptedBid { after: slip.after + TOO_LITTLE_AFTER, ..slip })
    }
}

#[cfg(test)]
mod tests {
    use super::super::event;
    use super::super::lots::{LOTS, SUPPLIERS, pounds};
    use super::super::pace::{DURATIONS_S, DemoPace, WINDOW_S};
    use super::*;
    use crate::auction::Reason;
    use crate::auction::setup::AliasKey;
    use crate::clock::Instant;
    use crate::event::EventDocument;
    use crate::event::preview::{PreviewFacts, PreviewOffer, PreviewState, preview_lot, preview_setup};
    use crate::ids::{BidderId, EventId, ItemId, LotId, OrgId};

    const OPENS: Instant = Instant::from_micros(1_795_269_600_000_000);

    /// The refused bids of a lot, where only the script bids: supplier and reason.
    fn refused(lot: usize, seed: u64) -> Vec<(String, Reason)> {
        let document = event::document(OPENS, DemoPace(1)).to_string();
        let document = EventDocument::parse(document.as_bytes()).unwrap();
        let facts = PreviewFacts {
            event: EventId::parse("e").unwrap(),
            owner: OrgId::parse("wtp").unwrap(),
            lot: LotId::parse("l").unwrap(),
            digest: None,
            alias_key: AliasKey([1; 32]),
            now: OPENS,
        };
        let setup = preview_setup(&document, lot, &facts).unwrap();
        let offer = |bid: &ScriptedBid| PreviewOffer {
            bidder: BidderId::parse(SUPPLIERS[bid.supplier].0).unwrap(),
            prices: LOTS[lot]
                .items
                .iter()
                .zip(&bid.pence)
                .map(|(item, pence)| (ItemId::parse(item.id).unwrap(), pounds(*pence).parse().unwrap()))
                .collect(),
            confirmed: true,
        };
        let offers: Vec<_> = bids(seed).iter().filter(|bid| bid.lot == lot).map(offer).collect();
        let previewed = preview_lot(setup, PreviewState::Open, &offers, OPENS).unwrap();
        previewed.refused.into_iter().map(|refused| (refused.bidder.to_string(), refused.reason)).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_script() {
        assert_eq!(bids(7), bids(7));
        assert_ne!(bids(7), bids(8));
    }

    #[test]
    fn all_bids_but_the_slips_are_accepted() {
        for seed in [2026, 11, 1, 2, 3, 4, 5] {
            let of_lots = [0, 1, 2].map(|lot| refused(lot, seed));

            let one = |bidder: &str, reason| vec![(bidder.to_owned(), reason)];
            assert_eq!(
                of_lots,
                [
                    one("dunmore", Reason::DecrementTooSmall),
                    one("bolt", Reason::DecrementTooSmall),
                    one("dunmore", Reason::AboveCeiling),
                ],
                "seed {seed}"
            );
        }
    }

    #[test]
    fn every_lot_has_bids_of_all_scripted_suppliers_and_the_late_one_comes_before_its_first() {
        for seed in 0..200 {
            let bids = bids(seed);
            for (lot, supplier) in (0..3).flat_map(|lot| (0..SUPPLIERS_SCRIPTED).map(move |supplier| (lot, supplier))) {
                let first = bids.iter().find(|bid| (bid.lot, bid.supplier) == (lot, supplier)).unwrap();

                assert!(comes_after(supplier).is_none_or(|comes| comes < first.after), "seed {seed}: {first:?}");
            }
        }
    }

    #[test]
    fn the_last_bids_are_inside_the_extension_windows() {
        let window = Duration::from_secs(WINDOW_S);
        for seed in 0..200 {
            let bids = bids(seed);
            let of_lot = |lot: usize| bids.iter().filter(move |bid| bid.lot == lot);
            let mut close = Duration::from_secs(DURATIONS_S[0]);
            let last = LOT_SCRIPTS[0].last;

            for (bid, (supplier, ..)) in of_lot(0).skip(of_lot(0).count() - last.len()).zip(last) {
                assert_eq!(bid.supplier, *supplier, "seed {seed}");
                assert!(close <= bid.after + window, "seed {seed}: {bid:?} before the window");
                assert!(bid.after < close, "seed {seed}: {bid:?} after the close");
                close = close.max(bid.after + window);
            }
            let last_of_second = of_lot(1).next_back().unwrap();
            let second = Duration::from_secs(DURATIONS_S[1]);
            assert!(second <= last_of_second.after + window && last_of_second.after < second, "{last_of_second:?}");
            let third = Duration::from_secs(DURATIONS_S[2]);
            assert!(of_lot(2).all(|bid| bid.after + window < third), "seed {seed}");
        }
    }
}
