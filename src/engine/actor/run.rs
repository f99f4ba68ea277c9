//! The actor's loop: what it does next, from its start to its end.

use super::lot_actor::LotActor;
use crate::auction::State;
use crate::engine::answer::BidAnswer;
use crate::engine::handle::{Order, Question};
use crate::journal::AppendError;

/// Why an actor ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) enum ActorEnd {
    /// All its handles were dropped, or the engine stops.
    Quiet,
    /// Its journal did not take a batch.
    Failed(AppendError),
}

/// What the actor has to do next.
enum NextStep {
    /// The oldest batch on its way is committed, or has failed.
    Land(Result<(), AppendError>),
    /// Judge the orders that were taken.
    Judge,
    /// Judge what is due by itself.
    JudgeDue,
    Find(Question),
    /// The mailbox is closed and empty.
    End,
}

impl LotActor {
    /// Runs until nobody holds the handle, the engine stops, or the journal fails.
    pub(in crate::engine) async fn run(mut self) -> ActorEnd {
        let end = self.take_steps().await.map_or_else(ActorEnd::Failed, |()| ActorEnd::Quiet);
        self.answer_the_rest();
        if end == ActorEnd::Quiet {
            self.entry.rest(self.owned.lot.board());
        }
        if let ActorEnd::Failed(error) = &end {
            tracing::error!(lot = %self.entry.id, %error, "the lot has stopped: its state is read again at the next start");
            if *error == AppendError::Unavailable {
                self.shared.fail(&error.to_string());
            }
        }
        end
    }

    async fn take_steps(&mut self) -> Result<(), AppendError> {
        loop {
            match self.next_step().await {
                NextStep::Land(outcome) => self.land(outcome)?,
                NextStep::Judge => {
                    self.take_what_else_is_ready().await;
                    self.judge_and_hand_in().await?;
                }
                NextStep::JudgeDue => self.judge_and_hand_in().await?,
                NextStep::Find(question) => {
                    self.judge_and_hand_in().await?;
                    self.find(question);
                }
                NextStep::End => return self.land_the_rest().await,
            }
            self.answer_questions();
        }
    }

    async fn judge_and_hand_in(&mut self) -> Result<(), AppendError> {
        self.judge_batch();
        self.hand_in().await
    }

    /// Waits until there is something to do. Landed batches come first, then orders. Questions come last here, because
    /// the loop looks for them after each step.
    async fn next_step(&mut self) -> NextStep {
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
            outcome = self.flights.first_landed() => NextStep::Land(outcome),
            taken = self.orders.recv_many(&mut self.batch, limit), if takes_orders && has_orders => {
                if taken == 0 { NextStep::End } else { NextStep::Judge }
            }
            () = self.shared.stopping.cancelled(), if !self.orders.is_closed() => NextStep::JudgeDue,
            () = until(deadline) => NextStep::JudgeDue,
            Some(question) = self.questions.recv(), if takes_questions => NextStep::Find(question),
        }
    }

    /// Lets the connections that are ready hand in their bids too. Otherwise the first of many bids that come at once is
    /// committed alone while the others wait. See docs/performance.md, Bids in a commit.
    async fn take_what_else_is_ready(&mut self) {
        tokio::task::yield_now().await;
        while self.batch.len() < self.shared.settings.batch_len_max
            && let Ok(order) = self.orders.try_recv()
        {
            self.batch.push(order);
        }
    }

    /// When something is due by itself. Computed on the monotonic clock, so that a step of the wall clock moves nothing.
    fn deadline(&self) -> Option<tokio::time::Instant> {
        let board = self.owned.lot.board();
        let due = match (&self.settling, board.state()) {
            (Some(settling), State::Open) => Some(settling.look_again_at(self.shared.clock.now())),
            (None, State::Open) => Some(board.closes_at()),
            (_, State::Scheduled | State::Paused | State::Closed | State::Cancelled) => self.owned.lot.next_wake(),
        };
        due.map(|at| self.shared.clock.deadline(at))
    }

    /// Answers everything that still waits, with `unavailable`.
    fn answer_the_rest(&mut self) {
        self.orders.close();
        self.questions.close();
        self.give_up();
        for order in std::mem::take(&mut self.held) {
            self.answer_bid(order.reply, BidAnswer::Unavailable);
        }
        while let Ok(order) = self.orders.try_recv() {
            // A command's caller sees its channel closed, which means the same.
            if let Order::Bid(order) = order {
                self.answer_bid(order.reply, BidAnswer::Unavailable);
            }
        }
        self.show_mailbox_len();
        self.followers.close();
    }
}

async fn until(deadline: Option<tokio::time::Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
