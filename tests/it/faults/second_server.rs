//! Two servers start on one database: the second is refused, and the first does not notice.

use crate::documents::{Document, at};
use crate::server::{Server, fairlot};

#[tokio::test]
async fn a_second_server_is_refused_and_the_first_goes_on() {
    for server in Server::start_on_each() {
        refuses_a_second(&server).await;
    }
}

async fn refuses_a_second(server: &Server) {
    let published = server.buyer().publishes(&Document::gloves()).await;
    let mut acme = server.supplier("acme").joins(&[published.lot()]).await;

    let second = fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", &server.database()], "").ended_with(1);

    assert_eq!(second.stdout, "", "it is never ready");
    assert!(second.stderr.contains("stop that one first"), "{}", second.stderr);
    assert_eq!(acme.bid(published.lot(), "a1", at("2.90")).await["type"], "accepted");
}
