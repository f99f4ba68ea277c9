//! The engine's handle, through which HTTP and WebSocket requests reach it.
//!
//! Here it starts and stops, says how it is, and gives a lot to a caller who may see it. What it does with events stands
//! in the files beneath.

mod acts;
mod console;
mod events;
mod lobby;
mod past;

use std::sync::Arc;

use super::answer::Denied;
use super::arrivals::Arrivals;
use super::console::Consoles;
use super::entry::LotEntry;
use super::event::{EventActor, EventHandle};
use super::feed::LotSnapshot;
use super::handle::Question;
use super::keeper::EndedKeeper;
use super::lot_access::LotAccess;
use super::past::Timelines;
use super::practice::PracticeLots;
use super::registry::{Recovery, Registry};
use super::settings::EngineSettings;
use super::shared::{EngineFailure, Shared};
use super::{heartbeat, visibility};
use crate::auth::{Directory, Principal};
use crate::clock::{Clock, Instant};
use crate::ids::{EventId, LotId};
use crate::journal::{Journal, StoreError};

/// The engine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    parts: Arc<EngineParts>,
}

#[derive(Debug)]
struct EngineParts {
    shared: Arc<Shared>,
    registry: Arc<Registry>,
    events: EventHandle,
    consoles: Consoles,
    practice: Arc<PracticeLots>,
    timelines: Arc<Timelines>,
}

