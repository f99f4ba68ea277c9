//! Two servers want one database: the second is refused, and the first does not notice.

use serde_json::Value;

use crate::documents::{Document, at};
use crate::server::{Server, fairlot};

#[tokio::test]
async fn a_second_server_is_refused_and_the_first_goes_on() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let mut acme = server.supplier("acme").joins(&[published.lot()]).await;

    let second = fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", &server.database()], "").ended_with(1);

    assert_eq!(second.stdout, "", "it is never ready");
    assert!(second.stderr.contains("stop that one first"), "{}", second.stderr);
    assert_eq!(acme.bid(published.lot(), "a1", at("2.90")).await["type"], "accepted");
}

#[tokio::test]
async fn of_two_servers_that_start_at_once_one_lives() {
    let mut first = Server::start();
    assert_eq!(first.sigterm(), Some(0));
    let database = first.database();
    let serve = move || fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", &database], "");

    first.restart();
    let others: Vec<_> = (0..3).map(|_| std::thread::spawn(serve.clone())).collect();
    let codes: Vec<_> = others.into_iter().map(|other| other.join().expect("it ends").code).collect();

    assert_eq!(codes, [Some(1); 3]);
    let health: Value = first.nobody().get("/readyz").await.expect(200);
    assert!(health.is_object(), "{health}");
}
