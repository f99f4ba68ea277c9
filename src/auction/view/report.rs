//! A lot's result as one viewer may see it, and the parts of it that files show at any time.
//!
//! Everything here is made from one state of the lot. The course of the lead is not in it: it can be as long as the list
//! of all offers, and is asked for in pages.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::acts::{self, ActView, PastAct, PastWhat};
use super::bid_book::BidBook;
use super::constants::{Constants, EventView, ItemView};
use super::market::{self, OfferView};
use super::result_savings::{self, ResultSavings, SavingLine};
use super::sight::{Sight, Viewer};
use super::tie::{TieGroups, TieView};
use super::words::RuleWords;
use super::you::by_item;
use crate::auction::event::CloseCause;
use crate::auction::index::BidderIndex;
use crate::auction::setup::Setup;
use crate::auction::state::State;
use crate::clock::Instant;
use crate::ids::{BidderId, LotId, Seq};
use crate::money::Amount;

/// How a lot ended, for one viewer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ResultReport {
    /// Which lot.
    pub lot: LotId,
    /// Its title.
    pub title: Arc<str>,
    /// `closed` or `cancelled`.
    pub state: State,
    /// What ended it. A cancellation is a buyer's act.
    pub cause: CloseCause,
    /// The buyer's reason; null where the closing time came.
    pub reason: Option<Arc<str>>,
    /// From when bids counted.
    pub opens_at: Instant,
    /// When the lot ended: its closing time, or the instant of an early close or a cancellation.
    pub ended_at: Instant,
    /// Nothing in it counts.
    pub practice: bool,
    /// `sha256:` and the digest of the frozen document.
    pub digest: String,
    /// What the lot shares with the rest of its event.
    #[schemars(with = "EventView")]
    pub event: Arc<RawValue>,
    /// The rules in plain English, as fixed at publication.
    #[schemars(with = "Vec<RuleWords>")]
    pub words: Arc<RawValue>,
    /// What was priced.
    #[schemars(with = "Vec<ItemView>")]
    pub items: Arc<RawValue>,
    /// Decimal places of a unit price.
    pub decimals: u32,
    /// The standing offers that the viewer may see, best first; none where the lot was cancelled.
    pub ranking: Vec<PlaceInResult>,
    /// The bidders that were excluded, in the order of the acts; for a supplier itself alone.
    pub excluded: Vec<ExcludedBidder>,
    /// How many were invited, where that is shown.
    pub of: Option<u32>,
    /// How many bids there were; for a supplier of its own.
    pub counts: ResultCounts,
    /// What each trust gains or loses in a year; null for suppliers, without an offer, and where the lot was cancelled.
    pub savings: Option<ResultSavings>,
    /// What buyers and the clock did, in order.
    pub acts: Vec<ActView>,
    /// Whether the leading offer met the reserve, null where there was none; left out for suppliers and observers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserve_met: Option<Option<bool>>,
}

/// A bidder's place in a result.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceInResult {
    /// Its offer. A supplier's own has its prices.
    #[serde(flatten)]
    pub offer: OfferView,
    /// Which offers equal it, and why it stands where it does; null where none does that the viewer may see.
    pub tie: Option<TieView>,
}

/// A bidder that a buyer took out of the ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExcludedBidder {
    /// Who, as this viewer knows it.
    pub alias: String,
    /// Who; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Present, and true, where it is the viewer itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// The act's place in the journal.
    pub seq: Seq,
    /// When.
    pub at: Instant,
    /// The buyer's reason.
    pub reason: Box<str>,
    /// The total of its last standing offer; null where it had none.
    pub total: Option<Amount>,
    /// What is compared of that offer.
    pub evaluated: Option<Amount>,
}

/// How many bids a lot had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResultCounts {
    /// How many bidders were invited, where that is shown.
    pub invited: Option<u32>,
    /// Accepted bids, annulled since or not. An opening offer is no bid.
    pub accepted: u64,
    /// Refused bids; null for observers.
    pub refused: Option<u64>,
    /// Annulled offers, opening offers too.
    pub annulled: u64,
}

/// A state of a lot, to make its result and its files from. It holds what not every viewer may see.
#[derive(Debug, Clone)]
pub struct LotReport {
    book: BidBook,
    acts: Arc<Vec<PastAct>>,
}

impl LotReport {
    pub(crate) const fn new(book: BidBook, acts: Arc<Vec<PastAct>>) -> Self {
        Self { book, acts }
    }

    /// What the lot was published with.
    #[must_use]
    pub fn setup(&self) -> &Arc<Setup> {
        self.book.board.setup()
    }

