//! When the server closes a connection by itself.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use futures::{Sink, Stream};
use serde_json::json;
use tokio::task::coop;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::raw::{PING, PONG, Raw, handshake};
use crate::auth::{Principal, Role};
use crate::config::ServerLimits;
use crate::http::testing::{TestServer, WTP};
use crate::ws::{Client, Ending, WsServer};

#[tokio::test(start_paused = true)]
async fn a_client_that_is_silent_is_pinged_and_then_closed() {
    let server = TestServer::start().await;
    let mut raw = Raw::welcomed(&server, Role::Observer, "RFS").await;
    let began = Instant::now();

    let ping = raw.frame().await.unwrap();
    let pinged_after = began.elapsed();
    let code = raw.close_code().await;

    assert_eq!(ping.opcode, PING);
    assert!((20..=25).contains(&pinged_after.as_secs()), "{pinged_after:?}");
    assert_eq!(code, Some(4408));
    assert!((60..=65).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_client_that_answers_pings_stays() {
    let server = TestServer::start().await;
    let mut raw = Raw::welcomed(&server, Role::Observer, "RFS").await;

    for _ in 0..30 {
        let frame = raw.frame().await.unwrap();
        assert_eq!(frame.opcode, PING);
        raw.send(PONG, &frame.payload).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_ends_with_its_token() {
    let server = TestServer::start().await;
    let token = server.token_for(Role::Supplier, "acme", Duration::from_secs(7));
    let mut raw = Raw::with_token(&server, &token).await;
    let began = Instant::now();

    let code = raw.close_code().await;

    assert_eq!(code, Some(4401));
    assert_eq!(began.elapsed().as_secs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_connection_ends_with_its_session() {
    let server = TestServer::start().await;
    let (cookie, _watch) = server.signed_in(Role::Buyer, WTP).await;
    let header = format!("fairlot_session={cookie}");
    let headers = [("Cookie", header.as_str()), ("Origin", "http://lots.example")];
    let (head, mut raw) = handshake(&server, 64 << 10, &headers).await;
    assert_eq!(head.status, 101);
    assert_eq!(raw.json().await["type"], "welcome");

    server.gate.sessions().end(&cookie).await.unwrap();

    assert_eq!(raw.close_code().await, Some(4401));
}

#[tokio::test(start_paused = true)]
async fn too_many_frames_close_the_connection() {
    let mut limits = ServerLimits::default();
    limits.ws.frames_per_second_max = 1;
    limits.ws.frames_burst_max = 5;
    let server = TestServer::with(limits).await;
    let mut raw = Raw::welcomed(&server, Role::Observer, "RFS").await;

    for id in 0..6 {
        raw.send_json(&json!({"type": "time", "id": id})).await;
    }

    for id in 0..5 {
        assert_eq!(raw.json().await["id"], id);
    }
    assert_eq!(raw.close_code().await, Some(1008));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_is_closed() {
    let mut limits = ServerLimits::default();
    limits.ws.frames_per_second_max = 0;
    let server = TestServer::with(limits).await;
    let mut raw = Raw::through(&server, &server.token(Role::Observer, "RFS"), 1_024).await;

    for id in 0..100 {
        raw.send_json(&json!({"type": "time", "id": id})).await;
    }
    sleep(Duration::from_secs(11)).await;

    assert_eq!(raw.close_code().await, Some(4409));
}

#[tokio::test(start_paused = true)]
async fn the_outbox_of_a_client_that_does_not_read_is_limited() {
    let mut limits = ServerLimits::default();
    limits.ws.frames_per_second_max = 0;
    limits.ws.outbox_len_max = 50;
    limits.ws.write_buffer_bytes = 1_024;
    let server = TestServer::with(limits).await;
    let mut raw = Raw::through(&server, &server.token(Role::Observer, "RFS"), 1_024).await;

    for id in 0..200 {
        raw.send_json(&json!({"type": "time", "id": id})).await;
    }

    assert_eq!(raw.close_code().await, Some(4409));
}

#[tokio::test(start_paused = true)]
async fn messages_of_a_slow_reader_are_still_read() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::through(&server, &server.token(Role::Supplier, "acme"), 64).await;
    acme.send_json(&json!({"type": "join", "lot": lot.as_str()})).await;

    acme.send_json(&json!({"type": "bid", "lot": lot.as_str(), "ref": "r1", "prices": {"m": "3.10"}})).await;
    sleep(Duration::from_secs(2)).await;

    let outcome = server.get(&format!("/api/v1/lots/{lot}/bids/r1"), Some(&server.token(Role::Supplier, "acme"))).await;
    assert_eq!(outcome.json()["type"], "accepted");
    assert_eq!(acme.next_of("accepted").await["ref"], "r1");
}

#[tokio::test(start_paused = true)]
async fn a_stopping_server_answers_bids_under_way_and_then_closes() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    server.store.hold();
    acme.send_json(&json!({"type": "bid", "lot": lot.as_str(), "ref": "r1", "prices": {"m": "3.10"}})).await;
    server.store.commit_waits().await;

    server.state.stop();
    tokio::task::yield_now().await;
    server.store.release();

    assert_eq!(acme.json().await["type"], "accepted");
    assert_eq!(acme.close_code().await, Some(1001));
}

/// A socket that takes every message, and gives `frames_left` frames and then none; none after a close frame either.
/// Counts how often it is polled. Like a real socket it lets other tasks run.
struct Peer {
    asked: Arc<AtomicUsize>,
    frames_left: usize,
}

impl Stream for Peer {
    type Item = Result<Message, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.frames_left == 0 {
            return Poll::Pending;
        }
        ready!(coop::poll_proceed(cx)).made_progress();
        self.frames_left -= 1;
        Poll::Ready(Some(Ok(Message::Pong(Bytes::new()))))
    }
}

impl Sink<Message> for Peer {
    type Error = axum::Error;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        Poll::Ready(Ok(()))
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), axum::Error> {
        if let Message::Close(_) = message {
            self.frames_left = 0;
        }
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test(start_paused = true)]
async fn a_quiet_connection_is_polled_only_when_something_is_due() {
    let server = TestServer::start().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let caller = Client { principal: server.principal(Role::Observer, "RFS"), session: None, outlet: None };
    let door = WsServer::new(
        server.engine.clone(),
        server.clock.clone(),
        ServerLimits::default().ws,
        CancellationToken::new(),
    );

    let ending = door.serve(Peer { asked: asked.clone(), frames_left: 0 }, caller).await;

    assert_eq!(ending, Ending::Silent);
    let asked = asked.load(Ordering::Relaxed);
    assert!(asked <= 20, "a welcome, two pings and an end, but it was asked {asked} times");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_frames_does_not_delay_the_end_of_a_connection() {
    const FLOOD: usize = 1_000_000;
    let server = TestServer::start().await;
    let mut limits = ServerLimits::default().ws;
    limits.frames_per_second_max = 0;
    let stop = CancellationToken::new();
    let door = WsServer::new(server.engine.clone(), server.clock.clone(), limits, stop.clone());
    let (cookie, watch) = server.signed_in(Role::Buyer, WTP).await;
    let principal = server.principal(Role::Buyer, WTP);
    let expired = Principal { expires_at: server.clock.now(), ..principal.clone() };
    let asked = Arc::new(AtomicUsize::new(0));
    let serve = async |principal, session| {
        let caller = Client { principal, session, outlet: None };
        let ending = door.serve(Peer { asked: asked.clone(), frames_left: FLOOD }, caller).await;
        (ending, asked.swap(0, Ordering::Relaxed) < FLOOD)
    };

    let end_session = async { assert!(server.gate.sessions().end(&cookie).await.unwrap()) };
    let (session_ended, ()) = tokio::join!(serve(principal.clone(), Some(watch)), end_session);
    let expired = serve(expired, None).await;
    stop.cancel();
    let stopping = serve(principal, None).await;

    let expected = [(Ending::SignedOut, true), (Ending::SignedOut, true), (Ending::Stopping, true)];
    assert_eq!([session_ended, expired, stopping], expected, "(ending, before the flood's)");
}

fn future_bytes<'a, F: Future>(_: impl Fn(&'a WsServer, Box<WebSocket>, Client) -> F) -> usize {
    size_of::<F>()
}

#[test]
fn a_connections_task_takes_little_memory() {
    let bytes = future_bytes(WsServer::serve);

    assert!(bytes <= 3 << 10, "{bytes}");
}
