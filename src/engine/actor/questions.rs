//! Questions are looked up in what was judged when they were taken, and answered once all of that is committed: judging
//! goes on meanwhile, and nobody sees what may still be lost.

use tokio::sync::oneshot;

use super::LotActor;
use super::commit::{Judged, tell};
use crate::auction::view::OfferPage;
use crate::clock::Instant;
use crate::engine::answer::BidAnswer;
use crate::engine::handle::{Question, Snapshot};
use crate::engine::ledger::Ledger;
use crate::ids::Seq;

/// Most questions looked up in one go, so that bids never wait long behind readers, and most that wait for a commit.
const QUESTIONS_MAX: usize = 256;
/// Most offers in one page of the bid graph; one that shows fewer looks at no more than takes as long.
const OFFERS_PAGE_MAX: usize = 1_000;

/// What a question has found, for whoever has asked.
#[derive(Debug)]
pub(super) enum Found {
    Snapshot(oneshot::Sender<Snapshot>, Snapshot),
    Outcome(oneshot::Sender<Option<BidAnswer>>, Option<(Seq, Instant, Judged)>),
    Offers(oneshot::Sender<OfferPage>, OfferPage),
}

impl LotActor {
    /// Whether there is room for a question more beside those that wait for a commit.
    pub(super) fn takes_questions(&self) -> bool {
        self.flights.questions() < QUESTIONS_MAX
    }

    /// Looks whether anybody asks.
    pub(super) fn answer_questions(&mut self) {
        for _ in 0..QUESTIONS_MAX {
            if !self.takes_questions() {
                break;
            }
            let Ok(question) = self.questions.try_recv() else { break };
            self.find(question);
        }
    }

    /// Looks the answer up. It leaves at once where all that was judged is committed, else with what is not.
    pub(super) fn find(&mut self, question: Question) {
        assert!(self.staged.drafts.is_empty(), "what was judged has been handed in");
        let found = self.found(question);
        if let Some(found) = self.flights.join_last_question(found) {
            found.tell(&self.owned.ledger);
        }
    }

    fn found(&self, question: Question) -> Found {
        let (lot, ledger) = (&self.owned.lot, &self.owned.ledger);
        match question {
            Question::Snapshot(reply) => {
                let snapshot = Snapshot {
                    board: lot.board().clone(),
                    constants: self.constants.clone(),
                    messages: ledger.messages().clone(),
                };
                Found::Snapshot(reply, snapshot)
            }
            Question::Outcome { bidder, bid_ref, reply } => {
                let outcome = lot.outcome(&bidder, &bid_ref);
                let judged =
                    outcome.map(|outcome| (outcome.seq, outcome.at, Judged::of_outcome(lot.setup(), &outcome)));
                Found::Outcome(reply, judged)
            }
            Question::Offers { viewer, after, reply } => {
                Found::Offers(reply, lot.offers(&viewer, after, OFFERS_PAGE_MAX))
            }
        }
    }
}

impl Found {
    /// Answers; the records that it tells of are in the ledger by now.
    pub(super) fn tell(self, ledger: &Ledger) {
        match self {
            Self::Snapshot(reply, snapshot) => tell(reply, snapshot),
            Self::Outcome(reply, judged) => {
                tell(reply, judged.map(|(seq, at, judged)| judged.answer(ledger.recorded(seq, at))));
            }
            Self::Offers(reply, page) => tell(reply, page),
        }
    }
}
