//! What clients send over a WebSocket, and how it is read: to the letter.
//!
//! Doubled keys, numbers for decimals and wrong kinds are refused, all problems at once; members that are not known
//! are ignored.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reader::Reader;
use super::server::{ErrorCode, ErrorMessage};
use super::strict::Node;
use crate::event::Problem;
use crate::ids::{BidRef, ItemId, LotId};
use crate::money::Amount;

/// The kinds of message, as they are named when a client sends another.
const KINDS: &str = "join, leave, bid, time";
/// Most problems that are named in one answer.
const PROBLEMS_NAMED_MAX: usize = 8;

/// A message from a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Follow a lot; a connection may follow many.
    Join {
        /// Which.
        lot: LotId,
    },
    /// Follow it no longer.
    Leave {
        /// Which.
        lot: LotId,
    },
    /// Bid on a lot.
    Bid(BidMessage),
    /// Ask for the server's time; answered at once.
    Time {
        /// Comes back in the answer.
        id: u64,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The lot that it named.
    pub lot: Option<String>,
    /// The bid that it named.
    pub bid_ref: Option<String>,
    /// Everything that is wrong with it; empty where only the lot's id cannot be one.
    pub problems: Vec<Problem>,
}

impl ClientMessage {
    /// Reads a message.
    ///
    /// # Errors
    /// [`Unreadable`], all problems at once.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let node = Node::parse(text).map_err(|error| Unreadable::whole(format!("must be one JSON object: {error}")))?;
        let mut reader = Reader::new(&node).map_err(|problem| Unreadable::whole(problem.message))?;
        let message = read(&mut reader);
        if let Some(message) = message
            && reader.is_content()
        {
            return Ok(message);
        }
        let lot = reader.readable_text("lot").map(str::to_owned);
        let bid_ref = reader.readable_text("ref").map(str::to_owned);
        Err(Unreadable { lot, bid_ref, problems: reader.into_problems() })
    }
}

impl BidMessage {
    /// Reads a bid that came as the body of a request to `lot`.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse_body(lot: LotId, text: &str) -> Result<Self, Vec<Problem>> {
        let whole = |message| vec![Problem { path: String::new(), message }];
        let node = Node::parse(text).map_err(|error| whole(format!("must be one JSON object: {error}")))?;
        let mut reader = Reader::new(&node).map_err(|problem| vec![problem])?;
        if reader.readable_text("lot").is_some_and(|named| named != lot.as_str()) {
            reader.note("lot", "must be the lot of the address, or left out".to_owned());
        }
        let bid = read_bid(&mut reader, Some(lot));
        match (bid, reader.into_problems()) {
            (Some(bid), problems) if problems.is_empty() => Ok(bid),
            (_, problems) => Err(problems),
        }
    }
}

/// None where there is a problem, or where only the lot's id cannot be one.
fn read(reader: &mut Reader<'_>) -> Option<ClientMessage> {
    match reader.text("type", "\"bid\"")? {
        "join" => read_lot(reader).map(|lot| ClientMessage::Join { lot }),
        "leave" => read_lot(reader).map(|lot| ClientMessage::Leave { lot }),
        "bid" => {
            let lot = read_lot(reader);
            read_bid(reader, lot).map(ClientMessage::Bid)
        }
        "time" => reader.whole_number("id").map(|id| ClientMessage::Time { id }),
        other => {
            let other: String = other.chars().take(40).collect();
            reader.note("type", format!("must be one of {KINDS}, not \"{other}\""));
            None
        }
    }
}

/// A text that cannot be a lot's id is no problem with the message: there is no such lot, as with any other unknown id.
fn read_lot(reader: &mut Reader<'_>) -> Option<LotId> {
    reader.text("lot", "the id of a lot").and_then(|text| LotId::parse(text).ok())
}

fn read_bid(reader: &mut Reader<'_>, lot: Option<LotId>) -> Option<BidMessage> {
    let bid_ref = reader.bid_ref();
    let prices = reader.prices();
    let confirmed = reader.flag("confirmed");
    Some(BidMessage { lot: lot?, bid_ref: bid_ref?, prices: prices?, confirmed })
}

impl Unreadable {
    fn whole(message: String) -> Self {
        Self { lot: None, bid_ref: None, problems: vec![Problem { path: String::new(), message }] }
    }

    /// The answer to the message.
    #[must_use]
    pub fn into_answer(self) -> ErrorMessage {
        if self.problems.is_empty() {
            return ErrorMessage::new(ErrorCode::NotFound).on(self.lot, self.bid_ref);
        }
        let mut message: Vec<String> = self.problems.iter().take(PROBLEMS_NAMED_MAX).map(in_words).collect();
        if self.problems.len() > PROBLEMS_NAMED_MAX {
            message.push(format!("and {} more", self.problems.len() - PROBLEMS_NAMED_MAX));
        }
        ErrorMessage::new(ErrorCode::BadMessage).on(self.lot, self.bid_ref).saying(message.join("; "))
    }
}

/// `prices.nitrile-m must be …`.
fn in_words(problem: &Problem) -> String {
    let member = problem.path.trim_start_matches('/').replace('/', ".").replace("~1", "/").replace("~0", "~");
    let subject = if member.is_empty() { "the message" } else { &member };
    format!("{subject} {}", problem.message)
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
