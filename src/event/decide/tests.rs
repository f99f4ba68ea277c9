//! What buyers may do to an event, in each place where it can stand.

use std::sync::Arc;

use serde_json::json;

use super::{EventCommand, EventDeed, EventRefusal, Expected, NewEvent};
use crate::event::fixture::{at, least, parsed};
use crate::event::{EventChange, EventSetup, EventStatus, IncompleteDocument, Stated};
use crate::ids::{EventId, LotId, OrgId, PersonId};

const NOW: &str = "2026-11-01T09:00:00Z";

fn object(text: &serde_json::Value) -> Stated {
    Stated::Incomplete(IncompleteDocument::read(text.to_string().as_bytes()).unwrap())
}

fn ids(prefix: &'static str) -> impl Iterator<Item = LotId> {
    (1..).map(move |nth: u32| LotId::parse(&format!("{prefix}{nth}")).unwrap())
}

fn decide(event: Option<&EventSetup>, command: EventCommand) -> Result<Option<EventChange>, EventRefusal> {
    EventSetup::decide(event, command, &Expected::Any, None, &mut ids("new"))
}

fn apply(event: Option<EventSetup>, change: EventChange) -> EventSetup {
    let (id, by) = (EventId::parse("e1").unwrap(), PersonId::parse("ann").unwrap());
    EventSetup::apply(event, &id, at(NOW), &by, change).unwrap()
}

fn create(kind: NewEvent, stated: Stated) -> EventCommand {
    EventCommand::Create { owner: OrgId::parse("wtp").unwrap(), kind, stated, copied_from: None }
}

fn publish() -> EventCommand {
    EventCommand::Publish { digest: "sha256:00".to_owned(), document: Arc::new(parsed(&least())) }
}

/// An event that stands there.
fn event(status: EventStatus) -> EventSetup {
    let kind = if status == EventStatus::Template { NewEvent::Template } else { NewEvent::Draft };
    let made = decide(None, create(kind, parsed(&least()).into())).unwrap().unwrap();
    let made = apply(None, made);
    let next = match status {
        EventStatus::Draft | EventStatus::Template => return made,
        EventStatus::Published => publish(),
        EventStatus::Deleted => EventCommand::Delete,
    };
    let change = decide(Some(&made), next).unwrap().unwrap();
    apply(Some(made), change)
}

/// G14, G15, G17
#[test]
fn each_deed_is_allowed_where_the_table_says_so() {
    use EventDeed::{Delete, Publish, Revise};
    let all = [
        (EventStatus::Draft, [(Revise, None), (Publish, None), (Delete, None)]),
        (EventStatus::Template, [(Revise, None), (Publish, Some(EventRefusal::Template)), (Delete, None)]),
        (EventStatus::Published, [Revise, Publish, Delete].map(|deed| (deed, Some(EventRefusal::Published)))),
        (EventStatus::Deleted, [Revise, Publish, Delete].map(|deed| (deed, Some(EventRefusal::Deleted)))),
    ];

    for (status, deeds) in all {
        let event = event(status);
        for (deed, refusal) in deeds {
            assert_eq!(event.check(deed, &Expected::Any).err(), refusal, "{deed:?} of {status:?}");
        }
    }
}

/// G13
#[test]
fn another_revision_than_the_expected_one_is_stale_whatever_became_of_the_event() {
    for status in [EventStatus::Draft, EventStatus::Template, EventStatus::Published, EventStatus::Deleted] {
        let event = event(status);

        assert_eq!(event.check(EventDeed::Revise, &Expected::OneOf(vec![2])), Err(EventRefusal::Stale), "{status:?}");
        assert_eq!(event.check(EventDeed::Revise, &Expected::OneOf(vec![])), Err(EventRefusal::Stale), "{status:?}");
        let seen = event.check(EventDeed::Revise, &Expected::OneOf(vec![7, 1]));
        assert_eq!(seen, event.check(EventDeed::Revise, &Expected::Any), "{status:?}");
    }
}

/// G13
#[test]
fn a_revision_to_what_stands_changes_nothing() {
    let draft = event(EventStatus::Draft);

    let same = decide(Some(&draft), EventCommand::Revise { stated: parsed(&least()).into() });
    let other = decide(Some(&draft), EventCommand::Revise { stated: object(&least()) });

    assert_eq!(same, Ok(None));
    assert!(matches!(other, Ok(Some(EventChange::EventRevised { .. }))), "{other:?}");
}

/// G11
#[test]
fn lots_keep_their_ids_by_their_place_and_more_lots_get_new_ones() {
    let lots = |change: Result<Option<EventChange>, EventRefusal>| {
        let Ok(Some(EventChange::EventRevised { lots, .. })) = change else { panic!("{change:?}") };
        lots.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let change = EventSetup::decide(
        None,
        create(NewEvent::Draft, object(&json!({"lots": [1, 2]}))),
        &Expected::Any,
        None,
        &mut ids("a"),
    );
    let draft = apply(None, change.unwrap().unwrap());

    let more = lots(decide(Some(&draft), EventCommand::Revise { stated: object(&json!({"lots": [2, 1, 3]})) }));
    let fewer = lots(decide(Some(&draft), EventCommand::Revise { stated: object(&json!({"lots": [2]})) }));

    assert_eq!((more, fewer), (vec!["a1".into(), "a2".into(), "new1".into()], vec!["a1".to_owned()]));
}

#[test]
fn a_command_that_needs_no_event_or_one_is_misplaced_otherwise() {
    let draft = event(EventStatus::Draft);

    assert_eq!(decide(None, EventCommand::Delete), Err(EventRefusal::Misplaced));
    assert_eq!(decide(None, publish()), Err(EventRefusal::Misplaced));
    assert_eq!(decide(None, EventCommand::Revise { stated: object(&json!({})) }), Err(EventRefusal::Misplaced));
    assert_eq!(decide(Some(&draft), create(NewEvent::Draft, object(&json!({})))), Err(EventRefusal::Misplaced));
}
