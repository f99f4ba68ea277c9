//! The whole server: the order in which it starts and stops, and what happens when its store is lost.
//!
//! Start: the store, the journal's writer, the engine (which reads every stream), HTTP. Stop: HTTP takes no more requests,
//! the engine judges those it has, the journal commits their records, and they are answered. A server that can reopen its
//! store has several runs on the same listener. Each run reads the journal with the same code. There is no other recovery.

mod mail;
mod parts;
mod reopen;
mod run;
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

pub use self::parts::{Ended, Storage};
pub use self::reopen::{NotReopened, Reopen};
use self::run::{Run, RunContext, RunEnd};
use crate::auth::key::ServerKey;
use crate::auth::{Authenticator, PeopleKey};
use crate::background::Background;
use crate::clock::Clock;
use crate::config::ServerLimits;
use crate::engine::Engine;
use crate::http::{self, Front, listen};
use crate::outbound::mail::MailSender;
use crate::telemetry;

/// How often old samples of metrics are summed up.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// The answer of `/readyz` while the server has no journal.
const STORE_LOST: &str = "the database is away; the server reconnects and then reads its journal again";

/// The parts of a server.
pub struct AppParts {
    /// The journal and the people.
    pub storage: Storage,
    /// The key that signs tokens.
    pub key: ServerKey,
    /// The key under which secrets of people are sealed.
    pub people_key: PeopleKey,
    /// Sends mail. None where no mail server is set up.
    pub mail: Option<MailSender>,
    /// The bounds of HTTP, WebSockets and sessions.
    pub limits: ServerLimits,
    /// Opens the storage again after it was lost. None where only a new process can: this one then ends.
    pub reopen: Option<Arc<dyn Reopen>>,
}

/// A server that has read its journal and listens.
pub struct App {
    address: SocketAddr,
    listener: TcpListener,
    context: RunContext,
    reopen: Option<Arc<dyn Reopen>>,
    run: Run,
}

impl App {
    /// Reads the journal and takes the address; every stream is recovered or marked failed when it returns.
    ///
    /// # Errors
    /// Why the server cannot start.
    pub async fn build(parts: AppParts, at: SocketAddr) -> anyhow::Result<Self> {
        // First of all: metrics that are looked up before the recorder is installed are lost.
        drop(telemetry::metrics());
        let listener = listen(at).with_context(|| format!("cannot listen on {at}"))?;
        let address = listener.local_addr()?;
        let background = Background::start().context("cannot start a thread for long reads")?;
        let front = Front::new(parts.limits.http.clone(), background);
        let context =
            RunContext { key: parts.key, people_key: parts.people_key, mail: parts.mail, limits: parts.limits, front };
        let run = Run::begin(parts.storage, &context, Clock::system()).await?;
        Ok(Self { address, listener, context, reopen: parts.reopen, run })
    }

    /// The address on which it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The engine, for a demonstration.
    #[must_use]
    pub const fn engine(&self) -> &Engine {
        self.run.engine()
    }

    /// The check of tokens and sessions, for a demonstration.
    #[must_use]
    pub const fn authenticator(&self) -> &Authenticator {
        self.run.authenticator()
    }

    /// The only clock of this server.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        self.run.clock()
    }

    /// Serves until `shutdown` is ready, or until the store has failed for good; then stops in order.
    pub async fn run_until(self, shutdown: impl Future<Output = ()> + Send) -> Ended {
        let Self { listener, context, reopen, mut run, .. } = self;
        let stop = CancellationToken::new();
        let serving = tokio::spawn(http::serve(listener, context.front.clone(), stop.clone().cancelled_owned()));
        let serving = serving.map(|ended| {
            if let Err(error) = ended {
                tracing::error!(%error, "the HTTP server ended badly");
            }
        });
        let _upkeep = AbortOnDropHandle::new(tokio::spawn(upkeep()));
        tokio::pin!(shutdown);
        loop {
            let end = run.lasts(shutdown.as_mut()).await;
            let (RunEnd::StoreLost, Some(reopen)) = (end, &reopen) else {
                stop.cancel();
                return run.stop(end, serving).await;
            };
            context.front.close(STORE_LOST);
            let ended = run.give_up().await;
            let next = tokio::select! {
                () = shutdown.as_mut() => None,
                next = reopen::begin_again(&**reopen, &context, ended) => Some(next),
            };
            match next {
                Some(Ok(next)) => run = next,
                Some(Err(error)) => {
                    tracing::error!("the store cannot be opened again: {error:#}");
                    return closed(&stop, serving, Ended::StoreFailed).await;
                }
                None => return closed(&stop, serving, Ended::Stopped).await,
            }
        }
    }
}

/// Stops the HTTP server between two runs.
async fn closed(stop: &CancellationToken, serving: impl Future, ended: Ended) -> Ended {
    stop.cancel();
    serving.await;
    ended
}

/// Sums up old samples of metrics, during every run and between two runs.
async fn upkeep() {
    let metrics = telemetry::metrics();
    loop {
        tokio::time::sleep(UPKEEP_EVERY).await;
        metrics.run_upkeep();
    }
}
