//! Questions about the lot: looked up in what was judged when they were taken, answered once that is committed.
//!
//! Judging goes on meanwhile, and no answer shows what may still be lost.

use super::found::FoundAnswer;
use super::lot_actor::LotActor;
use super::staged::Judged;
use crate::engine::acts;
use crate::engine::feed::LotSnapshot;
use crate::engine::handle::Question;
use crate::engine::report::LotRecords;

/// Most questions looked up without a pause, so that bids never wait long behind readers. Also the most that wait for a
/// commit.
const QUESTIONS_MAX: usize = 256;
/// Most offers in one page of the bid graph. A page that shows fewer offers passes over a number of hidden ones that
/// costs about as much.
const OFFERS_PAGE_MAX: usize = 1_000;

impl LotActor {
    /// Whether there is room for another question beside those that wait for a commit.
    pub(super) fn takes_questions(&self) -> bool {
        self.flights.questions() < QUESTIONS_MAX
    }

    /// Takes the questions that wait, as far as there is room.
    pub(super) fn answer_questions(&mut self) {
        for _ in 0..QUESTIONS_MAX {
            if !self.takes_questions() {
                break;
            }
            let Ok(question) = self.questions.try_recv() else { break };
            self.find(question);
        }
    }

    /// Looks the answer up. It leaves at once where all that was judged is committed; otherwise with the newest batch.
    pub(super) fn find(&mut self, question: Question) {
        assert!(self.staged.drafts.is_empty(), "what was judged has been handed in");
        let found = self.found(question);
        if let Some(found) = self.flights.join_last_question(found) {
            found.answer(&self.owned.ledger);
        }
    }

    fn found(&self, question: Question) -> FoundAnswer {
        let (lot, ledger) = (&self.owned.lot, &self.owned.ledger);
        match question {
            Question::Snapshot(reply) => {
                let snapshot = LotSnapshot {
                    board: lot.board().clone(),
                    constants: self.constants.clone(),
                    messages: ledger.messages().clone(),
                    persons: ledger.persons().clone(),
                    terms: ledger.terms().clone(),
                    directory: self.shared.settings.directory.clone(),
                };
                FoundAnswer::Snapshot(reply, snapshot)
            }
            Question::Console(reply) => FoundAnswer::Console(reply, lot.console(self.shared.clock.now())),
            Question::Refusals { after, limit, reply } => FoundAnswer::Refusals(reply, lot.refusals(after, limit)),
            Question::OwnBids { bidder, reply } => FoundAnswer::OwnBids(reply, lot.own_bids(&bidder)),
            Question::Report(reply) => {
                let report = LotRecords {
                    report: lot.report(),
                    constants: self.constants.clone(),
                    persons: ledger.persons().clone(),
                    directory: self.shared.settings.directory.clone(),
                };
                FoundAnswer::Report(reply, report)
            }
            Question::Path { after, limit, reply } => FoundAnswer::Path(reply, lot.path(after, limit)),
            Question::Leads { after, limit, reply } => FoundAnswer::Leads(reply, lot.leads(after, limit)),
            Question::Outcome { bidder, bid_ref, reply } => {
                let outcome = lot.outcome(&bidder, &bid_ref);
                let judged =
                    outcome.map(|outcome| (outcome.seq, outcome.at, Judged::of_outcome(lot.setup(), &outcome)));
                FoundAnswer::Outcome(reply, judged)
            }
            Question::Offers { viewer, past, after, reply } => {
                let board = past.as_deref().unwrap_or_else(|| lot.board());
                FoundAnswer::Offers(reply, lot.offers_at(board, &viewer, after, OFFERS_PAGE_MAX))
            }
            Question::CheckKey { actor, key, reply } => {
                let checked = key.map_or(Ok(None), |key| ledger.done_with(&actor, &key));
                FoundAnswer::KeyChecked(reply, checked.map(|_| ()))
            }
            Question::Copy { act, org, reply } => {
                // The moment at which the lot was judged last: everything that was due then has happened on the copy.
                let at = self.staged.at;
                FoundAnswer::Copy(reply, acts::resolve(act, lot, &org).map(|act| (lot.copy_for(act), at)))
            }
        }
    }
}
