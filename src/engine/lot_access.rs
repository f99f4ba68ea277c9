//! A lot as one principal may use it.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::BoxStream;
use indexmap::IndexMap;
use tokio::sync::mpsc::error::TrySendError;
use tokio::task::spawn_blocking;

use super::actor::measure;
use super::answer::{ActAnswer, BidAnswer, BidRequest, Denied, Recorded, ReplyTo};
use super::feed::{self, Beats, Feed};
use super::handle::{BidOrder, BidReply, LotHandle, Order, Question};
use super::presence::{Attendance, ConnectionMark};
use super::record_search::{self, LookedAt, RecordFilter};
use super::reported_lot::ReportedLot;
use super::simulation::ShownSimulation;
use super::{acts, bid_lines, fit, history, offers, own_record, result, simulation};
use crate::auction::view::{BidLine, LeadPoint, PreviewView, RefusalView, Sight, Viewer};
use crate::auction::{FittedOffer, PlaceBid, Setup, State, refusal};
use crate::auth::{Deed, Principal, Role};
use crate::event::simulation::RulesPatch;
use crate::idempotency::IdempotencyKey;
use crate::ids::{BidRef, BidderId, ItemId, LotId, Seq};
use crate::journal::Actor;
use crate::json::{Code, Problem};
use crate::money::Amount;
use crate::protocol::http::{ActRequest, OwnBid};

/// A lot as one principal may use it. Made by `Engine::lot`, which checks that the principal may see it. The lot stays
/// loaded while it is held.
#[derive(Debug, Clone)]
pub struct LotAccess {
    handle: Arc<LotHandle>,
    by: Arc<Principal>,
    viewer: Viewer,
}

impl LotAccess {
    pub(super) fn new(handle: Arc<LotHandle>, by: &Principal, viewer: Viewer) -> Self {
        Self { handle, by: Arc::new(by.clone()), viewer }
    }

    /// The lot's id.
    #[must_use]
    pub fn id(&self) -> &LotId {
        &self.handle.entry.id
    }

