//! The pace of the demo: every duration of its script is divided by `--speed`.

use std::time::Duration;

use crate::clock::Instant;

const OPENS_AFTER_S: u64 = 20;
const DURATION_S: u64 = 150;
const WINDOW_S: u64 = 30;
const LATEST_AFTER_S: u64 = 300;

/// How many times faster than in reality the demo runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct DemoPace(pub(super) u32);

impl DemoPace {
    /// The actual duration of a duration in the script.
    pub(super) fn scaled(self, span: Duration) -> Duration {
        span / self.0.max(1)
    }

    /// From the start of the demo to the opening of the lot.
    pub(super) fn opens_after(self) -> Duration {
        self.scaled(Duration::from_secs(OPENS_AFTER_S)).max(Duration::from_secs(1))
    }

    /// How long the lot is open before any extension, whole seconds.
    pub(super) fn duration_s(self) -> u64 {
        self.whole_seconds(DURATION_S)
    }

    /// The extension's window, and by how much it extends, whole seconds.
    pub(super) fn window_s(self) -> u64 {
        self.whole_seconds(WINDOW_S)
    }

    /// The latest close: no extension goes beyond it.
    pub(super) fn latest_close(self, opens_at: Instant) -> Instant {
        opens_at + Duration::from_secs(self.whole_seconds(LATEST_AFTER_S).max(self.duration_s()))
    }

    fn whole_seconds(self, seconds: u64) -> u64 {
        seconds.div_ceil(u64::from(self.0.max(1)))
    }
}
