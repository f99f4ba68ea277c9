//! The limit on how many frames a connection may send.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::config::WsLimits;

/// A connection's allowance of frames.
#[derive(Debug)]
pub(super) struct Allowance(Option<DefaultDirectRateLimiter>);

impl Allowance {
    /// Returns a full allowance.
    pub(super) fn new(limits: &WsLimits) -> Self {
        let burst = NonZeroU32::new(limits.frames_burst_max).unwrap_or(NonZeroU32::MIN);
        let per_second = NonZeroU32::new(limits.frames_per_second_max);
        Self(per_second.map(|rate| RateLimiter::direct(Quota::per_second(rate).allow_burst(burst))))
    }

    /// Takes one frame; returns false where the allowance is used up.
    pub(super) fn take(&self) -> bool {
        self.0.as_ref().is_none_or(|limiter| limiter.check().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_burst_passes_and_no_more() {
        let limits = WsLimits { frames_per_second_max: 1, frames_burst_max: 5, ..WsLimits::default() };
        let allowance = Allowance::new(&limits);

        assert_eq!((0..10).filter(|_| allowance.take()).count(), 5);
    }

    #[test]
    fn zero_is_no_bound() {
        let limits = WsLimits { frames_per_second_max: 0, ..WsLimits::default() };
        let allowance = Allowance::new(&limits);

        assert!((0..100_000).all(|_| allowance.take()));
    }
}
