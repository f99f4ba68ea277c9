//! The loop that serves one connection: welcome, frames, answers, newest states, and a close that says why.

use axum::extract::ws::Message;
use futures::FutureExt;
use tokio::time::{sleep_until, timeout};

use super::close::Ending;
use super::connection::Connection;
use super::following::{FollowUpdate, Following};
use super::metric;
use super::server::{Client, WsServer};
use super::socket::{BufferedSocket, MessageSocket, SocketEvent};
use crate::auth::{Deed, Principal, Role, SessionWatch};
use crate::clock::{self, Clock};
use crate::engine::{Denied, LotAccess};
use crate::protocol::{ServerMessage, Topic, VERSION};

/// What a connection waits for.
enum ConnectionEvent {
    Socket(SocketEvent),
    Answers(Vec<ServerMessage>),
    Followed(Topic, FollowUpdate),
    Due,
    Over(Ending),
}

impl WsServer {
    /// Serves one connection until it ends; returns why it ended.
    pub async fn serve<S: MessageSocket>(&self, socket: S, client: Client) -> Ending {
        let _open = self.metrics.open();
        let socket = BufferedSocket::new(socket, client.outlet);
        let mut connection = Connection::new(self.clone(), socket, client.principal);
        connection.session_use = client.session.as_ref().map(SessionWatch::session_use);
        let ending = connection.run(client.session).await;
        // No state may follow a close frame.
        connection.following = Following::default();
        // However the connection ends, a client that still reads gets the answers to the bids that were taken.
        if !matches!(ending, Ending::Left | Ending::NotReading | Ending::Silent) {
            let _ = timeout(self.limits.close_wait_max, connection.send_pending_answers()).await;
        }
        metric::close(ending);
        let _ = timeout(self.limits.close_wait_max, connection.socket.close(ending)).await;
        ending
    }
}

impl<S: MessageSocket> Connection<S> {
    async fn run(&mut self, session: Option<SessionWatch>) -> Ending {
        self.welcome();
        let arrivals = self.server.engine.arrivals();
        let arrival = arrivals.register();
        let over = over(&self.server, &self.principal, session);
        tokio::pin!(over);
        let due = sleep_until(self.due_at());
        tokio::pin!(due);

        loop {
            let due_at = self.due_at();
            // Nearly every frame moves `due_at` later. The timer is reset only when it has fired, or when `due_at`
            // moved earlier.
            if due.is_elapsed() || due_at < due.deadline() {
                due.as_mut().reset(due_at);
            }
            let next = tokio::select! {
                event = self.socket.next() => ConnectionEvent::Socket(event),
                answers = self.pending.answers() => ConnectionEvent::Answers(answers),
                (topic, update) = self.following.next(), if self.socket.is_idle() => {
                    ConnectionEvent::Followed(topic, update)
                }
                () = &mut due => ConnectionEvent::Due,
                ending = &mut over => ConnectionEvent::Over(ending),
            };
            let ending = match next {
                ConnectionEvent::Socket(SocketEvent::Frame(Some(Ok(Message::Text(text))))) => {
                    let stamped = arrival.stamp();
                    self.on_text(&text, stamped.received_at).await
                }
                ConnectionEvent::Socket(event) => self.on_socket(event),
                ConnectionEvent::Answers(answers) => self.on_answers(answers).await,
                ConnectionEvent::Followed(topic, update) => self.on_updates(&topic, update).await,
                ConnectionEvent::Due => self.on_due(),
                ConnectionEvent::Over(ending) => Some(ending),
            };
            if let Some(ending) = ending.or_else(|| self.overflow()) {
                return ending;
            }
        }
    }

    fn welcome(&mut self) {
        let (role, org) = (self.principal.role, self.principal.org.clone());
        let (now, expires_at) = (self.server.clock.now(), self.principal.expires_at);
        self.send(&ServerMessage::Welcome { protocol: VERSION, now, role, org, expires_at });
    }

    fn on_socket(&mut self, event: SocketEvent) -> Option<Ending> {
        match event {
            SocketEvent::Frame(None | Some(Ok(Message::Close(_)))) => Some(Ending::Left),
            SocketEvent::Frame(Some(Err(error))) => Some(Ending::from_read(error)),
            SocketEvent::Frame(Some(Ok(Message::Binary(_)))) => Some(Ending::Binary),
            SocketEvent::Frame(Some(Ok(Message::Text(_) | Message::Ping(_) | Message::Pong(_)))) => {
                self.note_use(self.server.clock.now());
                self.count_frame()
            }
            SocketEvent::Flushed => None,
            SocketEvent::Broken(error) => Some(Ending::from_write(error)),
        }
    }

