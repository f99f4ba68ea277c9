//! A buyer's act as it is sent, and what it is answered. A bidder is named by id or by alias.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::hex::Hex;
use crate::auction::Act;
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};
use crate::json::{Code, Node, Object, Problem, read_object};

/// Most characters of a reason.
const REASON_CHARS_MAX: usize = 1_000;
/// Most characters of a message to bidders.
const TEXT_CHARS_MAX: usize = 2_000;
/// The acts, as a problem lists them.
const TYPES: &str = "pause, resume, extend, annul, exclude, close, cancel, broadcast, approve or decline";

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

/// An act whose bidder is named as the buyer knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActRequest {
    /// It names no bidder.
    Plain(Act),
    /// Annul a bidder's offer.
    Annul {
        /// Whose.
        who: Naming,
        /// Which; none is the standing one.
        offer: Option<Seq>,
        /// Why.
        reason: String,
    },
    /// Exclude a bidder.
    Exclude {
        /// Whom.
        who: Naming,
        /// Why.
        reason: String,
    },
    /// Send a text to one bidder.
    BroadcastTo {
        /// To whom.
        who: Naming,
        /// What it says.
        text: String,
        /// Why.
        reason: String,
    },
}

/// How a bidder is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// By its id, under the member of that name.
    Id(&'static str, BidderId),
    /// By its alias, under `alias`.
    Alias(String),
}

impl ActRequest {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, read_act)
    }
}

fn read_act(object: &Object<'_>) -> Option<ActRequest> {
    let kind = object.member("type");
    let plain = ActRequest::Plain;
    match kind.words("a text")? {
        "pause" => {
            let (resumes_at, reason) = (object.given("resumes_at").and_then(read_instant), read_reason(object));
            Some(plain(Act::Pause { resumes_at, reason: reason? }))
        }
        "resume" => Some(plain(Act::Resume { reason: read_reason(object)? })),
        "extend" => {
            let (closes_at, reason) = (read_instant(object.member("closes_at")), read_reason(object));
            Some(plain(Act::Extend { closes_at: closes_at?, reason: reason? }))
        }
        "annul" => {
            let (who, offer) = (named_bidder(object), object.given("offer").map(read_seq));
            let reason = read_reason(object);
            Some(ActRequest::Annul { who: who?, offer, reason: reason? })
        }
        "exclude" => {
            let (who, reason) = (named_bidder(object), read_reason(object));
            Some(ActRequest::Exclude { who: who?, reason: reason? })
        }
        "close" => Some(plain(Act::Close { reason: read_reason(object)? })),
        "cancel" => Some(plain(Act::Cancel { reason: read_reason(object)? })),
        "broadcast" => {
            let text = read_text(object.member("text"), TEXT_CHARS_MAX);
            let (to, reason) = (read_bidder(object, "to"), read_reason(object));
            let (text, reason) = (text?, reason?);
            Some(match to {
                Some(who) => ActRequest::BroadcastTo { who, text, reason },
                None => plain(Act::Broadcast { text, to: None, reason }),
            })
        }
        "approve" => {
            let act = read_seq(object.member("act"));
            let reason = object.or("reason", Some(String::new()), |node| read_text(node, REASON_CHARS_MAX));
            Some(plain(Act::Approve { act, reason: reason? }))
        }
        "decline" => {
            let (act, reason) = (read_seq(object.member("act")), read_reason(object));
            Some(plain(Act::Decline { act, reason: reason? }))
        }
        _ => {
            kind.fault(Code::UnknownChoice, format!("must be {TYPES}"));
            None
        }
    }
}

/// The bidder that has to be named; without one, the fault is reported.
fn named_bidder(object: &Object<'_>) -> Option<Naming> {
    if object.given("bidder").is_none() && object.given("alias").is_none() {
        object.member("bidder").fault(Code::Missing, "must name a bidder, or alias the bidder's alias");
    }
    read_bidder(object, "bidder")
}

/// A bidder by its id under `member` or by its alias; none where neither stands there.
fn read_bidder(object: &Object<'_>, member: &'static str) -> Option<Naming> {
    match (object.given(member), object.given("alias")) {
        (None, None) => None,
        (Some(id), None) => {
            const WANTED: &str = "a bidder's id, a text of 1 to 64 bytes";
            read_as(id, WANTED, |text| BidderId::parse(text).ok()).map(|id| Naming::Id(member, id))
        }
        (None, Some(alias)) => alias.words("a text").map(|alias| Naming::Alias(alias.to_owned())),
        (Some(_), Some(alias)) => {
            alias.fault(Code::Contradiction, format!("must be absent where {member} is there"));
            None
        }
    }
}

pub(super) fn read_reason(object: &Object<'_>) -> Option<String> {
    read_text(object.member("reason"), REASON_CHARS_MAX)
}

