//! The members that only buyers and auditors see: proposals, requests, the invited bidders.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::exclusion::ExclusionView;
use super::sight::Sight;
use crate::auction::board::{BidderRow, Offer, PendingAnnulment, Proposal};
use crate::auction::command::Act;
use crate::auction::index::BidderIndex;
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, PersonId, Seq};
use crate::money::Amount;

/// An act that waits for a second buyer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProposalView {
    /// Its place in the journal; approve and decline name it.
    pub seq: Seq,
    /// The act as it was sent, with the bidder's alias. A viewer that may not know who it is sees the alias alone, others
    /// the name too.
    pub act: Value,
    /// Who proposed it.
    pub by: PersonId,
    /// Their name. Null once the person is erased, and for a person who is not among the people who sign in.
    pub by_name: Option<Arc<str>>,
    /// When.
    pub at: Instant,
}

/// A bidder's request to annul its standing offer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RequestView {
    /// Its place in the journal; decline names it.
    pub seq: Seq,
    /// Who asks, as this viewer knows it.
    pub alias: String,
    /// Who asks; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// The bid that made the offer, by its own name; none for an opening offer.
    #[serde(rename = "ref")]
    pub bid_ref: Option<BidRef>,
    /// The record of the offer that is to be annulled; none for an opening offer.
    pub offer: Option<Seq>,
    /// That offer's total.
    pub total: Option<Amount>,
    /// That offer's evaluated price.
    pub evaluated: Option<Amount>,
    /// The offer that would count again; none where the bidder would have no offer.
    pub back_to: Option<BackToView>,
    /// Who of the bidder asks; left out where the viewer may not know the bidder: a person would tell which one it is.
    #[serde(flatten)]
    pub asker: Option<AskerView>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// The person of a bidder who asks for an annulment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskerView {
    /// Who.
    pub by: PersonId,
    /// Their name. Null once the person is erased, and for a person who is not among the people who sign in.
    pub by_name: Option<Arc<str>>,
}

/// The offer that counts again once a bidder's standing offer is annulled.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BackToView {
    /// Its total.
    pub total: Amount,
    /// The rank that the bidder would have; none once the bidder is excluded.
    pub rank: Option<u32>,
}

/// An invited bidder.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BidderView {
    /// Who, as this viewer knows it.
    pub alias: String,
    /// Who; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Whether it has accepted the event's terms; none where there are none.
    pub terms_accepted: Option<bool>,
    /// Whether it is excluded from the lot.
    pub excluded: bool,
    /// When and why it was excluded.
    pub exclusion: Option<ExclusionView>,
    /// The total of its last standing offer, also once it is excluded.
    pub total: Option<Amount>,
    /// What is compared of that offer.
    pub evaluated: Option<Amount>,
    /// How many of its bids were refused.
    pub refused_count: u64,
    /// How many of its bids were refused since its last accepted one.
    pub refused_in_a_row: u64,
}

pub(super) fn proposals(sight: &Sight<'_>) -> Vec<ProposalView> {
    let view = |proposal: &Proposal| ProposalView {
        seq: proposal.seq,
        act: act_view(sight, &proposal.act),
        by: proposal.by.clone(),
        by_name: None,
        at: proposal.at,
    };
    sight.board.pending.proposals.iter().map(view).collect()
}

pub(super) fn requests(sight: &Sight<'_>) -> Vec<RequestView> {
    let (board, decimals) = (sight.board, sight.board.facts.setup.decimals);
    sight.with_aliases(|aliases| {
        let view = |request: &PendingAnnulment| {
            let row = &board.rows[request.bidder];
            let standing = row.standing.as_deref();
            let back_to = |offer: &Offer| BackToView {
                total: offer.total.with_places(decimals),
                rank: (!row.is_excluded())
                    .then(|| board.ranking.rank_back_at(request.bidder, offer.evaluated, offer.order))
                    .flatten(),
            };
            RequestView {
                seq: request.seq,
                alias: aliases.of(request.bidder).to_owned(),
                bidder: sight.identity(request.bidder),
                name: sight.name(request.bidder),
                bid_ref: standing.and_then(|offer| offer.bid_ref.clone()),
                offer: standing.filter(|offer| offer.bid_ref.is_some()).map(|offer| offer.place),
                total: standing.map(|offer| offer.total.with_places(decimals)),
                evaluated: standing.map(|offer| offer.evaluated.with_places(decimals)),
                back_to: request.back_to.as_deref().map(back_to),
                asker: None,
                reason: request.reason.to_string(),
                at: request.at,
            }
        };
        sight.board.pending.requests.iter().map(view).collect()
    })
}

/// In the document's order for a viewer that may know the bidders; by alias for others, because the document's order
/// would identify them.
pub(super) fn bidders(sight: &Sight<'_>) -> Vec<BidderView> {
    let board = sight.board;
    let has_terms = board.facts.setup.event.terms.is_some();
    let decimals = board.facts.setup.decimals;
    let mut views: Vec<BidderView> = sight.with_aliases(|aliases| {
        let view = |(index, row): (BidderIndex, &BidderRow)| BidderView {
            alias: aliases.of(index).to_owned(),
            bidder: sight.identity(index),
            name: sight.name(index),
            terms_accepted: has_terms.then_some(row.terms_accepted),
            excluded: row.is_excluded(),
            exclusion: ExclusionView::of(row),
            total: row.standing.as_ref().map(|offer| offer.total.with_places(decimals)),
            evaluated: row.standing.as_ref().map(|offer| offer.evaluated.with_places(decimals)),
            refused_count: row.refused_count,
            refused_in_a_row: row.refused_in_a_row,
        };
        board.rows.iter().map(view).collect()
    });
    if !sight.sees_identities() {
        views.sort_by(|one, other| (one.alias.len(), &one.alias).cmp(&(other.alias.len(), &other.alias)));
    }
    views
}

fn act_view(sight: &Sight<'_>, act: &Act) -> Value {
    let mut view = serde_json::to_value(act).expect("acts came from JSON");
    let bidder = match act {
        Act::Annul { bidder, .. } | Act::Exclude { bidder, .. } => bidder,
        Act::Pause { .. }
        | Act::Resume { .. }
        | Act::Extend { .. }
        | Act::Close { .. }
        | Act::Cancel { .. }
        | Act::Broadcast { .. }
        | Act::Approve { .. }
        | Act::Decline { .. } => return view,
    };
    let index = sight.board.facts.index_of(bidder).expect("proposals are about bidders of the lot");
    if let Some(members) = view.as_object_mut() {
        members.insert("alias".to_owned(), sight.with_aliases(|aliases| aliases.of(index).into()));
        match sight.name(index) {
            Some(name) => drop(members.insert("name".to_owned(), (*name).into())),
            None => drop(members.shift_remove("bidder")),
        }
    }
    view
}
