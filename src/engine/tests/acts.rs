//! Buyers' acts and bidders' requests.

use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Role;
use crate::engine::{ActAnswer, Denied, LotAccess};
use crate::ids::BidRef;

async fn act(access: &LotAccess, act: Value) -> Result<ActAnswer, Denied> {
    access.act(act.to_string().as_bytes(), None).await
}

/// A lot with bids of acme and bolt, in an event with these members.
async fn lot_with_bids(test: &TestEngine, members: &Value, rules: &Value) -> crate::ids::LotId {
    let mut document = document(rules);
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    let lot = test.publish(&document).await.remove(0);
    test.bidder("acme", &lot).await.bid("a1", "2.98").await;
    test.bidder("bolt", &lot).await.bid("b1", "2.90").await;
    lot
}

#[tokio::test(start_paused = true)]
async fn only_buyers_act() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;

    for by in [supplier("acme"), observer("RFS"), auditor(), principal(Role::Admin, "wtp", "root")] {
        let answer = act(&test.access(&by, &lot).await, json!({"type": "pause", "reason": "r"})).await;
        assert!(matches!(answer, Err(Denied::Forbidden(_))), "{by:?}: {answer:?}");
    }
    assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "open");
}

// L2.19, L6.2
#[tokio::test(start_paused = true)]
async fn an_act_that_the_state_forbids_is_not_recorded() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;

    let answer = act(&access, json!({"type": "resume", "reason": "r"})).await;

    assert!(matches!(answer, Err(Denied::WrongState(_))), "{answer:?}");
    assert_eq!(test.records(&lot).await.len(), 2);
}

// L6.3
#[tokio::test(start_paused = true)]
async fn with_four_eyes_an_act_waits_for_a_second_buyer() {
    let test = TestEngine::new().await;
    let lot = lot_with_bids(&test, &json!({"four_eyes": true}), &json!({})).await;
    let (one, other) = (test.access(&buyer("b1"), &lot).await, test.access(&buyer("b2"), &lot).await);

    let proposed = act(&one, json!({"type": "exclude", "bidder": "bolt", "reason": "r"})).await.unwrap();
    let ActAnswer::Waits(proposal) = proposed else { panic!("{proposed:?}") };
    let own = act(&one, json!({"type": "approve", "act": proposal.seq})).await;
    let approved = act(&other, json!({"type": "approve", "act": proposal.seq})).await;

    assert!(matches!(own, Err(Denied::Forbidden(_))), "{own:?}");
    assert!(matches!(approved, Ok(ActAnswer::Done(_))), "{approved:?}");
    assert_eq!(test.kinds(&lot).await[4..], ["act_proposed", "act_approved", "bidder_excluded"]);
    assert_eq!(test.view(&supplier("acme"), &lot).await["you"]["rank"], 1);
}

// L6.7
#[tokio::test(start_paused = true)]
async fn while_bidders_are_hidden_they_are_named_by_alias_and_an_id_reveals_nothing() {
    let test = TestEngine::new().await;
    let rules = json!({"show": {"identities_to_buyer": "after_close"}});
    let lot = lot_with_bids(&test, &json!({}), &rules).await;
    let access = test.access(&buyer("b1"), &lot).await;
    let leader = test.view(&buyer("b1"), &lot).await["market"]["offers"][0]["alias"].clone();

    let by_id = act(&access, json!({"type": "exclude", "bidder": "bolt", "reason": "r"})).await;
    let by_unknown_id = act(&access, json!({"type": "exclude", "bidder": "nobody", "reason": "r"})).await;
    let by_unknown_alias = act(&access, json!({"type": "exclude", "alias": "Bidder Z", "reason": "r"})).await;
    let by_alias = act(&access, json!({"type": "annul", "alias": leader, "reason": "r"})).await;

    assert_eq!(by_id, by_unknown_id, "the answer reveals nothing about ids");
    assert_eq!(problem_paths(by_id), ["/bidder"]);
    assert_eq!(problem_paths(by_unknown_alias), ["/alias"]);
    assert!(matches!(by_alias, Ok(ActAnswer::Done(_))), "{by_alias:?}");
    assert_eq!(test.view(&supplier("bolt"), &lot).await["you"]["rank"], Value::Null, "it was bolt's");
}

#[tokio::test(start_paused = true)]
async fn a_bidder_that_is_not_invited_is_a_problem_of_the_document() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;

    let excluded = act(&access, json!({"type": "exclude", "bidder": "nobody", "reason": "r"})).await;
    let sent = act(&access, json!({"type": "broadcast", "text": "t", "to": "nobody", "reason": "r"})).await;

    assert_eq!(problem_paths(excluded), ["/bidder"]);
    assert_eq!(problem_paths(sent), ["/to"]);
}

// L6.5
#[tokio::test(start_paused = true)]
async fn a_bidder_asks_for_its_standing_offer_to_be_annulled_and_the_buyer_declines() {
    let test = TestEngine::new().await;
    let lot = lot_with_bids(&test, &json!({}), &json!({})).await;
    let (acme, access) = (test.access(&supplier("acme"), &lot).await, test.access(&buyer("b1"), &lot).await);
    let a1 = || BidRef::parse("a1").unwrap();

    let request = acme.request_annulment(a1(), "a slip".to_owned(), None).await.unwrap();
    let unknown = acme.request_annulment(BidRef::parse("zz").unwrap(), "a slip".to_owned(), None).await;
    let declined = act(&access, json!({"type": "decline", "act": request.seq, "reason": "no"})).await;

    assert!(matches!(unknown, Err(Denied::WrongState(_))), "{unknown:?}");
    assert!(matches!(declined, Ok(ActAnswer::Done(_))), "{declined:?}");
    let by_buyer = access.request_annulment(a1(), "r".to_owned(), None).await;
    assert!(matches!(by_buyer, Err(Denied::Forbidden(_))), "{by_buyer:?}");
}

// L5.13
#[tokio::test(start_paused = true)]
async fn acts_work_in_the_lots_order() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&buyer("b1"), &lot).await;
    test.store.hold();
    acme.send("before", "2.98");
    test.store.commit_waits().await;
    let pause = tokio::spawn(async move { act(&access, json!({"type": "pause", "reason": "r"})).await });
    settle_down().await;
    acme.send("after", "2.97");

    test.store.release();

    assert_eq!(rank(&acme.answer().await), 1);
    assert_eq!(refusal(&acme.answer().await), crate::auction::Reason::Paused);
    assert!(pause.await.unwrap().is_ok());
}

// L5.14
#[tokio::test(start_paused = true)]
async fn a_paused_lot_resumes_by_itself_at_the_planned_instant() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;
    let resumes_at = START + DURATION;

    act(&access, json!({"type": "pause", "resumes_at": resumes_at, "reason": "r"})).await.unwrap();
    test.pass_until(resumes_at + MS).await;
    settle_down().await;

    assert_eq!(test.kinds(&lot).await[2..], ["lot_paused", "lot_resumed"]);
}
