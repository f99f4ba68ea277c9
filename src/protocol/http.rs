//! HTTP bodies that are not rendered by the engine.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::reader::Reader;
use super::strict::Node;
use crate::auth::Role;
use crate::clock::Instant;
use crate::event::{Finding, Problem};
use crate::ids::{BidRef, OrgId, PersonId, Seq};

/// The longest reason that is taken, in bytes.
pub const REASON_BYTES_MAX: usize = 2_000;

/// An error (RFC 9457): `code` is stable, the words are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemBody {
    /// Always `about:blank`: the code says what happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What a client can act on.
    pub code: String,
    /// What is wrong, in plain English.
    pub detail: String,
    /// Everything that is wrong with a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Problem>,
    /// What the profile has against publishing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lint: Vec<Finding>,
}

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// What they are here for.
    pub role: Role,
    /// Whom they are here for.
    pub org: OrgId,
    /// When the session or the token ends.
    pub expires_at: Instant,
}

/// What a supplier sends to have its standing offer annulled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnnulmentRequest {
    /// The standing offer's own name.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// Why.
    pub reason: String,
}

/// What a browser sends to sign in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignIn {
    /// The person's e-mail address.
    pub email: String,
    /// The person's password.
    pub password: String,
}

/// Where an act stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecordedAct {
    /// Its place.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// The record's hash.
    pub hash: Hex,
}

/// What an event's creation, revision and publication answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventSummary {
    /// The event.
    pub id: String,
    /// `draft` or `published`.
    pub status: crate::event::EventStatus,
    /// Of the frozen document; only once published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What speaks against its settings.
    pub lint: Vec<Finding>,
    /// One id for each lot of the document.
    pub lots: Vec<String>,
}

/// Whether the server is ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Readiness {
    /// The journal takes writes.
    pub ready: bool,
    /// What keeps the whole server from being ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Streams that recovery refused.
    pub failed_streams: Vec<FailedStream>,
}

/// A stream that recovery refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FailedStream {
    /// Its name.
    pub stream: String,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn(…)")
    }
}

impl SignIn {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        read(text, |reader| {
            let email = reader.text("email", "\"ann@example.org\"").map(str::to_owned);
            let password = reader.text("password", "your password").map(str::to_owned);
            Some(Self { email: email?, password: password? })
        })
    }
}

impl AnnulmentRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        read(text, |reader| {
            let bid_ref = reader.bid_ref();
            let reason = reader.statement("reason", REASON_BYTES_MAX).map(str::to_owned);
            Some(Self { bid_ref: bid_ref?, reason: reason? })
        })
    }
}

/// Reads one object; what `members` returns counts only where nothing is wrong.
fn read<T>(text: &str, members: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<T, Vec<Problem>> {
    let whole = |message| vec![Problem { path: String::new(), message }];
    let node = Node::parse(text).map_err(|error| whole(format!("must be one JSON object: {error}")))?;
    let mut reader = Reader::new(&node).map_err(|problem| vec![problem])?;
    let value = members(&mut reader);
    match (value, reader.into_problems()) {
        (Some(value), problems) if problems.is_empty() => Ok(value),
        (_, problems) => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_for_annulment_needs_its_ref_and_a_reason() {
        let request = AnnulmentRequest::parse(r#"{"ref": "r1", "reason": " a slip ", "more": 1}"#).unwrap();
        let problems = AnnulmentRequest::parse(r#"{"ref": 1, "reason": "  "}"#).unwrap_err();

        assert_eq!(request.reason, "a slip");
        assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), ["/ref", "/reason"]);
    }
}
