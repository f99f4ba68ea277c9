//! Refused bids as buyers and auditors see them.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::sight::{Sight, Viewer};
use crate::auction::alias::Aliases;
use crate::auction::board::Board;
use crate::auction::index::BidderIndex;
use crate::auction::refusal::Reason;
use crate::clock::Instant;
use crate::ids::{BidderId, ItemId, Seq};
use crate::money::Amount;

/// Most prices of a refused bid that are shown in a lot's summary. A bid of a large lot is up to 64 KiB long, and a summary
/// has twenty of them.
const SUMMARY_PRICES_MAX: usize = 10;

/// A refused bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RefusalView {
    /// Its place in the journal.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// When its frame had been read.
    pub received_at: Instant,
    /// Whose it is, as this viewer knows it.
    pub alias: String,
    /// Whose it is; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Why it does not count.
    pub reason: Reason,
    /// The total that would have passed, where the reason has one.
    pub limit: Option<Amount>,
    /// What was offered, as it was sent. In the summary of a lot null where there are more than ten prices.
    pub prices: Option<IndexMap<ItemId, Amount>>,
    /// The total at these prices; none where they make no offer.
    pub total: Option<Amount>,
    /// What is compared of it; none where they make no offer.
    pub evaluated: Option<Amount>,
    /// How many bids of this bidder were refused since its last accepted one, this one included.
    pub in_a_row: u64,
}

/// Some of a lot's refused bids, oldest first. It holds what not every viewer may see.
#[derive(Debug, Clone)]
pub struct RefusalPage {
    board: Board,
    refusals: Vec<PastRefusal>,
    /// The last one of the page, where more follow.
    pub next: Option<Seq>,
}

/// A refused bid as the lot's history keeps it.
#[derive(Debug, Clone)]
pub(crate) struct PastRefusal {
    pub(crate) seq: Seq,
    pub(crate) at: Instant,
    pub(crate) received_at: Instant,
    pub(crate) bidder: BidderIndex,
    pub(crate) reason: Reason,
    pub(crate) limit: Option<Amount>,
    /// As they were sent, each item once.
    pub(crate) prices: Arc<[(ItemId, Amount)]>,
    /// How many of the bidder's bids were refused since its last accepted one, this one included.
    pub(crate) in_a_row: u64,
}

impl RefusalPage {
    pub(crate) fn new(board: Board, refusals: Vec<PastRefusal>, has_more: bool) -> Self {
        let next = refusals.last().filter(|_| has_more).map(|refusal| refusal.seq);
        Self { board, refusals, next }
    }

    /// The refused bids as the viewer may see them; none for a supplier and for an observer.
    #[must_use]
    pub fn shown_to(&self, viewer: &Viewer) -> Vec<RefusalView> {
        refusals(Sight::new(&self.board, viewer), &self.refusals)
    }
}

/// Refused bids as the viewer may see them; none for a supplier and for an observer.
fn refusals(sight: Sight<'_>, past: &[PastRefusal]) -> Vec<RefusalView> {
    if !sight.is_buyer_or_auditor() {
        return Vec::new();
    }
    sight.with_aliases(|aliases| past.iter().map(|refusal| RefusalView::new(sight, aliases, refusal)).collect())
}

/// The same for a summary: long lists of prices are left out, so that what a console is sent stays short.
pub(super) fn in_summary(sight: Sight<'_>, past: &[PastRefusal]) -> Vec<RefusalView> {
    let mut shown = refusals(sight, past);
    for refusal in &mut shown {
        refusal.prices.take_if(|prices| prices.len() > SUMMARY_PRICES_MAX);
    }
    shown
}

impl RefusalView {
    fn new(sight: Sight<'_>, aliases: &Aliases, past: &PastRefusal) -> Self {
        let PastRefusal { seq, at, received_at, bidder, reason, limit, ref prices, in_a_row } = *past;
        let (facts, decimals) = (&sight.board.facts, sight.board.facts.setup.decimals);
        let prices: IndexMap<ItemId, Amount> = prices.iter().cloned().collect();
        let worth = facts.setup.worth(facts.invited(bidder), &prices).ok();
        Self {
            seq,
            at,
            received_at,
            alias: aliases.of(bidder).to_owned(),
            bidder: sight.identity(bidder),
            name: sight.name(bidder),
            reason,
            limit,
            prices: Some(prices),
            total: worth.map(|(total, _)| total.with_places(decimals)),
            evaluated: worth.map(|(_, evaluated)| evaluated.with_places(decimals)),
            in_a_row,
        }
    }
}
