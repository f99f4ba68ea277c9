//! What people look at and try before the lots open: previews, practice lots, the lobby, the test of a connection.

use super::{Engine, EngineParts};
use crate::auction::view::Viewer;
use crate::auth::people::{BidderReadiness, ConnectionTest, KeptReadiness};
use crate::auth::{Principal, Role};
use crate::engine::answer::Denied;
use crate::engine::lobby::LobbyOf;
use crate::engine::preview::PreviewedEvent;
use crate::engine::visibility;
use crate::ids::{BidderId, EventId};
use crate::protocol::http::{
    ConnectionMeasured, LobbyAnswer, PracticeRequest, PracticeStarted, PreviewRequest, PreviewSource,
};

impl Engine {
    /// The event of a preview, ready to be rendered. Nothing is recorded, and no live lot is touched.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn previewed(&self, by: &Principal, request: &PreviewRequest) -> Result<PreviewedEvent, Denied> {
        let now = self.parts.shared.clock.now();
        Ok(match &request.source {
            PreviewSource::Event(id) => {
                let setup = self.parts.events.setup_for_buyer(by, id).await?;
                PreviewedEvent::stored(&setup, request.lot, now)?
            }
            PreviewSource::Document(document) => PreviewedEvent::sent((**document).clone(), by.org.clone(), now),
        })
    }

    /// Begins a practice lot of an event. Nothing of it is recorded, and no live lot is touched.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn practise(
        &self,
        by: &Principal,
        id: &EventId,
        request: PracticeRequest,
    ) -> Result<PracticeStarted, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let (event, party) = self.parts.events.to_play(by, id, &request).await?;
        let entry = self.parts.registry.find(&request.lot).await?;
        let has_ended = entry.is_some_and(|entry| entry.summary().has_ended());
        if by.role == Role::Supplier && has_ended {
            return Err(Denied::WrongState("the lot has ended: there is nothing left to practise for".to_owned()));
        }
        self.parts.practice.begin(viewer, event, party).await
    }

    /// What a bidder has to do and to read before the lots of an event open: the caller itself, or `of` where a buyer looks.
    /// When its people last signed in is not known here.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn lobby(&self, by: &Principal, id: &EventId, of: Option<BidderId>) -> Result<LobbyAnswer, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let setup = self.parts.events.published(by, id).await?;
        let EngineParts { registry, shared, practice, .. } = &*self.parts;
        LobbyOf::new(viewer, setup, of)?.answer(registry, shared, practice).await
    }

    /// Notes what a page of a supplier has measured of its connection.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn note_connection(
        &self,
        by: &Principal,
        id: &EventId,
        measured: ConnectionMeasured,
    ) -> Result<(), Denied> {
        let Some(Viewer::Bidder(bidder)) = visibility::viewer(by) else { return Err(Denied::NotFound) };
        self.see_event(by, id).await?;
        let ConnectionMeasured { round_trip_ms, clock_ms } = measured;
        let test = Some(ConnectionTest { at: self.now(), round_trip_ms, clock_ms });
        let readiness = BidderReadiness { test, practised_at: None };
        let noted = KeptReadiness { event: id.clone(), bidder, readiness };
        self.parts.shared.settings.readiness.note(noted).await.map_err(|error| {
            tracing::warn!(event = %id, %error, "a connection test could not be stored");
            Denied::Unavailable
        })
    }
}
