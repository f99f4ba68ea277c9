//! The server is killed in the middle of bidding, again and again, on one database: what was answered is never lost.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::Message;

use crate::chain;
use crate::client::{Client, Heard};
use crate::documents::{BIDDERS, Document, at};
use crate::people::Published;
use crate::server::{PATIENCE, Server};

/// Bids that one client sends ahead of their answers.
const AHEAD: usize = 8;

/// A bid as it was sent.
#[derive(Debug, Clone)]
struct Sent {
    bidder: &'static str,
    bid_ref: String,
    price: String,
}

/// All that the clients have sent and heard so far.
#[derive(Default)]
struct Memory {
    answered: Vec<(Sent, Value)>,
    unanswered: Vec<Sent>,
}

fn seed() -> u64 {
    env::var("FAIRLOT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or_else(rand::random)
}

fn cycles() -> u32 {
    env::var("FAIRLOT_KILL_CYCLES").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_is_there_after_every_crash() {
    for server in Server::start_on_each() {
        crash_again_and_again(server).await;
    }
}

async fn crash_again_and_again(mut server: Server) {
    let seed = seed();
    let mut random = StdRng::seed_from_u64(seed);
    let document = Document::gloves().with("/lots/0/decimals", json!(4)).with("/lots/0/duration_s", json!(36_000));
    let published = server.buyer().publishes(&document).await;
    let lot = published.lot();
    let mut memory = Memory::default();
    let next = Arc::new(AtomicU32::new(0));

    for cycle in 1..=cycles() {
        let context = format!("seed {seed}, cycle {cycle}");
        let answers_before_the_kill = random.random_range(1..120);
        bid_until_killed(&mut server, &published, &next, answers_before_the_kill, &mut memory).await;
        server.restart();

        let records = chain::checked(&format!("lot/{lot}"), &server.auditor().history(lot).await);
        assert_all_recorded(&memory, &records, &context);
        assert_paused_by_the_outage(&server, lot, &records, &context).await;
        ask_again(&server, lot, &mut memory, &mut random, &context).await;
        server.buyer().does(lot, json!({"type": "resume", "reason": "the outage is over"})).await;
    }

    assert_eq!(server.sigterm(), Some(0), "seed {seed}");
    server.runs(&["verify"]).ended_with(0);
    assert!(memory.answered.len() > 20, "seed {seed}: only {} bids were answered", memory.answered.len());
}

/// Three clients bid as fast as they are answered; after that many answers the server is killed.
async fn bid_until_killed(
    server: &mut Server,
    published: &Published,
    next: &Arc<AtomicU32>,
    answers: usize,
    memory: &mut Memory,
) {
    let (heard, mut hearing) = mpsc::unbounded_channel();
    let (kill, killed) = watch::channel(false);
    let mut clients = Vec::new();
    for bidder in BIDDERS {
        let client = server.supplier(bidder).joins(&[published.lot()]).await;
        let bidding =
            keep_bidding(client, bidder, published.lot().to_owned(), Arc::clone(next), heard.clone(), killed.clone());
        clients.push(tokio::spawn(bidding));
    }
    drop(heard);
    for _ in 0..answers {
        let answer = tokio::time::timeout(PATIENCE, hearing.recv()).await.expect("bids are answered");
        memory.answered.push(answer.expect("the clients bid on"));
    }
    server.kill_9();
    kill.send_replace(true);
    for client in clients {
        memory.unanswered.extend(client.await.expect("no client failed"));
    }
    while let Some(answer) = hearing.recv().await {
        memory.answered.push(answer);
    }
}

/// Bids until the connection breaks; returns what was never answered. Every third bid is no improvement.
async fn keep_bidding(
    mut client: Client,
    bidder: &'static str,
    lot: String,
    next: Arc<AtomicU32>,
    heard: mpsc::UnboundedSender<(Sent, Value)>,
    killed: watch::Receiver<bool>,
) -> Vec<Sent> {
    let mut open: Vec<Sent> = Vec::new();
    loop {
        while open.len() < AHEAD && !*killed.borrow() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let cents = if number.is_multiple_of(3) { 90_000_000 } else { 90_000_000 - number };
            let price = format!("{}.{:04}", cents / 10_000, cents % 10_000);
            let sent = Sent { bidder, bid_ref: format!("{bidder} {number}"), price };
            let bid = json!({"type": "bid", "lot": lot, "ref": sent.bid_ref, "prices": at(&sent.price)});
            open.push(sent);
            if client.send_frame(Message::text(bid.to_string())).await.is_err() {
                return open;
            }
        }
        match client.hear("an answer").await {
            Heard::Closed(_) => return open,
            Heard::Message(message) => {
                if let Some(place) = open.iter().position(|sent| message["ref"] == sent.bid_ref) {
                    let sent = open.remove(place);
                    assert_ne!(message["type"], "error", "{message}");
                    drop(heard.send((sent, message)));
                }
            }
        }
    }
}

fn assert_all_recorded(memory: &Memory, records: &[Value], context: &str) {
    for (sent, answer) in &memory.answered {
        let seq = answer["seq"].as_u64().unwrap_or_else(|| panic!("{context}: no seq in {answer}"));
        let place = usize::try_from(seq - 1).expect("a short history");
        let record = records.get(place).unwrap_or_else(|| panic!("{context}: {answer} is lost"));
        assert_eq!((&record["hash"], &record["at"]), (&answer["hash"], &answer["at"]), "{context}: {record}");
        assert_eq!(record["kind"], format!("bid_{}", answer["type"].as_str().unwrap_or_default()), "{context}");
        assert_eq!(record["data"]["ref"], sent.bid_ref, "{context}: {record}");
        assert_eq!(record["data"]["bidder"], sent.bidder, "{context}: {record}");
    }
}

async fn assert_paused_by_the_outage(server: &Server, lot: &str, records: &[Value], context: &str) {
    let last = records.last().expect("a published lot has records");
    assert_eq!(last["kind"], "lot_paused", "{context}: {last}");
    assert_eq!(last["data"]["cause"], "outage", "{context}: {last}");
    for bidder in BIDDERS {
        assert_eq!(server.supplier(bidder).lot(lot).await["state"], "paused", "{context}");
    }
}

/// Some of what was answered is answered the same again; what was not, is answered once and for all.
async fn ask_again(server: &Server, lot: &str, memory: &mut Memory, random: &mut StdRng, context: &str) {
    for _ in 0..10.min(memory.answered.len()) {
        let (sent, answer) = &memory.answered[random.random_range(0..memory.answered.len())];
        let again = server.supplier(sent.bidder).posts_bid(lot, &sent.bid_ref, at(&sent.price)).await.json();
        assert_eq!(&again, answer, "{context}: the first answer is given again");
    }
    for sent in std::mem::take(&mut memory.unanswered) {
        let supplier = server.supplier(sent.bidder);
        let known = supplier.get(&format!("/api/v1/lots/{lot}/bids/{}", sent.bid_ref.replace(' ', "%20"))).await;
        let answer = supplier.posts_bid(lot, &sent.bid_ref, at(&sent.price)).await.json();
        match known.status {
            200 => assert_eq!(answer, known.json(), "{context}: it had arrived before the crash"),
            404 => assert_eq!(answer["reason"], "paused", "{context}: it arrives only now: {answer}"),
            other => panic!("{context}: {other} {}", known.text),
        }
        memory.answered.push((sent, answer));
    }
}
