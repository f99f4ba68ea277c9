//! The list of refused bids.

use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Role;
use crate::engine::{Denied, LotAccess};
use crate::ids::Seq;

async fn listed(access: &LotAccess, after: u64, limit: usize) -> (Vec<Value>, Option<u64>) {
    let (items, next) = access.refusals(Seq(after), limit).await.unwrap();
    (items.iter().map(|item| serde_json::to_value(item).unwrap()).collect(), next.map(|next| next.0))
}

/// Texts of one member of all items.
fn each<'a>(items: &'a [Value], member: &str) -> Vec<&'a Value> {
    items.iter().map(|item| &item[member]).collect()
}

// G45
#[tokio::test(start_paused = true)]
async fn every_refused_bid_is_listed_with_its_reason_also_after_the_close() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"ceiling": "300.00", "min_decrement": {"absolute": "5.00"}})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    acme.bid("a1", "3.50").await;
    bolt.bid("b1", "0").await;
    acme.bid("a1", "2.98").await;
    acme.bid("a2", "2.98").await;
    acme.bid("a3", "2.97").await;
    test.pass_until(CLOSE + SETTLE + MS).await;
    acme.bid("a4", "2.00").await;

    let (items, next) = listed(&test.access(&buyer("b1"), &lot).await, 0, 100).await;

    let reasons = ["above_ceiling", "not_positive", "ref_reused", "decrement_too_small", "closed"];
    assert_eq!((each(&items, "reason"), next), (reasons.map(Value::from).iter().collect(), None));
    assert_eq!(each(&items, "bidder"), ["acme", "bolt", "acme", "acme", "acme"]);
    assert_eq!(each(&items, "in_a_row"), [1, 1, 2, 1, 2].map(Value::from).iter().collect::<Vec<_>>());
    assert_eq!(items[0]["limit"], "300.00");
    assert_eq!((&items[0]["total"], &items[0]["evaluated"]), (&json!("350.00"), &json!("350.00")));
    assert_eq!((&items[1]["total"], &items[1]["prices"]), (&Value::Null, &json!({"glove": "0"})));
    assert_eq!(items[0]["received_at"], json!(START));
}

// G45
#[tokio::test(start_paused = true)]
async fn refused_bids_come_in_pages() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let mut all = Vec::new();
    for nth in 0..5 {
        all.push(seq(&acme.bid(&format!("a{nth}"), "0").await));
    }
    let access = test.access(&auditor(), &lot).await;

    let (mut read, mut after) = (Vec::new(), 0);
    loop {
        let (items, next) = listed(&access, after, 2).await;
        read.extend(items.iter().map(|item| item["seq"].as_u64().unwrap()));
        let Some(next) = next else { break };
        after = next;
    }

    assert_eq!(read, all);
    assert_eq!(listed(&access, all[4], 2).await, (Vec::new(), None));
}

// G45
#[tokio::test(start_paused = true)]
async fn only_buyers_and_auditors_see_refused_bids_and_names_as_the_lot_says() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"show": {"identities_to_buyer": "after_close"}})).await;
    test.bidder("acme", &lot).await.bid("a1", "0").await;
    let access = async |by| test.access(&by, &lot).await;

    let hidden = listed(&access(buyer("b1")).await, 0, 1).await.0;
    let named = listed(&access(auditor()).await, 0, 1).await.0;
    let admins = listed(&access(principal(Role::Admin, "wtp", "a")).await, 0, 1).await.0;

    assert!(hidden[0]["alias"].is_string() && hidden[0].get("bidder").is_none() && hidden[0].get("name").is_none());
    assert_eq!((&named[0]["bidder"], &named[0]["name"]), (&json!("acme"), &json!("Acme Ltd")));
    assert_eq!(admins, hidden);
    for by in [supplier("acme"), observer("RFS")] {
        let denied = access(by).await.refusals(Seq::ZERO, 1).await;
        assert!(matches!(denied, Err(Denied::Forbidden(_))), "{denied:?}");
    }
}

// G45
#[test]
fn refused_bids_are_listed_again_after_a_restart() {
    let store = std::sync::Arc::new(crate::journal::faulty::FaultyStore::new());
    let (lot, before) = one_run(&store, START, async |test| {
        let lot = test.open_lot(&json!({})).await;
        let mut acme = test.bidder("acme", &lot).await;
        acme.bid("a1", "2.98").await;
        acme.bid("a1", "2.90").await;
        acme.bid("a2", "0").await;
        let listed = listed(&test.access(&auditor(), &lot).await, 0, 10).await;
        (lot, listed)
    });

    let after = one_run(&store, START + MS, async |test| listed(&test.access(&auditor(), &lot).await, 0, 10).await);

    assert_eq!((after.0.len(), after), (2, before));
}

// G42
#[tokio::test(start_paused = true)]
async fn an_observers_history_has_no_refused_bid() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    acme.bid("a1", "0").await;
    acme.bid("a2", "2.98").await;

    let kinds = async |by| -> Vec<String> {
        test.history(&by, &lot).await.iter().map(|line| line["kind"].as_str().unwrap().to_owned()).collect()
    };

    assert_eq!(kinds(observer("RFS")).await, ["lot_published", "lot_opened", "bid_accepted"]);
    for by in [buyer("b1"), auditor(), supplier("acme")] {
        assert!(kinds(by.clone()).await.contains(&"bid_refused".to_owned()), "{by:?}");
    }
}
