//! The bidders of an event as its console shows them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auth::people::BidderReadiness;
use crate::clock::Instant;
use crate::ids::{BidderId, LotId, PersonId};

/// A bidder of an event, for a viewer who is no supplier and no observer.
///
/// While a lot that hides its bidders' names from the viewer is open or paused, whatever says who is connected is null:
/// it would tell which bidder an alias stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PresenceView {
    /// Who.
    pub bidder: BidderId,
    /// Its name.
    pub name: String,
    /// The lots that it is invited to, in the document's order.
    pub lots: Vec<PresenceLot>,
    /// Whether a connection of its organisation follows a lot of the event, and was heard of in the last 10 seconds.
    pub connected: Option<bool>,
    /// When the present value of `connected` began; null for a bidder that was never connected since the server's start.
    pub since: Option<Instant>,
    /// How many connections it has.
    pub connections: Option<u32>,
    /// The people of its organisation, and those who are connected for it by a token.
    pub people: Vec<PresencePerson>,
    /// Its connection test and its practice; null where there was neither.
    pub ready: Option<ReadyView>,
    /// Whether it has accepted the event's terms. This and what follows count only lots whose names the viewer may see;
    /// null without any, and where there are no terms.
    pub terms_accepted: Option<bool>,
    /// How many of its bids were accepted.
    pub offers: Option<u64>,
    /// How many of its bids were refused.
    pub refused: Option<u64>,
    /// How many of its bids were refused since its last accepted one, on the lot where these are the most.
    pub refused_in_a_row: Option<u64>,
}

/// How ready a bidder is for its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadyView {
    /// When a person of it last tested its connection; null, as the two figures, where nobody has.
    pub tested_at: Option<Instant>,
    /// How long a question to the server and its answer took, in milliseconds.
    pub round_trip_ms: Option<u32>,
    /// How far the device's clock was ahead of the server's, in milliseconds; below zero where it was behind.
    pub clock_ms: Option<i64>,
    /// When a practice lot of it last ended in which a bid of it was accepted; null where none has.
    pub practised_at: Option<Instant>,
}

impl From<BidderReadiness> for ReadyView {
    fn from(BidderReadiness { test, practised_at }: BidderReadiness) -> Self {
        Self {
            tested_at: test.map(|test| test.at),
            round_trip_ms: test.map(|test| test.round_trip_ms),
            clock_ms: test.map(|test| test.clock_ms),
            practised_at,
        }
    }
}

/// A lot that a bidder is invited to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PresenceLot {
    /// Which.
    pub lot: LotId,
    /// The bidder's alias there; left out where the viewer may not know whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
}

/// A person of a bidder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PresencePerson {
    /// Who.
    pub person: PersonId,
    /// The person's name; null for a person who is not among the people who sign in.
    pub name: Option<Arc<str>>,
    /// Where the person can be rung.
    pub telephone: Option<Arc<str>>,
    /// Whether a connection of this person follows a lot of the event.
    pub connected: Option<bool>,
}
