//! What of an event a practice lot is made from, for those who may play it.

use std::num::NonZeroU64;

use super::handle::EventHandle;
use super::publish::complete;
use crate::auth::{Principal, Role};
use crate::engine::answer::Denied;
use crate::engine::practice::PlayedEvent;
use crate::engine::visibility;
use crate::event::EventStatus;
use crate::event::practice::PracticeParty;
use crate::ids::{BidderId, EventId};
use crate::json::{Code, Problem};
use crate::protocol::http::PracticeRequest;

impl EventHandle {
    /// What is played, and by whom. An event that is a draft has to be complete.
    pub(in crate::engine) async fn to_play(
        &self,
        by: &Principal,
        id: &EventId,
        request: &PracticeRequest,
    ) -> Result<(PlayedEvent, PracticeParty), Denied> {
        let setup = self.setup(by, id).await?;
        let party = match by.role {
            Role::Supplier => PracticeParty::Supplier(BidderId::parse(by.org.as_str()).map_err(|_| Denied::NotFound)?),
            Role::Buyer => PracticeParty::Buyer(request.speed.unwrap_or(NonZeroU64::MIN)),
            Role::Admin | Role::Observer | Role::Auditor => {
                return Err(Denied::Forbidden("only suppliers and buyers practise".to_owned()));
            }
        };
        if by.role == Role::Supplier && request.speed.is_some() {
            let message = "is for buyers: leave it out, a supplier's practice takes five minutes";
            return Err(Denied::Problems(vec![Problem::new("/speed", Code::Contradiction, message)]));
        }
        match setup.status {
            EventStatus::Draft | EventStatus::Published => {}
            EventStatus::Template => return Err(Denied::Template),
            EventStatus::Deleted => return Err(Denied::NotFound),
        }
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let lot = setup.lots.iter().position(|lot| *lot == request.lot);
        let lot = lot.filter(|lot| visibility::may_see_lot_of(&viewer, &setup, *lot));
        let Some(lot) = lot else {
            let message = "is no lot of this event that you may see; GET /events/{id} lists them";
            return Err(Denied::Problems(vec![Problem::new("/lot", Code::UnknownReference, message)]));
        };
        let (id, owner, now) = (setup.id.clone(), setup.owner.clone(), self.now());
        let document = super::handle::in_background(move || complete(&setup.stated, now)).await??;
        Ok((PlayedEvent { id, owner, document, lot }, party))
    }
}
