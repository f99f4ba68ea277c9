//! Questions are answered when nothing is on its way: then the actor's state is the committed one.

use super::LotActor;
use super::commit::Judged;
use crate::engine::handle::{Question, Snapshot};

/// Most questions answered in one go, so that bids never wait long behind readers.
const QUESTIONS_PER_TURN_MAX: usize = 256;
/// Most offers in one page of the bid graph; one that shows fewer looks at no more than takes as long.
const OFFERS_PAGE_MAX: usize = 1_000;

impl LotActor {
    /// Looks whether anybody asks, and answers if nothing is on its way. Else the actor takes no orders until it can.
    pub(super) fn answer_questions(&mut self) {
        if self.asked.is_none() {
            self.asked = self.questions.try_recv().ok();
        }
        if !self.flights.is_empty() {
            return;
        }
        let mut left = QUESTIONS_PER_TURN_MAX;
        while let Some(question) = self.asked.take() {
            self.answer_question(question);
            left -= 1;
            self.asked = if left > 0 { self.questions.try_recv().ok() } else { None };
        }
    }

    pub(super) fn answer_question(&self, question: Question) {
        assert!(self.staged.drafts.is_empty() && self.flights.is_empty(), "only committed state is shown");
        let board = self.owned.lot.board();
        let ledger = &self.owned.ledger;
        // Whoever asked may have left.
        match question {
            Question::Snapshot(reply) => {
                let _ = reply.send(Snapshot { board: board.clone(), messages: ledger.messages().clone() });
            }
            Question::Outcome { bidder, bid_ref, reply } => {
                let outcome = self.owned.lot.outcome(&bidder, &bid_ref);
                let _ = reply.send(outcome.map(|outcome| {
                    Judged::of_outcome(self.owned.lot.setup(), &outcome)
                        .answer(ledger.recorded(outcome.seq, outcome.at))
                }));
            }
            Question::Offers { viewer, after, reply } => {
                let _ = reply.send(self.owned.lot.offers(&viewer, after, OFFERS_PAGE_MAX));
            }
        }
    }
}
