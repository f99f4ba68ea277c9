//! An event is drafted, revised, published or deleted, and never changes after that.

use std::sync::Arc;

use serde_json::{Value, json};

use super::EventSetup;
use crate::event::fixture::{at, least, parsed, with};
use crate::event::{EventChange, EventDocument, EventStatus, IncompleteDocument, Stated};
use crate::idempotency::{IdempotencyKey, KeyText, RequestPrint};
use crate::ids::{EventId, LotId, OrgId, PersonId};

const CREATED: &str = "2026-11-01T09:00:00Z";
const LATER: &str = "2026-11-02T09:00:00Z";

fn id() -> EventId {
    EventId::parse("e1").unwrap()
}

fn lots(ids: &[&str]) -> Vec<LotId> {
    ids.iter().map(|id| LotId::parse(id).unwrap()).collect()
}

fn document() -> Arc<EventDocument> {
    Arc::new(parsed(&least()))
}

fn two_lots() -> Arc<EventDocument> {
    Arc::new(parsed(&with(least(), "/lots/-", least()["lots"][0].clone())))
}

fn object(value: &Value) -> IncompleteDocument {
    IncompleteDocument::read(value.to_string().as_bytes()).unwrap()
}

fn drafted_as(status: EventStatus) -> EventChange {
    EventChange::EventDrafted {
        owner: OrgId::parse("wtp").unwrap(),
        status,
        document: Some(document()),
        incomplete: None,
        lots: lots(&["l1"]),
        copied_from: None,
        idempotency: None,
    }
}

fn drafted() -> EventChange {
    drafted_as(EventStatus::Draft)
}

fn revised_to(document: Option<Arc<EventDocument>>, incomplete: Option<&Value>, ids: &[&str]) -> EventChange {
    EventChange::EventRevised { document, incomplete: incomplete.map(object), lots: lots(ids), idempotency: None }
}

fn revised() -> EventChange {
    revised_to(Some(two_lots()), None, &["l1", "l2"])
}

fn published(document: Arc<EventDocument>) -> EventChange {
    EventChange::EventPublished { digest: "sha256:00".to_owned(), document, idempotency: None }
}

fn deleted() -> EventChange {
    EventChange::EventDeleted { idempotency: None }
}

fn person(nth: usize) -> PersonId {
    PersonId::parse(&format!("p{nth}")).unwrap()
}

/// The event after these changes, the first by p0, the next by p1 and so on.
fn after(changes: Vec<EventChange>) -> Result<EventSetup, String> {
    let mut event = None;
    for (nth, change) in changes.into_iter().enumerate() {
        let now = if nth == 0 { CREATED } else { LATER };
        event = Some(EventSetup::apply(event, &id(), at(now), &person(nth), change)?);
    }
    event.ok_or_else(|| "nothing happened".to_owned())
}

#[test]
fn an_event_is_drafted_revised_and_published() {
    let draft = after(vec![drafted()]).unwrap();
    assert_eq!((draft.status, draft.created_at), (EventStatus::Draft, at(CREATED)));
    assert_eq!(draft.owner.as_str(), "wtp");

    let revision = after(vec![drafted(), revised()]).unwrap();
    assert_eq!(revision.lots, lots(&["l1", "l2"]));
    assert_eq!((revision.stated, revision.created_at), (Stated::Complete(two_lots()), at(CREATED)));

    let publication = after(vec![drafted(), published(document())]).unwrap();
    assert_eq!((publication.status, publication.published_at), (EventStatus::Published, Some(at(LATER))));
    assert_eq!(publication.digest.as_deref(), Some("sha256:00"));
    assert_eq!(publication.lots, lots(&["l1"]));
}

/// G13
#[test]
fn a_revision_counts_stored_changes_and_a_publication_keeps_what_it_freezes() {
    let seen = |changes| {
        let event = after(changes).unwrap();
        (event.revision, event.changed_by, event.changed_at)
    };

    assert_eq!(seen(vec![drafted()]), (1, person(0), at(CREATED)));
    assert_eq!(seen(vec![drafted(), revised()]), (2, person(1), at(LATER)));
    assert_eq!(seen(vec![drafted(), revised(), published(two_lots())]), (2, person(1), at(LATER)));
    assert_eq!(seen(vec![drafted(), revised(), deleted()]), (2, person(1), at(LATER)));
}

