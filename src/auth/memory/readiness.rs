//! How ready bidders are, in memory.

use futures::future::BoxFuture;

use super::{PeopleInMemory, now};
use crate::auth::people::{KeptReadiness, PeopleError, ReadinessTable};

impl ReadinessTable for PeopleInMemory {
    fn all_readiness(&self) -> BoxFuture<'_, Result<Vec<KeptReadiness>, PeopleError>> {
        let tables = self.tables();
        let kept = tables.readiness.iter().map(|((event, bidder), readiness)| KeptReadiness {
            event: event.clone(),
            bidder: bidder.clone(),
            readiness: *readiness,
        });
        now(Ok(kept.collect()))
    }

    fn note_readiness(&self, noted: KeptReadiness) -> BoxFuture<'_, Result<(), PeopleError>> {
        let KeptReadiness { event, bidder, readiness } = noted;
        let mut tables = self.tables();
        let kept = tables.readiness.entry((event, bidder)).or_default();
        *kept = kept.with(readiness);
        now(Ok(()))
    }
}
