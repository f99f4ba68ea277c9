//! What the server sends over a WebSocket.
//!
//! The engine renders `lot`, `update` and `message` once for each audience, as bytes; their types here are for the
//! schema and for clients written in Rust.

use std::fmt::{self, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::hex::Hex;
use super::console::PresenceView;
use super::fit::FittedMessage;
use super::lot_view::{SomeOfLotView, WholeLotView};
use crate::auction::view::ConsoleLot;
use crate::auction::{Reason, State};
use crate::auth::Role;
use crate::clock::Instant;
use crate::ids::{BidRef, EventId, LotId, OrgId, Seq};
use crate::money::Amount;

/// Room for the usual answer to a bid.
const ACCEPTED_BYTES_USUAL: usize = 384;

/// A message from the server. Members that a viewer may not see are absent or null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The first message of a connection.
    Welcome {
        /// The version of these messages.
        protocol: u32,
        /// The server's time.
        now: Instant,
        /// What the caller is here for.
        role: Role,
        /// Whom the caller is here for.
        org: OrgId,
        /// When the connection will be closed unless it ends before.
        expires_at: Instant,
    },
    /// A whole lot, as this viewer may see it; the answer to `join`.
    Lot {
        /// Which.
        lot: LotId,
        /// The record that it is up to date with.
        seq: Seq,
        /// The server's time.
        now: Instant,
        /// The lot's members.
        #[serde(flatten)]
        #[schemars(with = "WholeLotView")]
        view: serde_json::Map<String, serde_json::Value>,
    },
    /// The members of a lot that have changed for this viewer, each whole.
    Update {
        /// Which.
        lot: LotId,
        /// The record that it is up to date with.
        seq: Seq,
        /// The server's time.
        now: Instant,
        /// The members that have changed.
        #[serde(flatten)]
        #[schemars(with = "SomeOfLotView")]
        view: serde_json::Map<String, serde_json::Value>,
    },
    /// A whole event, as this viewer may see it; the answer to `join`.
    Event {
        /// Which.
        event: EventId,
        /// The server's time.
        now: Instant,
        /// The event's title.
        title: String,
        /// The partnership's own reference.
        reference: Option<String>,
        /// Nothing in it counts.
        practice: bool,
        /// The currency of all amounts, ISO 4217.
        currency: String,
        /// The first of open, paused, scheduled, closed and cancelled that a lot has; null where no lot can be read.
        state: Option<State>,
        /// Its lots, in the document's order.
        #[schemars(with = "Vec<ConsoleLot>")]
        lots: Vec<serde_json::Value>,
        /// Its bidders, in the document's order; absent for observers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<Vec<PresenceView>>")]
        presence: Option<Vec<serde_json::Value>>,
    },
    /// What has changed of an event for this viewer.
    EventUpdate {
        /// Which.
        event: EventId,
        /// The server's time.
        now: Instant,
        /// The event's state, where it has changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<State>,
        /// The lots that have changed, each whole.
        #[schemars(with = "Vec<ConsoleLot>")]
        lots: Vec<serde_json::Value>,
        /// The bidders that have changed, each whole; absent for observers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<Vec<PresenceView>>")]
        presence: Option<Vec<serde_json::Value>>,
    },
    /// The connection works, and nothing else was to be sent for a while.
    Beat {
        /// The server's time.
        now: Instant,
        /// Something is sent again within about this time, in milliseconds.
        next_ms: u64,
    },
    /// The bid counts; its record is on stable storage.
    Accepted(AcceptedMessage),
    /// The bid does not count; the record that says so is on stable storage.
    Refused(RefusedMessage),
    /// Prices that come to a total, asked for with `fit`. Nothing was bid.
    Fitted(FittedMessage),
    /// A text from the buyer.
    Message {
        /// About which lot.
        lot: LotId,
        /// Its record.
        seq: Seq,
        /// When it was sent.
        at: Instant,
        /// What it says.
        text: String,
    },
    /// The server's time, asked for.
    Time {
        /// As it was asked with.
        id: u64,
        /// The server's time.
        now: Instant,
    },
    /// Something could not be done.
    Error(ErrorMessage),
}

/// The answer to a bid that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcceptedMessage {
    /// On which lot.
    pub lot: LotId,
    /// The client's own name for the bid.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// Its record.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// When its frame had been read: the close is compared with this instant.
    pub received_at: Instant,
    /// The record's hash.
    pub hash: Hex,
    /// The bidder's rank right after the bid.
    pub rank: u32,
    /// Σ price × volume.
    pub total: Amount,
    /// What is compared.
    pub evaluated: Amount,
    /// Reserved for a signature; null until signatures are built.
    pub receipt: Option<String>,
}

/// The answer to a bid that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefusedMessage {
    /// On which lot.
    pub lot: LotId,
    /// The client's own name for the bid.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// Its record.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// When its frame had been read: the close is compared with this instant.
    pub received_at: Instant,
    /// The record's hash.
    pub hash: Hex,
    /// Why.
    pub reason: Reason,
    /// The total that would have passed, where the reason has one.
    pub limit: Option<Amount>,
    /// In plain English.
    pub message: String,
}

