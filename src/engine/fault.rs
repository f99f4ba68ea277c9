//! What is wrong with a stream that cannot be used.

use crate::ids::Seq;

/// Why a stream cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub(super) struct StreamFault {
    /// The first record that is wrong. None where no record is.
    pub(super) first_bad: Option<Seq>,
    reason: String,
}

impl StreamFault {
    /// That record is wrong.
    pub(super) fn in_record(seq: Seq, fault: &str) -> Self {
        Self { first_bad: Some(seq), reason: format!("record {seq}: {fault}") }
    }
}

impl From<String> for StreamFault {
    fn from(reason: String) -> Self {
        Self { first_bad: None, reason }
    }
}
