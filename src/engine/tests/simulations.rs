//! Simulations of lots that the engine has run: held back bids, late bids, pauses, restarts.

use futures::TryStreamExt;
use serde_json::{Value, json};

use super::fixture::*;
use super::history::eventful_lot;
use crate::auth::Principal;
use crate::engine::Denied;
use crate::event::simulation::RulesPatch;
use crate::ids::LotId;

async fn simulated(test: &TestEngine, by: &Principal, lot: &LotId, rules: &Value) -> Result<Value, Denied> {
    let patch = RulesPatch::read(rules.to_string().as_bytes()).unwrap();
    let items: Vec<_> = test.access(by, lot).await.simulation(patch).try_collect().await?;
    let shown = items.into_iter().flatten().next().expect("the last item is the simulated lot");
    Ok(serde_json::from_slice(&shown.render()).unwrap())
}

#[track_caller]
fn assert_same(shown: &Value) {
    for fact in ["close", "extensions", "ranking", "lead_total"] {
        assert_eq!(shown[fact]["was"], shown[fact]["would"], "{fact}");
    }
    assert_eq!((&shown["verdicts"], &shown["skipped"]), (&json!([]), &json!([])));
}

// E58
#[tokio::test(start_paused = true)]
async fn an_eventful_lot_is_the_same_under_its_own_rules() {
    for rules in
        [json!({}), json!({"extension": {"window_s": 900, "extend_s": 60, "from": "bid"}, "reserve": "290.00"})]
    {
        let test = TestEngine::new().await;
        let lot = eventful_lot(&test, &rules, true).await;

        assert_same(&simulated(&test, &auditor(), &lot, &json!({})).await.unwrap());
    }
}

// E56, E58
#[tokio::test(start_paused = true)]
async fn a_busy_close_is_the_same_under_its_own_rules_and_shorter_without_extension() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"extension": {"window_s": 60, "extend_s": 60, "from": "close"}})).await;
    let (mut acme, mut bolt) = (test.bidder("acme", &lot).await, test.bidder("bolt", &lot).await);
    test.pass_until(CLOSE + MS).await;
    acme.send("late", "2.90");
    bolt.send_read_at("early", "2.97", CLOSE.plus_micros(-1));
    acme.answer().await;
    bolt.answer().await;
    test.pass_until(CLOSE + DURATION).await;
    acme.bid("too late", "2.80").await;

    let same = simulated(&test, &buyer("b1"), &lot, &json!({})).await.unwrap();
    let shorter = simulated(&test, &buyer("b1"), &lot, &json!({"extension": null})).await.unwrap();

    assert_same(&same);
    assert_eq!(shorter["close"]["would"], json!(CLOSE));
    assert_eq!(
        (&shorter["verdicts"][0]["was"], &shorter["verdicts"][0]["would"]),
        (&json!("accepted"), &json!("closed"))
    );
}

// E54, E55
#[tokio::test(start_paused = true)]
async fn an_open_lot_and_wrong_rules_are_refused() {
    let test = TestEngine::new().await;
    let ended = eventful_lot(&test, &json!({}), true).await;
    let open = test.open_lot(&json!({})).await;

    assert_eq!(simulated(&test, &auditor(), &open, &json!({})).await, Err(Denied::NotEnded));
    let wrong = simulated(&test, &auditor(), &ended, &json!({"ties": "coin", "ceiling": "-1"})).await;
    assert_eq!(problem_paths(wrong), ["/rules/ceiling", "/rules/ties"]);
}
