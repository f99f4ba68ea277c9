//! A record before it is sealed: without position, salt and hash.

use serde_json::value::RawValue;

use super::Actor;
use crate::clock::Instant;

/// What the owner of a stream wants to record next.
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
