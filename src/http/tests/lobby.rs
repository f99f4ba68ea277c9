//! The lobby over HTTP: what a bidder's own people read, and the test of a connection.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestServer, WTP, request};

/// The paths and codes of an answer's errors.
fn faults(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    problem["errors"].as_array().unwrap().iter().map(|error| (text(&error["path"]), text(&error["code"]))).collect()
}

// G53
#[tokio::test(start_paused = true)]
async fn a_bidder_reads_when_its_people_last_signed_in_and_a_buyer_does_not() {
    let server = TestServer::start().await;
    let (event, _) = server.open_lot().await;
    let path = format!("/api/v1/events/{event}/lobby");
    server.add_person("lea", Role::Supplier, "acme", false).await;
    let signed_in_at = server.clock.now();
    let (_cookie, _watch) = server.signed_in(Role::Supplier, "acme").await;
    server.gate.sessions().know_again().await;
    let lea = server.token_of("lea", Role::Supplier, "acme", Duration::from_hours(1));

    let own = server.get(&path, Some(&lea)).await.json();
    let of_buyer = server.get(&format!("{path}?as=bidder:acme"), Some(&server.token(Role::Buyer, WTP))).await.json();

    let person = |id: &str, name: Value, last_sign_in: Value| json!({"person": id, "name": name, "connected": false, "last_sign_in": last_sign_in});
    let lea = json!("Name of lea");
    let expected =
        json!([person("lea", lea.clone(), Value::Null), person("supplier-of-acme", Value::Null, json!(signed_in_at))]);
    assert_eq!(own["people"], expected);
    let expected = json!([person("lea", lea, Value::Null), person("supplier-of-acme", Value::Null, Value::Null)]);
    assert_eq!(of_buyer["people"], expected);
}

// G54
#[tokio::test(start_paused = true)]
async fn a_connection_test_is_noted_as_often_as_it_is_sent_and_a_wrong_figure_changes_nothing() {
    let server = TestServer::start().await;
    let (event, _) = server.open_lot().await;
    let acme = server.token(Role::Supplier, "acme");
    let (lobby, readiness) = (format!("/api/v1/events/{event}/lobby"), format!("/api/v1/events/{event}/readiness"));
    let good = json!({"round_trip_ms": 48, "clock_ms": -1_250});

    let tested_at = server.clock.now();
    let answers = [server.post(&readiness, &acme, &good).await, server.post(&readiness, &acme, &good).await];
    let wrong = server.post(&readiness, &acme, &json!({"round_trip_ms": 60_001, "clock_ms": "none"})).await;

    assert_eq!(
        answers.map(|answer| (answer.status.as_u16(), answer.body)),
        [(204, String::new()), (204, String::new())]
    );
    assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (422, "bad_document"));
    let expected = [("/round_trip_ms", "out_of_range"), ("/clock_ms", "wrong_type")];
    assert_eq!(faults(&wrong.json()), expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
    let ready = json!({"tested_at": tested_at, "round_trip_ms": 48, "clock_ms": -1_250, "practised_at": null});
    assert_eq!(server.get(&lobby, Some(&acme)).await.json()["ready"], ready);
}

// G53
#[tokio::test(start_paused = true)]
async fn a_query_that_names_no_bidder_is_refused_with_its_place() {
    let server = TestServer::start().await;
    let (event, _) = server.open_lot().await;
    let buyer = server.token(Role::Buyer, WTP);

    for (query, code) in [
        ("", "missing"),
        ("?as=acme", "bad_text"),
        ("?as=observer:RFS", "bad_text"),
        ("?as=bidder:zeta", "unknown_reference"),
        ("?as=bidder:acme&as=bidder:bolt", "stands_twice"),
    ] {
        let answer = server.get(&format!("/api/v1/events/{event}/lobby{query}"), Some(&buyer)).await;

        assert_eq!(answer.status.as_u16(), 422, "{query}: {}", answer.body);
        assert_eq!(faults(&answer.json()), [("/query/as".to_owned(), code.to_owned())], "{query}");
    }
}

// G44
#[tokio::test(start_paused = true)]
async fn a_buyer_finds_the_telephone_numbers_of_a_bidders_people() {
    let server = TestServer::start().await;
    let (event, _) = server.open_lot().await;
    server.add_person("lea", Role::Supplier, "acme", false).await;
    let lea = server.token_of("lea", Role::Supplier, "acme", Duration::from_hours(1));
    let details = json!({"name": "Lea Fox", "telephone": "0114 496 0007"}).to_string();
    let written = server.ask(request(&Method::PUT, "/api/v1/me", Some(&lea), Some(&details))).await;
    server.gate.sessions().know_again().await;

    let console = format!("/api/v1/events/{event}/console");
    let shown = server.get(&console, Some(&server.token(Role::Buyer, WTP))).await.json();

    assert_eq!(written.status.as_u16(), 200, "{}", written.body);
    let person = json!({"person": "lea", "name": "Lea Fox", "telephone": "0114 496 0007", "connected": false});
    assert_eq!(shown["presence"][0]["people"], json!([person]));
}
