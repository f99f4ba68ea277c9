//! The limits of a bidder's next offer, highest and lowest total on the tick grid.
//!
//! Everything is exact. An evaluated price is `total × factor ÷ divisor + addition`, rounded half away from zero to six
//! places. So "evaluated ≤ x" means "total < (x + half a millionth − addition) × divisor ÷ factor": offers are above
//! zero, and the half itself rounds up and is outside. And "evaluated ≥ x" means
//! "total ≥ (x − half a millionth − addition) × divisor ÷ factor".

use super::board::Board;
use super::decrement::{Measures, Target};
use super::index::BidderIndex;
use super::judge;
use super::rules::MaxMode;
use super::scoring;
use super::setup::{Invited, Setup};
use super::state::State;
use crate::money::{Amount, EVALUATED_PLACES, Wide};

/// The limits of a bidder's next offer, in totals. Both are none where the bidder may not bid or no total would pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Limits {
    pub(crate) highest: Option<Amount>,
    pub(crate) lowest: Option<Amount>,
}

/// Half a step of an evaluated price.
fn half() -> Wide {
    Wide::new(5, EVALUATED_PLACES + 1)
}

impl Limits {
    /// The bidder's limits. While the lot is scheduled or paused they are those of
    /// the open lot, and before the terms are accepted those that follow.
    pub(crate) fn of(board: &Board, bidder: BidderIndex) -> Self {
        let may_ever_bid = match board.state() {
            State::Scheduled | State::Open | State::Paused => !board.rows[bidder].is_excluded(),
            State::Closed | State::Cancelled => false,
        };
        if !may_ever_bid || judge::may_not_rebid(board, bidder) {
            return Self::default();
        }
        let finder = Finder::new(board, bidder);
        let lowest = finder.lowest();
        match finder.highest() {
            Bound::None => Self { highest: None, lowest: finder.written(lowest) },
            Bound::At(highest) if finder.may_confirm() || lowest.is_none_or(|lowest| lowest <= highest) => {
                Self { highest: finder.written(Some(highest)), lowest: finder.written(lowest) }
            }
            Bound::At(_) | Bound::Nothing => Self::default(),
        }
    }
}

/// The upper bound of a total.
#[derive(Debug, Clone, Copy)]
enum Bound {
    /// No bound.
    None,
    /// This total still passes.
    At(Wide),
    /// No total would pass.
    Nothing,
}

struct Finder<'a> {
    setup: &'a Setup,
    invited: &'a Invited,
    measures: Measures,
}

impl<'a> Finder<'a> {
    fn new(board: &'a Board, bidder: BidderIndex) -> Self {
        Self { setup: &board.facts.setup, invited: board.facts.invited(bidder), measures: Measures::of(board, bidder) }
    }

    /// Whether a total below the lowest one passes when it is confirmed: then nothing is too low for good.
    fn may_confirm(&self) -> bool {
        self.setup.rules.max_decrement.is_some_and(|max| max.mode == MaxMode::Confirm)
    }

    fn highest(&self) -> Bound {
        let Some(most) = self.most() else { return Bound::None };
        let Some(mut total) = self.on_step(most) else { return Bound::Nothing };
        if let Some(lead) = self.measures.not_equal_to.map(Wide::from)
            && self.evaluated(total) == lead
        {
            // Below every total that is evaluated like the lead, not only below this one.
            let below = self.most_evaluated(lead - Wide::tick(EVALUATED_PLACES));
            let Some(next) = self.on_step(below) else { return Bound::Nothing };
            total = next;
        }
        if total.is_positive() && self.evaluated(total).is_positive() { Bound::At(total) } else { Bound::Nothing }
    }

    /// The smallest total not below the floor; none where there is no floor, or only one that nothing positive is below.
    fn lowest(&self) -> Option<Wide> {
        let floor = self.measures.floor?.ceil(EVALUATED_PLACES);
        if !floor.is_positive() {
            return None;
        }
        let bound = (floor - half() - Wide::from(self.invited.addition)) * Wide::from(self.invited.divisor);
        let total = bound.div_ceil(Wide::from(self.invited.factor), self.setup.decimals);
        total.is_positive().then_some(total)
    }

