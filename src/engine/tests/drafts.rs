//! Drafts: kept while incomplete, counted by revisions, copied, deleted, and changed once for each key.

use std::sync::Arc;

use serde_json::json;

use super::fixture::*;
use crate::auth::{Principal, Role};
use crate::engine::{Conditions, Denied, EventFilter, EventReply};
use crate::event::{CopyWish, EventStatus, Expected, Kept, NewEvent, Stated};
use crate::idempotency::{IdempotencyKey, KeyText, RequestPrint};
use crate::ids::EventId;
use crate::journal::StreamId;
use crate::journal::faulty::FaultyStore;
use crate::protocol::http::CopyRequest;

/// Conditions of a request with this key, whose body is this.
fn keyed(key: &str, body: &str) -> Conditions {
    let print = RequestPrint::of("POST", "/api/v1/events", body.as_bytes());
    let key = KeyText::parse(key.as_bytes()).unwrap();
    Conditions { idempotency: Some(IdempotencyKey { key, print }), expected: Expected::Any }
}

fn seen(revision: u64) -> Conditions {
    Conditions { idempotency: None, expected: Expected::OneOf(vec![revision]) }
}

async fn create(test: &TestEngine, stated: Stated, conditions: Conditions) -> EventReply {
    test.engine.create_event(&buyer("b1"), stated, conditions).await.unwrap()
}

async fn kinds(test: &TestEngine, id: &EventId) -> Vec<String> {
    let records = records(&test.store, &StreamId::event(id)).await;
    records.iter().map(|record| record.kind.to_string()).collect()
}

fn usual_copy(kind: NewEvent) -> CopyRequest {
    CopyRequest { wish: CopyWish { title: None, keep: Kept::usual() }, kind }
}

/// G10, G11
#[tokio::test(start_paused = true)]
async fn any_object_is_kept_as_it_was_sent_until_it_is_complete() {
    let test = TestEngine::new().await;
    let typed = json!({"title": 5, "lots": [{}, "second"], "colour": "blue"});

    let made = create(&test, kept(&typed), no_conditions()).await;
    let id = id_of(&made);
    let first = shown(&test, &buyer("b2"), &id).await.unwrap();
    let finished =
        test.engine.revise_event(&buyer("b2"), &id, kept(&document(&json!({}))), no_conditions()).await.unwrap();
    let second = shown(&test, &buyer("b1"), &id).await.unwrap();

    let answer = json_of(&made);
    assert_eq!(
        (&answer["status"], &answer["complete"], &answer["revision"]),
        (&json!("draft"), &json!(false), &json!(1))
    );
    assert!(!answer["findings"].as_array().unwrap().is_empty(), "{answer}");
    assert_eq!(
        (answer["lots"].as_array().unwrap().len(), &first["document"], &first["complete"]),
        (2, &typed, &json!(false))
    );
    let finished = json_of(&finished);
    assert_eq!((&finished["complete"], &finished["revision"]), (&json!(true), &json!(2)));
    assert_eq!(finished["lots"][0], answer["lots"][0], "a lot keeps its id by its place");
    assert_eq!((&second["document"]["currency"], &second["complete"]), (&json!("GBP"), &json!(true)));
    assert_eq!(judged(&test, &id).await.as_deref(), Ok("draft"));
}

/// G10
#[tokio::test(start_paused = true)]
async fn an_incomplete_draft_is_seen_by_its_partnership_only_and_listed_with_what_it_has() {
    let test = TestEngine::new().await;
    let id = id_of(&create(&test, kept(&json!({"lots": [{"title": "Nitrile"}]})), no_conditions()).await);

    for by in [supplier("acme"), observer("RFS"), principal(Role::Buyer, "other", "b9")] {
        assert_eq!(shown(&test, &by, &id).await, Err(Denied::NotFound), "{by:?}");
        assert_eq!(listed(&test, &by, &EventFilter::default()).await, json!({"events": [], "next": null}));
    }
    let list = listed(&test, &auditor(), &EventFilter::default()).await;
    let event = &list["events"][0];
    assert_eq!((&event["title"], &event["revision"], &event["next_at"]), (&json!(""), &json!(1), &json!(null)));
    let lot = &event["lots"][0];
    assert_eq!((&lot["title"], &lot["state"], &lot["opens_at"]), (&json!("Nitrile"), &json!(null), &json!(null)));
}

