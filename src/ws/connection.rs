//! One connection's life: welcome, frames, answers, newest states, and a close that says why.

use std::sync::Arc;

use axum::extract::ws::Message;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::close::Ending;
use super::following::{Following, Step};
use super::line::{Line, Socket, Turn};
use super::metric::{self, Metrics};
use super::pending::Pending;
use super::rate::Allowance;
use super::wire::WireOutlet;
use crate::auth::{Deed, Principal, SessionWatch};
use crate::clock::Clock;
use crate::config::WsLimits;
use crate::engine::{Denied, Engine};
use crate::ids::LotId;
use crate::protocol::{ErrorCode, ErrorMessage, ServerMessage, VERSION};

/// Somebody who has proved who they are, on a connection of their own.
#[derive(Debug)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// The session that the connection hangs on, where it is one.
    pub session: Option<SessionWatch>,
    /// The way past the socket's buffers, where the socket is on a [`super::Wire`].
    pub outlet: Option<WireOutlet>,
}

/// The door. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Door {
    pub(super) engine: Engine,
    pub(super) clock: Clock,
    pub(super) limits: Arc<WsLimits>,
    stop: CancellationToken,
    metrics: Metrics,
}

/// What a connection is at.
pub(super) struct Connection<S> {
    pub(super) door: Door,
    pub(super) principal: Principal,
    pub(super) line: Line<S>,
    pub(super) following: Following,
    pub(super) pending: Pending,
    allowance: Allowance,
    heard_at: Instant,
    pinged_at: Instant,
}

/// What a connection waits for.
enum Happening {
    Line(Turn),
    Answers(Vec<ServerMessage>),
    Step(LotId, Step),
    Look,
    Over(Ending),
}

impl Door {
    /// A door to that engine. Connections are closed once `stop` is cancelled.
    #[must_use]
    pub fn new(engine: Engine, clock: Clock, limits: WsLimits, stop: CancellationToken) -> Self {
        Self { engine, clock, limits: Arc::new(limits), stop, metrics: Metrics::new() }
    }

    /// Serves one connection until it ends.
    pub async fn serve<S: Socket>(&self, socket: S, caller: Caller) -> Ending {
        let _open = self.metrics.open();
        let mut connection = Connection::new(self.clone(), Line::new(socket, caller.outlet), caller.principal);
        let ending = connection.run(caller.session).await;
        // Behind a close frame comes nothing.
        connection.following = Following::default();
        // Whoever is still there gets the answers to the bids that were taken, whatever ends the connection.
        if !matches!(ending, Ending::Left | Ending::NotReading | Ending::Silent) {
            let _ = timeout(self.limits.close_wait_max, connection.answer_what_waits()).await;
        }
        metric::close(ending);
        let _ = timeout(self.limits.close_wait_max, connection.line.close(ending)).await;
        ending
    }
}

impl<S: Socket> Connection<S> {
    fn new(door: Door, line: Line<S>, principal: Principal) -> Self {
        let allowance = Allowance::new(&door.limits);
        let pending = Pending::new(door.limits.bids_in_flight_max);
        let (following, now) = (Following::default(), Instant::now());
        Self { door, principal, line, following, pending, allowance, heard_at: now, pinged_at: now }
    }

    async fn run(&mut self, session: Option<SessionWatch>) -> Ending {
        self.welcome();
        let arrivals = self.door.engine.arrivals();
        let arrival = arrivals.register();
        let over = over(self.door.clone(), self.principal.expires_at, session);
        tokio::pin!(over);
        let look = sleep_until(self.look_at());
        tokio::pin!(look);

        loop {
            let look_at = self.look_at();
            // What has become later is found out when it rings: nearly every frame puts it off.
            if look.is_elapsed() || look_at < look.deadline() {
                look.as_mut().reset(look_at);
            }
            let happening = tokio::select! {
                turn = self.line.turn() => Happening::Line(turn),
                answers = self.pending.answers() => Happening::Answers(answers),
                (lot, step) = self.following.next(), if self.line.is_idle() => Happening::Step(lot, step),
                () = &mut look => Happening::Look,
                ending = &mut over => Happening::Over(ending),
            };
            let ending = match happening {
                Happening::Line(Turn::Frame(Some(Ok(Message::Text(text))))) => {
                    let stamped = arrival.stamp();
                    self.on_text(&text, stamped.received_at).await
                }
                Happening::Line(turn) => self.on_turn(turn),
                Happening::Answers(answers) => self.on_answers(answers).await,
                Happening::Step(lot, step) => self.on_steps(&lot, step).await,
                Happening::Look => self.on_look(),
                Happening::Over(ending) => Some(ending),
            };
            if let Some(ending) = ending.or_else(|| self.overflow()) {
                return ending;
            }
        }
    }

    fn welcome(&mut self) {
        let (role, org) = (self.principal.role, self.principal.org.clone());
        let (now, expires_at) = (self.door.clock.now(), self.principal.expires_at);
        self.say(&ServerMessage::Welcome { protocol: VERSION, now, role, org, expires_at });
    }

    /// Puts a message into the outbox.
    pub(super) fn say(&mut self, message: &ServerMessage) {
        if let ServerMessage::Error(error) = message {
            metric::error(error.code);
        }
        self.line.send(Message::Text(message.to_text().into()));
    }

    fn say_all(&mut self, messages: Vec<ServerMessage>) {
        for message in messages {
            self.say(&message);
        }
    }

    /// What is counted for any frame that was heard; the ending where there were too many.
    pub(super) fn heard(&mut self) -> Option<Ending> {
        self.heard_at = Instant::now();
        self.door.metrics.frames.increment(1);
        (!self.allowance.take()).then_some(Ending::TooManyFrames)
    }

