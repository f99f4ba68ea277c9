//! The past of a lot, as its parties saw it.

use super::Engine;
use crate::auction::view::Viewer;
use crate::auth::{Deed, Principal};
use crate::engine::answer::Denied;
use crate::engine::entry::LotEntry;
use crate::engine::past::{PastAccess, Replay};
use crate::engine::visibility;
use crate::ids::LotId;
use crate::protocol::http::Party;

impl Engine {
    /// The past of a lot that `by` may see: with its own eyes, or as `party` saw it. A practice lot has none.
    ///
    /// # Errors
    /// As [`Self::lot`]; [`Denied::Forbidden`] for a party that is named by anybody but an auditor, and
    /// [`Denied::NotFound`] for one that is not of the lot; [`Denied::Overloaded`] where too many moments are looked up.
    pub async fn past_lot(&self, by: &Principal, id: &LotId, party: Option<&Party>) -> Result<PastAccess, Denied> {
        let viewer = self.past_viewer(by, id, party).await?;
        PastAccess::new(&self.parts.timelines, id, viewer, self.parts.shared.clone())
    }

    /// What a party of a lot was told, record by record. For auditors alone. A practice lot has no past.
    ///
    /// # Errors
    /// As [`Self::past_lot`]; [`Denied::Overloaded`] where too many lots are replayed.
    pub async fn replay(&self, by: &Principal, id: &LotId, party: &Party) -> Result<Replay, Denied> {
        let viewer = self.past_viewer(by, id, Some(party)).await?;
        Replay::new(&self.parts.timelines, id, viewer, by, self.parts.shared.clone())
    }

    /// As whom `by` sees the past of the lot.
    async fn past_viewer(&self, by: &Principal, id: &LotId, party: Option<&Party>) -> Result<Viewer, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let Some(entry) = self.parts.registry.entry(id) else {
            return Err(self.denied_unreadable(by, id).await?);
        };
        if !visibility::may_see_lot(&viewer, &entry) {
            return Err(Denied::NotFound);
        }
        match party {
            None => Ok(viewer),
            Some(_) if !by.role.may(Deed::SeeAsParty) => Err(Denied::Forbidden(by.role.refusal(Deed::SeeAsParty))),
            Some(party) => viewer_of(party, &entry).ok_or(Denied::NotFound),
        }
    }
}

#[cfg(test)]
impl Engine {
    /// How many lots have states of their past in memory.
    pub(in crate::engine) fn past_lots_kept(&self) -> usize {
        self.parts.timelines.len()
    }
}

/// The viewer as which a party sees the lot; none where it is not of the lot.
fn viewer_of(party: &Party, lot: &LotEntry) -> Option<Viewer> {
    match party {
        Party::Bidder(bidder) => lot.bidders.contains(bidder).then(|| Viewer::Bidder(bidder.clone())),
        Party::Observer(trust) => lot.trusts.contains(trust).then(|| Viewer::Observer(trust.clone())),
        Party::Buyer => Some(Viewer::Buyer(lot.owner.clone())),
        Party::Auditor => Some(Viewer::Auditor(lot.owner.clone())),
    }
}
