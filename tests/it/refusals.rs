//! Every reason for a refusal, with its limit, each on its own lot.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::documents::{Document, assert_number, at, from_now, lot};
use crate::server::Server;

/// The rules of the lot, the bids before, the bid of `acme`, and the reason for its refusal.
struct Case {
    name: &'static str,
    rules: Value,
    before: &'static [(&'static str, &'static str)],
    act: Option<Value>,
    bid: Value,
    reason: &'static str,
    limit: Option<&'static str>,
}

impl Case {
    fn new(name: &'static str, reason: &'static str, bid: Value) -> Self {
        Self { name, rules: json!({}), before: &[], act: None, bid, reason, limit: None }
    }

    fn rules(self, rules: Value) -> Self {
        Self { rules, ..self }
    }

    fn after(self, before: &'static [(&'static str, &'static str)]) -> Self {
        Self { before, ..self }
    }

    fn once(self, act: Value) -> Self {
        Self { act: Some(act), ..self }
    }

    fn limit(self, limit: &'static str) -> Self {
        Self { limit: Some(limit), ..self }
    }
}

const STANDING: &[(&str, &str)] = &[("acme", "3.00")];

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        Case::new("paused by the buyer", "paused", at("3.00")).once(json!({"type": "pause", "reason": "a question"})),
        Case::new("closed early", "closed", at("3.00")).once(json!({"type": "close", "reason": "agreed"})),
        Case::new("cancelled", "cancelled", at("3.00")).once(json!({"type": "cancel", "reason": "wrong volumes"})),
        Case::new("excluded", "excluded", at("3.00"))
            .once(json!({"type": "exclude", "bidder": "acme", "reason": "no certificate"})),
        Case::new("no price", "missing_price", json!({})),
        Case::new("a price missing is looked for first", "missing_price", json!({"latex-m": "3.00"})),
        Case::new("a price too many", "unknown_item", json!({"nitrile-m": "3.00", "latex-m": "3.00"})),
        Case::new("zero", "not_positive", at("0")),
        Case::new("negative", "not_positive", at("-1")),
        Case::new("three decimals", "too_many_decimals", at("2.999")),
        Case::new("more than a million millions", "price_too_large", at("1000000000001")),
        Case::new("over the ceiling", "above_ceiling", at("5.01")).rules(json!({"ceiling": "5000"})).limit("5000"),
        Case::new("the same again", "not_improved", at("3.00")).after(STANDING).limit("2999.99"),
        Case::new("worse", "not_improved", at("3.01"))
            .rules(json!({"min_decrement": {"absolute": "50"}})).after(STANDING).limit("2950"),
        Case::new("leading already", "already_leading", at("2.90"))
            .rules(json!({"leader_may_rebid": false})).after(STANDING),
        Case::new("a step too small, absolute", "decrement_too_small", at("2.96"))
            .rules(json!({"min_decrement": {"absolute": "50"}})).after(STANDING).limit("2950"),
        Case::new("a step too small, percent", "decrement_too_small", at("2.99"))
            .rules(json!({"min_decrement": {"percent": "1.5"}})).after(STANDING).limit("2955"),
        Case::new("a step too small, in bands", "decrement_too_small", at("2.90"))
            .rules(json!({"min_decrement": {"bands": [{"from": "1000", "absolute": "200"}, {"from": "0", "absolute": "50"}]}}))
            .after(STANDING).limit("2800"),
        Case::new("no whole step", "decrement_too_small", at("2.94"))
            .rules(json!({"min_decrement": {"absolute": "50"}, "whole_steps": true})).after(STANDING).limit("2950"),
        Case::new("not below the lead", "decrement_too_small", at("2.96"))
            .rules(json!({"beat": "lead", "min_decrement": {"absolute": "50"}})).after(&[("bolt", "3.00")]).limit("2950"),
        Case::new("a step to be confirmed", "needs_confirmation", at("2.00"))
            .rules(json!({"max_decrement": {"percent": "10", "mode": "confirm"}})).after(STANDING).limit("2700"),
        Case::new("a step too large", "decrement_too_large", at("2.00"))
            .rules(json!({"max_decrement": {"absolute": "300", "mode": "refuse"}})).after(STANDING).limit("2700"),
        Case::new("a tie with the lead", "ties_with_lead", at("3.00"))
            .rules(json!({"ties": "forbid_first", "ceiling": "5000"})).after(&[("bolt", "3.00")]).limit("5000"),
    ]
}

