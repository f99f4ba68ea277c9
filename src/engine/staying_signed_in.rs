//! Whether a lot is live for a person: as long as one is, the person stays signed in.

use std::time::Duration;

use super::access::Engine;
use super::entry::LotEntry;
use super::visibility;
use crate::auction::State;
use crate::auth::Principal;
use crate::clock::Instant;

/// How long before its opening a lot keeps people signed in.
const BEFORE_OPENING: Duration = Duration::from_hours(1);
/// How long a lot that has no known close is counted on.
const WITHOUT_CLOSE: Duration = Duration::from_hours(1);

impl Engine {
    /// Until when at least the person has to stay signed in: the latest close of the lots that are open, paused, or open
    /// within the hour, among those that its place is invited to, buys in or runs. None where there is no such lot. Asked
    /// only about a session that would end otherwise: it looks at every lot.
    #[must_use]
    pub fn keeps_signed_in_until(&self, by: &Principal, now: Instant) -> Option<Instant> {
        let viewer = visibility::viewer(by)?;
        self.latest_end(|entry| if visibility::may_see_lot(&viewer, entry) { live_until(entry, now) } else { None })
    }
}

fn live_until(entry: &LotEntry, now: Instant) -> Option<Instant> {
    let summary = entry.summary();
    match summary.state {
        // A close that has passed waits for its record.
        State::Open => Some(summary.closes_at.max(now)),
        State::Paused => Some(now + WITHOUT_CLOSE),
        State::Scheduled => (summary.opens_at <= now + BEFORE_OPENING).then_some(summary.closes_at.max(now)),
        State::Closed | State::Cancelled => None,
    }
}
