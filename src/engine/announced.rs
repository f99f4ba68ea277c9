//! The lots that people are mailed about: they open soon, or a request for an annulment waits in them.
//!
//! It follows from the present state, so nothing is missed by a crash: after a restart the same lots are found again.

use std::time::Duration;

use super::access::Engine;
use super::answer::Denied;
use crate::auction::State;
use crate::auction::setup::Contact;
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, LotId, OrgId, Seq};

/// What mail about a lot needs to know of it.
#[derive(Debug, Clone)]
pub struct AnnouncedLot {
    /// Its id.
    pub id: LotId,
    /// What it is called.
    pub title: String,
    /// Its event.
    pub event: EventId,
    /// What the event is called.
    pub event_title: String,
    /// Whom a reader of the event may ask, in one line.
    pub ask: Option<String>,
    /// The partnership whose buyers run it.
    pub owner: OrgId,
    /// Nothing in it counts.
    pub practice: bool,
    /// Where it stands.
    pub state: State,
    /// From when bids count.
    pub opens_at: Instant,
    /// The bidders that are invited and not excluded.
    pub bidders: Vec<BidderId>,
    /// The records of the requests for an annulment that wait for a buyer.
    pub requests: Vec<Seq>,
}

impl AnnouncedLot {
    /// Whether it has not opened yet, and will.
    #[must_use]
    pub const fn is_scheduled(&self) -> bool {
        match self.state {
            State::Scheduled => true,
            State::Open | State::Paused | State::Closed | State::Cancelled => false,
        }
    }
}

impl Engine {
    /// The lots that open within that time, with their openings.
    #[must_use]
    pub fn opening_within(&self, time: Duration) -> Vec<(LotId, Instant)> {
        let now = self.now();
        let opens_soon = |opens_at: Instant| now < opens_at && opens_at <= now + time;
        let due = self.entries(|entry| {
            let summary = entry.summary();
            summary.state == State::Scheduled && opens_soon(summary.opens_at)
        });
        due.iter().map(|entry| (entry.id.clone(), entry.summary().opens_at)).collect()
    }

    /// The lots in which a request for an annulment waits for a buyer.
    #[must_use]
    pub fn with_waiting_requests(&self) -> Vec<LotId> {
        let waiting = self.entries(|entry| entry.summary().requests > 0);
        waiting.iter().map(|entry| entry.id.clone()).collect()
    }

    /// What mail about a lot needs to know of it.
    ///
    /// # Errors
    /// `NotFound`, `Overloaded`, `Unavailable`.
    pub async fn announced(&self, id: &LotId) -> Result<AnnouncedLot, Denied> {
        let board = self.snapshot(id).await?.board;
        let setup = board.setup();
        Ok(AnnouncedLot {
            id: id.clone(),
            title: setup.title.clone(),
            event: setup.event.id.clone(),
            event_title: setup.event.title.clone(),
            ask: setup.event.contact.as_ref().map(Contact::in_one_line),
            owner: setup.event.owner.clone(),
            practice: setup.event.practice,
            state: board.state(),
            opens_at: board.opens_at(),
            bidders: board.bidders_in(),
            requests: board.annulment_requests(),
        })
    }
}
