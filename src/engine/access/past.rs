//! The past of lots and events, as their parties saw them.

use std::collections::BTreeMap;

use super::{Engine, EngineParts};
use crate::auction::view::Viewer;
use crate::auth::{Deed, Principal};
use crate::background::Background;
use crate::engine::answer::Denied;
use crate::engine::past::{self, PastAccess, PastEvent, Replay};
use crate::engine::visibility;
use crate::event::EventStatus;
use crate::ids::{EventId, LotId, OrgId};
use crate::protocol::http::{Moment, Party};

impl Engine {
    /// The past of a lot that `by` may see: with its own eyes, or as `party` saw it. A practice lot has none.
    ///
    /// # Errors
    /// As [`Self::lot`]; [`Denied::Forbidden`] for a party that is named by anybody but an auditor, and
    /// [`Denied::NotFound`] for one that is not of the lot; [`Denied::Overloaded`] where too many moments are looked up.
    pub async fn past_lot(&self, by: &Principal, id: &LotId, party: Option<&Party>) -> Result<PastAccess, Denied> {
        let viewer = self.past_viewer(by, id, party).await?;
        let EngineParts { timelines, registry, shared, .. } = &*self.parts;
        PastAccess::new(timelines, id, viewer, registry.clone(), shared.clone())
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
        let own = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let Some(entry) = self.parts.registry.find(id).await? else {
            return Err(self.denied_unreadable(by, id).await?);
        };
        if !visibility::may_see_lot(&own, &entry) {
            return Err(Denied::NotFound);
        }
        let viewer = seen_as(by, own, party, &entry.owner)?;
        if visibility::may_see_lot(&viewer, &entry) { Ok(viewer) } else { Err(Denied::NotFound) }
    }

    /// An event that `by` may see as it was at that moment, with its lots as they were then: with its own eyes, or as
    /// `party` saw it. An `EventAnswer`.
    ///
    /// # Errors
    /// As [`Self::past_lot`], and as `PastAccess::view` for the moment; [`Denied::NotFound`] where the event was not shown
    /// to the viewer then.
    pub async fn past_event(
        &self,
        by: &Principal,
        id: &EventId,
        party: Option<&Party>,
        moment: Moment,
        background: &Background,
    ) -> Result<PastEvent, Denied> {
        let EngineParts { timelines, registry, shared, events, .. } = &*self.parts;
        let own = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let owner = events.owner(by, id).await?;
        let viewer = seen_as(by, own.clone(), party, &owner)?;
        past::check(moment, shared.clock.now())?;
        // The number of an event's records tells how often it was revised, and that somebody was let back in.
        let knows_records = matches!(own, Viewer::Buyer(_) | Viewer::Auditor(_));
        if !knows_records && matches!(moment, Moment::Record(_)) {
            return Err(Denied::NoSuchRecord);
        }
        let _turn = timelines.turn()?;
        let (setup, tail) = events.at_moment(id, moment, background).await?;
        if !visibility::may_see_event(&viewer, &setup) {
            return Err(Denied::NotFound);
        }
        let now = match moment {
            Moment::At(instant) => instant,
            Moment::Record(_) => tail.at,
        };
        let mut boards = BTreeMap::new();
        // A lot that cannot be read is listed without its state, as in the present.
        let is_read = |(nth, lot): &(usize, &LotId)| {
            setup.status == EventStatus::Published
                && visibility::may_see_lot_of(&viewer, &setup, *nth)
                && !registry.is_unreadable(lot)
        };
        for (_, lot) in setup.lots.iter().enumerate().filter(is_read) {
            let then = timelines.of(lot).state(Moment::At(now), background).await?;
            boards.insert(lot.clone(), then.board().clone());
        }
        let text = events.past_answer(setup, now, viewer, boards).await?;
        Ok(PastEvent { text, seq: knows_records.then_some(tail.seq) })
    }
}

/// As whom the past is seen, of what belongs to that partnership.
fn seen_as(by: &Principal, own: Viewer, party: Option<&Party>, owner: &OrgId) -> Result<Viewer, Denied> {
    match party {
        None => Ok(own),
        Some(_) if !by.role.may(Deed::SeeAsParty) => Err(Denied::Forbidden(by.role.refusal(Deed::SeeAsParty))),
        Some(Party::Bidder(bidder)) => Ok(Viewer::Bidder(bidder.clone())),
        Some(Party::Observer(trust)) => Ok(Viewer::Observer(trust.clone())),
        Some(Party::Buyer) => Ok(Viewer::Buyer(owner.clone())),
        Some(Party::Auditor) => Ok(Viewer::Auditor(owner.clone())),
    }
}

#[cfg(test)]
impl Engine {
    /// How many lots have states of their past in memory.
    pub(in crate::engine) fn past_lots_kept(&self) -> usize {
        self.parts.timelines.len()
    }
}
