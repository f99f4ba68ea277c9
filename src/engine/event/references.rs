//! Which events have a reference already.

use super::EventActor;
use super::seen::SeenEvent;
use crate::event::EventStatus;
use crate::event::lint::{OtherEvent, same};
use crate::ids::{EventId, OrgId};

/// Which events are looked at. Deleted ones and templates never are.
#[derive(Debug, Clone)]
pub(super) enum Among {
    /// All but this one.
    AllBut(EventId),
    /// Those that are published. A document that is only being typed may be one of the drafts.
    Published,
}

impl EventActor {
    /// The events of a partnership that have the reference, practice left out.
    pub(super) fn others_with(&self, owner: &OrgId, wanted: &str, among: &Among) -> Vec<OtherEvent> {
        let counting = self.all().into_iter().filter(|event| event.owner() == owner && counts(event, among));
        let named = counting.filter_map(|event| {
            let reference = event.reference().filter(|known| same(known, wanted))?.to_owned();
            Some(OtherEvent { id: event.id().clone(), title: event.title().to_owned(), reference })
        });
        named.collect()
    }
}

fn counts(event: &SeenEvent, among: &Among) -> bool {
    let is_meant = match (event.status(), among) {
        (EventStatus::Draft | EventStatus::Published, Among::AllBut(own)) => event.id() != own,
        (EventStatus::Published, Among::Published) => true,
        (EventStatus::Draft, Among::Published) | (EventStatus::Template | EventStatus::Deleted, _) => false,
    };
    is_meant && !event.practice()
}
