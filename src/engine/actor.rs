//! The lot's actor: the one task that owns a lot and its stream.
//!
//! It takes all that waits, decides and applies each on its own state, hands the journal one batch, and goes on to the
//! next while that is on its way: judging and syncing take turns with nobody. Each batch is answered when it is on stable
//! storage. Nothing that follows from a state that is not committed leaves: no answer, no view, no refusal. Whoever asks
//! for a view is shown what was judged until then, once that is committed; bids go on meanwhile. After a failed commit
//! the actor answers `unavailable` and stops; the state is rebuilt from the journal.

mod commit;
mod flight;
mod judge;
pub(super) mod measure;
mod questions;
mod settle;

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::mpsc;

use self::commit::Staged;
use self::flight::Flights;
use self::measure::LotMetrics;
use self::settle::Settling;
use super::answer::BidAnswer;
use super::card::{Life, LotCard};
use super::feed::Hub;
use super::handle::{BidOrder, LotHandle, Order, Question};
use super::ledger::Ledger;
use super::shared::{OpenLot, Shared};
use crate::auction::event::CloseCause;
use crate::auction::view::Constants;
use crate::auction::{Lot, State};
use crate::clock::Instant;
use crate::journal::{AppendError, Stream};

/// A lot and all that belongs to it, folded from its stream.
#[derive(Debug)]
pub(super) struct OwnedLot {
    pub(super) lot: Lot,
    pub(super) ledger: Ledger,
    pub(super) stream: Stream,
    /// What closed it, where it is closed.
    pub(super) closed_by: Option<CloseCause>,
}

/// Why an actor ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    /// Nobody holds its handle any more, or the engine stops.
    Quietly,
    /// Its journal did not take a batch.
    Failed(AppendError),
}

#[derive(Debug)]
pub(super) struct LotActor {
    owned: OwnedLot,
    /// What all views of the lot share.
    constants: Arc<Constants>,
    shared: Arc<Shared>,
    card: Arc<LotCard>,
    hub: Arc<Hub>,
    orders: mpsc::Receiver<Order>,
    questions: mpsc::Receiver<Question>,
    batch: Vec<Order>,
    staged: Staged,
    /// Batches on their way to stable storage.
    flights: Flights,
    /// Bids that came at or after the close while the lot settles, in order.
    held: VecDeque<BidOrder>,
    settling: Option<Settling>,
    /// There while the lot's last committed state is open.
    open: Option<OpenLot>,
    metrics: LotMetrics,
}

/// What woke the actor.
enum Woken {
    /// The oldest batch that was on its way is there, or is not.
    Landed(Result<(), AppendError>),
    Orders,
    Question(Question),
    Time,
    /// The mailbox is closed and empty.
    NobodyLeft,
}

impl LotActor {
    /// An actor and the handle to it. It does nothing before it runs.
    pub(super) fn new(owned: OwnedLot, card: Arc<LotCard>, shared: Arc<Shared>) -> (Self, LotHandle) {
        let (orders, orders_in) = mpsc::channel(shared.settings.mailbox_len_max);
        let (questions, questions_in) = mpsc::channel(shared.settings.reads_len_max);
        let hub = Arc::new(Hub::new(owned.stream.tail().seq));
        let handle = LotHandle { card: card.clone(), hub: hub.clone(), orders, questions, shared: shared.clone() };
        let tail = owned.stream.tail();
        let staged = Staged::new(tail.at, tail.seq);
        let constants = Arc::new(Constants::new(owned.lot.setup()));
        let mut actor = Self {
            owned,
            constants,
            shared,
            card,
            hub,
            orders: orders_in,
            questions: questions_in,
            batch: Vec::new(),
            staged,
            flights: Flights::default(),
            held: VecDeque::new(),
            settling: None,
            open: None,
            metrics: LotMetrics::new(),
        };
        actor.show(Life::of(actor.owned.lot.board()));
        (actor, handle)
    }

    /// Runs until nobody holds the handle, the engine stops, or the journal fails.
    pub(super) async fn run(mut self) -> Ended {
        let ended = self.take_turns().await.map_or_else(Ended::Failed, |()| Ended::Quietly);
        self.answer_the_rest();
        if let Ended::Failed(error) = &ended {
            tracing::error!(lot = %self.card.id, %error, "the lot has stopped: its state is read again at the next start");
            if *error == AppendError::Unavailable {
                self.shared.fail(&error.to_string());
            }
        }
        ended
    }

