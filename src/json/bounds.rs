//! Decimal text in JSON: between which bounds it has to be.

use rust_decimal::Decimal;

use super::code::Code;
use crate::money::Amount;

/// Bounds of a decimal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    least: Least,
    most: Option<i64>,
    /// Decimal places that matter.
    places: Option<u32>,
    unit_sign: Option<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Least {
    Any,
    Zero,
    AboveZero,
}

impl Bounds {
    /// Anything that is a decimal, in pounds.
    pub(crate) const ANY: Self = Self { least: Least::Any, most: None, places: None, unit_sign: Some('£') };
    /// Zero or more, in pounds.
    pub(crate) const FROM_ZERO: Self = Self { least: Least::Zero, most: None, places: None, unit_sign: Some('£') };
    /// More than zero, in pounds.
    pub(crate) const ABOVE_ZERO: Self =
        Self { least: Least::AboveZero, most: None, places: None, unit_sign: Some('£') };

    /// The same, in per cent.
    pub(crate) const fn in_per_cent(self) -> Self {
        Self { unit_sign: Some('%'), ..self }
    }

    /// The same, of what is written without the sign of a unit.
    pub(crate) const fn without_unit(self) -> Self {
        Self { unit_sign: None, ..self }
    }

    /// The sign that people write beside the decimal.
    pub(crate) const fn unit_sign(&self) -> Option<char> {
        self.unit_sign
    }

    /// The same, and at most `most`.
    pub(crate) const fn at_most(self, most: i64) -> Self {
        Self { most: Some(most), ..self }
    }

    /// The same, with at most `places` decimal places.
    pub(crate) const fn with_places(self, places: u32) -> Self {
        Self { places: Some(places), ..self }
    }

    /// What is wrong with `amount`, and what would be right.
    pub(crate) fn fault(&self, amount: Amount) -> Option<(Code, String)> {
        if self.least == Least::AboveZero && amount <= Amount::ZERO {
            return Some((Code::OutOfRange, format!("must be more than 0, and is {amount}")));
        }
        if self.least == Least::Zero && amount < Amount::ZERO {
            return Some((Code::OutOfRange, format!("must be 0 or more, and is {amount}")));
        }
        if let Some(most) = self.most.filter(|most| amount.decimal() > Decimal::from(*most)) {
            return Some((Code::OutOfRange, format!("must be at most \"{most}\", and is {amount}")));
        }
        let places = self.places.filter(|places| amount.significant_places() > *places)?;
        let cut = Amount::from(amount.decimal().trunc_with_scale(places));
        let message = format!("must have at most {places} decimal places, such as \"{cut}\", and is {amount}");
        Some((Code::TooManyPlaces, message))
    }
}
