//! The end of a server that has lost its store.

use super::test_server::{StoreState, TestServer};
use crate::app::Ended;

#[tokio::test]
async fn a_server_can_be_stopped_while_its_store_is_unreachable() {
    for state in [StoreState::Unreachable, StoreState::Silent] {
        let server = TestServer::start().await;
        let lot = server.open_lot().await;
        server.store_state.send_replace(state);
        server.lose_store(&lot).await;
        server.tried(1).await;
        let address = server.address;

        assert_eq!(server.stop().await, Ended::Stopped, "{state:?}");

        assert!(tokio::net::TcpStream::connect(address).await.is_err());
    }
}

#[tokio::test]
async fn an_unusable_store_ends_the_server() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    server.store_state.send_replace(StoreState::Unusable);

    server.lose_store(&lot).await;

    assert_eq!(server.ended().await, Ended::StoreFailed);
}

#[tokio::test]
async fn a_server_that_cannot_reopen_its_store_ends() {
    let server = TestServer::start_without_reopen().await;
    let lot = server.open_lot().await;

    server.lose_store(&lot).await;

    assert_eq!(server.ended().await, Ended::StoreFailed);
}

#[tokio::test]
async fn a_server_stops_in_order_after_it_has_reopened_its_store() {
    let server = TestServer::start().await;
    let lot = server.open_lot().await;
    server.lose_store(&lot).await;
    server.ready().await;
    let connection = server.upgrade().await.unwrap();

    let (ended, (_, code)) = tokio::join!(server.stop(), connection.rest());

    assert_eq!((ended, code), (Ended::Stopped, Some(1001)));
}
