//! Guesses which whole number was meant where another number or a text is.

use super::tree::{Tree, plain_digits};
use crate::money::{Amount, meant};

/// Below this each whole number is exact as the number with a point that JSON was read into.
const EXACT_BELOW: u64 = 1 << 53;

/// Whether a text is a figure, in whatever way it is written.
pub(super) fn is_figure(text: &str) -> bool {
    text.parse::<u64>().is_ok() || text.parse::<Amount>().is_ok() || meant(text, None).is_some()
}

/// The whole number that a number with a point, or a text, was meant to be.
pub(super) fn whole_meant(value: &Tree<'_>) -> Option<u64> {
    match value {
        Tree::Number(number) => plain_digits(number).parse().ok().filter(|whole| *whole < EXACT_BELOW),
        Tree::Text(text) => match text.parse::<Amount>().ok().or_else(|| meant(text, None)) {
            Some(amount) => amount.with_places(0).to_string().parse().ok(),
            None => text.parse().ok(),
        },
        Tree::Null | Tree::Flag(_) | Tree::List(_) | Tree::Object(_) => None,
    }
}
