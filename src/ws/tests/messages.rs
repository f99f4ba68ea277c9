//! What each message does.

use serde_json::{Value, json};

use super::raw::Raw;
use crate::auth::Role;
use crate::http::testing::{House, WTP};

fn bid(lot: &str, bid_ref: &str, price: &str) -> Value {
    json!({"type": "bid", "lot": lot, "ref": bid_ref, "prices": {"m": price}})
}

#[tokio::test(start_paused = true)]
async fn a_bid_is_answered_and_then_shown() {
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;
    let mut acme = Raw::welcomed(&house, Role::Supplier, "acme").await;
    acme.say(&json!({"type": "join", "lot": lot.as_str()})).await;
    let joined = acme.json().await;

    acme.say(&bid(lot.as_str(), "r1", "3.10")).await;
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
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;
    let mut acme = Raw::welcomed(&house, Role::Supplier, "acme").await;

    acme.say(&bid(lot.as_str(), "r1", "3.10")).await;
    acme.say(&bid(lot.as_str(), "r2", "3.10")).await;

    let told = acme.until_quiet().await;
    let kinds: Vec<&Value> = told.iter().map(|message| &message["type"]).collect();
    assert_eq!(kinds, ["accepted", "refused"]);
    assert_eq!((&told[1]["reason"], &told[1]["ref"]), (&json!("not_improved"), &json!("r2")));
}

#[tokio::test(start_paused = true)]
async fn a_repeated_ref_gets_its_first_answer_again() {
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;
    let mut acme = Raw::welcomed(&house, Role::Supplier, "acme").await;

    acme.say(&bid(lot.as_str(), "r1", "3.10")).await;
    let first = acme.json().await;
    acme.say(&bid(lot.as_str(), "r1", "3.1")).await;

    assert_eq!(acme.json().await, first);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_cannot_be_read_is_answered_and_the_connection_lives_on() {
    let house = House::open().await;
    let mut acme = Raw::welcomed(&house, Role::Supplier, "acme").await;
    let wrong = [
        ("rubbish", "the message must be one JSON object"),
        ("[1]", "the message must be one JSON object, not a list"),
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

        acme.say(&json!({"type": "time", "id": 9})).await;
        assert_eq!(acme.json().await["id"], 9, "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn lots_that_are_unknown_malformed_or_not_yours_are_all_the_same() {
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;
    let mut zeta = Raw::welcomed(&house, Role::Supplier, "zeta").await;
    let long = "x".repeat(65);

    for message in [json!({"type": "join"}), json!({"type": "bid", "ref": "r", "prices": {"m": "1"}})] {
        let mut answers = Vec::new();
        for name in [lot.as_str(), "unknown", &long, ""] {
            let mut message = message.clone();
            message["lot"] = json!(name);
            zeta.say(&message).await;
            let mut answer = zeta.json().await;
            assert_eq!(answer["lot"].take(), json!(name));
            answers.push(answer);
        }
        assert_eq!(answers[0]["code"], "not_found");
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_suppliers_bid() {
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;

    for (role, org) in
        [(Role::Buyer, WTP), (Role::Observer, "RFS"), (Role::Auditor, WTP), (Role::Admin, WTP), (Role::Buyer, "other")]
    {
        let mut raw = Raw::welcomed(&house, role, org).await;

        raw.say(&bid(lot.as_str(), "r1", "3.10")).await;

        let answer = raw.json().await;
        let code = if org == "other" { "not_found" } else { "forbidden" };
        assert_eq!((&answer["code"], &answer["ref"]), (&json!(code), &json!("r1")), "{role:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn time_is_told_at_once() {
    let house = House::open().await;
    let mut raw = Raw::welcomed(&house, Role::Observer, "RFS").await;

    raw.say(&json!({"type": "time", "id": 7})).await;

    let time = raw.json().await;
    assert_eq!((&time["type"], &time["id"]), (&json!("time"), &json!(7)));
    assert_eq!(time["now"].as_str().unwrap().len(), "2026-11-21T14:00:00.000000Z".len());
}

#[tokio::test(start_paused = true)]
async fn bids_beyond_the_bound_are_overloaded_and_the_others_answered() {
    let mut limits = crate::config::ServerLimits::default();
    limits.ws.bids_in_flight_max = 2;
    let house = House::with(limits).await;
    let (_, lot) = house.open_lot().await;
    let mut acme = Raw::welcomed(&house, Role::Supplier, "acme").await;
    house.store.hold();

    for (bid_ref, price) in [("r1", "3.10"), ("r2", "3.00"), ("r3", "2.90")] {
        acme.say(&bid(lot.as_str(), bid_ref, price)).await;
    }
    let first = acme.json().await;
    house.store.release();
    let rest = acme.until_quiet().await;

    assert_eq!((&first["code"], &first["ref"]), (&json!("overloaded"), &json!("r3")));
    let refs: Vec<&Value> = rest.iter().map(|answer| &answer["ref"]).collect();
    assert_eq!(refs, ["r1", "r2"]);
    assert!(rest.iter().all(|answer| answer["type"] == "accepted"));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_leaves_the_outcome_unknown() {
    let house = House::open().await;
    let (_, lot) = house.open_lot().await;
    let mut acme = Raw::welcomed(&house, Role::Supplier, "acme").await;
    house.store.fail_next(1);

    acme.say(&bid(lot.as_str(), "r1", "3.10")).await;

    let answer = acme.json().await;
    assert_eq!((&answer["code"], &answer["ref"]), (&json!("unavailable"), &json!("r1")));
}
