//! A buyer's act on several lots of one event, and what it is answered lot by lot.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::hex::Hex;
use super::act::{ActRequest, Naming, TEXT_CHARS_MAX, read_bidder_id, read_instant, read_reason, read_text};
use crate::auction::Act;
use crate::auction::view::PreviewView;
use crate::clock::Instant;
use crate::event::document::limits::{LOTS_MAX, SECONDS_MAX};
use crate::ids::{BidderId, LotId, Seq};
use crate::json::{Code, Node, Object, Problem, read_object};

/// Most lots that one act names: as many as an event has.
pub const LOTS_OF_ACT_MAX: usize = LOTS_MAX;

/// The acts, as a problem lists them.
const TYPES: &str = "pause, resume, extend, broadcast, exclude, close or cancel";
/// The acts that name one offer or one proposal, and so one lot.
const ACTS_ON_ONE_LOT: [&str; 3] = ["annul", "approve", "decline"];

/// An act on several lots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActOnLots {
    /// The lots, each named once.
    #[schemars(length(min = 1, max = LOTS_OF_ACT_MAX))]
    pub lots: Vec<LotId>,
    /// What is done on each.
    #[serde(flatten)]
    pub act: EventAct,
}

/// What a buyer does on several lots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventAct {
    /// Freezes the remaining time.
    Pause {
        /// Resumes by itself at this instant.
        #[serde(default)]
        resumes_at: Option<Instant>,
        /// Why.
        reason: String,
    },
    /// Gives the remaining time back whole.
    Resume {
        /// Why.
        reason: String,
    },
    /// Moves each close to one instant, or each by the same length of time. Exactly one of the two is named.
    Extend {
        /// The new close of all.
        #[serde(default)]
        closes_at: Option<Instant>,
        /// Seconds from each lot's own close.
        #[serde(default)]
        #[schemars(range(min = 1, max = SECONDS_MAX))]
        by_s: Option<u64>,
        /// Why.
        reason: String,
    },
    /// Sends a text to all bidders of each lot, or to one.
    Broadcast {
        /// What.
        text: String,
        /// To whom; absent: to all.
        #[serde(default)]
        to: Option<BidderId>,
        /// Why.
        reason: String,
    },
    /// Takes a bidder out of each lot. No named lot may hide its bidders' names.
    Exclude {
        /// Whom.
        bidder: BidderId,
        /// Why.
        reason: String,
    },
    /// Closes early.
    Close {
        /// Why.
        reason: String,
    },
    /// Ends the lots without a result.
    Cancel {
        /// Why.
        reason: String,
    },
}

/// What became of the act on each lot, in the order in which the lots were named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LotOutcomes {
    /// One for each lot.
    pub lots: Vec<LotOutcome>,
}

/// What became of the act on one lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LotOutcome {
    /// The lot.
    pub lot: LotId,
    /// 200: it took effect; 202: it waits for a second buyer; otherwise why it did not happen.
    pub status: u16,
    /// The record's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// The record's hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hex>,
    /// What it would do; in the answer to a preview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<Box<PreviewView>>,
    /// Why it did not happen, for programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Why it did not happen, in plain English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl ActOnLots {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        read_object(body, |object| {
            let lots = read_lots(object.member("lots"));
            Some(Self { act: read_act(object)?, lots })
        })
    }
}

impl EventAct {
    /// Whether the act cannot be undone by another act. Such an act needs a fresh proof of the second factor.
    #[must_use]
    pub const fn cannot_be_undone(&self) -> bool {
        match self {
            Self::Exclude { .. } | Self::Close { .. } | Self::Cancel { .. } => true,
            Self::Pause { .. } | Self::Resume { .. } | Self::Extend { .. } | Self::Broadcast { .. } => false,
        }
    }

