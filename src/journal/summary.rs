//! Summaries of streams that have ended, kept beside the journal so that a start reads only the other streams.
//!
//! A summary follows from the records of its stream and is never the truth. It names the last record from which it was
//! made, so that a reader compares it with the last record of the journal. Its text means nothing here.
//!
//! A new stream is listed as open in the same transaction as its first record. So every stream has a summary or is listed,
//! unless the tables were changed from outside. What storage does for this is asked in [`super::store`].

use std::sync::Arc;

use super::record::{Hash, StreamId};
use crate::ids::Seq;

/// The last record of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamHead {
    /// The stream.
    pub stream: StreamId,
    /// The position of its last record.
    pub seq: Seq,
    /// The hash of that record.
    pub hash: Hash,
}

/// What is kept of a stream that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamSummary {
    /// The last record from which it was made.
    pub head: StreamHead,
    /// What was made of the records.
    pub text: Arc<str>,
}
