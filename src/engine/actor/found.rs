//! The answer that a question has found, until it may leave.

use tokio::sync::oneshot;

use super::staged::Judged;
use crate::auction::view::OfferPage;
use crate::clock::Instant;
use crate::engine::answer::BidAnswer;
use crate::engine::feed::Snapshot;
use crate::engine::handle::reply_with;
use crate::engine::ledger::Ledger;
use crate::ids::Seq;

/// What a question has found, and where its answer goes.
#[derive(Debug)]
pub(super) enum FoundAnswer {
    Snapshot(oneshot::Sender<Snapshot>, Snapshot),
    Outcome(oneshot::Sender<Option<BidAnswer>>, Option<(Seq, Instant, Judged)>),
    Offers(oneshot::Sender<OfferPage>, OfferPage),
}

impl FoundAnswer {
    /// Answers. The records that the answer names are in the ledger by now.
    pub(super) fn answer(self, ledger: &Ledger) {
        match self {
            Self::Snapshot(reply, snapshot) => reply_with(reply, snapshot),
            Self::Outcome(reply, judged) => {
                reply_with(reply, judged.map(|(seq, at, judged)| judged.answer(ledger.recorded(seq, at))));
            }
            Self::Offers(reply, page) => reply_with(reply, page),
        }
    }
}
