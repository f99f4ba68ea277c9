//! Keys of requests: a repeat gets the first answer and does nothing (G2).

use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Principal;
use crate::engine::{ActAnswer, Denied, LotAccess};
use crate::idempotency::{IdempotencyKey, KeyText, RequestPrint};
use crate::ids::{BidRef, LotId};

fn key(text: &str, body: &str) -> IdempotencyKey {
    let print = RequestPrint::of("POST", "/api/v1/lots/l/commands", body.as_bytes());
    IdempotencyKey { key: KeyText::parse(text.as_bytes()).unwrap(), print }
}

/// Acts with a key; the print is that of the body.
async fn act(access: &LotAccess, text: &str, act: &Value) -> Result<ActAnswer, Denied> {
    let body = act.to_string();
    access.act(body.as_bytes(), Some(key(text, &body))).await
}

fn cancel() -> Value {
    json!({"type": "cancel", "reason": "no money"})
}

/// The kinds and keys of a lot's records that have a key.
async fn keyed(test: &TestEngine, by: &Principal, lot: &LotId) -> Vec<(String, String)> {
    let written = |value: &Value| value.as_str().unwrap().to_owned();
    let lines = test.history(by, lot).await.into_iter();
    let with_key = lines.filter(|record| record["data"]["idempotency"].is_object());
    with_key.map(|record| (written(&record["kind"]), written(&record["data"]["idempotency"]["key"]))).collect()
}

// G2
#[tokio::test(start_paused = true)]
async fn a_repeat_gets_the_first_answer_whatever_the_state_is_by_now() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;

    let first = act(&access, "k1", &cancel()).await.unwrap();
    let records = test.records(&lot).await.len();
    let again = act(&access, "k1", &cancel()).await.unwrap();
    let without_key = access.act(cancel().to_string().as_bytes(), None).await;

    assert_eq!(again, first);
    assert!(matches!(without_key, Err(Denied::WrongState(_))), "{without_key:?}");
    assert_eq!(test.records(&lot).await.len(), records, "the repeat has done nothing");
    assert_eq!(keyed(&test, &auditor(), &lot).await, [("lot_cancelled".to_owned(), "k1".to_owned())]);
}

// G2
#[tokio::test(start_paused = true)]
async fn a_key_with_another_request_is_refused_and_nothing_happens() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;

    act(&access, "k1", &json!({"type": "pause", "reason": "r"})).await.unwrap();
    let other = act(&access, "k1", &cancel()).await;

    assert_eq!(other, Err(Denied::KeyReused));
    assert_eq!(test.view(&buyer("b1"), &lot).await["state"], "paused");
}

// G2
#[tokio::test(start_paused = true)]
async fn a_refusal_is_not_remembered() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;
    let resume = json!({"type": "resume", "reason": "r"});

    let refused = act(&access, "k1", &resume).await;
    act(&access, "k2", &json!({"type": "pause", "reason": "r"})).await.unwrap();
    let resumed = act(&access, "k1", &resume).await;

    assert!(matches!(refused, Err(Denied::WrongState(_))), "{refused:?}");
    assert!(matches!(resumed, Ok(ActAnswer::Done(_))), "{resumed:?}");
}

// G2
#[tokio::test(start_paused = true)]
async fn a_key_belongs_to_one_person_of_one_organisation_on_one_lot() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let broadcast = json!({"type": "broadcast", "text": "t", "reason": "r"});
    let mut bolt = test.bidder("bolt", &lot).await;
    bolt.bid("x", "2.98").await;
    let other_lot = test.open_lot(&json!({})).await;

    let one = act(&test.access(&buyer("b1"), &lot).await, "k", &broadcast).await.unwrap();
    let other = act(&test.access(&buyer("b2"), &lot).await, "k", &broadcast).await.unwrap();
    let elsewhere = act(&test.access(&buyer("b1"), &other_lot).await, "k", &broadcast).await.unwrap();
    let same_name = principal(crate::auth::Role::Supplier, "bolt", "b1");
    let request = test.access(&same_name, &lot).await;
    let requested =
        request.request_annulment(BidRef::parse("x").unwrap(), "r".to_owned(), Some(key("k", "another"))).await;

    assert_ne!(one, other);
    assert!(matches!(elsewhere, ActAnswer::Done(_)), "{elsewhere:?}");
    assert!(requested.is_ok(), "{requested:?}");
}

// G2
#[tokio::test(start_paused = true)]
async fn a_second_request_waits_for_the_answer_of_the_first_that_is_under_way() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let access = test.access(&buyer("b1"), &lot).await;
    test.store.hold();
    let twice = [access.clone(), access].map(|access| tokio::spawn(async move { act(&access, "k1", &cancel()).await }));
    test.store.commit_waits().await;
    settle_down().await;
    assert!(twice.iter().all(|answer| !answer.is_finished()), "no answer before the commit");

    test.store.release();

    let [one, other] = twice;
    let first = one.await.unwrap().unwrap();
    assert_eq!(other.await.unwrap().unwrap(), first);
    assert_eq!(test.kinds(&lot).await[2..], ["lot_cancelled"]);
}

