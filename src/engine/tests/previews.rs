//! Previews beside a running lot: they show only what is committed, and leave nothing behind.

use serde_json::json;

use super::fixture::*;
use crate::auth::Role;
use crate::engine::Denied;

// G30
#[tokio::test(start_paused = true)]
async fn a_preview_leaves_no_record_and_sends_followers_nothing() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    test.bidder("acme", &lot).await.bid("a1", "2.98").await;
    let access = test.access(&buyer("b1"), &lot).await;
    let mut feed = access.follow().await.unwrap();
    frames(&mut feed).await;
    let (records, view) = (test.records(&lot).await.len(), test.view(&buyer("b1"), &lot).await);

    let preview = access.preview(br#"{"type":"cancel","reason":"r"}"#).await.unwrap();

    assert_eq!((preview.seq.0, preview.at), (3, test.clock.now()));
    assert_eq!(test.records(&lot).await.len(), records);
    assert_eq!(test.view(&buyer("b1"), &lot).await, view);
    settle_down().await;
    access.act(br#"{"type":"pause","reason":"r"}"#, None).await.unwrap();
    let next = frames(&mut feed).await;
    assert_eq!((next.len(), &next[0]["state"]), (1, &json!("paused")), "the first frame since: {next:?}");
}

// G30
#[tokio::test(start_paused = true)]
async fn a_preview_shows_nothing_before_its_record_is_committed() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({})).await;
    let mut acme = test.bidder("acme", &lot).await;
    let access = test.access(&buyer("b1"), &lot).await;
    test.store.hold();
    acme.send("a1", "2.98");
    test.store.commit_waits().await;

    let preview = tokio::spawn(async move { access.preview(br#"{"type":"pause","reason":"r"}"#).await });
    settle_down().await;
    assert!(!preview.is_finished(), "the bid is not committed yet");
    test.store.release();

    assert_eq!(preview.await.unwrap().unwrap().before.ranking.len(), 1);
    acme.answer().await;
}

// G30
#[tokio::test(start_paused = true)]
async fn a_preview_is_refused_to_those_who_may_not_act_and_for_what_cannot_be_read() {
    let test = TestEngine::new().await;
    let lot = test.open_lot(&json!({"show": {"identities_to_buyer": "after_close"}})).await;
    let access = test.access(&buyer("b1"), &lot).await;

    for by in [supplier("acme"), observer("RFS"), auditor(), principal(Role::Admin, "wtp", "root")] {
        let answer = test.access(&by, &lot).await.preview(br#"{"type":"pause","reason":"r"}"#).await;
        assert!(matches!(answer, Err(Denied::Forbidden(_))), "{by:?}: {answer:?}");
    }
    let resume = access.preview(br#"{"type":"resume","reason":"r"}"#).await;
    assert!(matches!(resume, Err(Denied::WrongState(_))), "{resume:?}");
    for (act, path) in [
        (json!({"type": "pause"}), "/reason"),
        (json!({"type": "exclude", "bidder": "acme", "reason": "r"}), "/bidder"),
        (json!({"type": "exclude", "alias": "Bidder Z", "reason": "r"}), "/alias"),
    ] {
        assert_eq!(problem_paths(access.preview(act.to_string().as_bytes()).await), [path]);
        assert_eq!(problem_paths(access.act(act.to_string().as_bytes(), None).await), [path]);
    }
}
