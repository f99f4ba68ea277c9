//! Why a lot's clock stands still, and how much time is left on it.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::auction::board::Pause;
use crate::auction::event::Cause;
use crate::clock::Instant;

/// A frozen clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PauseView {
    /// A buyer, or an outage.
    pub cause: Cause,
    /// When the clock was stopped.
    pub since: Instant,
    /// How long the server was away, microseconds; none for a buyer's pause, and where that is not known.
    pub outage_us: Option<i64>,
    /// The time that is left, microseconds.
    pub remaining_us: i64,
    /// The buyer's reason.
    pub reason: Option<Arc<str>>,
}

impl PauseView {
    pub(super) fn new(pause: &Pause) -> Self {
        Self {
            cause: pause.cause,
            since: pause.since,
            outage_us: pause.outage_us,
            remaining_us: pause.remaining_us,
            reason: pause.reason.clone(),
        }
    }
}
