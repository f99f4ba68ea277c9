//! The answer that a question has found, until it may leave.

use tokio::sync::oneshot;

use super::staged::Judged;
use crate::auction::LotCopy;
use crate::auction::view::{ConsoleBoard, LeadPage, OfferPage, OwnBids, PathPage, RefusalPage};
use crate::clock::Instant;
use crate::engine::answer::{BidAnswer, Denied};
use crate::engine::feed::LotSnapshot;
use crate::engine::handle::{Reply, reply_with};
use crate::engine::ledger::Ledger;
use crate::engine::report::LotRecords;
use crate::ids::Seq;
use crate::journal::Hash;

/// What a question has found, and where its answer goes.
#[derive(Debug)]
pub(super) enum FoundAnswer {
    Snapshot(oneshot::Sender<LotSnapshot>, LotSnapshot),
    Console(oneshot::Sender<ConsoleBoard>, ConsoleBoard),
    Refusals(oneshot::Sender<RefusalPage>, RefusalPage),
    OwnBids(oneshot::Sender<OwnBids>, OwnBids),
    Report(oneshot::Sender<(LotRecords, Hash)>, LotRecords),
    Leads(oneshot::Sender<LeadPage>, LeadPage),
    Path(oneshot::Sender<PathPage>, PathPage),
    Outcome(oneshot::Sender<Option<BidAnswer>>, Option<(Seq, Instant, Judged)>),
    Offers(oneshot::Sender<OfferPage>, OfferPage),
    KeyChecked(Reply<()>, Result<(), Denied>),
    Copy(Reply<(LotCopy, Instant)>, Result<(LotCopy, Instant), Denied>),
}

impl FoundAnswer {
    /// Answers. The records that the answer names are in the ledger by now.
    pub(super) fn answer(self, ledger: &Ledger) {
        match self {
            Self::Snapshot(reply, snapshot) => reply_with(reply, snapshot),
            Self::Console(reply, board) => reply_with(reply, board),
            Self::Refusals(reply, page) => reply_with(reply, page),
            Self::OwnBids(reply, own) => reply_with(reply, own),
            Self::Report(reply, records) => {
                let (seq, at) = records.last();
                reply_with(reply, (records, ledger.recorded(seq, at).hash));
            }
            Self::Leads(reply, page) => reply_with(reply, page),
            Self::Path(reply, page) => reply_with(reply, page),
            Self::Outcome(reply, judged) => {
                reply_with(reply, judged.map(|(seq, at, judged)| judged.answer(ledger.recorded(seq, at))));
            }
            Self::Offers(reply, page) => reply_with(reply, page),
            Self::KeyChecked(reply, checked) => reply_with(reply, checked),
            Self::Copy(reply, copy) => reply_with(reply, copy),
        }
    }
}
