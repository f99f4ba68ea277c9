//! Following lots.

use serde_json::{Value, json};

use super::raw::Raw;
use crate::auth::Role;
use crate::http::testing::{TestServer, WTP};
use crate::ids::LotId;

async fn bid(server: &TestServer, lot: &LotId, bid_ref: &str, price: &str) {
    let mut bolt = Raw::welcomed(server, Role::Supplier, "bolt").await;
    bolt.send_json(&json!({"type": "bid", "lot": lot.as_str(), "ref": bid_ref, "prices": {"m": price}})).await;
    assert_eq!(bolt.json().await["type"], "accepted");
}

fn join(lot: &LotId) -> Value {
    json!({"type": "join", "lot": lot.as_str()})
}

#[tokio::test(start_paused = true)]
async fn a_connection_follows_many_lots_and_leaves_one() {
    let server = TestServer::start().await;
    let ((_, one), (_, other)) = (server.open_lot().await, server.open_lot().await);
    let mut observer = Raw::welcomed(&server, Role::Observer, "RFS").await;
    observer.send_json(&join(&one)).await;
    observer.send_json(&join(&other)).await;
    let joined = observer.until_quiet().await;

    observer.send_json(&json!({"type": "leave", "lot": one.as_str()})).await;
    bid(&server, &one, "r1", "3.10").await;
    bid(&server, &other, "r1", "3.10").await;
    let told = observer.until_quiet().await;

    assert_eq!(joined.iter().filter(|message| message["type"] == "lot").count(), 2);
    assert!(!told.is_empty());
    assert!(told.iter().all(|message| message["lot"] == other.as_str()), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn joining_again_sends_the_whole_lot_again() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut observer = Raw::welcomed(&server, Role::Observer, "RFS").await;

    observer.send_json(&join(&lot)).await;
    let first = observer.until_quiet().await;
    observer.send_json(&join(&lot)).await;
    let second = observer.until_quiet().await;

    for told in [first, second] {
        assert_eq!(told.iter().map(|message| &message["type"]).collect::<Vec<_>>(), ["lot"]);
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_lots_than_the_limit_are_followed() {
    let mut limits = crate::config::ServerLimits::default();
    limits.ws.lots_max = 1;
    let server = TestServer::with(limits).await;
    let ((_, one), (_, other)) = (server.open_lot().await, server.open_lot().await);
    let mut observer = Raw::welcomed(&server, Role::Observer, "RFS").await;

    observer.send_json(&join(&one)).await;
    observer.next_of("lot").await;
    observer.send_json(&join(&other)).await;
    let refused = observer.next_of("error").await;
    observer.send_json(&join(&one)).await;
    let again = observer.next_of("lot").await;

    assert_eq!((&refused["code"], &refused["lot"]), (&json!("overloaded"), &json!(other.as_str())));
    assert_eq!(again["lot"], one.as_str());
}

#[tokio::test(start_paused = true)]
async fn a_denied_join_does_not_count_as_a_followed_lot() {
    let mut limits = crate::config::ServerLimits::default();
    limits.ws.lots_max = 1;
    let server = TestServer::with(limits).await;
    let (_, lot) = server.open_lot().await;
    let mut observer = Raw::welcomed(&server, Role::Observer, "RFS").await;

    observer.send_json(&json!({"type": "join", "lot": "unknown"})).await;
    assert_eq!(observer.json().await["code"], "not_found");
    observer.send_json(&join(&lot)).await;

    assert_eq!(observer.json().await["type"], "lot");
}

#[tokio::test(start_paused = true)]
async fn a_buyers_message_reaches_every_follower() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    acme.send_json(&join(&lot)).await;
    acme.next_of("lot").await;

    let body = json!({"type": "broadcast", "text": "Ten minutes left.", "reason": "told on request"});
    let path = format!("/api/v1/lots/{lot}/commands");
    let sent = server.post(&path, &server.token(Role::Buyer, WTP), &body).await;

    assert_eq!(sent.status.as_u16(), 200, "{}", sent.body);
    assert_eq!(acme.next_of("message").await["text"], "Ten minutes left.");
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_ends_on_the_newest_state() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut observer = Raw::through(&server, &server.token(Role::Observer, "RFS"), 512).await;
    observer.send_json(&join(&lot)).await;

    for nth in 0..20 {
        bid(&server, &lot, &format!("r{nth}"), &format!("3.{}", 60 - nth)).await;
    }
    let told = observer.until_quiet().await;

    let lead = told.iter().rev().find_map(|message| message["market"]["lead"].as_str()).unwrap();
    assert_eq!(lead.parse::<crate::money::Amount>().unwrap(), "3410".parse().unwrap());
    let places: Vec<u64> = told.iter().filter_map(|message| message["seq"].as_u64()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(places.len() < 20, "states were skipped: {}", places.len());
}

#[tokio::test(start_paused = true)]
async fn an_observer_that_does_not_read_delays_nobody_and_is_closed() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut stuck = Raw::through(&server, &server.token(Role::Observer, "RFS"), 1_024).await;
    let mut reader = Raw::welcomed(&server, Role::Observer, "RFS").await;
    let stuck_since = tokio::time::Instant::now();
    stuck.send_json(&join(&lot)).await;
    reader.send_json(&join(&lot)).await;
    reader.next_of("lot").await;

    for nth in 0..20 {
        bid(&server, &lot, &format!("r{nth}"), &format!("3.{}", 60 - nth)).await;
        assert!(reader.next_of("update").await["seq"].is_u64());
    }
    // The bids above take time of this clock too, and the server waits two seconds for its close to be read.
    tokio::time::sleep_until(stuck_since + std::time::Duration::from_secs(11)).await;

    assert_eq!(stuck.close_code().await, Some(4409));
}

#[tokio::test(start_paused = true)]
async fn through_a_narrow_pipe_a_bidder_gets_answers_and_states_whole_and_in_order() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::through(&server, &server.token(Role::Supplier, "acme"), 300).await;
    acme.send_json(&join(&lot)).await;
    acme.next_of("lot").await;

    let mut places = Vec::new();
    for nth in 0..30 {
        let price = format!("3.{}", 60 - nth);
        acme.send_json(&json!({"type": "bid", "lot": lot.as_str(), "ref": nth.to_string(), "prices": {"m": price}}))
            .await;
        loop {
            let message = acme.json().await;
            match message["type"].as_str() {
                Some("accepted") => break,
                _ => places.extend(message["seq"].as_u64()),
            }
        }
    }

    let more = acme.until_quiet().await;
    places.extend(more.iter().filter_map(|message| message["seq"].as_u64()));
    assert!(places.is_sorted(), "{places:?}");
    assert_eq!(places.last(), Some(&32));
}
