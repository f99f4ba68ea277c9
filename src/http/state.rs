//! What handlers are given.

use std::sync::Arc;

use axum::extract::FromRef;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::Gate;
use crate::clock::Clock;
use crate::config::{HttpLimits, Limits};
use crate::engine::Engine;
use crate::telemetry;
use crate::ws::Door;

/// What handlers are given. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub(super) engine: Engine,
    pub(super) gate: Gate,
    pub(super) clock: Clock,
    pub(super) limits: Arc<HttpLimits>,
    pub(super) ws_bounds: WsBounds,
    pub(super) door: Door,
    pub(super) metrics: PrometheusHandle,
    /// Cancelled once the server stops.
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
    /// The doors' state over an engine and a gate.
    #[must_use]
    pub fn new(engine: Engine, gate: Gate, clock: Clock, limits: Limits) -> Self {
        let metrics = telemetry::metrics();
        let stop = CancellationToken::new();
        let ws_bounds = WsBounds {
            message_bytes_max: limits.ws.message_bytes_max,
            read_buffer_bytes: limits.ws.read_buffer_bytes,
            watcher_read_buffer_bytes: limits.ws.watcher_read_buffer_bytes,
            write_buffer_bytes: limits.ws.write_buffer_bytes,
            write_buffer_bytes_max: limits.ws.write_buffer_bytes_max,
        };
        let door = Door::new(engine.clone(), clock.clone(), limits.ws, stop.clone());
        let (limits, sockets) = (Arc::new(limits.http), TaskTracker::new());
        Self { engine, gate, clock, limits, ws_bounds, door, metrics, stop, sockets }
    }

    /// Tells all connections that the server stops.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AppState")
    }
}

impl FromRef<AppState> for Engine {
    fn from_ref(state: &AppState) -> Self {
        state.engine.clone()
    }
}
