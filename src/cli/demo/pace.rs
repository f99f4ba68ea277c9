//! The pace of the demo: every duration of its script is divided by `--speed`.

use std::time::Duration;

use crate::clock::Instant;

const OPENS_AFTER_S: u64 = 20;
/// How long each lot is open before any extension.
pub(super) const DURATIONS_S: [u64; 3] = [300, 420, 540];
/// The extension's window, and by how much it extends.
pub(super) const WINDOW_S: u64 = 30;
/// The most by which extensions move a close.
const EXTENDED_MAX_S: u64 = 150;

/// How many times faster than in reality the demo runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct DemoPace(pub(super) u32);

impl DemoPace {
    /// The actual duration of a duration in the script.
    pub(super) fn scaled(self, span: Duration) -> Duration {
        span / self.0.max(1)
    }

    /// From the start of the demo to the opening of the lots.
    pub(super) fn opens_after(self) -> Duration {
        self.scaled(Duration::from_secs(OPENS_AFTER_S)).max(Duration::from_secs(1))
    }

    /// How long a lot is open before any extension, whole seconds.
    pub(super) fn duration_s(self, lot: usize) -> u64 {
        self.whole_seconds(DURATIONS_S[lot])
    }

    /// The extension's window, and by how much it extends, whole seconds.
    pub(super) fn window_s(self) -> u64 {
        self.whole_seconds(WINDOW_S)
    }

    /// The latest close of a lot: no extension goes beyond it.
    pub(super) fn latest_close(self, opens_at: Instant, lot: usize) -> Instant {
        let latest_s = self.whole_seconds(DURATIONS_S[lot] + EXTENDED_MAX_S);
        opens_at + Duration::from_secs(latest_s.max(self.duration_s(lot)))
    }

    /// From the opening to the moment at which the last lot has closed, if nobody but the script bids.
    pub(super) fn all_closed_after(self) -> Duration {
        let last_s = DURATIONS_S.into_iter().max().unwrap_or_default();
        Duration::from_secs(self.whole_seconds(last_s)) + self.scaled(Duration::from_secs(WINDOW_S))
    }

    fn whole_seconds(self, seconds: u64) -> u64 {
        seconds.div_ceil(u64::from(self.0.max(1)))
    }
}
