//! Readmissions: records that a buyer has let a person back in shortly before or during an event.

use std::sync::Arc;
use std::time::Duration;

use super::{EventActor, change};
use crate::auth::{Principal, Role, RoleAt};
use crate::clock::Instant;
use crate::engine::answer::{Denied, Recorded};
use crate::engine::readmission::{ReadmissionOrder, ReadmissionRecord};
use crate::engine::visibility;
use crate::event::{EventChange, EventSetup, EventStatus};
use crate::ids::EventId;
use crate::json::{Code, Problem};

/// How long before the first opening a person can be let back in.
const BEFORE_OPENING: Duration = Duration::from_hours(1);

impl EventActor {
    pub(super) async fn readmit(
        &mut self,
        by: &Principal,
        id: &EventId,
        order: ReadmissionOrder,
    ) -> Result<ReadmissionRecord, Denied> {
        let setup = self.visible(by, id).await?;
        if !visibility::is_buyer_of(by, &setup.owner) {
            return Err(Denied::Forbidden("only a buyer of the partnership lets people back in".to_owned()));
        }
        let now = self.shared.clock.now();
        self.check_is_near(&setup, now)?;
        let taking_part = order.stands_at.iter().filter(|person| takes_part(person, &setup));
        let at = |stands_at: &Principal| RoleAt { role: stands_at.role, org: stands_at.org.clone() };
        let places: Vec<RoleAt> = taking_part.map(at).collect();
        let Some(place) = places.first().cloned() else {
            let problem =
                Problem::new("/person", Code::UnknownReference, "must be a person who bids or observes in this event");
            return Err(Denied::Problems(vec![problem]));
        };
        let event_title = setup.stated.title().to_owned();
        let event = self.whole(id).await?;
        let at = now.max(event.stream.tail().at);
        let change = EventChange::PersonReadmitted { person: order.person, reason: order.reason };
        let setup = EventSetup::apply(Some((*setup).clone()), id, at, &by.person, change.clone());
        let setup = setup.map_err(Denied::WrongState)?;
        match event.stream.append(vec![change::record(at, by, &change)]).await {
            Ok(records) => {
                event.setup = Arc::new(setup);
                let record = records.last().copied().ok_or(Denied::Unavailable)?;
                let record = Recorded { seq: record.seq, at: record.at, hash: record.hash };
                Ok(ReadmissionRecord { record, place, places, event_title })
            }
            Err(error) => Err(self.append_failed(id, &error)),
        }
    }

    /// Checks that the event is published, opens within the hour or has opened, and has a lot that has not ended.
    fn check_is_near(&self, setup: &EventSetup, now: Instant) -> Result<(), Denied> {
        let wrong_state = |why: &str| Err(Denied::WrongState(why.to_owned()));
        if setup.status != EventStatus::Published {
            return wrong_state("the event is not published");
        }
        // A lot that has ended may have been forgotten.
        let lots = setup.lots.iter().filter_map(|lot| self.registry.entry(lot));
        let lots: Vec<_> = lots.map(|entry| entry.summary()).collect();
        let is_over = |lot| self.registry.has_ended_for_good(lot);
        if lots.iter().all(|lot| lot.has_ended()) {
            return wrong_state("every lot of the event has ended");
        }
        if lots.iter().all(|lot| lot.opens_at > now + BEFORE_OPENING) && !setup.lots.iter().any(is_over) {
            return wrong_state("a person is let back in from an hour before the first lot opens");
        }
        Ok(())
    }
}

/// Whether a person bids or observes in an event, at one of the person's places.
fn takes_part(person: &Principal, setup: &EventSetup) -> bool {
    match person.role {
        Role::Supplier | Role::Observer => {
            visibility::viewer(person).is_some_and(|viewer| visibility::may_see_event(&viewer, setup))
        }
        Role::Admin | Role::Buyer | Role::Auditor => false,
    }
}
