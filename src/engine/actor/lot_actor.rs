//! What a lot's actor holds.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::flight::Flights;
use super::measure::LotMetrics;
use super::settling::Settling;
use super::staged::Staged;
use crate::auction::event::CloseCause;
use crate::auction::view::Constants;
use crate::auction::{Lot, State};
use crate::engine::entry::{LotEntry, LotSummary};
use crate::engine::feed::Followers;
use crate::engine::handle::{BidOrder, LotHandle, Order, Question};
use crate::engine::ledger::Ledger;
use crate::engine::shared::{OpenLot, Shared};
use crate::journal::Stream;

/// A lot and all that belongs to it, folded from its stream.
#[derive(Debug)]
pub(in crate::engine) struct OwnedLot {
    pub(in crate::engine) lot: Lot,
    pub(in crate::engine) ledger: Ledger,
    pub(in crate::engine) stream: Stream,
    /// What closed it, where it is closed.
    pub(in crate::engine) closed_by: Option<CloseCause>,
}

#[derive(Debug)]
pub(in crate::engine) struct LotActor {
    pub(super) owned: OwnedLot,
    /// What all views of the lot share.
    pub(super) constants: Arc<Constants>,
    pub(super) shared: Arc<Shared>,
    pub(super) entry: Arc<LotEntry>,
    pub(super) followers: Arc<Followers>,
    pub(super) orders: mpsc::Receiver<Order>,
    pub(super) questions: mpsc::Receiver<Question>,
    /// Orders that were taken and are judged next.
    pub(super) batch: Vec<Order>,
    pub(super) staged: Staged,
    /// Batches on their way to stable storage.
    pub(super) flights: Flights,
    /// Bids that came at or after the close while the lot settles, in order.
    pub(super) held: VecDeque<BidOrder>,
    pub(super) settling: Option<Settling>,
    /// Held while the lot's last committed state is open.
    open: Option<OpenLot>,
    pub(super) metrics: LotMetrics,
}

impl LotActor {
    /// An actor and the handle to it. It does nothing before it runs.
    pub(in crate::engine) fn new(owned: OwnedLot, entry: Arc<LotEntry>, shared: Arc<Shared>) -> (Self, LotHandle) {
        let (orders, orders_in) = mpsc::channel(shared.settings.mailbox_len_max);
        let (questions, questions_in) = mpsc::channel(shared.settings.reads_len_max);
        let tail = owned.stream.tail();
        let followers = Arc::new(Followers::new(tail.seq, shared.clock.clone()));
        let handle =
            LotHandle { entry: entry.clone(), followers: followers.clone(), orders, questions, shared: shared.clone() };
        let constants = Arc::new(Constants::new(owned.lot.setup()));
        let metrics = LotMetrics::new(shared.purpose);
        let mut actor = Self {
            owned,
            constants,
            shared,
            entry,
            followers,
            orders: orders_in,
            questions: questions_in,
            batch: Vec::new(),
            staged: Staged::new(tail.at, tail.seq),
            flights: Flights::default(),
            held: VecDeque::new(),
            settling: None,
            open: None,
            metrics,
        };
        actor.show(LotSummary::of(actor.owned.lot.board()));
        (actor, handle)
    }

    /// Shows a committed state in the lot's entry and in the count of open lots.
    pub(super) fn show(&mut self, summary: LotSummary) {
        match (summary.state == State::Open, &self.open) {
            (true, None) => self.open = Some(OpenLot::count(&self.shared)),
            (false, Some(_)) => self.open = None,
            (true, Some(_)) | (false, None) => {}
        }
        let shown = self.entry.summary();
        if shown.state != summary.state {
            let (from, to) = (shown.state.as_str(), summary.state.as_str());
            let closes_at = summary.closes_at;
            tracing::info!(lot = %self.entry.id, from, to, %closes_at, "the lot's state has changed");
        }
        if shown != summary {
            self.entry.note(summary);
        }
    }

    pub(super) fn show_mailbox_len(&mut self) {
        self.metrics.mailbox_len(self.orders.len());
    }
}
