//! One server, one lot, and one fault that happens again and again.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::load::{Doubts, Numbers, Sent, keep_bidding};
use super::oracle::{self, Memory};
use super::seed;
use super::tally::Tally;
use crate::documents::{BIDDERS, Document, at};
use crate::people::Published;
use crate::server::{PATIENCE, Server};

/// Flags of a server whose clients bid as fast as they can.
pub(super) const UNHURRIED: &[&str] = &["--frames-per-second-max", "0"];

/// A server under a fault.
pub(super) struct Trial {
    pub(super) server: Server,
    pub(super) random: StdRng,
    published: Published,
    memory: Memory,
    numbers: Numbers,
    seed: u64,
    cycle: u32,
    tally: Tally,
}

/// The clients of a trial, and what they have received.
pub(super) struct Load {
    clients: Vec<JoinHandle<Doubts>>,
    hearing: mpsc::UnboundedReceiver<(Sent, Value)>,
    heard: Vec<(Sent, Value)>,
}

impl Trial {
    /// A lot that stays open for ten hours.
    pub(super) async fn begin(fault: &'static str, server: Server) -> Self {
        let document = Document::gloves().with("/lots/0/decimals", json!(4)).with("/lots/0/duration_s", json!(36_000));
        let published = server.buyer().publishes(&document).await;
        let (memory, numbers, seed) = (Memory::default(), Numbers::default(), seed());
        let random = StdRng::seed_from_u64(seed);
        Self { server, random, published, memory, numbers, seed, cycle: 0, tally: Tally::new(fault) }
    }

    pub(super) fn lot(&self) -> &str {
        self.published.lot()
    }

    /// Three clients connect; as soon as all have, they bid as fast as they are answered.
    pub(super) async fn begins_to_bid(&mut self) -> Load {
        self.cycle += 1;
        let (heard, hearing) = mpsc::unbounded_channel();
        let mut clients = Vec::new();
        for bidder in BIDDERS {
            clients.push((bidder, self.server.supplier(bidder).joins(&[self.lot()]).await));
        }
        let bidding = clients.into_iter().map(|(bidder, client)| {
            let bidding = keep_bidding(client, bidder, self.lot().to_owned(), self.numbers.clone(), heard.clone());
            tokio::spawn(bidding)
        });
        Load { clients: bidding.collect(), hearing, heard: Vec::new() }
    }

    /// The same, but returns after a random number of answers, while the clients continue to bid.
    pub(super) async fn load(&mut self) -> Load {
        let mut load = self.begins_to_bid().await;
        for _ in 0..self.random.random_range(1..120) {
            let answer = timeout(PATIENCE, load.hearing.recv()).await.expect("bids are answered");
            load.heard.push(answer.expect("the clients bid on"));
        }
        load
    }

    /// A bidder bids once more, and is answered.
    pub(super) async fn bids_once(&mut self) {
        let sent = self.numbers.next(BIDDERS[0]);
        let supplier = self.server.supplier(sent.bidder);
        let answer = supplier.posts_bid(self.lot(), &sent.bid_ref, at(&sent.price)).await.json();
        assert!(["accepted", "refused"].iter().any(|kind| answer["type"] == *kind), "{}: {answer}", self.context());
        self.memory.answered.push((sent, answer));
    }

    /// Waits until the fault has stopped every client. Returns how many bids were answered `unavailable`.
    pub(super) async fn ends(&mut self, mut load: Load) -> usize {
        let mut unavailable = 0;
        for client in load.clients {
            let doubts = timeout(PATIENCE, client).await.expect("the fault is noticed").expect("no client failed");
            unavailable += doubts.unavailable.len();
            self.memory.doubt(doubts);
        }
        self.memory.answered.append(&mut load.heard);
        while let Some(answer) = load.hearing.recv().await {
            self.memory.answered.push(answer);
        }
        self.tally.unavailable += unavailable;
        unavailable
    }

    /// Checks the server after a fault, and lets the lot continue.
    pub(super) async fn stands(&mut self) {
        let context = self.context();
        let Self { server, random, published, memory, tally, .. } = self;
        let lot = published.lot();
        let records = oracle::all_is_recorded(server, lot, memory, &context).await;
        tally.found = memory.answered.len();
        oracle::is_paused_by_the_outage(server, lot, &records, &context).await;
        tally.alike += oracle::is_answered_alike(server, lot, memory, random, &context).await;
        tally.acknowledged = memory.answered.len();
        server.runs(&["verify"]).ended_with(0);
        tally.verified += 1;
        tally.passed(&context);
        self.resumes().await;
    }

    /// The buyer resumes the lot that an outage has paused.
    pub(super) async fn resumes(&self) {
        let resume = json!({"type": "resume", "reason": "the outage is over"});
        self.server.buyer().does(self.lot(), resume).await;
    }

    /// Stops the server in order and checks it once more.
    pub(super) async fn end(mut self) {
        let context = self.context();
        oracle::all_is_recorded(&self.server, self.published.lot(), &self.memory, &context).await;
        self.tally.found = self.memory.answered.len();
        assert_eq!(self.server.sigterm(), Some(0), "{}", self.server.stderr());
        self.server.runs(&["verify"]).ended_with(0);
        self.tally.keep();
    }

    pub(super) fn context(&self) -> String {
        format!("seed {}, cycle {}", self.seed, self.cycle)
    }
}
