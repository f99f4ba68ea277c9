//! The server of a trial: a separate process, or one in this process with a store in memory.

use crate::people::Person;
use crate::server::Server;

/// A server that gets bids, suffers a fault, and is checked afterwards.
pub(super) trait Stage {
    fn buyer(&self) -> Person;

    fn supplier(&self, bidder: &str) -> Person;

    fn auditor(&self) -> Person;

    /// Panics unless every record is judged the same again.
    async fn verifies(&self);

    /// Stops in order.
    async fn stops(&mut self);
}

impl Stage for Server {
    fn buyer(&self) -> Person {
        self.buyer()
    }

    fn supplier(&self, bidder: &str) -> Person {
        self.supplier(bidder)
    }

    fn auditor(&self) -> Person {
        self.auditor()
    }

    async fn verifies(&self) {
        self.runs(&["verify"]).ended_with(0);
    }

    async fn stops(&mut self) {
        assert_eq!(self.sigterm(), Some(0), "{}", self.stderr());
    }
}
