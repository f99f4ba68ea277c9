//! Replays over HTTP: what a party was told, and the archive for a complaint.

use std::io::{Cursor, Read};

use axum::body::to_bytes;
use axum::http::Method;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document, request};
use crate::ids::LotId;

async fn bid(server: &TestServer, lot: &LotId, org: &str, price: &str) {
    let body = json!({"ref": price, "prices": {"m": price}});
    server.post(&format!("/api/v1/lots/{lot}/bids"), &server.token(Role::Supplier, org), &body).await;
}

/// A lot of five records: published, opened, three bids.
async fn lot_with_bids(server: &TestServer) -> LotId {
    let (_, lot) = server.open_lot_of(&document()).await;
    for (org, price) in [("acme", "3.10"), ("bolt", "3.00"), ("acme", "2.90")] {
        bid(server, &lot, org, price).await;
    }
    lot
}

async fn close(server: &TestServer, lot: &LotId) {
    let act = json!({"type": "close", "reason": "all have offered"});
    let answer = server.post(&format!("/api/v1/lots/{lot}/commands"), &server.token(Role::Buyer, WTP), &act).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
}

async fn asked(server: &TestServer, path: &str) -> TestAnswer {
    server.get(path, Some(&server.token(Role::Auditor, WTP))).await
}

async fn views(server: &TestServer, lot: &LotId, query: &str) -> TestAnswer {
    asked(server, &format!("/api/v1/lots/{lot}/views{query}")).await
}

/// An archive's files by name.
async fn files(server: &TestServer, lot: &LotId, query: &str) -> Vec<(String, String)> {
    let path = format!("/api/v1/lots/{lot}/bundle.zip{query}");
    let token = server.token(Role::Auditor, WTP);
    let answer = server.response(request(&Method::GET, &path, Some(&token), None)).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/zip".parse().unwrap())
    );
    let name = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.contains("Examination gloves Nitrile, powder free bundle 2026-11-21 14.00.zip"), "{name}");
    let bytes = to_bytes(answer.into_body(), 1 << 22).await.unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for nth in 0..archive.len() {
        let mut file = archive.by_index(nth).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.push((file.name().unwrap().into_owned(), text));
    }
    files
}

// G78
#[tokio::test(start_paused = true)]
async fn views_begin_with_the_whole_lot_and_end_with_the_page() {
    let server = TestServer::start().await;
    let lot = lot_with_bids(&server).await;

    let answer = views(&server, &lot, "?as=bidder:acme&from=2&to=5&limit=2").await;

    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/x-ndjson"));
    let lines: Vec<Value> = answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines.iter().map(|line| (line["type"].as_str().unwrap(), &line["seq"])).collect();
    assert_eq!(told, [("lot", &json!(2)), ("update", &json!(3)), ("update", &json!(4)), ("page", &Value::Null)]);
    assert_eq!(lines[3], json!({"type": "page", "from": 2, "to": 4, "next": 4, "head": 5}));
    let auditors = views(&server, &lot, "").await;
    let named = views(&server, &lot, "?as=auditor&from=1&to=5&limit=1000").await;
    assert_eq!(auditors.body, named.body, "what is left out");
    let live = server.get(&format!("/api/v1/lots/{lot}"), Some(&server.token(Role::Supplier, "acme"))).await.json();
    let last = views(&server, &lot, "?as=bidder:acme&from=5").await;
    let mut whole: Value = serde_json::from_str(last.body.lines().next().unwrap()).unwrap();
    whole["now"] = live["now"].clone();
    assert_eq!(whole, live);
}

// G78, G79
#[tokio::test(start_paused = true)]
async fn what_cannot_be_replayed_is_refused_by_its_reason() {
    let server = TestServer::start().await;
    let lot = lot_with_bids(&server).await;

    for (query, status, code, path) in [
        ("?as=admin", 400, "bad_request", Value::Null),
        ("?as=buyer&as=buyer", 400, "bad_request", Value::Null),
        ("?as=bidder:nobody", 404, "not_found", Value::Null),
        ("?as=observer:RXX", 404, "not_found", Value::Null),
        ("?from=0", 422, "no_such_record", Value::Null),
        ("?from=6", 422, "no_such_record", Value::Null),
        ("?to=6", 422, "no_such_record", Value::Null),
        ("?from=x", 422, "bad_document", json!("/query/from")),
        ("?to=-1", 422, "bad_document", json!("/query/to")),
        ("?from=3&to=2", 422, "bad_document", json!("/query/to")),
        ("?limit=0", 422, "bad_document", json!("/query/limit")),
        ("?limit=5001", 422, "bad_document", json!("/query/limit")),
    ] {
        let answer = views(&server, &lot, query).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, code), "{query}");
        assert_eq!(answer.json()["errors"][0]["path"], path, "{query}");
    }
    for query in ["?at=seq:0", "?at=seq:6", "?at=2030-01-01T00:00:00Z"] {
        let answer = asked(&server, &format!("/api/v1/lots/{lot}/bundle.zip{query}")).await;
        assert_eq!(answer.status.as_u16(), 422, "{query}: {}", answer.body);
    }
    for (query, status) in [("?at=yesterday", 400), ("?as=me", 400), ("?as=bidder:nobody", 404)] {
        let answer = asked(&server, &format!("/api/v1/lots/{lot}/bundle.zip{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query}: {}", answer.body);
    }
}

