//! Following events.

use std::time::Duration;

use serde_json::{Value, json};

use super::raw::{PING, PONG, Raw, TEXT};
use crate::auth::Role;
use crate::http::testing::{TestServer, WTP};
use crate::ids::{EventId, LotId};

fn join(event: &EventId) -> Value {
    json!({"type": "join", "event": event.as_str()})
}

async fn bid(server: &TestServer, lot: &LotId, bid_ref: &str, price: &str) {
    let mut bolt = Raw::welcomed(server, Role::Supplier, "bolt").await;
    bolt.send_json(&json!({"type": "bid", "lot": lot.as_str(), "ref": bid_ref, "prices": {"m": price}})).await;
    assert_eq!(bolt.json().await["type"], "accepted");
}

// G40
#[tokio::test(start_paused = true)]
async fn a_connection_follows_an_event_until_it_leaves() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot().await;
    let mut buyer = Raw::welcomed(&server, Role::Buyer, WTP).await;
    buyer.send_json(&join(&event)).await;
    let first = buyer.next_of("event").await;

    bid(&server, &lot, "r1", "3.10").await;
    let update = loop {
        let update = buyer.next_of("event_update").await;
        if !update["lots"][0]["lead"].is_null() {
            break update;
        }
    };
    buyer.send_json(&json!({"type": "leave", "event": event.as_str()})).await;
    buyer.until_quiet().await;
    bid(&server, &lot, "r2", "3.00").await;
    let after = buyer.until_quiet().await;

    assert_eq!((&first["event"], &first["lots"][0]["lot"]), (&json!(event.as_str()), &json!(lot.as_str())));
    assert_eq!(update["lots"][0]["lead"]["total"], "3100.00");
    assert_eq!(after, Vec::<Value>::new());
}

// G42
#[tokio::test(start_paused = true)]
async fn a_supplier_is_told_that_it_may_not_follow_an_event_that_it_may_see() {
    let server = TestServer::start().await;
    let (event, _) = server.open_lot().await;
    let answer = async |org, event: &str| {
        let mut raw = Raw::welcomed(&server, Role::Supplier, org).await;
        raw.send_json(&json!({"type": "join", "event": event})).await;
        let error = raw.next_of("error").await;
        assert_eq!(error["event"], event);
        (error["code"].clone(), error["message"].clone())
    };

    assert_eq!(answer("acme", event.as_str()).await.0, "forbidden");
    let (stranger, unknown) = (answer("zeta", event.as_str()).await, answer("acme", "unknown").await);

    assert_eq!(stranger, unknown);
    assert_eq!(stranger, (json!("not_found"), json!("there is no such event for you")));
}

// G40
#[tokio::test(start_paused = true)]
async fn a_connection_follows_at_most_sixteen_events_beside_its_lots() {
    let server = TestServer::start().await;
    let mut events = Vec::new();
    for _ in 0..17 {
        events.push(server.open_lot().await);
    }
    let mut observer = Raw::welcomed(&server, Role::Observer, "RFS").await;
    observer.send_json(&json!({"type": "join", "lot": events[0].1.as_str()})).await;
    observer.next_of("lot").await;
    for (event, _) in &events[..16] {
        observer.send_json(&join(event)).await;
        observer.next_of("event").await;
    }

    observer.send_json(&join(&events[16].0)).await;
    let refused = observer.next_of("error").await;
    observer.send_json(&join(&events[0].0)).await;
    let again = observer.next_of("event").await;

    assert_eq!((&refused["code"], &refused["event"]), (&json!("overloaded"), &json!(events[16].0.as_str())));
    assert_eq!(again["event"], events[0].0.as_str());
}

// G40
#[tokio::test(start_paused = true)]
async fn a_reader_that_was_away_gets_the_newest_state_and_no_more() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot().await;
    let mut slow = Raw::through(&server, &server.token(Role::Buyer, WTP), 512).await;
    slow.send_json(&join(&event)).await;

    for nth in 0..20 {
        bid(&server, &lot, &format!("r{nth}"), &format!("3.{}", 60 - nth)).await;
        tokio::time::advance(Duration::from_millis(300)).await;
    }
    let told = slow.until_quiet().await;

    let leads: Vec<&str> = told.iter().filter_map(|message| message["lots"][0]["lead"]["total"].as_str()).collect();
    assert_eq!(leads.last(), Some(&"3410.00"));
    assert!(told.len() < 20, "states were skipped: {}", told.len());
}

