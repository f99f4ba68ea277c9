//! Exact decimal figures: how they are read, written and computed.
//!
//! There is no floating point here and no rounding but where a function's name says so.

mod amount;
mod meant;
mod wide;

pub use amount::{Amount, BadAmount, EVALUATED_PLACES, FRACTION_DIGITS_MAX, INTEGER_DIGITS_MAX, SCORE_PLACES};
pub use wide::Wide;

pub(crate) use meant::meant;
