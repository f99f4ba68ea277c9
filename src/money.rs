//! Exact decimal figures: how they are read, written and computed.
//!
//! There is no floating point here. Nothing is rounded, except by a function whose name says so.

mod amount;
mod meant;
mod wide;

pub use amount::{Amount, BadAmount, FRACTION_DIGITS_MAX, INTEGER_DIGITS_MAX};
pub(crate) use meant::meant;
pub use wide::Wide;

/// Places of an evaluated price.
pub const EVALUATED_PLACES: u32 = 6;
/// Places of a score.
pub const SCORE_PLACES: u32 = 4;