// G44
#[tokio::test(start_paused = true)]
async fn a_buyer_sees_a_bidder_come_and_go() {
    let server = TestServer::start().await;
    server.add_person("ann", Role::Supplier, "acme", false).await;
    let (event, lot) = server.open_lot().await;
    let path = format!("/api/v1/events/{event}/console");
    let token = server.token(Role::Buyer, WTP);
    let acme = async || server.get(&path, Some(&token)).await.json()["presence"][0].take();
    let before = acme().await;

    let token_of_ann = server.token_of("ann", Role::Supplier, "acme", Duration::from_hours(1));
    let mut raw = Raw::with_token(&server, &token_of_ann).await;
    raw.send_json(&json!({"type": "join", "lot": lot.as_str()})).await;
    raw.next_of("lot").await;
    let here = acme().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    drop(raw);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let gone = acme().await;

    assert_eq!(
        (&before["connected"], &before["since"], &before["connections"]),
        (&json!(false), &Value::Null, &json!(0))
    );
    assert_eq!((&here["connected"], &here["connections"]), (&json!(true), &json!(1)));
    let ann = json!({"person": "ann", "name": "Name of ann", "telephone": null, "connected": true});
    assert_eq!(here["people"], json!([ann]));
    assert_eq!((&gone["connected"], &gone["people"][0]["connected"]), (&json!(false), &json!(false)));
    assert!(gone["since"].as_str() > here["since"].as_str(), "{gone}");
}

/// How many pings come within that many seconds; all are answered.
async fn pings(raw: &mut Raw, seconds: u64) -> usize {
    let until = tokio::time::Instant::now() + Duration::from_secs(seconds);
    let mut count = 0;
    while let Ok(Some(frame)) = tokio::time::timeout_at(until, raw.frame()).await {
        match frame.opcode {
            PING => {
                count += 1;
                raw.send(PONG, &frame.payload).await;
            }
            TEXT => {}
            opcode => panic!("a frame of kind {opcode}"),
        }
    }
    count
}

// G113
#[tokio::test(start_paused = true)]
async fn parties_are_pinged_every_five_seconds_while_they_follow_an_open_lot() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let count = async |role, org: &str, joins: bool| {
        let mut raw = Raw::welcomed(&server, role, org).await;
        if joins {
            raw.send_json(&json!({"type": "join", "lot": lot.as_str()})).await;
            raw.next_of("lot").await;
        }
        pings(&mut raw, 62).await
    };

    for (role, org) in [(Role::Supplier, "acme"), (Role::Buyer, WTP), (Role::Auditor, WTP)] {
        let often = count(role, org, true).await;
        assert!((11..=13).contains(&often), "{role:?}: {often}");
        assert_eq!(count(role, org, false).await, 3, "{role:?} without a lot");
    }
    assert_eq!(count(Role::Observer, "RFS", true).await, 3);

    let close = json!({"type": "close", "reason": "agreed"});
    server.post(&format!("/api/v1/lots/{lot}/commands"), &server.token(Role::Buyer, WTP), &close).await;
    assert_eq!(count(Role::Supplier, "acme", true).await, 3, "the lot has closed");
}

// G113
#[tokio::test(start_paused = true)]
async fn a_bidder_of_which_nothing_is_heard_is_gone_after_ten_seconds() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot().await;
    let (path, token) = (format!("/api/v1/events/{event}/console"), server.token(Role::Buyer, WTP));
    let connected = async || server.get(&path, Some(&token)).await.json()["presence"][0]["connected"].take();
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    acme.send_json(&json!({"type": "join", "lot": lot.as_str()})).await;
    acme.next_of("lot").await;

    let answering = pings(&mut acme, 30).await;
    let while_heard = connected().await;
    tokio::time::sleep(Duration::from_secs(11)).await;

    assert!(answering >= 5, "{answering}");
    assert_eq!((while_heard, connected().await), (json!(true), json!(false)));
}

// G112
#[tokio::test(start_paused = true)]
async fn a_quiet_client_that_asks_for_beats_gets_them_and_no_other_client_does() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot().await;
    let count = async |message: Value| {
        let mut raw = Raw::welcomed(&server, Role::Observer, "RFS").await;
        raw.send_json(&message).await;
        let until = tokio::time::Instant::now() + Duration::from_secs(11);
        let mut beats = 0;
        while let Ok(message) = tokio::time::timeout_at(until, raw.json()).await {
            beats += usize::from(message["type"] == "beat");
        }
        beats
    };

    let on_a_lot = count(json!({"type": "join", "lot": lot.as_str(), "beat": true})).await;
    let on_an_event = count(json!({"type": "join", "event": event.as_str(), "beat": true})).await;

    assert!((4..=5).contains(&on_a_lot) && (4..=5).contains(&on_an_event), "{on_a_lot}, {on_an_event}");
    assert_eq!(count(json!({"type": "join", "lot": lot.as_str()})).await, 0);
}
