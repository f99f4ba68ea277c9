//! Frames and documents with random damage: the server keeps answering.

use std::env;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::documents::{Document, at};
use crate::server::Server;

const FRAMES: usize = 400;
const DOCUMENTS: usize = 250;

/// Text that often breaks parsers.
const PIECES: [&str; 16] = [
    "\"",
    "{",
    "}",
    "[",
    ",",
    ":",
    "null",
    "-",
    "0",
    "1e999",
    "99999999999999999999999999999",
    "\\u0000",
    "\\ud800",
    "\u{0}",
    "\u{202e}",
    "\"type\":\"bid\",",
];

fn seed() -> u64 {
    env::var("FAIRLOT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random)
}

/// The text with one to four random changes.
fn mutated(text: &str, random: &mut StdRng) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..random.random_range(1..=4) {
        let place = random.random_range(0..bytes.len().max(1));
        let end = (place + random.random_range(1..12)).min(bytes.len());
        match random.random_range(0..4) {
            0 if place < bytes.len() => bytes[place] ^= 1 << random.random_range(0..7),
            1 => drop(bytes.drain(place.min(end)..end)),
            2 => {
                let again = bytes[place.min(end)..end].to_vec();
                bytes.splice(place..place, again);
            }
            _ => {
                let piece = PIECES.choose(random).expect("there are pieces");
                bytes.splice(place.min(bytes.len())..place.min(bytes.len()), piece.bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn no_damaged_frame_or_document_stops_the_server() {
    let seed = seed();
    let mut random = StdRng::seed_from_u64(seed);
    let server = Server::start_with(&["--frames-per-second-max", "0"]);
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let acme = server.supplier("acme");
    let mut socket = acme.joins(&[lot]).await;
    let frames = [
        json!({"type": "join", "lot": lot}),
        json!({"type": "leave", "lot": lot}),
        json!({"type": "bid", "lot": lot, "ref": "f1", "prices": at("2.98"), "confirmed": false}),
        json!({"type": "time", "id": 1}),
    ]
    .map(|frame| frame.to_string());
    let document = Document::gloves().json().to_string();

    for number in 0..FRAMES {
        let frame = mutated(frames.choose(&mut random).expect("there are frames"), &mut random);
        socket
            .send_frame(Message::text(frame.clone()))
            .await
            .unwrap_or_else(|error| panic!("seed {seed}: {error}: {frame}"));
        if number % 50 == 0 {
            socket.is_answered().await;
        }
    }
    for _ in 0..DOCUMENTS {
        let body = mutated(&document, &mut random);
        let reply = server.buyer().asks(Method::POST, "/api/v1/events", Some(body.clone()), &[]).await;
        assert!([201, 422].contains(&reply.status), "seed {seed}: {}: {body}: {}", reply.status, reply.text);
    }

    socket.is_answered().await;
    acme.connects().await.is_answered().await;
    assert_eq!(server.nobody().get("/healthz").await.status, 200, "seed {seed}");
    // Damage can turn a price into any lower one, so the bidder of this bid has no offer to improve.
    let after_all = server.supplier("bolt").posts_bid(lot, "after all", at("2.00")).await;
    assert_eq!(after_all.status, 200, "seed {seed}: {}", after_all.text);
    server.runs(&["verify"]).ended_with(0);
    assert!(!server.stderr().contains("panicked"), "seed {seed}");
}
