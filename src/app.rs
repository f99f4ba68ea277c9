//! The whole server: what is started in which order, and how it stops.
//!
//! Start: the store, the journal's writer, the engine (which reads every stream), the doors. Stop: the doors take
//! nothing more, the engine judges and answers what it has, the journal commits it.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::auth::Gate;
use crate::auth::key::ServerKey;
use crate::auth::people::People;
use crate::auth::sessions::Sessions;
use crate::auth::token::Tokens;
use crate::clock::Clock;
use crate::config::Limits;
use crate::engine::{Engine, EngineSettings};
use crate::http::{self, AppState};
use crate::journal::{Journal, Store, StoreError, WriterLimits};
use crate::telemetry;

/// How often links and sessions that have run out are forgotten, and metrics are kept small.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// What a server is made of.
pub struct Parts {
    /// Where the journal stands.
    pub store: Arc<dyn Store>,
    /// Where people stand.
    pub people: Arc<dyn People>,
    /// What signs tokens.
    pub key: ServerKey,
    /// The doors' bounds.
    pub limits: Limits,
}

/// A server that has read its journal and listens.
pub struct App {
    address: SocketAddr,
    listener: TcpListener,
    state: AppState,
    engine: Engine,
    gate: Gate,
    clock: Clock,
    store: Arc<dyn Store>,
    journal: Journal,
    writer: JoinHandle<Result<(), StoreError>>,
}

/// How a server ended.
#[derive(Debug)]
pub enum Ended {
    /// As it was told to.
    Stopped,
    /// The store failed; what waited was answered `unavailable`.
    StoreFailed,
}

impl App {
    /// Reads the journal and takes the address; every stream is recovered or marked failed when it returns.
    ///
    /// # Errors
    /// Whatever keeps the server from starting.
    pub async fn build(parts: Parts, listen: SocketAddr) -> anyhow::Result<Self> {
        // Before anything keeps a handle: a metric that was looked up earlier would count for nobody.
        drop(telemetry::metrics());
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr()?;
        let clock = clock_after(&*parts.store).await?;
        let tokens = Tokens::new(&parts.key);
        let sessions = Sessions::new(parts.people, parts.limits.sessions);
        let gate = Gate::new(tokens, sessions, clock.clone());
        let (journal, writer) = Journal::start(Arc::clone(&parts.store), WriterLimits::default());
        let settings = EngineSettings::new(parts.key.public_hex());
        let engine = Engine::start(journal.clone(), clock.clone(), settings).await?;
        let state = AppState::new(engine.clone(), gate.clone(), clock.clone(), parts.limits);
        let store = parts.store;
        Ok(Self { address, listener, state, engine, gate, clock, store, journal, writer })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The engine, for whoever sets up a demonstration.
    #[must_use]
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Where people prove who they are, for whoever sets up a demonstration.
    #[must_use]
    pub const fn gate(&self) -> &Gate {
        &self.gate
    }

    /// The only clock of this server.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Serves until `shutdown` is there or the store fails; then stops in order.
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Ended {
        let stop = CancellationToken::new();
        let doors = tokio::spawn(http::serve(self.listener, self.state, stop.clone().cancelled_owned()));
        let upkeep = tokio::spawn(upkeep(self.gate, self.clock));
        let mut writer = self.writer;
        let mut broken = false;
        let failed = tokio::select! {
            () = shutdown => None,
            ended = &mut writer => Some(ended),
            _ = self.engine.failure() => {
                broken = true;
                None
            }
        };
        stop.cancel();
        upkeep.abort();
        self.engine.stop().await;
        if let Err(error) = doors.await {
            tracing::error!(%error, "the doors ended badly");
        }
        self.journal.close();
        let ended = match failed {
            Some(ended) => ended,
            None => writer.await,
        };
        match ended {
            Ok(Ok(())) if broken => Ended::StoreFailed,
            Ok(Ok(())) => {
                if let Err(error) = self.store.checkpoint().await {
                    tracing::warn!(%error, "the database is whole only together with its write-ahead log");
                }
                Ended::Stopped
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the store failed; outcomes under way are unknown until a restart");
                Ended::StoreFailed
            }
            Err(error) => {
                tracing::error!(%error, "the journal's writer ended badly");
                Ended::StoreFailed
            }
        }
    }
}

/// The machine's clock, but never before what the last server noted: a clock that was set back between two runs must
/// not bring back a time at which a lot was not open yet.
async fn clock_after(store: &dyn Store) -> anyhow::Result<Clock> {
    let clock = Clock::system();
    match store.last_alive().await? {
        Some(alive) if alive > clock.now() => {
            tracing::warn!(%alive, "the machine's clock stands before the last sign of life; going on from there");
            Ok(Clock::starting_at(alive))
        }
        Some(_) | None => Ok(clock),
    }
}

async fn upkeep(gate: Gate, clock: Clock) {
    let metrics = telemetry::metrics();
    loop {
        tokio::time::sleep(UPKEEP_EVERY).await;
        metrics.run_upkeep();
        if let Err(error) = gate.sessions().people().purge(clock.now()).await {
            tracing::warn!(%error, "old links and sessions stay for now");
        }
    }
}
