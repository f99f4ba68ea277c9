//! All practice lots: who plays which, and how many there may be. They are in memory only, and a restart forgets them.
//!
//! A practice lot is found by the organisation that began it and by nobody else. It is in no list, and no record of it is
//! stored. Its memory is given back a while after its end.

mod lot;
mod play;
mod price;
mod script;

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::lot::PreparedLot;
use self::play::{PlayEnd, PracticePlay};
use self::script::Script;
use super::answer::{Denied, PRACTICES_PER_HOUR};
use super::handle::LotHandle;
use super::lot_access::LotAccess;
use super::shared::Shared;
use crate::auction::view::Viewer;
use crate::auth::Principal;
use crate::auth::people::KeptReadiness;
use crate::clock::Instant;
use crate::event::practice::{BUYER_LENGTH_MAX, PracticeParty};
use crate::ids::{EventId, LotId};
use crate::protocol::http::PracticeStarted;

pub(super) use self::lot::PlayedEvent;

/// How every id of a practice lot begins. No other lot's id does.
const PREFIX: &str = "practice-";
/// The time until a practice lot opens, so that its page is there before.
const OPENS_AFTER: Duration = Duration::from_secs(10);
/// How long a practice lot that has ended can still be looked at.
const KEPT_AFTER_END: Duration = Duration::from_mins(10);
/// After this time a practice lot ends in any case, also one that a buyer has paused.
const PLAY_TIME_MAX: Duration = BUYER_LENGTH_MAX.saturating_add(Duration::from_hours(1));
const HOUR: Duration = Duration::from_hours(1);

/// All practice lots.
#[derive(Debug)]
pub(super) struct PracticeLots {
    shared: Arc<Shared>,
    /// Held while a lot is begun, so that the bounds hold for two requests at once.
    beginning: tokio::sync::Mutex<()>,
    table: Mutex<PracticeTable>,
}

#[derive(Debug, Default)]
struct PracticeTable {
    lots: BTreeMap<LotId, PracticeLot>,
    /// When each organisation has begun its lots of the last hour, oldest first.
    begun: BTreeMap<Viewer, VecDeque<Instant>>,
}

#[derive(Debug)]
struct PracticeLot {
    /// The organisation that plays it.
    viewer: Viewer,
    handle: Arc<LotHandle>,
    /// Cancelled when the lot is given up.
    stopping: CancellationToken,
}

impl PracticeLots {
    pub(super) fn new(shared: Arc<Shared>) -> Arc<Self> {
        Arc::new(Self { shared, beginning: tokio::sync::Mutex::default(), table: Mutex::default() })
    }

    /// The practice lot of that id, where the caller's organisation plays it.
    pub(super) fn access(&self, by: &Principal, viewer: &Viewer, id: &LotId) -> Option<LotAccess> {
        if !id.as_str().starts_with(PREFIX) {
            return None;
        }
        let table = self.table();
        let lot = table.lots.get(id).filter(|lot| lot.viewer == *viewer)?;
        Some(LotAccess::new(lot.handle.clone(), by, viewer.clone()))
    }

    /// The practice of an event that the viewer's organisation plays now.
    pub(super) fn running(&self, viewer: &Viewer, event: &EventId) -> Option<PracticeStarted> {
        let table = self.table();
        let is_played =
            |lot: &PracticeLot| lot.viewer == *viewer && lot.handle.entry.event == *event && !lot.has_ended();
        let (lot, played) = table.lots.iter().find(|(_, lot)| is_played(lot))?;
        let summary = played.handle.entry.summary();
        Some(PracticeStarted { lot: lot.clone(), opens_at: summary.opens_at, closes_at: summary.closes_at })
    }

