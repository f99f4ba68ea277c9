//! The engine's settings: every bound and every waiting time, with its default.

use std::time::Duration;

use crate::auth::{Directory, ReadinessBook};
use crate::background::Background;
use crate::ids::Seq;

/// What the engine is started with.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// The server's public key for receipts, as each lot's first record holds it.
    pub receipt_key: String,
    /// Names of people, for the views that show who did something.
    pub directory: Directory,
    /// How ready bidders are, which the views of presence show.
    pub readiness: ReadinessBook,
    /// Most bids and commands that wait for one lot, and most late bids that it holds back at its close. More are answered
    /// `overloaded`.
    pub mailbox_len_max: usize,
    /// Most orders that a lot judges in one batch. While this many records are on their way to the journal, it takes no
    /// further orders. Bounds the time for which reads wait behind bids.
    pub batch_len_max: usize,
    /// Most questions (views, outcomes, offers) that wait for one lot.
    pub reads_len_max: usize,
    /// Most questions and changes that wait for the actor of events.
    pub event_mailbox_len_max: usize,
    /// How long a question or a buyer's command waits for room in a mailbox; then it is answered `overloaded`.
    pub mailbox_wait_max: Duration,
    /// The longest time that a lot waits at its close for bids that were in time.
    pub settle_max: Duration,
    /// How long before its opening a lot is loaded into memory.
    pub load_ahead: Duration,
    /// How long a lot that has ended, or is far from its opening, stays in memory while nobody uses it.
    pub unload_after: Duration,
    /// Where the records of ended streams are read and checked.
    pub background: Background,
    /// Most practice lots in memory. Another one is answered `overloaded`.
    pub practice_lots_max: usize,
    /// The last record of a practice lot, which keeps them all in memory. A lot with more is given up.
    pub practice_records_max: Seq,
}

impl EngineSettings {
    /// The defaults.
    #[must_use]
    pub fn new(receipt_key: String) -> Self {
        Self {
            receipt_key,
            directory: Directory::default(),
            readiness: ReadinessBook::in_memory(),
            mailbox_len_max: 4_096,
            batch_len_max: 1_024,
            reads_len_max: 1_024,
            event_mailbox_len_max: 256,
            mailbox_wait_max: Duration::from_secs(2),
            settle_max: Duration::from_secs(2),
            load_ahead: Duration::from_secs(1),
            unload_after: Duration::from_mins(10),
            background: Background::in_place(),
            practice_lots_max: 20,
            practice_records_max: Seq(20_000),
        }
    }
}
