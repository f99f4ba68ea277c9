//! The market of a lot as one viewer may see it, and the result.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::sight::Sight;
use super::you::by_item;
use crate::auction::index::BidderIndex;
use crate::auction::ranking::Place;
use crate::auction::state::State;
use crate::clock::Instant;
use crate::ids::{BidderId, ItemId, Seq};
use crate::money::Amount;

/// The market as one viewer may see it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MarketView {
    /// The evaluated price ranked first.
    pub lead: Option<Amount>,
    /// How many are invited.
    pub bidders: Option<u32>,
    /// The standing offers, best first; none for a supplier that may not see them.
    pub offers: Option<Vec<OfferView>>,
}

/// A standing offer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OfferView {
    /// Its place in the journal; none for an opening offer.
    pub seq: Option<Seq>,
    /// Whose it is, as this viewer knows it.
    pub alias: String,
    /// Whose it is; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Present, and true, on the viewer's own offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// Its rank.
    pub rank: u32,
    /// Its total; none for a supplier on another's offer, whose figures would follow from it.
    pub total: Option<Amount>,
    /// What is compared.
    pub evaluated: Amount,
    /// Its score in a weighted lot; none for a supplier on another's offer.
    pub score: Option<Amount>,
    /// When it was accepted.
    pub at: Instant,
    /// Its unit prices; absent for suppliers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prices: Option<IndexMap<ItemId, Amount>>,
}

/// How the lot ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ResultView {
    /// For a supplier.
    Own {
        /// Its final rank; none without an offer.
        rank: Option<u32>,
        /// How many were invited, where that is shown.
        of: Option<u32>,
        /// Its final total.
        total: Option<Amount>,
    },
    /// For all others.
    Whole {
        /// Best first.
        ranking: Vec<PlaceView>,
        /// Whether the lead met the reserve; absent for observers.
        #[serde(skip_serializing_if = "Option::is_none")]
        reserve_met: Option<Option<bool>>,
    },
}

/// A bidder's place in the result.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceView {
    /// Who, as this viewer knows it.
    pub alias: String,
    /// Who; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Its rank.
    pub rank: u32,
    /// The place of its final offer in the journal; none for an opening offer.
    pub seq: Option<Seq>,
    /// Its final total.
    pub total: Amount,
    /// Its final evaluated price.
    pub evaluated: Amount,
    /// Its final score in a weighted lot.
    pub score: Option<Amount>,
}

impl MarketView {
    pub(super) fn new(sight: &Sight<'_>) -> Self {
        let board = sight.board;
        let decimals = board.facts.setup.decimals;
        Self {
            lead: board.lead().filter(|_| sight.sees_lead()).map(|(_, evaluated)| evaluated.with_places(decimals)),
            bidders: sight.sees_count().then(|| invited_count(sight)),
            offers: sight.sees_all_offers().then(|| offers_of(sight).into_iter().map(|(_, offer)| offer).collect()),
        }
    }
}

impl ResultView {
    pub(super) fn new(sight: &Sight<'_>) -> Option<Self> {
        let board = sight.board;
        let result = board.result.as_ref().filter(|_| board.state() == State::Closed)?;
        if sight.is_supplier() {
            let own = sight.own()?;
            let standing = board.rows[own].standing.as_ref();
            return Some(Self::Own {
                rank: board.ranking.rank_of(own),
                of: sight.sees_count().then(|| invited_count(sight)),
                total: standing.map(|offer| offer.total.with_places(board.facts.setup.decimals)),
            });
        }
        let ranking = sight.with_aliases(|aliases| {
            let place = |placed: &crate::auction::event::Placed| {
                let index = board.facts.index_of(&placed.bidder).expect("results are about bidders of the lot");
                PlaceView {
                    alias: aliases.of(index).to_owned(),
                    bidder: sight.identity(index),
                    name: sight.name(index),
                    rank: placed.rank,
                    // Nothing changes an offer once the lot has ended.
                    seq: board.rows[index].standing.as_ref().and_then(|offer| offer.seq()),
                    total: placed.total,
                    evaluated: placed.evaluated,
                    score: placed.score,
                }
            };
            result.ranking.iter().map(place).collect()
        });
        Some(Self::Whole { ranking, reserve_met: sight.is_buyer_or_auditor().then_some(result.reserve_met) })
    }
}

/// The standing offers that the viewer may see, best first, each with its bidder.
pub(super) fn offers_of(sight: &Sight<'_>) -> Vec<(BidderIndex, OfferView)> {
    let board = sight.board;
    let setup = &board.facts.setup;
    let sees_scores = !sight.is_supplier() || setup.rules.show.lead_price;
    sight.with_aliases(|aliases| {
        let view = |place: Place| {
            let offer = board.rows[place.bidder].standing.as_ref().expect("a ranked bidder has a standing offer");
            if !sight.sees_offer(place.bidder, offer) {
                return None;
            }
            let sees_total = sight.sees_total_of(place.bidder);
            let view = OfferView {
                seq: offer.seq(),
                alias: aliases.of(place.bidder).to_owned(),
                bidder: sight.identity(place.bidder),
                name: sight.name(place.bidder),
                own: sight.is_own(place.bidder).then_some(true),
                rank: place.rank,
                total: sees_total.then(|| offer.total.with_places(setup.decimals)),
                evaluated: offer.evaluated.with_places(setup.decimals),
                score: place.score.filter(|_| sees_total && sees_scores),
                at: offer.at,
                prices: (!sight.is_supplier()).then(|| by_item(&setup.items, &offer.prices, setup.decimals)),
            };
            Some((place.bidder, view))
        };
        board.ranking.places().filter_map(view).collect()
    })
}

/// How many bidders are invited.
pub(super) fn invited_count(sight: &Sight<'_>) -> u32 {
    u32::try_from(sight.board.rows.len()).expect("bidders are counted in 32 bits")
}