    /// The act as each lot gets it.
    #[must_use]
    pub fn on_a_lot(&self) -> ActRequest {
        let plain = ActRequest::Plain;
        match self.clone() {
            Self::Pause { resumes_at, reason } => plain(Act::Pause { resumes_at, reason }),
            Self::Resume { reason } => plain(Act::Resume { reason }),
            Self::Extend { closes_at: Some(closes_at), by_s: _, reason } => plain(Act::Extend { closes_at, reason }),
            Self::Extend { closes_at: None, by_s, reason } => {
                ActRequest::ExtendBy { by_s: by_s.unwrap_or_default(), reason }
            }
            Self::Broadcast { text, to: None, reason } => plain(Act::Broadcast { text, to: None, reason }),
            Self::Broadcast { text, to: Some(to), reason } => {
                ActRequest::BroadcastTo { who: Naming::Id("to", to), text, reason }
            }
            Self::Exclude { bidder, reason } => ActRequest::Exclude { who: Naming::Id("bidder", bidder), reason },
            Self::Close { reason } => plain(Act::Close { reason }),
            Self::Cancel { reason } => plain(Act::Cancel { reason }),
        }
    }

    /// The bidder that it names, with the member that names it.
    #[must_use]
    pub const fn bidder(&self) -> Option<(&'static str, &BidderId)> {
        match self {
            Self::Exclude { bidder, .. } => Some(("bidder", bidder)),
            Self::Broadcast { to: Some(to), .. } => Some(("to", to)),
            Self::Broadcast { to: None, .. }
            | Self::Pause { .. }
            | Self::Resume { .. }
            | Self::Extend { .. }
            | Self::Close { .. }
            | Self::Cancel { .. } => None,
        }
    }
}

fn read_act(object: &Object<'_>) -> Option<EventAct> {
    let kind = object.member("type");
    match kind.words("a text")? {
        "pause" => {
            let (resumes_at, reason) = (object.given("resumes_at").and_then(read_instant), read_reason(object));
            Some(EventAct::Pause { resumes_at, reason: reason? })
        }
        "resume" => Some(EventAct::Resume { reason: read_reason(object)? }),
        "extend" => read_extend(object),
        "broadcast" => {
            no_alias(object);
            let text = read_text(object.member("text"), TEXT_CHARS_MAX);
            let (to, reason) = (object.given("to").and_then(read_bidder_id), read_reason(object));
            Some(EventAct::Broadcast { text: text?, to, reason: reason? })
        }
        "exclude" => {
            no_alias(object);
            let (bidder, reason) = (read_bidder_id(object.member("bidder")), read_reason(object));
            Some(EventAct::Exclude { bidder: bidder?, reason: reason? })
        }
        "close" => Some(EventAct::Close { reason: read_reason(object)? }),
        "cancel" => Some(EventAct::Cancel { reason: read_reason(object)? }),
        other => {
            let hint =
                if ACTS_ON_ONE_LOT.contains(&other) { format!("; send {other} to its own lot") } else { String::new() };
            kind.fault(Code::UnknownChoice, format!("must be {TYPES}{hint}"));
            None
        }
    }
}

fn read_extend(object: &Object<'_>) -> Option<EventAct> {
    let (closes_at, by_s) = (object.given("closes_at"), object.given("by_s"));
    match (closes_at, by_s) {
        (Some(_), Some(by_s)) => by_s.fault(Code::Contradiction, "must be absent where closes_at is there"),
        (None, None) => object.member("closes_at").fault(Code::Missing, "must be there, or by_s in its place"),
        (Some(_), None) | (None, Some(_)) => {}
    }
    let closes_at = closes_at.and_then(read_instant);
    let by_s = by_s.map(|node| node.whole(1..=SECONDS_MAX));
    Some(EventAct::Extend { closes_at, by_s, reason: read_reason(object)? })
}

/// An alias is a bidder's name on one lot only.
fn no_alias(object: &Object<'_>) {
    if let Some(alias) = object.given("alias") {
        alias.fault(Code::Contradiction, "must be absent: an alias belongs to one lot; send the act to that lot");
    }
}

