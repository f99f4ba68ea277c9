//! A lot in the console of its event: a summary for those who follow many lots at once.
//!
//! It is made of the same parts as the lot's view, so the two never differ. The offers of the last minute and the newest
//! refused bids come from the lot's history; whether bidders are connected is not known here and is given.

use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::Serialize;

use super::listed::{self, LeadView};
use super::pause::PauseView;
use super::preview::LeadSaving;
use super::refusals::{self, PastRefusal, RefusalView};
use super::savings::{self, Saving, Savings};
use super::sight::{Sight, Viewer};
use crate::auction::board::{BidderRow, Board};
use crate::auction::index::BidderIndex;
use crate::auction::state::State;
use crate::clock::Instant;
use crate::ids::{BidderId, LotId, Seq};

/// From this many refused bids in a row on, a bidder may need help.
const REFUSED_IN_A_ROW_MIN: u64 = 3;

/// A lot's summary, for one viewer who is no supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConsoleLot {
    /// Which lot.
    pub lot: LotId,
    /// The record that the summary is up to date with.
    pub seq: Option<Seq>,
    /// The lot's title.
    pub title: String,
    /// Where the lot is in its life. Null, like all that follows, while the lot's journal cannot be read.
    pub state: Option<State>,
    /// From when bids count.
    pub opens_at: Option<Instant>,
    /// Until when bids count, as things stand.
    pub closes_at: Option<Instant>,
    /// The close never moves past this.
    pub latest_close: Option<Instant>,
    /// When a paused lot resumes by itself.
    pub resumes_at: Option<Instant>,
    /// Why the clock of a paused lot stands still, and with how much left.
    pub pause: Option<PauseView>,
    /// When the lot ended; null until it ends.
    pub ended_at: Option<Instant>,
    /// How often a bid moved the close.
    pub extensions: Option<u32>,
    /// The offer that leads; null without one.
    pub lead: Option<LeadView>,
    /// What the trusts gain or lose in a year at the lead's prices; null without a lead, and after a cancellation.
    pub saving: Option<ConsoleSaving>,
    /// How many bidders there are.
    pub bidders: Option<BidderCounts>,
    /// How many bids there were.
    pub offers: Option<OfferCounts>,
    /// What waits for a buyer; absent for observers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingCounts>,
    /// The bidders whose last three bids or more were refused, while the lot runs; absent for observers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeatedly_refused: Option<Vec<RepeatedlyRefused>>,
    /// The newest refused bids, oldest first; absent for observers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusals: Option<Vec<RefusalView>>,
}

/// A year's saving at the lead's prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConsoleSaving {
    /// Of all trusts together.
    #[serde(flatten)]
    pub all: LeadSaving,
    /// Of the observer's own trust; absent for others, and where the trust takes no part in the lot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<Saving>,
}

/// How many bidders a lot has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BidderCounts {
    /// All that are invited.
    pub invited: u32,
    /// Those with an offer that counts.
    pub with_offer: u32,
    /// Those that a buyer has excluded.
    pub excluded: u32,
    /// Those that are connected; absent for observers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<u32>,
    /// Those that have not accepted the event's terms and are not excluded; absent for observers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_missing: Option<u32>,
}

/// How many bids a lot has had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfferCounts {
    /// Accepted bids.
    pub accepted: u64,
    /// Refused bids; absent for observers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<u64>,
    /// Bids that were accepted in the last 60 seconds.
    pub last_minute: u64,
}

/// What waits for a buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WaitingCounts {
    /// Requests of bidders for an annulment.
    pub requests: u32,
    /// Acts that wait for a second buyer.
    pub proposals: u32,
    /// Since when the one that has waited longest waits; null where nothing does.
    pub oldest_at: Option<Instant>,
}

/// A bidder whose last bids were all refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RepeatedlyRefused {
    /// Who, as this viewer knows it.
    pub alias: String,
    /// Who; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// How many of its bids were refused since its last accepted one.
    pub refused_in_a_row: u64,
}

