//! One life of a server: from reading the journal to a stop, or to the loss of the store.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use tokio::task::{AbortHandle, JoinError};
use tokio::time::Instant;
use tokio_util::task::AbortOnDropHandle;

use super::{Ended, Storage};
use crate::auth::key::ServerKey;
use crate::auth::sessions::Sessions;
use crate::auth::token::Tokens;
use crate::auth::{Gate, People};
use crate::clock::Clock;
use crate::config::Limits;
use crate::engine::{Engine, EngineFailure, EngineSettings};
use crate::http::{AppState, Front};
use crate::journal::{Journal, Store, StoreError, WriterLimits};

/// How often links and sessions that have run out are forgotten.
const PURGE_EVERY: Duration = Duration::from_secs(5);

/// What all lives of a server stand on.
pub(super) struct Ground {
    pub(super) key: ServerKey,
    pub(super) limits: Limits,
    pub(super) front: Front,
}

/// Everything that is lost together with the store.
pub(super) struct Life {
    state: AppState,
    engine: Engine,
    gate: Gate,
    clock: Clock,
    store: Arc<dyn Store>,
    journal: Journal,
    writer: Shared<BoxFuture<'static, WriterEnd>>,
    abort_writer: AbortHandle,
    began: Instant,
    _purge: AbortOnDropHandle<()>,
}

/// What a life leaves to the next one.
#[derive(Debug)]
pub(super) struct Past {
    /// The next one's time goes on from this one's.
    pub(super) clock: Clock,
    /// How long it lasted.
    pub(super) lasted: Duration,
}

/// Why a life is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The server was told to stop.
    Told,
    /// What was being committed may or may not stand in the journal.
    StoreLost,
    /// Something ended that never should; a new process is the better start.
    Defect,
}

/// How the journal's writer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WriterEnd {
    /// All that waited is committed.
    Clean,
    StoreFailed,
    Defect,
}

impl Life {
    /// Reads the journal; every stream is recovered or marked failed when it returns, and requests reach this life.
    ///
    /// # Errors
    /// [`StoreError`]; nothing of this life is left then.
    pub(super) async fn begin(storage: Storage, ground: &Ground, clock: Clock) -> Result<Self, StoreError> {
        let Storage { store, people } = storage;
        let clock = not_before(&*store, clock).await?;
        let sessions = Sessions::new(Arc::clone(&people), ground.limits.sessions);
        let gate = Gate::new(Tokens::new(&ground.key), sessions, clock.clone());
        let (journal, writer) = Journal::start(Arc::clone(&store), WriterLimits::default());
        let abort_writer = writer.abort_handle();
        let settings = EngineSettings::new(ground.key.public_hex());
        let engine = Engine::start(journal.clone(), clock.clone(), settings).await?;
        let ws = ground.limits.ws.clone();
        let state = AppState::new(ground.front.shared(), engine.clone(), gate.clone(), clock.clone(), ws);
        ground.front.open(state.clone());
        let purge = AbortOnDropHandle::new(tokio::spawn(purge(people, clock.clone())));
        let writer = writer.map(WriterEnd::of).boxed().shared();
        let began = Instant::now();
        Ok(Self { state, engine, gate, clock, store, journal, writer, abort_writer, began, _purge: purge })
    }

    pub(super) const fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(super) const fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(super) const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns once `told` is there, or this life cannot go on.
    pub(super) async fn lasts(&self, told: impl Future<Output = ()>) -> Cause {
        tokio::select! {
            () = told => Cause::Told,
            ended = self.writer.clone() => match ended {
                WriterEnd::StoreFailed => Cause::StoreLost,
                WriterEnd::Clean | WriterEnd::Defect => Cause::Defect,
            },
            failure = self.engine.failure() => match failure {
                EngineFailure::Store(_) => Cause::StoreLost,
                EngineFailure::Defect(_) => Cause::Defect,
            },
        }
    }

    /// Stops in order: what was taken is judged, committed and answered. `doors` return once all answers are out.
    pub(super) async fn stop(self, cause: Cause, doors: impl Future) -> Ended {
        self.engine.stop().await;
        doors.await;
        self.journal.close();
        let writer = self.writer.await;
        if (cause, writer) != (Cause::Told, WriterEnd::Clean) {
            return Ended::StoreFailed;
        }
        if let Err(error) = self.store.checkpoint().await {
            tracing::warn!(%error, "the database is whole only together with its write-ahead log");
        }
        Ended::Stopped
    }

    /// Ends without the store: whoever waits is answered that the outcome is not known, WebSockets are closed.
    pub(super) async fn give_up(self) -> Past {
        // What it may still be writing is in doubt already, and nobody waits for a store that may never answer.
        self.abort_writer.abort();
        self.writer.await;
        self.state.stop();
        self.engine.stop().await;
        self.journal.close();
        Past { clock: self.clock, lasted: self.began.elapsed() }
    }
}

impl WriterEnd {
    fn of(ended: Result<Result<(), StoreError>, JoinError>) -> Self {
        match ended {
            Ok(Ok(())) => Self::Clean,
            Ok(Err(error)) => {
                tracing::error!(%error, "the store failed; outcomes under way are unknown until the journal is read again");
                Self::StoreFailed
            }
            Err(error) if error.is_cancelled() => Self::StoreFailed,
            Err(error) => {
                tracing::error!(%error, "the journal's writer ended badly");
                Self::Defect
            }
        }
    }
}

/// That clock, but never before what the last server noted: a clock that was set back between two runs, or stands
/// behind that of another machine, must not bring back a time at which a lot was not open yet.
async fn not_before(store: &dyn Store, clock: Clock) -> Result<Clock, StoreError> {
    match store.last_alive().await? {
        Some(alive) if alive > clock.now() => {
            tracing::warn!(%alive, "the machine's clock stands before the last sign of life; going on from there");
            Ok(Clock::starting_at(alive))
        }
        Some(_) | None => Ok(clock),
    }
}

async fn purge(people: Arc<dyn People>, clock: Clock) {
    loop {
        tokio::time::sleep(PURGE_EVERY).await;
        if let Err(error) = people.purge(clock.now()).await {
            tracing::warn!(%error, "old links and sessions stay for now");
        }
    }
}