/// G13
#[tokio::test(start_paused = true)]
async fn a_change_of_another_revision_is_stale_and_says_who_made_the_one_that_stands() {
    let test = TestEngine::new().await;
    let id = id_of(&create(&test, kept(&json!({"title": "one"})), no_conditions()).await);
    tokio::time::advance(MS).await;
    let revise = async |by: &str, title: &str, conditions| {
        test.engine.revise_event(&buyer(by), &id, kept(&json!({"title": title})), conditions).await
    };

    let second = revise("b2", "two", seen(1)).await.unwrap();
    let stale = revise("b1", "mine", seen(1)).await;
    let published = test.engine.publish_event(&buyer("b1"), &id, seen(1)).await;
    let deleted = test.engine.delete_event(&buyer("b1"), &id, seen(1)).await;

    assert_eq!((second.revision, &json_of(&second)["revision"]), (Some(2), &json!(2)));
    let Err(Denied::Stale(stands)) = &stale else { panic!("{stale:?}") };
    assert_eq!((stands.revision, stands.changed_by.as_str(), stands.changed_at), (2, "b2", START + MS));
    assert_eq!(published, stale);
    assert_eq!(deleted.err(), stale.err());
    assert_eq!(shown(&test, &buyer("b1"), &id).await.unwrap()["document"]["title"], "two");
    assert_eq!(kinds(&test, &id).await, ["event_drafted", "event_revised"]);
}

/// G13
#[tokio::test(start_paused = true)]
async fn a_revision_to_what_stands_is_answered_and_leaves_no_record() {
    let test = TestEngine::new().await;
    for stated in [kept(&json!({"title": "one"})), whole(&document(&json!({})))] {
        let id = id_of(&create(&test, stated.clone(), no_conditions()).await);

        let again = test.engine.revise_event(&buyer("b2"), &id, stated, no_conditions()).await.unwrap();

        assert_eq!(again.revision, Some(1));
        let shown = shown(&test, &buyer("b1"), &id).await.unwrap();
        assert_eq!(
            (&shown["revision"], &shown["changed_by"], &shown["changed_by_name"]),
            (&json!(1), &json!("b1"), &json!(null))
        );
        assert_eq!(kinds(&test, &id).await, ["event_drafted"]);
    }
}

/// G13
#[tokio::test(start_paused = true)]
async fn a_publication_keeps_the_revision_that_it_freezes_and_only_its_partnership_learns_of_it() {
    let test = TestEngine::new().await;
    let id = id_of(&create(&test, kept(&json!({})), no_conditions()).await);
    test.engine.revise_event(&buyer("b2"), &id, whole(&document(&json!({}))), seen(1)).await.unwrap();

    let published = test.engine.publish_event(&buyer("b1"), &id, seen(2)).await.unwrap();

    let answer = json_of(&published);
    assert_eq!(
        (&answer["status"], &answer["revision"], &answer["findings"]),
        (&json!("published"), &json!(2), &json!([]))
    );
    assert_eq!(test.engine.event(&buyer("b1"), &id).await.unwrap().revision, Some(2));
    for by in [supplier("acme"), observer("RFS")] {
        let reply = test.engine.event(&by, &id).await.unwrap();
        assert_eq!(reply.revision, None);
        for hidden in ["revision", "changed_by", "findings", "complete", "copied_from"] {
            assert!(json_of(&reply).get(hidden).is_none(), "{hidden} for {by:?}");
        }
        assert!(listed(&test, &by, &EventFilter::default()).await["events"][0].get("revision").is_none());
    }
    assert_eq!(judged(&test, &id).await.as_deref(), Ok("published"));
}

/// G14
#[tokio::test(start_paused = true)]
async fn a_draft_that_is_not_complete_is_not_published_and_all_of_it_is_said() {
    let test = TestEngine::new().await;
    let id = id_of(&create(&test, kept(&json!({"title": 5})), no_conditions()).await);
    let findings = shown(&test, &buyer("b1"), &id).await.unwrap()["findings"].clone();

    let published = test.engine.publish_event(&buyer("b1"), &id, no_conditions()).await;

    let Err(Denied::NotComplete { findings: said, .. }) = published else { panic!("{published:?}") };
    assert_eq!(json!(said), findings);
    assert!(said.len() > 2, "{said:?}");
    assert_eq!(kinds(&test, &id).await, ["event_drafted"]);
}

/// G15
#[tokio::test(start_paused = true)]
async fn a_deleted_event_is_there_for_auditors_only() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;

    assert_eq!(test.engine.delete_event(&auditor(), &id, no_conditions()).await, Err(forbidden()));
    assert_eq!(test.engine.delete_event(&supplier("acme"), &id, no_conditions()).await, Err(Denied::NotFound));
    assert_eq!(test.engine.delete_event(&buyer("b2"), &id, no_conditions()).await, Ok(()));

    for by in [buyer("b1"), principal(Role::Admin, "wtp", "root"), supplier("acme")] {
        assert_eq!(shown(&test, &by, &id).await, Err(Denied::NotFound), "{by:?}");
        assert_eq!(listed(&test, &by, &EventFilter::default()).await["events"], json!([]));
    }
    assert_eq!(test.engine.delete_event(&buyer("b1"), &id, no_conditions()).await, Err(Denied::NotFound));
    let seen = shown(&test, &auditor(), &id).await.unwrap();
    assert_eq!((&seen["status"], &seen["document"]["title"]), (&json!("deleted"), &json!("Gloves")));
    assert_eq!(kinds(&test, &id).await, ["event_drafted", "event_deleted"]);
    assert_eq!(judged(&test, &id).await.as_deref(), Ok("deleted"));
}

