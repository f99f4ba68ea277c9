//! The way of a batch: handed in, committed, answered.

use indexmap::IndexMap;
use tokio::sync::oneshot;

use super::LotActor;
use super::flight::Flight;
use super::judge::Caused;
use crate::auction::{Event, Outcome, Reason, Setup, Verdict, refusal};
use crate::clock::Instant;
use crate::engine::answer::{ActAnswer, BidAnswer, Denied, Recorded};
use crate::engine::card::Life;
use crate::engine::handle::{BidReply, Reply};
use crate::engine::ledger::Ledger;
use crate::ids::{ItemId, Seq};
use crate::journal::{AppendError, Draft};
use crate::money::Amount;

/// What a batch has decided so far. Nothing of it is known outside.
#[derive(Debug)]
pub(super) struct Staged {
    /// When the batch is decided.
    pub(super) at: Instant,
    /// The place of the last staged record.
    pub(super) seq: Seq,
    pub(super) drafts: Vec<Draft>,
    pub(super) answers: Vec<Pending>,
}

/// What a bid's answer says of it beside its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    Accepted { rank: u32, total: Amount, evaluated: Amount },
    Refused { reason: Reason, limit: Option<Amount>, message: String },
}

/// An answer that waits for the commit.
#[derive(Debug)]
pub(super) enum Pending {
    Bid { reply: BidReply, received_at: Instant, seq: Seq, at: Instant, judged: Judged },
    Recorded { reply: Reply<Recorded>, recorded: Result<(Seq, Instant), Denied> },
    Act { reply: Reply<ActAnswer>, caused: Result<Caused, Denied>, at: Instant },
}

impl Staged {
    pub(super) const fn new(at: Instant, seq: Seq) -> Self {
        Self { at, seq, drafts: Vec::new(), answers: Vec::new() }
    }
}

impl LotActor {
    /// Hands the journal what was judged; its answers wait until it is committed. Where nothing was staged, they wait
    /// for what is on its way, since they may be about that.
    pub(super) async fn hand_in(&mut self) -> Result<(), AppendError> {
        self.show_mailbox_len();
        if !self.staged.drafts.is_empty() {
            let drafts = std::mem::take(&mut self.staged.drafts);
            let handed = self.owned.stream.hand_in(drafts).await?;
            let answers = std::mem::take(&mut self.staged.answers);
            self.flights.push(Flight::new(handed, answers, Life::of(self.owned.lot.board())));
        } else if !self.flights.join_last(&mut self.staged.answers) {
            let answers = std::mem::take(&mut self.staged.answers);
            self.answer_all(answers, self.shared.clock.now());
        }
        Ok(())
    }

    /// Answers the oldest batch, whose outcome this is, and all others that have become known with it; then tells the feed.
    pub(super) fn land(&mut self, first: Result<(), AppendError>) -> Result<(), AppendError> {
        let now = self.shared.clock.now();
        let mut any = false;
        let mut outcome = Some(first);
        while let Some(Ok(())) = outcome {
            let Some(flight) = self.flights.pop() else { break };
            flight.records().iter().for_each(|record| self.owned.ledger.commit(*record));
            self.answer_all(flight.answers, now);
            self.show(flight.life);
            flight.found.into_iter().for_each(|found| found.tell(&self.owned.ledger));
            any = true;
            outcome = self.flights.first_has_landed();
        }
        if any {
            self.hub.changed(self.owned.ledger.last(), now);
        }
        outcome.unwrap_or(Ok(()))
    }

    /// Waits until nothing is on its way any more.
    pub(super) async fn land_the_rest(&mut self) -> Result<(), AppendError> {
        while !self.flights.is_empty() {
            let outcome = self.flights.first_landed().await;
            self.land(outcome)?;
        }
        Ok(())
    }

    fn answer_all(&self, answers: Vec<Pending>, now: Instant) {
        for pending in answers {
            self.answer(pending, now);
        }
    }

    fn answer(&self, pending: Pending, now: Instant) {
        let ledger = &self.owned.ledger;
        match pending {
            Pending::Bid { reply, received_at, seq, at, judged } => {
                self.metrics.acknowledged(now.saturating_since(received_at));
                self.answer_bid(reply, judged.answer(ledger.recorded(seq, at)));
            }
            Pending::Recorded { reply, recorded } => {
                tell(reply, recorded.map(|(seq, at)| ledger.recorded(seq, at)));
            }
            Pending::Act { reply, caused, at } => tell(reply, caused.map(|caused| act_answer(ledger, caused, at))),
        }
    }

    /// Answers a bid and counts it.
    pub(super) fn answer_bid(&self, reply: BidReply, answer: BidAnswer) {
        self.metrics.answered(&answer);
        reply.answer(answer);
    }

    /// The outcome of what was judged is not known.
    pub(super) fn give_up(&mut self) {
        let staged = std::mem::take(&mut self.staged.answers);
        // Whoever waits for what a question has found sees the channel closed, which says the same.
        let on_their_way = std::iter::from_fn(|| self.flights.pop()).flat_map(|flight| flight.answers);
        let all: Vec<Pending> = on_their_way.chain(staged).collect();
        for pending in all {
            match pending {
                Pending::Bid { reply, .. } => self.answer_bid(reply, BidAnswer::Unavailable),
                Pending::Recorded { reply, .. } => tell(reply, Err(Denied::Unavailable)),
                Pending::Act { reply, .. } => tell(reply, Err(Denied::Unavailable)),
            }
        }
    }

    pub(super) fn show_mailbox_len(&mut self) {
        self.metrics.mailbox_len(self.orders.len());
    }
}

impl Judged {
    /// The answer, once the record is committed.
    pub(super) fn answer(self, record: Recorded) -> BidAnswer {
        match self {
            Self::Accepted { rank, total, evaluated } => BidAnswer::Accepted { record, rank, total, evaluated },
            Self::Refused { reason, limit, message } => BidAnswer::Refused { record, reason, limit, message },
        }
    }

    /// What an event says of the bid that it judges; none for other events.
    pub(super) fn of_event(setup: &Setup, event: &Event) -> Option<Self> {
        if let Event::BidAccepted(bid) = event {
            return Some(Self::Accepted { rank: bid.rank, total: bid.total, evaluated: bid.evaluated });
        }
        if let Event::BidRefused(bid) = event {
            return Some(Self::refused(setup, bid.reason, bid.limit, &bid.prices));
        }
        None
    }

    /// What was said the first time.
    pub(super) fn of_outcome(setup: &Setup, outcome: &Outcome) -> Self {
        match outcome.verdict {
            Verdict::Accepted { rank, total, evaluated } => Self::Accepted { rank, total, evaluated },
            Verdict::Refused { reason, limit } => Self::refused(setup, reason, limit, &outcome.prices),
        }
    }

    fn refused(setup: &Setup, reason: Reason, limit: Option<Amount>, prices: &IndexMap<ItemId, Amount>) -> Self {
        Self::Refused { reason, limit, message: refusal::message(setup, reason, limit, prices) }
    }
}

fn act_answer(ledger: &Ledger, caused: Caused, at: Instant) -> ActAnswer {
    let record = ledger.recorded(caused.seq, at);
    if caused.waits { ActAnswer::Waits(record) } else { ActAnswer::Done(record) }
}

pub(super) fn tell<T>(reply: oneshot::Sender<T>, answer: T) {
    // Whoever asked may have left: what is recorded stands all the same.
    let _ = reply.send(answer);
}