    fn on_turn(&mut self, turn: Turn) -> Option<Ending> {
        match turn {
            Turn::Frame(None | Some(Ok(Message::Close(_)))) => Some(Ending::Left),
            Turn::Frame(Some(Err(error))) => Some(Ending::from_read(error)),
            Turn::Frame(Some(Ok(Message::Binary(_)))) => Some(Ending::Binary),
            Turn::Frame(Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_)))) => self.heard(),
            Turn::Flushed => None,
            Turn::Broken(error) => Some(Ending::from_write(error)),
        }
    }

    /// Says these answers, and the newest states where there is room for them and they are ready: one write carries
    /// all. Written here, a bid costs one round of waiting less than if its answer were left to the line's next turn.
    async fn on_answers(&mut self, answers: Vec<ServerMessage>) -> Option<Ending> {
        let has_room = self.line.is_idle();
        self.say_all(answers);
        if has_room {
            self.on_ready_steps();
        }
        self.write().await
    }

    /// Takes this step and all that are ready, so that one write carries them.
    async fn on_steps(&mut self, lot: &LotId, step: Step) -> Option<Ending> {
        self.on_step(lot, step);
        self.on_ready_steps();
        self.write().await
    }

    fn on_ready_steps(&mut self) {
        for _ in 0..self.door.limits.lots_max {
            let Some((lot, step)) = self.following.ready() else { break };
            self.on_step(&lot, step);
        }
        self.line.let_go();
    }

    async fn write(&mut self) -> Option<Ending> {
        self.line.write().await.err().map(Ending::from_write)
    }

    fn on_step(&mut self, lot: &LotId, step: Step) {
        match step {
            // Who only watches needs no way for bids.
            Step::Joined(access) if self.principal.role.may(Deed::Bid) => {
                self.pending.remember(lot.clone(), access, self.door.limits.lots_max);
            }
            Step::Joined(_) => {}
            Step::Frames(frames) => {
                if frames.is_empty() {
                    self.line.see_to_the_rest();
                }
                for frame in &frames {
                    self.line.send_ready(frame);
                }
            }
            Step::Denied(denied) => {
                self.following.leave(lot);
                self.deny(&denied, lot, None);
            }
            Step::Stopped => {
                self.following.leave(lot);
                // Where the whole server stops, the close says so.
                if !self.door.stop.is_cancelled() && !self.door.engine.is_stopping() {
                    self.deny(&Denied::Unavailable, lot, None);
                }
            }
        }
    }

    /// Tells the client that something about a lot was not done.
    pub(super) fn deny(&mut self, denied: &Denied, lot: &LotId, bid_ref: Option<String>) {
        let error = match denied {
            Denied::NotFound => ErrorMessage::new(ErrorCode::NotFound),
            Denied::Forbidden(why) | Denied::WrongState(why) => {
                ErrorMessage::new(ErrorCode::Forbidden).saying(why.clone())
            }
            Denied::Problems(_) | Denied::Lint(_) => ErrorMessage::new(ErrorCode::BadMessage),
            Denied::Overloaded => ErrorMessage::new(ErrorCode::Overloaded),
            Denied::Unavailable => ErrorMessage::new(ErrorCode::Unavailable),
        };
        self.say(&ServerMessage::Error(error.on(Some(lot.as_str().to_owned()), bid_ref)));
    }

    /// When next a client may have been silent, or not have read, for too long. With thousands of connections a look more
    /// than there has to be costs the server more than anything else that it does for those who only listen.
    fn look_at(&self) -> Instant {
        let limits = &self.door.limits;
        let heard = (self.pinged_at + limits.ping_every).min(self.heard_at + limits.silence_max);
        if self.line.is_idle() {
            return heard;
        }
        // The next turn begins what has not begun.
        let since = self.line.waiting_since().unwrap_or_else(Instant::now);
        heard.min(since + limits.write_wait_max)
    }

    /// Looks after a client that is silent or does not read.
    fn on_look(&mut self) -> Option<Ending> {
        let limits = &self.door.limits;
        if self.line.waiting_since().is_some_and(|since| since.elapsed() >= limits.write_wait_max) {
            return Some(Ending::NotReading);
        }
        if self.heard_at.elapsed() >= limits.silence_max {
            return Some(Ending::Silent);
        }
        if self.pinged_at.elapsed() >= limits.ping_every {
            self.pinged_at = Instant::now();
            self.line.send(Message::Ping(bytes::Bytes::new()));
        }
        None
    }

    fn overflow(&self) -> Option<Ending> {
        // A burst that the socket was not offered yet says nothing about the client.
        let refused = self.line.waiting_since().is_some();
        (refused && self.line.outbox_len() > self.door.limits.outbox_len_max).then_some(Ending::NotReading)
    }

    /// Waits for the answers to bids that were taken. Frames that come meanwhile are not read as messages.
    async fn answer_what_waits(&mut self) {
        let mut reads = true;
        while self.pending.in_flight() > 0 {
            tokio::select! {
                answers = self.pending.answers() => self.say_all(answers),
                turn = self.line.turn(), if reads => {
                    if matches!(turn, Turn::Broken(_)) { return }
                    // After a breach of the protocol nothing more is read, but what waits can be written.
                    reads = !matches!(turn, Turn::Frame(None | Some(Err(_))));
                }
            }
        }
    }
}

/// Waits for whatever ends a connection from this side.
async fn over(door: Door, expires_at: crate::clock::Instant, session: Option<SessionWatch>) -> Ending {
    let session_ended = async {
        match session {
            Some(mut session) => session.ended().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = door.stop.cancelled() => Ending::Stopping,
        () = sleep_until(door.clock.deadline(expires_at)) => Ending::SignedOut,
        () = session_ended => Ending::SignedOut,
    }
}
