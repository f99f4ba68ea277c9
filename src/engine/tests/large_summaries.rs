//! Summaries of lots stay short, however long the bids are that were refused.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::fixture::*;
use crate::ids::{BidRef, EventId, ItemId, LotId, Seq};

/// The longest text of a lot's summary. An event has a hundred of them at most.
const SUMMARY_BYTES_MAX: usize = 56 << 10;
/// The longest id of an item, and the longest name of a bidder in JSON.
const LONG_ID: usize = 64;
const LONG_NAME: usize = 500;

/// An open lot with that many items, and its event. Names and ids are as long as they may be.
async fn lot_of(test: &TestEngine, items: usize) -> (EventId, LotId) {
    let mut document = document(&json!({"show": {"identities_to_buyer": "always"}}));
    let item = |nth: usize| {
        let mut item = document["lots"][0]["items"][0].clone();
        item["id"] = json!(format!("{nth:0LONG_ID$}"));
        item
    };
    let items: Value = (0..items).map(item).collect();
    document["lots"][0]["items"] = items;
    document["lots"][0]["title"] = json!("\"".repeat(LONG_NAME));
    document["bidders"][0]["name"] = json!("\"".repeat(LONG_NAME));
    let event = test.create(&document).await;
    let answer = test.publish_event(&event).await;
    let lot = LotId::parse(answer["lots"][0].as_str().unwrap()).unwrap();
    test.access(&buyer("b1"), &lot).await;
    (event, lot)
}

/// Sends that many bids which are refused, each with a price for every item.
async fn refused(test: &TestEngine, lot: &LotId, items: usize, bids: usize) {
    let mut acme = test.bidder("acme", lot).await;
    for nth in 0..bids {
        let mut bid = request(&nth.to_string(), "1", test.clock.now());
        bid.bid_ref = BidRef::parse(&format!("{nth:0LONG_ID$}")).unwrap();
        let price = "99999999999.9999".parse().unwrap();
        bid.prices = (0..items).map(|nth| (ItemId::parse(&format!("{nth:0LONG_ID$}")).unwrap(), price)).collect();
        acme.send_request(bid);
        refusal(&acme.answer().await);
    }
}

async fn summary(test: &TestEngine, event: &EventId) -> Value {
    let console = test.engine.event_console(&buyer("b1"), event).await.unwrap();
    serde_json::from_slice::<Value>(&console).unwrap()["lots"][0].take()
}

// G41, G45
#[tokio::test(start_paused = true)]
async fn a_summary_leaves_out_more_than_ten_prices_of_a_refused_bid_and_the_list_has_them() {
    for (items, shown) in [(10, true), (11, false)] {
        let test = TestEngine::new().await;
        let (event, lot) = lot_of(&test, items).await;
        refused(&test, &lot, items, 1).await;

        let summary = summary(&test, &event).await;
        let (listed, _) = test.access(&buyer("b1"), &lot).await.refusals(Seq::ZERO, 10).await.unwrap();

        assert_eq!(summary["refusals"][0]["prices"].is_object(), shown, "{items} items: {summary}");
        assert_eq!(listed[0].prices.as_ref().map(IndexMap::len), Some(items));
    }
}

// G41
#[tokio::test(start_paused = true)]
async fn the_summary_of_a_lot_has_a_longest_text() {
    for items in [10, 200] {
        let test = TestEngine::new().await;
        let (event, lot) = lot_of(&test, items).await;
        refused(&test, &lot, items, 25).await;

        let summary = summary(&test, &event).await;

        assert_eq!(summary["refusals"].as_array().map(Vec::len), Some(20));
        let bytes = summary.to_string().len();
        assert!(bytes <= SUMMARY_BYTES_MAX, "{items} items: {bytes} bytes");
    }
}
