//! When the server closes by itself.

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
use crate::http::testing::{House, WTP};
use crate::ws::{Caller, Door, Ending};

#[tokio::test(start_paused = true)]
async fn a_client_that_is_silent_is_pinged_and_then_closed() {
    let house = House::open().await;
    let mut raw = Raw::welcomed(&house, Role::Observer, "RFS").await;
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
    let house = House::open().await;
    let mut raw = Raw::welcomed(&house, Role::Observer, "RFS").await;

    for _ in 0..30 {
        let frame = raw.frame().await.unwrap();
        assert_eq!(frame.opcode, PING);
        raw.send(PONG, &frame.payload).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_ends_with_its_token() {
    let house = House::open().await;
    let token = house.token_for(Role::Supplier, "acme", Duration::from_secs(7));
    let mut raw = Raw::with_token(&house, &token).await;
    let began = Instant::now();

    let code = raw.close_code().await;

    assert_eq!(code, Some(4401));
    assert_eq!(began.elapsed().as_secs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_connection_ends_with_its_session() {
    let house = House::open().await;
    let (cookie, _watch) = house.signed_in(Role::Buyer, WTP).await;
    let header = format!("fairlot_session={cookie}");
    let headers = [("Cookie", header.as_str()), ("Origin", "http://lots.example")];
    let (head, mut raw) = handshake(&house, 64 << 10, &headers).await;
    assert_eq!(head.status, 101);
    assert_eq!(raw.json().await["type"], "welcome");

    house.gate.sessions().end(&cookie).await.unwrap();

    assert_eq!(raw.close_code().await, Some(4401));
}

#[tokio::test(start_paused = true)]
async fn too_many_frames_close_the_connection() {
    let mut limits = ServerLimits::default();
    limits.ws.frames_per_second_max = 1;
    limits.ws.frames_burst_max = 5;
    let house = House::with(limits).await;
    let mut raw = Raw::welcomed(&house, Role::Observer, "RFS").await;

    for id in 0..6 {
        raw.say(&json!({"type": "time", "id": id})).await;
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
    let house = House::with(limits).await;
    let mut raw = Raw::through(&house, &house.token(Role::Observer, "RFS"), 1_024).await;

    for id in 0..100 {
        raw.say(&json!({"type": "time", "id": id})).await;
    }
    sleep(Duration::from_secs(11)).await;

    assert_eq!(raw.close_code().await, Some(4409));
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_a_client_that_does_not_read_is_bounded() {
    let mut limits = ServerLimits::default();
    limits.ws.frames_per_second_max = 0;
    limits.ws.outbox_len_max = 50;
    limits.ws.write_buffer_bytes = 1_024;
    let house = House::with(limits).await;
    let mut raw = Raw::through(&house, &house.token(Role::Observer, "RFS"), 1_024).await;

    for id in 0..200 {
        raw.say(&json!({"type": "time", "id": id})).await;
    }

    assert_eq!(raw.close_code().await, Some(4409));
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_is_still_heard() {
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;
    let mut acme = Raw::through(&house, &house.token(Role::Supplier, "acme"), 64).await;
    acme.say(&json!({"type": "join", "lot": lot.as_str()})).await;

    acme.say(&json!({"type": "bid", "lot": lot.as_str(), "ref": "r1", "prices": {"m": "3.10"}})).await;
    sleep(Duration::from_secs(2)).await;

    let outcome = house.get(&format!("/api/v1/lots/{lot}/bids/r1"), Some(&house.token(Role::Supplier, "acme"))).await;
    assert_eq!(outcome.json()["type"], "accepted");
    assert_eq!(acme.next_of("accepted").await["ref"], "r1");
}

#[tokio::test(start_paused = true)]
async fn a_stopping_server_answers_what_it_has_and_says_goodbye() {
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;
    let mut acme = Raw::welcomed(&house, Role::Supplier, "acme").await;
    house.store.hold();
    acme.say(&json!({"type": "bid", "lot": lot.as_str(), "ref": "r1", "prices": {"m": "3.10"}})).await;
    house.store.commit_waits().await;

    house.state.stop();
    tokio::task::yield_now().await;
    house.store.release();

    assert_eq!(acme.json().await["type"], "accepted");
    assert_eq!(acme.close_code().await, Some(1001));
}

/// A socket of somebody who takes everything and says nothing after these frames, or after it is told that it is over;
/// counts how often it is asked. Like a real one it lets others have their turn.
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
async fn a_quiet_connection_is_looked_at_only_when_something_is_due() {
    let house = House::open().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let caller = Caller { principal: house.principal(Role::Observer, "RFS"), session: None, outlet: None };
    let door =
        Door::new(house.engine.clone(), house.clock.clone(), ServerLimits::default().ws, CancellationToken::new());

    let ending = door.serve(Peer { asked: asked.clone(), frames_left: 0 }, caller).await;

    assert_eq!(ending, Ending::Silent);
    let asked = asked.load(Ordering::Relaxed);
    assert!(asked <= 20, "a welcome, two pings and an end, but it was asked {asked} times");
}

#[tokio::test(start_paused = true)]
async fn who_floods_a_connection_does_not_put_off_its_end() {
    const FLOOD: usize = 1_000_000;
    let house = House::open().await;
    let mut limits = ServerLimits::default().ws;
    limits.frames_per_second_max = 0;
    let stop = CancellationToken::new();
    let door = Door::new(house.engine.clone(), house.clock.clone(), limits, stop.clone());
    let (cookie, watch) = house.signed_in(Role::Buyer, WTP).await;
    let principal = house.principal(Role::Buyer, WTP);
    let expired = Principal { expires_at: house.clock.now(), ..principal.clone() };
    let asked = Arc::new(AtomicUsize::new(0));
    let serve = async |principal, session| {
        let caller = Caller { principal, session, outlet: None };
        let ending = door.serve(Peer { asked: asked.clone(), frames_left: FLOOD }, caller).await;
        (ending, asked.swap(0, Ordering::Relaxed) < FLOOD)
    };

    let end_session = async { assert!(house.gate.sessions().end(&cookie).await.unwrap()) };
    let (session_ended, ()) = tokio::join!(serve(principal.clone(), Some(watch)), end_session);
    let expired = serve(expired, None).await;
    stop.cancel();
    let stopping = serve(principal, None).await;

    let expected = [(Ending::SignedOut, true), (Ending::SignedOut, true), (Ending::Stopping, true)];
    assert_eq!([session_ended, expired, stopping], expected, "(ending, before the flood's)");
}

fn future_bytes<'a, F: Future>(_: impl Fn(&'a Door, Box<WebSocket>, Caller) -> F) -> usize {
    size_of::<F>()
}

#[test]
fn a_connections_task_takes_little_memory() {
    let bytes = future_bytes(Door::serve);

    assert!(bytes <= 3 << 10, "{bytes}");
}
