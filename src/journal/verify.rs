//! The audit: every record goes through the chain check, then through a judge.
//!
//! The chain check decides structure here. The [`Judge`] of the caller decides meaning. The first wrong record ends the
//! check of its stream and of no other stream.

mod exported;
mod judge;
mod stored;
#[cfg(test)]
mod tests;

pub use self::exported::{BrokenLine, ExportError, ExportReport, exported};
pub use self::judge::{Judge, StructureOnly};
pub use self::stored::{StreamReport, stored};