fn forbidden() -> Denied {
    Denied::Forbidden("only a buyer of the partnership changes its events".to_owned())
}

/// G15
#[tokio::test(start_paused = true)]
async fn a_published_event_is_not_deleted() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    test.publish_event(&id).await;

    let deleted = test.engine.delete_event(&buyer("b1"), &id, no_conditions()).await;

    assert!(matches!(deleted, Err(Denied::WrongState(_))), "{deleted:?}");
}

/// G16
#[tokio::test(start_paused = true)]
async fn a_copy_is_a_draft_of_its_own_that_names_its_source() {
    let test = TestEngine::new().await;
    let mut source = document_opening(START + DURATION, &json!({"ceiling": "400"}));
    source["reference"] = json!("W-1");
    let id = test.create(&source).await;
    test.publish_event(&id).await;

    let copied = test.engine.copy_event(&buyer("b2"), &id, usual_copy(NewEvent::Draft), no_conditions()).await.unwrap();
    let copy = shown(&test, &buyer("b1"), &id_of(&copied)).await.unwrap();
    let denied = test.engine.copy_event(&auditor(), &id, usual_copy(NewEvent::Draft), no_conditions()).await;
    let foreign = principal(Role::Buyer, "other", "b9");
    let not_seen = test.engine.copy_event(&foreign, &id, usual_copy(NewEvent::Draft), no_conditions()).await;

    let answer = json_of(&copied);
    assert_eq!(
        (&answer["copied_from"], &answer["status"], &answer["complete"]),
        (&json!(id), &json!("draft"), &json!(false))
    );
    assert_eq!((&copy["copied_from"], &copy["revision"], &copy["changed_by"]), (&json!(id), &json!(1), &json!("b2")));
    let document = &copy["document"];
    for gone in ["/reference", "/justification", "/practice", "/lots/0/opens_at", "/lots/0/closes_at"] {
        assert_eq!(document.pointer(gone), None, "{gone}");
    }
    assert_eq!((&document["title"], &document["lots"][0]["rules"]["ceiling"]), (&json!("Gloves"), &json!("400")));
    assert_ne!(copy["lots"], shown(&test, &buyer("b1"), &id).await.unwrap()["lots"]);
    assert!(matches!(denied, Err(Denied::Forbidden(_))), "{denied:?}");
    assert_eq!(not_seen, Err(Denied::NotFound));
    assert_eq!(judged(&test, &id_of(&copied)).await.as_deref(), Ok("draft"));
}

/// G17
#[tokio::test(start_paused = true)]
async fn a_template_is_revised_and_copied_and_never_published() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    let template =
        test.engine.copy_event(&buyer("b1"), &id, usual_copy(NewEvent::Template), no_conditions()).await.unwrap();
    let template = id_of(&template);

    let revised =
        test.engine.revise_event(&buyer("b2"), &template, whole(&document(&json!({}))), seen(1)).await.unwrap();
    let published = test.engine.publish_event(&buyer("b1"), &template, no_conditions()).await;
    let of_template =
        test.engine.copy_event(&buyer("b1"), &template, usual_copy(NewEvent::Draft), no_conditions()).await.unwrap();

    assert_eq!((&json_of(&revised)["status"], &json_of(&revised)["complete"]), (&json!("template"), &json!(true)));
    assert_eq!(published, Err(Denied::Template));
    assert_eq!(json_of(&of_template)["status"], "draft");
    let titles = async |by: &Principal, status| {
        let filter = EventFilter { status, ..EventFilter::default() };
        listed(&test, by, &filter).await["events"].as_array().unwrap().len()
    };
    assert_eq!(titles(&buyer("b1"), None).await, 2, "the source and the last copy");
    assert_eq!(titles(&buyer("b1"), Some(EventStatus::Template)).await, 1);
    assert_eq!(titles(&auditor(), Some(EventStatus::Template)).await, 1);
    assert_eq!(titles(&supplier("acme"), Some(EventStatus::Template)).await, 0);
    assert_eq!(shown(&test, &supplier("acme"), &template).await, Err(Denied::NotFound));
    assert_eq!(judged(&test, &template).await.as_deref(), Ok("template"));
}

