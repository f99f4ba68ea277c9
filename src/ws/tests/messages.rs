//! What each message of a client does.

use serde_json::{Value, json};

use super::raw::Raw;
use crate::auth::Role;
use crate::http::testing::{TestServer, WTP, document};

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
        (r#"{"type": "shout"}"#, "type must be one of join, leave, bid, fit, time"),
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

// G50
#[tokio::test(start_paused = true)]
async fn bids_on_a_hundred_lots_back_to_back_have_an_outcome_each() {
    let server = TestServer::start().await;
    let mut document = document();
    document["lots"] = json!(vec![document["lots"][0].clone(); 100]);
    let (event, _) = server.open_lot_of(&document).await;
    let token = server.token(Role::Supplier, "acme");
    let shown = server.get(&format!("/api/v1/events/{event}"), Some(&token)).await.json();
    let lots: Vec<&str> = shown["lots"].as_array().unwrap().iter().map(|lot| lot["id"].as_str().unwrap()).collect();
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;

    for (nth, lot) in lots.iter().enumerate() {
        // The ceiling is 5,000.
        let price = if nth == 40 { "5.01" } else { "3.10" };
        acme.send_json(&bid(lot, &format!("r{nth}"), price)).await;
    }
    let mut outcomes = acme.until_quiet().await;

    let place = |outcome: &Value| lots.iter().position(|lot| outcome["lot"] == *lot);
    outcomes.sort_by_key(place);
    let told: Vec<(&str, &str)> =
        outcomes.iter().map(|outcome| (outcome["ref"].as_str().unwrap(), outcome["type"].as_str().unwrap())).collect();
    let refs: Vec<String> = (0..100).map(|nth| format!("r{nth}")).collect();
    let kind = |bid_ref: &str| if bid_ref == "r40" { "refused" } else { "accepted" };
    assert_eq!(told, refs.iter().map(|bid_ref| (bid_ref.as_str(), kind(bid_ref))).collect::<Vec<_>>());
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

// G58
#[tokio::test(start_paused = true)]
async fn prices_are_scaled_without_joining_and_nothing_is_bid() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    let fit = |id: u64, price: &str| json!({"type": "fit", "lot": lot.as_str(), "id": id, "prices": {"m": price}});

    acme.send_json(&fit(1, "6.00")).await;
    let fitted = acme.json().await;
    acme.send_json(&fit(2, "6.001")).await;
    let wrong = acme.json().await;
    acme.send_json(&json!({"type": "fit", "lot": lot.as_str(), "id": 3, "prices": {"m": 6}})).await;
    let unreadable = acme.json().await;

    assert_eq!((&fitted["type"], &fitted["id"], &fitted["total"]), (&json!("fitted"), &json!(1), &json!("5000.00")));
    assert_eq!(fitted["prices"], json!({"m": "5.00"}));
    for (answer, id) in [(wrong, 2), (unreadable, 3)] {
        assert_eq!((&answer["code"], &answer["id"]), (&json!("bad_message"), &json!(id)), "{answer}");
        assert!(answer["message"].as_str().unwrap().starts_with("prices.m must"), "{answer}");
    }
    let acme = server.token(Role::Supplier, "acme");
    let record = server.get(&format!("/api/v1/lots/{lot}/record"), Some(&acme)).await.json();
    assert_eq!(record["items"], json!([]));
}

// G58
#[tokio::test(start_paused = true)]
async fn only_suppliers_of_the_lot_ask_for_prices_that_fit() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;

    for (role, org, code) in
        [(Role::Buyer, WTP, "forbidden"), (Role::Observer, "RFS", "forbidden"), (Role::Supplier, "zeta", "not_found")]
    {
        let mut raw = Raw::welcomed(&server, role, org).await;

        raw.send_json(&json!({"type": "fit", "lot": lot.as_str(), "id": 7, "prices": {"m": "1"}})).await;

        let answer = raw.json().await;
        assert_eq!((&answer["code"], &answer["id"]), (&json!(code), &json!(7)), "{role:?}");
    }
}

// G58
#[tokio::test(start_paused = true)]
async fn a_bid_goes_on_while_questions_wait_and_too_many_of_them_are_overloaded() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let mut acme = Raw::welcomed(&server, Role::Supplier, "acme").await;
    server.store.hold();
    acme.send_json(&bid(lot.as_str(), "r1", "3.10")).await;

    for id in 1..=17 {
        acme.send_json(&json!({"type": "fit", "lot": lot.as_str(), "id": id, "prices": {"m": "3"}})).await;
    }
    let first = acme.json().await;
    server.store.release();
    let rest = acme.until_quiet().await;

    assert_eq!((&first["code"], &first["id"]), (&json!("overloaded"), &json!(17)));
    let fitted = rest.iter().filter(|answer| answer["type"] == "fitted").count();
    assert_eq!((fitted, rest.iter().filter(|answer| answer["type"] == "accepted").count()), (16, 1));
}
