//! The whole server: the order in which it starts and stops, and what happens when its store is lost.
//!
//! Start: the store, the journal's writer, the engine (which reads every stream), HTTP. Stop: HTTP takes no more requests,
//! the engine judges those it has, the journal commits their records, and they are answered. A server that can reopen its
//! store has several runs on the same listener. Each run reads the journal with the same code. There is no other recovery:
//! a standby begins its first run when it takes over.

mod answering;
mod mail;
mod parts;
mod reopen;
mod run;
mod standby;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use metrics::gauge;

use self::answering::{Answering, Listening};
pub use self::parts::{AppParts, Ended, NotReopened, Reopen, Storage};
use self::run::{Run, RunContext, RunEnd};
pub use self::standby::{StandbyApp, StandbySign, TakenOver};
use crate::auth::Authenticator;
use crate::clock::Clock;
use crate::engine::Engine;
use crate::telemetry;

/// The answer of `/readyz` while the server has no journal.
const STORE_LOST: &str = "the database is away; the server reconnects and then reads its journal again";

/// A server that has read its journal.
pub struct App {
    http: AppHttp,
    context: RunContext,
    reopen: Option<Arc<dyn Reopen>>,
    run: Run,
}

/// A start answers its clients once it is announced; a standby has answered them before.
enum AppHttp {
    Listening(Listening),
    Answering(Answering),
}

impl App {
    /// Reads the journal and takes the address; every stream is recovered or marked failed when it returns.
    ///
    /// # Errors
    /// Why the server cannot start.
    pub async fn build(parts: AppParts, at: SocketAddr) -> anyhow::Result<Self> {
        let AppParts { storage, key, people_key, mail, limits, reopen } = parts;
        let listening = Listening::begin(limits.http.clone(), at)?;
        gauge!(telemetry::STANDBY).set(0.0);
        let context = RunContext { key, people_key, mail, limits, front: listening.front.clone() };
        let run = Run::begin(storage, &context, Clock::system()).await?;
        Ok(Self { http: AppHttp::Listening(listening), context, reopen, run })
    }

    /// The server that a standby has become.
    #[must_use]
    pub fn after(taken_over: TakenOver) -> Self {
        let TakenOver { http, context, reopen, run } = taken_over;
        gauge!(telemetry::STANDBY).set(0.0);
        Self { http: AppHttp::Answering(http), context, reopen, run }
    }

    /// The address on which it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        match &self.http {
            AppHttp::Listening(listening) => listening.address,
            AppHttp::Answering(answering) => answering.address,
        }
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
        let Self { http, context, reopen, mut run } = self;
        let http = match http {
            AppHttp::Listening(listening) => listening.answering(),
            AppHttp::Answering(answering) => answering,
        };
        tokio::pin!(shutdown);
        loop {
            let end = run.lasts(shutdown.as_mut()).await;
            let (RunEnd::StoreLost, Some(reopen)) = (end, &reopen) else {
                return run.stop(end, http.stop()).await;
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
                    http.stop().await;
                    return Ended::StoreFailed;
                }
                None => {
                    http.stop().await;
                    return Ended::Stopped;
                }
            }
        }
    }
}
