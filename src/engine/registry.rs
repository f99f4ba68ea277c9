//! The registry of lots: loads a lot into memory when it is needed, and unloads it afterwards.
//!
//! A loaded lot has an actor. The lock guards a map of ids and handles; it guards no auction state, and no task awaits
//! while holding it.

mod ended;
mod making;
mod names;
mod schedule;
mod start;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::actor::{ActorEnd, LotActor};
use super::answer::Denied;
use super::entry::{LotEntry, LotSummary};
use super::fault::StreamFault;
use super::feed::Followers;
use super::handle::LotHandle;
use super::metric;
use super::recovery::{self, FoldedLot, UnreadableStream};
use super::shared::Shared;
use crate::auction::State;
use crate::clock::Instant;
use crate::ids::{LotId, Seq};
use crate::journal::StreamId;

pub(super) use self::making::is_over;
pub(super) use self::start::Recovery;

/// All lots that have not ended, and those that have and were asked for lately.
#[derive(Debug)]
pub(super) struct Registry {
    shared: Arc<Shared>,
    known: Mutex<Known>,
    /// Notified when a lot was scheduled that may be due before all others.
    rescheduled: Notify,
    /// Cancelled once every stream of the journal is in a summary or was read.
    all_known: CancellationToken,
    /// Cancelled once the records of all streams that had ended before the start are checked.
    all_checked: CancellationToken,
}

#[derive(Debug, Default)]
struct Known {
    lots: BTreeMap<LotId, KnownLot>,
    /// When lots have to be loaded.
    schedule: BTreeSet<(Instant, LotId)>,
    failed: BTreeMap<String, StreamFault>,
}

#[derive(Debug)]
struct KnownLot {
    /// None for a lot whose stream could not be read.
    entry: Option<Arc<LotEntry>>,
    load_state: LoadState,
    /// The last record that its summary beside the journal is made from. None while none is kept.
    kept: Option<Seq>,
    last_used: Instant,
    /// Held while the lot is being loaded, so that two callers at once get one actor.
    loading: Arc<tokio::sync::Mutex<()>>,
}

/// Whether a lot is in memory.
#[derive(Debug)]
enum LoadState {
    Unloaded {
        /// Cancelled when the actor that owned the stream before has ended.
        before: Option<CancellationToken>,
    },
    Loaded {
        handle: Arc<LotHandle>,
        /// Cancelled when its actor has ended, after a failure of the actor was noted.
        ended: CancellationToken,
    },
    Failed,
}

impl Registry {
    pub(super) fn new(shared: Arc<Shared>) -> Arc<Self> {
        count_failed(0);
        Arc::new(Self {
            shared,
            known: Mutex::default(),
            rescheduled: Notify::new(),
            all_known: CancellationToken::new(),
            all_checked: CancellationToken::new(),
        })
    }

    /// The entry of a lot that is in the map. See [`Registry::find`] for any lot.
    pub(super) fn entry(&self, id: &LotId) -> Option<Arc<LotEntry>> {
        self.known().lots.get(id)?.entry.clone()
    }

    /// The handle of a lot that is in memory. Asking does not keep it there.
    pub(super) fn loaded(&self, id: &LotId) -> Option<Arc<LotHandle>> {
        match &self.known().lots.get(id)?.load_state {
            LoadState::Loaded { handle, .. } => Some(handle.clone()),
            LoadState::Unloaded { .. } | LoadState::Failed => None,
        }
    }

    /// The latest of the instants that `end` gives for the lots whose entries are known.
    pub(super) fn latest_end(&self, end: impl Fn(&LotEntry) -> Option<Instant>) -> Option<Instant> {
        // The entries are copied out first, so that nothing waits for the lock while all of them are looked at.
        let entries: Vec<_> = self.known().lots.values().filter_map(|lot| lot.entry.clone()).collect();
        entries.iter().filter_map(|entry| end(entry)).max()
    }

    /// The entries of the lots that `wanted` picks.
    pub(super) fn entries(&self, wanted: impl Fn(&LotEntry) -> bool) -> Vec<Arc<LotEntry>> {
        // Copied out first, as above.
        let mut entries: Vec<_> = self.known().lots.values().filter_map(|lot| lot.entry.clone()).collect();
        entries.retain(|entry| wanted(entry));
        entries
    }

    /// Whether it is a lot whose stream could not be read at the start.
    pub(super) fn is_unreadable(&self, id: &LotId) -> bool {
        self.known().lots.get(id).is_some_and(|lot| lot.entry.is_none())
    }