fn read_lots(node: Node<'_>) -> Vec<LotId> {
    let mut lots = Vec::new();
    for element in node.list(1..=LOTS_OF_ACT_MAX, "ids of lots").iter() {
        let lot = element.id(LotId::parse);
        if lots.contains(&lot) {
            element.fault(Code::StandsTwice, "names the same lot as an element before it");
        } else {
            lots.push(lot);
        }
    }
    lots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(body: &str) -> Vec<(String, Code)> {
        let problems = ActOnLots::parse(body.as_bytes()).unwrap_err();
        problems.into_iter().map(|problem| (problem.path, problem.code)).collect()
    }

    // G32
    #[test]
    fn each_act_on_several_lots_is_read() {
        for act in [
            r#""type":"pause","resumes_at":"2026-11-21T14:00:00Z""#,
            r#""type":"resume""#,
            r#""type":"extend","closes_at":"2026-11-21T14:00:00Z""#,
            r#""type":"extend","by_s":60,"closes_at":null"#,
            r#""type":"broadcast","text":"t""#,
            r#""type":"broadcast","text":"t","to":"acme""#,
            r#""type":"exclude","bidder":"acme""#,
            r#""type":"close","unknown":[1]"#,
            r#""type":"cancel""#,
        ] {
            let read = ActOnLots::parse(format!(r#"{{"lots":["a","b"],"reason":"r",{act}}}"#).as_bytes());

            let read = read.unwrap_or_else(|problems| panic!("{act}: {problems:?}"));
            assert_eq!(read.lots.len(), 2);
            let written = serde_json::to_string(&read).unwrap();
            assert_eq!(serde_json::from_str::<ActOnLots>(&written).unwrap(), read, "{written}");
        }
    }

    // G32
    #[test]
    fn every_problem_of_an_act_on_several_lots_is_named_with_its_path() {
        let many = (0..=LOTS_OF_ACT_MAX).map(|nth| format!("\"{nth}\"")).collect::<Vec<_>>().join(",");
        let cases: [(String, &[(&str, Code)]); 12] = [
            (r#"{"type":"pause","reason":"r"}"#.into(), &[("/lots", Code::Missing)]),
            (r#"{"type":"pause","reason":"r","lots":"all"}"#.into(), &[("/lots", Code::WrongType)]),
            (r#"{"type":"pause","reason":"r","lots":[]}"#.into(), &[("/lots", Code::Missing)]),
            (format!(r#"{{"type":"pause","reason":"r","lots":[{many}]}}"#), &[("/lots", Code::TooMany)]),
            (r#"{"type":"pause","reason":"r","lots":["a","b","a"]}"#.into(), &[("/lots/2", Code::StandsTwice)]),
            (r#"{"type":"pause","lots":["a",7]}"#.into(), &[("/lots/1", Code::WrongType), ("/reason", Code::Missing)]),
            (r#"{"type":"approve","act":5,"lots":["a"]}"#.into(), &[("/type", Code::UnknownChoice)]),
            (r#"{"type":"extend","reason":"r","lots":["a"]}"#.into(), &[("/closes_at", Code::Missing)]),
            (
                r#"{"type":"extend","reason":"r","lots":["a"],"by_s":6,"closes_at":"2026-11-21T14:00:00Z"}"#.into(),
                &[("/by_s", Code::Contradiction)],
            ),
            (r#"{"type":"extend","reason":"r","lots":["a"],"by_s":0}"#.into(), &[("/by_s", Code::OutOfRange)]),
            (r#"{"type":"exclude","reason":"r","lots":["a"]}"#.into(), &[("/bidder", Code::Missing)]),
            (
                r#"{"type":"exclude","reason":"r","lots":["a"],"bidder":"acme","alias":"Bidder A"}"#.into(),
                &[("/alias", Code::Contradiction)],
            ),
        ];

        for (body, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(path, code)| ((*path).to_owned(), *code)).collect();
            assert_eq!(faults(&body), expected, "{body}");
        }
    }
}
