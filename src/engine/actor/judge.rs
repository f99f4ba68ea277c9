//! Judges orders in the lot's order: each is decided and applied on the staged state.

use super::lot_actor::LotActor;
use super::staged::{Caused, Judged, PendingAnswer};
use crate::auction::event::CloseCause;
use crate::auction::{Command, Event, Reason, State};
use crate::clock::Instant;
use crate::engine::answer::{BidAnswer, Denied};
use crate::engine::handle::{BidOrder, Order};
use crate::engine::ledger::DoneCommand;
use crate::engine::{acts, encode, metric};
use crate::idempotency::IdempotencyKey;
use crate::ids::Seq;
use crate::journal::Actor;

impl LotActor {
    /// Judges the batch, after what has become due by itself.
    pub(super) fn judge_batch(&mut self) {
        let now = self.shared.clock.now();
        // Time on one lot never runs backwards, whatever the clock says.
        self.staged.at = now.max(self.owned.stream.tail().at);
        self.staged.seq = self.owned.stream.tail().seq;
        self.judge_what_is_due(now);
        self.begin_to_settle(now);
        let mut batch = std::mem::take(&mut self.batch);
        if !batch.is_empty() {
            self.metrics.batch(batch.len());
        }
        for order in batch.drain(..) {
            self.note_order_taken();
            self.take(order);
        }
        self.batch = batch;
        self.end_settling(now);
    }

