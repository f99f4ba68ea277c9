//! What a list of lots shows of a lot's offers.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sight::{Sight, Viewer};
use crate::auction::board::Board;
use crate::auction::setup::Setup;
use crate::ids::{BidderId, OdsCode, Seq};
use crate::money::Amount;

/// A lot's offers in a list, for one viewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListedOffers {
    /// For a supplier: where it stands itself.
    You(OwnPlace),
    /// For all others: the offer that leads; null without one.
    Lead(Option<LeadView>),
}

/// Where a supplier stands on a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct OwnPlace {
    /// Its rank; null without a standing offer, and once excluded.
    pub rank: Option<u32>,
    /// Its standing offer's total.
    pub total: Option<Amount>,
}

/// The offer that leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeadView {
    /// Whose it is, as this viewer knows it.
    pub alias: String,
    /// Whose it is; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Its total.
    pub total: Amount,
    /// What is compared.
    pub evaluated: Amount,
    /// Its score in a weighted lot.
    pub score: Option<Amount>,
    /// Its place in the journal; null for an opening offer.
    pub seq: Option<Seq>,
}

/// A lot's offers for every viewer of it, kept for a lot that is not in memory. It takes far less than the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestingOffers {
    /// Those who have an offer.
    own: Box<[(BidderId, OwnPlace)]>,
    buyer: Option<LeadView>,
    auditor: Option<LeadView>,
    trusts: Box<[(OdsCode, LeadView)]>,
}

impl ListedOffers {
    /// What is shown of a lot without offers, or whose offers are not known.
    #[must_use]
    pub fn none_for(viewer: &Viewer) -> Self {
        match viewer {
            Viewer::Bidder(_) => Self::You(OwnPlace::default()),
            Viewer::Buyer(_) | Viewer::Observer(_) | Viewer::Auditor(_) => Self::Lead(None),
        }
    }
}

impl Board {
    /// The lot's offers in a list, as the viewer may see them.
    #[must_use]
    pub fn listed(&self, viewer: &Viewer) -> ListedOffers {
        match viewer {
            Viewer::Bidder(bidder) => ListedOffers::You(own_place(self, bidder)),
            Viewer::Buyer(_) | Viewer::Observer(_) | Viewer::Auditor(_) => ListedOffers::Lead(lead(self, viewer)),
        }
    }
}

impl RestingOffers {
    /// The offers of a lot that will not be in memory.
    #[must_use]
    pub fn of(board: &Board) -> Self {
        let Setup { bidders, event, .. } = &*board.facts.setup;
        let own = bidders.iter().map(|invited| (invited.id.clone(), own_place(board, &invited.id)));
        let own = own.filter(|(_, place)| *place != OwnPlace::default());
        let trusts = event
            .trusts
            .iter()
            .filter_map(|trust| Some((trust.ods.clone(), lead(board, &Viewer::Observer(trust.ods.clone()))?)));
        Self {
            own: own.collect(),
            buyer: lead(board, &Viewer::Buyer(event.owner.clone())),
            auditor: lead(board, &Viewer::Auditor(event.owner.clone())),
            trusts: trusts.collect(),
        }
    }

    /// The same for one viewer who may see the lot.
    #[must_use]
    pub fn listed(&self, viewer: &Viewer) -> ListedOffers {
        match viewer {
            Viewer::Bidder(bidder) => {
                let own = self.own.iter().find(|(known, _)| known == bidder);
                ListedOffers::You(own.map_or_else(OwnPlace::default, |(_, place)| *place))
            }
            Viewer::Buyer(_) => ListedOffers::Lead(self.buyer.clone()),
            Viewer::Auditor(_) => ListedOffers::Lead(self.auditor.clone()),
            Viewer::Observer(trust) => {
                let lead = self.trusts.iter().find(|(known, _)| known == trust);
                ListedOffers::Lead(lead.map(|(_, lead)| lead.clone()))
            }
        }
    }
}

fn own_place(board: &Board, bidder: &BidderId) -> OwnPlace {
    let Some(own) = board.facts.index_of(bidder) else { return OwnPlace::default() };
    let (decimals, standing) = (board.facts.setup.decimals, board.rows[own].standing.as_deref());
    OwnPlace { rank: board.ranking.rank_of(own), total: standing.map(|offer| offer.total.with_places(decimals)) }
}

/// The offer that leads, for a viewer who is no supplier.
pub(super) fn lead(board: &Board, viewer: &Viewer) -> Option<LeadView> {
    let (sight, decimals) = (Sight::new(board, viewer), board.facts.setup.decimals);
    let (leader, _) = board.lead()?;
    let offer = board.rows[leader].standing.as_deref()?;
    Some(LeadView {
        alias: sight.with_aliases(|aliases| aliases.of(leader).to_owned()),
        bidder: sight.identity(leader),
        name: sight.name(leader),
        total: offer.total.with_places(decimals),
        evaluated: offer.evaluated.with_places(decimals),
        score: board.ranking.score_of(leader),
        seq: offer.seq(),
    })
}
