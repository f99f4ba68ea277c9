//! A very large event: its message reaches slow readers, and those who do not read are closed.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

use super::raw::{Frame, PING, PONG, Raw, TEXT};
use crate::auth::Role;
use crate::engine::Conditions;
use crate::http::testing::{TestServer, WTP, document};

/// More than the WebSocket's own buffer takes.
const LARGE: usize = 1 << 20;

/// An event of many lots, each with twenty refused bids of a bidder with a long name; returns its id.
async fn large_event(server: &TestServer) -> String {
    let mut event = document();
    event["bidders"][0]["name"] = json!("\"".repeat(500));
    event["lots"][0]["rules"]["show"] = json!({"identities_to_buyer": "always"});
    event["lots"] = json!(vec![event["lots"][0].clone(); 50]);
    let id = server.draft_of(&event).await;
    let by = server.principal(Role::Buyer, WTP);
    let published = server.engine.publish_event(&by, &id, Conditions::default()).await.unwrap();
    let published: Value = serde_json::from_slice(&published.text).unwrap();
    let mut acme = Raw::welcomed(server, Role::Supplier, "acme").await;
    for lot in published["lots"].as_array().unwrap() {
        for nth in 0..20 {
            // Above the ceiling.
            acme.send_json(&json!({"type": "bid", "lot": lot, "ref": nth.to_string(), "prices": {"m": "9.00"}})).await;
            assert_eq!(acme.json().await["type"], "refused");
        }
    }
    id.as_str().to_owned()
}

async fn server() -> TestServer {
    let mut limits = crate::config::ServerLimits::default();
    limits.ws.frames_per_second_max = 0;
    TestServer::with(limits).await
}

fn join(event: &str) -> Value {
    json!({"type": "join", "event": event})
}

// G40
#[tokio::test(start_paused = true)]
async fn large_events_reach_a_reader_that_is_slow() {
    let server = server().await;
    let events = [large_event(&server).await, large_event(&server).await];
    let mut slow = Raw::through(&server, &server.token(Role::Buyer, WTP), 16 << 10).await;
    assert_eq!(slow.json().await["type"], "welcome");
    let began = Instant::now();

    for event in &events {
        slow.send_json(&join(event)).await;
    }
    let mut told = Vec::new();
    while told.len() < 2 {
        let Frame { opcode, payload } = slow.frame_slowly(64 << 10).await.expect("the connection stays open");
        match opcode {
            TEXT => told.push(payload),
            PING => slow.send(PONG, &payload).await,
            other => panic!("a frame of kind {other}: {:?}", String::from_utf8_lossy(&payload)),
        }
    }

    assert!(told.iter().all(|payload| payload.len() > LARGE), "{:?}", told.iter().map(Vec::len).collect::<Vec<_>>());
    let took = began.elapsed();
    assert!(took > Duration::from_secs(11), "longer than a client may take nothing: {took:?}");
    // Each join is answered when its message is made, so the second one may come first.
    let mut told_of: Vec<String> = Vec::new();
    for payload in told {
        let message: Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!((&message["type"], message["lots"].as_array().map(Vec::len)), (&json!("event"), Some(50)));
        told_of.push(message["event"].as_str().unwrap().to_owned());
    }
    told_of.sort_unstable();
    let mut joined = events;
    joined.sort_unstable();
    assert_eq!(told_of, joined);
}

// G40
#[tokio::test(start_paused = true)]
async fn a_reader_that_takes_nothing_of_a_large_event_is_closed() {
    let server = server().await;
    let event = large_event(&server).await;
    let mut stuck = Raw::through(&server, &server.token(Role::Buyer, WTP), 16 << 10).await;
    assert_eq!(stuck.json().await["type"], "welcome");
    let began = Instant::now();

    stuck.send_json(&join(&event)).await;
    sleep_until(began + Duration::from_secs(11)).await;

    assert_eq!(stuck.close_code().await, Some(4409));
}
