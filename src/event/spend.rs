//! What the trusts of a lot spend today, as far as their baselines say.

use super::document::LotDocument;
use crate::money::{Amount, Wide};

/// Places of a percentage.
const PERCENT_PLACES: u32 = 1;
/// Places of an amount of money that is too long to be written exactly.
const MONEY_PLACES: u32 = 2;

/// A year at today's prices, over all trusts and items of a lot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spend {
    /// Σ baseline × volume, over the pairs that have a baseline.
    pub(super) total: Wide,
    /// Pairs of a trust and an item with a volume above zero.
    pub(super) pairs: u32,
    /// Such pairs without a baseline.
    pub(super) pairs_without_baseline: u32,
}

impl Spend {
    /// Adds up the pairs of a lot.
    pub(super) fn of(lot: &LotDocument) -> Self {
        let mut spend = Self { total: Wide::ZERO, pairs: 0, pairs_without_baseline: 0 };
        for item in &lot.items {
            for (trust, volume) in item.volumes.iter().filter(|(_, volume)| volume.is_positive()) {
                spend.pairs += 1;
                match item.baselines.get(trust) {
                    Some(baseline) => spend.total = spend.total + Wide::from(*baseline) * Wide::from(*volume),
                    None => spend.pairs_without_baseline += 1,
                }
            }
        }
        spend
    }

    /// `amount` in per cent of the total, one place, half away from zero; none where nothing is spent.
    pub(super) fn percent(&self, amount: Amount) -> Option<Amount> {
        let hundredfold = Wide::from(amount) * Wide::new(100, 0);
        self.total.is_positive().then(|| written(hundredfold.div_round(self.total, PERCENT_PLACES), PERCENT_PLACES))
    }
}

/// The figure with at least that many places. Exact wherever 28 digits hold it, as they do for every realistic volume
/// and price.
pub(super) fn written(figure: Wide, places: u32) -> Amount {
    let rounded = || figure.div_round(Wide::new(1, 0), MONEY_PLACES).exact();
    figure.exact().or_else(rounded).unwrap_or_default().with_places(places)
}
