//! Why a lot's clock is stopped, and how much time is left.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::auction::board::Pause;
use crate::auction::event::Cause;
use crate::clock::Instant;

/// A stopped clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PauseView {
    /// What stopped the clock: a buyer, or an outage.
    pub cause: Cause,
    /// When the clock was stopped.
    pub since: Instant,
    /// How long the server was away, in microseconds; null for a buyer's pause, and where it is not known.
    pub outage_us: Option<i64>,
    /// The time that is left, in microseconds.
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
