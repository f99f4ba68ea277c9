//! The timelines in memory: a few lots, for as long as somebody asks for their past.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::timeline::Timeline;
use super::turns::{ReplayTurn, ReplayTurns};
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::shared::Shared;
use crate::ids::{LotId, PersonId};

/// Most moments that are looked up at the same time.
const AT_ONCE_MAX: usize = 4;
/// Most lots whose states are kept.
const LOTS_MAX: usize = 4;
/// Most records whose offers the states hold in memory, over all lots. The lot that was asked for last may have more.
const RECORDS_MAX: u64 = 2_000_000;

/// The timelines of lots.
#[derive(Debug)]
pub(in crate::engine) struct Timelines {
    shared: Arc<Shared>,
    turns: Arc<Semaphore>,
    replays: ReplayTurns,
    lots: Mutex<BTreeMap<LotId, UsedTimeline>>,
}

#[derive(Debug)]
struct UsedTimeline {
    timeline: Arc<Timeline>,
    last_used: Instant,
}

impl Timelines {
    pub(in crate::engine) fn new(shared: Arc<Shared>) -> Arc<Self> {
        let turns = Arc::new(Semaphore::new(AT_ONCE_MAX));
        Arc::new(Self { shared, turns, replays: ReplayTurns::default(), lots: Mutex::default() })
    }

    /// The right to look one moment up.
    ///
    /// # Errors
    /// [`Denied::Overloaded`] where too many are looked up now.
    pub(in crate::engine) fn turn(&self) -> Result<OwnedSemaphorePermit, Denied> {
        self.turns.clone().try_acquire_owned().map_err(|_| Denied::Overloaded)
    }

    /// The right to replay a lot.
    ///
    /// # Errors
    /// [`Denied::Overloaded`] where too many are replayed now, by this person or in all.
    pub(super) fn replay_turn(&self, person: &PersonId) -> Result<ReplayTurn, Denied> {
        self.replays.take(person)
    }

    /// The timeline of a lot. Others may be given up for it, which costs their next reader time.
    pub(in crate::engine) fn of(&self, id: &LotId) -> Arc<Timeline> {
        let now = self.shared.clock.now();
        let mut lots = self.lots();
        let new =
            || UsedTimeline { timeline: Arc::new(Timeline::new(id.clone(), self.shared.clone())), last_used: now };
        let used = lots.entry(id.clone()).or_insert_with(new);
        used.last_used = now;
        let timeline = used.timeline.clone();
        give_up_too_many(&mut lots, id);
        timeline
    }

    /// Gives up timelines that nobody has asked for in a while, until the engine stops.
    pub(in crate::engine) async fn keep_forgetting(self: Arc<Self>) {
        let unused_max = self.shared.settings.unload_after;
        let every = (unused_max / 4).max(Duration::from_secs(1));
        while self.shared.stopping.run_until_cancelled(tokio::time::sleep(every)).await.is_some() {
            let now = self.shared.clock.now();
            let mut lots = self.lots();
            lots.retain(|_, used| now.saturating_since(used.last_used) < unused_max);
            // Runs have gone on since the lots were asked for.
            let newest = lots.iter().max_by_key(|(_, used)| used.last_used).map(|(id, _)| id.clone());
            if let Some(newest) = newest {
                give_up_too_many(&mut lots, &newest);
            }
        }
        self.lots().clear();
    }

    /// How many timelines are in memory.
    #[cfg(test)]
    pub(in crate::engine) fn len(&self) -> usize {
        self.lots().len()
    }

    fn lots(&self) -> MutexGuard<'_, BTreeMap<LotId, UsedTimeline>> {
        self.lots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives up the timelines that were asked for longest ago, but for this one, until the others are few enough.
fn give_up_too_many(lots: &mut BTreeMap<LotId, UsedTimeline>, but: &LotId) {
    while is_too_much(lots) {
        let others = lots.iter().filter(|(id, _)| *id != but);
        let Some(oldest) = others.min_by_key(|(_, used)| used.last_used).map(|(id, _)| id.clone()) else { return };
        lots.remove(&oldest);
    }
}

fn is_too_much(lots: &BTreeMap<LotId, UsedTimeline>) -> bool {
    let records: u64 = lots.values().map(|used| used.timeline.len()).sum();
    lots.len() > LOTS_MAX || records > RECORDS_MAX
}
