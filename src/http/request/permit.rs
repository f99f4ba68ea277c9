//! The right of one connection to be open: the server takes a bounded number of them.

use std::sync::Arc;

use metrics::{Gauge, gauge};
use tokio::sync::OwnedSemaphorePermit;

use crate::telemetry;

/// Counts a connection among those that the server takes, until the last copy is dropped. A WebSocket keeps one.
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