    /// The largest total within the ceiling that is below the bidder's own offer and far enough below the reference.
    fn most(&self) -> Option<Wide> {
        let below_own = self.measures.own.map(|own| Wide::from(own) - Wide::tick(EVALUATED_PLACES));
        let below_reference = self.measures.beat.as_ref().map(|target| target.reference - target.decrement);
        let by_price = [below_own, below_reference].into_iter().flatten().min().map(|most| self.most_evaluated(most));
        let by_ceiling = self.setup.rules.ceiling.map(|ceiling| Wide::from(ceiling).floor(self.setup.decimals));
        [by_price, by_ceiling].into_iter().flatten().min()
    }

    /// The largest total on the tick grid whose evaluated price is not above `most`.
    fn most_evaluated(&self, most: Wide) -> Wide {
        let most = most.floor(EVALUATED_PLACES);
        let bound = (most + half() - Wide::from(self.invited.addition)) * Wide::from(self.invited.divisor);
        let tick = Wide::tick(self.setup.decimals);
        bound.div_ceil(Wide::from(self.invited.factor), self.setup.decimals) - tick
    }

    /// The largest total on the tick grid, not above `most`, that is a whole number of steps below the reference, where
    /// the lot asks for whole steps and there is a reference.
    fn on_step(&self, most: Wide) -> Option<Wide> {
        let Some(Target { reference, decrement }) = self.measures.beat.as_ref() else { return Some(most) };
        if !self.setup.rules.whole_steps || !decrement.is_positive() {
            return Some(most);
        }
        // Figures are 1 : 1 in such a lot, so totals fall as evaluated prices do.
        let drop = whole_drop(*reference - self.evaluated(most), *decrement, self.setup.decimals)?;
        Some(most - drop)
    }

    fn evaluated(&self, total: Wide) -> Wide {
        scoring::evaluated_wide(self.invited.figures(), total)
    }

    fn written(&self, total: Option<Wide>) -> Option<Amount> {
        total.and_then(Wide::exact).map(|total| total.with_places(self.setup.decimals))
    }
}

/// How much more to drop after `drop`: the least that makes the whole a multiple of `step` and is itself on the grid of
/// `places`; none where there is no such drop.
fn whole_drop(drop: Wide, step: Wide, places: u32) -> Option<Wide> {
    /// No figure of a document has more places.
    const PLACES: u32 = 12;
    let (drop, step) = (drop.units(PLACES)?, step.units(PLACES)?);
    let tick = Wide::tick(places).units(PLACES)?;
    // The smallest count ≥ drop ÷ step with count × step ≡ drop (mod tick).
    let (divisor, inverse) = gcd_and_inverse(step.rem_euclid(tick), tick);
    if drop.rem_euclid(divisor) != 0 {
        return None;
    }
    let period = tick / divisor;
    let residue = (drop / divisor).rem_euclid(period) * inverse.rem_euclid(period) % period;
    let least = drop.div_euclid(step) + i128::from(drop.rem_euclid(step) != 0);
    let count = least + (residue - least).rem_euclid(period);
    let more = count.checked_mul(step)?.checked_sub(drop)?;
    Some(Wide::new(more, PLACES))
}

/// The greatest common divisor of both, and `x` with `figure × x ≡ divisor (mod modulus)`. `modulus` is above zero.
fn gcd_and_inverse(figure: i128, modulus: i128) -> (i128, i128) {
    let (mut old, mut rest) = (figure, modulus);
    let (mut old_factor, mut factor) = (1, 0);
    while rest != 0 {
        let quotient = old / rest;
        (old, rest) = (rest, old - quotient * rest);
        (old_factor, factor) = (factor, old_factor - quotient * factor);
    }
    (old, old_factor)
}
