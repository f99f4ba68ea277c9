//! How the rest of the engine speaks to a lot's actor: orders in the lot's order, and questions between batches.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use super::acts::ActRequest;
use super::answer::{ActAnswer, BidAnswer, Denied, Recorded, ReplyTo};
use super::card::LotCard;
use super::feed::Hub;
use super::ledger::Broadcast;
use super::shared::Shared;
use crate::auction::PlaceBid;
use crate::auction::view::{Board, Constants, OfferPage, Viewer};
use crate::ids::{BidRef, BidderId, LotId, OrgId, PersonId, Seq};
use crate::journal::Actor;

/// The way to a lot that is awake. As long as anyone holds it, the lot stays awake.
#[derive(Debug)]
pub(super) struct LotHandle {
    pub(super) card: Arc<LotCard>,
    pub(super) hub: Arc<Hub>,
    pub(super) orders: mpsc::Sender<Order>,
    pub(super) questions: mpsc::Sender<Question>,
    pub(super) shared: Arc<Shared>,
}

/// Something that changes the lot, judged in the order in which it comes.
#[derive(Debug)]
pub(super) enum Order {
    Bid(BidOrder),
    AcceptTerms { bidder: BidderId, actor: Actor, reply: Reply<Recorded> },
    RequestAnnulment { bidder: BidderId, bid_ref: BidRef, reason: String, actor: Actor, reply: Reply<Recorded> },
    Act { act: ActRequest, org: OrgId, person: PersonId, reply: Reply<ActAnswer> },
}

/// Where the answer to a command goes.
pub(super) type Reply<T> = oneshot::Sender<Result<T, Denied>>;

/// A bid on its way to judgement.
#[derive(Debug)]
pub(super) struct BidOrder {
    pub(super) bid: PlaceBid,
    pub(super) actor: Actor,
    pub(super) reply: BidReply,
}

/// Where a bid is answered, once. One that is dropped without an answer, by a defect, says that nothing is known.
#[derive(Debug)]
pub(super) struct BidReply {
    to: Option<(ReplyTo, LotId)>,
    bid_ref: BidRef,
}

/// Something asked of committed state.
#[derive(Debug)]
pub(super) enum Question {
    Snapshot(oneshot::Sender<Snapshot>),
    Outcome { bidder: BidderId, bid_ref: BidRef, reply: oneshot::Sender<Option<BidAnswer>> },
    Offers { viewer: Viewer, after: Seq, reply: oneshot::Sender<OfferPage> },
}

/// A committed state, to render views from.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    pub(super) board: Board,
    /// Rendered once, when the lot was loaded.
    pub(super) constants: Arc<Constants>,
    pub(super) messages: Arc<Vec<Broadcast>>,
}

impl BidReply {
    pub(super) fn new(to: ReplyTo, lot: LotId, bid_ref: BidRef) -> Self {
        Self { to: Some((to, lot)), bid_ref }
    }

    pub(super) fn bid_ref(&self) -> &BidRef {
        &self.bid_ref
    }

    pub(super) fn answer(mut self, answer: BidAnswer) {
        self.send(answer);
    }

    fn send(&mut self, answer: BidAnswer) {
        if let Some((to, lot)) = self.to.take() {
            // Whoever asked may have left: what is recorded stands all the same.
            let _ = to.send((lot, self.bid_ref.clone(), answer));
        }
    }
}

impl Drop for BidReply {
    fn drop(&mut self) {
        self.send(BidAnswer::Unavailable);
    }
}

impl LotHandle {
    /// Hands a command in and waits for its answer.
    pub(super) async fn command<T>(&self, order: impl FnOnce(Reply<T>) -> Order) -> Result<T, Denied> {
        if self.shared.stopping.is_cancelled() {
            return Err(Denied::Unavailable);
        }
        let (reply, answer) = oneshot::channel();
        send(&self.orders, order(reply), &self.shared).await?;
        answer.await.unwrap_or(Err(Denied::Unavailable))
    }

    /// Asks about committed state: never older than any answer that was sent before.
    pub(super) async fn ask<T>(&self, question: impl FnOnce(oneshot::Sender<T>) -> Question) -> Result<T, Denied> {
        let (reply, answer) = oneshot::channel();
        send(&self.questions, question(reply), &self.shared).await?;
        answer.await.map_err(|_| Denied::Unavailable)
    }
}

/// Waits a bounded time for a place in the queue.
pub(super) async fn send<T>(queue: &mpsc::Sender<T>, item: T, shared: &Shared) -> Result<(), Denied> {
    match queue.send_timeout(item, shared.settings.place_wait_max).await {
        Ok(()) => Ok(()),
        Err(mpsc::error::SendTimeoutError::Timeout(_)) => Err(Denied::Overloaded),
        Err(mpsc::error::SendTimeoutError::Closed(_)) => Err(Denied::Unavailable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bid_that_is_dropped_without_an_answer_is_answered_once() {
        let (to, mut answers) = mpsc::unbounded_channel();
        let (lot, bid_ref) = (LotId::parse("lot").unwrap(), BidRef::parse("a1").unwrap());

        drop(BidReply::new(to.clone(), lot.clone(), bid_ref.clone()));
        BidReply::new(to, lot.clone(), bid_ref.clone()).answer(BidAnswer::Overloaded);

        assert_eq!(answers.try_recv().unwrap(), (lot.clone(), bid_ref.clone(), BidAnswer::Unavailable));
        assert_eq!(answers.try_recv().unwrap(), (lot, bid_ref, BidAnswer::Overloaded));
        assert!(answers.try_recv().is_err());
    }
}
