//! Until when anybody is let back in.
//!
//! Without it each sign-in that is refused early would have to look into storage for that.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Instant;

/// The end of the readmission that lasts longest. Cheap to clone; all clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct LetIn(Arc<Mutex<Option<Instant>>>);

impl LetIn {
    /// Notes a readmission.
    pub(super) fn note(&self, until: Instant) {
        let mut last = self.last();
        *last = (*last).max(Some(until));
    }

    /// Whether nobody is let back in any more.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.last().is_none_or(|until| until <= now)
    }

    fn last(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const START: Instant = Instant::from_micros(1_790_000_000_000_000);

    // G97
    #[test]
    fn nobody_is_let_in_once_the_readmission_that_lasts_longest_has_run_out() {
        let let_in = LetIn::default();
        let at_first = let_in.is_over(START);

        let later = START + Duration::from_mins(10);
        let_in.note(later);
        let_in.note(START);

        assert!(at_first && let_in.is_over(later));
        assert!(!let_in.is_over(START + Duration::from_secs(599)));
    }
}