/// Something could not be done; the connection lives on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorMessage {
    /// What a client can act on.
    pub code: ErrorCode,
    /// About which lot, where that could be read.
    pub lot: Option<String>,
    /// About which bid, where that could be read.
    #[serde(rename = "ref")]
    pub bid_ref: Option<String>,
    /// About which event; left out where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// About which question; left out where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// In plain English: the member, the rule, the nearest right value.
    pub message: String,
}

/// What a client can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The caller may see the lot but not do that.
    Forbidden,
    /// There is no such lot for this caller.
    NotFound,
    /// The message cannot be read.
    BadMessage,
    /// Nothing has happened: again in a moment.
    Overloaded,
    /// The outcome is not known: send the same `ref` again, or ask for it.
    Unavailable,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 5] = [Self::Forbidden, Self::NotFound, Self::BadMessage, Self::Overloaded, Self::Unavailable];

    /// The code as it stands in JSON and in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::BadMessage => "bad_message",
            Self::Overloaded => "overloaded",
            Self::Unavailable => "unavailable",
        }
    }

    const fn usual_words(self) -> &'static str {
        match self {
            Self::Forbidden => "your role may not do that",
            Self::NotFound => "there is no such lot for you",
            Self::BadMessage => "the message cannot be read",
            Self::Overloaded => "too much waits: nothing has happened, send it again in a moment",
            Self::Unavailable => "the outcome is not known: send the same ref again, or ask for it",
        }
    }
}

impl ErrorMessage {
    /// An error in the code's usual words.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self { code, lot: None, bid_ref: None, event: None, id: None, message: code.usual_words().to_owned() }
    }

    /// The same, about an event.
    #[must_use]
    pub fn on_event(self, event: String) -> Self {
        let message = match self.code {
            ErrorCode::NotFound => "there is no such event for you".to_owned(),
            ErrorCode::Unavailable => "the event cannot be read at the moment: join it again later".to_owned(),
            ErrorCode::Forbidden | ErrorCode::BadMessage | ErrorCode::Overloaded => self.message,
        };
        Self { event: Some(event), message, ..self }
    }

    /// The same, about a lot and a bid.
    #[must_use]
    pub fn on(self, lot: Option<String>, bid_ref: Option<String>) -> Self {
        Self { lot, bid_ref, ..self }
    }

    /// The same, about a question.
    #[must_use]
    pub fn on_question(self, id: u64) -> Self {
        Self { id: Some(id), ..self }
    }

    /// The same in other words.
    #[must_use]
    pub fn saying(self, message: String) -> Self {
        Self { message, ..self }
    }
}

impl ServerMessage {
    /// The message as its frame's text.
    ///
    /// # Panics
    /// Never: a message is JSON.
    #[must_use]
    pub fn to_text(&self) -> String {
        if let Self::Accepted(accepted) = self {
            return accepted.to_text();
        }
        serde_json::to_string(self).expect("a message is JSON")
    }
}

impl AcceptedMessage {
    /// The message's text, the same bytes as `serde_json` writes. Under load nearly every message is one of these, and
    /// writing it directly is much cheaper (see docs/performance.md, Encoding of an accepted bid).
    fn to_text(&self) -> String {
        let Self { lot, bid_ref, seq, at, received_at, hash, rank, total, evaluated, receipt } = self;
        let (lot, bid_ref) = (Quoted(lot.as_str()), Quoted(bid_ref.as_str()));
        let mut text = String::with_capacity(ACCEPTED_BYTES_USUAL);
        write!(
            text,
            "{{\"type\":\"accepted\",\"lot\":{lot},\"ref\":{bid_ref},\"seq\":{seq},\"at\":\"{at}\",\
             \"received_at\":\"{received_at}\",\"hash\":\"{hash}\",\"rank\":{rank},\"total\":\"{total}\",\
             \"evaluated\":\"{evaluated}\",\"receipt\":"
        )
        .and_then(|()| match receipt {
            Some(receipt) => write!(text, "{}}}", Quoted(receipt)),
            None => text.write_str("null}"),
        })
        .expect("a text takes every write");
        text
    }
}

/// Text as JSON writes it.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = self.0.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
        if is_plain {
            f.write_str("\"")?;
            f.write_str(self.0)?;
            return f.write_str("\"");
        }
        f.write_str(&serde_json::to_string(self.0).expect("a text is JSON"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accepted_bid_reads_as_its_type_says() {
        for (bid_ref, receipt) in
            [("r1", None), ("a \"quoted\" \\ ref/é", Some("a\nb".to_owned())), ("ref", Some(String::new()))]
        {
            let message = ServerMessage::Accepted(AcceptedMessage {
                lot: LotId::parse("0197-lot").unwrap(),
                bid_ref: BidRef::parse(bid_ref).unwrap(),
                seq: Seq(42),
                at: Instant::from_micros(1_795_272_000_000_001),
                received_at: Instant::from_micros(1_795_271_999_999_999),
                hash: Hex([0xa7; 32]),
                rank: 3,
                total: "298.00".parse().unwrap(),
                evaluated: "-0.5".parse().unwrap(),
                receipt,
            });

            assert_eq!(message.to_text(), serde_json::to_string(&message).unwrap());
        }
    }
}
