//! Clients that bid as fast as they are answered, until the fault stops them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Client, Heard};
use crate::documents::at;

/// Bids that one client sends before their answers arrive.
const AHEAD: usize = 8;

/// A bid as it was sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) bidder: &'static str,
    pub(super) bid_ref: String,
    pub(super) price: String,
}

/// The bids whose outcome a client does not know.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// Answered `unavailable`.
    pub(super) unavailable: Vec<Sent>,
    /// Not answered before the connection ended.
    pub(super) unanswered: Vec<Sent>,
}

/// Numbers every bid of a trial, so that no `ref` and no price is used twice.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers(Arc<AtomicU32>);

impl Numbers {
    /// The next bid of `bidder`. Every third bid is no improvement.
    pub(super) fn next(&self, bidder: &'static str) -> Sent {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let cents = if number.is_multiple_of(3) { 90_000_000 } else { 90_000_000 - number };
        let price = format!("{}.{:04}", cents / 10_000, cents % 10_000);
        Sent { bidder, bid_ref: format!("{bidder} {number}"), price }
    }
}

/// Bids until the connection ends or the server answers that it does not know an outcome; then reads the remaining
/// answers. Puts verdicts into `heard` and returns the bids without one.
pub(super) async fn keep_bidding(
    mut client: Client,
    bidder: &'static str,
    lot: String,
    numbers: Numbers,
    heard: mpsc::UnboundedSender<(Sent, Value)>,
) -> Doubts {
    let mut open: Vec<Sent> = Vec::new();
    let mut unavailable = Vec::new();
    loop {
        while open.len() < AHEAD && unavailable.is_empty() {
            let sent = numbers.next(bidder);
            let bid = json!({"type": "bid", "lot": lot, "ref": sent.bid_ref, "prices": at(&sent.price)});
            open.push(sent);
            if client.send_frame(Message::text(bid.to_string())).await.is_err() {
                break;
            }
        }
        if open.is_empty() {
            return Doubts { unavailable, unanswered: open };
        }
        match client.hear("an answer").await {
            Heard::Closed(Some(1008)) => {
                panic!("the server takes no more from this client, though nothing is at fault")
            }
            Heard::Closed(_) => return Doubts { unavailable, unanswered: open },
            Heard::Message(message) => {
                let Some(place) = open.iter().position(|sent| message["ref"] == sent.bid_ref) else { continue };
                let sent = open.remove(place);
                if message["type"] == "error" {
                    assert_eq!(message["code"], "unavailable", "{message}");
                    unavailable.push(sent);
                } else {
                    drop(heard.send((sent, message)));
                }
            }
        }
    }
}
