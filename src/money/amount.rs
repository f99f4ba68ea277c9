//! An exact decimal figure, and its one text: how it is read from outside and written.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Most digits before the point in a decimal text.
pub const INTEGER_DIGITS_MAX: usize = 13;
/// Most digits after the point in a decimal text.
pub const FRACTION_DIGITS_MAX: usize = 12;
/// Most digits before or after the point in a figure computed here.
const COMPUTED_DIGITS_MAX: usize = 28;

/// Room for the longest text: a sign, 29 digits and a point.
const TEXT_BYTES_MAX: usize = 32;

/// An exact decimal figure: a price, a total, a factor, a volume. Text outside, never a JSON number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(Decimal);

/// The text is no decimal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be decimal text such as \"12.50\": at most {INTEGER_DIGITS_MAX} digits, then at most {FRACTION_DIGITS_MAX} places"
)]
pub struct BadAmount;

impl Amount {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);

    /// The figure as a decimal of the library.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// The same figure written with at least that many places, without further trailing zeros.
    #[must_use]
    pub fn with_places(self, places: u32) -> Self {
        let mut decimal = self.0.normalize();
        if decimal.scale() < places {
            decimal.rescale(places);
        }
        Self(decimal)
    }

    /// Decimal places that matter: `1.50` has one.
    #[must_use]
    pub fn significant_places(self) -> u32 {
        self.0.normalize().scale()
    }

    /// Calls `then` with the figure's text, written from the last digit to the first. Each bid writes five figures, and
    /// the library's formatter is slow: see docs/performance.md, Writing a figure.
    fn with_text<T>(self, then: impl FnOnce(&str) -> T) -> T {
        let places = self.0.scale();
        let mut rest = self.0.mantissa().unsigned_abs();
        let mut text = [0; TEXT_BYTES_MAX];
        let mut start = TEXT_BYTES_MAX;
        let mut put = |byte| {
            start -= 1;
            text[start] = byte;
        };
        let mut place = 0;
        while place <= places || rest > 0 {
            if place == places && places > 0 {
                put(b'.');
            }
            put(take_last_digit(&mut rest));
            place += 1;
        }
        if self.0.is_sign_negative() {
            put(b'-');
        }
        then(str::from_utf8(&text[start..]).expect("digits are text"))
    }
}

/// Removes the last decimal digit and returns it as a byte of text.
fn take_last_digit(figure: &mut u128) -> u8 {
    // Dividing 64 bits is much faster than dividing 128.
    let (rest, last) = match u64::try_from(*figure) {
        Ok(short) => (u128::from(short / 10), short % 10),
        Err(_) => (*figure / 10, u64::try_from(*figure % 10).expect("one digit")),
    };
    *figure = rest;
    b'0' + u8::try_from(last).expect("one digit")
}

impl Amount {
    /// Whether it is above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }

    /// Reads a figure that was computed here. It has up to 28 digits; a figure from outside has at most 13 before the
    /// point. For `#[serde(deserialize_with)]`.
    ///
    /// # Errors
    /// Where the text is no decimal.
    pub fn computed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        read_digits(&text, COMPUTED_DIGITS_MAX, COMPUTED_DIGITS_MAX).map_err(de::Error::custom)
    }

    /// [`Amount::computed`] where there may be none.
    ///
    /// # Errors
    /// Where the text is no decimal.
    pub fn computed_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let Some(text) = Option::<Cow<'de, str>>::deserialize(deserializer)? else { return Ok(None) };
        read_digits(&text, COMPUTED_DIGITS_MAX, COMPUTED_DIGITS_MAX).map(Some).map_err(de::Error::custom)
    }
}

impl From<Decimal> for Amount {
    fn from(decimal: Decimal) -> Self {
        Self(decimal)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

impl FromStr for Amount {
    type Err = BadAmount;

    fn from_str(text: &str) -> Result<Self, BadAmount> {
        read_digits(text, INTEGER_DIGITS_MAX, FRACTION_DIGITS_MAX)
    }
}

fn read_digits(text: &str, integer_max: usize, fraction_max: usize) -> Result<Amount, BadAmount> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = match unsigned.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (unsigned, None),
    };
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(integer, integer_max) || fraction.is_some_and(|part| !digits(part, fraction_max)) {
        return Err(BadAmount);
    }
    Decimal::from_str_exact(text).map(Amount).map_err(|_| BadAmount)
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with_text(|text| serializer.serialize_str(text))
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": r"^-?[0-9]{1,13}(\.[0-9]{1,12})?$", "description": "exact decimal"})
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(decimal: Decimal) -> [String; 2] {
        let amount = Amount::from(decimal);
        [amount.to_string(), serde_json::to_string(&amount).unwrap().trim_matches('"').to_owned()]
    }

    #[test]
    fn the_longest_and_the_shortest_figures_are_written_whole() {
        let mut minus_nothing = Decimal::new(0, 2);
        minus_nothing.set_sign_negative(true);
        let smallest = Decimal::from_i128_with_scale(-1, 28);
        let longest = Decimal::from_parts(u32::MAX, u32::MAX, u32::MAX, true, 28);

        for decimal in [Decimal::ZERO, Decimal::MAX, Decimal::MIN, minus_nothing, smallest, longest] {
            assert_eq!(written(decimal), [decimal.to_string(), decimal.to_string()]);
        }
    }

    proptest! {
        #[test]
        fn a_figure_is_written_as_the_library_writes_it(
            low: u32, mid in prop_oneof![Just(0), any::<u32>()], high in prop_oneof![Just(0), any::<u32>()],
            negative: bool, scale in 0..=28_u32,
        ) {
            let decimal = Decimal::from_parts(low, mid, high, negative, scale);

            prop_assert_eq!(written(decimal), [decimal.to_string(), decimal.to_string()]);
        }
    }
}
