//! The bid graph: accepted offers in the order of the journal, as one viewer may see them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::sight::Sight;
use crate::auction::alias::Aliases;
use crate::auction::board::Offer;
use crate::auction::index::BidderIndex;
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};
use crate::money::Amount;

/// A part of the bid graph, as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferPage {
    /// What is shown.
    pub offers: Vec<OfferPoint>,
    /// All offers up to this place in the journal have been looked at; the next page begins after it.
    pub looked_to: Seq,
    /// The lot's last place when this was asked: there the graph ends.
    pub newest: Seq,
}

/// A point of the bid graph: an accepted offer as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfferPoint {
    /// Its place in the journal; an opening offer has that of the lot's publication.
    pub seq: Seq,
    /// When it was accepted; an opening offer's is the opening.
    pub at: Instant,
    /// Whose it is, as this viewer knows it.
    pub alias: String,
    /// Whose it is; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Present, and true, on the viewer's own offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// What is compared.
    pub evaluated: Amount,
    /// Its total; none for a supplier on another's offer, whose figures would follow from it.
    pub total: Option<Amount>,
    /// The bidder's rank right after it; an opening offer's is that with which the lot was published.
    pub rank: u32,
    /// Whether it was annulled since.
    pub annulled: bool,
    /// Which buyer's act took it out of the ranking; none where none did. Where two did, the earlier.
    pub void: Option<OfferVoid>,
    /// When that act was done.
    pub void_at: Option<Instant>,
}

/// The act of a buyer that takes an offer out of the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferVoid {
    /// The offer was annulled.
    Annulled,
    /// The bidder was excluded.
    Excluded,
}

/// An accepted offer as the lot's history keeps it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PastOffer<'a> {
    pub(crate) bidder: BidderIndex,
    pub(crate) offer: &'a Offer,
    /// The bidder's rank right after it.
    pub(crate) rank: u32,
    /// Whether it was annulled since.
    pub(crate) is_annulled: bool,
    /// Which act took it out of the ranking, and when.
    pub(crate) void: Option<(Instant, OfferVoid)>,
}

impl OfferPoint {
    pub(crate) fn new(past: PastOffer<'_>, sight: Sight<'_>, aliases: &Aliases) -> Self {
        let PastOffer { bidder, offer, rank, is_annulled, void } = past;
        Self {
            seq: offer.place,
            at: offer.at,
            alias: aliases.of(bidder).to_owned(),
            bidder: sight.identity(bidder),
            name: sight.name(bidder),
            own: sight.is_own(bidder).then_some(true),
            evaluated: offer.evaluated,
            total: sight.sees_total_of(bidder).then_some(offer.total),
            rank,
            annulled: is_annulled,
            void: void.map(|(_, void)| void),
            void_at: void.map(|(at, _)| at),
        }
    }
}
