//! Plays a practice lot: looks at it again and again, and sends it the bids of the script.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::script::{RivalBid, Script};
use crate::auction::PlaceBid;
use crate::auth::people::{BidderReadiness, KeptReadiness};
use crate::engine::answer::{BidAnswer, ReplyTo};
use crate::engine::handle::{BidOrder, BidReply, LotHandle, Order, Question};
use crate::ids::{BidRef, BidderId, LotId, OrgId, PersonId};
use crate::journal::Actor;

/// The shortest time between two looks, also at the highest speed.
const LOOK_EVERY_MIN: Duration = Duration::from_millis(50);

type BidAnswered = (LotId, BidRef, BidAnswer);

/// How a lot was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PlayEnd {
    /// To its end: its result can be looked at.
    Ended {
        /// That the supplier has practised; none without an accepted bid of it, and where a buyer has played.
        practised: Option<KeptReadiness>,
    },
    /// It cannot go on.
    GivenUp,
}

/// Who plays a lot.
#[derive(Debug)]
pub(super) struct PracticePlay {
    lot: Arc<LotHandle>,
    script: Script,
    stopping: CancellationToken,
    replies: ReplyTo,
    answers: UnboundedReceiver<BidAnswered>,
    /// Whose bids wait for their answers, oldest first.
    waiting: Vec<(BidRef, BidderId)>,
}

impl PracticePlay {
    pub(super) fn new(lot: Arc<LotHandle>, script: Script, stopping: CancellationToken) -> Self {
        let (replies, answers) = unbounded_channel();
        Self { lot, script, stopping, replies, answers, waiting: Vec::new() }
    }

    /// Plays until the lot has ended, or is given up.
    pub(super) async fn run(mut self) -> PlayEnd {
        let (mut have_accepted, mut has_bid) = (false, false);
        let every = self.script.look_every().max(LOOK_EVERY_MIN);
        loop {
            tokio::select! {
                // Another practice may begin right after the end of this one.
                () = self.stopping.cancelled() => return self.end(has_bid),
                () = tokio::time::sleep(every) => {}
            }
            self.take_answers();
            let has_ended = self.lot.entry.summary().has_ended();
            let Ok(snapshot) = self.lot.ask(Question::Snapshot).await else { return self.end(has_bid) };
            has_bid = self.script.has_bid(&snapshot.board);
            if has_ended {
                return self.end(has_bid);
            }
            if snapshot.board.seq() > self.lot.shared.settings.practice_records_max {
                return PlayEnd::GivenUp;
            }
            if !std::mem::replace(&mut have_accepted, true) && snapshot.board.setup().event.terms.is_some() {
                self.accept_terms().await;
            }
            for bid in self.script.look(&snapshot.board, self.lot.shared.clock.now()) {
                self.send(bid);
            }
        }
    }

    /// How the play ends, where it ends now.
    fn end(&self, has_bid: bool) -> PlayEnd {
        let Some(ended_at) = self.lot.entry.summary().ended_at else { return PlayEnd::GivenUp };
        let bidder = self.script.own().filter(|_| has_bid);
        let practised = bidder.map(|bidder| KeptReadiness {
            event: self.lot.entry.event.clone(),
            bidder: bidder.clone(),
            readiness: BidderReadiness { test: None, practised_at: Some(ended_at) },
        });
        PlayEnd::Ended { practised }
    }

    /// The scripted bidders accept the event's terms.
    async fn accept_terms(&self) {
        for bidder in self.script.bidders() {
            let (reply, _) = oneshot::channel();
            let order = Order::AcceptTerms { bidder: bidder.clone(), actor: actor(bidder), reply };
            if self.lot.orders.send(order).await.is_err() {
                return;
            }
        }
    }

    fn send(&mut self, bid: RivalBid) {
        let RivalBid { bidder, nth, prices } = bid;
        let bid_ref = BidRef::parse(&format!("practice-{nth}")).expect("a short text is an id");
        let reply = BidReply::new(self.replies.clone(), self.lot.entry.id.clone(), bid_ref.clone());
        self.waiting.push((bid_ref.clone(), bidder.clone()));
        let (received_at, actor) = (self.lot.shared.clock.now(), actor(&bidder));
        let bid = PlaceBid { bidder, bid_ref, prices, confirmed: true, received_at };
        // A bid that finds no room is answered when it is dropped.
        let _ = self.lot.orders.try_send(Order::Bid(BidOrder { bid, actor, reply }));
    }

    /// Tells the script how its bids were judged.
    fn take_answers(&mut self) {
        while let Ok((_, bid_ref, answer)) = self.answers.try_recv() {
            let Some(place) = self.waiting.iter().position(|(known, _)| *known == bid_ref) else { continue };
            let (_, bidder) = self.waiting.remove(place);
            match answer {
                BidAnswer::Accepted { .. } => self.script.accepted(&bidder),
                BidAnswer::Refused { .. } => self.script.refused(&bidder),
                BidAnswer::Overloaded | BidAnswer::Unavailable => {}
            }
        }
    }
}

/// No person acts for a scripted bidder.
fn actor(bidder: &BidderId) -> Actor {
    Actor::Supplier {
        org: OrgId::parse(bidder.as_str()).expect("the id of a bidder is one of an organisation"),
        person: PersonId::parse("practice").expect("a short text is an id"),
    }
}
