//! A commit fails while clients bid, again and again. No answer is lost, and each bid keeps its outcome.
//!
//! The store is in memory, so these tests run on every machine; they show nothing of a real disk. After each fault the
//! same is checked as by `tests/it/faults`, which break real disks and databases.
//! `FAIRLOT_FAULT_CYCLES` says how often the commit fails; `FAIRLOT_SEED` repeats a run.

mod bidding;
mod oracle;

use std::env;
use std::str::FromStr;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use self::bidding::{BidNumbers, BiddingClients, SentBid};
use super::test_server::TestServer;
use crate::app::Ended;
use crate::http::testing::document;

/// The bidders of the lot.
const BIDDERS: [&str; 3] = ["acme", "bolt", "cura"];

/// What the server does when its store has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AfterFault {
    /// It ends, as with a database file; another server is started.
    Ends,
    /// It reopens its store, as with PostgreSQL.
    Reopens,
}

/// All that the clients of a lot have sent and received so far.
struct Trial {
    lot: String,
    /// Bids with the answers that they received.
    answered: Vec<(SentBid, Value)>,
    /// Bids that were answered `unavailable`, or not at all.
    in_doubt: Vec<SentBid>,
    numbers: BidNumbers,
    random: StdRng,
    context: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_commit_ends_the_server_and_loses_nothing() {
    run_trial(AfterFault::Ends).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_reopens_its_store_after_a_failed_commit_and_loses_nothing() {
    run_trial(AfterFault::Reopens).await;
}

async fn run_trial(after: AfterFault) {
    let seed = setting("FAIRLOT_SEED").unwrap_or_else(rand::random);
    let mut server = match after {
        AfterFault::Ends => TestServer::start_without_reopen().await,
        AfterFault::Reopens => TestServer::start().await,
    };
    let mut trial = Trial::begin(&server, seed).await;

    for cycle in 1..=setting("FAIRLOT_FAULT_CYCLES").unwrap_or(1) {
        trial.context = format!("seed {seed}, cycle {cycle}");
        trial.bid_until_a_commit_fails(&server).await;
        server = match after {
            AfterFault::Ends => {
                let (ended, next) = server.ended_and_started_again().await;
                assert_eq!(ended, Ended::StoreFailed, "{}", trial.context);
                next
            }
            AfterFault::Reopens => {
                server.ready().await;
                server
            }
        };

        let records = oracle::every_answer_is_recorded(&server, &trial).await;
        oracle::the_outage_has_paused_the_lot(&server, &trial, &records).await;
        oracle::every_bid_keeps_its_outcome(&server, &mut trial).await;
        oracle::every_record_is_judged_the_same_again(&server, &trial).await;
        server.resume(&trial.lot).await;
    }

    oracle::every_answer_is_recorded(&server, &trial).await;
    let store = server.store.clone();
    assert_eq!(server.stop().await, Ended::Stopped, "{}", trial.context);
    oracle::every_stream_is_right(&*store, &trial.context).await;
}

impl Trial {
    async fn begin(server: &TestServer, seed: u64) -> Self {
        let mut document = document();
        document["bidders"] = BIDDERS.iter().map(|id| json!({"id": id, "name": id})).collect();
        let lot = &mut document["lots"][0];
        lot["bidders"] = BIDDERS.iter().map(|id| json!({"bidder": id})).collect();
        (lot["rules"], lot["decimals"], lot["duration_s"]) = (json!({}), json!(4), json!(36_000));
        Self {
            lot: server.open_lot_of(&document).await,
            answered: Vec::new(),
            in_doubt: Vec::new(),
            numbers: BidNumbers::default(),
            random: StdRng::seed_from_u64(seed),
            context: String::new(),
        }
    }

    /// Clients bid as fast as they are answered. After a random number of answers a commit fails.
    async fn bid_until_a_commit_fails(&mut self, server: &TestServer) {
        let mut clients = BiddingClients::start(server, &self.lot, &self.numbers).await;
        clients.receive(self.random.random_range(1..120)).await;
        // A commit that failed may have been written.
        if self.random.random() {
            server.store.fail_next(1);
        } else {
            server.store.fail_next_in_doubt();
        }
        let doubts = clients.end().await;

        assert!(!doubts.unavailable.is_empty(), "{}: no bid was answered as unknown", self.context);
        self.answered.extend(doubts.answered);
        self.in_doubt.extend(doubts.unavailable);
        self.in_doubt.extend(doubts.unanswered);
    }
}

/// A setting from the environment; none where it is not set.
fn setting<T: FromStr>(name: &str) -> Option<T> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number that can be used")))
}