// G79
#[tokio::test(start_paused = true)]
async fn a_third_replay_of_a_person_is_overloaded_until_one_is_read_or_given_up() {
    let server = TestServer::start().await;
    let lot = lot_with_bids(&server).await;
    // More than is made at a time.
    for nth in 0..200 {
        bid(&server, &lot, "acme", &format!("9.{nth}")).await;
    }
    let token = server.token(Role::Auditor, WTP);
    let path = |name: &str| format!("/api/v1/lots/{lot}/{name}");
    let begin = async |name| server.response(request(&Method::GET, &path(name), Some(&token), None)).await;

    let (first, second) = (begin("views").await, begin("bundle.zip").await);
    let third = asked(&server, &path("views")).await;
    let archive = asked(&server, &path("bundle.zip")).await;

    assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 200));
    for refused in [third, archive] {
        assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (503, "overloaded"));
    }
    to_bytes(first.into_body(), 1 << 22).await.unwrap();
    assert_eq!(begin("views").await.status().as_u16(), 200, "one is read to its end");
    drop(second);
    assert_eq!(begin("views").await.status().as_u16(), 200, "the other is given up");
}

// G82
#[tokio::test(start_paused = true)]
async fn a_bundle_holds_the_record_what_a_party_was_told_and_the_result() {
    let server = TestServer::start().await;
    let lot = lot_with_bids(&server).await;

    let running = files(&server, &lot, "?as=bidder:acme&at=seq:4").await;
    close(&server, &lot).await;
    let ended = files(&server, &lot, "?as=observer:RFS").await;

    let names = |files: &[(String, String)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&running), ["README.txt", "history.ndjson", "views.ndjson"]);
    assert_eq!(names(&ended), ["README.txt", "history.ndjson", "views.ndjson", "result.json"]);
    let history = asked(&server, &format!("/api/v1/lots/{lot}/history")).await.body;
    assert_eq!(ended[1].1, history);
    assert_eq!(running[1].1, history.split_inclusive('\n').take(5).collect::<String>());
    assert_eq!(
        running[2].1,
        views(&server, &lot, "?as=bidder:acme&from=2&to=4").await.body.replace("\"head\":6", "\"head\":5")
    );
    assert_eq!(ended[2].1, views(&server, &lot, "?as=observer:RFS&from=2").await.body);
    assert_eq!(ended[3].1, asked(&server, &format!("/api/v1/lots/{lot}/result")).await.body);
    for said in [
        "fairlot verify history.ndjson",
        "the bidder acme (Acme Medical Ltd)",
        "record 2 to record 4",
        "no result.json",
    ] {
        assert!(running[0].1.contains(said), "{said}: {}", running[0].1);
    }
    let last: Value = serde_json::from_str(history.lines().last().unwrap()).unwrap();
    assert!(ended[0].1.contains(last["hash"].as_str().unwrap()), "{}", ended[0].1);
}

// G79, G82
#[tokio::test]
async fn replays_are_made_on_the_thread_of_the_background() {
    let server = TestServer::start_with_background().await;
    let lot = lot_with_bids(&server).await;

    let page = views(&server, &lot, "?as=buyer").await;
    let path = format!("/api/v1/lots/{lot}/bundle.zip");
    let archive = server.response(request(&Method::GET, &path, Some(&server.token(Role::Auditor, WTP)), None)).await;

    assert_eq!(page.body.lines().count(), 6);
    let bytes = to_bytes(archive.into_body(), 1 << 22).await.unwrap();
    assert_eq!(ZipArchive::new(Cursor::new(bytes)).unwrap().len(), 3);
}
