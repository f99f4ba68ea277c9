//! An event as it was at a past moment.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures::{StreamExt, stream};

use super::answers;
use super::handle::{EventHandle, in_background, text};
use super::lots::listed_past_lots;
use crate::auction::view::{Board, Viewer};
use crate::auth::Principal;
use crate::background::Background;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::recovery;
use crate::event::EventSetup;
use crate::ids::{EventId, LotId, OrgId, Seq};
use crate::journal::Committed;
use crate::protocol::http::Moment;

impl EventHandle {
    /// The partnership that an event belongs to which `by` may see.
    pub(in crate::engine) async fn owner(&self, by: &Principal, id: &EventId) -> Result<OrgId, Denied> {
        Ok(self.setup(by, id).await?.owner.clone())
    }

    /// The event right after the last record of that moment, and the record.
    ///
    /// # Errors
    /// [`Denied::NotFound`] before the first record; [`Denied::NoSuchRecord`]; `Unavailable`.
    pub(in crate::engine) async fn at_moment(
        &self,
        id: &EventId,
        moment: Moment,
        background: &Background,
    ) -> Result<(EventSetup, Committed), Denied> {
        let (journal, event) = (self.journal(), id.clone());
        // Folded while it is read: all revisions of a long document together may be large.
        let read = stream::once(async move { Ok(recovery::read_event_at(&journal, &event, moment).await) });
        let read = background.stream(read.boxed(), Denied::Unavailable).next().await;
        let read = read.unwrap_or(Err(Denied::Unavailable))?.map_err(|error| {
            tracing::error!(event = %id, %error, "the past of an event cannot be shown");
            Denied::Unavailable
        })?;
        match (read, moment) {
            (Some((_, tail)), Moment::Record(seq)) if tail.seq != seq => Err(Denied::NoSuchRecord),
            (Some(event), Moment::Record(_) | Moment::At(_)) => Ok(event),
            (None, Moment::Record(Seq(_))) => Err(Denied::NoSuchRecord),
            (None, Moment::At(_)) => Err(Denied::NotFound),
        }
    }

    /// The event as the viewer saw it at `now`. Its lots had these boards. Only what is said of other events with its reference,
    /// and the names of people, is of today.
    pub(in crate::engine) async fn past_answer(
        &self,
        setup: EventSetup,
        now: Instant,
        viewer: Viewer,
        boards: BTreeMap<LotId, Board>,
    ) -> Result<Bytes, Denied> {
        let others = if setup.status.is_draft() { self.others_of(&setup).await? } else { Vec::new() };
        let changed_by_name = self.name_of(&setup.changed_by);
        in_background(move || {
            let lots = listed_past_lots(&setup, &viewer, &boards);
            let mut answer = answers::event(&setup, &viewer, lots, now, &others);
            if let Some(setup) = &mut answer.setup {
                setup.revision.changed_by_name = changed_by_name;
            }
            text(&answer)
        })
        .await
    }
}
