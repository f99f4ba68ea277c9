//! The whole server: what is started in which order, how it stops, and how it comes back.
//!
//! Start: the store, the journal's writer, the engine (which reads every stream), the doors. Stop: the doors take
//! nothing more, the engine judges and answers what it has, the journal commits it. A server whose store can come back
//! has several lives: what is lost with the store is rebuilt from the journal, by the same code as at a start, behind
//! the same listener. There is no other recovery.

mod life;
mod reopen;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use futures::FutureExt;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use self::life::{Cause, Ground, Life};
pub use self::reopen::{NotReopened, Reopen};
use crate::auth::Gate;
use crate::auth::key::ServerKey;
use crate::auth::people::People;
use crate::background::Background;
use crate::clock::Clock;
use crate::config::Limits;
use crate::engine::Engine;
use crate::http::{self, Front, listen};
use crate::journal::Store;
use crate::telemetry;

/// How often metrics are kept small.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// What `/readyz` says while the server has no journal.
const STORE_LOST: &str = "the database is away; the server reconnects and then reads its journal again";

/// What a server is made of.
pub struct Parts {
    /// Where everything stands.
    pub storage: Storage,
    /// What signs tokens.
    pub key: ServerKey,
    /// The doors' bounds.
    pub limits: Limits,
    /// How the storage is opened again once it was lost. None where only a new process may: it ends then.
    pub reopen: Option<Arc<dyn Reopen>>,
}

/// Where everything stands.
#[derive(Clone)]
pub struct Storage {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// People, their links and their sessions.
    pub people: Arc<dyn People>,
}

/// A server that has read its journal and listens.
pub struct App {
    address: SocketAddr,
    listener: TcpListener,
    ground: Ground,
    reopen: Option<Arc<dyn Reopen>>,
    life: Life,
}

/// How a server ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// As it was told to.
    Stopped,
    /// The store failed and this process cannot open it again; what waited was answered `unavailable`.
    StoreFailed,
}

impl App {
    /// Reads the journal and takes the address; every stream is recovered or marked failed when it returns.
    ///
    /// # Errors
    /// Whatever keeps the server from starting.
    pub async fn build(parts: Parts, at: SocketAddr) -> anyhow::Result<Self> {
        // Before anything keeps a handle: a metric that was looked up earlier would count for nobody.
        drop(telemetry::metrics());
        let listener = listen(at).with_context(|| format!("cannot listen on {at}"))?;
        let address = listener.local_addr()?;
        let background = Background::start().context("cannot start a thread for long reads")?;
        let front = Front::new(parts.limits.http.clone(), background);
        let ground = Ground { key: parts.key, limits: parts.limits, front };
        let life = Life::begin(parts.storage, &ground, Clock::system()).await?;
        Ok(Self { address, listener, ground, reopen: parts.reopen, life })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The engine, for whoever sets up a demonstration.
    #[must_use]
    pub const fn engine(&self) -> &Engine {
        self.life.engine()
    }

    /// Where people prove who they are, for whoever sets up a demonstration.
    #[must_use]
    pub const fn gate(&self) -> &Gate {
        self.life.gate()
    }

    /// The only clock of this server.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        self.life.clock()
    }

    /// Serves until `shutdown` is there, or until the store has failed for good; then stops in order.
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send) -> Ended {
        let Self { listener, ground, reopen, mut life, .. } = self;
        let stop = CancellationToken::new();
        let doors = tokio::spawn(http::serve(listener, ground.front.clone(), stop.clone().cancelled_owned()));
        let doors = doors.map(|ended| {
            if let Err(error) = ended {
                tracing::error!(%error, "the doors ended badly");
            }
        });
        let _upkeep = AbortOnDropHandle::new(tokio::spawn(upkeep()));
        tokio::pin!(shutdown);
        loop {
            let cause = life.lasts(shutdown.as_mut()).await;
            let (Cause::StoreLost, Some(reopen)) = (cause, &reopen) else {
                stop.cancel();
                return life.stop(cause, doors).await;
            };
            ground.front.close(STORE_LOST);
            let before = life.give_up().await;
            let next = tokio::select! {
                () = shutdown.as_mut() => None,
                next = reopen::begin_again(&**reopen, &ground, before) => Some(next),
            };
            match next {
                Some(Ok(next)) => life = next,
                Some(Err(error)) => {
                    tracing::error!("the store cannot be opened again: {error:#}");
                    return closed(&stop, doors, Ended::StoreFailed).await;
                }
                None => return closed(&stop, doors, Ended::Stopped).await,
            }
        }
    }
}

/// Closes the doors of a server that has no life left to stop.
async fn closed(stop: &CancellationToken, doors: impl Future, ended: Ended) -> Ended {
    stop.cancel();
    doors.await;
    ended
}

/// Metrics gather between two readings; they do so in every life and between two.
async fn upkeep() {
    let metrics = telemetry::metrics();
    loop {
        tokio::time::sleep(UPKEEP_EVERY).await;
        metrics.run_upkeep();
    }
}
