//! Requests that are sent again under their `Idempotency-Key`.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use crate::documents::{Document, at};
use crate::people::{Person, Reply};
use crate::server::{LOOK_EVERY, PATIENCE, Server};

/// Sends a body under a key.
pub(crate) async fn keyed(person: &Person, path: &str, key: &str, body: &Value) -> Reply {
    person.asks(Method::POST, path, Some(body.to_string()), &[("idempotency-key", key)]).await
}

fn cancel() -> Value {
    json!({"type": "cancel", "reason": "the specification changed"})
}

// G2
#[tokio::test]
async fn an_act_that_is_sent_twice_is_done_once() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves().with("/four_eyes", json!(true))).await;
    let path = format!("/api/v1/lots/{}/commands", published.lot());
    let pause = json!({"type": "pause", "reason": "a question"});

    let paused = keyed(&server.buyer(), &path, "k1", &pause).await.expect(200);
    let proposed = keyed(&server.buyer(), &path, "k2", &cancel()).await.expect(202);
    let approve = json!({"type": "approve", "act": proposed["seq"]});
    keyed(&server.second_buyer(), &path, "k1", &approve).await.expect(200);
    let again = [
        keyed(&server.buyer(), &path, "k1", &pause).await.expect(200),
        keyed(&server.buyer(), &path, "k2", &cancel()).await.expect(202),
    ];
    let without_key = server.buyer().post(&path, &pause).await;

    assert_eq!(again, [paused, proposed], "though the lot is cancelled by now");
    without_key.expect_problem(409, "wrong_state");
    let history = server.auditor().history(published.lot()).await.join("\n");
    assert_eq!(history.matches("\"kind\":\"lot_paused\"").count(), 1, "{history}");
    assert_eq!(history.matches("\"idempotency\":{\"key\":\"k").count(), 3, "{history}");
    assert!(!server.buyer().history(published.lot()).await.join("\n").contains("idempotency"));
    server.runs(&["verify"]).ended_with(0);
}

// G2
#[tokio::test]
async fn a_request_for_an_annulment_that_is_sent_twice_is_made_once() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let acme = server.supplier("acme");
    acme.posts_bid(published.lot(), "a1", at("3.00")).await.expect(200);
    let path = format!("/api/v1/lots/{}/annulment-requests", published.lot());
    let request = json!({"ref": "a1", "reason": "a slip"});

    let first = keyed(&acme, &path, "k", &request).await.expect(200);
    let again = keyed(&acme, &path, "k", &request).await.expect(200);

    assert_eq!(again, first);
    keyed(&acme, &path, "k", &json!({"ref": "a1", "reason": "another"})).await.expect_problem(422, "key_reused");
    acme.post(&path, &request).await.expect_problem(409, "wrong_state");
}

// G2
#[tokio::test]
async fn a_key_that_is_none_or_that_was_used_for_something_else_is_refused() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let path = format!("/api/v1/lots/{}/commands", published.lot());
    let long = "k".repeat(65);

    for key in ["", "two words", &long] {
        let refused = keyed(&server.buyer(), &path, key, &cancel()).await;
        refused.expect_problem(422, "bad_header");
        assert_eq!(refused.paths(), ["/header/idempotency-key"], "{key:?}");
    }
    keyed(&server.buyer(), &path, "k", &json!({"type": "pause", "reason": "a question"})).await.expect(200);
    let other = keyed(&server.buyer(), &path, "k", &cancel()).await;

    other.expect_problem(422, "key_reused");
    assert_eq!(other.paths(), ["/header/idempotency-key"]);
    assert_eq!(server.buyer().lot(published.lot()).await["state"], "paused", "nothing else has happened");
}

// G2
#[tokio::test]
async fn after_a_crash_between_the_record_and_the_answer_the_repeat_gets_the_first_answer() {
    for mut server in Server::start_on_each() {
        let published = server.buyer().publishes(&Document::gloves()).await;
        let path = format!("/api/v1/lots/{}/commands", published.lot());
        let unread = sends_and_reads_nothing(&server, &path, "k-1", &cancel()).await;
        let recorded = recorded(&server, published.lot(), "lot_cancelled").await;

        server.kill_9();
        drop(unread);
        server.restart();
        let again = keyed(&server.buyer(), &path, "k-1", &cancel()).await.expect(200);

        let record = |member: &str| recorded[member].clone();
        assert_eq!(again, json!({"seq": record("seq"), "at": record("at"), "hash": record("hash")}));
        keyed(&server.buyer(), &path, "k-1", &json!({"type": "resume", "reason": "r"}))
            .await
            .expect_problem(422, "key_reused");
        assert_eq!(server.exports(published.lot(), "ndjson").matches("lot_cancelled").count(), 1);
        server.runs(&["verify"]).ended_with(0);
    }
}

/// Sends a request under a key on a connection of its own, whose answer nobody reads.
async fn sends_and_reads_nothing(server: &Server, path: &str, key: &str, body: &Value) -> TcpStream {
    let address = server.url().strip_prefix("http://").expect("the server's address");
    let (body, buyer) = (body.to_string(), server.buyer());
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
        buyer.token(),
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    stream.write_all(request.as_bytes()).await.expect("the request is sent");
    stream
}

/// The record of that kind, once it is in the database.
async fn recorded(server: &Server, lot: &str, kind: &str) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let history = server.exports(lot, "ndjson");
        let records = history.lines().map(|line| serde_json::from_str::<Value>(line).expect("a record"));
        if let Some(record) = records.into_iter().find(|record| record["kind"] == kind) {
            return record;
        }
        assert!(Instant::now() < deadline, "no {kind} in {history}");
        sleep(LOOK_EVERY).await;
    }
}
