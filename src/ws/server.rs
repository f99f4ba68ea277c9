//! What all WebSocket connections share, and what is known of a client before its connection is served.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::metric::Metrics;
use super::wire::WireOutlet;
use crate::auth::{Principal, SessionWatch};
use crate::clock::Clock;
use crate::config::WsLimits;
use crate::engine::Engine;

/// An authenticated client with a connection.
#[derive(Debug)]
pub struct Client {
    /// Who the client is.
    pub principal: Principal,
    /// The session whose end also ends the connection; None for a token.
    pub session: Option<SessionWatch>,
    /// Writes past the socket's buffers, where the socket runs over a [`super::Wire`].
    pub outlet: Option<WireOutlet>,
}

/// Serves WebSocket connections to one engine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct WsServer {
    pub(super) engine: Engine,
    pub(super) clock: Clock,
    pub(super) limits: Arc<WsLimits>,
    pub(super) stop: CancellationToken,
    pub(super) metrics: Metrics,
}

impl WsServer {
    /// Returns a server to that engine. Its connections are closed when `stop` is cancelled.
    #[must_use]
    pub fn new(engine: Engine, clock: Clock, limits: WsLimits, stop: CancellationToken) -> Self {
        Self { engine, clock, limits: Arc::new(limits), stop, metrics: Metrics::new() }
    }
}
