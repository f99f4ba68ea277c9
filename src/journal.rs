//! The journal: append-only, hash-chained, gap-free streams of records.
//!
//! Owns the record's bytes and hashes, the one writer that commits for all streams, and the re-reading of what stands
//! there. It knows nothing of auctions: `kind` and `data` are texts to it. Salts are drawn here.

#[cfg(test)]
pub(crate) mod contract;
pub mod copy;
pub mod memory;
pub mod metric;
pub mod read;
pub mod record;
pub mod store;
pub mod stream;
#[cfg(test)]
pub(crate) mod testing;
pub mod verify;
pub mod volatile;
pub mod writer;

pub use record::{Actor, Draft, Hash, Record, StreamId};
pub use store::{Store, StoreError};
pub use stream::{AppendError, Committed, Handed, Stream};
pub use writer::{Journal, WriterLimits};
