//! What a bidder finds in the lobby of an event, and what its page has measured of the connection.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::practice::PracticeStarted;
use crate::auction::setup::Contact;
use crate::clock::Instant;
use crate::ids::{LotId, PersonId};
use crate::json::{Node, Problem, Problems, Tree, report_doubled_keys};
use crate::protocol::ws::{LobbyLot, ReadyView};

/// The longest round trip that may be sent, in milliseconds. A page gives up earlier.
const ROUND_TRIP_MS_MAX: u64 = 60_000;
/// How far a device's clock may be off, in milliseconds: ten years.
const CLOCK_MS_MAX: i64 = 315_576_000_000;

/// What one bidder has to read and to do before the lots of an event open.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LobbyAnswer {
    /// The event.
    pub event: LobbyEvent,
    /// What the event calls the bidder.
    pub bidder_name: String,
    /// The server's time.
    pub now: Instant,
    /// The lots that invite the bidder, in the document's order. Each is shown as the bidder sees it, without `market`. A
    /// buyer is not shown `you`, `notices` and `result` either: they would tell which bidder an alias stands for.
    #[schemars(with = "Vec<LobbyLot>")]
    pub lots: Vec<Box<RawValue>>,
    /// Lots of the bidder that cannot be read at the moment.
    pub unreadable: Vec<UnreadableLot>,
    /// The bidder's newest connection test and practice; null where there was neither.
    pub ready: Option<ReadyView>,
    /// The practice lot that the bidder plays now; null without one, and for a buyer.
    pub practice: Option<PracticeStarted>,
    /// The newest record of an acceptance of the terms among these lots; null without one, and for a buyer.
    pub terms_accepted: Option<TermsAcceptance>,
    /// The people of the bidder who can sign in, and those who are connected with a token.
    pub people: Vec<LobbyPerson>,
}

/// What the lobby says of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LobbyEvent {
    /// Its title.
    pub title: String,
    /// The partnership's own reference.
    pub reference: Option<String>,
    /// Whom a reader can ask.
    pub contact: Option<Contact>,
    /// What a bidder has to accept before it bids.
    pub terms: Option<String>,
    /// Whether the event is only for practice: nothing in it counts.
    pub practice: bool,
}

/// When the terms were accepted for a bidder, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TermsAcceptance {
    /// When.
    pub at: Instant,
    /// Who, a person of the bidder.
    pub by: Option<PersonId>,
    /// The person's name; null for a person without one, and for one who is erased.
    pub by_name: Option<Arc<str>>,
}

/// A lot whose journal cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnreadableLot {
    /// Its id.
    pub lot: LotId,
    /// Its title.
    pub title: String,
}

/// A person of the bidder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LobbyPerson {
    /// The person's id.
    pub person: PersonId,
    /// The person's name; null for a person who is known only by a token.
    pub name: Option<Arc<str>>,
    /// Whether a connection of this person follows a lot of the event; null where a buyer may not know that.
    pub connected: Option<bool>,
    /// When the person last signed in; null before the first time, and for a buyer.
    pub last_sign_in: Option<Instant>,
}

/// What a page has measured of its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectionMeasured {
    /// How long a question to the server and its answer took, in milliseconds.
    #[schemars(range(min = 0, max = 60_000))]
    pub round_trip_ms: u32,
    /// How far the device's clock is ahead of the server's, in milliseconds; below zero where it is behind.
    #[schemars(range(min = -315_576_000_000_i64, max = 315_576_000_000_i64))]
    pub clock_ms: i64,
}

impl ConnectionMeasured {
    /// Reads a body strictly: both members have to be there, and no others.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        let tree = Tree::read(body.as_bytes()).map_err(|problem| vec![problem])?;
        let problems = Problems::default();
        report_doubled_keys(&tree, &problems);
        let object = Node::root(&tree, &problems).object(&["round_trip_ms", "clock_ms"]);
        let round_trip_ms = object.member("round_trip_ms").count(0..=ROUND_TRIP_MS_MAX);
        let clock_ms = object.member("clock_ms").signed(-CLOCK_MS_MAX..=CLOCK_MS_MAX);
        if problems.is_empty() { Ok(Self { round_trip_ms, clock_ms }) } else { Err(problems.in_order_found()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(body: &str) -> Vec<(String, &'static str)> {
        let problems = ConnectionMeasured::parse(body).expect_err(body);
        problems.into_iter().map(|problem| (problem.path, problem.code.as_str())).collect()
    }

    // G54
    #[test]
    fn figures_are_read_within_their_bounds() {
        let least = ConnectionMeasured::parse(r#"{"round_trip_ms": 0, "clock_ms": -315576000000}"#);
        let most = ConnectionMeasured::parse(r#"{"clock_ms": 315576000000, "round_trip_ms": 60000}"#);

        assert_eq!(least, Ok(ConnectionMeasured { round_trip_ms: 0, clock_ms: -CLOCK_MS_MAX }));
        assert_eq!(most, Ok(ConnectionMeasured { round_trip_ms: 60_000, clock_ms: CLOCK_MS_MAX }));
    }

    // G54
    #[test]
    fn every_fault_is_named_with_its_place() {
        let (trip, clock) = ("/round_trip_ms".to_owned(), "/clock_ms".to_owned());
        assert_eq!(
            faults(r#"{"round_trip_ms": 60001, "clock_ms": -315576000001}"#),
            [(trip.clone(), "out_of_range"), (clock.clone(), "out_of_range")]
        );
        assert_eq!(
            faults(r#"{"round_trip_ms": -1, "clock_ms": 18446744073709551615}"#),
            [(trip.clone(), "out_of_range"), (clock.clone(), "out_of_range")]
        );
        assert_eq!(
            faults(r#"{"round_trip_ms": 1.5, "clock_ms": "3"}"#),
            [(trip.clone(), "not_a_whole_number"), (clock.clone(), "not_a_whole_number")]
        );
        assert_eq!(
            faults(r#"{"clock_ms": null, "jitter_ms": 3}"#),
            [("/jitter_ms".to_owned(), "unknown_member"), (trip, "missing"), (clock, "missing")]
        );
    }
}
