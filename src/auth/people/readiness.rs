//! How ready a bidder is for an event: its connection test, and its practice.
//!
//! It belongs to an organisation in an event and names no person. It decides nothing.

use futures::future::BoxFuture;

use super::error::PeopleError;
use crate::clock::Instant;
use crate::ids::{BidderId, EventId};

/// What a page of the bidder has measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionTest {
    /// When the server was told.
    pub at: Instant,
    /// How long a question and its answer took, in milliseconds.
    pub round_trip_ms: u32,
    /// How far the device's clock is ahead of the server's, in milliseconds; below zero where it is behind.
    pub clock_ms: i64,
}

/// How ready a bidder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BidderReadiness {
    /// The newest test; none where nobody has tested.
    pub test: Option<ConnectionTest>,
    /// When the newest practice ended in which an own bid was accepted.
    pub practised_at: Option<Instant>,
}

/// The readiness of one bidder in one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReadiness {
    /// The event.
    pub event: EventId,
    /// The bidder.
    pub bidder: BidderId,
    /// How ready it is.
    pub readiness: BidderReadiness,
}

/// Keeps how ready bidders are.
pub trait ReadinessTable: Send + Sync + 'static {
    /// All that is kept, in no order.
    fn all_readiness(&self) -> BoxFuture<'_, Result<Vec<KeptReadiness>, PeopleError>>;

    /// Notes a test, a practice, or both. Of each the newest stays.
    fn note_readiness(&self, noted: KeptReadiness) -> BoxFuture<'_, Result<(), PeopleError>>;
}

impl BidderReadiness {
    /// This together with what was noted besides. Of each the newest stays; of two at one instant the noted one.
    #[must_use]
    pub fn with(self, noted: Self) -> Self {
        let test = match (self.test, noted.test) {
            (Some(kept), Some(new)) if new.at < kept.at => Some(kept),
            (kept, new) => new.or(kept),
        };
        Self { test, practised_at: self.practised_at.max(noted.practised_at) }
    }
}
