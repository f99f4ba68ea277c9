//! The address of a server, and the task that answers there. Both outlive the runs of its engine.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::background::Background;
use crate::config::HttpLimits;
use crate::http::{self, Front, listen};
use crate::telemetry;

/// How often old samples of metrics are summed up.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// An address that is taken; clients wait.
pub(super) struct Listening {
    pub(super) address: SocketAddr,
    pub(super) front: Front,
    listener: TcpListener,
}

/// An address at which clients are answered, by whatever its [`Front`] holds.
pub(super) struct Answering {
    pub(super) address: SocketAddr,
    pub(super) front: Front,
    stop: CancellationToken,
    serving: JoinHandle<()>,
    _upkeep: AbortOnDropHandle<()>,
}

impl Listening {
    /// Takes the address, and starts what answers need.
    pub(super) fn begin(limits: HttpLimits, at: SocketAddr) -> anyhow::Result<Self> {
        // First of all: metrics that are looked up before the recorder is installed are lost.
        drop(telemetry::metrics());
        let listener = listen(at).with_context(|| format!("cannot listen on {at}"))?;
        let address = listener.local_addr()?;
        let background = Background::start().context("cannot start a thread for long reads")?;
        Ok(Self { address, front: Front::new(limits, background), listener })
    }

    /// Answers from now on.
    pub(super) fn answering(self) -> Answering {
        let Self { address, front, listener } = self;
        let stop = CancellationToken::new();
        let serving = tokio::spawn(http::serve(listener, front.clone(), stop.clone().cancelled_owned()));
        let upkeep = AbortOnDropHandle::new(tokio::spawn(upkeep()));
        Answering { address, front, stop, serving, _upkeep: upkeep }
    }
}

impl Answering {
    /// Begins to stop: no more requests are taken. The future is ready when all answers are sent.
    pub(super) fn stop(self) -> impl Future<Output = ()> {
        self.stop.cancel();
        async move {
            if let Err(error) = self.serving.await {
                tracing::error!(%error, "the HTTP server ended badly");
            }
        }
    }
}

/// Sums up old samples of metrics, during every run and between two runs.
async fn upkeep() {
    let metrics = telemetry::metrics();
    loop {
        tokio::time::sleep(UPKEEP_EVERY).await;
        metrics.run_upkeep();
    }
}
