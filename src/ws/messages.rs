//! What a client's message does, after its frame was read and stamped.

use futures::FutureExt;

use super::close::Ending;
use super::connection::{Connection, error_of};
use super::following::FollowingAs;
use super::socket::MessageSocket;
use crate::auth::{Deed, Principal};
use crate::clock::Instant;
use crate::engine::{Beats, BidRequest, Denied, Engine, messages};
use crate::protocol::ws::FitMessage;
use crate::protocol::{BidMessage, ClientMessage, ErrorCode, ErrorMessage, ServerMessage, Topic, Unreadable};

impl<S: MessageSocket> Connection<S> {
    /// Does what the message asks; returns the ending where the client has sent too many frames.
    pub(super) async fn on_text(&mut self, text: &str, received_at: Instant) -> Option<Ending> {
        self.note_use(received_at);
        if let Some(ending) = self.count_frame() {
            return Some(ending);
        }
        match ClientMessage::parse(text) {
            Ok(ClientMessage::Bid(bid)) => self.bid(bid, received_at).await,
            Ok(ClientMessage::Fit(fit)) => self.fit(fit),
            Ok(ClientMessage::Join { topic, beat }) => {
                self.join(topic, if beat { Beats::Asked } else { Beats::NotAsked });
            }
            Ok(ClientMessage::Leave { topic }) => {
                self.following.leave(&topic);
                // The feed may have written part of a frame, and can no longer report it.
                self.socket.needs_flush();
                if let Topic::Lot { lot } = &topic {
                    self.pending.forget(lot);
                }
            }
            Ok(ClientMessage::Time { id }) => {
                let now = self.server.clock.now();
                self.send(&ServerMessage::Time { id, now });
            }
            Err(unreadable) => self.send(&ServerMessage::Error(unreadable.into_answer())),
        }
        None
    }

    fn join(&mut self, topic: Topic, beats: Beats) {
        if !self.following.contains(&topic)
            && let Some(message) = self.followed_too_many(&topic)
        {
            let error = ErrorMessage::new(ErrorCode::Overloaded).saying(message);
            let error = match topic {
                Topic::Lot { lot } => error.on(Some(lot.as_str().to_owned()), None),
                Topic::Event { event } => error.on_event(event.as_str().to_owned()),
            };
            self.send(&ServerMessage::Error(error));
            return;
        }
        let client = FollowingAs {
            engine: &self.server.engine,
            by: &self.principal,
            outlet: self.socket.outlet(),
            mark: self.mark.as_ref(),
        };
        self.following.join(&client, topic, beats);
    }

    /// Why the connection cannot follow one more of that kind; None where it can.
    fn followed_too_many(&self, topic: &Topic) -> Option<String> {
        let (count, max, noun) = match topic {
            Topic::Lot { .. } => (self.following.lots(), self.server.limits.lots_max, "lots"),
            Topic::Event { .. } => (self.following.events(), self.server.limits.events_max, "events"),
        };
        (count >= max)
            .then(|| format!("a connection follows at most {max} {noun}: leave one, or open another connection"))
    }

    /// Lets the question wait while the connection goes on reading.
    fn fit(&mut self, fit: FitMessage) {
        if self.questions.has_room() {
            self.questions.ask(fitted(self.server.engine.clone(), self.principal.clone(), fit).boxed());
        } else {
            let FitMessage { lot, id, .. } = fit;
            let error = error_of(&Denied::Overloaded).on(Some(lot.as_str().to_owned()), None);
            self.send(&ServerMessage::Error(error.on_question(id)));
        }
    }

    async fn bid(&mut self, bid: BidMessage, received_at: Instant) {
        let (lot, bid_ref) = (bid.lot.clone(), bid.bid_ref.clone());
        if let Err(denied) = self.try_bid(bid, received_at).await {
            self.deny(&denied, &lot, Some(bid_ref.as_str().to_owned()));
        }
    }

    /// Gives the bid to its lot. Whether the role may bid is checked only after the lot is known to be visible.
    async fn try_bid(&mut self, bid: BidMessage, received_at: Instant) -> Result<(), Denied> {
        if !self.pending.knows(&bid.lot) {
            // Rare: a client that bids has usually joined. Boxed, so that a connection's task stays small.
            let access = Box::pin(self.server.engine.lot(&self.principal, &bid.lot)).await?;
            self.pending.remember(bid.lot.clone(), access, self.server.limits.lots_max);
        }
        let role = self.principal.role;
        if !role.may(Deed::Bid) {
            return Err(Denied::Forbidden(role.refusal(Deed::Bid)));
        }
        if !self.pending.has_room() {
            return Err(Denied::Overloaded);
        }
        let BidMessage { lot, bid_ref, prices, confirmed } = bid;
        self.pending.bid(&lot, BidRequest { bid_ref, prices, confirmed, received_at });
        Ok(())
    }
}

/// The answer to a question for prices that fit. As with a bid, the role is checked only after the lot is known to be
/// visible.
async fn fitted(engine: Engine, by: Principal, fit: FitMessage) -> ServerMessage {
    let FitMessage { lot, id, prices, total } = fit;
    let looked_up = async {
        let access = engine.lot(&by, &lot).await?;
        if !by.role.may(Deed::Bid) {
            return Err(Denied::Forbidden(by.role.refusal(Deed::Bid)));
        }
        access.fit(&prices, total).await
    };
    let denied = match looked_up.await {
        Ok(fitted) => return messages::fitted(lot, Some(id), fitted),
        Err(denied) => denied,
    };
    let lot = Some(lot.as_str().to_owned());
    ServerMessage::Error(if let Denied::Problems(problems) = denied {
        Unreadable { lot, id: Some(id), problems, ..Unreadable::default() }.into_answer()
    } else {
        error_of(&denied).on(lot, None).on_question(id)
    })
}
