//! The server while its store is unreachable: it keeps its address, and answers why it cannot serve.

use axum::http::StatusCode;
use serde_json::json;

use super::test_server::{StoreState, TestServer};
use crate::clock::Clock;
use crate::journal::Store;

const HOUR_US: i64 = 3_600_000_000;

#[tokio::test]
async fn while_the_store_is_unreachable_the_same_address_answers() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    server.store_state.send_replace(StoreState::Unreachable);

    server.lose_store(&lot).await;
    for times in [1, 4] {
        server.tried(times).await;
        let (readyz, readiness) = server.get("/readyz").await;
        assert_eq!(readyz, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(readiness["ready"], false);
        assert!(readiness["reason"].as_str().unwrap().contains("database"), "{readiness}");
        assert_eq!(server.get("/healthz").await.0, StatusCode::OK);
        assert!(server.get("/metrics").await.1.as_str().unwrap().contains("fairlot_http_seconds"));
        assert_eq!(server.upgrade().await.err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        for path in ["/", "/api/v1/events", "/nowhere", &format!("/api/v1/lots/{lot}")] {
            let (status, problem) = server.get(path).await;
            let code = &problem["code"];
            assert_eq!((status, code), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")), "{path}");
        }
        assert_eq!(server.bid(&lot, "a1", "3.00").await.1["code"], "unavailable");
    }
    server.store_state.send_replace(StoreState::Reachable);
    server.ready().await;

    let (_, view) = server.get(&format!("/api/v1/lots/{lot}")).await;
    assert_eq!(view["state"], "paused", "as after a crash");
    server.resume(&lot).await;
    assert_eq!(server.bid(&lot, "a1", "3.00").await.1["type"], "accepted");
    assert!(server.get("/metrics").await.1.as_str().unwrap().contains("fairlot_rebuilds_total"));
}

#[tokio::test]
async fn a_store_that_fails_while_the_journal_is_read_again_is_still_unreachable() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    server.store.fail_next(3);

    assert_eq!(server.bid(&lot, "a1", "3.00").await.0, StatusCode::SERVICE_UNAVAILABLE);
    server.tried(3).await;
    server.ready().await;

    assert_eq!(server.kinds(&lot).await, ["lot_published", "lot_opened", "lot_paused"]);
}

#[tokio::test]
async fn a_heartbeat_that_cannot_be_kept_loses_the_store_and_waiting_clients_are_answered() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    server.store.hold();
    let waiting = server.bid(&lot, "a1", "3.00");
    let losing = async {
        server.store.commit_waits().await;
        server.store.fail_next_heartbeats(1);
        server.tried(1).await;
        server.store.release();
    };

    let ((status, problem), ()) = tokio::join!(waiting, losing);
    server.ready().await;

    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    assert_eq!(
        server.kinds(&lot).await,
        ["lot_published", "lot_opened", "lot_paused"],
        "the writer of the lost store wrote nothing more"
    );
}

#[tokio::test]
async fn a_lost_store_is_noticed_without_a_write() {
    let server = TestServer::start().await;
    assert_eq!(server.get("/readyz").await.0, StatusCode::OK);
    server.store_state.send_replace(StoreState::Unreachable);

    server.store.set_away(true);
    server.tried(1).await;

    assert_eq!(server.get("/readyz").await.0, StatusCode::SERVICE_UNAVAILABLE);
    server.store.set_away(false);
    server.store_state.send_replace(StoreState::Reachable);
    server.ready().await;
}

#[tokio::test]
async fn time_goes_on_from_the_last_heartbeat() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    let noted = Clock::system().now().plus_micros(HOUR_US);
    server.store.note_alive(noted).await.unwrap();

    server.lose_store(&lot).await;
    server.ready().await;
    server.resume(&lot).await;
    server.lose_store(&lot).await;
    server.ready().await;

    let records = server.store.scan(None, 100).await.unwrap();
    let paused = records.iter().filter(|record| &*record.kind == "lot_paused").map(|record| record.at);
    let paused: Vec<_> = paused.collect();
    assert!(paused.len() == 2 && noted <= paused[0] && paused[0] <= paused[1], "{noted}: {paused:?}");
}
