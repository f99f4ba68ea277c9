//! Requests about people that carried a key, so that a repeat makes nothing twice.

use std::time::Duration;

use futures::future::BoxFuture;

use super::error::PeopleError;
use crate::clock::Instant;
use crate::ids::PersonId;

/// How long a key is remembered.
pub const KEYS_KEPT: Duration = Duration::from_hours(24);

/// A request that carried a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBefore {
    /// Who sent it.
    pub caller: PersonId,
    /// Its key.
    pub key: String,
    /// The SHA-256 of what was asked.
    pub print: [u8; 32],
    /// The id of what it made.
    pub made: String,
    /// When.
    pub at: Instant,
}

/// Finds requests that carried a key. They are stored in the transaction of what they made.
pub trait RepeatTable: Send + Sync + 'static {
    /// The request of that caller and key, unless it is forgotten at `now`.
    fn sent_before<'a>(
        &'a self,
        caller: &'a PersonId,
        key: &'a str,
        now: Instant,
    ) -> BoxFuture<'a, Result<Option<SentBefore>, PeopleError>>;
}
