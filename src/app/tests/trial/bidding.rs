//! Clients that bid as fast as they are answered, until the fault ends their connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::BIDDERS;
use crate::app::tests::test_server::{Connection, PATIENCE, TestServer};
use crate::auth::Role;

/// Bids that one client sends before the first of them is answered.
const AHEAD: usize = 8;

/// A bid as it was sent.
#[derive(Debug, Clone)]
pub(super) struct SentBid {
    pub(super) bidder: &'static str,
    pub(super) bid_ref: String,
    pub(super) price: String,
}

/// Numbers every bid of a trial, so that no `ref` and no price is used twice.
#[derive(Debug, Clone, Default)]
pub(super) struct BidNumbers(Arc<AtomicU32>);

/// Clients that bid, one for each bidder, and the answers that were received so far.
pub(super) struct BiddingClients {
    clients: Vec<JoinHandle<(Vec<SentBid>, Vec<SentBid>)>>,
    answers: mpsc::UnboundedReceiver<(SentBid, Value)>,
    answered: Vec<(SentBid, Value)>,
}

/// What became of all bids of the clients.
pub(super) struct BidOutcomes {
    pub(super) answered: Vec<(SentBid, Value)>,
    /// Answered `unavailable`.
    pub(super) unavailable: Vec<SentBid>,
    /// Not answered before the connection ended.
    pub(super) unanswered: Vec<SentBid>,
}

impl BidNumbers {
    /// The next bid of `bidder`. Every third one is no improvement.
    fn next(&self, bidder: &'static str) -> SentBid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let ticks = if number.is_multiple_of(3) { 90_000_000 } else { 90_000_000 - number };
        let price = format!("{}.{:04}", ticks / 10_000, ticks % 10_000);
        SentBid { bidder, bid_ref: format!("{bidder} {number}"), price }
    }
}

impl BiddingClients {
    /// Connects all clients, then lets them bid.
    pub(super) async fn start(server: &TestServer, lot: &str, numbers: &BidNumbers) -> Self {
        let (sender, answers) = mpsc::unbounded_channel();
        let mut connections = Vec::new();
        for bidder in BIDDERS {
            let connection = server.upgrade_as(&server.token(Role::Supplier, bidder)).await;
            connections.push((bidder, connection.expect("a WebSocket")));
        }
        let clients = connections.into_iter().map(|(bidder, connection)| {
            tokio::spawn(keep_bidding(connection, bidder, lot.to_owned(), numbers.clone(), sender.clone()))
        });
        Self { clients: clients.collect(), answers, answered: Vec::new() }
    }

    /// Returns once that many bids are answered.
    pub(super) async fn receive(&mut self, count: usize) {
        for _ in 0..count {
            let answer = timeout(PATIENCE, self.answers.recv()).await.expect("bids are answered");
            self.answered.push(answer.expect("the clients still bid"));
        }
    }

    /// Waits until the fault has ended every client.
    pub(super) async fn end(mut self) -> BidOutcomes {
        let (mut unavailable, mut unanswered) = (Vec::new(), Vec::new());
        for client in self.clients {
            let ended = timeout(PATIENCE, client).await.expect("the client notices the fault");
            let of_client = ended.expect("no client failed");
            unavailable.extend(of_client.0);
            unanswered.extend(of_client.1);
        }
        while let Some(answer) = self.answers.recv().await {
            self.answered.push(answer);
        }
        BidOutcomes { answered: self.answered, unavailable, unanswered }
    }
}

/// Bids until an outcome is unknown or the connection ends, then reads the answers to the other bids. Returns the bids
/// that were answered `unavailable`, and those without an answer.
async fn keep_bidding(
    mut connection: Connection,
    bidder: &'static str,
    lot: String,
    numbers: BidNumbers,
    answers: mpsc::UnboundedSender<(SentBid, Value)>,
) -> (Vec<SentBid>, Vec<SentBid>) {
    let (mut open, mut unavailable): (Vec<SentBid>, _) = (Vec::new(), Vec::new());
    loop {
        while open.len() < AHEAD && unavailable.is_empty() {
            let bid = numbers.next(bidder);
            let sent = connection.try_bid(&lot, &bid.bid_ref, &bid.price).await;
            open.push(bid);
            if sent.is_err() {
                break;
            }
        }
        if open.is_empty() {
            return (unavailable, open);
        }
        let message = match connection.next().await {
            Ok(message) => message,
            Err(code) => {
                assert_ne!(code, Some(1008), "a client was closed for its rate, without a fault");
                return (unavailable, open);
            }
        };
        let Some(index) = open.iter().position(|bid| message["ref"] == bid.bid_ref) else { continue };
        let bid = open.remove(index);
        if message["type"] == "error" {
            assert_eq!(message["code"], "unavailable", "{message}");
            unavailable.push(bid);
        } else {
            drop(answers.send((bid, message)));
        }
    }
}
