//! Which events have a reference already.

use super::EventActor;
use crate::event::lint::{OtherEvent, same};
use crate::event::{EventSetup, EventStatus};
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
        let setups = self.events.values().map(|event| &event.setup);
        let counting = setups.filter(|setup| setup.owner == *owner && counts(setup, among));
        let named = counting.filter_map(|setup| {
            let reference = setup.stated.reference().filter(|known| same(known, wanted))?.to_owned();
            Some(OtherEvent { id: setup.id.clone(), title: setup.stated.title().to_owned(), reference })
        });
        named.collect()
    }
}

fn counts(setup: &EventSetup, among: &Among) -> bool {
    let is_meant = match (setup.status, among) {
        (EventStatus::Draft | EventStatus::Published, Among::AllBut(own)) => setup.id != *own,
        (EventStatus::Published, Among::Published) => true,
        (EventStatus::Draft, Among::Published) | (EventStatus::Template | EventStatus::Deleted, _) => false,
    };
    is_meant && !setup.stated.practice()
}