// L2.15, L2.18
#[tokio::test]
async fn each_reason_is_given_with_its_limit() {
    let server = Server::start();
    let buyer = server.buyer();
    let cases = cases();
    let lots = cases.iter().map(|case| lot(case.rules.clone())).collect();
    let published = buyer.publishes(&Document::with_lots(lots)).await;
    let mut acme = server.supplier("acme").connects().await;
    let mut bolt = server.supplier("bolt").connects().await;

    for (case, lot) in cases.iter().zip(&published.lots) {
        for (number, (bidder, price)) in case.before.iter().enumerate() {
            let socket = if *bidder == "acme" { &mut acme } else { &mut bolt };
            let standing = socket.bid(lot, &format!("{lot} {number}"), at(price)).await;
            assert_eq!(standing["type"], "accepted", "{}: {standing}", case.name);
        }
        if let Some(act) = &case.act {
            buyer.does(lot, act.clone()).await;
        }
        let refused = acme.bid(lot, &format!("{lot} last"), case.bid.clone()).await;

        assert_refused(&refused, case);
        if let Some(limit) = case.limit {
            assert_a_bid_at_the_limit_passes(&mut acme, lot, limit, case).await;
        }
    }
}

fn assert_refused(refused: &Value, case: &Case) {
    assert_eq!((&refused["type"], &refused["reason"]), (&json!("refused"), &json!(case.reason)), "{}", case.name);
    assert!(refused["message"].as_str().is_some_and(|words| !words.is_empty()), "{}: {refused}", case.name);
    match case.limit {
        Some(limit) => assert_number(&refused["limit"], limit, case.name),
        None => assert!(refused["limit"].is_null(), "{}: {refused}", case.name),
    }
}

/// Checks that a bid at the refusal's limit passes; `confirmed` is assumed.
async fn assert_a_bid_at_the_limit_passes(acme: &mut Client, lot: &str, limit: &str, case: &Case) {
    let Some(price) = price_for(limit) else { return };

    let answer = acme.bid_confirmed(lot, &format!("{lot} at the limit"), at(&price)).await;

    assert_eq!(answer["type"], "accepted", "{} at {price}: {answer}", case.name);
}

/// The price for a thousand boxes that gives this total; none when it is not a whole number of pence.
fn price_for(total: &str) -> Option<String> {
    let pounds: u32 = total.parse().ok()?;
    pounds.is_multiple_of(10).then(|| format!("{}.{:02}", pounds / 1000, pounds % 1000 / 10))
}

// L2.2, L2.4
#[tokio::test]
async fn no_bid_is_accepted_before_the_opening_or_before_the_terms() {
    let server = Server::start();
    let later = lot(json!({}));
    let document = Document::with_lots(vec![lot(json!({})), later])
        .with("/terms", json!("By bidding you accept the conditions of the framework."))
        .with("/lots/1/opens_at", json!(from_now(Duration::from_hours(1))));
    let published = server.buyer().publishes(&document).await;
    let [open, scheduled] = [&published.lots[0], &published.lots[1]];
    let mut acme = server.supplier("acme").connects().await;

    let unaccepted = acme.bid(open, "1", at("3.00")).await;
    server.supplier("acme").accepts_terms(&published.event).await;
    let accepted = acme.bid(open, "2", at("3.00")).await;
    let early = acme.bid(scheduled, "3", at("3.00")).await;

    assert_eq!(unaccepted["reason"], "terms_not_accepted", "{unaccepted}");
    assert_eq!(accepted["type"], "accepted", "{accepted}");
    assert_eq!(early["reason"], "not_open", "{early}");
    for lot in &published.lots {
        let history = server.auditor().history(lot).await;
        let recorded = history.iter().filter(|line| line.contains("\"kind\":\"terms_accepted\"")).count();
        assert_eq!(recorded, 1, "the acceptance is recorded in each lot: {history:#?}");
    }
}

// L2.11, L2.13
#[tokio::test]
async fn a_large_step_passes_once_it_is_confirmed_with_a_new_ref() {
    let server = Server::start();
    let rules = json!({"max_decrement": {"percent": "10", "mode": "confirm"}});
    let published = server.buyer().publishes(&Document::with_lots(vec![lot(rules)])).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    acme.bid(lot, "first", at("3.00")).await;

    let asked = acme.bid(lot, "slip", at("0.30")).await;
    let same_ref = acme.bid_confirmed(lot, "slip", at("0.30")).await;
    let confirmed = acme.bid_confirmed(lot, "meant", at("0.30")).await;

    assert_eq!(asked["reason"], "needs_confirmation", "{asked}");
    assert_eq!(same_ref, asked, "the first outcome is the one remembered");
    assert_eq!(confirmed["type"], "accepted", "{confirmed}");
}
