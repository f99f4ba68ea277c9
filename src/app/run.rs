//! One run of the server: it begins with reading the journal, and ends with a stop or a lost store.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use tokio::task::{AbortHandle, JoinError};
use tokio::time::Instant;
use tokio_util::task::AbortOnDropHandle;

use super::mail;
use super::parts::{Ended, Storage};
use crate::auth::key::ServerKey;
use crate::auth::sessions::Sessions;
use crate::auth::token::Tokens;
use crate::auth::{Authenticator, People, PeopleKey, ReadinessBook};
use crate::clock::Clock;
use crate::config::ServerLimits;
use crate::engine::{Engine, EngineFailure, EngineSettings};
use crate::http::{AppState, Front};
use crate::journal::{Journal, Store, StoreError, WriterLimits};
use crate::outbound::mail::{MailSender, Mailer};

/// How often sessions that another process has ended are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After how many looks uses of sessions are written, and what has expired is deleted.
const LOOKS_FOR_EACH_UPKEEP: u32 = 5;

/// What all runs of a server have in common.
pub(super) struct RunContext {
    pub(super) key: ServerKey,
    pub(super) people_key: PeopleKey,
    pub(super) mail: Option<MailSender>,
    pub(super) limits: ServerLimits,
    pub(super) front: Front,
}

/// Everything that is lost together with the store.
pub(super) struct Run {
    state: AppState,
    engine: Engine,
    authenticator: Authenticator,
    clock: Clock,
    store: Arc<dyn Store>,
    journal: Journal,
    writer: Shared<BoxFuture<'static, WriterEnd>>,
    abort_writer: AbortHandle,
    began: Instant,
    _upkeep: AbortOnDropHandle<()>,
    _follow: AbortOnDropHandle<()>,
    _mail: Vec<AbortOnDropHandle<()>>,
}

/// What the next run needs of the one before.
#[derive(Debug)]
pub(super) struct EndedRun {
    /// The next run's time goes on from this clock.
    pub(super) clock: Clock,
    /// How long the run lasted.
    pub(super) lasted: Duration,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunEnd {
    /// The server was asked to stop.
    Asked,
    /// The records of the last commit may be in the journal or not.
    StoreLost,
    /// A task ended that never should: the process ends as well.
    Defect,
}

/// How the journal's writer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WriterEnd {
    /// All waiting batches are committed.
    Clean,
    StoreFailed,
    Defect,
}

impl Run {
    /// Reads the journal. When it returns, every stream is recovered or marked failed, and requests reach this run.
    ///
    /// # Errors
    /// [`StoreError`]; no part of this run is left then.
    pub(super) async fn begin(storage: Storage, context: &RunContext, clock: Clock) -> Result<Self, StoreError> {
        let Storage { store, people } = storage;
        let clock = not_before(&*store, clock).await?;
        let sessions = Sessions::new(Arc::clone(&people), context.limits.sessions);
        sessions.know_again().await;
        let directory = sessions.directory().clone();
        let (journal, writer) = Journal::start(Arc::clone(&store), WriterLimits::default());
        let abort_writer = writer.abort_handle();
        let mut settings = EngineSettings::new(context.key.public_hex());
        settings.directory = directory.clone();
        settings.readiness = known_readiness(&people).await;
        settings.background = context.front.shared().background().clone();
        settings.practice_lots_max = context.limits.practice.lots_max;
        let engine = Engine::start(journal.clone(), clock.clone(), settings).await?;
        let mailer = mail::mailer(context.mail.as_ref(), &context.limits.http.about, &context.people_key);
        let sessions = told_what_it_needs(sessions, context, &engine, mailer.as_ref()).await;
        let authenticator = Authenticator::new(Tokens::new(&context.key), sessions.clone(), clock.clone());
        let ws = context.limits.ws.clone();
        let mail = mail::tasks(context.mail.as_ref(), mailer.as_ref(), &engine, &people, &clock);
        let shared = context.front.shared();
        let state = AppState::new(shared, engine.clone(), authenticator.clone(), clock.clone(), ws).mailing(mailer);
        context.front.open(state.clone());
        let follow = AbortOnDropHandle::new(tokio::spawn(directory.follow(people)));
        let upkeep = AbortOnDropHandle::new(tokio::spawn(upkeep(sessions, clock.clone())));
        let writer = writer.map(WriterEnd::of).boxed().shared();
        let began = Instant::now();
        Ok(Self {
            state,
            engine,
            authenticator,
            clock,
            store,
            journal,
            writer,
            abort_writer,
            began,
            _upkeep: upkeep,
            _follow: follow,
            _mail: mail,
        })
    }

