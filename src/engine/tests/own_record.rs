//! A supplier's record of its own bids.

use std::sync::Arc;

use futures::TryStreamExt;
use serde_json::{Value, json};

use super::fixture::*;
use crate::engine::{Denied, LotAccess};
use crate::ids::Seq;
use crate::journal::faulty::FaultyStore;

/// The items as they are read: null for a record that is none of the supplier's bids.
async fn read(access: &LotAccess, after: u64) -> Vec<Value> {
    let items: Vec<_> = access.own_bids(Seq(after)).unwrap().try_collect().await.unwrap();
    items.iter().map(|item| serde_json::to_value(item).unwrap()).collect()
}

async fn record(access: &LotAccess, after: u64) -> Vec<Value> {
    read(access, after).await.into_iter().filter(|item| !item.is_null()).collect()
}

fn each<'a>(items: &'a [Value], member: &str) -> Vec<&'a Value> {
    items.iter().map(|item| &item[member]).collect()
}

/// Bids of acme: two accepted, two refused, one accepted; one of bolt between them.
async fn busy_lot(test: &TestEngine) -> crate::ids::LotId {
    let lot = test.open_lot(&json!({"ceiling": "300.00"})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    acme.bid("a1", "2.98").await;
    bolt.bid("b1", "2.50").await;
    acme.bid("a2", "2.90").await;
    acme.bid("a1", "2.80").await;
    acme.bid("a3", "0").await;
    acme.bid("a4", "2.40").await;
    lot
}

async fn act(test: &TestEngine, lot: &crate::ids::LotId, act: Value) {
    test.access(&buyer("b1"), lot).await.act(act.to_string().as_bytes(), None).await.unwrap();
}

// G59
#[tokio::test(start_paused = true)]
async fn a_supplier_reads_every_bid_of_its_own_and_none_of_a_rival() {
    let test = TestEngine::new().await;
    let lot = busy_lot(&test).await;
    let access = test.access(&supplier("acme"), &lot).await;

    let items = record(&access, 0).await;

    assert_eq!(each(&items, "ref"), ["a1", "a2", "a1", "a3", "a4"]);
    assert_eq!(each(&items, "outcome"), ["accepted", "accepted", "refused", "refused", "accepted"]);
    let states = [json!("replaced"), json!("replaced"), Value::Null, Value::Null, json!("standing")];
    assert_eq!(each(&items, "state"), states.iter().collect::<Vec<_>>());
    let reasons = [Value::Null, Value::Null, json!("ref_reused"), json!("not_positive"), Value::Null];
    assert_eq!(each(&items, "reason"), reasons.iter().collect::<Vec<_>>());
    let ranks = [json!(1), json!(2), Value::Null, Value::Null, json!(1)];
    assert_eq!(each(&items, "rank_then"), ranks.iter().collect::<Vec<_>>());
    let totals = [json!("298.00"), json!("290.00"), json!("280.00"), Value::Null, json!("240.00")];
    assert_eq!(each(&items, "total"), totals.iter().collect::<Vec<_>>());
    assert_eq!(items[3]["prices"], json!({"glove": "0"}));
    assert!(items[3]["message"].as_str().unwrap().contains("Glove"), "{}", items[3]);
    assert!(items.iter().all(|item| item["receipt"].is_null() && item["received_at"] == json!(START)));
    let records = test.records(&lot).await;
    for item in &items {
        let place = usize::try_from(item["seq"].as_u64().unwrap()).unwrap() - 1;
        assert_eq!(item["hash"], records[place].hash.to_string());
        assert_eq!(item["at"], json!(records[place].at));
    }
    let after = items[1]["seq"].as_u64().unwrap();
    assert_eq!(record(&access, after).await, items[2..]);
}

// G59
#[tokio::test(start_paused = true)]
async fn a_refused_bid_has_its_limit_and_its_refusal_in_words() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"ceiling": "300.00"})).await;
    test.bidder("acme", &lot).await.bid("a1", "3.50").await;

    let items = record(&test.access(&supplier("acme"), &lot).await, 0).await;

    assert_eq!((&items[0]["reason"], &items[0]["limit"]), (&json!("above_ceiling"), &json!("300.00")));
    assert!(items[0]["message"].as_str().unwrap().contains("300.00"), "{}", items[0]);
}

// G59
#[tokio::test(start_paused = true)]
async fn an_offer_is_annulled_replaced_standing_or_of_an_excluded_bidder() {
    let test = TestEngine::new().await;
    let lot = busy_lot(&test).await;
    let access = test.access(&supplier("acme"), &lot).await;
    let states = async || {
        let items = record(&access, 0).await;
        items.iter().filter_map(|item| item["state"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };

    act(&test, &lot, json!({"type": "annul", "bidder": "acme", "reason": "a slip"})).await;
    assert_eq!(states().await, ["replaced", "standing", "annulled"]);
    act(&test, &lot, json!({"type": "annul", "bidder": "bolt", "reason": "a slip"})).await;
    assert_eq!(states().await, ["replaced", "standing", "annulled"]);
    act(&test, &lot, json!({"type": "exclude", "bidder": "acme", "reason": "left"})).await;
    assert_eq!(states().await, ["excluded", "excluded", "annulled"]);
}

// G59
#[tokio::test(start_paused = true)]
async fn a_record_that_is_passed_over_gives_an_item_so_that_the_reader_paces_itself() {
    let test = TestEngine::new().await;
    let lot = busy_lot(&test).await;

    let items = read(&test.access(&supplier("acme"), &lot).await, 0).await;

    assert_eq!(items.len(), test.records(&lot).await.len());
}

// G59
#[tokio::test(start_paused = true)]
async fn only_a_supplier_has_a_record_and_one_without_a_bid_has_an_empty_one() {
    let test = TestEngine::new().await;
    let lot = busy_lot(&test).await;

    assert_eq!(record(&test.access(&supplier("crux"), &lot).await, 0).await, Vec::<Value>::new());
    for by in [buyer("b1"), auditor(), observer("RFS")] {
        let denied = test.access(&by, &lot).await.own_bids(Seq::ZERO).map(|_| ());
        assert!(matches!(denied, Err(Denied::Forbidden(_))), "{denied:?}");
    }
}

// G59
#[test]
fn a_record_is_the_same_after_a_restart() {
    let store = Arc::new(FaultyStore::new());
    let (lot, before) = one_run(&store, START, async |test| {
        let lot = busy_lot(&test).await;
        act(&test, &lot, json!({"type": "annul", "bidder": "acme", "reason": "a slip"})).await;
        let items = record(&test.access(&supplier("acme"), &lot).await, 0).await;
        (lot, items)
    });

    let after = one_run(&store, START + MS, async |test| record(&test.access(&supplier("acme"), &lot).await, 0).await);

    assert_eq!((after.len(), after), (5, before));
}
