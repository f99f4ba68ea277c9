//! A moment of a lot or an event, as a query names it: an instant, or right after a record.

use std::str::FromStr;

use crate::clock::Instant;
use crate::ids::Seq;

/// How a record is named.
const RECORD: &str = "seq:";
/// A journal counts in 63 bits.
const SEQ_MAX: u64 = i64::MAX.unsigned_abs();

/// A moment of a stream of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// After the last record that was decided at this instant or before.
    At(Instant),
    /// Right after this record.
    Record(Seq),
}

impl Moment {
    /// Whether a record comes after it.
    #[must_use]
    pub fn precedes(self, seq: Seq, at: Instant) -> bool {
        match self {
            Self::At(instant) => instant < at,
            Self::Record(record) => record < seq,
        }
    }
}

/// The text names no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be an instant, or \"seq:\" with the number of a record")]
pub struct BadMoment;

impl FromStr for Moment {
    type Err = BadMoment;

    fn from_str(text: &str) -> Result<Self, BadMoment> {
        let Some(number) = text.strip_prefix(RECORD) else {
            return text.parse().map(Self::At).map_err(|_| BadMoment);
        };
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let seq = number.parse().ok().filter(|seq| is_number && *seq <= SEQ_MAX);
        seq.map(|seq| Self::Record(Seq(seq))).ok_or(BadMoment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // E44, E46
    #[test]
    fn an_instant_and_a_record_are_moments_and_nothing_else_is() {
        let at = "2026-11-21T14:00:00.000001Z";
        assert_eq!(at.parse(), Ok(Moment::At(at.parse().unwrap())));
        assert_eq!("seq:0".parse(), Ok(Moment::Record(Seq::ZERO)));
        assert_eq!("seq:9223372036854775807".parse(), Ok(Moment::Record(Seq(SEQ_MAX))));
        for text in
            ["", "now", "7", "seq:", "seq:+7", "seq:-1", "seq: 7", "SEQ:7", "seq:9223372036854775808", "2026-11-21"]
        {
            assert_eq!(text.parse::<Moment>(), Err(BadMoment), "{text}");
        }
    }
}
