//! Every bound and every patience of the engine, with its default.

use std::time::Duration;

/// What the engine is started with.
#[derive(Debug, Clone)]
pub struct EngineSettings {
    /// The server's public key for receipts, as it stands in each lot's first record.
    pub receipt_key: String,
    /// Most bids and commands that wait for one lot, and most late bids that it holds back at its close. Beyond: overloaded.
    pub mailbox_len_max: usize,
    /// Most orders that a lot judges in one batch. Once so many records are on their way to the journal, it takes no further
    /// ones until some have arrived. Bounds the time for which reads wait behind bids.
    pub batch_len_max: usize,
    /// Most questions (views, outcomes, offers) that wait for one lot.
    pub reads_len_max: usize,
    /// Most questions and changes that wait for the desk of events.
    pub desk_len_max: usize,
    /// How long a question or a buyer's command waits for a place in a queue before it is answered `overloaded`.
    pub place_wait_max: Duration,
    /// How long a lot waits at its close, at the very most, for bids that were in time.
    pub settle_max: Duration,
    /// How long before its opening a sleeping lot is woken.
    pub wake_ahead: Duration,
    /// An ended lot that nobody has used for so long leaves memory; so does one that is far from its opening.
    pub ended_sleep_after: Duration,
}

impl EngineSettings {
    /// The defaults.
    #[must_use]
    pub const fn new(receipt_key: String) -> Self {
        Self {
            receipt_key,
            mailbox_len_max: 4_096,
            batch_len_max: 1_024,
            reads_len_max: 1_024,
            desk_len_max: 256,
            place_wait_max: Duration::from_secs(2),
            settle_max: Duration::from_secs(2),
            wake_ahead: Duration::from_secs(1),
            ended_sleep_after: Duration::from_mins(10),
        }
    }
}