    /// The handle of a lot, which is loaded where it is not.
    pub(super) async fn load(self: &Arc<Self>, id: &LotId) -> Result<Arc<LotHandle>, Denied> {
        if self.find(id).await?.is_none() && !self.is_unreadable(id) {
            return Err(Denied::NotFound);
        }
        let loading = match self.look(id)? {
            Look::Loaded(handle) => return Ok(handle),
            Look::Unloaded(loading) => loading,
        };
        let _one_at_a_time = loading.lock().await;
        if let Look::Loaded(handle) = self.look(id)? {
            return Ok(handle);
        }
        if self.shared.stopping.is_cancelled() {
            return Err(Denied::Unavailable);
        }
        self.last_owner_ended(id).await;
        match recovery::read_lot(&self.shared.journal, id).await {
            Ok(folded) => self.start_actor(folded).ok_or(Denied::Unavailable),
            Err(UnreadableStream::Store(error)) => {
                tracing::warn!(lot = %id, %error, "a lot could not be loaded");
                Err(Denied::Unavailable)
            }
            Err(UnreadableStream::Broken(fault)) => {
                let denied = Denied::Unusable { first_bad: fault.first_bad };
                self.mark_failed(id, fault, |load_state| matches!(load_state, LoadState::Unloaded { .. }));
                Err(denied)
            }
        }
    }

    /// What is answered about a lot whose records cannot be used.
    pub(super) fn unusable(&self, id: &LotId) -> Denied {
        self.known().unusable(id)
    }

    /// Streams that are broken or were taken over, with the reason.
    pub(super) fn failed_streams(&self) -> Vec<(String, String)> {
        self.known().failed.iter().map(|(stream, fault)| (stream.clone(), fault.to_string())).collect()
    }

    /// Notes a stream as broken.
    pub(super) fn note_failed(&self, stream: String, fault: StreamFault) {
        tracing::error!(stream, reason = %fault, "a stream cannot be used; the others run");
        let mut known = self.known();
        known.failed.insert(stream, fault);
        count_failed(known.failed.len());
    }

    /// Adds a lot that has just been published, or that recovery has read.
    pub(super) fn add(self: &Arc<Self>, folded: FoldedLot) {
        let board = folded.lot.board();
        let (summary, now) = (LotSummary::of(board), self.shared.clock.now());
        let id = board.setup().lot.clone();
        let entry = Arc::new(LotEntry::new(board.setup(), summary));
        let resting = entry.clone();
        self.known().lots.insert(id.clone(), KnownLot::unloaded(entry, now));
        if self.should_be_loaded(summary, now) {
            self.start_actor(folded);
        } else {
            resting.rest(folded.lot.board());
            self.schedule(&id, summary);
        }
    }

    /// Whether a lot needs its actor though nobody uses it.
    fn should_be_loaded(&self, summary: LotSummary, now: Instant) -> bool {
        match summary.state {
            State::Scheduled => summary.opens_at <= now + self.shared.settings.load_ahead,
            State::Open | State::Paused => true,
            State::Closed | State::Cancelled => false,
        }
    }

    fn schedule(&self, id: &LotId, summary: LotSummary) {
        if summary.state == State::Scheduled {
            let entry = self.load_at(id, summary.opens_at);
            self.known().schedule.insert(entry);
            self.rescheduled.notify_one();
        }
    }

    /// A lot's entry in the schedule.
    fn load_at(&self, id: &LotId, opens_at: Instant) -> (Instant, LotId) {
        let ahead = i64::try_from(self.shared.settings.load_ahead.as_micros()).unwrap_or(i64::MAX);
        (opens_at.plus_micros(-ahead), id.clone())
    }

