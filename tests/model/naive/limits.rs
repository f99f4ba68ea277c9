//! What a bidder may bid next. No formula is inverted here: totals on the tick grid are tried against rows 7 to 12
//! until the boundary is found. A lower total passes rows 7, 8 and 10 more easily and row 11 less easily, so that a
//! binary search finds the boundary.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};

use super::happened::Offer;
use super::judge::{BidderMarket, is_above_ceiling, read_offer};
use super::number::{Number, floor_to, is_multiple_of, tick, whole};
use super::setup::Setup;

/// The nearest offer that a bidder can enter, prices in the lot's order of items.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub prices: Vec<Number>,
    pub total: Number,
}

/// Both limits of a bidder.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    pub highest: Option<Number>,
    pub lowest: Option<Number>,
}

pub fn limits(market: &BidderMarket<'_>) -> Limits {
    let highest = highest_allowed(market);
    let lowest = lowest_allowed(market, highest.as_ref());
    Limits { highest, lowest }
}

/// The highest total on the tick grid that passes rows 7 to 12, confirmed where that helps. Nothing when there is no
/// bound, when no positive total passes, or when the bidder may not bid.
pub fn highest_allowed(market: &BidderMarket<'_>) -> Option<Number> {
    let is_bounded = market.setup().ceiling.is_some() || market.own().is_some() || market.reference().is_some();
    if !is_bounded || market.is_already_leading() {
        return None;
    }
    let highest = match market.whole_step() {
        Some(step) => highest_whole_step(market, &step)?,
        None => highest_of_any_drop(market)?,
    };
    if !market.evaluate(&highest).is_positive() {
        return None;
    }
    // A lower total has a larger drop: when this one is refused for its drop, no total passes.
    market.refusal(&highest, true).is_none().then_some(highest)
}

fn highest_of_any_drop(market: &BidderMarket<'_>) -> Option<Number> {
    let step = tick(market.setup().decimals);
    let near = market.own().map_or_else(|| market.setup().ceiling.clone(), |own| Some(own.total.clone()));
    let passes = |total: &Number| {
        let evaluated = market.evaluate(total);
        !is_above_ceiling(market.setup(), total)
            && !market.is_not_improved(&evaluated)
            && !market.is_drop_too_small(&evaluated)
    };
    let highest = last_passing(&step, near.as_ref(), passes)?;
    match market.forbidden_tie() {
        // The only tie of row 12: the total just below it does not tie.
        Some(lead) if market.evaluate(&highest) == *lead => {
            last_passing(&step, Some(&highest), |total| passes(total) && market.evaluate(total) < *lead)
        }
        Some(_) | None => Some(highest),
    }
}

/// Steps down from the bidder's own offer until a total on the grid passes. An evaluated price is rounded by far less
/// than a tick, so the total of a step is one of the two nearest totals on the grid. Volumes have at most 3 places more
/// than a tick, so the pattern repeats after 1000 steps.
fn highest_whole_step(market: &BidderMarket<'_>, step: &Number) -> Option<Number> {
    let tick = tick(market.setup().decimals);
    let own = &market.own()?.total;
    for count in 1..=1_001 {
        let aimed = own - step * whole(count);
        if !aimed.is_positive() {
            return None;
        }
        let below = floor_to(&aimed, &tick);
        for total in [&below + &tick, below] {
            if total.is_positive() && market.refusal(&total, true).is_none() {
                return Some(total);
            }
        }
    }
    None
}

/// The lowest total on the tick grid that row 11 does not find too large a drop. Nothing when there is no such bound
/// above zero, or when no total passes.
pub fn lowest_allowed(market: &BidderMarket<'_>, highest: Option<&Number>) -> Option<Number> {
    let bound = market.lowest_evaluated()?;
    let step = tick(market.setup().decimals);
    let is_too_large = |total: &Number| market.evaluate(total) < bound;
    if !bound.is_positive() || !is_too_large(&Number::zero()) {
        return None;
    }
    match last_passing(&step, Some(highest?), is_too_large) {
        Some(last_too_large) => Some(last_too_large + step),
        None => Some(step),
    }
}

/// The last multiple of `step` above zero that passes. `passes` holds up to one total and for no higher one. The search
/// starts at `near` with steps that double, and then halves the interval.
fn last_passing(step: &Number, near: Option<&Number>, passes: impl Fn(&Number) -> bool) -> Option<Number> {
    let one = whole(1);
    let start = near.map_or_else(|| one.clone(), |near| (near / step).floor()).max(one.clone());
    let mut stride = one.clone();
    let (mut good, mut bad) = (start.clone(), start.clone());
    if passes(&(step * &start)) {
        bad += &stride;
        while passes(&(step * &bad)) {
            good = bad.clone();
            stride *= whole(2);
            bad += &stride;
        }
    } else {
        while !passes(&(step * &good)) {
            if good <= one {
                return None;
            }
            bad = good.clone();
            good = (good - &stride).max(one.clone());
            stride *= whole(2);
        }
    }
    while &bad - &good > one {
        let middle = ((&good + &bad) / whole(2)).floor();
        if passes(&(step * &middle)) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Some(step * good)
}

/// The typed prices multiplied by the one ratio that brings their total to `aim`, each rounded down to the tick. Nothing
/// in a lot of whole steps with several items, and where a price rounds to nothing or no offer can have the prices.
pub fn fitted(setup: &Setup, bidder: &str, typed: &Offer, aim: &Number) -> Option<Offer> {
    if setup.whole_steps && setup.items.len() > 1 {
        return None;
    }
    let mut prices = BTreeMap::new();
    for (item, price) in setup.items.iter().zip(&typed.prices) {
        prices.insert(item.id.clone(), floor_to(&(price * aim / &typed.total), &tick(setup.decimals)));
    }
    read_offer(setup, bidder, &prices).ok()
}

/// The highest allowed total as prices on the tick grid: the price of one item rounded down, with or without a standing
/// offer; for several items the standing prices multiplied by one ratio, each rounded down.
pub fn suggested(market: &BidderMarket<'_>, limits: &Limits) -> Option<Suggestion> {
    let setup = market.setup();
    let highest = limits.highest.as_ref()?;
    let step = tick(setup.decimals);
    if setup.whole_steps && setup.items.len() > 1 {
        return None;
    }

    let mut prices = Vec::new();
    if let [item] = setup.items.as_slice() {
        prices.push(floor_to(&(highest / &item.volume), &step));
    } else {
        let own = market.own()?;
        let ratio = highest / &own.total;
        for price in &own.prices {
            prices.push(floor_to(&(price * &ratio), &step));
        }
    }
    if prices.iter().any(Zero::is_zero) {
        return None;
    }
    debug_assert!(prices.iter().all(|price| is_multiple_of(price, &step)));

    let mut total = Number::zero();
    for (price, item) in prices.iter().zip(&setup.items) {
        total += price * &item.volume;
    }
    if !market.evaluate(&total).is_positive() {
        return None;
    }
    Some(Suggestion { prices, total })
}
