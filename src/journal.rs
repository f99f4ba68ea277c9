//! The journal: append-only streams of records, without gaps, each record chained to the one before by its hash.
//!
//! Owns the bytes and hashes of records, the one writer that commits for all streams, and the checks of stored records.
//! Draws the salts. Knows nothing of auctions: `kind` and `data` are texts here.

mod claim;
#[cfg(test)]
pub(crate) mod contract;
pub mod copy;
#[cfg(test)]
pub(crate) mod faulty;
pub mod fold;
pub mod memory;
pub mod metric;
pub mod read;
pub mod record;
pub mod store;
pub mod stream;
pub mod summary;
#[cfg(test)]
pub(crate) mod testing;
pub mod verify;
pub mod writer;

pub use claim::AppendError;
pub use fold::{FoldedStream, Folding, StreamFold};
pub use record::{Actor, Committed, Draft, Hash, Record, StreamId};
pub use store::{Store, StoreError, Summaries};
pub use stream::{Handed, Stream};
pub use summary::{StreamHead, StreamSummary};
pub use writer::{Journal, WriterLimits};
