//! Security events and requests with a key are remembered for a while.

use std::time::Duration;

use super::{NOW, id, person};
use crate::auth::people::repeat::KEYS_KEPT;
use crate::auth::people::security_event::{ADDRESSES_KEPT, SECURITY_EVENTS_KEPT};
use crate::auth::people::{AddedPerson, People, PeopleError, SecurityEvent, SecurityEventKind, SentBefore};

pub(super) async fn check(people: &dyn People) {
    security_events_are_kept_for_400_days_and_addresses_for_90(people).await;
    a_key_is_remembered_for_a_day(people).await;
}

const MOMENT: Duration = Duration::from_micros(1);

fn event(name: &str, kind: SecurityEventKind) -> SecurityEvent {
    SecurityEvent {
        id: name.to_owned(),
        at: NOW,
        kind,
        person: Some(id("ann")),
        by: Some(id("bob")),
        org: None,
        address: Some("192.0.2.7".to_owned()),
        device: Some("a browser".to_owned()),
        reason: Some("left the trust".to_owned()),
        file: Some("/api/v1/events/e1/lots/0/items.csv".to_owned()),
    }
}

// G107
async fn security_events_are_kept_for_400_days_and_addresses_for_90(people: &dyn People) {
    people.purge_security_events(NOW + SECURITY_EVENTS_KEPT).await.unwrap();
    for (nth, kind) in SecurityEventKind::ALL.iter().enumerate() {
        people.note(event(&format!("e{nth:02}"), *kind)).await.unwrap();
    }
    let kinds = async |before, limit| {
        let page = people.security_events(before, limit).await.unwrap();
        page.into_iter().map(|event| event.kind).collect::<Vec<_>>()
    };

    let newest_first: Vec<SecurityEventKind> = SecurityEventKind::ALL.iter().rev().copied().collect();
    assert_eq!(kinds(None, 100).await, newest_first);
    assert_eq!(kinds(Some("e05"), 2).await, [SecurityEventKind::ALL[4], SecurityEventKind::ALL[3]]);
    assert_eq!(people.security_events(None, 1).await.unwrap()[0].address.as_deref(), Some("192.0.2.7"));

    people.purge_security_events((NOW + ADDRESSES_KEPT).less(MOMENT)).await.unwrap();
    assert_eq!(people.security_events(None, 1).await.unwrap()[0].device.as_deref(), Some("a browser"));
    people.purge_security_events(NOW + ADDRESSES_KEPT).await.unwrap();
    let without = &people.security_events(None, 1).await.unwrap()[0];
    assert_eq!((&without.address, &without.device, &without.person), (&None, &None, &Some(id("ann"))));
    assert_eq!(without.reason.as_deref(), Some("left the trust"));
    assert_eq!(without.file.as_deref(), Some("/api/v1/events/e1/lots/0/items.csv"));
    people.purge_security_events((NOW + SECURITY_EVENTS_KEPT).less(MOMENT)).await.unwrap();
    assert_eq!(kinds(None, 100).await.len(), newest_first.len());
    people.purge_security_events(NOW + SECURITY_EVENTS_KEPT).await.unwrap();
    assert_eq!(kinds(None, 100).await, []);

    people.note(SecurityEvent { person: Some(id("eve2")), ..event("e99", SecurityEventKind::SignedIn) }).await.unwrap();
    people.erase(id("eve2"), SecurityEvent::erasure(NOW)).await.unwrap();
    let of_eve = people.security_events(None, 1).await.unwrap().remove(0);
    assert_eq!((of_eve.person, of_eve.address, of_eve.reason), (Some(id("eve2")), None, None));
}

async fn a_key_is_remembered_for_a_day(people: &dyn People) {
    let sent = |made: &str| SentBefore {
        caller: id("ann"),
        key: "k1".to_owned(),
        print: [7; 32],
        made: made.to_owned(),
        at: NOW,
    };
    let add =
        |name: &str| AddedPerson { sent: Some(sent(name)), ..person(name, &format!("{name}@keys.example.org")).into() };
    let found = async |by: &str, now| people.sent_before(&id(by), "k1", now).await.unwrap();

    people.add(add("kit")).await.unwrap();
    let again = people.add(add("kim")).await;

    assert!(matches!(again, Err(PeopleError::Taken)), "{again:?}");
    assert_eq!(people.by_id(&id("kim")).await.unwrap(), None, "nothing of it has happened");
    assert_eq!(found("ann", NOW).await, Some(sent("kit")));
    assert_eq!(found("ann", (NOW + KEYS_KEPT).less(MOMENT)).await, Some(sent("kit")));
    assert_eq!(found("ann", NOW + KEYS_KEPT).await, None);
    assert_eq!(found("bob", NOW).await, None);
    people.purge_security_events(NOW + KEYS_KEPT).await.unwrap();
    assert_eq!(found("ann", NOW).await, None);
}
