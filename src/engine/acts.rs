//! A buyer's act as it was sent: read to the letter, every problem at once, and its bidder found by name or alias.

use std::borrow::Cow;

use super::answer::Denied;
use crate::auction::view::{Sight, Viewer};
use crate::auction::{Act, Lot};
use crate::clock::Instant;
use crate::event::Problem;
use crate::ids::{BidderId, OrgId, Seq};
use crate::protocol::strict::Node;

/// Most characters of a reason.
const REASON_CHARS_MAX: usize = 1_000;
/// Most characters of a message to bidders.
const TEXT_CHARS_MAX: usize = 2_000;
/// The acts, as a reader is told of them.
const TYPES: &str = "pause, resume, extend, annul, exclude, close, cancel, broadcast, approve or decline";

/// An act whose bidder is named as the buyer knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ActRequest {
    /// It names no bidder.
    Plain(Act),
    Annul {
        who: Naming,
        offer: Option<Seq>,
        reason: String,
    },
    Exclude {
        who: Naming,
        reason: String,
    },
    BroadcastTo {
        who: Naming,
        text: String,
        reason: String,
    },
}

/// How a bidder is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Naming {
    /// By its id, under the member of that name.
    Id(&'static str, BidderId),
    Alias(String),
}

impl ActRequest {
    /// Reads an act.
    ///
    /// # Errors
    /// [`Denied::Problems`] with all that is wrong.
    pub(super) fn parse(body: &[u8]) -> Result<Self, Denied> {
        let node = std::str::from_utf8(body).map_err(|error| error.to_string());
        let node = node.and_then(|text| Node::parse(text).map_err(|error| error.to_string()));
        let node = node.map_err(|error| problems(vec![problem("", format!("must be a JSON object: {error}"))]))?;
        let Node::Object(members) = &node else {
            return Err(problems(vec![problem("", format!("must be an object, and is {}", node.kind()))]));
        };
        let doubled = node.doubled_keys().into_iter();
        let doubled = doubled.map(|path| problem(&path, "stands twice".to_owned()));
        let mut reader = Reader { members, problems: doubled.collect() };
        let act = reader.act();
        match act {
            Some(act) if reader.problems.is_empty() => Ok(act),
            _ => Err(problems(reader.problems)),
        }
    }

    /// The act itself, on the lot as it stands.
    ///
    /// # Errors
    /// [`Denied::Problems`] where no bidder is named so. While bidders are hidden from the buyer an id is no name at
    /// all: otherwise the answer would tell who is invited, and who is behind an alias.
    pub(super) fn resolve(self, lot: &Lot, buyer: &OrgId) -> Result<Act, Denied> {
        let bidder = |who: Naming| who.resolve(lot, buyer);
        Ok(match self {
            Self::Plain(act) => act,
            Self::Annul { who, offer, reason } => Act::Annul { bidder: bidder(who)?, offer, reason },
            Self::Exclude { who, reason } => Act::Exclude { bidder: bidder(who)?, reason },
            Self::BroadcastTo { who, text, reason } => Act::Broadcast { text, to: Some(bidder(who)?), reason },
        })
    }
}

impl Naming {
    fn resolve(self, lot: &Lot, buyer: &OrgId) -> Result<BidderId, Denied> {
        let board = lot.board();
        match self {
            Self::Alias(alias) => lot
                .bidder_of_alias(buyer, &alias)
                .cloned()
                .ok_or_else(|| problems(vec![problem("/alias", "no bidder of this lot has that alias".to_owned())])),
            Self::Id(member, _) if !Sight::new(board, &Viewer::Buyer(buyer.clone())).sees_identities() => {
                let message = "use alias: bidders of this lot are not named before it has closed";
                Err(problems(vec![problem(&format!("/{member}"), message.to_owned())]))
            }
            Self::Id(member, id) if board.setup().bidders.iter().all(|invited| invited.id != id) => {
                let message = "no bidder of that name is invited to this lot";
                Err(problems(vec![problem(&format!("/{member}"), message.to_owned())]))
            }
            Self::Id(_, id) => Ok(id),
        }
    }
}

