//! Sensitive acts, which wait for a second buyer.

use serde_json::{Value, json};

use crate::documents::{Document, at};
use crate::server::Server;

fn acts() -> [Value; 3] {
    [
        json!({"type": "annul", "bidder": "acme", "reason": "a slip"}),
        json!({"type": "exclude", "bidder": "acme", "reason": "certificate expired"}),
        json!({"type": "cancel", "reason": "the specification changed"}),
    ]
}

// L6.3
#[tokio::test]
async fn a_sensitive_act_takes_effect_when_another_buyer_approves() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves().with("/four_eyes", json!(true))).await;
    let lot = published.lot();
    server.supplier("acme").posts_bid(lot, "a1", at("3.00")).await.expect(200);

    for act in acts() {
        let proposed = server.buyer().tries(lot, act.clone()).await.expect(202);
        let approve = json!({"type": "approve", "act": proposed["seq"], "reason": "seen the evidence"});
        let before = server.buyer().lot(lot).await;
        let own = server.buyer().tries(lot, approve.clone()).await;
        server.second_buyer().does(lot, approve.clone()).await;
        let twice = server.second_buyer().tries(lot, approve).await;

        assert_eq!(before["state"], "open", "{act} waits: {before}");
        own.expect_problem(403, "forbidden");
        twice.expect_any_problem(409);
    }
    assert_eq!(server.buyer().lot(lot).await["state"], "cancelled");
    let history = server.auditor().history(lot).await.join("\n");
    for kind in ["act_proposed", "act_approved", "bid_annulled", "bidder_excluded", "lot_cancelled"] {
        assert!(history.contains(&format!("\"kind\":\"{kind}\"")), "{kind} in {history}");
    }
}

// L6.3
#[tokio::test]
async fn a_declined_act_has_no_effect() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves().with("/four_eyes", json!(true))).await;
    let lot = published.lot();

    let proposed = server.buyer().tries(lot, json!({"type": "cancel", "reason": "in a hurry"})).await.expect(202);
    let decline = json!({"type": "decline", "act": proposed["seq"], "reason": "let us wait"});
    server.second_buyer().does(lot, decline).await;
    let approve = json!({"type": "approve", "act": proposed["seq"], "reason": "too late"});
    let too_late = server.second_buyer().tries(lot, approve).await;

    too_late.expect_any_problem(409);
    assert_eq!(server.buyer().lot(lot).await["state"], "open");
}

// L6.3
#[tokio::test]
async fn everyday_acts_do_not_wait() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves().with("/four_eyes", json!(true))).await;

    let paused = server.buyer().tries(published.lot(), json!({"type": "pause", "reason": "a question"})).await;

    paused.expect(200);
}
