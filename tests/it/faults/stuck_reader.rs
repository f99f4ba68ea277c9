//! Observers that never read, among others that do. The others get states in time, and only those that never read are
//! disconnected.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::documents::{Document, at};
use crate::people::Person;
use crate::raw::{Raw, frame};
use crate::server::{PATIENCE, Server};

const DEAF: usize = 5;

/// Questions whose answers the client does not read: they nearly fill a socket, and the states that follow fill it.
const QUESTIONS: usize = 4_500;

/// The longest time from a state to an observer: a fraction of the ten seconds for which a reader may be stuck.
const IN_TIME: Duration = Duration::from_secs(4);

#[tokio::test]
async fn observers_that_never_read_are_disconnected_and_no_other_client_notices() {
    let server = Server::start_with(&["--frames-per-second-max", "0"]);
    let document = Document::gloves().with("/lots/0/decimals", json!(4));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();
    let mut deaf = Vec::new();
    for _ in 0..DEAF {
        deaf.push(deaf_observer(&server, lot).await);
    }
    let mut observer = server.observer("RHQ").joins(&[lot]).await;
    let mut acme = server.supplier("acme").joins(&[lot]).await;

    let mut number = 0;
    let all_began = Instant::now();
    while let_go(&server.nobody()).await < DEAF {
        assert!(all_began.elapsed() < PATIENCE * 2, "the deaf are not let go; after {number} bids");
        number += 1;
        for deaf in &mut deaf {
            // The system decides how much a socket holds. A closed connection takes nothing more.
            drop(deaf.0.write_all(&frame(0x81, br#"{"type":"time","id":2}"#).repeat(20)).await);
        }
        let began = Instant::now();
        let answer = acme.bid(lot, &format!("n{number}"), at(&format!("3.{:04}", 9_999 - number))).await;
        assert_eq!(answer["type"], "accepted", "{answer}");
        observer.sees(lot, "the new state", |view| view["seq"].as_u64() >= answer["seq"].as_u64()).await;
        assert!(began.elapsed() < IN_TIME, "bid {number} took {:?} to be answered and shown", began.elapsed());
    }

    assert!(number > 20, "only {number} bids: the deaf were let go at once");
    acme.is_answered().await;
    observer.is_answered().await;
}

/// Follows the lot, asks until its socket is full of answers, and never reads.
async fn deaf_observer(server: &Server, lot: &str) -> Raw {
    let mut deaf = Raw::open(server, &server.observer("RFS")).await;
    deaf.send(&frame(0x81, json!({"type": "join", "lot": lot}).to_string().as_bytes())).await;
    deaf.send(&frame(0x81, br#"{"type":"time","id":1}"#).repeat(QUESTIONS)).await;
    deaf
}

/// Connections that the server has closed because their clients did not read.
async fn let_go(anybody: &Person) -> usize {
    let metrics = anybody.get("/metrics").await.text;
    let closes = metrics.lines().find(|line| line.contains("closes_total{code=\"4409\"}"));
    closes.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap_or(0)
}