// G2
#[tokio::test(start_paused = true)]
async fn the_repeat_of_a_request_for_an_annulment_gets_the_first_answer() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    acme.bid("a1", "2.98").await;
    let ask = async || {
        let (bid_ref, reason) = (BidRef::parse("a1").unwrap(), "a slip".to_owned());
        acme.access.request_annulment(bid_ref, reason, Some(key("k1", "ask"))).await
    };

    let first = ask().await.unwrap();
    let decline = json!({"type": "decline", "act": first.seq, "reason": "no"});
    act(&test.access(&buyer("b1"), &lot).await, "k1", &decline).await.unwrap();

    assert_eq!(ask().await, Ok(first), "no second request, though the first is declined");
    assert_eq!(keyed(&test, &auditor(), &lot).await.len(), 2);
}

// G2
#[test]
fn after_a_restart_the_repeat_gets_the_first_answer() {
    let store = std::sync::Arc::new(crate::journal::faulty::FaultyStore::new());
    let propose = json!({"type": "exclude", "bidder": "bolt", "reason": "r"});
    let (lot, waits) = one_run(&store, START, async |test| {
        let mut document = document(&json!({}));
        document["four_eyes"] = json!(true);
        let lot = test.publish(&document).await.remove(0);
        let access = test.access(&buyer("b1"), &lot).await;
        let waits = act(&access, "k1", &propose).await.unwrap();
        let ActAnswer::Waits(proposal) = waits else { panic!("{waits:?}") };
        let approve = json!({"type": "approve", "act": proposal.seq});
        act(&test.access(&buyer("b2"), &lot).await, "k1", &approve).await.unwrap();
        (lot, waits)
    });

    one_run(&store, START + DURATION / 2, async |test| {
        let access = test.access(&buyer("b1"), &lot).await;
        let records = test.records(&lot).await.len();

        assert_eq!(act(&access, "k1", &propose).await, Ok(waits), "it waited then, and the answer says so again");
        assert_eq!(act(&access, "k1", &cancel()).await, Err(Denied::KeyReused));
        assert_eq!(test.records(&lot).await.len(), records);
    });
}

// G2
#[test]
fn the_repeat_of_a_request_whose_commit_was_in_doubt_gets_the_answer_that_was_lost() {
    let store = std::sync::Arc::new(crate::journal::faulty::FaultyStore::new());
    let lot = one_run(&store, START, async |test| {
        let lot = test.open_lot(&json!({})).await;
        let access = test.access(&buyer("b1"), &lot).await;
        test.store.fail_next_in_doubt();
        assert_eq!(act(&access, "k1", &cancel()).await, Err(Denied::Unavailable));
        lot
    });

    one_run(&store, START + DURATION / 2, async |test| {
        let answer = act(&test.access(&buyer("b1"), &lot).await, "k1", &cancel()).await.unwrap();

        let ActAnswer::Done(record) = answer else { panic!("{answer:?}") };
        assert_eq!(record.seq.0, 3);
        assert_eq!(test.kinds(&lot).await[2..], ["lot_cancelled"]);
    });
}

// G2
#[tokio::test(start_paused = true)]
async fn only_an_auditor_reads_the_key_of_a_request() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    acme.bid("a1", "2.98").await;
    let access = test.access(&buyer("b1"), &lot).await;
    acme.access
        .request_annulment(BidRef::parse("a1").unwrap(), "a slip".to_owned(), Some(key("secret-1", "ask")))
        .await
        .unwrap();
    act(&access, "secret-2", &json!({"type": "annul", "bidder": "acme", "reason": "granted"})).await.unwrap();
    act(&access, "secret-3", &json!({"type": "broadcast", "text": "t", "reason": "r"})).await.unwrap();

    assert_eq!(keyed(&test, &auditor(), &lot).await.len(), 3);
    for by in [buyer("b1"), supplier("acme"), supplier("bolt"), observer("RFS")] {
        let lines = test.history(&by, &lot).await;
        assert!(!json!(lines).to_string().contains("secret-") && keyed(&test, &by, &lot).await.is_empty(), "{by:?}");
        let sent = lines.iter().find(|line| line["kind"] == "message_sent").unwrap();
        assert_eq!((&sent["data"]["text"], &sent["redacted"]), (&json!("t"), &json!(true)), "{by:?}");
    }
    let own = test.history(&supplier("acme"), &lot).await;
    let request = own.iter().find(|line| line["kind"] == "annulment_requested").unwrap();
    assert_eq!((&request["data"]["reason"], &request["actor"]["org"]), (&json!("a slip"), &json!("acme")));
}
