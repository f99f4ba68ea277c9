//! An actor's metrics. Those used for every bid are looked up once.

use std::time::Duration;

use metrics::{Counter, Gauge, Histogram};

use crate::engine::answer::BidAnswer;
use crate::engine::metric;
use crate::engine::shared::Purpose;

pub(super) struct LotMetrics {
    accepted: Counter,
    ack_seconds: Histogram,
    batch_bids: Histogram,
    mailbox_len: Gauge,
    /// What this lot has added to the gauge, which all lots share.
    mailbox_len_shown: usize,
    purpose: Purpose,
}

impl std::fmt::Debug for LotMetrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LotMetrics")
    }
}

impl LotMetrics {
    /// The metrics of a lot. A practice lot gets those that measure nothing from the recorder of its maker.
    pub(super) fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            accepted: metrics::counter!(metric::BIDS_TOTAL, "outcome" => "accepted"),
            ack_seconds: metrics::histogram!(metric::ACK_SECONDS),
            batch_bids: metrics::histogram!(metric::BATCH_BIDS),
            mailbox_len: metrics::gauge!(metric::MAILBOX_LEN),
            mailbox_len_shown: 0,
        }
    }

    pub(super) fn answered(&self, answer: &BidAnswer) {
        match answer {
            BidAnswer::Accepted { .. } => self.accepted.increment(1),
            BidAnswer::Refused { reason, .. } => self.count(reason.as_str()),
            BidAnswer::Overloaded => self.count("overloaded"),
            BidAnswer::Unavailable => self.count("unavailable"),
        }
    }

    fn count(&self, outcome: &'static str) {
        match self.purpose {
            Purpose::Live => count(outcome),
            Purpose::Practice => {}
        }
    }

    pub(super) fn acknowledged(&self, after: Duration) {
        self.ack_seconds.record(after);
    }

    #[expect(clippy::cast_precision_loss, reason = "a batch is bounded far below 2^52")]
    pub(super) fn batch(&self, orders: usize) {
        self.batch_bids.record(orders as f64);
    }

    #[expect(clippy::cast_precision_loss, reason = "a mailbox is bounded far below 2^52")]
    pub(super) fn mailbox_len(&mut self, len: usize) {
        if len > self.mailbox_len_shown {
            self.mailbox_len.increment((len - self.mailbox_len_shown) as f64);
        } else if len < self.mailbox_len_shown {
            self.mailbox_len.decrement((self.mailbox_len_shown - len) as f64);
        }
        self.mailbox_len_shown = len;
    }
}

/// Counts an answer by its outcome. Looks the metric up each time: for rare outcomes.
pub(in crate::engine) fn count(outcome: &'static str) {
    metrics::counter!(metric::BIDS_TOTAL, "outcome" => outcome).increment(1);
}
