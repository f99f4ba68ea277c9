//! What a client's message does, after its frame was read and stamped.

use super::close::Ending;
use super::connection::Connection;
use super::socket::MessageSocket;
use crate::auth::Deed;
use crate::clock::Instant;
use crate::engine::{BidRequest, Denied};
use crate::ids::LotId;
use crate::protocol::{BidMessage, ClientMessage, ErrorCode, ErrorMessage, ServerMessage};

impl<S: MessageSocket> Connection<S> {
    /// Does what the message asks; returns the ending where the client has sent too many frames.
    pub(super) async fn on_text(&mut self, text: &str, received_at: Instant) -> Option<Ending> {
        self.note_use(received_at);
        if let Some(ending) = self.count_frame() {
            return Some(ending);
        }
        match ClientMessage::parse(text) {
            Ok(ClientMessage::Bid(bid)) => self.bid(bid, received_at).await,
            Ok(ClientMessage::Join { lot }) => self.join(lot),
            Ok(ClientMessage::Leave { lot }) => {
                self.following.leave(&lot);
                // The feed may have written part of a frame, and can no longer report it.
                self.socket.needs_flush();
                self.pending.forget(&lot);
            }
            Ok(ClientMessage::Time { id }) => {
                let now = self.server.clock.now();
                self.send(&ServerMessage::Time { id, now });
            }
            Err(unreadable) => self.send(&ServerMessage::Error(unreadable.into_answer())),
        }
        None
    }

    fn join(&mut self, lot: LotId) {
        let lots_max = self.server.limits.lots_max;
        if self.following.len() >= lots_max && !self.following.contains(&lot) {
            let message =
                format!("a connection follows at most {lots_max} lots: leave one, or open another connection");
            let error = ErrorMessage::new(ErrorCode::Overloaded).saying(message);
            self.send(&ServerMessage::Error(error.on(Some(lot.as_str().to_owned()), None)));
            return;
        }
        self.following.join(&self.server.engine, &self.principal, self.socket.outlet(), lot);
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