    /// Sends a bid to the lot; the answer comes through `reply`. It is `Overloaded`, at once, where the mailbox is full.
    /// The principal is a supplier of the lot: the caller has checked the role.
    pub fn bid(&self, bid: BidRequest, reply: &ReplyTo) {
        let reply = BidReply::new(reply.clone(), self.id().clone(), bid.bid_ref.clone());
        let answer = |reply: BidReply, answer: BidAnswer, outcome: &'static str| {
            measure::count(outcome);
            reply.answer(answer);
        };
        let Viewer::Bidder(bidder) = &self.viewer else {
            tracing::error!(role = ?self.by.role, "a bid came from a principal that is no supplier");
            return answer(reply, BidAnswer::Unavailable, "unavailable");
        };
        if self.handle.shared.stopping.is_cancelled() {
            return answer(reply, BidAnswer::Unavailable, "unavailable");
        }
        let BidRequest { bid_ref, prices, confirmed, received_at } = bid;
        let bid = PlaceBid { bidder: bidder.clone(), bid_ref, prices, confirmed, received_at };
        let order = Order::Bid(BidOrder { bid, actor: self.supplier(), reply });
        match self.handle.orders.try_send(order) {
            Err(TrySendError::Full(Order::Bid(order))) => {
                answer(order.reply, BidAnswer::Overloaded, "overloaded");
            }
            Err(TrySendError::Closed(Order::Bid(order))) => {
                answer(order.reply, BidAnswer::Unavailable, "unavailable");
            }
            Ok(()) | Err(TrySendError::Full(_) | TrySendError::Closed(_)) => {}
        }
    }

    /// The first answer given to that `ref`.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] for anybody but a supplier; `Overloaded`, `Unavailable`.
    pub async fn outcome(&self, bid_ref: &BidRef) -> Result<Option<BidAnswer>, Denied> {
        let (bidder, bid_ref) = (self.bidder("ask for the outcome of a bid")?.clone(), bid_ref.clone());
        self.handle.ask(|reply| Question::Outcome { bidder, bid_ref, reply }).await
    }

    /// A buyer's act. `body` is the act's JSON, with `alias` resolved where identities are hidden. With a key, a repeat of
    /// the request gets the first answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn act(&self, body: &[u8], key: Option<IdempotencyKey>) -> Result<ActAnswer, Denied> {
        self.check_buyer()?;
        self.perform(ActRequest::parse(body).map_err(Denied::Problems)?, key).await
    }

    /// As [`LotAccess::act`], of a buyer's act that is read already.
    pub(super) async fn perform(&self, act: ActRequest, key: Option<IdempotencyKey>) -> Result<ActAnswer, Denied> {
        let (org, person, key) = (self.by.org.clone(), self.by.person.clone(), key.map(Box::new));
        self.handle.command(|reply| Order::Act { act, org, person, key, reply }).await
    }

    /// Whether the lot names its bidders to this buyer. Also checks that the buyer has not sent the key with another
    /// request.
    ///
    /// # Errors
    /// [`Denied::KeyReused`]; `Overloaded`, `Unavailable`.
    pub(super) async fn names_bidders(&self, key: Option<IdempotencyKey>) -> Result<bool, Denied> {
        let actor = Actor::Buyer { org: self.by.org.clone(), person: self.by.person.clone() };
        let key = key.map(Box::new);
        self.handle.ask(|reply| Question::CheckKey { actor, key, reply }).await??;
        let snapshot = self.handle.ask(Question::Snapshot).await?;
        Ok(Sight::new(&snapshot.board, &self.viewer).sees_identities())
    }

    /// Whether the bidder is invited to the lot.
    pub(super) fn invites(&self, bidder: &BidderId) -> bool {
        self.handle.entry.bidders.contains(bidder)
    }

    /// What a buyer's act would do, in JSON; nothing happens. `body` is the act's.
    ///
    /// # Errors
    /// [`Denied`], exactly as for the act itself.
    pub async fn preview(&self, body: &[u8]) -> Result<PreviewView, Denied> {
        self.check_buyer()?;
        self.preview_of(ActRequest::parse(body).map_err(Denied::Problems)?).await
    }

    /// As [`LotAccess::preview`], of an act that is read already. The actor only makes the copy. What takes long, the
    /// limits of every bidder, is done on another thread.
    pub(super) async fn preview_of(&self, act: ActRequest) -> Result<PreviewView, Denied> {
        let (org, by, viewer) = (self.by.org.clone(), self.by.person.clone(), self.viewer.clone());
        let (copy, at) = self.handle.ask(|reply| Question::Copy { act, org, reply }).await??;
        let preview = spawn_blocking(move || copy.preview(&by, &viewer, at)).await.map_err(|error| {
            tracing::error!(%error, "a preview has failed");
            Denied::Unavailable
        })?;
        preview.map_err(|wrong| acts::denied(&wrong))
    }

    fn check_buyer(&self) -> Result<(), Denied> {
        if self.by.role == Role::Buyer {
            return Ok(());
        }
        Err(Denied::Forbidden("only a buyer acts on a lot".to_owned()))
    }

    /// A supplier asks for its standing offer to be annulled. With a key, a repeat of the request gets the first answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn request_annulment(
        &self,
        bid_ref: BidRef,
        reason: String,
        key: Option<IdempotencyKey>,
    ) -> Result<Recorded, Denied> {
        let bidder = self.bidder("ask for its own offer to be annulled")?.clone();
        let (actor, key) = (self.supplier(), key.map(Box::new));
        self.handle.command(|reply| Order::RequestAnnulment { bidder, bid_ref, reason, actor, key, reply }).await
    }

    /// Accepts the event's terms on this lot.
    pub(super) async fn accept_terms(&self) -> Result<Recorded, Denied> {
        let bidder = self.bidder("accept the terms")?.clone();
        let actor = self.supplier();
        self.handle.command(|reply| Order::AcceptTerms { bidder, actor, reply }).await
    }

    /// The whole `lot` message as JSON text; never older than any answer already sent.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn view(&self) -> Result<Bytes, Denied> {
        let snapshot = self.handle.ask(Question::Snapshot).await?;
        Ok(feed::whole_lot(self.id(), &snapshot, &self.viewer, self.handle.shared.clock.now()))
    }

    /// `{"offers": [...]}` after a place in the journal, as this viewer may see them, piece by piece; None for a piece that
    /// shows nothing.
    #[must_use]
    pub fn offers(&self, after: Seq) -> BoxStream<'static, Result<Option<Bytes>, Denied>> {
        offers::pieces(self.handle.clone(), self.viewer.clone(), after)
    }

    /// The lot's records after a place in the journal, one line each, as this viewer may see them; None for a record that
    /// it may not know of.
    #[must_use]
    pub fn history(&self, after: Seq) -> BoxStream<'static, Result<Option<Bytes>, Denied>> {
        history::lines(self.handle.clone(), self.viewer.clone(), after)
    }

    /// The lot's records after a place in the journal, in short where they match. For auditors alone: the caller has
    /// checked the role.
    #[must_use]
    pub fn records(&self, filter: RecordFilter, after: Seq) -> BoxStream<'static, Result<Option<LookedAt>, Denied>> {
        record_search::search(self.handle.clone(), filter, after)
    }

    /// The result in JSON, piece by piece; None for a piece that shows nothing. The first piece is
    /// [`Denied::NotEnded`] where there is no result yet.
    #[must_use]
    pub fn result(&self) -> BoxStream<'static, Result<Option<Bytes>, Denied>> {
        result::pieces(self.handle.clone(), self.viewer.clone())
    }

    /// What other rules would have done on the lot, as this viewer may see it: the last item; None for each record that is
    /// read. [`Denied::NotEnded`] where the lot has not ended, [`Denied::Problems`] where it cannot have the rules.
    #[must_use]
    pub fn simulation(&self, patch: RulesPatch) -> BoxStream<'static, Result<Option<ShownSimulation>, Denied>> {
        simulation::items(self.handle.clone(), self.viewer.clone(), patch)
    }

    /// The lot as it stands, for files.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn report(&self) -> Result<ReportedLot, Denied> {
        let (records, head) = self.handle.ask(Question::Report).await?;
        Ok(ReportedLot::new(self.handle.clone(), self.viewer.clone(), records, head))
    }

    /// The bids of the lot as it stood, opening offers first, as this viewer may see them; None for a record that gives no
    /// line.
    #[must_use]
    pub fn bid_lines(&self, reported: &ReportedLot) -> BoxStream<'static, Result<Option<BidLine>, Denied>> {
        bid_lines::lines(reported)
    }

    /// The supplier's own bids after a place in the journal, oldest first; None for a record that is none of them.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] for anybody but a supplier.
    pub fn own_bids(&self, after: Seq) -> Result<BoxStream<'static, Result<Option<OwnBid>, Denied>>, Denied> {
        let bidder = self.bidder("read a record of its own bids")?.clone();
        Ok(own_record::bids(self.handle.clone(), bidder, after))
    }

    /// The supplier's prices scaled to `total`, or to its highest allowed total; None where there are no such prices.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] for anybody but a supplier; [`Denied::Problems`] where no offer can have the prices;
    /// `Overloaded`, `Unavailable`.
    pub async fn fit(
        &self,
        prices: &IndexMap<ItemId, Amount>,
        total: Option<Amount>,
    ) -> Result<Option<FittedOffer>, Denied> {
        let bidder = self.bidder("ask for prices that fit")?;
        let board = self.handle.ask(Question::Snapshot).await?.board;
        board.fit(bidder, prices, total).map_err(|misfit| fit::denied(board.setup(), prices, misfit))
    }

    /// What the lot was published with, for a computation that changes nothing. It holds what its caller may not see.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub(crate) async fn setup(&self) -> Result<Arc<Setup>, Denied> {
        Ok(self.handle.ask(Question::Snapshot).await?.board.setup().clone())
    }

    /// The total and the evaluated price that an offer of the supplier at these prices would have.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] for anybody but a supplier of the lot; [`Denied::Problems`] where the prices make no offer.
    pub(crate) fn worth(&self, setup: &Setup, prices: &IndexMap<ItemId, Amount>) -> Result<(Amount, Amount), Denied> {
        let bidder = self.bidder("ask what its prices come to")?;
        let invited = setup.bidders.iter().find(|invited| invited.id == *bidder).ok_or(Denied::NotFound)?;
        setup.worth(invited, prices).map_err(|reason| {
            let message = refusal::message(setup, reason, None, prices);
            Denied::Problems(vec![Problem::whole(Code::OutOfRange, message)])
        })
    }

    /// Follows the lot.
    ///
    /// # Errors
    /// `Unavailable` where the lot has stopped.
    pub async fn follow(&self) -> Result<Feed, Denied> {
        self.follow_with(Beats::NotAsked).await
    }

    /// Follows the lot, with beats where they are asked for.
    ///
    /// # Errors
    /// As [`LotAccess::follow`].
    #[expect(clippy::unused_async, reason = "a lot on another node will have to be asked")]
    pub async fn follow_with(&self, beats: Beats) -> Result<Feed, Denied> {
        feed::follow(&self.handle, &self.handle.followers, &self.viewer, beats).ok_or(Denied::Unavailable)
    }

    /// Counts the connection as following the lot while the result is held. None for anybody but a supplier.
    #[must_use]
    pub fn attend(&self, connection: &ConnectionMark) -> Option<Attendance> {
        let Viewer::Bidder(bidder) = &self.viewer else { return None };
        Some(self.handle.shared.presence.attend(&self.handle.entry.event, bidder, &self.by.person, connection))
    }

    /// Whether bids count on the lot now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.handle.entry.summary().state == State::Open
    }

    /// Refused bids after a place in the journal, and the last place of the page where more follow.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] for a supplier and an observer; `Overloaded`, `Unavailable`.
    pub async fn refusals(&self, after: Seq, limit: usize) -> Result<(Vec<RefusalView>, Option<Seq>), Denied> {
        if !self.by.role.may(Deed::ReadRefusals) {
            return Err(Denied::Forbidden(self.by.role.refusal(Deed::ReadRefusals)));
        }
        let page = self.handle.ask(|reply| Question::Refusals { after, limit, reply }).await?;
        Ok((page.shown_to(&self.viewer), page.next))
    }

    /// Changes of the lead after a place in the journal, and the last place of the page where more follow.
    ///
    /// # Errors
    /// [`Denied::Forbidden`] for a supplier; `Overloaded`, `Unavailable`.
    pub async fn leads(&self, after: Seq, limit: usize) -> Result<(Vec<LeadPoint>, Option<Seq>), Denied> {
        if !self.by.role.may(Deed::ReadLeads) {
            return Err(Denied::Forbidden(self.by.role.refusal(Deed::ReadLeads)));
        }
        let page = self.handle.ask(|reply| Question::Leads { after, limit, reply }).await?;
        Ok((page.shown_to(&self.viewer), page.next))
    }

    fn bidder(&self, what: &str) -> Result<&BidderId, Denied> {
        match &self.viewer {
            Viewer::Bidder(bidder) => Ok(bidder),
            Viewer::Buyer(_) | Viewer::Observer(_) | Viewer::Auditor(_) => {
                Err(Denied::Forbidden(format!("only a supplier may {what}")))
            }
        }
    }

    fn supplier(&self) -> Actor {
        Actor::Supplier { org: self.by.org.clone(), person: self.by.person.clone() }
    }
}
