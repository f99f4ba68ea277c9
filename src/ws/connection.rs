//! The state of one connection, and how it sends messages and errors to its client.

use axum::extract::ws::Message;
use tokio::time::Instant;

use super::close::Ending;
use super::following::Following;
use super::metric;
use super::pending::PendingBids;
use super::questions::Questions;
use super::rate::Allowance;
use super::server::WsServer;
use super::socket::{BufferedSocket, MessageSocket};
use crate::auth::{Principal, Role, SessionUse};
use crate::clock;
use crate::engine::{ConnectionMark, Denied};
use crate::ids::LotId;
use crate::protocol::{ErrorCode, ErrorMessage, ServerMessage, Topic};

/// One client's connection.
pub(super) struct Connection<S> {
    pub(super) server: WsServer,
    pub(super) principal: Principal,
    /// Notes the uses of the client's session; None for a token.
    pub(super) session_use: Option<SessionUse>,
    /// Notes when the client was heard of; None for a client that is no bidder.
    pub(super) mark: Option<ConnectionMark>,
    pub(super) socket: BufferedSocket<S>,
    pub(super) following: Following,
    pub(super) pending: PendingBids,
    pub(super) questions: Questions,
    pub(super) last_frame_at: Instant,
    pub(super) pinged_at: Instant,
    /// When it was looked last whether a followed lot is open.
    pub(super) looked_for_open_at: Instant,
    allowance: Allowance,
}

impl<S: MessageSocket> Connection<S> {
    pub(super) fn new(server: WsServer, socket: BufferedSocket<S>, principal: Principal) -> Self {
        let allowance = Allowance::new(&server.limits);
        let pending = PendingBids::new(server.limits.bids_in_flight_max);
        let (following, now) = (Following::default(), Instant::now());
        let session_use = None;
        let mark = (principal.role == Role::Supplier).then(|| ConnectionMark::new(server.clock.now()));
        Self {
            server,
            principal,
            session_use,
            mark,
            socket,
            following,
            pending,
            questions: Questions::default(),
            allowance,
            last_frame_at: now,
            pinged_at: now,
            looked_for_open_at: now,
        }
    }

    /// Puts a message into the outbox.
    pub(super) fn send(&mut self, message: &ServerMessage) {
        if let ServerMessage::Error(error) = message {
            metric::error(error.code);
        }
        self.socket.send(Message::Text(message.to_text().into()));
    }

    /// Puts these messages into the outbox, in order.
    pub(super) fn send_all(&mut self, messages: Vec<ServerMessage>) {
        for message in messages {
            self.send(&message);
        }
    }

    /// Sends the error that says why a lot or an event is not followed.
    pub(super) fn deny_topic(&mut self, denied: &Denied, topic: &Topic) {
        match topic {
            Topic::Lot { lot } => self.deny(denied, lot, None),
            Topic::Event { event } => {
                let error = error_of(denied).on_event(event.as_str().to_owned());
                self.send(&ServerMessage::Error(error));
            }
        }
    }

    /// Sends the error that says why something about a lot was not done.
    pub(super) fn deny(&mut self, denied: &Denied, lot: &LotId, bid_ref: Option<String>) {
        self.send(&ServerMessage::Error(error_of(denied).on(Some(lot.as_str().to_owned()), bid_ref)));
    }

    /// Notes that something was heard of the client, which is a use of its session. In memory only: a bid does not wait
    /// for it.
    pub(super) fn note_use(&self, now: clock::Instant) {
        if let Some(session_use) = &self.session_use {
            session_use.note(now);
        }
        if let Some(mark) = &self.mark {
            mark.heard(now);
        }
    }

    /// Counts a frame that was read; returns the ending where the client has sent too many.
    pub(super) fn count_frame(&mut self) -> Option<Ending> {
        self.last_frame_at = Instant::now();
        self.server.metrics.frames.increment(1);
        (!self.allowance.take()).then_some(Ending::TooManyFrames)
    }
}

pub(super) fn error_of(denied: &Denied) -> ErrorMessage {
    match denied {
        Denied::NotFound => ErrorMessage::new(ErrorCode::NotFound),
        Denied::Forbidden(why) | Denied::WrongState(why) => ErrorMessage::new(ErrorCode::Forbidden).saying(why.clone()),
        Denied::NotEnded
        | Denied::InTheFuture
        | Denied::NoSuchRecord
        | Denied::FormatNotSimulated
        | Denied::Template
        | Denied::Stale(_)
        | Denied::KeyReused
        | Denied::NotComplete { .. }
        | Denied::Problems(_)
        | Denied::Lint(_) => ErrorMessage::new(ErrorCode::BadMessage),
        Denied::PracticeRuns(_) | Denied::TooManyPractices(_) | Denied::Overloaded => {
            ErrorMessage::new(ErrorCode::Overloaded)
        }
        Denied::Unusable { .. } | Denied::Unavailable => ErrorMessage::new(ErrorCode::Unavailable),
    }
}
