//! Decimal text in JSON: between which bounds it has to be, and what a wrong text probably means.

use rust_decimal::Decimal;

use crate::money::Amount;

/// The longest text that a figure is guessed from, in bytes.
const GUESSED_BYTES_MAX: usize = 40;

/// Bounds of a decimal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    least: Least,
    most: Option<i64>,
    /// Decimal places that matter.
    places: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Least {
    Any,
    Zero,
    AboveZero,
}

impl Bounds {
    /// Anything that is a decimal.
    pub(crate) const ANY: Self = Self { least: Least::Any, most: None, places: None };
    /// Zero or more.
    pub(crate) const FROM_ZERO: Self = Self { least: Least::Zero, most: None, places: None };
    /// More than zero.
    pub(crate) const ABOVE_ZERO: Self = Self { least: Least::AboveZero, most: None, places: None };

    /// The same, and at most `most`.
    pub(crate) const fn at_most(self, most: i64) -> Self {
        Self { most: Some(most), ..self }
    }

    /// The same, with at most `places` decimal places.
    pub(crate) const fn with_places(self, places: u32) -> Self {
        Self { places: Some(places), ..self }
    }

    /// What is wrong with `amount`, and what would be right.
    pub(crate) fn fault(&self, amount: Amount) -> Option<String> {
        if self.least == Least::AboveZero && amount <= Amount::ZERO {
            return Some(format!("must be more than 0, and is {amount}"));
        }
        if self.least == Least::Zero && amount < Amount::ZERO {
            return Some(format!("must be 0 or more, and is {amount}"));
        }
        if let Some(most) = self.most.filter(|most| amount.decimal() > Decimal::from(*most)) {
            return Some(format!("must be at most \"{most}\", and is {amount}"));
        }
        let places = self.places.filter(|places| amount.significant_places() > *places)?;
        let cut = Amount::from(amount.decimal().trunc_with_scale(places));
        Some(format!("must have at most {places} decimal places, such as \"{cut}\", and is {amount}"))
    }
}

/// The figure that a wrong text most likely means: `£1,000.5` is 1000.5, `.5` is 0.5, `2,98` is 2.98.
pub(super) fn meant(text: &str) -> Option<Amount> {
    if text.len() > GUESSED_BYTES_MAX {
        return None;
    }
    let bare: String = text.chars().filter(|letter| !matches!(letter, '_' | ' ' | '\'' | '£' | '+' | '%')).collect();
    let bare = if has_decimal_comma(&bare) { bare.replace(',', ".") } else { bare.replace(',', "") };
    let bare = if bare.starts_with('.') { format!("0{bare}") } else { bare };
    bare.trim_end_matches('.').parse().ok()
}

/// Whether the one comma of `text` has a point's place: one or two digits follow it.
fn has_decimal_comma(text: &str) -> bool {
    let parts = text.split_once(',');
    parts
        .is_some_and(|(whole, part)| !whole.contains('.') && (1..3).contains(&part.len()) && !part.contains([',', '.']))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_figure_written_another_way_is_understood() {
        let cases = [
            ("£1,000.5", "1000.5"),
            ("£1,250", "1250"),
            (".5", "0.5"),
            ("2,98", "2.98"),
            ("1_000", "1000"),
            (" 3.10 ", "3.10"),
            ("5.", "5"),
            ("+5 %", "5"),
        ];

        for (wrong, right) in cases {
            assert_eq!(meant(wrong).map(|amount| amount.to_string()).as_deref(), Some(right), "{wrong}");
        }
    }

    #[test]
    fn nothing_is_guessed_from_what_is_no_figure() {
        for text in ["1e3", "", ",", "abc", "1.2.3", "--1", "0x10", "99999999999999"] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
