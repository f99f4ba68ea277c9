//! The measures of a bidder's next offer: reference, smallest and largest drop, in exact evaluated prices.

use super::board::Board;
use super::index::BidderIndex;
use super::rules::{Beat, MinDecrement, Step, Ties};
use super::scoring;
use crate::money::{Amount, Wide};

/// The measures of one bidder's next offer, as the lot stands.
#[derive(Debug)]
pub(crate) struct Measures {
    /// The bidder's standing offer: the next one has to be below it.
    pub(crate) own: Option<Amount>,
    /// The price that has to be beaten; none for a first offer without one.
    pub(crate) beat: Option<Target>,
    /// The next offer must not be below this.
    pub(crate) floor: Option<Wide>,
    /// The lead of another bidder, where no bidder may equal it.
    pub(crate) not_equal_to: Option<Amount>,
}

/// A price that has to be beaten, and by how much.
#[derive(Debug)]
pub(crate) struct Target {
    /// The evaluated price.
    pub(crate) reference: Wide,
    /// By how much, at least.
    pub(crate) decrement: Wide,
}

impl Measures {
    pub(crate) fn of(board: &Board, bidder: BidderIndex) -> Self {
        let rules = board.rules();
        let own = board.rows[bidder].standing.as_ref().map(|offer| offer.evaluated);
        let lead = board.lead();
        let reference = match rules.beat {
            Beat::Own => own,
            Beat::Lead => lead.map(|(_, evaluated)| evaluated),
        };
        let beat = reference.map(|reference| Target {
            reference: reference.into(),
            decrement: min_decrement(&rules.min_decrement, reference),
        });
        let not_equal_to = match rules.ties {
            Ties::ForbidFirst => lead.filter(|(leader, _)| *leader != bidder).map(|(_, evaluated)| evaluated),
            Ties::Earliest | Ties::EqualBest | Ties::EqualWorst => None,
        };
        Self { own, floor: floor(board, bidder, beat.as_ref()), beat, not_equal_to }
    }
}

/// The reference less the largest drop. The largest drop is never less than the smallest one, nor less than the drop to
/// the ceiling, so that a legal bid always exists.
fn floor(board: &Board, bidder: BidderIndex, beat: Option<&Target>) -> Option<Wide> {
    let max = board.rules().max_decrement?;
    let ceiling = board
        .rules()
        .ceiling
        .map(|ceiling| scoring::evaluated_wide(board.facts.invited(bidder).figures(), ceiling.into()));
    let Some(Target { reference, decrement }) = beat else {
        return ceiling.map(|ceiling| ceiling - drop(max.step, ceiling));
    };
    let largest = drop(max.step, *reference).max(*decrement);
    let largest = ceiling.map_or(largest, |ceiling| largest.max(*reference - ceiling));
    Some(*reference - largest)
}

fn min_decrement(min: &MinDecrement, reference: Amount) -> Wide {
    match min {
        MinDecrement::Absolute(drop) => Wide::from(*drop),
        MinDecrement::Percent(percent) => per_cent(*percent, reference.into()),
        MinDecrement::Bands(bands) => {
            let band = bands.iter().filter(|band| band.from <= reference).max_by_key(|band| band.from);
            // Evaluated prices are above zero and one band is from zero.
            band.map_or(Wide::ZERO, |band| drop(band.step, reference.into()))
        }
    }
}

fn drop(step: Step, reference: Wide) -> Wide {
    match step {
        Step::Absolute(drop) => drop.into(),
        Step::Percent(percent) => per_cent(percent, reference),
    }
}

fn per_cent(percent: Amount, reference: Wide) -> Wide {
    reference * Wide::from(percent) * Wide::tick(2)
}
