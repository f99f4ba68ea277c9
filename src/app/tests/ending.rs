//! How a server ends that has lost its store.

use super::house::{Back, House};
use crate::app::Ended;

#[tokio::test]
async fn a_server_can_be_stopped_while_its_store_is_away() {
    for back in [Back::Away, Back::Silent] {
        let house = House::open().await;
        let lot = house.open_lot().await;
        house.back.send_replace(back);
        house.lose_store(&lot).await;
        house.tried(1).await;
        let address = house.address;

        assert_eq!(house.stop().await, Ended::Stopped, "{back:?}");

        assert!(tokio::net::TcpStream::connect(address).await.is_err());
    }
}

#[tokio::test]
async fn a_store_that_cannot_be_used_as_it_is_ends_the_server() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    house.back.send_replace(Back::Unusable);

    house.lose_store(&lot).await;

    assert_eq!(house.ended().await, Ended::StoreFailed);
}

#[tokio::test]
async fn a_server_that_is_not_given_its_store_back_ends() {
    let house = House::for_one_life().await;
    let lot = house.open_lot().await;

    house.lose_store(&lot).await;

    assert_eq!(house.ended().await, Ended::StoreFailed);
}

#[tokio::test]
async fn a_server_stops_in_order_in_its_second_life() {
    let house = House::open().await;
    let lot = house.open_lot().await;
    house.lose_store(&lot).await;
    house.ready().await;
    let line = house.upgrade().await.unwrap();

    let (ended, (_, code)) = tokio::join!(house.stop(), line.rest());

    assert_eq!((ended, code), (Ended::Stopped, Some(1001)));
}
