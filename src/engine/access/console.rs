//! The console of an event, for those who may follow one.

use std::sync::Arc;

use bytes::Bytes;

use super::{Engine, EngineParts};
use crate::auction::view::Viewer;
use crate::auth::{Deed, Principal};
use crate::engine::answer::Denied;
use crate::engine::console::{ConsoleFacts, EventConsole};
use crate::engine::feed::{Beats, Feed};
use crate::engine::visibility;
use crate::ids::EventId;

impl Engine {
    /// Follows an event with all its lots in short.
    ///
    /// # Errors
    /// [`Denied::NotFound`] where `by` may not see the event; `Forbidden` for a supplier; `WrongState` for a draft;
    /// `Overloaded`, `Unavailable`.
    pub async fn follow_event(&self, by: &Principal, id: &EventId, beats: Beats) -> Result<Feed, Denied> {
        let (console, viewer) = self.console(by, id).await?;
        console.follow(&viewer, beats).await
    }

    /// The whole `event` message as JSON text; never older than any answer already sent.
    ///
    /// # Errors
    /// As [`Self::follow_event`].
    pub async fn event_console(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let (console, viewer) = self.console(by, id).await?;
        console.whole(&viewer).await
    }

    async fn console(&self, by: &Principal, id: &EventId) -> Result<(Arc<EventConsole>, Viewer), Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        self.see_event(by, id).await?;
        if !by.role.may(Deed::FollowEvents) {
            return Err(Denied::Forbidden(by.role.refusal(Deed::FollowEvents)));
        }
        let setup = self.parts.events.published(by, id).await?;
        let facts = ConsoleFacts::of(&setup).ok_or(Denied::Unavailable)?;
        let EngineParts { consoles, registry, shared, .. } = &*self.parts;
        Ok((consoles.of(facts, registry, shared), viewer))
    }
}