    pub(super) const fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(super) const fn authenticator(&self) -> &Authenticator {
        &self.authenticator
    }

    pub(super) const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns once `shutdown` is ready, or this run cannot go on.
    pub(super) async fn lasts(&self, shutdown: impl Future<Output = ()>) -> RunEnd {
        tokio::select! {
            () = shutdown => RunEnd::Asked,
            ended = self.writer.clone() => match ended {
                WriterEnd::StoreFailed => RunEnd::StoreLost,
                WriterEnd::Clean | WriterEnd::Defect => RunEnd::Defect,
            },
            failure = self.engine.failure() => match failure {
                EngineFailure::Store(_) => RunEnd::StoreLost,
                EngineFailure::Defect(_) => RunEnd::Defect,
            },
        }
    }

    /// Stops in order: all accepted requests are judged, committed and answered. `serving` returns once all answers are
    /// sent.
    pub(super) async fn stop(self, end: RunEnd, serving: impl Future) -> Ended {
        self.engine.stop().await;
        serving.await;
        self.journal.close();
        let writer = self.writer.await;
        if (end, writer) != (RunEnd::Asked, WriterEnd::Clean) {
            return Ended::StoreFailed;
        }
        if let Err(error) = self.store.checkpoint().await {
            tracing::warn!(%error, "the database is whole only together with its write-ahead log");
        }
        Ended::Stopped
    }

    /// Ends without the store: waiting clients are answered that the outcome is not known, and WebSockets are closed.
    pub(super) async fn give_up(self) -> EndedRun {
        // The last commit is in doubt already, and the store may never answer.
        self.abort_writer.abort();
        self.writer.await;
        self.state.stop();
        self.engine.stop().await;
        self.journal.close();
        EndedRun { clock: self.clock, lasted: self.began.elapsed() }
    }
}

impl WriterEnd {
    fn of(ended: Result<Result<(), StoreError>, JoinError>) -> Self {
        match ended {
            Ok(Ok(())) => Self::Clean,
            Ok(Err(error)) => {
                tracing::error!(%error, "the store failed; open outcomes are unknown until the journal is read again");
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

/// The clock, or one that starts at the last heartbeat where that is later. The machine's clock may have been set back
/// between two runs, or be behind the clock of another machine; time must not go back to before a lot opened.
async fn not_before(store: &dyn Store, clock: Clock) -> Result<Clock, StoreError> {
    match store.last_alive().await? {
        Some(alive) if alive > clock.now() => {
            tracing::warn!(%alive, "the machine's clock is before the last heartbeat; time goes on from the heartbeat");
            Ok(Clock::starting_at(alive))
        }
        Some(_) | None => Ok(clock),
    }
}

/// How ready bidders are, as it is stored.
async fn known_readiness(people: &Arc<dyn People>) -> ReadinessBook {
    let readiness = ReadinessBook::new(Arc::clone(people));
    if let Err(error) = readiness.load().await {
        tracing::warn!(%error, "connection tests and practices of before the start are not shown");
    }
    readiness
}

/// The sessions of a run. Live lots of its engine keep people signed in.
async fn told_what_it_needs(
    sessions: Sessions,
    context: &RunContext,
    engine: &Engine,
    mailer: Option<&Mailer>,
) -> Sessions {
    let (engine, bidding) = (engine.clone(), engine.clone());
    let sessions = sessions
        .sealing_under(context.people_key.clone())
        .needing_factor_of(&context.limits.roles_needing_factor)
        .hashing_on(context.front.shared().background().clone(), Arc::new(move || bidding.any_lot_is_open()))
        .mailing_lock_outs(mailer.map(mail::lock_outs))
        .kept_by(Arc::new(move |by, now| engine.keeps_signed_in_until(by, now)));
    if let Err(error) = sessions.load_guesses().await {
        tracing::warn!(%error, "wrong guesses of before the start are not counted");
    }
    sessions
}

/// Writes and deletes what has to be, and closes the connections of sessions that another process has ended.
async fn upkeep(sessions: Sessions, clock: Clock) {
    for look in 1_u32.. {
        tokio::time::sleep(LOOK_EVERY).await;
        if let Err(error) = sessions.close_ended_elsewhere().await {
            tracing::warn!(%error, "sessions that another process has ended cannot be looked up");
        }
        if look % LOOKS_FOR_EACH_UPKEEP == 0
            && let Err(error) = sessions.upkeep(clock.now()).await
        {
            tracing::warn!(%error, "uses of sessions are not written, and what has expired stays for now");
        }
    }
}
