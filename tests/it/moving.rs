//! A journal is moved from one database into another; a server in memory keeps nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;
use tempfile::TempDir;

use crate::documents::{Document, at};
use crate::people::Person;
use crate::server::{Ran, Server, fairlot};

const KEY: &str = "fairlot.db.key";

/// A stopped server with a lot that has a bid, and a person; and an empty folder for the new database.
async fn stopped_server() -> (Server, String, TempDir) {
    let mut server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot().to_owned();
    server.supplier("acme").posts_bid(&lot, "a1", at("3.00")).await.expect(200);
    let add = ["user", "add", "--role", "buyer", "--org", "north", "--email", "bea@example.org"];
    server.runs(&add).ended_with(0);
    assert_eq!(server.sigterm(), Some(0));
    (server, lot, tempfile::tempdir().expect("a folder for the new database"))
}

fn new_database(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("fairlot.db").display())
}

fn moves(server: &Server, to: &TempDir) -> Ran {
    fairlot(&["move", "--from", &server.database(), "--to", &new_database(to)], "")
}

#[tokio::test]
async fn a_moved_database_gives_everyone_the_same_answers() {
    let (server, lot, folder) = stopped_server().await;
    let token = server.token("supplier", "acme", "seller-at-acme");
    let before = server.runs(&["verify"]).ended_with(0).stdout;

    let moved = moves(&server, &folder).ended_with(0);

    let heads: Vec<Vec<&str>> = before.lines().map(|line| line.split('\t').take(3).collect()).collect();
    let printed: Vec<Vec<&str>> = moved.stdout.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(printed, heads, "stream, last place and hash of each: {}", moved.said());
    let server = Server::start_in(folder, &[]);
    let acme = Person::new(server.url(), Some(token));
    let view = acme.lot(&lot).await;
    assert_eq!((&view["state"], &view["you"]["rank"]), (&json!("paused"), &json!(1)), "an old token sees: {view}");
    server.runs(&["user", "link", "--email", "bea@example.org"]).ended_with(0);
    server.runs(&["verify"]).ended_with(0);
}

#[tokio::test]
async fn only_a_whole_journal_is_moved_and_only_into_a_new_database() {
    let (server, lot, folder) = stopped_server().await;
    moves(&server, &folder).ended_with(0);

    let again = moves(&server, &folder).ended_with(2);
    let broken_folder = tempfile::tempdir().expect("another folder");
    let mut bytes = fs::read(server.file()).expect("the database can be read");
    let bid_ref = bytes.windows(10).rposition(|part| part == b"\"ref\":\"a1\"").expect("the bid is in the file");
    bytes[bid_ref + 7] = b'b';
    fs::write(server.file(), bytes).expect("the database can be written");
    let broken = moves(&server, &broken_folder).ended_with(1);

    assert!(again.stderr.contains("--to") && again.stderr.contains("already"), "{}", again.stderr);
    assert!(broken.stderr.contains(&format!("lot/{lot}, record 3")), "{}", broken.stderr);
    assert_eq!(broken.stdout, "");
    assert!(!broken_folder.path().join(KEY).exists(), "no server could go on with it unnoticed");
    fairlot(&["verify", "--database", &new_database(&broken_folder)], "").ended_with(2);
}

#[tokio::test]
async fn a_journal_in_use_or_missing_is_not_moved() {
    let server = Server::start();
    let (folder, nowhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));

    let running = moves(&server, &folder).ended_with(2);
    let missing = new_database(&nowhere);
    let missing = fairlot(&["move", "--from", &missing, "--to", &new_database(&folder)], "").ended_with(2);

    assert!(running.stderr.contains("--from") && running.stderr.contains("stop"), "{}", running.stderr);
    assert!(missing.stderr.contains("--from") && missing.stderr.contains("no database"), "{}", missing.stderr);
    assert_eq!(fs::read_dir(nowhere.path()).expect("a folder").count(), 0, "nothing was made there");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nor there");
}

#[tokio::test]
async fn a_server_in_memory_takes_bids_and_keeps_nothing() {
    let lender = Server::start();
    let token = lender.token("buyer", "north", "bea");
    let key = lender.folder().join(KEY).display().to_string();
    assert_eq!(fs::metadata(&key).expect("the key is there").permissions().mode() & 0o777, 0o600);

    let mut server = Server::start_with(&["--database", "memory:", "--jwt-key-file", &key]);
    let buyer = Person::new(server.url(), Some(token));
    let published = buyer.publishes(&Document::gloves()).await;
    let acme = Person::new(server.url(), Some(lender.token("supplier", "acme", "s")));
    let bid = acme.posts_bid(published.lot(), "a1", at("3.00")).await.expect(200);

    assert_eq!(bid["type"], "accepted", "{bid}");
    assert_eq!(server.sigterm(), Some(0));
    assert!(!server.file().exists());
    let no_key = fairlot(&["serve", "--listen", "127.0.0.1:0", "--database", "memory:"], "").ended_with(1);
    assert!(no_key.stderr.contains("--jwt-key-file"), "{}", no_key.stderr);
}
