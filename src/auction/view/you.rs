//! A supplier's own side of a lot: its rank, its offer, its limits.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::exclusion::ExclusionView;
use crate::auction::board::{AnnulledOffer, Board, Offer};
use crate::auction::fit;
use crate::auction::index::{BidderIndex, ByItem};
use crate::auction::judge;
use crate::auction::limits::Limits;
use crate::auction::setup::Item;
use crate::auction::state::State;
use crate::clock::Instant;
use crate::ids::{ItemId, Seq};
use crate::money::Amount;

/// What a supplier is told of itself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct YouView {
    /// Its present rank; none without a standing offer, and once excluded.
    pub rank: Option<u32>,
    /// Its standing offer's total.
    pub total: Option<Amount>,
    /// Its standing offer's evaluated price.
    pub evaluated: Option<Amount>,
    /// Its score in a weighted lot, where the lead's price is shown.
    pub score: Option<Amount>,
    /// Its standing offer's unit prices.
    pub prices: Option<IndexMap<ItemId, Amount>>,
    /// The highest total that it may offer next.
    pub highest_allowed: Option<Amount>,
    /// The lowest total that it may offer next.
    pub lowest_allowed: Option<Amount>,
    /// The nearest offer that can be typed.
    pub suggested: Option<SuggestedView>,
    /// Its own figures for this lot.
    pub figures: FiguresView,
    /// Whether it has accepted the event's terms; none where there are none.
    pub terms_accepted: Option<bool>,
    /// Whether the buyer has excluded it from the lot.
    pub excluded: bool,
    /// When and why.
    pub exclusion: Option<ExclusionView>,
    /// Whether a bid of it would be looked at now: the lot is open, and nothing but the price can stand in its way.
    pub may_bid: bool,
    /// Its standing bid; none for an opening offer.
    pub standing: Option<StandingView>,
    /// Whether its request to annul that offer waits for the buyer.
    pub annulment_requested: bool,
    /// Its latest annulled offer, until a later bid of it is accepted.
    pub annulled: Option<AnnulledView>,
    /// How many of its bids on this lot were judged so far. An opening offer is no bid.
    pub bids: BidCounts,
}

/// How many bids were accepted and refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BidCounts {
    /// Accepted, annulled since or not.
    pub accepted: u64,
    /// Refused.
    pub refused: u64,
}

/// An annulled offer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AnnulledView {
    /// Its place in the journal; none for an opening offer.
    pub seq: Option<Seq>,
    /// Its total.
    pub total: Amount,
    /// What was compared.
    pub evaluated: Amount,
    /// When it was accepted.
    pub at: Instant,
    /// When it was annulled.
    pub annulled_at: Instant,
    /// The buyer's reason.
    pub reason: Box<str>,
}

/// A standing bid.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandingView {
    /// Its place in the journal.
    pub seq: Seq,
}

/// The nearest offer that can be typed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SuggestedView {
    /// Unit prices on the tick grid.
    pub prices: IndexMap<ItemId, Amount>,
    /// Their total.
    pub total: Amount,
}

/// `evaluated = total × factor ÷ divisor + addition`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FiguresView {
    /// See above.
    pub factor: Amount,
    /// See above.
    pub divisor: Amount,
    /// See above.
    pub addition: Amount,
    /// Quality points in a weighted lot.
    pub quality: Option<Amount>,
}

impl YouView {
    pub(super) fn new(board: &Board, bidder: BidderIndex) -> Self {
        let setup = &board.facts.setup;
        let (row, invited) = (&board.rows[bidder], board.facts.invited(bidder));
        let standing = row.standing.as_deref();
        let limits = Limits::of(board, bidder);
        let by_item = |prices: &ByItem<Amount>| by_item(&setup.items, prices, setup.decimals);
        let terms_accepted = setup.event.terms.is_some().then_some(row.terms_accepted);
        let may_bid = board.state() == State::Open
            && !row.is_excluded()
            && terms_accepted != Some(false)
            && !judge::may_not_rebid(board, bidder);
        let score = board.ranking.score_of(bidder).filter(|_| setup.rules.show.lead_price);
        Self {
            rank: board.ranking.rank_of(bidder),
            total: standing.map(|offer| offer.total.with_places(setup.decimals)),
            evaluated: standing.map(|offer| offer.evaluated.with_places(setup.decimals)),
            score,
            prices: standing.map(|offer| by_item(&offer.prices)),
            highest_allowed: limits.highest,
            lowest_allowed: limits.lowest,
            suggested: fit::suggested(board, bidder, limits)
                .map(|offer| SuggestedView { prices: by_item(&offer.prices), total: offer.total }),
            figures: FiguresView {
                factor: invited.factor,
                divisor: invited.divisor,
                addition: invited.addition,
                quality: invited.quality,
            },
            terms_accepted,
            excluded: row.is_excluded(),
            exclusion: ExclusionView::of(row),
            may_bid,
            standing: standing.and_then(Offer::seq).map(|seq| StandingView { seq }),
            annulment_requested: board.pending.request_of(bidder).is_some(),
            annulled: row.annulled.as_deref().map(|annulled| AnnulledView::new(annulled, setup.decimals)),
            bids: BidCounts { accepted: row.accepted_count, refused: row.refused_count },
        }
    }
}

impl AnnulledView {
    fn new(annulled: &AnnulledOffer, decimals: u32) -> Self {
        let AnnulledOffer { offer, annulled_at, reason } = annulled;
        Self {
            seq: offer.seq(),
            total: offer.total.with_places(decimals),
            evaluated: offer.evaluated.with_places(decimals),
            at: offer.at,
            annulled_at: *annulled_at,
            reason: reason.clone(),
        }
    }
}

/// Prices under their items' ids, all with the lot's decimal places.
pub(super) fn by_item(items: &[Item], prices: &ByItem<Amount>, decimals: u32) -> IndexMap<ItemId, Amount> {
    prices.with(items).map(|(item, price)| (item.id.clone(), price.with_places(decimals))).collect()
}