#[test]
fn what_cannot_follow_is_refused() {
    let uneven = revised_to(Some(two_lots()), None, &["l1"]);
    let doubled = revised_to(Some(two_lots()), None, &["l1", "l1"]);
    let both = revised_to(Some(document()), Some(&json!({})), &["l1"]);
    let neither = revised_to(None, None, &[]);
    let cases = [
        (vec![revised()], "begins with something other"),
        (vec![published(document())], "begins with something other"),
        (vec![deleted()], "begins with something other"),
        (vec![drafted_as(EventStatus::Published)], "begins as something other"),
        (vec![drafted_as(EventStatus::Deleted)], "begins as something other"),
        (vec![drafted(), drafted()], "drafted already"),
        (vec![drafted(), published(document()), drafted()], "frozen"),
        (vec![drafted(), published(document()), revised()], "frozen"),
        (vec![drafted(), published(document()), published(document())], "frozen"),
        (vec![drafted(), published(document()), deleted()], "frozen"),
        (vec![drafted(), deleted(), revised()], "is deleted"),
        (vec![drafted(), deleted(), published(document())], "is deleted"),
        (vec![drafted(), deleted(), deleted()], "is deleted"),
        (vec![drafted_as(EventStatus::Template), published(document())], "is a template"),
        (vec![drafted(), uneven], "2 lots need as many ids"),
        (vec![drafted(), doubled], "2 lots need as many ids"),
        (vec![drafted(), published(two_lots())], "2 lots need as many ids"),
        (vec![drafted(), both], "either document or incomplete"),
        (vec![drafted(), neither], "either document or incomplete"),
    ];

    for (changes, said) in cases {
        let error = after(changes).expect_err(said);

        assert!(error.contains(said), "{error} should say {said}");
    }
}

/// G11
#[test]
fn an_incomplete_draft_has_an_id_for_each_of_its_first_100_lots() {
    let ids: Vec<String> = (0..100).map(|nth| format!("l{nth}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let many = json!({"lots": vec![json!(5); 130]});

    for (object, count) in [(json!({}), 0), (json!({"lots": "none"}), 0), (json!({"lots": [{}, 1]}), 2), (many, 100)] {
        let event = after(vec![drafted(), revised_to(None, Some(&object), &ids[..count])]).unwrap();

        assert_eq!((event.lots.len(), event.stated.lot_count()), (count, count));
    }
}

#[test]
fn another_events_change_is_refused() {
    let event = after(vec![drafted()]).unwrap();
    let other = EventId::parse("e2").unwrap();

    let error = EventSetup::apply(Some(event), &other, at(LATER), &person(1), revised()).unwrap_err();

    assert!(error.contains("does not belong"), "{error}");
}

fn key() -> IdempotencyKey {
    IdempotencyKey { key: KeyText::parse(b"k1").unwrap(), print: RequestPrint::of("POST", "/x", b"{}") }
}

#[test]
fn a_change_reads_back_as_it_was_written() {
    let incomplete = revised_to(None, Some(&json!({"title": 5})), &[]);
    let template = EventChange::EventDrafted {
        owner: OrgId::parse("wtp").unwrap(),
        status: EventStatus::Template,
        document: None,
        incomplete: Some(object(&json!({}))),
        lots: Vec::new(),
        copied_from: Some(id()),
        idempotency: Some(key()),
    };
    let keyed = EventChange::EventDeleted { idempotency: Some(key()) };

    for change in [drafted(), revised(), incomplete, template, published(document()), deleted(), keyed] {
        let written = serde_json::to_string(&change).unwrap();

        assert_eq!(serde_json::from_str::<EventChange>(&written).unwrap(), change, "{written}");
        assert!(written.starts_with(&format!("{{\"kind\":\"{}\",\"data\":{{", change.kind())), "{written}");
    }
}

/// G2
#[test]
fn a_key_is_the_last_member_of_a_record() {
    let change = EventChange::EventRevised {
        document: Some(document()),
        incomplete: None,
        lots: lots(&["l1"]),
        idempotency: Some(key()),
    };

    let written = serde_json::to_value(&change).unwrap();

    let names: Vec<&String> = written["data"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["document", "lots", "idempotency"]);
}

#[test]
fn a_record_of_a_whole_draft_is_written_as_before_there_were_others() {
    let written = serde_json::to_value(drafted()).unwrap();
    let names: Vec<&String> = written["data"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["owner", "document", "lots"]);

    let old = json!({"kind": "event_drafted", "data": {"owner": "wtp", "document": document(), "lots": ["l1"]}});
    let read: EventChange = serde_json::from_str(&old.to_string()).unwrap();
    assert_eq!(read, drafted());

    let later = json!({"kind": "event_deleted", "data": {"why": "a member of a later version"}});
    assert!(serde_json::from_str::<EventChange>(&later.to_string()).is_err());
}
