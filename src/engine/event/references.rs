//! Which events have a reference already.

use super::EventActor;
use crate::clock::Instant;
use crate::event::lint::{self, OtherEvent, same};
use crate::event::{EventSetup, EventStatus, Finding};
use crate::ids::{EventId, OrgId};

/// Which events are looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Among<'a> {
    /// All but this one.
    AllBut(&'a EventId),
    /// Those that are published. A document that is only being typed may be one of the drafts.
    Published,
}

impl EventActor {
    /// The events of a partnership that have the reference, practice left out; none without a reference.
    pub(super) fn others_with(&self, owner: &OrgId, reference: Option<&str>, among: Among<'_>) -> Vec<OtherEvent> {
        let Some(wanted) = reference else { return Vec::new() };
        let setups = self.events.values().map(|event| &event.setup);
        let counting = setups.filter(|setup| setup.owner == *owner && counts(setup, among));
        let named = counting.filter_map(|setup| {
            let reference = setup.document.reference.as_ref().filter(|known| same(known, wanted))?;
            Some(OtherEvent { id: setup.id.clone(), title: setup.document.title.clone(), reference: reference.clone() })
        });
        named.collect()
    }
}

/// The lint of a draft at that instant, beside others that have its reference.
pub(super) fn lint_beside(setup: &EventSetup, at: Instant, others: &[OtherEvent]) -> Vec<Finding> {
    lint::beside(lint::lint(&setup.document, at), setup.document.reference.as_deref(), others)
}

fn counts(setup: &EventSetup, among: Among<'_>) -> bool {
    let is_meant = match among {
        Among::AllBut(own) => setup.id != *own,
        Among::Published => match setup.status {
            EventStatus::Published => true,
            EventStatus::Draft => false,
        },
    };
    is_meant && !setup.document.practice
}
