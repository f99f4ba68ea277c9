//! What clients send over a WebSocket, and how it is read.
//!
//! Doubled keys, numbers for decimals and wrong kinds are refused, all problems at once; members that are not known
//! are ignored. Every bid is read here, so a message without faults is read without a copy of its text.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::members::{bid_ref, prices};
use super::fit::{FitMessage, read_fit};
use super::server::{ErrorCode, ErrorMessage};
use crate::ids::{BidRef, EventId, ItemId, LotId};
use crate::json::{Code, Node, Object, Problem, Problems, Tree, excerpt, read_object};
use crate::money::Amount;

/// The kinds of message, as they are named when a client sends another.
const KINDS: &str = "join, leave, bid, fit, time";
/// Most problems that are named in one answer.
const PROBLEMS_NAMED_MAX: usize = 8;

/// A message from a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Follow a lot, or an event with all its lots in short; a connection may follow many.
    Join {
        /// Which.
        #[serde(flatten)]
        topic: Topic,
        /// Send a `beat` while what is followed is open or paused and nothing else was sent for a while.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        beat: bool,
    },
    /// Follow it no longer.
    Leave {
        /// Which.
        #[serde(flatten)]
        topic: Topic,
    },
    /// Bid on a lot.
    Bid(BidMessage),
    /// Ask for prices that come to a total; answered with `fitted`.
    Fit(FitMessage),
    /// Ask for the server's time; answered at once.
    Time {
        /// Comes back in the answer.
        id: u64,
    },
}

/// What a connection can follow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Topic {
    /// A lot.
    Lot {
        /// Its id.
        lot: LotId,
    },
    /// The console of an event. Not for suppliers.
    Event {
        /// Its id.
        event: EventId,
    },
}

/// A bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BidMessage {
    /// On which lot.
    pub lot: LotId,
    /// The client's own name for the bid, unique for its organisation on the lot; at most 64 bytes.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// A unit price for every item of the lot.
    pub prices: IndexMap<ItemId, Amount>,
    /// The bidder confirms an unusually large drop.
    #[serde(default)]
    pub confirmed: bool,
}

/// Why a message could not be read, with what could be read of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unreadable {
    /// The lot that it named.
    pub lot: Option<String>,
    /// The event that it named.
    pub event: Option<String>,
    /// The bid that it named.
    pub bid_ref: Option<String>,
    /// The question that it named.
    pub id: Option<u64>,
    /// Everything that is wrong with it; empty where only the id of the lot or the event cannot be one.
    pub problems: Vec<Problem>,
}

impl ClientMessage {
    /// Reads a message.
    ///
    /// # Errors
    /// [`Unreadable`], all problems at once.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let tree = Tree::parse(text).map_err(Unreadable::whole)?;
        let problems = Problems::default();
        let Some(object) = Node::root(&tree, &problems).message() else {
            return Err(Unreadable { problems: problems.in_order_found(), ..Unreadable::default() });
        };
        if let Some(message) = read(&object).filter(|_| problems.is_empty()) {
            return Ok(message);
        }
        let [lot, event, bid_ref] = ["lot", "event", "ref"].map(|name| object.only_text(name).map(str::to_owned));
        let id = object.only_whole("id");
        Err(Unreadable { lot, event, bid_ref, id, problems: problems.in_order_found() })
    }
}

impl BidMessage {
    /// Reads a bid that came as the body of a request to `lot`.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse_body(lot: LotId, text: &str) -> Result<Self, Vec<Problem>> {
        read_object(text.as_bytes(), |object| {
            if object.only_text("lot").is_some_and(|named| named != lot.as_str()) {
                object.member("lot").fault(Code::Contradiction, "must be the lot of the address, or left out");
            }
            read_bid(object, Some(lot))
        })
    }
}

/// None where there is a problem, or where only the id of the lot or the event cannot be one.
fn read(object: &Object<'_>) -> Option<ClientMessage> {
    let kind = object.member("type");
    match kind.words("text such as \"bid\"")? {
        "join" => {
            let (topic, beat) = (read_topic(object), object.or("beat", false, |node| node.flag()));
            topic.map(|topic| ClientMessage::Join { topic, beat })
        }
        "leave" => read_topic(object).map(|topic| ClientMessage::Leave { topic }),
        "bid" => {
            let lot = read_lot(object);
            read_bid(object, lot).map(ClientMessage::Bid)
        }
        "fit" => {
            let lot = read_lot(object);
            read_fit(object, lot).map(ClientMessage::Fit)
        }
        "time" => Some(ClientMessage::Time { id: object.member("id").whole(0..=u64::MAX) }),
        other => {
            kind.fault(Code::UnknownChoice, format!("must be one of {KINDS}, not \"{}\"", excerpt(other)));
            None
        }
    }
}

/// A lot or an event. A text that cannot be an event's id is no problem with the message, as with a lot's.
fn read_topic(object: &Object<'_>) -> Option<Topic> {
    let Some(event) = object.given("event") else { return read_lot(object).map(|lot| Topic::Lot { lot }) };
    if object.given("lot").is_some() {
        event.fault(Code::Contradiction, "must not stand beside lot: send one message for each");
        return None;
    }
    let id = event.words("text such as the id of an event")?;
    EventId::parse(id).ok().map(|event| Topic::Event { event })
}

/// A text that cannot be a lot's id is no problem with the message: there is no such lot, as with any other unknown id.
fn read_lot(object: &Object<'_>) -> Option<LotId> {
    object.member("lot").words("text such as the id of a lot").and_then(|text| LotId::parse(text).ok())
}

fn read_bid(object: &Object<'_>, lot: Option<LotId>) -> Option<BidMessage> {
    let bid_ref = bid_ref(object);
    let prices = prices(object.member("prices"));
    let confirmed = object.or("confirmed", false, |node| node.flag());
    Some(BidMessage { lot: lot?, bid_ref: bid_ref?, prices: prices?, confirmed })
}

impl Unreadable {
    fn whole(problem: Problem) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }

    /// The answer to the message.
    #[must_use]
    pub fn into_answer(self) -> ErrorMessage {
        let id = self.id;
        id.into_iter().fold(self.without_question(), ErrorMessage::on_question)
    }

    fn without_question(self) -> ErrorMessage {
        if self.problems.is_empty() {
            let error = ErrorMessage::new(ErrorCode::NotFound).on(self.lot, self.bid_ref);
            return self.event.into_iter().fold(error, ErrorMessage::on_event);
        }
        let mut message: Vec<String> = self.problems.iter().take(PROBLEMS_NAMED_MAX).map(in_words).collect();
        if self.problems.len() > PROBLEMS_NAMED_MAX {
            message.push(format!("and {} more", self.problems.len() - PROBLEMS_NAMED_MAX));
        }
        let error = ErrorMessage::new(ErrorCode::BadMessage).on(self.lot, self.bid_ref);
        self.event.into_iter().fold(error, ErrorMessage::on_event).saying(message.join("; "))
    }
}

/// `prices.nitrile-m must be …`.
fn in_words(problem: &Problem) -> String {
    let member = problem.path.trim_start_matches('/').replace('/', ".").replace("~1", "/").replace("~0", "~");
    let subject = if member.is_empty() { "the message" } else { &member };
    format!("{subject} {}", problem.message)
}

#[cfg(test)]
mod tests;