/// G2
#[tokio::test(start_paused = true)]
async fn a_request_with_a_key_is_done_once_and_answered_alike() {
    let test = TestEngine::new().await;
    let made = create(&test, kept(&json!({"title": "one"})), keyed("k1", "a")).await;
    let id = id_of(&made);
    let revise = async |conditions| {
        test.engine.revise_event(&buyer("b1"), &id, kept(&json!({"title": "two"})), conditions).await
    };
    let revised = revise(Conditions { expected: Expected::OneOf(vec![1]), ..keyed("k2", "b") }).await.unwrap();
    let third = test.engine.revise_event(&buyer("b2"), &id, kept(&json!({"title": "three"})), no_conditions()).await;
    assert!(third.is_ok());

    let made_again = create(&test, kept(&json!({"title": "one"})), keyed("k1", "a")).await;
    let revised_again = revise(Conditions { expected: Expected::OneOf(vec![1]), ..keyed("k2", "b") }).await.unwrap();
    test.engine.delete_event(&buyer("b1"), &id, keyed("k3", "c")).await.unwrap();
    let deleted_again = test.engine.delete_event(&buyer("b1"), &id, keyed("k3", "c")).await;
    let after_deletion = revise(keyed("k2", "b")).await.unwrap();

    assert_eq!((made_again, &revised_again), (made, &revised));
    assert_eq!((deleted_again, after_deletion), (Ok(()), revised));
    assert_eq!(kinds(&test, &id).await, ["event_drafted", "event_revised", "event_revised", "event_deleted"]);
}

/// G2
#[tokio::test(start_paused = true)]
async fn a_key_belongs_to_one_person_and_one_request_and_a_refusal_does_not_use_it() {
    let test = TestEngine::new().await;
    let id = id_of(&create(&test, kept(&json!({})), keyed("k1", "a")).await);

    let other_print = test.engine.create_event(&buyer("b1"), kept(&json!({})), keyed("k1", "other")).await;
    let looked_up = test.engine.answered_before(&buyer("b1"), &keyed("k1", "other").idempotency.unwrap()).await;
    let of_another = test.engine.create_event(&buyer("b2"), kept(&json!({})), keyed("k1", "other")).await.unwrap();
    let refused = test.engine.publish_event(&buyer("b1"), &id, keyed("k2", "b")).await;
    let same_key = test.engine.revise_event(&buyer("b1"), &id, kept(&json!({"title": "x"})), keyed("k2", "c")).await;

    assert_eq!((other_print, looked_up), (Err(Denied::KeyReused), Err(Denied::KeyReused)));
    assert_ne!(id_of(&of_another), id);
    assert!(matches!(refused, Err(Denied::NotComplete { .. })), "{refused:?}");
    assert_eq!(same_key.unwrap().revision, Some(2));
}

/// G2
#[tokio::test(start_paused = true)]
async fn a_second_request_with_the_same_key_waits_for_the_first() {
    let test = TestEngine::new().await;
    test.store.hold();
    let request = || {
        let engine = test.engine.clone();
        tokio::spawn(async move { engine.create_event(&buyer("b1"), kept(&json!({})), keyed("k1", "a")).await })
    };

    let first = request();
    test.store.commit_waits().await;
    let second = request();
    settle_down().await;
    assert!(!second.is_finished(), "it was answered before the first was recorded");
    test.store.release();

    let (first, second) = (first.await.unwrap().unwrap(), second.await.unwrap().unwrap());
    assert_eq!(first, second);
    assert_eq!(kinds(&test, &id_of(&first)).await, ["event_drafted"]);
}

/// G2
#[test]
fn keys_answer_alike_after_a_restart() {
    let store = Arc::new(FaultyStore::new());
    let revision = || kept(&json!({"title": "two"}));
    let (made, revised, published, id) = one_run(&store, START, async |test| {
        let made = create(&test, kept(&json!({"title": "one"})), keyed("k1", "a")).await;
        let id = id_of(&made);
        let revised = test.engine.revise_event(&buyer("b1"), &id, revision(), keyed("k2", "b")).await.unwrap();
        test.engine.revise_event(&buyer("b2"), &id, whole(&document(&json!({}))), no_conditions()).await.unwrap();
        let published = test.engine.publish_event(&buyer("b1"), &id, keyed("k3", "c")).await.unwrap();
        (made, revised, published, id)
    });

    one_run(&store, START + DURATION, async |test| {
        let made_again = create(&test, kept(&json!({"title": "one"})), keyed("k1", "a")).await;
        let revised_again = test.engine.revise_event(&buyer("b1"), &id, revision(), keyed("k2", "b")).await;
        let published_again = test.engine.publish_event(&buyer("b1"), &id, keyed("k3", "c")).await;
        let reused = test.engine.publish_event(&buyer("b1"), &id, keyed("k3", "d")).await;

        assert_eq!((made_again, revised_again, published_again), (made, Ok(revised), Ok(published)));
        assert_eq!(reused, Err(Denied::KeyReused));
        assert_eq!(records(&test.store, &StreamId::event(&id)).await.len(), 4);
    });
}
