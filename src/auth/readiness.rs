//! How ready the bidders of all events are, in memory, so that no view waits for the database.
//!
//! What is noted is stored first. One process writes it, the server, which reads it all at its start.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::memory::PeopleInMemory;
use super::people::{BidderReadiness, KeptReadiness, People, PeopleError};
use crate::ids::{BidderId, EventId};

/// How ready each bidder is. Cheap to clone; clones share what they know.
#[derive(Clone)]
pub struct ReadinessBook {
    people: Arc<dyn People>,
    known: Arc<RwLock<HashMap<(EventId, BidderId), BidderReadiness>>>,
    version: Arc<AtomicU64>,
}

impl ReadinessBook {
    /// A book that stores what is noted among these people. It knows nothing before [`ReadinessBook::load`].
    #[must_use]
    pub fn new(people: Arc<dyn People>) -> Self {
        Self { people, known: Arc::default(), version: Arc::default() }
    }

    /// A book that stores nothing.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::new(Arc::new(PeopleInMemory::default()))
    }

    /// Reads all that is stored.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails; what was known stays.
    pub async fn load(&self) -> Result<(), PeopleError> {
        for stored in self.people.all_readiness().await? {
            self.know(stored);
        }
        Ok(())
    }

    /// How ready the bidder is for the event; none where nothing is known.
    #[must_use]
    pub fn of(&self, event: &EventId, bidder: &BidderId) -> Option<BidderReadiness> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&(event.clone(), bidder.clone())).copied()
    }

    /// Stores a test, a practice, or both.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails; then nothing is known of it.
    pub async fn note(&self, noted: KeptReadiness) -> Result<(), PeopleError> {
        self.people.note_readiness(noted.clone()).await?;
        self.know(noted);
        Ok(())
    }

    /// A number that grows with each change.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    fn know(&self, noted: KeptReadiness) {
        let KeptReadiness { event, bidder, readiness } = noted;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let kept = known.entry((event, bidder)).or_default();
        *kept = kept.with(readiness);
        drop(known);
        self.version.fetch_add(1, Ordering::Release);
    }
}

impl std::fmt::Debug for ReadinessBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadinessBook(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::people::ConnectionTest;
    use crate::clock::Instant;

    fn noted(at: i64, round_trip_ms: u32) -> KeptReadiness {
        let test = ConnectionTest { at: Instant::from_micros(at), round_trip_ms, clock_ms: -3 };
        let readiness = BidderReadiness { test: Some(test), practised_at: None };
        KeptReadiness { event: EventId::parse("e1").unwrap(), bidder: BidderId::parse("acme").unwrap(), readiness }
    }

    // G54
    #[tokio::test]
    async fn the_newest_test_is_known_and_a_restart_keeps_it() {
        let people: Arc<dyn People> = Arc::new(PeopleInMemory::default());
        let running = ReadinessBook::new(people.clone());
        let KeptReadiness { event, bidder, readiness: newest } = noted(9, 40);
        assert_eq!((running.of(&event, &bidder), running.version()), (None, 0));

        for one in [noted(8, 70), noted(9, 40), noted(7, 10)] {
            running.note(one).await.unwrap();
        }
        let restarted = ReadinessBook::new(people);
        restarted.load().await.unwrap();

        assert_eq!(running.of(&event, &bidder), Some(newest));
        assert_eq!(restarted.of(&event, &bidder), Some(newest));
        assert_eq!(running.version(), 3);
        assert_eq!(running.of(&event, &BidderId::parse("bolt").unwrap()), None);
    }
}
