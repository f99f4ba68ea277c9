//! When a connection's client is pinged, and when it has been silent or has not read for too long.

use axum::extract::ws::Message;
use tokio::time::Instant;

use super::close::Ending;
use super::connection::Connection;
use super::socket::MessageSocket;

impl<S: MessageSocket> Connection<S> {
    /// Returns the next instant at which [`Connection::on_due`] may have something to do.
    ///
    /// It is as late as it can be: with thousands of connections that only receive, waking their tasks would cost the
    /// server more than sending to them.
    pub(super) fn due_at(&self) -> Instant {
        let limits = &self.server.limits;
        let by_frames = self.ping_due_at().min(self.last_frame_at + limits.silence_max);
        if self.socket.is_idle() {
            return by_frames;
        }
        // Where writing has not begun, the next poll of the socket begins it.
        let since = self.socket.waiting_since().unwrap_or_else(Instant::now);
        by_frames.min(since + limits.write_wait_max)
    }

    /// Pings a client that is silent; returns the ending where it has been silent, or has not read, for too long.
    pub(super) fn on_due(&mut self) -> Option<Ending> {
        let limits = &self.server.limits;
        if self.socket.waiting_since().is_some_and(|since| since.elapsed() >= limits.write_wait_max) {
            return Some(Ending::NotReading);
        }
        if self.last_frame_at.elapsed() >= limits.silence_max {
            return Some(Ending::Silent);
        }
        if self.pinged_at.elapsed() >= limits.ping_every || self.has_to_ping_for_open_lot() {
            self.pinged_at = Instant::now();
            self.socket.send(Message::Ping(bytes::Bytes::new()));
        }
        None
    }

    fn ping_due_at(&self) -> Instant {
        let limits = &self.server.limits;
        let at_rest = self.pinged_at + limits.ping_every;
        if self.following.has_lots_of_party() {
            at_rest.min(self.looked_for_open_at + limits.open_lot_ping_every)
        } else {
            at_rest
        }
    }

    /// Whether the client is a party that follows an open lot and was not pinged for a while. Lots open and close while
    /// they are followed, so this is looked up again each time.
    fn has_to_ping_for_open_lot(&mut self) -> bool {
        let every = self.server.limits.open_lot_ping_every;
        if self.looked_for_open_at.elapsed() < every {
            return false;
        }
        self.looked_for_open_at = Instant::now();
        self.pinged_at.elapsed() >= every && self.following.has_open_lot_of_party()
    }

    /// Returns the ending where more messages wait for the client than the limit.
    pub(super) fn overflow(&self) -> Option<Ending> {
        // Messages that the socket was not offered yet say nothing about the client.
        let refused = self.socket.waiting_since().is_some();
        (refused && self.socket.outbox_len() > self.server.limits.outbox_len_max).then_some(Ending::NotReading)
    }
}
