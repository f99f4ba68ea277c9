//! The names of the journal's metrics.

/// Histogram: how long a commit took, seconds.
pub const COMMIT_SECONDS: &str = "fairlot_commit_seconds";
/// Histogram: records in a commit.
pub const COMMIT_RECORDS: &str = "fairlot_commit_records";
/// Gauge: batches that wait for the commit after the one that is being made.
pub const JOURNAL_QUEUE: &str = "fairlot_journal_queue";
