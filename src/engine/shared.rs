//! What every part of the engine shares: the journal, the clock, the settings, and whether the engine has failed.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::FutureExt;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::arrivals::Arrivals;
use super::presence::Presence;
use super::settings::EngineSettings;
use crate::clock::Clock;
use crate::journal::Journal;

/// Why the engine cannot go on. The next start reads the state from the journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineFailure {
    /// The journal takes no writes, or a heartbeat could not be recorded.
    #[error("the engine cannot go on: {0}")]
    Store(String),
    /// A task that all lots need has panicked. Another start in the same process may meet the same defect.
    #[error("the engine cannot go on: {0}")]
    Defect(String),
}

/// Shared by the actors, the registry and the handles.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) journal: Journal,
    pub(super) clock: Clock,
    pub(super) settings: EngineSettings,
    pub(super) arrivals: Arrivals,
    /// Which bidders are connected.
    pub(super) presence: Arc<Presence>,
    /// Cancelled when the engine stops: nothing new is taken from then on.
    pub(super) stopping: CancellationToken,
    /// All tasks that own a stream.
    pub(super) owners: TaskTracker,
    pub(super) purpose: Purpose,
    failure: watch::Sender<Option<EngineFailure>>,
    open_lots: AtomicUsize,
}

/// What lots are run for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Their outcome counts.
    Live,
    /// Nothing follows from them: their bids are not measured, and no heartbeat is recorded for them.
    Practice,
}

/// Counts a lot as open while it is held.
#[derive(Debug)]
pub(super) struct OpenLot(Arc<Shared>);

impl Shared {
    pub(super) fn new(journal: Journal, clock: Clock, settings: EngineSettings) -> Self {
        Self {
            arrivals: Arrivals::new(clock.clone()),
            presence: Arc::new(Presence::new(clock.clone())),
            journal,
            clock,
            settings,
            stopping: CancellationToken::new(),
            owners: TaskTracker::new(),
            purpose: Purpose::Live,
            failure: watch::Sender::new(None),
            open_lots: AtomicUsize::new(0),
        }
    }

    /// What one practice lot has: the time, the settings and the connections of this engine, and a journal of its own. It
    /// ends with `stopping`. Where it fails, the engine does not.
    pub(super) fn for_practice(&self, journal: Journal, stopping: CancellationToken, mailbox_len_max: usize) -> Self {
        Self {
            arrivals: self.arrivals.clone(),
            // Of its own: a bidder that plays does not count as connected to the event.
            presence: Arc::new(Presence::new(self.clock.clone())),
            journal,
            clock: self.clock.clone(),
            settings: EngineSettings { mailbox_len_max, ..self.settings.clone() },
            stopping,
            owners: self.owners.clone(),
            purpose: Purpose::Practice,
            failure: watch::Sender::new(None),
            open_lots: AtomicUsize::new(0),
        }
    }

    /// Notes that the engine cannot go on without its store.
    pub(super) fn fail(&self, reason: &str) {
        self.note(EngineFailure::Store(reason.to_owned()));
    }

    /// Notes that the engine cannot go on. The first reason is kept.
    fn note(&self, reason: EngineFailure) {
        let words = reason.to_string();
        let first = self.failure.send_if_modified(|failure| {
            let first = failure.is_none();
            if first {
                *failure = Some(reason);
            }
            first
        });
        if first {
            tracing::error!("{words}");
        }
    }

    /// Runs a task that the engine cannot do without: where it panics, the engine fails.
    pub(super) async fn needed(self: Arc<Self>, name: &'static str, task: impl Future<Output = ()>) {
        if AssertUnwindSafe(task).catch_unwind().await.is_err() {
            self.note(EngineFailure::Defect(format!("{name} has panicked")));
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failure.borrow().is_some()
    }

    /// Returns once the engine cannot go on.
    pub(super) async fn failed(&self) -> EngineFailure {
        let mut failure = self.failure.subscribe();
        let reason = failure.wait_for(Option::is_some).await.ok().and_then(|reason| reason.clone());
        match reason {
            Some(reason) => reason,
            None => std::future::pending().await,
        }
    }

    pub(super) fn any_lot_is_open(&self) -> bool {
        self.open_lots.load(Ordering::Relaxed) > 0
    }
}

impl OpenLot {
    pub(super) fn count(shared: &Arc<Shared>) -> Self {
        shared.open_lots.fetch_add(1, Ordering::Relaxed);
        Self(shared.clone())
    }
}

impl Drop for OpenLot {
    fn drop(&mut self) {
        self.0.open_lots.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Instant;
    use crate::journal::WriterLimits;
    use crate::journal::faulty::FaultyStore;

    #[tokio::test(start_paused = true)]
    async fn a_needed_task_that_panics_fails_the_engine() {
        let limits = WriterLimits { commit_records_max: 8, commit_bytes_max: 1 << 20, queue_len_max: 8 };
        let (journal, _writer) = Journal::start(Arc::new(FaultyStore::new()), limits);
        let clock = Clock::starting_at(Instant::from_micros(1_000_000));
        let shared = Arc::new(Shared::new(journal, clock, EngineSettings::new("test key".to_owned())));

        shared.clone().needed("one that ends", async {}).await;
        assert!(!shared.has_failed());
        shared.clone().needed("one with a defect", async { panic!("a defect") }).await;

        assert_eq!(shared.failed().await, EngineFailure::Defect("one with a defect has panicked".to_owned()));
    }
}
