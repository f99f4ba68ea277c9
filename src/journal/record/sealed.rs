//! A sealed record: its exact bytes, its hash, and copies of some members as columns.

use std::sync::Arc;

use super::{Hash, StreamId};
use crate::clock::Instant;
use crate::ids::Seq;

/// A sealed record, as stored. Its texts are shared, so that a store can pass them on without copying them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its position in the stream, from 1.
    pub seq: Seq,
    /// When it was decided (a copy of the body's).
    pub at: Instant,
    /// What happened (a copy of the body's).
    pub kind: Arc<str>,
    /// The exact JSON text that is hashed.
    pub body: Arc<str>,
    /// The hash of the chain up to this record.
    pub hash: Hash,
}
