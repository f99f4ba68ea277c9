//! Exact decimal figures: how they are read, written and computed.
//!
//! There is no floating point here and no rounding but where a function's name says so.

mod wide;

pub use wide::Wide;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Places of an evaluated price.
pub const EVALUATED_PLACES: u32 = 6;
/// Places of a score.
pub const SCORE_PLACES: u32 = 4;
/// Most digits before the point in a decimal text.
pub const INTEGER_DIGITS_MAX: usize = 13;
/// Most digits after the point in a decimal text.
pub const FRACTION_DIGITS_MAX: usize = 12;
/// Most digits before or after the point in a figure computed here.
const COMPUTED_DIGITS_MAX: usize = 28;

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
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);

    /// The figure as a decimal of the library.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        self.0
    }

    /// The same figure written with at least so many places, without further trailing zeros.
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
}

impl Amount {
    /// Whether it is above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }

    /// Reads a figure that was computed here: up to 28 digits, where a figure that is sent has at most 13 before the
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
        self.0.fmt(f)
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
        serializer.collect_str(&self.0)
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