impl Engine {
    /// Reads the streams that have not ended, pauses the lots hit by an outage, and starts all tasks. When it returns, each of
    /// these streams is loaded or noted as failed. Those that have ended are checked afterwards.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read or written.
    pub async fn start(journal: Journal, clock: Clock, settings: EngineSettings) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::new(journal, clock, settings));
        let registry = Registry::new(shared.clone());
        let Recovery { events, read, last_alive } = match registry.recover().await {
            Ok(recovery) => recovery,
            Err(error) => {
                // Actors that run already must end before the next start has its own.
                shared.stopping.cancel();
                shared.owners.close();
                shared.owners.wait().await;
                return Err(error);
            }
        };
        let events = EventActor::start(events, registry.clone(), shared.clone());
        let keeper = EndedKeeper::new(registry.clone(), events.clone(), shared.clone(), last_alive);
        shared.owners.spawn(shared.clone().needed("the keeper of what has ended", keeper.run(read)));
        tokio::spawn(shared.clone().needed("the schedule", registry.clone().keep_schedule()));
        tokio::spawn(shared.clone().needed("the unloading of idle lots", registry.clone().keep_unloading()));
        tokio::spawn(shared.clone().needed("the names of people", registry.clone().keep_names()));
        tokio::spawn(shared.clone().needed("the heartbeat", heartbeat::run(shared.clone())));
        let timelines = Timelines::new(shared.clone());
        tokio::spawn(shared.clone().needed("the unloading of past states", timelines.clone().keep_forgetting()));
        let practice = PracticeLots::new(shared.clone());
        let parts = EngineParts { shared, registry, events, consoles: Consoles::default(), practice, timelines };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// Stops: takes no more bids, judges and answers those it has, and returns when no task owns a stream any more. The
    /// caller closes the journal.
    pub async fn stop(&self) {
        let shared = &self.parts.shared;
        let stopped_at = shared.clock.now();
        shared.stopping.cancel();
        shared.owners.close();
        shared.owners.wait().await;
        if !shared.has_failed()
            && let Err(error) = shared.journal.note_alive(stopped_at).await
        {
            tracing::warn!(%error, "the end could not be noted: the outage counts from the last heartbeat");
        }
    }

    /// Returns once the engine cannot go on, such as when the journal takes no writes. The next start reads the state from
    /// the journal.
    pub async fn failure(&self) -> EngineFailure {
        self.parts.shared.failed().await
    }

    /// The present instant, by the clock that judges.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.parts.shared.clock.now()
    }

    /// A lot, where `by` may see it.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for a lot that does not exist, and likewise for one that the caller may not see;
    /// `Unusable` where its records cannot be used.
    pub async fn lot(&self, by: &Principal, id: &LotId) -> Result<LotAccess, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        if let Some(played) = self.parts.practice.access(by, &viewer, id) {
            return Ok(played);
        }
        let Some(entry) = self.parts.registry.find(id).await? else {
            return Err(self.denied_unreadable(by, id).await?);
        };
        if !visibility::may_see_lot(&viewer, &entry) {
            return Err(Denied::NotFound);
        }
        let handle = self.parts.registry.load(id).await?;
        Ok(LotAccess::new(handle, by, viewer))
    }

    /// What is answered about a lot that is not known, or that cannot be read.
    async fn denied_unreadable(&self, by: &Principal, id: &LotId) -> Result<Denied, Denied> {
        // Only the event says who may know of a lot that cannot be read.
        let is_mine = self.parts.registry.is_unreadable(id) && self.parts.events.may_see_lot(by, id).await?;
        Ok(if is_mine { self.parts.registry.unusable(id) } else { Denied::NotFound })
    }

    /// The lots of a published event that invite the supplier, in the document's order.
    ///
    /// # Errors
    /// As [`Self::lot`]; `WrongState` for a draft.
    pub async fn own_lots(&self, by: &Principal, id: &EventId) -> Result<Vec<LotAccess>, Denied> {
        let mut lots = Vec::new();
        for lot in self.parts.events.published_lots(by, id).await? {
            match self.lot(by, &lot).await {
                Ok(access) => lots.push(access),
                Err(Denied::NotFound) => {}
                Err(denied) => return Err(denied),
            }
        }
        Ok(lots)
    }

    /// Names and states of people.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.parts.shared.settings.directory
    }

    /// The latest of the instants that `end` gives for the lots.
    pub(super) fn latest_end(&self, end: impl Fn(&LotEntry) -> Option<Instant>) -> Option<Instant> {
        self.parts.registry.latest_end(end)
    }

    /// The entries of the lots that `wanted` picks.
    pub(super) fn entries(&self, wanted: impl Fn(&LotEntry) -> bool) -> Vec<Arc<LotEntry>> {
        self.parts.registry.entries(wanted)
    }

    /// The committed state of a lot, which is loaded where it is not.
    pub(super) async fn snapshot(&self, id: &LotId) -> Result<LotSnapshot, Denied> {
        self.parts.registry.load(id).await?.ask(Question::Snapshot).await
    }

    /// The register in which connections stamp the frames that they have read.
    #[must_use]
    pub fn arrivals(&self) -> Arrivals {
        self.parts.shared.arrivals.clone()
    }

    /// Whether the journal takes writes.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let shared = &self.parts.shared;
        shared.journal.is_writable() && !shared.has_failed() && !shared.stopping.is_cancelled()
    }

    /// Whether the engine stops in order, or has stopped.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.parts.shared.stopping.is_cancelled()
    }

    /// Whether any lot is open. While one is, bids go before everything else that the server does.
    #[must_use]
    pub fn any_lot_is_open(&self) -> bool {
        self.parts.shared.any_lot_is_open()
    }

    /// Returns once the records of all streams that had ended before the start are checked.
    pub async fn ended_are_checked(&self) {
        self.parts.registry.all_checked().await;
    }

    /// How many lots are in the map of lots.
    #[cfg(test)]
    pub(super) fn lots_in_map(&self) -> usize {
        self.entries(|_| true).len()
    }

    /// How many events are in memory as a whole.
    #[cfg(test)]
    pub(super) async fn whole_events(&self) -> usize {
        self.parts.events.whole_events().await.expect("the actor answers")
    }

    /// Streams that cannot be used, with the reason.
    #[must_use]
    pub fn failed_streams(&self) -> Vec<(String, String)> {
        self.parts.registry.failed_streams()
    }
}
