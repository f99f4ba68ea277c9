//! Between two lives: the address stays, and says what is the matter.

use axum::http::StatusCode;
use serde_json::json;

use super::house::{Back, House};
use crate::clock::Clock;
use crate::journal::Store;

const HOUR_US: i64 = 3_600_000_000;

#[tokio::test]
async fn while_the_store_is_away_the_same_address_answers() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    house.back.send_replace(Back::Away);

    house.lose_store(&lot).await;
    for times in [1, 4] {
        house.tried(times).await;
        let (readyz, readiness) = house.get("/readyz").await;
        assert_eq!(readyz, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(readiness["ready"], false);
        assert!(readiness["reason"].as_str().unwrap().contains("database"), "{readiness}");
        assert_eq!(house.get("/healthz").await.0, StatusCode::OK);
        assert!(house.get("/metrics").await.1.as_str().unwrap().contains("fairlot_http_seconds"));
        assert_eq!(house.upgrade().await.err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        for path in ["/", "/api/v1/events", "/nowhere", &format!("/api/v1/lots/{lot}")] {
            let (status, problem) = house.get(path).await;
            let code = &problem["code"];
            assert_eq!((status, code), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")), "{path}");
        }
        assert_eq!(house.bid(&lot, "a1", "3.00").await.1["code"], "unavailable");
    }
    house.back.send_replace(Back::Here);
    house.ready().await;

    let (_, view) = house.get(&format!("/api/v1/lots/{lot}")).await;
    assert_eq!(view["state"], "paused", "as after a crash");
    house.resume(&lot).await;
    assert_eq!(house.bid(&lot, "a1", "3.00").await.1["type"], "accepted");
    assert!(house.get("/metrics").await.1.as_str().unwrap().contains("fairlot_rebuilds_total"));
}

#[tokio::test]
async fn a_store_that_fails_while_the_journal_is_read_again_is_still_away() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    house.store.fail_next(3);

    assert_eq!(house.bid(&lot, "a1", "3.00").await.0, StatusCode::SERVICE_UNAVAILABLE);
    house.tried(3).await;
    house.ready().await;

    assert_eq!(house.kinds(&lot).await, ["lot_published", "lot_opened", "lot_paused"]);
}

#[tokio::test]
async fn a_sign_of_life_that_cannot_be_kept_loses_the_store_and_whoever_waits_is_told() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    house.store.hold();
    let waiting = house.bid(&lot, "a1", "3.00");
    let losing = async {
        house.store.commit_waits().await;
        house.store.fail_next_sign_of_life(1);
        house.tried(1).await;
        house.store.release();
    };

    let ((status, problem), ()) = tokio::join!(waiting, losing);
    house.ready().await;

    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    assert_eq!(house.kinds(&lot).await, ["lot_published", "lot_opened", "lot_paused"], "the old writer is gone");
}

#[tokio::test]
async fn a_store_that_goes_away_is_noticed_though_nobody_writes() {
    let house = House::open().await;
    assert_eq!(house.get("/readyz").await.0, StatusCode::OK);
    house.back.send_replace(Back::Away);

    house.store.set_away(true);
    house.tried(1).await;

    assert_eq!(house.get("/readyz").await.0, StatusCode::SERVICE_UNAVAILABLE);
    house.store.set_away(false);
    house.back.send_replace(Back::Here);
    house.ready().await;
}

#[tokio::test]
async fn time_goes_on_from_whatever_was_noted_last() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    let noted = Clock::system().now().plus_micros(HOUR_US);
    house.store.note_alive(noted).await.unwrap();

    house.lose_store(&lot).await;
    house.ready().await;
    house.resume(&lot).await;
    house.lose_store(&lot).await;
    house.ready().await;

    let records = house.store.scan(None, 100).await.unwrap();
    let paused = records.iter().filter(|record| &*record.kind == "lot_paused").map(|record| record.at);
    let paused: Vec<_> = paused.collect();
    assert!(paused.len() == 2 && noted <= paused[0] && paused[0] <= paused[1], "{noted}: {paused:?}");
}
