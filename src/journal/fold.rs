//! Folds the records of streams, on all cores, once each record is checked.
//!
//! Pages are read ahead, within bounds. What needs no other record (the hash, the text, what [`StreamFold::read`] reads) is
//! done for several pages at the same time. What a record means is decided in the order of its stream, and of different
//! streams at the same time. Results come in the order in which the streams were read.

mod folding;
mod in_flight;
mod open;
mod run;
mod stream_fold;
#[cfg(test)]
mod tests;
mod unit;

pub use self::folding::Folding;
pub use self::open::FoldedStream;
pub(super) use self::run::{StreamRun, Unchecked, runs_of};
pub use self::stream_fold::StreamFold;
