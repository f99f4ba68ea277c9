//! A moment in UTC, cut to whole microseconds; RFC 3339 text outside.

mod written;

use std::borrow::Cow;
use std::fmt;
use std::ops::Add;
use std::str::FromStr;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Microseconds since 1970-01-01T00:00:00Z. Written as `2026-11-21T14:00:00.000000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// The text is no RFC 3339 instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be an RFC 3339 instant such as 2026-11-21T14:00:00Z")]
pub struct BadInstant;

impl Instant {
    /// The instant that many microseconds after 1970.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Reads an instant from the exact text that [`Instant`] writes; none for any other text, even one that names an
    /// instant.
    #[must_use]
    pub fn read_written(text: &[u8]) -> Option<Self> {
        if let Some(micros) = written::read(text) {
            return Some(Self(micros));
        }
        let text = str::from_utf8(text).ok()?;
        text.parse().ok().filter(|at: &Self| at.to_string() == text)
    }

    /// Microseconds from `earlier` to `self`; negative where `self` is the earlier one.
    #[must_use]
    pub const fn micros_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The time from `earlier` to `self`, nothing where `self` is the earlier one.
    #[must_use]
    pub fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.micros_since(earlier)).unwrap_or(0))
    }

    /// The instant that much earlier.
    #[must_use]
    pub fn less(self, earlier: Duration) -> Self {
        self.plus_micros(i64::try_from(earlier.as_micros()).map_or(i64::MIN, |micros| -micros))
    }

    /// The instant that many microseconds later, or earlier where `micros` is negative.
    #[must_use]
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, later: Duration) -> Self {
        self.plus_micros(i64::try_from(later.as_micros()).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match written::write(self.0) {
            Some(text) => f.write_str(str::from_utf8(&text).expect("digits are text")),
            None => match jiff::Timestamp::from_microsecond(self.0) {
                Ok(timestamp) => write!(f, "{timestamp:.6}"),
                Err(_) => write!(f, "out of range"),
            },
        }
    }
}

impl FromStr for Instant {
    type Err = BadInstant;

    fn from_str(text: &str) -> Result<Self, BadInstant> {
        if let Some(micros) = written::read(text.as_bytes()) {
            return Ok(Self(micros));
        }
        let timestamp: jiff::Timestamp = text.parse().map_err(|_| BadInstant)?;
        Ok(Self(timestamp.as_nanosecond().div_euclid(1_000).try_into().map_err(|_| BadInstant)?))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match written::write(self.0) {
            Some(text) => serializer.serialize_str(str::from_utf8(&text).expect("digits are text")),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time", "description": "RFC 3339, UTC, microseconds"})
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text that the library writes, for the dates that it knows.
    fn by_the_library(micros: i64) -> String {
        jiff::Timestamp::from_microsecond(micros)
            .map_or_else(|_| "out of range".to_owned(), |timestamp| format!("{timestamp:.6}"))
    }

    fn written(micros: i64) -> [String; 2] {
        let instant = Instant::from_micros(micros);
        [instant.to_string(), serde_json::to_string(&instant).unwrap().trim_matches('"').to_owned()]
    }

    #[test]
    fn the_ends_of_time_are_written_too() {
        let year_0 = -62_167_219_200_000_000;
        for micros in [0, -1, 1_795_269_600_000_001, year_0, year_0 - 1, 253_402_207_200_999_999, i64::MIN, i64::MAX] {
            assert_eq!(written(micros), [by_the_library(micros), by_the_library(micros)]);
        }
    }

    proptest! {
        #[test]
        fn an_instant_is_written_as_the_library_writes_it(micros in -70_000_000_000_000_000..260_000_000_000_000_000_i64) {
            prop_assert_eq!(written(micros), [by_the_library(micros), by_the_library(micros)]);
        }
    }
}
