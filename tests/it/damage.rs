//! One flipped bit in a stored record: `verify` finds it, and only that lot does not run.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};
use tempfile::TempDir;

use crate::chain::{Line, ZEROS};
use crate::documents::{Document, at, lot};
use crate::people::Published;
use crate::server::{Ran, Server, fairlot, until};

const COLUMNS: [&str; 6] = ["stream", "seq", "at", "kind", "body", "hash"];

/// How many records are damaged, each in its own copy of the database.
const FLIPS: usize = 16;

/// A stopped server with three lots that have bids, and the ids of the lots.
async fn stopped_server() -> (Server, Published) {
    let mut server = Server::start();
    let lots = vec![lot(json!({})), lot(json!({})), lot(json!({"ceiling": "2950"}))];
    let published = server.buyer().publishes(&Document::with_lots(lots)).await;
    for lot in &published.lots {
        for (bidder, price) in [("acme", "2.90"), ("bolt", "2.80"), ("acme", "2.95"), ("acme", "2.70")] {
            server.supplier(bidder).posts_bid(lot, price, at(price)).await;
        }
    }
    assert_eq!(server.sigterm(), Some(0));
    (server, published)
}

/// A copy of the server's folder that a test may damage.
fn copy_of(server: &Server) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder for the copy");
    for entry in fs::read_dir(server.folder()).expect("the folder can be read") {
        let path = entry.expect("an entry of the folder").path();
        let name = path.file_name().expect("a file has a name");
        fs::copy(&path, copy.path().join(name)).expect("a file can be copied");
    }
    copy
}

async fn open(folder: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.join("fairlot.db"));
    let mut database = options.connect().await.expect("the copy opens");
    let triggers = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'trigger'");
    for trigger in triggers.fetch_all(&mut database).await.expect("triggers are listed") {
        let drop_it = format!("DROP TRIGGER \"{}\"", trigger.get::<String, _>(0));
        sqlx::query(AssertSqlSafe(drop_it)).execute(&mut database).await.expect("a trigger is dropped");
    }
    sqlx::query("PRAGMA ignore_check_constraints = ON").execute(&mut database).await.expect("checks are off");
    database
}

fn verify(folder: &Path) -> Ran {
    fairlot(&["verify", "--database", &format!("sqlite:{}", folder.join("fairlot.db").display())], "")
}

/// Flips one bit in a column of a record; `false` when the database refuses the result.
async fn flip(folder: &Path, stream: &str, seq: i64, column: &str, random: &mut StdRng) -> bool {
    let mut database = open(folder).await;
    let read = format!("SELECT typeof({column}), CAST({column} AS BLOB) FROM journal WHERE stream = ? AND seq = ?");
    let row = sqlx::query(AssertSqlSafe(read)).bind(stream).bind(seq).fetch_one(&mut database).await;
    let row = row.expect("the record is there");
    let (kind, mut bytes): (String, Vec<u8>) = (row.get(0), row.get(1));
    let write = |value: &str| format!("UPDATE journal SET {column} = {value} WHERE stream = ? AND seq = ?");
    let flipped = if kind == "integer" {
        let number: i64 = String::from_utf8_lossy(&bytes).parse().expect("an integer as text");
        let changed = number ^ (1 << random.random_range(0..20));
        sqlx::query(AssertSqlSafe(write("?"))).bind(changed).bind(stream).bind(seq).execute(&mut database).await
    } else {
        let place = random.random_range(0..bytes.len());
        bytes[place] ^= 1 << random.random_range(0..8);
        let value = if kind == "text" { "CAST(? AS TEXT)" } else { "?" };
        sqlx::query(AssertSqlSafe(write(value))).bind(bytes).bind(stream).bind(seq).execute(&mut database).await
    };
    database.close().await.expect("the copy closes");
    flipped.is_ok()
}

async fn records_of_lots(folder: &Path) -> Vec<(String, i64)> {
    let mut database = open(folder).await;
    let rows = sqlx::query("SELECT stream, seq FROM journal WHERE stream LIKE 'lot/%' ORDER BY stream, seq");
    let rows = rows.fetch_all(&mut database).await.expect("records are listed");
    rows.into_iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Whether the text contains this number, not as a part of a longer one.
fn has_number(words: &str, number: i64) -> bool {
    words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == number.to_string())
}

