//! Exact figures: what an opening offer comes to, and which steps a price can make.

use crate::money::{Amount, EVALUATED_PLACES, Wide};

/// A bidder's own figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    pub(super) factor: Amount,
    pub(super) divisor: Amount,
    pub(super) addition: Amount,
}

/// What an offer comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) total: Amount,
    pub(super) evaluated: Amount,
}

/// The offer of these prices and volumes; none where a product or a sum is not exact in 28 digits, or
/// the divisor is not above zero.
pub(super) fn offer(lines: impl Iterator<Item = (Amount, Amount)>, figures: &Figures) -> Option<Offer> {
    let mut sum = Wide::ZERO;
    for (price, volume) in lines {
        let product = Wide::from(price) * Wide::from(volume);
        product.exact()?;
        sum = sum + product;
    }
    let total = sum.exact()?;
    let weighed = sum * Wide::from(figures.factor);
    weighed.exact()?;
    let divisor = Some(Wide::from(figures.divisor)).filter(|divisor| divisor.is_positive())?;
    let numerator = weighed + Wide::from(figures.addition) * divisor;
    let evaluated = numerator.div_round(divisor, EVALUATED_PLACES).exact()?;
    Some(Offer { total, evaluated })
}

/// What one tick of an item's price makes of the total: `volume × 10^-decimals`.
pub(super) fn one_tick(volume: Amount, decimals: u32) -> Option<Amount> {
    let step = Wide::from(volume) * Wide::tick(decimals);
    step.exact().filter(|_| step.is_positive())
}

/// Whether `drop` is a whole number of an item's price steps.
pub(super) fn is_multiple(drop: Amount, volume: Amount, decimals: u32) -> bool {
    let step = Wide::from(volume) * Wide::tick(decimals);
    step.is_positive() && Wide::from(drop).is_multiple_of(step)
}

#[cfg(test)]
mod tests {
    use super::{Figures, Offer, offer};
    use crate::money::Amount;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn offered(lines: &[(&str, &str)], factor: &str, divisor: &str, addition: &str) -> Option<Offer> {
        let lines = lines.iter().map(|(price, volume)| (amount(price), amount(volume)));
        let figures = Figures { factor: amount(factor), divisor: amount(divisor), addition: amount(addition) };
        offer(lines, &figures)
    }

    #[test]
    fn an_offer_comes_to_its_total_and_its_evaluated_price() {
        let cases = [
            ("1", "1", "0", "25.5", "25.5"),
            ("2", "1", "0.25", "25.5", "51.25"),
            ("1", "3", "0", "25.5", "8.5"),
            ("1", "7", "0", "25.5", "3.642857"),
            ("1", "8000000", "0", "25.5", "0.000003"),
            ("1", "4", "-7", "25.5", "-0.625"),
            ("1.1", "1.1", "2", "25.5", "27.5"),
        ];

        for (factor, divisor, addition, total, evaluated) in cases {
            let offer = offered(&[("2.50", "10"), ("0.25", "2")], factor, divisor, addition);

            let expected = Offer { total: amount(total), evaluated: amount(evaluated) };
            assert_eq!(offer, Some(expected), "{factor} {divisor} {addition}");
        }
    }

    #[test]
    fn what_28_digits_do_not_hold_is_no_offer() {
        let digits_29 = ("999999999999.9999", "9999999999.999");
        let digits_28 = ("999999999999.9999", "999999999.999");

        assert!(offered(&[digits_28], "1", "1", "0").is_some());
        assert_eq!(offered(&[digits_29], "1", "1", "0"), None);
        let evened_out = [digits_29, ("0.0001", "9999999999.999")];
        assert_eq!(offered(&evened_out, "1", "1", "0"), None, "each line counts, though the sum is round");
        assert_eq!(offered(&[digits_28], "99.9", "99.9", "0"), None, "so does the product with the factor");
        assert_eq!(offered(&[("1", "1")], "1", "0", "0"), None);
    }
}
