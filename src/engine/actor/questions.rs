//! Questions are answered between batches, when the actor's state is the committed one.

use super::LotActor;
use super::commit::Judged;
use crate::engine::handle::{Question, Snapshot};

/// Most questions answered between two batches, so that bids never wait long behind readers.
const QUESTIONS_PER_TURN_MAX: usize = 256;
/// Most offers in one page of the bid graph.
const OFFERS_PAGE_MAX: usize = 1_000;

impl LotActor {
    pub(super) fn answer_waiting_questions(&mut self) {
        for _ in 0..QUESTIONS_PER_TURN_MAX {
            let Ok(question) = self.questions.try_recv() else { return };
            self.answer_question(question);
        }
    }

    pub(super) fn answer_question(&self, question: Question) {
        assert!(self.staged.drafts.is_empty(), "questions are answered on committed state only");
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
