//! The one place that computes a total, an evaluated price and a score.
//!
//! Each figure is computed exactly and rounded once, at its end, half away from zero. A product or a result that 28
//! digits do not hold exactly is none: the bid is `price_too_large`, never silently cut.

use crate::money::{Amount, EVALUATED_PLACES, SCORE_PLACES, Wide};

/// A bidder's own figures: `evaluated = total × factor ÷ divisor + addition`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BidderFigures {
    pub(crate) factor: Amount,
    /// Above zero.
    pub(crate) divisor: Amount,
    pub(crate) addition: Amount,
}

impl BidderFigures {
    /// Whether the evaluated price is the total.
    pub(crate) fn are_plain(self) -> bool {
        self.factor == Amount::ONE && self.divisor == Amount::ONE && self.addition == Amount::ZERO
    }
}

/// Σ price × volume; none where a product or the sum is not exact. A line is the price and the volume of one item.
pub(crate) fn total(lines: impl Iterator<Item = (Amount, Amount)>) -> Option<Amount> {
    let mut sum = Wide::ZERO;
    for (price, volume) in lines {
        let product = Wide::from(price) * Wide::from(volume);
        product.exact()?;
        sum = sum + product;
    }
    sum.exact()
}

/// The evaluated price of a total, to 6 places; none where it is not exact.
pub(crate) fn evaluated(figures: BidderFigures, total: Amount) -> Option<Amount> {
    let total = Wide::from(total);
    (total * Wide::from(figures.factor)).exact()?;
    evaluated_wide(figures, total).exact()
}

/// As [`evaluated`], for a total that no bidder has offered and that may be of any length.
pub(crate) fn evaluated_wide(figures: BidderFigures, total: Wide) -> Wide {
    let divisor = Wide::from(figures.divisor);
    let numerator = total * Wide::from(figures.factor) + Wide::from(figures.addition) * divisor;
    numerator.div_round(divisor, EVALUATED_PLACES)
}

/// `quality + price_weight × lowest ÷ own`, to 4 places.
pub(crate) fn score(quality: Amount, price_weight: Amount, lowest: Amount, own: Amount) -> Amount {
    let own = Wide::from(own);
    let numerator = Wide::from(quality) * own + Wide::from(price_weight) * Wide::from(lowest);
    numerator.div_round(own, SCORE_PLACES).exact().expect("a score is at most quality plus weight, 14 digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn total_of(lines: &[(&str, &str)]) -> Option<Amount> {
        total(lines.iter().map(|(price, volume)| (amount(price), amount(volume))))
    }

    fn evaluated_of(lines: &[(&str, &str)], factor: &str, divisor: &str, addition: &str) -> Option<Amount> {
        let figures = BidderFigures { factor: amount(factor), divisor: amount(divisor), addition: amount(addition) };
        evaluated(figures, total_of(lines)?)
    }

    // L1.6, L1.7
    #[test]
    fn an_offer_has_a_total_and_an_evaluated_price() {
        let lines = [("2.50", "10"), ("0.25", "2")];
        let cases = [
            ("1", "1", "0", "25.5"),
            ("2", "1", "0.25", "51.25"),
            ("1", "3", "0", "8.5"),
            ("1", "7", "0", "3.642857"),
            ("1", "8000000", "0", "0.000003"),
            ("1", "4", "-7", "-0.625"),
            ("1.1", "1.1", "2", "27.5"),
        ];

        assert_eq!(total_of(&lines), Some(amount("25.5")));
        for (factor, divisor, addition, expected) in cases {
            let evaluated = evaluated_of(&lines, factor, divisor, addition);

            assert_eq!(evaluated, Some(amount(expected)), "{factor} {divisor} {addition}");
        }
    }

    #[test]
    fn a_figure_that_28_digits_do_not_hold_is_none() {
        let digits_29 = ("999999999999.9999", "9999999999.999");
        let digits_28 = ("999999999999.9999", "999999999.999");

        assert!(evaluated_of(&[digits_28], "1", "1", "0").is_some());
        assert_eq!(total_of(&[digits_29]), None);
        let round_sum = [digits_29, ("0.0001", "9999999999.999")];
        assert_eq!(total_of(&round_sum), None, "each line counts, though the sum is round");
        assert_eq!(evaluated_of(&[digits_28], "99.9", "99.9", "0"), None, "so does the product with the factor");
    }
}
