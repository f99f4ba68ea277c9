//! What handlers are given.

use std::sync::Arc;

use axum::extract::FromRef;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::front::Front;
use crate::auth::Authenticator;
use crate::background::Background;
use crate::clock::Clock;
use crate::config::{HttpLimits, WsLimits};
use crate::engine::Engine;
use crate::telemetry;
use crate::ws::Door;

/// What handlers are given. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub(super) engine: Engine,
    pub(super) gate: Authenticator,
    pub(super) clock: Clock,
    pub(super) limits: Arc<HttpLimits>,
    pub(super) background: Background,
    pub(super) ws_bounds: WsBounds,
    pub(super) door: Door,
    pub(super) metrics: PrometheusHandle,
    /// Cancelled once the server, or this life of it, ends.
    pub(super) stop: CancellationToken,
    /// Counts WebSockets, so that a stop can wait for them.
    pub(super) sockets: TaskTracker,
}

/// The bounds of a WebSocket's frames.
#[derive(Debug, Clone, Copy)]
pub(super) struct WsBounds {
    pub(super) message_bytes_max: usize,
    pub(super) read_buffer_bytes: usize,
    pub(super) watcher_read_buffer_bytes: usize,
    pub(super) write_buffer_bytes: usize,
    pub(super) write_buffer_bytes_max: usize,
}

impl AppState {
    /// What stands behind that front for one life of the engine.
    #[must_use]
    pub fn new(front: &Front, engine: Engine, gate: Authenticator, clock: Clock, ws: WsLimits) -> Self {
        let metrics = telemetry::metrics();
        let stop = front.stop.child_token();
        let ws_bounds = WsBounds {
            message_bytes_max: ws.message_bytes_max,
            read_buffer_bytes: ws.read_buffer_bytes,
            watcher_read_buffer_bytes: ws.watcher_read_buffer_bytes,
            write_buffer_bytes: ws.write_buffer_bytes,
            write_buffer_bytes_max: ws.write_buffer_bytes_max,
        };
        let door = Door::new(engine.clone(), clock.clone(), ws, stop.clone());
        let (limits, sockets) = (Arc::clone(&front.limits), front.sockets.clone());
        let background = front.background.clone();
        Self { engine, gate, clock, limits, background, ws_bounds, door, metrics, stop, sockets }
    }

    /// Tells the WebSockets of this life that it ends.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppState")
    }
}

impl FromRef<AppState> for PrometheusHandle {
    fn from_ref(state: &AppState) -> Self {
        state.metrics.clone()
    }
}

impl FromRef<AppState> for Engine {
    fn from_ref(state: &AppState) -> Self {
        state.engine.clone()
    }
}

impl FromRef<AppState> for Background {
    fn from_ref(state: &AppState) -> Self {
        state.background.clone()
    }
}
