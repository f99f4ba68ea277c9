//! A lot's handle: how the rest of the engine sends orders and questions to the lot's actor.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use super::answer::{ActAnswer, BidAnswer, Denied, Recorded, ReplyTo};
use super::entry::LotEntry;
use super::feed::{Followers, LotSnapshot, Snapshot, Source};
use super::report::LotRecords;
use super::shared::Shared;
use crate::auction::view::{Board, ConsoleBoard, LeadPage, OfferPage, OwnBids, PathPage, RefusalPage, Viewer};
use crate::auction::{LotCopy, PlaceBid, State};
use crate::clock::Instant;
use crate::idempotency::IdempotencyKey;
use crate::ids::{BidRef, BidderId, LotId, OrgId, PersonId, Seq};
use crate::journal::{Actor, Hash};
use crate::protocol::http::ActRequest;

/// The least time between two renderings of a lot: nobody can read more than twenty states a second. A bidder's own
/// answers do not wait for it. See docs/performance.md, The feed's pace.
const RENDER_INTERVAL_MIN: Duration = Duration::from_millis(50);

/// The handle of a loaded lot. The lot stays loaded while it is held.
#[derive(Debug)]
pub(super) struct LotHandle {
    pub(super) entry: Arc<LotEntry>,
    pub(super) followers: Arc<Followers>,
    pub(super) orders: mpsc::Sender<Order>,
    pub(super) questions: mpsc::Sender<Question>,
    pub(super) shared: Arc<Shared>,
}

/// Something that changes the lot. Orders are judged in the order in which they come.
#[derive(Debug)]
pub(super) enum Order {
    Bid(BidOrder),
    AcceptTerms {
        bidder: BidderId,
        actor: Actor,
        reply: Reply<Recorded>,
    },
    RequestAnnulment {
        bidder: BidderId,
        bid_ref: BidRef,
        reason: String,
        actor: Actor,
        key: RequestKey,
        reply: Reply<Recorded>,
    },
    Act {
        act: ActRequest,
        org: OrgId,
        person: PersonId,
        key: RequestKey,
        reply: Reply<ActAnswer>,
    },
}

/// The key of the request that an order came with. Boxed: orders are as large as a bid, and no larger.
pub(super) type RequestKey = Option<Box<IdempotencyKey>>;

/// Where the answer to a command goes.
pub(super) type Reply<T> = oneshot::Sender<Result<T, Denied>>;

/// A bid that is to be judged.
#[derive(Debug)]
pub(super) struct BidOrder {
    pub(super) bid: PlaceBid,
    pub(super) actor: Actor,
    pub(super) reply: BidReply,
}

/// Where a bid is answered, once. One that is dropped without an answer, by a defect, answers `unavailable`.
#[derive(Debug)]
pub(super) struct BidReply {
    to: Option<(ReplyTo, LotId)>,
    bid_ref: BidRef,
}

/// A question about committed state.
#[derive(Debug)]
pub(super) enum Question {
    Snapshot(oneshot::Sender<LotSnapshot>),
    /// The state as summaries need it.
    Console(oneshot::Sender<ConsoleBoard>),
    Refusals {
        after: Seq,
        limit: usize,
        reply: oneshot::Sender<RefusalPage>,
    },
    /// The bidder's bids as the lot stands.
    OwnBids {
        bidder: BidderId,
        reply: oneshot::Sender<OwnBids>,
    },
    /// The state as a result and files need it, with the hash of its last record.
    Report(oneshot::Sender<(LotRecords, Hash)>),
    Leads {
        after: Seq,
        limit: usize,
        reply: oneshot::Sender<LeadPage>,
    },
    /// The course of the lead from the opening on.
    Path {
        after: Seq,
        limit: usize,
        reply: oneshot::Sender<PathPage>,
    },
    Outcome {
        bidder: BidderId,
        bid_ref: BidRef,
        reply: oneshot::Sender<Option<BidAnswer>>,
    },
    Offers {
        viewer: Viewer,
        /// The board that the lot had then; none for the present.
        past: Option<Box<Board>>,
        after: Seq,
        reply: oneshot::Sender<OfferPage>,
    },
    /// Whether the key was sent before with another request.
    CheckKey {
        actor: Actor,
        key: RequestKey,
        reply: Reply<()>,
    },
    /// What an act would be tried on, and when.
    Copy {
        act: ActRequest,
        org: OrgId,
        reply: Reply<(LotCopy, Instant)>,
    },
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
            // The caller may no longer wait; what is recorded counts all the same.
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
    /// Sends an order and waits for its answer.
    pub(super) async fn command<T>(&self, order: impl FnOnce(Reply<T>) -> Order) -> Result<T, Denied> {
        if self.shared.stopping.is_cancelled() {
            return Err(Denied::Unavailable);
        }
        let (reply, answer) = oneshot::channel();
        send(&self.orders, order(reply), &self.shared).await?;
        answer.await.unwrap_or(Err(Denied::Unavailable))
    }

    /// Asks about committed state. The answer is never older than any answer that was sent before.
    pub(super) async fn ask<T>(&self, question: impl FnOnce(oneshot::Sender<T>) -> Question) -> Result<T, Denied> {
        let (reply, answer) = oneshot::channel();
        send(&self.questions, question(reply), &self.shared).await?;
        answer.await.map_err(|_| Denied::Unavailable)
    }
}

impl Source for LotHandle {
    fn snapshot(&self) -> BoxFuture<'_, Option<Arc<dyn Snapshot>>> {
        let asked = self.ask(Question::Snapshot);
        asked.map(|snapshot| snapshot.ok().map(|snapshot| Arc::new(snapshot) as Arc<dyn Snapshot>)).boxed()
    }

    fn render_interval_min(&self) -> Duration {
        RENDER_INTERVAL_MIN
    }

    fn is_running(&self) -> bool {
        matches!(self.entry.summary().state, State::Open | State::Paused)
    }
}

/// Puts an item into a mailbox. Waits a bounded time for room.
pub(super) async fn send<T>(mailbox: &mpsc::Sender<T>, item: T, shared: &Shared) -> Result<(), Denied> {
    match mailbox.send_timeout(item, shared.settings.mailbox_wait_max).await {
        Ok(()) => Ok(()),
        Err(mpsc::error::SendTimeoutError::Timeout(_)) => Err(Denied::Overloaded),
        Err(mpsc::error::SendTimeoutError::Closed(_)) => Err(Denied::Unavailable),
    }
}

/// Answers a command or a question.
pub(super) fn reply_with<T>(reply: oneshot::Sender<T>, answer: T) {
    // The caller may no longer wait; what is recorded counts all the same.
    let _ = reply.send(answer);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_order_makes_a_bid_larger() {
        assert_eq!(size_of::<Order>(), size_of::<BidOrder>());
    }

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
