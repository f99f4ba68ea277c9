//! Metrics of WebSocket connections. Those that every frame touches are looked up once.

use metrics::{Counter, Gauge, counter, gauge};

use super::close::Ending;
use crate::protocol::ErrorCode;
use crate::telemetry;

/// Metrics that were looked up.
#[derive(Clone)]
pub(super) struct Metrics {
    open: Gauge,
    pub(super) frames: Counter,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

/// Counts a connection as open until it is dropped.
pub(super) struct Open(Gauge);

impl Metrics {
    pub(super) fn new() -> Self {
        Self { open: gauge!(telemetry::WEBSOCKETS), frames: counter!(telemetry::FRAMES_TOTAL) }
    }

    pub(super) fn open(&self) -> Open {
        self.open.increment(1.0);
        Open(self.open.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}

/// Counts an error that was answered.
pub(super) fn error(code: ErrorCode) {
    counter!(telemetry::ERRORS_TOTAL, "code" => code.as_str()).increment(1);
}

/// Counts a connection that the server closed.
pub(super) fn close(ending: Ending) {
    if let Some(code) = ending.code() {
        counter!(telemetry::CLOSES_TOTAL, "code" => code.to_string()).increment(1);
    }
}
