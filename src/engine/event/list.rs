//! The list of events: which of them a viewer asks for, in pages.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use futures::{StreamExt, TryStreamExt, stream};

use super::answers::knows_setup;
use super::lots::{listed_ended_lots, listed_lots};
use super::seen::SeenEvent;
use crate::auction::State;
use crate::auction::view::Viewer;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::registry::Registry;
use crate::event::EventStatus;
use crate::event::document::OpensAt;
use crate::ids::EventId;
use crate::journal::Journal;
use crate::protocol::http::{EventList, ListedEvent, ListedLot};

#[cfg(test)]
mod tests;

/// Most events whose lots are asked at the same time for one list.
const LISTED_AT_ONCE: usize = 16;

/// Which events are listed. The default is all but templates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventFilter {
    /// Only those that stand there; none is all but templates.
    pub status: Option<EventStatus>,
    /// Only those whose title or reference contains this, in capitals or not.
    pub text: Option<String>,
    /// At most this many; none is no limit.
    pub count_max: Option<usize>,
    /// Only those after this one.
    pub after: Option<EventCursor>,
}

/// A place in the list. It is written into `next`, and stands there whatever becomes of its event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventCursor {
    created_at: Instant,
    id: EventId,
}

/// The text is no place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be the next of the page before")]
pub struct BadCursor;

impl fmt::Display for EventCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.created_at.as_micros(), self.id)
    }
}

impl FromStr for EventCursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (micros, id) = text.split_once('.').ok_or(BadCursor)?;
        let created_at = Instant::from_micros(micros.parse().map_err(|_| BadCursor)?);
        Ok(Self { created_at, id: EventId::parse(id).map_err(|_| BadCursor)? })
    }
}

impl EventFilter {
    /// The page of these events, newest first, and the place of its last one where more follow.
    pub(super) fn page(&self, mut events: Vec<SeenEvent>) -> (Vec<SeenEvent>, Option<EventCursor>) {
        let text = self.text.as_ref().map(|text| text.to_lowercase());
        events.retain(|event| {
            self.takes(event.status())
                && text.as_ref().is_none_or(|text| contains(event, text))
                && self.after.as_ref().is_none_or(|after| cursor(event) < *after)
        });
        events.sort_by_cached_key(|event| Reverse(cursor(event)));
        let count_max = self.count_max.unwrap_or(events.len());
        let has_more = events.len() > count_max;
        events.truncate(count_max);
        let next = events.last().filter(|_| has_more).map(cursor);
        (events, next)
    }

    fn takes(&self, status: EventStatus) -> bool {
        match self.status {
            Some(wanted) => wanted == status,
            None => status != EventStatus::Template,
        }
    }
}

/// The place of an event among all, ordered by their creation.
pub(super) fn cursor(event: &SeenEvent) -> EventCursor {
    EventCursor { created_at: event.created_at(), id: event.id().clone() }
}

/// One page, as the viewer may see it.
pub(super) async fn listed(
    page: &[SeenEvent],
    next: Option<&EventCursor>,
    viewer: &Viewer,
    registry: &Registry,
    journal: &Journal,
) -> Result<EventList, Denied> {
    let events: Vec<_> = page.iter().map(|event| listed_event(event, viewer, registry, journal)).collect();
    let events = stream::iter(events).buffered(LISTED_AT_ONCE).try_collect().await?;
    Ok(EventList { events, next: next.map(ToString::to_string) })
}

async fn listed_event(
    event: &SeenEvent,
    viewer: &Viewer,
    registry: &Registry,
    journal: &Journal,
) -> Result<ListedEvent, Denied> {
    let lots = match event {
        SeenEvent::Whole(setup) => listed_lots(setup, viewer, registry).await?,
        SeenEvent::Ended(ended) => listed_ended_lots(ended, viewer, registry, journal).await?,
    };
    Ok(ListedEvent {
        id: event.id().clone(),
        title: event.title().to_owned(),
        reference: event.reference().map(str::to_owned),
        contact: event.contact().cloned(),
        status: event.status(),
        practice: event.practice(),
        revision: knows_setup(viewer).then_some(event.revision()),
        next_at: lots.iter().filter_map(next_at).min(),
        lots,
    })
}

/// When the lot opens or closes next by itself.
fn next_at(lot: &ListedLot) -> Option<Instant> {
    match (lot.state?, lot.opens_at) {
        (State::Scheduled, Some(OpensAt::At(opens_at))) => Some(opens_at),
        (State::Open, _) => lot.closes_at,
        (State::Scheduled, Some(OpensAt::Now(_)) | None) | (State::Paused | State::Closed | State::Cancelled, _) => {
            None
        }
    }
}

fn contains(event: &SeenEvent, text: &str) -> bool {
    let texts = [Some(event.title()), event.reference()];
    texts.into_iter().flatten().any(|shown| shown.to_lowercase().contains(text))
}
