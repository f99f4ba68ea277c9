//! What each message of a client does.

use serde_json::{Value, json};

use super::raw::Raw;
use crate::auth::Role;
use crate::http::testing::{TestServer, WTP};

fn bid(lot: &str, bid_ref: &str, price: &str) -> Value {
    json!({"type": "bid", "lot": lot, "ref": bid_ref, "prices": {"m": price}})
}

#[tokio::test(start_paused = true)]
async fn a_bid_is_answered_and_then_shown() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    acme.send_json(&json!({"type": "join", "lot": lot.as_str()})).await;
    let joined = acme.json().await;

    acme.send_json(&bid(lot.as_str(), "r1", "3.10")).await;
    let told = acme.until_quiet().await;

    assert_eq!((&joined["type"], &joined["state"]), (&json!("lot"), &json!("open")));
    let accepted = told.iter().find(|message| message["type"] == "accepted").unwrap();
    assert_eq!((&accepted["ref"], &accepted["rank"], &accepted["receipt"]), (&json!("r1"), &json!(1), &Value::Null));
    let update = told.iter().find(|message| message["type"] == "update").unwrap();
    assert_eq!(update["you"]["rank"], 1);
    assert!(update["seq"].as_u64() >= accepted["seq"].as_u64());
}

#[tokio::test(start_paused = true)]
async fn a_bid_without_joining_is_answered_and_nothing_else_is_sent() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;

    acme.send_json(&bid(lot.as_str(), "r1", "3.10")).await;
    acme.send_json(&bid(lot.as_str(), "r2", "3.10")).await;

    let told = acme.until_quiet().await;
    let kinds: Vec<&Value> = told.iter().map(|message| &message["type"]).collect();
    assert_eq!(kinds, ["accepted", "refused"]);
    assert_eq!((&told[1]["reason"], &told[1]["ref"]), (&json!("not_improved"), &json!("r2")));
}

#[tokio::test(start_paused = true)]
async fn a_repeated_ref_gets_its_first_answer_again() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;

    acme.send_json(&bid(lot.as_str(), "r1", "3.10")).await;
    let first = acme.json().await;
    acme.send_json(&bid(lot.as_str(), "r1", "3.1")).await;

    assert_eq!(acme.json().await, first);
}

// L2.17
#[tokio::test(start_paused = true)]
async fn a_message_that_cannot_be_read_is_answered_and_the_connection_stays_open() {
    let server = TestServer::start().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    let wrong = [
        ("rubbish", "the message must be JSON"),
        ("[1]", "the message must be one JSON object, and is a list"),
        (r#"{"type": "shout"}"#, "type must be one of join, leave, bid, time"),
        (r#"{"type": "join", "lot": 1}"#, "lot must be text"),
        (r#"{"type": "leave"}"#, "lot is missing"),
        (r#"{"type": "time", "id": "x"}"#, "id must be a whole number"),
        (r#"{"type": "bid", "lot": "l", "ref": "r", "prices": {"m": 3.1}}"#, "prices.m must be decimal text"),
    ];

    for (text, start) in wrong {
        acme.send(super::raw::TEXT, text.as_bytes()).await;
        let answer = acme.json().await;
        assert_eq!((&answer["type"], &answer["code"]), (&json!("error"), &json!("bad_message")), "{text}");
        assert!(answer["message"].as_str().unwrap().starts_with(start), "{text}: {answer}");

        acme.send_json(&json!({"type": "time", "id": 9})).await;
        assert_eq!(acme.json().await["id"], 9, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn unknown_malformed_and_foreign_lots_get_the_same_answer() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut zeta = Raw::welcomed(&server, Role::Supplier, "zeta").await;
    let long = "x".repeat(65);

    for message in [json!({"type": "join"}), json!({"type": "bid", "ref": "r", "prices": {"m": "1"}})] {
        let mut answers = Vec::new();
        for name in [lot.as_str(), "unknown", &long, ""] {
            let mut message = message.clone();
            message["lot"] = json!(name);
            zeta.send_json(&message).await;
            let mut answer = zeta.json().await;
            assert_eq!(answer["lot"].take(), json!(name));
            answers.push(answer);
        }
        assert_eq!(answers[0]["code"], "not_found");
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }
}

// L2.17
#[tokio::test(start_paused = true)]
async fn only_suppliers_bid() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;

    for (role, org) in
        [(Role::Buyer, WTP), (Role::Observer, "RFS"), (Role::Auditor, WTP), (Role::Admin, WTP), (Role::Buyer, "other")]
    {
        let mut raw = Raw::welcomed(&server, role, org).await;

        raw.send_json(&bid(lot.as_str(), "r1", "3.10")).await;

        let answer = raw.json().await;
        let code = if org == "other" { "not_found" } else { "forbidden" };
        assert_eq!((&answer["code"], &answer["ref"]), (&json!(code), &json!("r1")), "{role:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn time_is_answered_at_once() {
    let server = TestServer::start().await;
    let mut raw = Raw::welcomed(&server, Role::Observer, "RFS").await;

    raw.send_json(&json!({"type": "time", "id": 7})).await;

    let time = raw.json().await;
    assert_eq!((&time["type"], &time["id"]), (&json!("time"), &json!(7)));
    assert_eq!(time["now"].as_str().unwrap().len(), "2026-11-21T14:00:00.000000Z".len());
}

#[tokio::test(start_paused = true)]
async fn bids_beyond_the_limit_are_overloaded_and_the_others_answered() {
    let mut limits = crate::config::ServerLimits::default();
    limits.ws.bids_in_flight_max = 2;
    let server = TestServer::with(limits).await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    server.store.hold();

    for (bid_ref, price) in [("r1", "3.10"), ("r2", "3.00"), ("r3", "2.90")] {
        acme.send_json(&bid(lot.as_str(), bid_ref, price)).await;
    }
    let first = acme.json().await;
    server.store.release();
    let rest = acme.until_quiet().await;

    assert_eq!((&first["code"], &first["ref"]), (&json!("overloaded"), &json!("r3")));
    let refs: Vec<&Value> = rest.iter().map(|answer| &answer["ref"]).collect();
    assert_eq!(refs, ["r1", "r2"]);
    assert!(rest.iter().all(|answer| answer["type"] == "accepted"));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_leaves_the_outcome_unknown() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    server.store.fail_next(1);

    acme.send_json(&bid(lot.as_str(), "r1", "3.10")).await;

    let answer = acme.json().await;
    assert_eq!((&answer["code"], &answer["ref"]), (&json!("unavailable"), &json!("r1")));
}