    /// Sends these answers, and behind them the newest states that are ready, where nothing waits already.
    ///
    /// One write carries all. It happens here and not at the next poll of the socket: that saves a bid one round of
    /// waiting.
    async fn on_answers(&mut self, answers: Vec<ServerMessage>) -> Option<Ending> {
        let has_room = self.socket.is_idle();
        self.send_all(answers);
        if has_room {
            self.on_ready_updates();
        }
        self.write().await
    }

    /// Takes this update and all others that are ready, so that one write carries them.
    async fn on_updates(&mut self, topic: &Topic, update: FollowUpdate) -> Option<Ending> {
        self.on_update(topic, update);
        self.on_ready_updates();
        self.write().await
    }

    /// Takes updates until the socket is full. Those that are left are taken later, and are newer by then.
    fn on_ready_updates(&mut self) {
        for _ in 0..self.server.limits.lots_max {
            if self.socket.is_full() {
                break;
            }
            let Some((topic, update)) = self.following.ready() else { break };
            self.on_update(&topic, update);
        }
        self.socket.release();
    }

    async fn write(&mut self) -> Option<Ending> {
        self.socket.write().await.err().map(Ending::from_write)
    }

    fn on_update(&mut self, topic: &Topic, update: FollowUpdate) {
        match update {
            FollowUpdate::Joined(access) => self.on_joined(access),
            FollowUpdate::Frames(frames) => {
                if frames.is_empty() {
                    self.socket.needs_flush();
                }
                for frame in &frames {
                    self.socket.send_ready(frame);
                }
            }
            FollowUpdate::Denied(denied) => {
                self.following.leave(topic);
                self.deny_topic(&denied, topic);
            }
            FollowUpdate::Stopped => {
                self.following.leave(topic);
                // Where the whole server stops, the close frame says so.
                if !self.server.stop.is_cancelled() && !self.server.engine.is_stopping() {
                    self.deny_topic(&Denied::Unavailable, topic);
                }
            }
        }
    }

    /// Only a client that may bid needs the access later; a party needs to know whether its lots are open.
    fn on_joined(&mut self, access: Option<LotAccess>) {
        let Some(access) = access else { return };
        if self.principal.role != Role::Observer {
            self.following.note_lot_of_party(access.clone());
        }
        if self.principal.role.may(Deed::Bid) {
            self.pending.remember(access.id().clone(), access, self.server.limits.lots_max);
        }
    }

    /// Waits for the answers to bids that were taken, and sends them. Frames are read meanwhile but not acted on.
    async fn send_pending_answers(&mut self) {
        let mut reads = true;
        while self.pending.in_flight() > 0 {
            tokio::select! {
                answers = self.pending.answers() => self.send_all(answers),
                event = self.socket.next(), if reads => {
                    if matches!(event, SocketEvent::Broken(_)) { return }
                    // After a breach of the protocol nothing can be read, but the answers can still be written.
                    reads = !matches!(event, SocketEvent::Frame(None | Some(Err(_))));
                }
            }
        }
    }
}

/// Waits until the server stops, or the client's token or session ends. What waits is boxed, so that the task of a
/// connection stays small.
fn over(
    server: &WsServer,
    principal: &Principal,
    session: Option<SessionWatch>,
) -> impl Future<Output = Ending> + use<> {
    let ended = match session {
        Some(session) => session_ended(session, server.clock.clone(), principal.expires_at).boxed(),
        None => token_ended(server.clone(), principal.clone()).boxed(),
    };
    let stop = server.stop.clone();
    async move {
        tokio::select! {
            () = stop.cancelled() => Ending::Stopping,
            () = ended => Ending::SignedOut,
        }
    }
}

async fn session_ended(mut session: SessionWatch, clock: Clock, expires_at: clock::Instant) {
    session.ended(&clock, expires_at).await;
}

/// Returns once a token has expired or its person is disabled or erased.
async fn token_ended(server: WsServer, principal: Principal) {
    let directory = server.engine.directory().clone();
    let mut changes = directory.changes();
    let shut_out = async {
        while !directory.is_shut_out(&principal.person) {
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = sleep_until(server.clock.deadline(principal.expires_at)) => {}
        () = shut_out => {}
    }
}