    async fn take_turns(&mut self) -> Result<(), AppendError> {
        loop {
            match self.woken().await {
                Woken::Landed(outcome) => self.land(outcome)?,
                Woken::Orders => {
                    self.take_what_else_is_ready().await;
                    self.judge_and_hand_in().await?;
                }
                Woken::Time => self.judge_and_hand_in().await?,
                Woken::Question(question) => {
                    self.judge_and_hand_in().await?;
                    self.find(question);
                }
                Woken::NobodyLeft => return self.land_the_rest().await,
            }
            self.answer_questions();
        }
    }

    async fn judge_and_hand_in(&mut self) -> Result<(), AppendError> {
        self.judge_batch();
        self.hand_in().await
    }

    /// Waits until there is something to do. Answers come first, then orders: questions are looked for after each turn.
    async fn woken(&mut self) -> Woken {
        if self.shared.stopping.is_cancelled() {
            self.orders.close();
        }
        let deadline = self.deadline();
        let limit = self.shared.settings.batch_len_max;
        let takes_orders = self.flights.records() < limit;
        let takes_questions = self.takes_questions();
        let may_end = self.settling.is_none();
        let has_orders = may_end || !self.orders.is_closed() || !self.orders.is_empty();
        tokio::select! {
            biased;
            outcome = self.flights.first_landed() => Woken::Landed(outcome),
            taken = self.orders.recv_many(&mut self.batch, limit), if takes_orders && has_orders => {
                if taken == 0 { Woken::NobodyLeft } else { Woken::Orders }
            }
            () = self.shared.stopping.cancelled(), if !self.orders.is_closed() => Woken::Time,
            () = until(deadline) => Woken::Time,
            Some(question) = self.questions.recv(), if takes_questions => Woken::Question(question),
        }
    }

    /// Lets the connections that are ready to run hand in their bids too. Else the first of many bids that come at once
    /// would be committed alone while the others wait: with fifty bidders, one bid each, a commit then takes 17 to 20
    /// bids, and so 25.
    async fn take_what_else_is_ready(&mut self) {
        tokio::task::yield_now().await;
        while self.batch.len() < self.shared.settings.batch_len_max
            && let Ok(order) = self.orders.try_recv()
        {
            self.batch.push(order);
        }
    }

    /// When something is due by itself. Reckoned on the monotonic clock: a step of the wall clock moves nothing.
    fn deadline(&self) -> Option<tokio::time::Instant> {
        let board = self.owned.lot.board();
        let due = match (&self.settling, board.state()) {
            (Some(settling), State::Open) => Some(settling.look_again_at(self.shared.clock.now())),
            (None, State::Open) => Some(board.closes_at()),
            (_, State::Scheduled | State::Paused | State::Closed | State::Cancelled) => self.owned.lot.next_wake(),
        };
        due.map(|at| self.shared.clock.deadline(at))
    }

    /// Shows a committed state on the card and in the count of open lots.
    fn show(&mut self, life: Life) {
        match (life.state == State::Open, &self.open) {
            (true, None) => self.open = Some(OpenLot::count(&self.shared)),
            (false, Some(_)) => self.open = None,
            (true, Some(_)) | (false, None) => {}
        }
        let shown = self.card.life();
        if shown.state != life.state {
            let (from, to) = (shown.state.as_str(), life.state.as_str());
            tracing::info!(lot = %self.card.id, from, to, closes_at = %life.closes_at, "the lot's state has changed");
        }
        if shown != life {
            self.card.note(life);
        }
    }

    /// Nobody is left without an answer.
    fn answer_the_rest(&mut self) {
        self.orders.close();
        self.questions.close();
        self.give_up();
        for order in std::mem::take(&mut self.held) {
            self.answer_bid(order.reply, BidAnswer::Unavailable);
        }
        while let Ok(order) = self.orders.try_recv() {
            // A command's caller sees its channel closed, which says the same.
            if let Order::Bid(order) = order {
                self.answer_bid(order.reply, BidAnswer::Unavailable);
            }
        }
        self.show_mailbox_len();
        self.hub.close();
    }
}

async fn until(deadline: Option<tokio::time::Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

/// The latest instant of a record and the present, so that time on one lot never runs backwards.
fn never_before(now: Instant, last: Instant) -> Instant {
    now.max(last)
}