    /// Judges the opening and a planned restart; the close belongs to settling. The clock decides what is due, not a
    /// record's `at`.
    fn judge_what_is_due(&mut self, now: Instant) {
        while self.owned.lot.board().state() != State::Open && self.owned.lot.next_wake().is_some_and(|at| at <= now) {
            if self.decide_freely(&Command::Wake, &Actor::System).is_none() {
                return;
            }
        }
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Bid(bid) => self.take_bid(bid),
            Order::AcceptTerms { bidder, actor, reply } => {
                let before = self.owned.ledger.terms_accepted(&bidder);
                let caused = self.decide(&Command::AcceptTerms { bidder: bidder.clone() }, &actor);
                let recorded = caused.map(|caused| match (caused, before) {
                    (Some(caused), _) => Some((caused.seq, self.staged.at)),
                    (None, Some(before)) => Some(before),
                    (None, None) => self.owned.ledger.terms_accepted(&bidder),
                });
                let recorded = recorded.and_then(|place| place.ok_or_else(nothing_to_do));
                self.staged.answers.push(PendingAnswer::Recorded { reply, recorded });
            }
            Order::RequestAnnulment { bidder, bid_ref, reason, actor, key, reply } => {
                let command = Command::RequestAnnulment { bidder, bid_ref, reason };
                let done = self.once(&actor, key.as_deref(), |lot| lot.decide(&command, &actor));
                let recorded = done.map(|done| (done.seq, done.at));
                self.staged.answers.push(PendingAnswer::Recorded { reply, recorded });
            }
            Order::Act { act, org, person, key, reply } => {
                let actor = Actor::Buyer { org: org.clone(), person: person.clone() };
                let done = self.once(&actor, key.as_deref(), |lot| {
                    let act = acts::resolve(act, &lot.owned.lot, &org)?;
                    lot.decide(&Command::Act { by: person, act }, &actor)
                });
                self.staged.answers.push(PendingAnswer::Act { reply, done });
            }
        }
    }

    /// Decides a person's command, unless the same request with the same key was decided before: then its first answer is
    /// the answer, whatever the lot's state is by now (G2). A request that is decided and not committed yet counts too,
    /// and the answer waits for that commit. A refusal is not kept.
    fn once(
        &mut self,
        actor: &Actor,
        key: Option<&IdempotencyKey>,
        decide: impl FnOnce(&mut Self) -> Result<Option<Caused>, Denied>,
    ) -> Result<DoneCommand, Denied> {
        if let Some(key) = key
            && let Some(done) = self.owned.ledger.done_with(actor, key)?
        {
            return Ok(done);
        }
        let first = self.staged.drafts.len();
        let Caused { seq, waits } = decide(self)?.ok_or_else(nothing_to_do)?;
        let done = DoneCommand { seq, at: self.staged.at, waits };
        if let Some(key) = key {
            encode::add_key(&mut self.staged.drafts[first], key);
            self.owned.ledger.note_key(actor, key, done);
        }
        Ok(done)
    }

    /// Judges a bid, or holds it back while the lot settles.
    pub(super) fn take_bid(&mut self, order: BidOrder) {
        let bid = &order.bid;
        let held_back = self.is_held_back(bid.received_at);
        if held_back && self.owned.lot.outcome(&bid.bidder, &bid.bid_ref).is_none() {
            if self.held.len() < self.shared.settings.mailbox_len_max {
                self.held.push_back(order);
            } else {
                self.answer_bid(order.reply, BidAnswer::Overloaded);
            }
            return;
        }
        let BidOrder { bid, actor, reply } = order;
        let (bidder, received_at) = (bid.bidder.clone(), bid.received_at);
        let setup = self.owned.lot.setup().clone();
        let mut first = None;
        let decided = self.decide_with(&Command::PlaceBid(bid), &actor, |seq, event| {
            if first.is_none() {
                first = Judged::of_event(&setup, event).map(|judged| (seq, judged));
            }
        });
        let at = self.staged.at;
        let outcome = match (decided, first) {
            (Ok(_), Some((seq, judged))) => Some((seq, at, judged)),
            (Ok(_), None) => {
                let first_time = self.owned.lot.outcome(&bidder, reply.bid_ref());
                first_time.map(|outcome| (outcome.seq, outcome.at, Judged::of_outcome(&setup, &outcome)))
            }
            (Err(_), _) => None,
        };
        let Some((seq, at, judged)) = outcome else {
            // Only invited bidders reach this point, and no state is wrong for a bid.
            tracing::error!(lot = %self.entry.id, "a bid was neither judged nor known");
            self.answer_bid(reply, BidAnswer::Unavailable);
            return;
        };
        self.count_settled_late(&judged, received_at);
        self.staged.answers.push(PendingAnswer::Bid { reply, received_at, seq, at, judged });
    }

    /// Counts a bid that was in time and came after the longest settling.
    fn count_settled_late(&self, judged: &Judged, received_at: Instant) {
        let late = matches!(judged, Judged::Refused { reason: Reason::Closed, .. })
            && self.owned.closed_by == Some(CloseCause::Time)
            && received_at < self.owned.lot.board().closes_at();
        if late {
            metrics::counter!(metric::SETTLED_LATE_TOTAL).increment(1);
        }
    }

    /// Decides a command that no state forbids.
    pub(super) fn decide_freely(&mut self, command: &Command, actor: &Actor) -> Option<Caused> {
        self.decide(command, actor).ok().flatten()
    }

    fn decide(&mut self, command: &Command, actor: &Actor) -> Result<Option<Caused>, Denied> {
        self.decide_with(command, actor, |_, _| {})
    }

    /// Decides, applies and stages; `seen` gets each event with its place. Returns the first record, where there is one.
    fn decide_with(
        &mut self,
        command: &Command,
        actor: &Actor,
        mut seen: impl FnMut(Seq, &Event),
    ) -> Result<Option<Caused>, Denied> {
        let at = self.staged.at;
        let events = self.owned.lot.decide(command, at).map_err(|wrong| acts::denied(&wrong))?;
        let mut caused = None;
        for event in &events {
            let seq = self.staged.seq.next();
            self.staged.seq = seq;
            self.owned.lot.apply(seq, at, event);
            self.owned.ledger.note(seq, at, actor, event);
            if let Event::LotClosed { cause, .. } = event {
                self.owned.closed_by = Some(*cause);
            }
            self.staged.drafts.push(encode::of_event(at, actor, event));
            caused.get_or_insert(Caused { seq, waits: matches!(event, Event::ActProposed { .. }) });
            seen(seq, event);
        }
        Ok(caused)
    }
}

fn nothing_to_do() -> Denied {
    Denied::WrongState("there is nothing to do".to_owned())
}
