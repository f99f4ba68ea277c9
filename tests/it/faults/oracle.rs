//! Facts that must hold after every fault.

use std::collections::HashSet;

use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::Value;

use super::load::{Doubts, Sent};
use crate::chain;
use crate::documents::{BIDDERS, at};
use crate::server::Server;

/// Answered bids that are sent again after each fault.
const ASKED_AGAIN: usize = 10;

/// All bids that the clients have sent, and all answers that they received.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) answered: Vec<(Sent, Value)>,
    /// The server answered that it does not know their outcome, or did not answer.
    pub(super) in_doubt: Vec<Sent>,
}

impl Memory {
    pub(super) fn doubt(&mut self, doubts: Doubts) {
        self.in_doubt.extend(doubts.unavailable);
        self.in_doubt.extend(doubts.unanswered);
    }
}

/// A lot's records, after checking the chain and that every answer is in it with the same verdict.
///
/// So nothing that was acknowledged is lost, and nothing that was refused is recorded as accepted.
pub(super) async fn all_is_recorded(server: &Server, lot: &str, memory: &Memory, context: &str) -> Vec<Value> {
    let records = chain::checked(&format!("lot/{lot}"), &server.auditor().history(lot).await);
    for (sent, answer) in &memory.answered {
        let seq = answer["seq"].as_u64().unwrap_or_else(|| panic!("{context}: no seq in {answer}"));
        let place = usize::try_from(seq - 1).expect("a short history");
        let record = records.get(place).unwrap_or_else(|| panic!("{context}: {answer} is lost"));
        assert_eq!((&record["hash"], &record["at"]), (&answer["hash"], &answer["at"]), "{context}: {record}");
        assert_eq!(record["kind"], format!("bid_{}", answer["type"].as_str().unwrap_or_default()), "{context}");
        assert_eq!(record["data"]["ref"], sent.bid_ref, "{context}: {record}");
        assert_eq!(record["data"]["bidder"], sent.bidder, "{context}: {record}");
    }
    let mut judged = HashSet::new();
    for bid in records.iter().filter(|record| !record["data"]["ref"].is_null()) {
        let once = judged.insert((bid["data"]["bidder"].to_string(), bid["data"]["ref"].to_string()));
        assert!(once, "{context}: judged twice: {bid}");
    }
    records
}

/// An open lot that lost its server, or its database, goes on only when the buyer says so.
pub(super) async fn is_paused_by_the_outage(server: &Server, lot: &str, records: &[Value], context: &str) {
    let last = records.last().expect("a published lot has records");
    assert_eq!(last["kind"], "lot_paused", "{context}: {last}");
    assert_eq!(last["data"]["cause"], "outage", "{context}: {last}");
    for bidder in BIDDERS {
        assert_eq!(server.supplier(bidder).lot(lot).await["state"], "paused", "{context}");
    }
}

/// Some answered bids get the same answer again, and each bid in doubt now gets a final one. Returns how many answers
/// were repeated.
pub(super) async fn is_answered_alike(
    server: &Server,
    lot: &str,
    memory: &mut Memory,
    random: &mut StdRng,
    context: &str,
) -> usize {
    let mut alike = 0;
    for _ in 0..ASKED_AGAIN.min(memory.answered.len()) {
        let (sent, answer) = &memory.answered[random.random_range(0..memory.answered.len())];
        let again = server.supplier(sent.bidder).posts_bid(lot, &sent.bid_ref, at(&sent.price)).await.json();
        assert_eq!(&again, answer, "{context}: the first answer is given again");
        alike += 1;
    }
    for sent in std::mem::take(&mut memory.in_doubt) {
        let supplier = server.supplier(sent.bidder);
        let known = supplier.get(&format!("/api/v1/lots/{lot}/bids/{}", sent.bid_ref.replace(' ', "%20"))).await;
        let answer = supplier.posts_bid(lot, &sent.bid_ref, at(&sent.price)).await.json();
        match known.status {
            200 => {
                assert_eq!(answer, known.json(), "{context}: it was recorded before the fault");
                alike += 1;
            }
            404 => assert_eq!(answer["reason"], "paused", "{context}: it arrives only now: {answer}"),
            other => panic!("{context}: {other} {}", known.text),
        }
        memory.answered.push((sent, answer));
    }
    alike
}
