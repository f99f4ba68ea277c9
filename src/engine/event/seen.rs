//! What is seen of an event in lists: of one that has ended, its summary is enough.

use std::sync::Arc;

use crate::auction::setup::Contact;
use crate::auction::view::Viewer;
use crate::clock::Instant;
use crate::engine::ended::EndedEvent;
use crate::engine::visibility;
use crate::event::{EventSetup, EventStatus};
use crate::ids::{EventId, LotId, OrgId};

/// An event in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SeenEvent {
    Whole(Arc<EventSetup>),
    Ended(Arc<EndedEvent>),
}

impl SeenEvent {
    pub(super) fn id(&self) -> &EventId {
        match self {
            Self::Whole(setup) => &setup.id,
            Self::Ended(ended) => &ended.id,
        }
    }

    pub(super) fn owner(&self) -> &OrgId {
        match self {
            Self::Whole(setup) => &setup.owner,
            Self::Ended(ended) => &ended.owner,
        }
    }

    pub(super) fn status(&self) -> EventStatus {
        match self {
            Self::Whole(setup) => setup.status,
            Self::Ended(ended) => ended.status,
        }
    }

    pub(super) fn created_at(&self) -> Instant {
        match self {
            Self::Whole(setup) => setup.created_at,
            Self::Ended(ended) => ended.created_at,
        }
    }

    pub(super) fn title(&self) -> &str {
        match self {
            Self::Whole(setup) => setup.stated.title(),
            Self::Ended(ended) => &ended.title,
        }
    }

    pub(super) fn reference(&self) -> Option<&str> {
        match self {
            Self::Whole(setup) => setup.stated.reference(),
            Self::Ended(ended) => ended.reference.as_deref(),
        }
    }

    pub(super) fn contact(&self) -> Option<&Contact> {
        match self {
            Self::Whole(setup) => setup.stated.contact(),
            Self::Ended(ended) => ended.contact.as_ref(),
        }
    }

    pub(super) fn practice(&self) -> bool {
        match self {
            Self::Whole(setup) => setup.stated.practice(),
            Self::Ended(ended) => ended.practice,
        }
    }

    pub(super) fn revision(&self) -> u64 {
        match self {
            Self::Whole(setup) => setup.revision,
            Self::Ended(ended) => ended.revision,
        }
    }

    pub(super) fn lots(&self) -> &[LotId] {
        match self {
            Self::Whole(setup) => &setup.lots,
            Self::Ended(ended) => &ended.lots,
        }
    }

    /// The bidders that its document names, with their names. An incomplete draft names none.
    pub(super) fn bidders(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Whole(setup) => {
                let bidders = setup.stated.document().into_iter().flat_map(|document| &document.bidders);
                bidders.map(|bidder| (bidder.id.as_str(), bidder.name.as_str())).collect()
            }
            Self::Ended(ended) => ended.bidders.iter().map(|bidder| (bidder.id.as_str(), &*bidder.name)).collect(),
        }
    }

    /// The trusts that its document names, with their names. An incomplete draft names none.
    pub(super) fn trusts(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Whole(setup) => {
                let trusts = setup.stated.document().into_iter().flat_map(|document| &document.trusts);
                trusts.map(|trust| (trust.ods.as_str(), trust.name.as_str())).collect()
            }
            Self::Ended(ended) => ended.trusts.iter().map(|trust| (trust.ods.as_str(), &*trust.name)).collect(),
        }
    }

    /// Whether the viewer may know that the event exists.
    pub(super) fn is_visible_to(&self, viewer: &Viewer) -> bool {
        match self {
            Self::Whole(setup) => visibility::may_see_event(viewer, setup),
            Self::Ended(ended) => ended.is_visible_to(viewer),
        }
    }
}
