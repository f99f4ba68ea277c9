//! The engine's handle: what the doors hold.

use std::sync::Arc;

use bytes::Bytes;

use super::answer::Denied;
use super::arrivals::Arrivals;
use super::desk::{Desk, DeskHandle};
use super::lot_access::LotAccess;
use super::registry::Registry;
use super::settings::EngineSettings;
use super::shared::{EngineFailure, Shared};
use super::{visibility, watchman};
use crate::auth::{Principal, Role};
use crate::clock::Clock;
use crate::event::EventDocument;
use crate::ids::{EventId, LotId};
use crate::journal::{Journal, StoreError};

/// The engine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    registry: Arc<Registry>,
    desk: DeskHandle,
}

impl Engine {
    /// Reads all streams, brings lots back that an outage has struck, and runs. When it returns, every stream is in
    /// place or noted as failed.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read or written.
    pub async fn start(journal: Journal, clock: Clock, settings: EngineSettings) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::new(journal, clock, settings));
        let registry = Registry::new(shared.clone());
        let events = match registry.recover().await {
            Ok(events) => events,
            Err(error) => {
                // Lots that were brought back already must not live on beside the next start's.
                shared.stopping.cancel();
                shared.owners.close();
                shared.owners.wait().await;
                return Err(error);
            }
        };
        let desk = Desk::start(events, registry.clone(), shared.clone());
        tokio::spawn(shared.clone().needed("the schedule", registry.clone().keep_schedule()));
        tokio::spawn(shared.clone().needed("the watch over idle lots", registry.clone().let_sleep()));
        tokio::spawn(shared.clone().needed("the watchman", watchman::watch(shared.clone())));
        Ok(Self { inner: Arc::new(Inner { shared, registry, desk }) })
    }

    /// Stops: takes no more bids, judges and answers those it has, and returns when every stream is at rest. The
    /// journal is the caller's to close.
    pub async fn stop(&self) {
        let shared = &self.inner.shared;
        let stopped_at = shared.clock.now();
        shared.stopping.cancel();
        shared.owners.close();
        shared.owners.wait().await;
        if !shared.has_failed()
            && let Err(error) = shared.journal.note_alive(stopped_at).await
        {
            tracing::warn!(%error, "the end could not be noted: the outage counts from the last note");
        }
    }

    /// Returns once the engine cannot go on, such as when the journal takes no writes: another start has to read what stands there.
    pub async fn failure(&self) -> EngineFailure {
        self.inner.shared.failed().await
    }

    /// Creates a draft. JSON text of `{"id", "status", "lint", "lots"}`.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn create_event(&self, by: &Principal, document: EventDocument) -> Result<Bytes, Denied> {
        self.inner.desk.create(by, document).await
    }

    /// Replaces a draft; the same answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn revise_event(&self, by: &Principal, id: &EventId, document: EventDocument) -> Result<Bytes, Denied> {
        self.inner.desk.revise(by, id, document).await
    }

    /// Freezes a draft and schedules its lots. `{"digest", "id", "status", "lint", "lots"}`.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn publish_event(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        self.inner.desk.publish(by, id).await
    }

    /// Records a supplier's acceptance in each lot that it is invited to. `{"lots": [{"lot", "seq", "at", "hash"}]}`.
    ///
    /// # Errors
    /// [`Denied`], each as it says. Some lots may have recorded it all the same: asking again is safe.
    pub async fn accept_terms(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let lots = self.inner.desk.lots_with_terms(by, id).await?;
        if by.role != Role::Supplier {
            return Err(Denied::Forbidden("only a supplier accepts the terms".to_owned()));
        }
        let mut recorded = Vec::with_capacity(lots.len());
        for id in lots {
            let Some(card) = self.inner.registry.card(&id) else { return Err(Denied::Unavailable) };
            if card.life().has_ended() {
                continue;
            }
            let record = self.lot(by, &id).await?.accept_terms().await?;
            recorded.push(serde_json::json!({
                "lot": id,
                "seq": record.seq,
                "at": record.at,
                "hash": record.hash.to_string(),
            }));
        }
        Ok(serde_json::json!({ "lots": recorded }).to_string().into())
    }

    /// An event as `by` may see it.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn event(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        self.inner.desk.event(by, id).await
    }

    /// All events that `by` may see, newest first.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn events(&self, by: &Principal) -> Result<Bytes, Denied> {
        self.inner.desk.events(by).await
    }

    /// A lot, where `by` may see it.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for a lot that does not exist or is not the caller's, without a difference; `Unavailable`
    /// where its stream cannot be used.
    pub async fn lot(&self, by: &Principal, id: &LotId) -> Result<LotAccess, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let Some(card) = self.inner.registry.card(id) else {
            // Who may know of a lot that cannot be read stands in its event.
            let is_mine = self.inner.registry.is_unreadable(id) && self.inner.desk.may_see_lot(by, id).await?;
            return Err(if is_mine { Denied::Unavailable } else { Denied::NotFound });
        };
        if !visibility::may_see_lot(&viewer, &card) {
            return Err(Denied::NotFound);
        }
        let handle = self.inner.registry.wake(id).await?;
        Ok(LotAccess::new(handle, by, viewer))
    }

    /// Where doors stamp what they read.
    #[must_use]
    pub fn arrivals(&self) -> Arrivals {
        self.inner.shared.arrivals.clone()
    }

    /// Whether the journal takes writes.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let shared = &self.inner.shared;
        shared.journal.is_writable() && !shared.has_failed() && !shared.stopping.is_cancelled()
    }

    /// Whether the engine stops in order, or has stopped.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.inner.shared.stopping.is_cancelled()
    }

    /// Whether any lot is open: then bids come before everything else that the server does.
    #[must_use]
    pub fn any_lot_is_open(&self) -> bool {
        self.inner.shared.any_lot_is_open()
    }

    /// Streams that recovery refused, with the reason.
    #[must_use]
    pub fn failed_streams(&self) -> Vec<(String, String)> {
        self.inner.registry.failed_streams()
    }
}
