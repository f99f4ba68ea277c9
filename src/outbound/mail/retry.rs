//! When a mail that could not be sent is tried again.

use std::time::Duration;

/// The waits before each try, counted from the one before; the first is made at once.
const WAITS: [Duration; 7] = [
    Duration::ZERO,
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(8),
    Duration::from_hours(24),
];

/// Returns the wait before the next try of a mail after that number of tries; none where it is given up.
pub(super) fn wait_after(tries: u32) -> Option<Duration> {
    WAITS.get(usize::try_from(tries).ok()?).copied()
}
