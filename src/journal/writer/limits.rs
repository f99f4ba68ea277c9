//! Bounds of one commit and of the queue before it.

/// Bounds of one commit and of the batches that wait for it.
#[derive(Debug, Clone, Copy)]
pub struct WriterLimits {
    /// Most records in one commit. A batch is never split: a larger one is committed alone.
    pub commit_records_max: usize,
    /// Most bytes of bodies in one commit, with the same exception.
    pub commit_bytes_max: usize,
    /// Most batches that wait; further owners wait for room in the queue.
    pub queue_len_max: usize,
}

impl Default for WriterLimits {
    /// A commit of this size takes milliseconds; a longer one would delay the batches behind it.
    fn default() -> Self {
        Self { commit_records_max: 4_096, commit_bytes_max: 8 << 20, queue_len_max: 1_024 }
    }
}