    /// Begins a practice lot for the viewer's organisation.
    ///
    /// # Errors
    /// `PracticeRuns`, `TooManyPractices`, `Overloaded`: a bound; `Problems`: the lot cannot be played.
    pub(super) async fn begin(
        self: &Arc<Self>,
        viewer: Viewer,
        event: PlayedEvent,
        party: PracticeParty,
    ) -> Result<PracticeStarted, Denied> {
        let _one_at_a_time = self.beginning.lock().await;
        let begun_at = self.shared.clock.now();
        self.table().check(&viewer, begun_at, self.shared.settings.practice_lots_max)?;
        if self.shared.stopping.is_cancelled() {
            return Err(Denied::Unavailable);
        }

        let id = LotId::parse(&format!("{PREFIX}{}", Uuid::new_v4())).expect("a uuid with a prefix is an id");
        let (receipt_key, played) = (self.shared.settings.receipt_key.clone(), party.clone());
        let prepare = move || PreparedLot::new(id, &event, &played, begun_at + OPENS_AFTER, receipt_key);
        let prepared = spawn_blocking(prepare).await.map_err(|error| {
            tracing::error!(%error, "a practice lot could not be prepared");
            Denied::Unavailable
        })??;
        let script = script(&prepared, &party);
        let (lot, opens_at, closes_at) =
            (prepared.setup.lot.clone(), prepared.setup.opens_at, prepared.setup.closes_at);
        let stopping = self.shared.stopping.child_token();
        let handle = prepared.start(&self.shared, begun_at, stopping.clone()).await?;

        let play = PracticePlay::new(handle.clone(), script, stopping.clone());
        self.table().add(lot.clone(), PracticeLot { viewer, handle, stopping: stopping.clone() }, begun_at);
        self.shared.owners.spawn(self.clone().keep(lot.clone(), play, stopping));
        Ok(PracticeStarted { lot, opens_at, closes_at })
    }

    /// Plays a lot to its end, and gives its memory back afterwards.
    async fn keep(self: Arc<Self>, id: LotId, play: PracticePlay, stopping: CancellationToken) {
        let played = async {
            let PlayEnd::Ended { practised } = play.run().await else { return };
            if let Some(noted) = practised {
                self.note(noted).await;
            }
            let _ = tokio::time::timeout(KEPT_AFTER_END, stopping.cancelled()).await;
        };
        // A lot that runs out of time has not ended, and is given up as it is.
        let _ = tokio::time::timeout(PLAY_TIME_MAX, played).await;
        self.table().remove(&id);
    }

    /// Stores that a supplier has practised.
    async fn note(&self, practised: KeptReadiness) {
        let event = practised.event.clone();
        if let Err(error) = self.shared.settings.readiness.note(practised).await {
            tracing::warn!(%event, %error, "that a bidder has practised could not be stored");
        }
    }

    fn table(&self) -> MutexGuard<'_, PracticeTable> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn script(prepared: &PreparedLot, party: &PracticeParty) -> Script {
    let (own, speed) = match party {
        PracticeParty::Supplier(own) => (Some(own.clone()), NonZeroU64::MIN),
        PracticeParty::Buyer(speed) => (None, *speed),
    };
    Script::new(&prepared.setup, own, speed, rand::random())
}

impl PracticeTable {
    /// Whether another lot may begin. Those that have ended give way to it.
    fn check(&mut self, viewer: &Viewer, now: Instant, lots_max: usize) -> Result<(), Denied> {
        if let Some((id, _)) = self.lots.iter().find(|(_, lot)| lot.viewer == *viewer && !lot.has_ended()) {
            return Err(Denied::PracticeRuns(id.clone()));
        }
        self.forget_before(now.less(HOUR));
        if let Some(begun) = self.begun.get(viewer).filter(|begun| begun.len() >= PRACTICES_PER_HOUR)
            && let Some(oldest) = begun.front()
        {
            return Err(Denied::TooManyPractices((*oldest + HOUR).saturating_since(now)));
        }
        let ended = |lot: &PracticeLot| lot.handle.entry.summary().ended_at;
        while self.lots.len() >= lots_max {
            let first = self.lots.iter().filter_map(|(id, lot)| Some((ended(lot)?, id.clone()))).min();
            let Some((_, id)) = first else { return Err(Denied::Overloaded) };
            self.remove(&id);
        }
        Ok(())
    }

    /// Adds a lot. What the same organisation has played before goes.
    fn add(&mut self, id: LotId, lot: PracticeLot, begun_at: Instant) {
        let before: Vec<LotId> =
            self.lots.iter().filter(|(_, known)| known.viewer == lot.viewer).map(|(id, _)| id.clone()).collect();
        for id in &before {
            self.remove(id);
        }
        self.begun.entry(lot.viewer.clone()).or_default().push_back(begun_at);
        self.lots.insert(id, lot);
    }

    fn remove(&mut self, id: &LotId) {
        if let Some(lot) = self.lots.remove(id) {
            lot.stopping.cancel();
        }
    }

    fn forget_before(&mut self, at: Instant) {
        for begun in self.begun.values_mut() {
            while begun.front().is_some_and(|first| *first <= at) {
                begun.pop_front();
            }
        }
        self.begun.retain(|_, begun| !begun.is_empty());
    }
}

impl PracticeLot {
    fn has_ended(&self) -> bool {
        self.handle.entry.summary().has_ended()
    }
}

#[cfg(test)]
mod tests;
