//! When a session ends: a time after its last use, and a longer time after the sign-in. Pure.

use std::time::Duration;

use crate::clock::Instant;

/// How long links and sessions are valid.
#[derive(Debug, Clone, Copy)]
pub struct SessionLimits {
    /// From the creation of a link to its redemption.
    pub link_ttl: Duration,
    /// From the last request or frame to the end of a session.
    pub unused_max: Duration,
    /// From the sign-in to the end of a session, however much it is used.
    pub session_max: Duration,
}

/// When a session began, and when it was last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// The sign-in.
    pub signed_in_at: Instant,
    /// The last request or frame.
    pub last_used_at: Instant,
}

/// A session that a live lot keeps is looked at again after this time.
const KEPT_AT_LEAST: Duration = Duration::from_mins(1);

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            link_ttl: Duration::from_mins(15),
            unused_max: Duration::from_hours(20),
            session_max: Duration::from_hours(7 * 24),
        }
    }
}

impl SessionTimes {
    /// The end, where no live lot keeps the session.
    #[must_use]
    pub fn end(self, limits: SessionLimits) -> Instant {
        (self.last_used_at + limits.unused_max).min(self.signed_in_at + limits.session_max)
    }

    /// The end of a session at `now`, or the instant until which live lots keep it, whichever is later. `kept_until` is
    /// asked only where the session would have ended. None where it has ended.
    #[must_use]
    pub fn present_end(
        self,
        limits: SessionLimits,
        now: Instant,
        kept_until: impl FnOnce() -> Option<Instant>,
    ) -> Option<Instant> {
        let end = self.end(limits);
        if now < end {
            return Some(end);
        }
        kept_until().map(|until| until.max(now + KEPT_AT_LEAST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant::from_micros(1_795_000_000_000_000);
    const HOUR: Duration = Duration::from_hours(1);

    fn end(signed_in: Duration, used: Duration, now: Duration, kept_until: Option<Duration>) -> Option<Duration> {
        let times = SessionTimes { signed_in_at: START + signed_in, last_used_at: START + used };
        let kept = || kept_until.map(|until| START + until);
        let end = times.present_end(SessionLimits::default(), START + now, kept);
        end.map(|end| end.saturating_since(START))
    }

    // G94
    #[test]
    fn a_session_ends_twenty_hours_after_its_last_use_and_a_week_after_the_sign_in() {
        let cases = [
            (0, 0, 19, Some(20)),
            (0, 19, 21, Some(39)),
            (0, 0, 20, None),
            (0, 167, 167, Some(168)),
            (0, 167, 168, None),
        ];
        for (signed_in, used, now, expected) in cases {
            let found = end(HOUR * signed_in, HOUR * used, HOUR * now, None);
            assert_eq!(found, expected.map(|hours: u32| HOUR * hours), "used {used}, now {now}");
        }
    }

    // G94
    #[test]
    fn a_live_lot_keeps_a_session_that_would_have_ended() {
        assert_eq!(end(HOUR * 0, HOUR * 0, HOUR * 20, Some(HOUR * 22)), Some(HOUR * 22));
        assert_eq!(end(HOUR * 0, HOUR * 167, HOUR * 168, Some(HOUR * 169)), Some(HOUR * 169));
        let close_is_due = end(HOUR * 0, HOUR * 0, HOUR * 22, Some(HOUR * 22));
        assert_eq!(close_is_due, Some(HOUR * 22 + KEPT_AT_LEAST), "it is looked at again when the lot may have closed");
        assert_eq!(end(HOUR * 0, HOUR * 0, HOUR * 1, Some(HOUR * 50)), Some(HOUR * 20), "the lot has no effect yet");
    }
}