/// A bidder on one lot, for a viewer who may know which of the lot's bidders it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidderOnLot {
    /// The alias under which the viewer knows it.
    pub alias: String,
    /// Whether it has accepted the event's terms; none where there are none.
    pub terms_accepted: Option<bool>,
    /// How many of its bids were accepted.
    pub offers: u64,
    /// How many of its bids were refused.
    pub refused: u64,
    /// How many of its bids were refused since its last accepted one.
    pub refused_in_a_row: u64,
}

/// A committed state of a lot, from which summaries are made. It holds what not every viewer may see.
#[derive(Debug)]
pub struct ConsoleBoard {
    board: Board,
    last_minute: u64,
    newest_refusals: Vec<PastRefusal>,
    /// Computed at most once for all viewers.
    savings: OnceLock<Option<Savings>>,
}

impl Board {
    /// Whether the lot runs and hides its bidders' names from the viewer.
    #[must_use]
    pub fn hides_names_from(&self, viewer: &Viewer) -> bool {
        let runs = matches!(self.state(), State::Open | State::Paused);
        runs && !Sight::new(self, viewer).sees_identities()
    }
}

impl ConsoleLot {
    /// A lot that cannot be read: only its title is known.
    #[must_use]
    pub const fn unreadable(lot: LotId, title: String) -> Self {
        Self {
            lot,
            seq: None,
            title,
            state: None,
            opens_at: None,
            closes_at: None,
            latest_close: None,
            resumes_at: None,
            pause: None,
            ended_at: None,
            extensions: None,
            lead: None,
            saving: None,
            bidders: None,
            offers: None,
            waiting: None,
            repeatedly_refused: None,
            refusals: None,
        }
    }
}

impl ConsoleBoard {
    pub(crate) const fn new(board: Board, last_minute: u64, newest_refusals: Vec<PastRefusal>) -> Self {
        Self { board, last_minute, newest_refusals, savings: OnceLock::new() }
    }

    /// The lot's board.
    #[must_use]
    pub const fn board(&self) -> &Board {
        &self.board
    }

    /// How many bids were accepted in the 60 seconds before this was made.
    #[must_use]
    pub const fn last_minute(&self) -> u64 {
        self.last_minute
    }

    /// The lot's summary as the viewer may see it. `connected` is how many of its bidders are connected. None for a
    /// supplier.
    #[must_use]
    pub fn view(&self, viewer: &Viewer, connected: u32) -> Option<ConsoleLot> {
        let (board, sight) = (&self.board, Sight::new(&self.board, viewer));
        if sight.is_supplier() {
            return None;
        }
        let (setup, timing, is_observer) = (board.setup(), &board.timing, !sight.is_buyer_or_auditor());
        Some(ConsoleLot {
            lot: setup.lot.clone(),
            seq: Some(board.seq),
            title: setup.title.clone(),
            state: Some(timing.state),
            opens_at: Some(board.opens_at()),
            closes_at: Some(timing.closes_at),
            latest_close: timing.latest_close,
            resumes_at: timing.pause.as_ref().and_then(|pause| pause.resumes_at),
            pause: timing.pause.as_ref().map(PauseView::new),
            ended_at: timing.ended_at,
            extensions: Some(timing.extensions),
            lead: listed::lead(board, viewer),
            saving: self.saving(viewer),
            bidders: Some(self.bidder_counts((!is_observer).then_some(connected))),
            offers: Some(OfferCounts {
                accepted: board.rows.iter().map(|(_, row)| row.accepted_count).sum(),
                refused: (!is_observer).then(|| board.rows.iter().map(|(_, row)| row.refused_count).sum()),
                last_minute: self.last_minute,
            }),
            waiting: (!is_observer).then(|| self.waiting()),
            repeatedly_refused: (!is_observer).then(|| self.repeatedly_refused(sight)),
            refusals: (!is_observer).then(|| refusals::in_summary(sight, &self.newest_refusals)),
        })
    }

