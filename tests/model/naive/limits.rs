//! What a bidder may bid next. No formula is turned round here: totals are tried on the tick grid
//! against rows 7 to 12 until the boundary is found. Rows 7, 8 and 10 get easier the lower a total
//! is and row 11 gets harder, so that halving finds it.

use num_traits::{Signed, Zero};

use super::judge::{Bench, is_above_ceiling};
use super::number::{Number, floor_to, is_multiple_of, tick, whole};

/// The nearest offer that can really be typed, prices in the lot's order of items.
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

pub fn limits(bench: &Bench<'_>) -> Limits {
    let highest = highest_allowed(bench);
    let lowest = lowest_allowed(bench, highest.as_ref());
    Limits { highest, lowest }
}

/// The highest total on the tick grid that passes rows 7 to 12 (confirmed, where that helps), or
/// nothing where nothing bounds it, where nothing positive passes, or where the bidder may not bid.
pub fn highest_allowed(bench: &Bench<'_>) -> Option<Number> {
    let is_bounded = bench.setup().ceiling.is_some() || bench.own().is_some() || bench.reference().is_some();
    if !is_bounded || bench.is_already_leading() {
        return None;
    }
    let highest = match bench.whole_step() {
        Some(step) => highest_whole_step(bench, &step)?,
        None => highest_of_any_drop(bench)?,
    };
    if !bench.evaluate(&highest).is_positive() {
        return None;
    }
    // Whatever is lower drops by more: where this one is refused for that, nothing passes.
    bench.refusal(&highest, true).is_none().then_some(highest)
}

fn highest_of_any_drop(bench: &Bench<'_>) -> Option<Number> {
    let step = tick(bench.setup().decimals);
    let near = bench.own().map_or_else(|| bench.setup().ceiling.clone(), |own| Some(own.total.clone()));
    let passes = |total: &Number| {
        let evaluated = bench.evaluate(total);
        !is_above_ceiling(bench.setup(), total)
            && !bench.is_not_improved(&evaluated)
            && !bench.is_drop_too_small(&evaluated)
    };
    let highest = last_passing(&step, near.as_ref(), passes)?;
    match bench.forbidden_tie() {
        // The one tie point of row 12: what is just below it does not tie.
        Some(lead) if bench.evaluate(&highest) == *lead => {
            last_passing(&step, Some(&highest), |total| passes(total) && bench.evaluate(total) < *lead)
        }
        Some(_) | None => Some(highest),
    }
}

/// Steps down from the bidder's own offer until a total on the grid passes. An evaluated price is
/// rounded by far less than a tick, so the total of a step is one of the two grid totals around it.
/// Volumes have at most 3 places more than a tick: after 1000 steps the pattern repeats.
fn highest_whole_step(bench: &Bench<'_>, step: &Number) -> Option<Number> {
    let tick = tick(bench.setup().decimals);
    let own = &bench.own()?.total;
    for count in 1..=1_001 {
        let aimed = own - step * whole(count);
        if !aimed.is_positive() {
            return None;
        }
        let below = floor_to(&aimed, &tick);
        for total in [&below + &tick, below] {
            if total.is_positive() && bench.refusal(&total, true).is_none() {
                return Some(total);
            }
        }
    }
    None
}

/// The lowest total on the tick grid that row 11 finds not too large, or nothing where there is no
/// such bound above zero, or where no total passes at all.
pub fn lowest_allowed(bench: &Bench<'_>, highest: Option<&Number>) -> Option<Number> {
    let bound = bench.lowest_evaluated()?;
    let step = tick(bench.setup().decimals);
    let is_too_large = |total: &Number| bench.evaluate(total) < bound;
    if !bound.is_positive() || !is_too_large(&Number::zero()) {
        return None;
    }
    match last_passing(&step, Some(highest?), is_too_large) {
        Some(last_too_large) => Some(last_too_large + step),
        None => Some(step),
    }
}

/// The last multiple of `step` above zero that passes, `passes` holding up to some total and never
/// again from there on. The search goes out from `near` in strides that double, then halves.
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

/// The highest allowed total as prices on the tick grid: for one item its price rounded down, for
/// several the standing prices scaled by one ratio, each rounded down.
pub fn suggested(bench: &Bench<'_>, limits: &Limits) -> Option<Suggestion> {
    let setup = bench.setup();
    let own = bench.own()?;
    let highest = limits.highest.as_ref()?;
    let step = tick(setup.decimals);
    if setup.whole_steps && setup.items.len() > 1 {
        return None;
    }

    let mut prices = Vec::new();
    if let [item] = setup.items.as_slice() {
        prices.push(floor_to(&(highest / &item.volume), &step));
    } else {
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
    if !bench.evaluate(&total).is_positive() {
        return None;
    }
    Some(Suggestion { prices, total })
}
