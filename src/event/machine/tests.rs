//! An event is drafted, revised, published, and never changes after that.

use super::{EventChange, EventSetup, EventStatus};
use crate::event::EventDocument;
use crate::event::fixture::{at, least, parsed, with};
use crate::ids::{EventId, LotId, OrgId};
use serde_json::json;

const CREATED: &str = "2026-11-01T09:00:00Z";
const LATER: &str = "2026-11-02T09:00:00Z";

fn id() -> EventId {
    EventId::parse("e1").unwrap()
}

fn lots(ids: &[&str]) -> Vec<LotId> {
    ids.iter().map(|id| LotId::parse(id).unwrap()).collect()
}

fn document() -> EventDocument {
    parsed(&least())
}

fn two_lots() -> EventDocument {
    parsed(&with(least(), "/lots/-", least()["lots"][0].clone()))
}

fn drafted() -> EventChange {
    EventChange::EventDrafted { owner: OrgId::parse("wtp").unwrap(), document: document(), lots: lots(&["l1"]) }
}

fn revised() -> EventChange {
    EventChange::EventRevised { document: two_lots(), lots: lots(&["l1", "l2"]) }
}

fn published(document: EventDocument) -> EventChange {
    EventChange::EventPublished { digest: "sha256:00".to_owned(), document }
}

/// The event after these changes.
fn after(changes: Vec<EventChange>) -> Result<EventSetup, String> {
    let mut event = None;
    for (nth, change) in changes.into_iter().enumerate() {
        let now = if nth == 0 { CREATED } else { LATER };
        event = Some(EventSetup::apply(event, &id(), at(now), change)?);
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
    assert_eq!((revision.document, revision.created_at), (two_lots(), at(CREATED)));

    let publication = after(vec![drafted(), published(document())]).unwrap();
    assert_eq!(publication.status, EventStatus::Published);
    assert_eq!(publication.digest.as_deref(), Some("sha256:00"));
    assert_eq!(publication.lots, lots(&["l1"]));
}

#[test]
fn what_cannot_follow_is_refused() {
    let uneven = EventChange::EventRevised { document: two_lots(), lots: lots(&["l1"]) };
    let doubled = EventChange::EventRevised { document: two_lots(), lots: lots(&["l1", "l1"]) };
    let cases = [
        (vec![revised()], "begins with something other"),
        (vec![published(document())], "begins with something other"),
        (vec![drafted(), drafted()], "drafted already"),
        (vec![drafted(), published(document()), drafted()], "drafted already"),
        (vec![drafted(), published(document()), revised()], "frozen"),
        (vec![drafted(), published(document()), published(document())], "frozen"),
        (vec![drafted(), uneven], "2 lots need as many ids"),
        (vec![drafted(), doubled], "2 lots need as many ids"),
        (vec![drafted(), published(two_lots())], "2 lots need as many ids"),
    ];

    for (changes, said) in cases {
        let error = after(changes).expect_err(said);

        assert!(error.contains(said), "{error} should say {said}");
    }
}

#[test]
fn another_events_change_is_refused() {
    let event = after(vec![drafted()]).unwrap();
    let other = EventId::parse("e2").unwrap();

    let error = EventSetup::apply(Some(event), &other, at(LATER), revised()).unwrap_err();

    assert!(error.contains("does not belong"), "{error}");
}

#[test]
fn a_change_reads_back_as_it_was_written() {
    for change in [drafted(), revised(), published(document())] {
        let written = serde_json::to_value(&change).unwrap();

        assert_eq!(serde_json::from_value::<EventChange>(written).unwrap(), change);
    }
    assert_eq!(serde_json::to_value(drafted()).unwrap()["kind"], json!("event_drafted"));
}