    /// What the viewer may know of a bidder on this lot. None where it may not know which bidder is which, and for a
    /// bidder that is not invited.
    #[must_use]
    pub fn named(&self, viewer: &Viewer, bidder: &BidderId) -> Option<BidderOnLot> {
        let (board, sight) = (&self.board, Sight::new(&self.board, viewer));
        let index = board.facts.index_of(bidder).filter(|_| sight.sees_identities())?;
        let row = &board.rows[index];
        Some(BidderOnLot {
            alias: sight.with_aliases(|aliases| aliases.of(index).to_owned()),
            terms_accepted: board.facts.setup.event.terms.is_some().then_some(row.terms_accepted),
            offers: row.accepted_count,
            refused: row.refused_count,
            refused_in_a_row: row.refused_in_a_row,
        })
    }

    /// Whether the lot takes bids, or may soon, while the viewer may not know which bidder is which.
    #[must_use]
    pub fn hides_names_from(&self, viewer: &Viewer) -> bool {
        self.board.hides_names_from(viewer)
    }

    fn saving(&self, viewer: &Viewer) -> Option<ConsoleSaving> {
        let savings = self.savings.get_or_init(|| savings::at_lead(&self.board)).as_ref()?;
        let own = match viewer {
            Viewer::Observer(trust) => savings.trusts.iter().find(|known| known.ods == *trust),
            Viewer::Bidder(_) | Viewer::Buyer(_) | Viewer::Auditor(_) => None,
        };
        Some(ConsoleSaving { all: LeadSaving::of(savings), own: own.map(|own| own.saving.clone()) })
    }

    fn bidder_counts(&self, connected: Option<u32>) -> BidderCounts {
        let (board, has_terms) = (&self.board, self.board.facts.setup.event.terms.is_some());
        let count = |are: &dyn Fn(&BidderRow) -> bool| {
            let counted = board.rows.iter().filter(|(_, row)| are(row)).count();
            u32::try_from(counted).expect("bidders are counted in 32 bits")
        };
        BidderCounts {
            invited: count(&|_| true),
            with_offer: count(&|row| row.standing.is_some() && !row.is_excluded()),
            excluded: count(&|row| row.is_excluded()),
            connected,
            terms_missing: connected.map(|_| count(&|row| has_terms && !row.terms_accepted && !row.is_excluded())),
        }
    }

    /// Who is excluded, and a lot that is over, need no help.
    fn repeatedly_refused(&self, sight: Sight<'_>) -> Vec<RepeatedlyRefused> {
        let board = &self.board;
        if board.state().is_over() {
            return Vec::new();
        }
        let rows = board.rows.iter();
        let refused = rows.filter(|(_, row)| !row.is_excluded() && row.refused_in_a_row >= REFUSED_IN_A_ROW_MIN);
        sight.with_aliases(|aliases| {
            let view = |(index, row): (BidderIndex, &BidderRow)| RepeatedlyRefused {
                alias: aliases.of(index).to_owned(),
                bidder: sight.identity(index),
                name: sight.name(index),
                refused_in_a_row: row.refused_in_a_row,
            };
            refused.map(view).collect()
        })
    }

    fn waiting(&self) -> WaitingCounts {
        let pending = &self.board.pending;
        let since = pending.requests.iter().map(|request| request.at);
        let since = since.chain(pending.proposals.iter().map(|proposal| proposal.at));
        let count = |len: usize| u32::try_from(len).expect("what waits is counted in 32 bits");
        WaitingCounts {
            requests: count(pending.requests.len()),
            proposals: count(pending.proposals.len()),
            oldest_at: since.min(),
        }
    }
}

/// The state of an event by those of its lots: the first of open, paused, scheduled, closed and cancelled that a lot has.
#[must_use]
pub fn event_state(states: &[State]) -> Option<State> {
    let order = [State::Open, State::Paused, State::Scheduled, State::Closed, State::Cancelled];
    order.into_iter().find(|wanted| states.contains(wanted))
}
