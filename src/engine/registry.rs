//! All lots, awake or asleep: who has an actor, who gets one when it is asked for, and who loses it again.
//!
//! The lock guards a map of names and handles. There is no auction state in it, and nobody awaits while holding it.

mod schedule;
mod start;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::actor::{Ended, LotActor};
use super::answer::Denied;
use super::card::{Life, LotCard};
use super::feed::Followers;
use super::handle::LotHandle;
use super::recovery::{self, FoldedLot, Unreadable};
use super::shared::Shared;
use crate::auction::State;
use crate::clock::Instant;
use crate::ids::LotId;

/// All lots.
#[derive(Debug)]
pub(super) struct Registry {
    shared: Arc<Shared>,
    known: Mutex<Known>,
    /// Called when a lot was scheduled that may be due before all others.
    rescheduled: Notify,
}

#[derive(Debug, Default)]
struct Known {
    lots: BTreeMap<LotId, Slot>,
    /// When sleeping lots have to wake.
    schedule: BTreeSet<(Instant, LotId)>,
    failed: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Slot {
    /// None for a lot whose stream could not be read.
    card: Option<Arc<LotCard>>,
    place: Place,
    last_used: Instant,
    /// Held by the one who wakes the lot, so that two who ask at once get one actor.
    waking: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug)]
enum Place {
    Asleep {
        /// Cancelled when the actor that owned the stream before has ended.
        before: Option<CancellationToken>,
    },
    Awake {
        handle: Arc<LotHandle>,
        /// Cancelled when its actor has ended, and after a failure of it was marked.
        ended: CancellationToken,
    },
    Failed,
}

impl Registry {
    pub(super) fn new(shared: Arc<Shared>) -> Arc<Self> {
        Arc::new(Self { shared, known: Mutex::default(), rescheduled: Notify::new() })
    }

    /// A lot's card. None for a lot that nobody knows, or whose stream could not be read.
    pub(super) fn card(&self, id: &LotId) -> Option<Arc<LotCard>> {
        self.known().lots.get(id)?.card.clone()
    }

    /// Whether it is a lot whose stream could not be read at the start.
    pub(super) fn is_unreadable(&self, id: &LotId) -> bool {
        self.known().lots.get(id).is_some_and(|slot| slot.card.is_none())
    }

    /// The way to a lot, woken where it sleeps.
    pub(super) async fn wake(self: &Arc<Self>, id: &LotId) -> Result<Arc<LotHandle>, Denied> {
        let waking = match self.look(id)? {
            Look::Awake(handle) => return Ok(handle),
            Look::Asleep(waking) => waking,
        };
        let _one_at_a_time = waking.lock().await;
        if let Look::Awake(handle) = self.look(id)? {
            return Ok(handle);
        }
        if self.shared.stopping.is_cancelled() {
            return Err(Denied::Unavailable);
        }
        self.last_owner_gone(id).await;
        match recovery::read_lot(&self.shared.journal, id).await {
            Ok(folded) => self.start_actor(folded).ok_or(Denied::Unavailable),
            Err(Unreadable::Store(error)) => {
                tracing::warn!(lot = %id, %error, "a lot could not be woken");
                Err(Denied::Unavailable)
            }
            Err(Unreadable::Broken(reason)) => {
                self.mark_failed(id, reason, |place| matches!(place, Place::Asleep { .. }));
                Err(Denied::Unavailable)
            }
        }
    }

    /// Streams that are broken or were taken over, with the reason.
    pub(super) fn failed_streams(&self) -> Vec<(String, String)> {
        self.known().failed.iter().map(|(stream, reason)| (stream.clone(), reason.clone())).collect()
    }

    /// Notes a stream that is no lot's, or not known to be, as broken.
    pub(super) fn note_failed(&self, stream: String, reason: String) {
        tracing::error!(stream, reason, "a stream cannot be used; the others run");
        self.known().failed.insert(stream, reason);
    }

    /// Takes a lot in that has just been published, or that recovery has read.
    pub(super) fn add(self: &Arc<Self>, folded: FoldedLot) {
        let board = folded.lot.board();
        let (life, now) = (Life::of(board), self.shared.clock.now());
        let id = board.setup().lot.clone();
        let card = Arc::new(LotCard::new(board.setup(), life));
        self.known().lots.insert(id.clone(), Slot::asleep(card, now));
        if self.should_be_awake(life, now) {
            self.start_actor(folded);
        } else {
            self.schedule(&id, life);
        }
    }

    /// Whether a lot needs its actor even though nobody uses it.
    fn should_be_awake(&self, life: Life, now: Instant) -> bool {
        match life.state {
            State::Scheduled => life.opens_at <= now + self.shared.settings.wake_ahead,
            State::Open | State::Paused => true,
            State::Closed | State::Cancelled => false,
        }
    }

