//! The names of the engine's metrics, and what each measures.

/// Bids answered, by `outcome`: `accepted`, a reason for refusal, `overloaded`, `unavailable`.
pub const BIDS_TOTAL: &str = "fairlot_bids_total";
/// Seconds from the moment a bid's frame was read to its answer.
pub const ACK_SECONDS: &str = "fairlot_ack_seconds";
/// Orders judged in one batch of one lot.
pub const BATCH_BIDS: &str = "fairlot_batch_bids";
/// Orders that wait in the mailboxes of all lots, as last counted.
pub const MAILBOX_LEN: &str = "fairlot_mailbox_len";
/// Bids that were in time and reached their lot after the longest settling.
pub const SETTLED_LATE_TOTAL: &str = "fairlot_bids_settled_late_total";
/// Seconds from a commit to the delivery of a state that holds it.
pub const FEED_STALENESS_SECONDS: &str = "fairlot_feed_staleness_seconds";
/// Steps of the machine's wall clock by more than a second, by which no deadline moved.
pub const CLOCK_STEPS_TOTAL: &str = "fairlot_clock_steps_total";
/// Streams that cannot be used: broken ones, and those that another process has written to.
pub const FAILED_STREAMS: &str = "fairlot_failed_streams";
/// Followers of all lots.
pub const FOLLOWERS: &str = "fairlot_followers";
