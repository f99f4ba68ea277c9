//! What a batch has decided, and the answers that wait for its commit. Nothing of it is known outside the actor.

use indexmap::IndexMap;

use crate::auction::event::Accepted;
use crate::auction::{Event, Outcome, Reason, Setup, Verdict, refusal};
use crate::clock::Instant;
use crate::engine::answer::{ActAnswer, BidAnswer, Denied, Recorded};
use crate::engine::handle::{BidReply, Reply};
use crate::engine::ledger::DoneCommand;
use crate::ids::{ItemId, Seq};
use crate::journal::Draft;
use crate::money::Amount;

/// What a batch has decided so far.
#[derive(Debug)]
pub(super) struct Staged {
    /// When the batch is decided.
    pub(super) at: Instant,
    /// The place of the last staged record.
    pub(super) seq: Seq,
    pub(super) drafts: Vec<Draft>,
    pub(super) answers: Vec<PendingAnswer>,
}

/// The first of the records that a command caused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caused {
    pub(super) seq: Seq,
    /// It waits for a second buyer.
    pub(super) waits: bool,
}

/// What the answer to a bid says beside its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    Accepted { received_at: Instant, rank: u32, total: Amount, evaluated: Amount },
    Refused { received_at: Instant, reason: Reason, limit: Option<Amount>, message: String },
}

/// An answer that waits for the commit.
#[derive(Debug)]
pub(super) enum PendingAnswer {
    Bid { reply: BidReply, received_at: Instant, seq: Seq, at: Instant, judged: Judged },
    Recorded { reply: Reply<Recorded>, recorded: Result<(Seq, Instant), Denied> },
    Act { reply: Reply<ActAnswer>, done: Result<DoneCommand, Denied> },
}

impl Staged {
    pub(super) const fn new(at: Instant, seq: Seq) -> Self {
        Self { at, seq, drafts: Vec::new(), answers: Vec::new() }
    }
}

impl Judged {
    /// The answer, once the record is committed.
    pub(super) fn answer(self, record: Recorded) -> BidAnswer {
        match self {
            Self::Accepted { received_at, rank, total, evaluated } => {
                BidAnswer::Accepted { record, received_at, rank, total, evaluated }
            }
            Self::Refused { received_at, reason, limit, message } => {
                BidAnswer::Refused { record, received_at, reason, limit, message }
            }
        }
    }

    /// What an event says of the bid that it judges; none for other events.
    pub(super) fn of_event(setup: &Setup, event: &Event) -> Option<Self> {
        if let Event::BidAccepted(bid) = event {
            let Accepted { received_at, rank, total, evaluated, .. } = *bid;
            return Some(Self::Accepted { received_at, rank, total, evaluated });
        }
        if let Event::BidRefused(bid) = event {
            return Some(Self::refused(setup, bid.received_at, bid.reason, bid.limit, &bid.prices));
        }
        None
    }

    /// What was answered the first time.
    pub(super) fn of_outcome(setup: &Setup, outcome: &Outcome) -> Self {
        let Outcome { received_at, prices, .. } = outcome;
        match outcome.verdict {
            Verdict::Accepted { rank, total, evaluated } => {
                Self::Accepted { received_at: *received_at, rank, total, evaluated }
            }
            Verdict::Refused { reason, limit } => Self::refused(setup, *received_at, reason, limit, prices),
        }
    }

    fn refused(
        setup: &Setup,
        received_at: Instant,
        reason: Reason,
        limit: Option<Amount>,
        prices: &IndexMap<ItemId, Amount>,
    ) -> Self {
        let message = refusal::message(setup, reason, limit, prices);
        Self::Refused { received_at, reason, limit, message }
    }
}
