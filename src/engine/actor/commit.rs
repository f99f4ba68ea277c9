//! Hands batches to the journal, and answers each one when it is committed.

use super::flight::Flight;
use super::lot_actor::LotActor;
use super::staged::PendingAnswer;
use crate::clock::Instant;
use crate::engine::answer::{ActAnswer, BidAnswer, Denied};
use crate::engine::entry::LotSummary;
use crate::engine::handle::{BidReply, reply_with};
use crate::engine::ledger::{DoneCommand, Ledger};
use crate::journal::AppendError;

impl LotActor {
    /// Hands the journal what was judged; its answers wait until it is committed. Where nothing was staged, they wait
    /// for the newest batch on its way, since they may be about its records.
    pub(super) async fn hand_in(&mut self) -> Result<(), AppendError> {
        self.show_mailbox_len();
        if !self.staged.drafts.is_empty() {
            let drafts = std::mem::take(&mut self.staged.drafts);
            let handed = self.owned.stream.hand_in(drafts).await?;
            let answers = std::mem::take(&mut self.staged.answers);
            self.flights.push(Flight::new(handed, answers, LotSummary::of(self.owned.lot.board())));
        } else if !self.flights.join_last(&mut self.staged.answers) {
            let answers = std::mem::take(&mut self.staged.answers);
            self.answer_all(answers, self.shared.clock.now());
        }
        Ok(())
    }

    /// Answers the oldest batch, whose outcome this is, and all others whose outcome is known by now. Then notes the
    /// commit in the feed.
    pub(super) fn land(&mut self, first: Result<(), AppendError>) -> Result<(), AppendError> {
        let now = self.shared.clock.now();
        let mut any = false;
        let mut outcome = Some(first);
        while let Some(Ok(())) = outcome {
            let Some(flight) = self.flights.pop() else { break };
            flight.records().iter().for_each(|record| self.owned.ledger.commit(*record));
            self.answer_all(flight.answers, now);
            self.show(flight.summary);
            flight.found.into_iter().for_each(|found| found.answer(&self.owned.ledger));
            any = true;
            outcome = self.flights.first_has_landed();
        }
        if any {
            self.followers.changed(self.owned.ledger.last(), now);
        }
        outcome.unwrap_or(Ok(()))
    }

    /// Waits until no batch is on its way.
    pub(super) async fn land_the_rest(&mut self) -> Result<(), AppendError> {
        while !self.flights.is_empty() {
            let outcome = self.flights.first_landed().await;
            self.land(outcome)?;
        }
        Ok(())
    }

    fn answer_all(&self, answers: Vec<PendingAnswer>, now: Instant) {
        for pending in answers {
            self.answer(pending, now);
        }
    }

    fn answer(&self, pending: PendingAnswer, now: Instant) {
        let ledger = &self.owned.ledger;
        match pending {
            PendingAnswer::Bid { reply, received_at, seq, at, judged } => {
                self.metrics.acknowledged(now.saturating_since(received_at));
                self.answer_bid(reply, judged.answer(ledger.recorded(seq, at)));
            }
            PendingAnswer::Recorded { reply, recorded } => {
                reply_with(reply, recorded.map(|(seq, at)| ledger.recorded(seq, at)));
            }
            PendingAnswer::Act { reply, done } => {
                reply_with(reply, done.map(|done| act_answer(ledger, done)));
            }
        }
    }

    /// Answers a bid and counts the answer.
    pub(super) fn answer_bid(&self, reply: BidReply, answer: BidAnswer) {
        self.metrics.answered(&answer);
        reply.answer(answer);
    }

    /// Answers what was judged and is not committed: its outcome is not known.
    pub(super) fn give_up(&mut self) {
        let staged = std::mem::take(&mut self.staged.answers);
        // The answers to questions are dropped: their callers see the channel closed, which means the same.
        let on_their_way = std::iter::from_fn(|| self.flights.pop()).flat_map(|flight| flight.answers);
        let all: Vec<PendingAnswer> = on_their_way.chain(staged).collect();
        for pending in all {
            match pending {
                PendingAnswer::Bid { reply, .. } => self.answer_bid(reply, BidAnswer::Unavailable),
                PendingAnswer::Recorded { reply, .. } => reply_with(reply, Err(Denied::Unavailable)),
                PendingAnswer::Act { reply, .. } => reply_with(reply, Err(Denied::Unavailable)),
            }
        }
    }
}

fn act_answer(ledger: &Ledger, done: DoneCommand) -> ActAnswer {
    let record = ledger.recorded(done.seq, done.at);
    if done.waits { ActAnswer::Waits(record) } else { ActAnswer::Done(record) }
}
