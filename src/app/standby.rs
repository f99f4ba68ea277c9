//! A server that waits while another one runs on the same database, and takes over when that one is gone.
//!
//! It listens and answers from the start, so that a proxy knows it. The journal is read only after the takeover, by the code
//! of every start.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use backon::BackoffBuilder;
use metrics::gauge;
use tokio::time::{Instant, sleep};

use super::answering::{Answering, Listening};
use super::parts::{AppParts, NotReopened, Reopen};
use super::reopen::waits;
use super::run::{Run, RunContext};
use crate::clock::Clock;
use crate::config::ServerLimits;
use crate::telemetry;

/// The answer of `/readyz` while another server runs.
const WAITS: &str = "standby: another server runs; this one takes over when the database connection of that one ends";

/// The same while this server does not know whether another one runs.
const DATABASE_AWAY: &str = "standby: this server has no connection to the database and connects again";

/// A server that waits for its turn.
pub struct StandbyApp {
    http: Answering,
    limits: ServerLimits,
}

/// A standby that has read the journal.
pub struct TakenOver {
    pub(super) http: Answering,
    pub(super) context: RunContext,
    pub(super) reopen: Option<Arc<dyn Reopen>>,
    pub(super) run: Run,
}

/// What a standby has read.
struct FirstRun {
    context: RunContext,
    reopen: Option<Arc<dyn Reopen>>,
    run: Run,
}

/// Shows that a standby has reached its database and waits. Cheap to clone.
#[derive(Debug, Clone)]
pub struct StandbySign(crate::http::Front);

impl StandbySign {
    /// `/readyz` says so from now on.
    pub fn waits(&self) {
        self.0.stand_by(WAITS);
    }
}

impl StandbyApp {
    /// Takes the address and answers there that this server is a standby.
    ///
    /// # Errors
    /// Why the server cannot start.
    pub fn build(limits: ServerLimits, at: SocketAddr) -> anyhow::Result<Self> {
        let listening = Listening::begin(limits.http.clone(), at)?;
        listening.front.stand_by(DATABASE_AWAY);
        gauge!(telemetry::STANDBY).set(1.0);
        Ok(Self { http: listening.answering(), limits })
    }

    /// The address on which it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.http.address
    }

    /// Returns the running server once `take_over` has given it its parts and the journal is read; None where `shutdown` was
    /// ready before. `take_over` waits as long as another server runs; it is called again after an error that may pass.
    ///
    /// # Errors
    /// Why this server cannot take over before a person has changed something.
    pub async fn takes_over(
        self,
        take_over: impl AsyncFn(StandbySign) -> Result<AppParts, NotReopened>,
        shutdown: impl Future<Output = ()>,
    ) -> anyhow::Result<Option<TakenOver>> {
        let begun = tokio::select! {
            () = shutdown => None,
            begun = self.begins(take_over) => Some(begun),
        };
        match begun {
            None => {
                self.http.stop().await;
                Ok(None)
            }
            Some(Ok(FirstRun { context, reopen, run })) => {
                Ok(Some(TakenOver { http: self.http, context, reopen, run }))
            }
            Some(Err(error)) => Err(error).context("this standby cannot take over"),
        }
    }

    /// Tries until a run has begun.
    async fn begins(
        &self,
        take_over: impl AsyncFn(StandbySign) -> Result<AppParts, NotReopened>,
    ) -> Result<FirstRun, NotReopened> {
        let limits = self.limits.rebuild;
        let mut pauses = waits(limits).build();
        loop {
            let since = Instant::now();
            let error = match self.begin(&take_over).await {
                Err(error @ NotReopened::Away(_)) => error,
                ended => return ended,
            };
            self.http.front.stand_by(DATABASE_AWAY);
            if limits.wait_max <= since.elapsed() {
                pauses = waits(limits).build();
            }
            let pause = pauses.next().unwrap_or(limits.wait_max);
            tracing::warn!(%error, ?pause, "the standby has no database; it connects again");
            sleep(pause).await;
        }
    }

    async fn begin(
        &self,
        take_over: impl AsyncFn(StandbySign) -> Result<AppParts, NotReopened>,
    ) -> Result<FirstRun, NotReopened> {
        let front = self.http.front.clone();
        let AppParts { storage, key, people_key, mail, limits, reopen } = take_over(StandbySign(front.clone())).await?;
        let context = RunContext { key, people_key, mail, limits, front };
        let run = Run::begin(storage, &context, Clock::system()).await;
        let run = run.map_err(|error| NotReopened::Away(error.into()))?;
        tracing::info!("this server has taken over and has read the journal; lots that were open are paused");
        Ok(FirstRun { context, reopen, run })
    }
}
