//! A record: its exact bytes, its hash, and the check of a stored one.
//!
//! Only [`body`] writes the bytes of a body. A stored body is accepted only if writing it again gives the same bytes.
//! [`seal`] draws the salts, so that nobody can find a record's content by hashing guesses.

mod actor;
mod body;
mod chain;
mod committed;
mod draft;
mod export;
mod hash;
mod name;
mod plain;
mod seal;
mod sealed;
mod strict;
#[cfg(test)]
mod tests;
mod usual;

pub use actor::Actor;
pub use body::{BadBody, Body, Data};
pub use chain::{Broken, Chain};
pub use committed::Committed;
pub use draft::Draft;
pub use export::{BadLine, ExportLine};
pub use hash::Hash;
pub use name::{BadStreamId, StreamId, StreamKind};
pub use seal::seal;
pub use sealed::Record;