fn read_text(node: Node<'_>, chars_max: usize) -> Option<String> {
    let text = node.words("a text")?;
    let chars = text.chars().count();
    if text.trim().is_empty() || chars > chars_max {
        let code = if chars > chars_max { Code::TooLong } else { Code::Missing };
        node.fault(code, format!("must be a text of 1 to {chars_max} characters"));
        return None;
    }
    // As in an event's document. PostgreSQL reads no text with the character U+0000 out of a record, nor anything else of
    // that record.
    node.has_good_signs(text).then(|| text.to_owned())
}

fn read_instant(node: Node<'_>) -> Option<Instant> {
    read_as(node, "an RFC 3339 instant such as \"2026-11-21T14:00:00Z\"", |text| text.parse().ok())
}

/// A place in the journal.
fn read_seq(node: Node<'_>) -> Seq {
    Seq(node.whole(0..=u64::MAX))
}

/// A text that `read` takes; `wanted` says what it has to be.
fn read_as<T>(node: Node<'_>, wanted: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let text = node.words(wanted)?;
    let value = read(text);
    if value.is_none() {
        node.mistyped(wanted);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(body: &str) -> Vec<String> {
        let problems = ActRequest::parse(body.as_bytes()).unwrap_err();
        problems.into_iter().map(|problem| problem.path).collect()
    }

    #[test]
    fn each_act_is_read() {
        let bodies = [
            r#"{"type":"pause","reason":"r","resumes_at":"2026-11-21T14:00:00Z"}"#,
            r#"{"type":"pause","reason":"r","resumes_at":null}"#,
            r#"{"type":"resume","reason":"one line\n\tand another"}"#,
            r#"{"type":"extend","closes_at":"2026-11-21T14:00:00Z","reason":"r"}"#,
            r#"{"type":"annul","bidder":"acme","offer":7,"reason":"r"}"#,
            r#"{"type":"annul","alias":"Bidder A","reason":"r"}"#,
            r#"{"type":"exclude","bidder":"acme","reason":"r"}"#,
            r#"{"type":"close","reason":"r"}"#,
            r#"{"type":"cancel","reason":"r"}"#,
            r#"{"type":"broadcast","text":"t","reason":"r"}"#,
            r#"{"type":"broadcast","text":"t","to":"acme","reason":"r"}"#,
            r#"{"type":"broadcast","text":"t","alias":"Bidder A","reason":"r"}"#,
            r#"{"type":"approve","act":5}"#,
            r#"{"type":"approve","act":5,"reason":"r"}"#,
            r#"{"type":"decline","act":5,"reason":"r","unknown":[1]}"#,
        ];

        for body in bodies {
            assert!(ActRequest::parse(body.as_bytes()).is_ok(), "{body}");
        }
    }

    // L6.1
    #[test]
    fn every_problem_of_an_act_is_named_with_its_path() {
        let long = "x".repeat(REASON_CHARS_MAX + 1);
        let cases: Vec<(String, &[&str])> = vec![
            ("[]".into(), &[""]),
            (r#"{"reason":"r"}"#.into(), &["/type"]),
            (r#"{"type":"explode","reason":"r"}"#.into(), &["/type"]),
            (r#"{"type":"close"}"#.into(), &["/reason"]),
            (r#"{"type":"close","reason":" "}"#.into(), &["/reason"]),
            (r#"{"type":"pause","reason":"a\u0000b"}"#.into(), &["/reason"]),
            (r#"{"type":"broadcast","text":"\u001b[2J","reason":"r"}"#.into(), &["/text"]),
            (r#"{"type":"broadcast","text":"a\u202eb","reason":"\u200b"}"#.into(), &["/text", "/reason"]),
            (format!(r#"{{"type":"close","reason":"{long}"}}"#), &["/reason"]),
            (r#"{"type":"close","reason":"r","reason":"s"}"#.into(), &["/reason"]),
            (r#"{"type":"extend","closes_at":5}"#.into(), &["/closes_at", "/reason"]),
            (r#"{"type":"annul","reason":"r"}"#.into(), &["/bidder"]),
            (r#"{"type":"annul","bidder":"a","alias":"b","reason":"r"}"#.into(), &["/alias"]),
            (r#"{"type":"exclude","bidder":"","reason":"r"}"#.into(), &["/bidder"]),
            (r#"{"type":"broadcast","reason":"r"}"#.into(), &["/text"]),
            (r#"{"type":"approve","act":"5"}"#.into(), &["/act"]),
            (r#"{"type":"decline","act":5}"#.into(), &["/reason"]),
        ];

        for (body, expected) in cases {
            assert_eq!(paths(&body), expected, "{body}");
        }
    }
}
