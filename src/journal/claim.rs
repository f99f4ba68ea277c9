//! An owner's right to append to a stream, and why an append fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::record::StreamId;

/// Why an append did not succeed. The owner stops: it never tries again with the same [`super::Stream`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Another process owns the stream; nothing was written.
    #[error("another process has written to stream {0}")]
    Conflict(StreamId),
    /// The outcome is not known.
    #[error("the journal takes no writes")]
    Unavailable,
}

/// An owner's right to a stream, shared with the writer. It is lost once another process has written to the stream.
/// Nothing of this owner is written afterwards: a later batch could find its position free, behind a gap.
#[derive(Debug, Clone, Default)]
pub(super) struct Claim(Arc<AtomicBool>);

impl Claim {
    pub(super) fn lose(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_lost(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
