//! A record: its exact bytes, its hash, and how a stored one is checked.
//!
//! The bytes of a body are written in one place ([`body`]) and nowhere else; whoever reads one gets it only if
//! writing it again gives the same bytes. Salts are drawn in [`seal`], so a hash cannot be guessed from what a
//! record probably says.

mod actor;
mod body;
mod chain;
mod export;
mod hash;
mod name;
mod plain;
mod seal;
mod strict;
#[cfg(test)]
mod tests;
mod usual;

pub use actor::Actor;
pub use body::{BadBody, Body, Data};
pub use chain::{Broken, Chain};
pub use export::{BadLine, ExportLine};
pub use hash::Hash;
pub use name::{BadStreamId, StreamId, StreamKind};
pub use seal::seal;

use std::sync::Arc;

use serde_json::value::RawValue;

use crate::clock::Instant;
use crate::ids::Seq;

/// What the owner of a stream wants recorded next.
#[derive(Debug, Clone)]
pub struct Draft {
    /// When it was decided; never before the record before it.
    pub at: Instant,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub kind: &'static str,
    /// The rest of it: one JSON object, without spaces.
    pub data: Box<RawValue>,
}

/// A sealed record, as stored. Its texts are shared, so that a store can hand them on without copying them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whose.
    pub stream: StreamId,
    /// Its place, from 1.
    pub seq: Seq,
    /// When it was decided (a copy of the body's).
    pub at: Instant,
    /// What happened (a copy of the body's).
    pub kind: Arc<str>,
    /// The exact JSON text that is hashed.
    pub body: Arc<str>,
    /// The chain up to here.
    pub hash: Hash,
}