    /// The place of the last record that is in it.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.book.seq()
    }

    /// When that record was decided; none before the first after the publication.
    #[must_use]
    pub const fn last_at(&self) -> Option<Instant> {
        self.book.board.last_at()
    }

    /// The lot's state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.book.board.state()
    }

    /// When the lot ended; none until it has.
    #[must_use]
    pub const fn ended_at(&self) -> Option<Instant> {
        self.book.board.ended_at()
    }

    /// What the list of all bids says beside what stands in their records.
    #[must_use]
    pub const fn bid_book(&self) -> &BidBook {
        &self.book
    }

    /// The standing offers that the viewer may see, best first; none of a cancelled lot.
    #[must_use]
    pub fn ranking(&self, viewer: &Viewer) -> Vec<PlaceInResult> {
        let sight = self.sight(viewer);
        if self.state() == State::Cancelled {
            return Vec::new();
        }
        let ties = TieGroups::of(sight.board);
        let setup = self.setup();
        let place = |(bidder, mut offer): (BidderIndex, OfferView)| {
            if sight.is_own(bidder) {
                let prices = sight.board.rows[bidder].standing.as_ref().map(|standing| &standing.prices);
                offer.prices = prices.map(|prices| by_item(&setup.items, prices, setup.decimals));
            }
            let tie = sight.with_aliases(|aliases| ties.view(sight, aliases, bidder));
            PlaceInResult { offer, tie }
        };
        market::offers_of(&sight).into_iter().map(place).collect()
    }

    /// What buyers and the clock did, as the viewer may see it.
    #[must_use]
    pub fn acts(&self, viewer: &Viewer) -> Vec<ActView> {
        acts::seen(self.sight(viewer), &self.acts)
    }

    /// Today's spend and the spend at the leading offer's prices, a row for each trust and each line that it buys; none
    /// for suppliers.
    #[must_use]
    pub fn saving_lines(&self, viewer: &Viewer) -> Option<Vec<SavingLine>> {
        result_savings::lines(self.sight(viewer))
    }

    /// Whether the viewer may see the course of the lead.
    #[must_use]
    pub fn shows_lead(&self, viewer: &Viewer) -> bool {
        self.sight(viewer).sees_lead()
    }

    /// The result as the viewer may see it; none before the lot has ended. `constants` are those of the lot's own setup.
    #[must_use]
    pub fn result(&self, constants: &Constants, viewer: &Viewer) -> Option<ResultReport> {
        let (sight, setup) = (self.sight(viewer), self.setup());
        let ended_at = sight.board.ended_at()?;
        let (cause, end) = self.acts.iter().rev().find_map(|act| Some((cause_of(&act.what)?, act)))?;
        let invited = sight.sees_count().then(|| market::invited_count(&sight));
        let is_closed = self.state() == State::Closed;
        let reserve_met = sight.board.result.as_ref().and_then(|result| result.reserve_met);
        Some(ResultReport {
            lot: setup.lot.clone(),
            title: Arc::clone(&constants.title),
            state: self.state(),
            cause,
            reason: end.reason.clone(),
            opens_at: sight.board.opens_at(),
            ended_at,
            practice: setup.event.practice,
            digest: setup.event.digest.clone(),
            event: constants.event(&sight),
            words: constants.words(&sight),
            items: constants.items(&sight),
            decimals: setup.decimals,
            ranking: self.ranking(viewer),
            excluded: self.excluded(viewer),
            of: invited,
            counts: self.counts(sight, invited),
            savings: result_savings::seen(sight).filter(|_| is_closed),
            acts: self.acts(viewer),
            reserve_met: sight.is_buyer_or_auditor().then_some(reserve_met),
        })
    }

    /// The bidders that were excluded, in the order of the acts; for a supplier itself alone.
    #[must_use]
    pub fn excluded(&self, viewer: &Viewer) -> Vec<ExcludedBidder> {
        let sight = self.sight(viewer);
        let decimals = self.setup().decimals;
        let rows = sight.board.rows.iter().filter(|(bidder, _)| !sight.is_supplier() || sight.is_own(*bidder));
        let mut excluded: Vec<ExcludedBidder> = rows
            .filter_map(|(bidder, row)| {
                let exclusion = row.exclusion.as_ref()?;
                let standing = row.standing.as_ref();
                Some(ExcludedBidder {
                    alias: sight.with_aliases(|aliases| aliases.of(bidder).to_owned()),
                    bidder: sight.identity(bidder),
                    name: sight.name(bidder),
                    own: sight.is_own(bidder).then_some(true),
                    seq: exclusion.seq,
                    at: exclusion.at,
                    reason: exclusion.reason.clone(),
                    total: standing.map(|offer| offer.total.with_places(decimals)),
                    evaluated: standing.map(|offer| offer.evaluated.with_places(decimals)),
                })
            })
            .collect();
        excluded.sort_by_key(|bidder| bidder.seq);
        excluded
    }

    fn counts(&self, sight: Sight<'_>, invited: Option<u32>) -> ResultCounts {
        let counted = sight.board.rows.iter().filter(|(bidder, _)| !sight.is_supplier() || sight.is_own(*bidder));
        let (mut accepted, mut refused, mut annulled) = (0, 0, 0);
        for (bidder, row) in counted {
            accepted += row.accepted_count;
            refused += row.refused_count;
            annulled += self.book.annulled_count(bidder);
        }
        let refused = (sight.is_supplier() || sight.is_buyer_or_auditor()).then_some(refused);
        ResultCounts { invited, accepted, refused, annulled }
    }

    fn sight<'a>(&'a self, viewer: &'a Viewer) -> Sight<'a> {
        Sight::new(&self.book.board, viewer)
    }
}

/// What ended the lot, where the act did.
const fn cause_of(what: &PastWhat) -> Option<CloseCause> {
    match what {
        PastWhat::Closed { cause } => Some(*cause),
        PastWhat::Cancelled => Some(CloseCause::Buyer),
        PastWhat::Opened { .. }
        | PastWhat::Extended { .. }
        | PastWhat::Paused { .. }
        | PastWhat::Resumed { .. }
        | PastWhat::Annulled { .. }
        | PastWhat::Excluded { .. } => None,
    }
}
