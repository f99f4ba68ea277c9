//! A standby while it waits, and at the moments at which it is no longer one.

use reqwest::header;
use serde_json::json;
use throwaway_postgres::Cluster;

use crate::client::{Client, Refusal};
use crate::documents::{Document, at};
use crate::server::{Server, fairlot};

/// Ends the connection on which a standby waits.
const CUT_STANDBY: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks
                           JOIN pg_database ON pg_database.oid = database
                           WHERE locktype = 'advisory' AND mode = 'ShareLock' AND datname = current_database()";

/// The standby of this server.
async fn standby_of(first: &Server) -> Server {
    let standby = Server::start_on(&first.database(), &["--standby"]);
    standby.waits_as_standby().await;
    standby
}

#[tokio::test]
async fn a_standby_says_what_it_is_and_does_nothing_else() {
    let first = Server::start_on_postgres();
    let published = first.buyer().publishes(&Document::gloves()).await;
    let mut standby = standby_of(&first).await;
    let (anybody, acme) = (standby.nobody(), standby.supplier("acme"));

    assert_eq!(anybody.get("/healthz").await.status, 200);
    assert!(anybody.get("/metrics").await.text.contains("\nfairlot_standby 1\n"));
    assert!(first.nobody().get("/metrics").await.text.contains("\nfairlot_standby 0\n"));
    assert_eq!(anybody.get("/readyz").await.expect(503)["ready"], false);
    for path in ["/", "/nowhere", "/api/v1/about", "/api/v1/events", &format!("/api/v1/lots/{}", published.lot())] {
        let refused = acme.get(path).await;
        refused.expect_problem(503, "standby");
        assert_eq!(refused.headers[header::RETRY_AFTER], "1", "{path}");
    }
    acme.posts_bid(published.lot(), "a1", at("2.90")).await.expect_problem(503, "standby");
    let token = format!("Bearer {}", acme.token());
    let upgraded = Client::open(standby.url(), &[("authorization", &token)]).await;
    assert_eq!(upgraded.err(), Some(Refusal { status: 503 }));
    assert_eq!(standby.sigterm(), Some(0), "{}", standby.stderr());

    let answer = first.supplier("acme").posts_bid(published.lot(), "a1", at("2.90")).await.expect(200);
    assert_eq!(answer["type"], "accepted");
}

/// The lot is paused by the takeover as by any start, and goes on by itself where its rules say so.
#[tokio::test]
async fn a_standby_takes_over_from_a_server_that_is_stopped_in_order() {
    let mut first = Server::start_on_postgres();
    let document = Document::gloves().with("/lots/0/rules/auto_resume_s", json!(1));
    let published = first.buyer().publishes(&document).await;
    let lot = published.lot();
    let acknowledged = first.supplier("acme").posts_bid(lot, "a1", at("2.90")).await.expect(200);
    let standby = standby_of(&first).await;

    assert_eq!(first.sigterm(), Some(0), "{}", first.stderr());
    standby.is_ready_again().await;

    assert!(standby.nobody().get("/metrics").await.text.contains("\nfairlot_standby 0\n"));
    let mut acme = standby.supplier("acme").joins(&[lot]).await;
    acme.sees(lot, "the lot is open again", |view| view["state"] == "open").await;
    let again = standby.supplier("acme").posts_bid(lot, "a1", at("2.90")).await.expect(200);
    assert_eq!(again, acknowledged);
    let kinds = standby.auditor().history(lot).await;
    let kinds =
        kinds.iter().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a record")["kind"].clone());
    let kinds: Vec<_> = kinds.collect();
    assert_eq!(kinds, ["lot_published", "lot_opened", "bid_accepted", "lot_paused", "lot_resumed"]);
    standby.runs(&["verify"]).ended_with(0);
}

#[tokio::test]
async fn a_standby_that_loses_its_database_waits_again() {
    let mut first = Server::start_on_postgres();
    let standby = standby_of(&first).await;
    let database = first.database();
    let name = database.rsplit('/').next().expect("a URL ends with a name");

    assert_eq!(Cluster::shared().sql(name, CUT_STANDBY).expect("a superuser may end a connection"), "1");
    standby.says("the standby has no database; it connects again").await;
    standby.waits_as_standby().await;
    first.nobody().get("/readyz").await.expect(200);
    first.kill_9();

    standby.is_ready_again().await;
}

#[tokio::test]
async fn a_server_without_the_flag_does_not_wait_beside_a_standby() {
    let first = Server::start_on_postgres();
    let _standby = standby_of(&first).await;

    let third = first.runs(&["serve", "--listen", "127.0.0.1:0"]).ended_with(1);

    assert!(third.stderr.contains("stop that one first"), "{}", third.stderr);
    first.nobody().get("/readyz").await.expect(200);
}

#[test]
fn a_standby_without_a_database_to_share_is_refused() {
    let folder = tempfile::tempdir().expect("a folder for the database");
    let file = format!("sqlite:{}", folder.path().join("fairlot.db").display());
    let nowhere = "postgres://ann:s3cret@127.0.0.1:1/f";
    for (database, words) in [
        (file.as_str(), "--standby needs PostgreSQL"),
        ("memory:", "--standby needs PostgreSQL"),
        (nowhere, "cannot open the database"),
    ] {
        let refused = fairlot(&["serve", "--standby", "--listen", "127.0.0.1:0", "--database", database], "");

        let refused = refused.ended_with(1);
        assert_eq!(refused.stdout, "", "it does not begin to wait");
        assert!(refused.stderr.contains(words) && !refused.stderr.contains("s3cret"), "{}", refused.stderr);
    }
    assert!(!folder.path().join("fairlot.db").exists());
}
