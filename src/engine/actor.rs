//! The lot's actor: the one task that owns a lot and its stream.
//!
//! It takes all that waits, decides and applies each on its own state, hands the journal one batch, and answers when
//! that is on stable storage. While a batch syncs, the next gathers in the mailbox. Nothing that follows from a state
//! that is not committed leaves: no answer, no view, no refusal. After a failed append the actor answers `unavailable`
//! and stops; the state is rebuilt from the journal.

mod commit;
mod judge;
pub(super) mod measure;
mod questions;
mod settle;

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::mpsc;

use self::commit::Staged;
use self::measure::LotMetrics;
use self::settle::Settling;
use super::answer::BidAnswer;
use super::card::{Life, LotCard};
use super::feed::Hub;
use super::handle::{BidOrder, LotHandle, Order, Question};
use super::ledger::Ledger;
use super::shared::{OpenLot, Shared};
use crate::auction::event::CloseCause;
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
    shared: Arc<Shared>,
    card: Arc<LotCard>,
    hub: Arc<Hub>,
    orders: mpsc::Receiver<Order>,
    questions: mpsc::Receiver<Question>,
    batch: Vec<Order>,
    staged: Staged,
    /// Bids that came at or after the close while the lot settles, in order.
    held: VecDeque<BidOrder>,
    settling: Option<Settling>,
    /// There while the lot's committed state is open.
    open: Option<OpenLot>,
    metrics: LotMetrics,
}

/// What woke the actor.
enum Woken {
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
        let mut actor = Self {
            owned,
            shared,
            card,
            hub,
            orders: orders_in,
            questions: questions_in,
            batch: Vec::new(),
            staged,
            held: VecDeque::new(),
            settling: None,
            open: None,
            metrics: LotMetrics::new(),
        };
        actor.show_life();
        (actor, handle)
    }

    /// Runs until nobody holds the handle, the engine stops, or the journal fails.
    pub(super) async fn run(mut self) -> Ended {
        let ended = self.take_turns().await;
        self.answer_the_rest();
        if let Ended::Failed(error) = &ended {
            tracing::error!(lot = %self.card.id, %error, "the lot has stopped: its state is read again at the next start");
            if *error == AppendError::Unavailable {
                self.shared.fail(&error.to_string());
            }
        }
        ended
    }

    async fn take_turns(&mut self) -> Ended {
        loop {
            let question = match self.woken().await {
                Woken::Orders => {
                    self.take_what_else_is_ready().await;
                    None
                }
                Woken::Time => None,
                Woken::Question(question) => Some(question),
                Woken::NobodyLeft => return Ended::Quietly,
            };
            self.judge_batch();
            if let Err(error) = self.commit().await {
                return Ended::Failed(error);
            }
            if let Some(question) = question {
                self.answer_question(question);
            }
            self.answer_waiting_questions();
        }
    }

    /// Waits until there is something to do. Orders come first: questions are answered after each batch anyway.
    async fn woken(&mut self) -> Woken {
        if self.shared.stopping.is_cancelled() {
            self.orders.close();
        }
        let deadline = self.deadline();
        let may_end = self.settling.is_none();
        let limit = self.shared.settings.batch_len_max;
        tokio::select! {
            biased;
            taken = self.orders.recv_many(&mut self.batch, limit), if may_end || !self.orders.is_closed() || !self.orders.is_empty() => {
                if taken == 0 { Woken::NobodyLeft } else { Woken::Orders }
            }
            () = self.shared.stopping.cancelled(), if !self.orders.is_closed() => Woken::Time,
            () = until(deadline) => Woken::Time,
            Some(question) = self.questions.recv() => Woken::Question(question),
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

    /// Shows the committed state on the card and in the count of open lots.
    fn show_life(&mut self) {
        let life = Life::of(self.owned.lot.board());
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
        self.give_up_staged();
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