#[tokio::test]
async fn one_flipped_bit_anywhere_is_found_and_named() {
    let seed: u64 = env::var("FAIRLOT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    let mut random = StdRng::seed_from_u64(seed);
    let (server, _) = stopped_server().await;
    let untouched = copy_of(&server);
    let records = records_of_lots(untouched.path()).await;
    verify(server.folder()).ended_with(0);

    let mut columns = COLUMNS.iter().cycle();
    let mut flips = 0;
    while flips < FLIPS {
        let column = columns.next().expect("a cycle has no end");
        let (stream, seq) = records.choose(&mut random).expect("lots have records");
        let copy = copy_of(&server);
        if !flip(copy.path(), stream, *seq, column, &mut random).await {
            continue;
        }
        flips += 1;
        let found = verify(copy.path());
        let context = format!("seed {seed}: {column} of {stream} {seq}: {}", found.said());

        assert_eq!(found.code, Some(1), "{context}");
        assert!(!found.stderr.contains("panicked"), "{context}");
        if !["stream", "seq"].contains(column) {
            assert!(found.said().contains(stream.as_str()) && has_number(&found.said(), *seq), "{context}");
        }
    }
}

#[tokio::test]
async fn a_damaged_lot_does_not_run_and_the_other_lots_do() {
    let seed: u64 = env::var("FAIRLOT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    let mut random = StdRng::seed_from_u64(seed);
    let (server, published) = stopped_server().await;

    for (lot, column) in published.lots.iter().zip(["body", "hash", "kind"]) {
        let copy = copy_of(&server);
        let stream = format!("lot/{lot}");
        while !flip(copy.path(), &stream, 3, column, &mut random).await {}
        let again = Server::start_in(copy, &[]);
        let context = format!("seed {seed}: {column} of {stream}");

        let ready = again.nobody().get("/readyz").await;
        assert!(ready.text.contains(&stream), "{context}: {}", ready.text);
        let metrics = again.nobody().get("/metrics").await;
        assert!(metrics.text.contains("\nfairlot_failed_streams 1\n"), "{context}: {}", metrics.text);
        let damaged = again.supplier("acme").get(&format!("/api/v1/lots/{lot}")).await;
        assert_eq!(damaged.expect(503)["failed"], json!({"first_bad": 3}), "{context}");
        for other in published.lots.iter().filter(|other| *other != lot) {
            assert_eq!(again.supplier("acme").lot(other).await["state"], "paused", "{context}");
            again.buyer().does(other, json!({"type": "resume", "reason": "the server is back"})).await;
            let bid = again.supplier("cura").posts_bid(other, "c1", at("2.60")).await;
            assert_eq!(bid.expect(200)["rank"], 1, "{context}");
        }
    }
}

#[tokio::test]
async fn a_damaged_lot_that_has_ended_is_never_served_and_is_found_in_the_background() {
    let seed: u64 = env::var("FAIRLOT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random);
    let mut random = StdRng::seed_from_u64(seed);
    let mut server = Server::start();
    let published = server.buyer().publishes(&Document::with_lots(vec![lot(json!({})), lot(json!({}))])).await;
    for lot in &published.lots {
        server.supplier("acme").posts_bid(lot, "a1", at("2.90")).await;
        server.buyer().does(lot, json!({"type": "close", "reason": "there is one bidder"})).await;
    }
    let folder = server.folder().to_owned();
    until(async || listed_as_open(&folder).await.is_empty()).await;
    server.kill_9();
    let (damaged, whole) = (&published.lots[0], &published.lots[1]);
    let (asked, left_alone) = (copy_of(&server), copy_of(&server));
    for copy in [&asked, &left_alone] {
        while !flip(copy.path(), &format!("lot/{damaged}"), 3, "body", &mut random).await {}
    }

    let again = Server::start_in(asked, &[]);
    let refused = again.supplier("acme").get(&format!("/api/v1/lots/{damaged}")).await;
    assert_eq!(refused.status, 503, "seed {seed}: {}", refused.text);
    assert_eq!(again.supplier("acme").lot(whole).await["state"], "closed", "seed {seed}");

    let again = Server::start_in(left_alone, &[]);
    let is_reported = async || again.nobody().get("/readyz").await.text.contains(damaged.as_str());
    until(is_reported).await;
    // The next start reads it first. It is listed a moment after it is reported.
    until(async || listed_as_open(again.folder()).await == [format!("lot/{damaged}")]).await;
}

async fn listed_as_open(folder: &Path) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(folder.join("fairlot.db")).read_only(true);
    let mut database = options.connect().await.expect("the database opens");
    let listed = sqlx::query_scalar("SELECT stream FROM open_streams ORDER BY stream");
    listed.fetch_all(&mut database).await.expect("open streams are listed")
}

#[tokio::test]
async fn a_record_whose_stream_name_is_not_text_is_found_and_stops_nothing_else() {
    let (server, published) = stopped_server().await;
    let copy = copy_of(&server);
    let mut database = open(copy.path()).await;
    let rename = "UPDATE journal SET stream = CAST(X'6C6F742FFF' AS TEXT) WHERE stream = ? AND seq = 3";
    let stream = format!("lot/{}", published.lot());
    sqlx::query(rename).bind(&stream).execute(&mut database).await.expect("a record is renamed");
    database.close().await.expect("the copy closes");

    let found = verify(copy.path()).ended_with(1);
    let again = Server::start_in(copy, &[]);

    assert!(found.said().contains(&stream), "the gap is named: {}", found.said());
    assert!(again.nobody().get("/readyz").await.text.contains(&stream));
    for other in &published.lots[1..] {
        assert_eq!(again.supplier("acme").lot(other).await["state"], "paused");
    }
}

#[tokio::test]
async fn a_changed_verdict_is_found_even_when_the_rest_of_its_chain_fits() {
    let (server, published) = stopped_server().await;
    let lot = published.lot();
    let lines: Vec<String> = server.exports(lot, "ndjson").lines().map(str::to_owned).collect();
    let changes = [("bid_accepted", "\"rank\":1", "\"rank\":2"), ("bid_refused", "not_improved", "already_leading")];

    for (kind, was, becomes) in changes {
        let forged = forge(&lines, kind, was, becomes);
        let file = server.folder().join("forged.ndjson");
        fs::write(&file, forged.iter().map(|line| line.write() + "\n").collect::<String>()).expect("a file is written");
        let copy = copy_of(&server);
        store(copy.path(), &format!("lot/{lot}"), &forged).await;

        let by_file = fairlot(&["verify", &file.display().to_string()], "").ended_with(1);
        let by_database = verify(copy.path()).ended_with(1);

        let seq = forged.iter().position(|line| !lines.contains(&line.write())).expect("one was changed") + 1;
        assert!(by_database.said().contains(lot), "{kind}: {}", by_database.said());
        for found in [by_file, by_database] {
            assert!(has_number(&found.said(), i64::try_from(seq).expect("few records")), "{kind}: {}", found.said());
        }
    }
}

/// The lines with this text changed in the first record of its kind that has it, and every later hash computed again.
fn forge(lines: &[String], kind: &str, was: &str, becomes: &str) -> Vec<Line> {
    let mut prev = ZEROS.to_owned();
    let mut changed = BTreeSet::new();
    let mut forged = Vec::new();
    for line in lines {
        let mut body = Line::read(line).body;
        if changed.is_empty() && body.contains(&format!("\"kind\":\"{kind}\"")) && body.contains(was) {
            body = body.replacen(was, becomes, 1);
            changed.insert(kind);
        }
        let sealed = Line::seal(body, &prev);
        prev.clone_from(&sealed.hash);
        forged.push(sealed);
    }
    assert!(!changed.is_empty(), "no {kind} with {was} in {lines:#?}");
    forged
}

/// Writes the forged bodies and hashes over the stored ones, in the stored form of hashes.
async fn store(folder: &Path, stream: &str, forged: &[Line]) {
    let mut database = open(folder).await;
    for (line, seq) in forged.iter().zip(1_i64..) {
        let update = "UPDATE journal SET body = ?, hash = CASE typeof(hash) WHEN 'blob' THEN unhex(?) ELSE ? END
                      WHERE stream = ? AND seq = ?";
        let update = sqlx::query(update).bind(&line.body).bind(&line.hash).bind(&line.hash).bind(stream).bind(seq);
        update.execute(&mut database).await.expect("a record is overwritten");
    }
    database.close().await.expect("the copy closes");
}
