//! Bids, their outcomes, and a lot's journal over HTTP.

use axum::http::Method;
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, request};
use crate::ids::LotId;

async fn bid(server: &TestServer, lot: &LotId, bid_ref: &str, price: &str) -> TestAnswer {
    let acme = server.token(Role::Supplier, "acme");
    server.post(&format!("/api/v1/lots/{lot}/bids"), &acme, &json!({"ref": bid_ref, "prices": {"m": price}})).await
}

#[tokio::test(start_paused = true)]
async fn a_bid_is_answered_as_over_a_websocket() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;

    let accepted = bid(&server, &lot, "r1", "3.10").await;
    let refused = bid(&server, &lot, "r2", "3.10").await;

    let body = accepted.json();
    assert_eq!(accepted.status.as_u16(), 200, "{body}");
    assert_eq!((&body["type"], &body["ref"], &body["rank"]), (&json!("accepted"), &json!("r1"), &json!(1)));
    assert_eq!((&body["lot"], &body["receipt"]), (&json!(lot.as_str()), &Value::Null));
    assert_eq!(body["hash"].as_str().unwrap().len(), 64);
    let body = refused.json();
    assert_eq!(refused.status.as_u16(), 422, "{body}");
    assert_eq!((&body["type"], &body["reason"]), (&json!("refused"), &json!("not_improved")));
    assert_eq!(refused.header("content-type"), "application/json");
    assert!(!body["message"].as_str().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_outcome_of_a_bid_can_be_asked_for() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let accepted = bid(&server, &lot, "r 1/2", "3.10").await.json();
    let acme = server.token(Role::Supplier, "acme");

    let outcome = server.get(&format!("/api/v1/lots/{lot}/bids/r%201%2F2"), Some(&acme)).await;
    let unknown = server.get(&format!("/api/v1/lots/{lot}/bids/r2"), Some(&acme)).await;
    let of_another =
        server.get(&format!("/api/v1/lots/{lot}/bids/r%201%2F2"), Some(&server.token(Role::Supplier, "bolt"))).await;

    assert_eq!(outcome.json(), accepted);
    assert_eq!((unknown.status.as_u16(), unknown.problem().as_str()), (404, "not_found"));
    assert_eq!(of_another.body, unknown.body);
}

// L2.17
#[tokio::test(start_paused = true)]
async fn a_bid_that_cannot_be_read_never_reaches_the_lot() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let acme = server.token(Role::Supplier, "acme");
    let path = format!("/api/v1/lots/{lot}/bids");
    let cases = [
        (r#"{"ref": "r1", "prices": {"m": 3.1}}"#, "/prices/m"),
        (r#"{"ref": "r1", "prices": {"m": "3.1", "m": "3"}}"#, "/prices/m"),
        (r#"{"ref": "", "prices": {"m": "3.1"}}"#, "/ref"),
        (r#"{"ref": "r1"}"#, "/prices"),
        ("{", ""),
    ];

    for (body, path_of_fault) in cases {
        let answer = server.ask(request(&Method::POST, &path, Some(&acme), Some(body))).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_message"), "{body}");
        assert_eq!(answer.json()["errors"][0]["path"], path_of_fault, "{body}");
    }
    assert_eq!(server.get(&format!("{path}/r1"), Some(&acme)).await.status.as_u16(), 404);
}

#[tokio::test(start_paused = true)]
async fn a_buyers_act_and_a_suppliers_request_are_recorded() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    bid(&server, &lot, "r1", "3.10").await;
    let (buyer, acme) = (server.token(Role::Buyer, WTP), server.token(Role::Supplier, "acme"));
    let commands = format!("/api/v1/lots/{lot}/commands");

    let asked = json!({"ref": "r1", "reason": "a digit too few"});
    let asked = server.post(&format!("/api/v1/lots/{lot}/annulment-requests"), &acme, &asked).await;
    let seq = asked.json()["seq"].clone();
    let declined = server.post(&commands, &buyer, &json!({"type": "decline", "act": seq, "reason": "it stands"})).await;
    let resumed = server.post(&commands, &buyer, &json!({"type": "resume", "reason": "too early"})).await;

    assert_eq!((asked.status.as_u16(), declined.status.as_u16()), (200, 200), "{}", declined.body);
    assert_eq!(asked.json()["hash"].as_str().unwrap().len(), 64);
    assert_eq!((resumed.status.as_u16(), resumed.problem().as_str()), (409, "wrong_state"));
}

#[tokio::test(start_paused = true)]
async fn a_lots_journal_is_one_record_a_line() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    bid(&server, &lot, "r1", "3.10").await;
    let auditor = server.token(Role::Auditor, WTP);

    let whole = server.get(&format!("/api/v1/lots/{lot}/history"), Some(&auditor)).await;
    let rest = server.get(&format!("/api/v1/lots/{lot}/history?after=2"), Some(&auditor)).await;

    assert_eq!(whole.header("content-type"), "application/x-ndjson");
    let kinds: Vec<Value> =
        whole.body.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].clone()).collect();
    assert_eq!(kinds, ["lot_published", "lot_opened", "bid_accepted"]);
    assert!(whole.body.ends_with(&rest.body) && rest.body.lines().count() == 1);
}

#[tokio::test(start_paused = true)]
async fn the_lot_is_never_older_than_an_answer() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let seq = bid(&server, &lot, "r1", "3.10").await.json()["seq"].as_u64().unwrap();

    let seen = server.get(&format!("/api/v1/lots/{lot}"), Some(&server.token(Role::Supplier, "acme"))).await.json();
    let offers =
        server.get(&format!("/api/v1/lots/{lot}/offers"), Some(&server.token(Role::Auditor, WTP))).await.json();

    assert!(seen["seq"].as_u64().unwrap() >= seq);
    assert_eq!((&seen["type"], &seen["you"]["rank"]), (&json!("lot"), &json!(1)));
    assert_eq!(offers["offers"].as_array().unwrap().len(), 1);
}