    /// Starts the actor of an unloaded lot; returns the handle of the running one where there is one. None where the lot
    /// has failed.
    fn start_actor(self: &Arc<Self>, folded: FoldedLot) -> Option<Arc<LotHandle>> {
        let id = folded.lot.setup().lot.clone();
        let (now, opens_at) = (self.shared.clock.now(), folded.lot.board().opens_at());
        let mut known = self.known();
        let lot = known.lots.get_mut(&id)?;
        match &lot.load_state {
            // Another caller has started it in between.
            LoadState::Loaded { handle, .. } => return Some(handle.clone()),
            LoadState::Failed => return None,
            LoadState::Unloaded { .. } => {}
        }
        let entry = lot
            .entry
            .get_or_insert_with(|| Arc::new(LotEntry::new(folded.lot.setup(), LotSummary::of(folded.lot.board()))));
        let owned = folded.owned(&self.shared.journal);
        let (actor, handle) = LotActor::new(owned, entry.clone(), self.shared.clone());
        let handle = Arc::new(handle);
        let ended = CancellationToken::new();
        // Dropped last, after a failure was noted: then the stream may have its next owner.
        let ended_guard = ended.clone().drop_guard();
        let followers = handle.followers.clone();
        lot.load_state = LoadState::Loaded { handle: handle.clone(), ended };
        lot.last_used = now;
        known.schedule.remove(&self.load_at(&id, opens_at));
        drop(known);
        let registry = Arc::downgrade(self);
        self.shared.owners.spawn(async move {
            let _ended_guard = ended_guard;
            // On a task of its own, so that even a panic of the actor is noted here.
            let reason = match tokio::spawn(actor.run()).await {
                Ok(ActorEnd::Quiet) => return,
                Ok(ActorEnd::Failed(error)) => error.to_string(),
                Err(error) => {
                    followers.close();
                    format!("its actor has failed: {error}")
                }
            };
            if let Some(registry) = registry.upgrade() {
                registry.mark_failed(&id, reason.into(), |load_state| load_state.is_of(&followers));
            }
        });
        Some(handle)
    }

    /// Marks a lot as failed, where the failure belongs to its present owner.
    fn mark_failed(&self, id: &LotId, fault: StreamFault, is_meant: impl FnOnce(&LoadState) -> bool) {
        let mut known = self.known();
        let Some(lot) = known.lots.get_mut(id).filter(|lot| is_meant(&lot.load_state)) else {
            tracing::error!(lot = %id, reason = %fault, "what has failed does not own the lot any more");
            return;
        };
        lot.load_state = LoadState::Failed;
        drop(known);
        self.note_failed(format!("lot/{id}"), fault);
    }

    fn look(&self, id: &LotId) -> Result<Look, Denied> {
        let now = self.shared.clock.now();
        let mut known = self.known();
        let lot = known.lots.get_mut(id).ok_or(Denied::NotFound)?;
        lot.last_used = now;
        match &lot.load_state {
            LoadState::Loaded { handle, .. } => Ok(Look::Loaded(handle.clone())),
            LoadState::Unloaded { .. } => Ok(Look::Unloaded(lot.loading.clone())),
            LoadState::Failed => Err(known.unusable(id)),
        }
    }

    /// Waits until the actor that owned the lot before has ended.
    async fn last_owner_ended(&self, id: &LotId) {
        let before = match self.known().lots.get(id).map(|lot| &lot.load_state) {
            // Cloned, not taken: this caller may be dropped while it waits, and the next one has to wait as well.
            Some(LoadState::Unloaded { before }) => before.clone(),
            Some(LoadState::Loaded { .. } | LoadState::Failed) | None => None,
        };
        if let Some(before) = before {
            before.cancelled().await;
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn count_failed(streams: usize) {
    metrics::gauge!(metric::FAILED_STREAMS).set(u32::try_from(streams).unwrap_or(u32::MAX));
}

/// What a caller finds who asks for a lot.
enum Look {
    Loaded(Arc<LotHandle>),
    Unloaded(Arc<tokio::sync::Mutex<()>>),
}

impl LoadState {
    /// Whether the actor that serves these followers owns the lot. The actor has not been noted as ended.
    fn is_of(&self, followers: &Arc<Followers>) -> bool {
        match self {
            Self::Loaded { handle, .. } => Arc::ptr_eq(&handle.followers, followers),
            // No other can own it: the next owner starts only after the last one has ended.
            Self::Unloaded { before } => before.as_ref().is_some_and(|before| !before.is_cancelled()),
            Self::Failed => false,
        }
    }
}

impl Known {
    fn unusable(&self, id: &LotId) -> Denied {
        let fault = self.failed.get(StreamId::lot(id).as_str());
        Denied::Unusable { first_bad: fault.and_then(|fault| fault.first_bad) }
    }
}

impl KnownLot {
    fn unloaded(entry: Arc<LotEntry>, now: Instant) -> Self {
        Self {
            entry: Some(entry),
            load_state: LoadState::Unloaded { before: None },
            kept: None,
            last_used: now,
            loading: Arc::default(),
        }
    }

    fn failed(now: Instant) -> Self {
        Self { entry: None, load_state: LoadState::Failed, kept: None, last_used: now, loading: Arc::default() }
    }
}
