//! From prices to what is compared: total, evaluated price, score.
//!
//! Each is computed exactly and rounded once, at its end, half away from zero. A product or a result that 28 digits
//! do not hold exactly is none: the bid is `price_too_large`, never silently cut.

use super::setup::{Invited, Item};
use crate::money::{Amount, EVALUATED_PLACES, SCORE_PLACES, Wide};

/// Σ price × volume, the prices standing in the order of the items; none where it is not exact.
pub(crate) fn total(items: &[Item], prices: &[Amount]) -> Option<Amount> {
    assert_eq!(items.len(), prices.len(), "every item has its price");
    let mut sum = Wide::ZERO;
    for (item, price) in items.iter().zip(prices) {
        let product = Wide::from(*price) * Wide::from(item.volume);
        product.exact()?;
        sum = sum + product;
    }
    sum.exact()
}

/// `total × factor ÷ divisor + addition` with the bidder's own figures, to 6 places; none where it is not exact.
pub(crate) fn evaluated(invited: &Invited, total: Amount) -> Option<Amount> {
    let total = Wide::from(total);
    (total * Wide::from(invited.factor)).exact()?;
    evaluated_wide(invited, total).exact()
}

/// As [`evaluated`], for a total that nobody has offered and that may be of any length.
pub(crate) fn evaluated_wide(invited: &Invited, total: Wide) -> Wide {
    let divisor = Wide::from(invited.divisor);
    let numerator = total * Wide::from(invited.factor) + Wide::from(invited.addition) * divisor;
    numerator.div_round(divisor, EVALUATED_PLACES)
}

/// `quality + price_weight × lowest ÷ own`, to 4 places.
pub(crate) fn score(quality: Amount, price_weight: Amount, lowest: Amount, own: Amount) -> Amount {
    let own = Wide::from(own);
    let numerator = Wide::from(quality) * own + Wide::from(price_weight) * Wide::from(lowest);
    numerator.div_round(own, SCORE_PLACES).exact().expect("a score is at most quality plus weight, 14 digits")
}