/// Reads members and gathers what is wrong with them.
struct Reader<'a> {
    members: &'a [(Cow<'a, str>, Node<'a>)],
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn act(&mut self) -> Option<ActRequest> {
        let kind: String = self.required("type")?;
        let plain = ActRequest::Plain;
        match kind.as_str() {
            "pause" => {
                let (resumes_at, reason) = (self.optional::<Instant>("resumes_at"), self.reason());
                Some(plain(Act::Pause { resumes_at, reason: reason? }))
            }
            "resume" => Some(plain(Act::Resume { reason: self.reason()? })),
            "extend" => {
                let (closes_at, reason) = (self.required("closes_at"), self.reason());
                Some(plain(Act::Extend { closes_at: closes_at?, reason: reason? }))
            }
            "annul" => {
                let (who, offer, reason) = (self.bidder("bidder"), self.optional("offer"), self.reason());
                Some(ActRequest::Annul { who: self.named(who)?, offer, reason: reason? })
            }
            "exclude" => {
                let (who, reason) = (self.bidder("bidder"), self.reason());
                Some(ActRequest::Exclude { who: self.named(who)?, reason: reason? })
            }
            "close" => Some(plain(Act::Close { reason: self.reason()? })),
            "cancel" => Some(plain(Act::Cancel { reason: self.reason()? })),
            "broadcast" => {
                let (text, to, reason) = (self.text("text", TEXT_CHARS_MAX), self.bidder("to"), self.reason());
                let (text, reason) = (text?, reason?);
                Some(match to {
                    Some(who) => ActRequest::BroadcastTo { who, text, reason },
                    None => plain(Act::Broadcast { text, to: None, reason }),
                })
            }
            "approve" => {
                let act = self.required("act");
                let reason = if self.is_absent("reason") { Some(String::new()) } else { self.reason() };
                Some(plain(Act::Approve { act: act?, reason: reason? }))
            }
            "decline" => {
                let (act, reason) = (self.required("act"), self.reason());
                Some(plain(Act::Decline { act: act?, reason: reason? }))
            }
            _ => {
                self.found("type", format!("must be {TYPES}"));
                None
            }
        }
    }

    /// A bidder by its id or by its alias; none where neither stands there.
    fn bidder(&mut self, member: &'static str) -> Option<Naming> {
        match (self.is_absent(member), self.is_absent("alias")) {
            (true, true) => None,
            (false, true) => self.optional(member).map(|id| Naming::Id(member, id)),
            (true, false) => self.optional("alias").map(Naming::Alias),
            (false, false) => {
                self.found("alias", format!("must be absent where {member} is there"));
                None
            }
        }
    }

    fn named(&mut self, who: Option<Naming>) -> Option<Naming> {
        if who.is_none() && self.is_absent("bidder") && self.is_absent("alias") {
            self.found("bidder", "must name a bidder, or alias the bidder's alias".to_owned());
        }
        who
    }

    fn reason(&mut self) -> Option<String> {
        self.text("reason", REASON_CHARS_MAX)
    }

    fn text(&mut self, name: &'static str, chars_max: usize) -> Option<String> {
        let text: String = self.required(name)?;
        let chars = text.chars().count();
        if text.trim().is_empty() || chars > chars_max {
            self.found(name, format!("must be a text of 1 to {chars_max} characters"));
            return None;
        }
        // As in an event's document. A zero among them could not be read by SQL users: PostgreSQL takes no text with one
        // out of a record, nor anything else of that record.
        if text.contains(|letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')) {
            self.found(name, "must not have control characters".to_owned());
            return None;
        }
        Some(text)
    }

    fn required<T: Member>(&mut self, name: &'static str) -> Option<T> {
        if self.is_absent(name) {
            self.found(name, format!("must be {}", T::WANTED));
            return None;
        }
        self.optional(name)
    }

    /// None where it is absent, null or wrong; a wrong one is noted.
    fn optional<T: Member>(&mut self, name: &'static str) -> Option<T> {
        let node = self.member(name).filter(|node| **node != Node::Null)?;
        let (read, kind) = (T::read(node), node.kind());
        if read.is_none() {
            self.found(name, format!("must be {}, and is {kind}", T::WANTED));
        }
        read
    }

    fn is_absent(&self, name: &str) -> bool {
        self.member(name).is_none_or(|node| *node == Node::Null)
    }

    fn member(&self, name: &str) -> Option<&Node<'_>> {
        self.members.iter().find(|(member, _)| member == name).map(|(_, node)| node)
    }

    fn found(&mut self, name: &str, message: String) {
        self.problems.push(problem(&format!("/{name}"), message));
    }
}

fn problem(path: &str, message: String) -> Problem {
    Problem { path: path.to_owned(), message }
}

fn problems(problems: Vec<Problem>) -> Denied {
    Denied::Problems(problems)
}

/// What a member of an act can be.
trait Member: Sized {
    /// What it has to be, in words.
    const WANTED: &str;

    fn read(node: &Node<'_>) -> Option<Self>;
}

impl Member for String {
    const WANTED: &str = "a text";

    fn read(node: &Node<'_>) -> Option<Self> {
        text(node).map(str::to_owned)
    }
}

impl Member for BidderId {
    const WANTED: &str = "a bidder's id, a text of 1 to 64 bytes";

    fn read(node: &Node<'_>) -> Option<Self> {
        text(node).and_then(|text| Self::parse(text).ok())
    }
}

impl Member for Instant {
    const WANTED: &str = "an RFC 3339 instant such as \"2026-11-21T14:00:00Z\"";

    fn read(node: &Node<'_>) -> Option<Self> {
        text(node).and_then(|text| text.parse().ok())
    }
}

impl Member for Seq {
    const WANTED: &str = "a place in the journal, a whole number";

    fn read(node: &Node<'_>) -> Option<Self> {
        match node {
            Node::Number(number) => number.as_u64().map(Self),
            Node::Null | Node::Bool(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => None,
        }
    }
}

fn text<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::Text(text) => Some(text),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(body: &str) -> Vec<String> {
        match ActRequest::parse(body.as_bytes()) {
            Err(Denied::Problems(problems)) => problems.into_iter().map(|problem| problem.path).collect(),
            other => panic!("{other:?}"),
        }
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
