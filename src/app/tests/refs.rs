//! A bid in doubt is settled by its ref: what the journal says counts, whichever way it went.

use axum::http::StatusCode;
use serde_json::json;

use super::house::House;

#[tokio::test]
async fn a_bid_in_doubt_that_was_written_keeps_its_outcome() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    let mut acme = house.upgrade().await.unwrap();
    house.store.fail_next_in_doubt();

    acme.bid(&lot, "a1", "3.00").await;
    let (messages, code) = acme.rest().await;
    house.ready().await;
    let known = house.get(&format!("/api/v1/lots/{lot}/bids/a1")).await;
    let again = house.bid(&lot, "a1", "3.00").await;

    let answer = messages.last().unwrap();
    assert_eq!((&answer["type"], &answer["code"]), (&json!("error"), &json!("unavailable")), "{messages:?}");
    assert_eq!(answer["ref"], "a1", "{answer}");
    assert_eq!(code, Some(1001), "as when a server restarts");
    assert_eq!(known.0, StatusCode::OK, "{}", known.1);
    assert_eq!(again, known, "the first outcome is answered again");
    assert_eq!(again.1["type"], "accepted", "{}", again.1);
    assert_eq!(house.kinds(&lot).await, ["lot_published", "lot_opened", "bid_accepted", "lot_paused"]);
}

#[tokio::test]
async fn a_bid_in_doubt_that_was_not_written_is_judged_once_afterwards() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    house.store.fail_next(1);

    let first = house.bid(&lot, "a1", "3.00").await;
    house.ready().await;
    let unknown = house.get(&format!("/api/v1/lots/{lot}/bids/a1")).await;
    house.resume(&lot).await;
    let judged = house.bid(&lot, "a1", "3.00").await;
    let again = house.bid(&lot, "a1", "3.00").await;

    assert_eq!((first.0, &first.1["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    assert_eq!(unknown.0, StatusCode::NOT_FOUND);
    assert_eq!((judged.0, &judged.1["type"]), (StatusCode::OK, &json!("accepted")), "{}", judged.1);
    assert_eq!(again, judged);
    let kinds = house.kinds(&lot).await;
    assert_eq!(kinds, ["lot_published", "lot_opened", "lot_paused", "lot_resumed", "bid_accepted"]);
}

#[tokio::test]
async fn the_store_may_be_lost_again_and_again() {
    let house = House::open().await;
    let lot = house.open_lot().await;

    for nth in 1..=3 {
        house.lose_store(&lot).await;
        house.tried(nth).await;
        house.ready().await;
        house.resume(&lot).await;
    }

    let (status, answer) = house.bid(&lot, "a1", "3.00").await;
    assert_eq!((status, &answer["type"]), (StatusCode::OK, &json!("accepted")), "{answer}");
}
