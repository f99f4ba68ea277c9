//! The permit by which one connection counts among those that may be open at a time.

use std::sync::Arc;

use metrics::{Gauge, gauge};
use tokio::sync::OwnedSemaphorePermit;

use crate::telemetry;

/// Counts a connection as open until the last copy is dropped. Requests carry copies; a WebSocket keeps one.
#[derive(Debug, Clone)]
pub(in crate::http) struct Permit(#[expect(dead_code, reason = "only its end matters")] Arc<Held>);

#[derive(Debug)]
struct Held {
    _permit: OwnedSemaphorePermit,
    open: Gauge,
}

impl Permit {
    pub(in crate::http) fn new(permit: OwnedSemaphorePermit) -> Self {
        let open = gauge!(telemetry::CONNECTIONS);
        open.increment(1.0);
        Self(Arc::new(Held { _permit: permit, open }))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.open.decrement(1.0);
    }
}
