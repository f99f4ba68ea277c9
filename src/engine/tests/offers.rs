//! The bid graph, page by page.

use bytes::Bytes;
use futures::TryStreamExt;
use serde_json::{Value, json};

use super::fixture::*;
use super::history::eventful_lot;
use crate::engine::LotAccess;
use crate::ids::{LotId, Seq};

/// More offers than two pages have.
const BIDS: usize = 2_100;

/// The places of the offers in the pieces of an answer.
fn seqs(pieces: Vec<Option<Bytes>>) -> Vec<u64> {
    let text = pieces.into_iter().flatten().collect::<Vec<_>>().concat();
    let answer: Value = serde_json::from_slice(&text).unwrap();
    answer["offers"].as_array().unwrap().iter().map(|offer| offer["seq"].as_u64().unwrap()).collect()
}

async fn offers(access: &LotAccess, after: u64) -> Vec<u64> {
    seqs(access.offers(Seq(after)).try_collect().await.unwrap())
}

async fn bid_on(acme: &mut Bidder, bids: std::ops::Range<usize>) {
    for nth in bids.clone() {
        acme.send(&format!("a{nth}"), &format!("{}.00", 4 * BIDS - nth));
    }
    for _ in bids {
        rank(&acme.answer().await);
    }
}

async fn lot_with_many_offers(test: &TestEngine) -> (LotId, Bidder) {
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    bid_on(&mut acme, 0..BIDS).await;
    (lot, acme)
}

#[tokio::test(start_paused = true)]
async fn the_bid_graph_has_no_holes() {
    let test = TestEngine::new().await;
    let lot = eventful_lot(&test, &json!({}), false).await;

    let whole = offers(&test.access(&observer("RFS"), &lot).await, 0).await;
    let rest = offers(&test.access(&observer("RFS"), &lot).await, whole[0]).await;
    let own = offers(&test.access(&supplier("acme"), &lot).await, 0).await;
    let none = offers(&test.access(&observer("RFS"), &lot).await, whole[2]).await;

    assert_eq!(whole.len(), 3);
    assert_eq!(rest, whole[1..]);
    assert_eq!(own.len(), 1);
    assert_eq!(none.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_bid_graph_comes_whole_however_many_pages_it_has() {
    let test = TestEngine::new().await;
    let (_, acme) = lot_with_many_offers(&test).await;

    let pieces: Vec<_> = acme.access.offers(Seq::ZERO).try_collect().await.unwrap();

    assert_eq!(pieces.len(), 3, "each page is a piece, between which bids are judged");
    assert_eq!(seqs(pieces), (3..3 + BIDS as u64).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn the_bid_graph_ends_where_it_ended_when_it_was_asked_for() {
    let test = TestEngine::new().await;
    let (lot, mut acme) = lot_with_many_offers(&test).await;
    let mut graph = test.access(&observer("RFS"), &lot).await.offers(Seq::ZERO);
    let mut pieces = Vec::new();

    while let Some(piece) = graph.try_next().await.unwrap() {
        pieces.push(piece);
        let begin = BIDS + pieces.len() * 1_000;
        bid_on(&mut acme, begin..begin + 1_000).await;
        assert!(pieces.len() < 4, "a slow reader of a busy lot is never done");
    }

    assert!(seqs(pieces).len() >= BIDS);
}

#[tokio::test(start_paused = true)]
async fn a_supplier_without_offers_gets_an_empty_list() {
    let test = TestEngine::new().await;
    let (lot, _) = lot_with_many_offers(&test).await;

    let own = offers(&test.access(&supplier("bolt"), &lot).await, 0).await;

    assert_eq!(own, Vec::<u64>::new());
}