    fn schedule(&self, id: &LotId, life: Life) {
        if life.state == State::Scheduled {
            let entry = self.wake_at(id, life.opens_at);
            self.known().schedule.insert(entry);
            self.rescheduled.notify_one();
        }
    }

    /// A lot's entry in the schedule.
    fn wake_at(&self, id: &LotId, opens_at: Instant) -> (Instant, LotId) {
        let ahead = i64::try_from(self.shared.settings.wake_ahead.as_micros()).unwrap_or(i64::MAX);
        (opens_at.plus_micros(-ahead), id.clone())
    }

    /// Starts the actor of a lot that sleeps; the one that runs where there is one. None where the lot has failed.
    fn start_actor(self: &Arc<Self>, folded: FoldedLot) -> Option<Arc<LotHandle>> {
        let id = folded.lot.setup().lot.clone();
        let (now, opens_at) = (self.shared.clock.now(), folded.lot.board().opens_at());
        let mut known = self.known();
        let slot = known.lots.get_mut(&id)?;
        match &slot.place {
            // Whoever asked for the lot in between has started it.
            Place::Awake { handle, .. } => return Some(handle.clone()),
            Place::Failed => return None,
            Place::Asleep { .. } => {}
        }
        let card =
            slot.card.get_or_insert_with(|| Arc::new(LotCard::new(folded.lot.setup(), Life::of(folded.lot.board()))));
        let owned = folded.owned(&self.shared.journal);
        let (actor, handle) = LotActor::new(owned, card.clone(), self.shared.clone());
        let handle = Arc::new(handle);
        let ended = CancellationToken::new();
        // Dropped last, when the failure is marked: whoever wakes the lot next owns the stream.
        let gone = ended.clone().drop_guard();
        let followers = handle.followers.clone();
        slot.place = Place::Awake { handle: handle.clone(), ended };
        slot.last_used = now;
        known.schedule.remove(&self.wake_at(&id, opens_at));
        drop(known);
        let registry = Arc::downgrade(self);
        self.shared.owners.spawn(async move {
            let _gone = gone;
            // On a task of its own, so that even a defect of the actor is seen and told here.
            let reason = match tokio::spawn(actor.run()).await {
                Ok(Ended::Quietly) => return,
                Ok(Ended::Failed(error)) => error.to_string(),
                Err(error) => {
                    followers.close();
                    format!("its actor has failed: {error}")
                }
            };
            if let Some(registry) = registry.upgrade() {
                registry.mark_failed(&id, reason, |place| place.is_of(&followers));
            }
        });
        Some(handle)
    }

    /// Marks a lot as failed where its place is the one that the failure belongs to.
    fn mark_failed(&self, id: &LotId, reason: String, is_meant: impl FnOnce(&Place) -> bool) {
        let mut known = self.known();
        let Some(slot) = known.lots.get_mut(id).filter(|slot| is_meant(&slot.place)) else {
            tracing::error!(lot = %id, reason, "what has failed does not own the lot any more");
            return;
        };
        slot.place = Place::Failed;
        drop(known);
        self.note_failed(format!("lot/{id}"), reason);
    }

    fn look(&self, id: &LotId) -> Result<Look, Denied> {
        let now = self.shared.clock.now();
        let mut known = self.known();
        let slot = known.lots.get_mut(id).ok_or(Denied::NotFound)?;
        slot.last_used = now;
        match &slot.place {
            Place::Awake { handle, .. } => Ok(Look::Awake(handle.clone())),
            Place::Asleep { .. } => Ok(Look::Asleep(slot.waking.clone())),
            Place::Failed => Err(Denied::Unavailable),
        }
    }

    async fn last_owner_gone(&self, id: &LotId) {
        let before = match self.known().lots.get(id).map(|slot| &slot.place) {
            // Left where it is: whoever asks may go away while waiting, and the next one has to wait as well.
            Some(Place::Asleep { before }) => before.clone(),
            Some(Place::Awake { .. } | Place::Failed) | None => None,
        };
        if let Some(before) = before {
            before.cancelled().await;
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Look {
    Awake(Arc<LotHandle>),
    Asleep(Arc<tokio::sync::Mutex<()>>),
}

impl Place {
    /// Whether the actor of these followers, which has not been noted as ended yet, is the one that owns the lot.
    fn is_of(&self, followers: &Arc<Followers>) -> bool {
        match self {
            Self::Awake { handle, .. } => Arc::ptr_eq(&handle.followers, followers),
            // The next owner starts only after the last one has ended, so it can be no other.
            Self::Asleep { before } => before.as_ref().is_some_and(|before| !before.is_cancelled()),
            Self::Failed => false,
        }
    }
}

impl Slot {
    fn asleep(card: Arc<LotCard>, now: Instant) -> Self {
        Self { card: Some(card), place: Place::Asleep { before: None }, last_used: now, waking: Arc::default() }
    }

    fn failed(now: Instant) -> Self {
        Self { card: None, place: Place::Failed, last_used: now, waking: Arc::default() }
    }
}
