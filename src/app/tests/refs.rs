//! The ref of a bid in doubt gives its outcome: the journal decides whether the bid was recorded.

use axum::http::StatusCode;
use serde_json::json;

use super::test_server::TestServer;

#[tokio::test]
async fn a_bid_in_doubt_that_was_written_keeps_its_outcome() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    let mut acme = server.upgrade().await.unwrap();
    server.store.fail_next_in_doubt();

    acme.bid(&lot, "a1", "3.00").await;
    let (messages, code) = acme.rest().await;
    server.ready().await;
    let known = server.get(&format!("/api/v1/lots/{lot}/bids/a1")).await;
    let again = server.bid(&lot, "a1", "3.00").await;

    let answer = messages.last().unwrap();
    assert_eq!((&answer["type"], &answer["code"]), (&json!("error"), &json!("unavailable")), "{messages:?}");
    assert_eq!(answer["ref"], "a1", "{answer}");
    assert_eq!(code, Some(1001), "as when a server restarts");
    assert_eq!(known.0, StatusCode::OK, "{}", known.1);
    assert_eq!(again, known, "the first outcome is answered again");
    assert_eq!(again.1["type"], "accepted", "{}", again.1);
    assert_eq!(server.kinds(&lot).await, ["lot_published", "lot_opened", "bid_accepted", "lot_paused"]);
}

#[tokio::test]
async fn a_bid_in_doubt_that_was_not_written_is_judged_once_afterwards() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    server.store.fail_next(1);

    let first = server.bid(&lot, "a1", "3.00").await;
    server.ready().await;
    let unknown = server.get(&format!("/api/v1/lots/{lot}/bids/a1")).await;
    server.resume(&lot).await;
    let judged = server.bid(&lot, "a1", "3.00").await;
    let again = server.bid(&lot, "a1", "3.00").await;

    assert_eq!((first.0, &first.1["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    assert_eq!(unknown.0, StatusCode::NOT_FOUND);
    assert_eq!((judged.0, &judged.1["type"]), (StatusCode::OK, &json!("accepted")), "{}", judged.1);
    assert_eq!(again, judged);
    let kinds = server.kinds(&lot).await;
    assert_eq!(kinds, ["lot_published", "lot_opened", "lot_paused", "lot_resumed", "bid_accepted"]);
}

#[tokio::test]
async fn a_server_survives_repeated_losses_of_its_store() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;

    for nth in 1..=3 {
        server.lose_store(&lot).await;
        server.tried(nth).await;
        server.ready().await;
        server.resume(&lot).await;
    }

    let (status, answer) = server.bid(&lot, "a1", "3.00").await;
    assert_eq!((status, &answer["type"]), (StatusCode::OK, &json!("accepted")), "{answer}");
}
