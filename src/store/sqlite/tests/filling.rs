//! A file is filled from another one completely or not at all.

use std::sync::Arc;

use super::Folder;
use crate::auth::people::{
    Announcements, BidderReadiness, ChoiceTable, Choices, ConnectionTest, KeptReadiness, Organisation,
    OrganisationTable, PersonTable, ReadinessTable, SecurityEvent, SecurityEventKind, SecurityEventTable,
    SessionClient,
};
use crate::auth::{Enrolled, PasswordHash, Person, Role, ServerKey};
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, OrgId, PersonId};
use crate::journal::Store;
use crate::journal::testing::{START, lot, sealed};
use crate::store::{Filling, OpenError, SqliteFilling, SqlitePeople, SqliteStore, copy_people};

async fn filling(folder: &Folder) -> Box<SqliteFilling> {
    Box::new(SqliteFilling::open(&folder.database()).await.unwrap())
}

fn enrolled(id: &str, password: Option<&str>) -> Enrolled {
    let (email, org) = (format!("{id}@example.org"), OrgId::parse("wtp").unwrap());
    let person = Person::new(PersonId::parse(id).unwrap(), email, Role::Buyer, org, START);
    Enrolled { person, password: password.map(|kept| PasswordHash::from_kept(kept.to_owned())) }
}

fn event(id: &str) -> SecurityEvent {
    let (kind, person) = (SecurityEventKind::Disabled, PersonId::parse("p1").ok());
    let (id, at) = (id.to_owned(), START);
    SecurityEvent { id, person, ..SecurityEvent::caused_by(SessionClient::default(), kind, at) }
}

#[tokio::test]
async fn a_finished_filling_is_stored() {
    let (folder, records, key) = (Folder::new(), sealed(&lot("l1"), 345), ServerKey::random());
    let people = [enrolled("ann", Some("$argon2id$…")), enrolled("bob", None)];
    let filling = filling(&folder).await;
    filling.append(&records).await.unwrap();
    filling.note_alive(START).await.unwrap();
    for person in &people {
        filling.enrol(person.clone()).await.unwrap();
    }
    filling.keep_key(&key).await.unwrap();
    assert_eq!(filling.scan(None, 1_000).await.unwrap(), records, "reads see what is not committed yet");

    filling.finish().await.unwrap();

    let store = Arc::new(folder.open().await);
    assert_eq!(store.scan(None, 1_000).await.unwrap(), records);
    assert_eq!(store.last_alive().await.unwrap(), Some(START));
    assert_eq!(SqlitePeople::new(store).page(None, 10).await.unwrap(), people);
    let kept = ServerKey::load(&ServerKey::beside(&folder.0.path().join("f.db"))).unwrap();
    assert_eq!(kept.public_hex(), key.public_hex());
}

#[tokio::test]
async fn a_filling_that_is_not_finished_leaves_nothing() {
    let folder = Folder::new();
    let unfinished = filling(&folder).await;
    unfinished.append(&sealed(&lot("l1"), 3)).await.unwrap();
    unfinished.enrol(enrolled("ann", None)).await.unwrap();

    drop(unfinished);

    let store = Arc::new(folder.open().await);
    assert_eq!(store.scan(None, 10).await.unwrap(), []);
    assert_eq!(SqlitePeople::new(store.clone()).page(None, 10).await.unwrap(), []);
    drop(store);
    filling(&folder).await;
}

#[tokio::test]
async fn only_an_empty_file_is_filled_and_no_server_starts_on_it() {
    let (with_record, with_person) = (Folder::new(), Folder::new());
    with_record.open().await.append(&sealed(&lot("l1"), 1)).await.unwrap();
    let people = SqlitePeople::new(Arc::new(with_person.open().await));
    people.add(enrolled("ann", None).person.into()).await.unwrap();
    drop(people);

    for folder in [with_record, with_person] {
        let refused = SqliteFilling::open(&folder.database()).await.unwrap_err();
        assert!(matches!(refused, OpenError::NotEmpty(_)), "{refused}");
    }
    let empty = Folder::new();
    let _filling = filling(&empty).await;
    assert!(matches!(SqliteStore::open(&empty.database()).await, Err(OpenError::InUse { .. })));
}

#[tokio::test]
async fn people_are_copied_page_by_page() {
    let (from, to) = (Folder::new(), Folder::new());
    let people = SqlitePeople::new(Arc::new(from.open().await));
    for nth in 0..1_001 {
        people.add(enrolled(&format!("p{nth}"), None).person.into()).await.unwrap();
    }
    let named = Organisation { id: OrgId::parse("wtp").unwrap(), name: "Wessex Trusts".to_owned() };
    people.name_organisation(named.clone()).await.unwrap();
    let (p7, choices) =
        (PersonId::parse("p7").unwrap(), Choices { announcements: Announcements::Own, ..Choices::default() });
    people.choose(p7.clone(), choices).await.unwrap();
    let test = ConnectionTest { at: Instant::from_micros(7), round_trip_ms: 48, clock_ms: -3 };
    let ready = KeptReadiness {
        event: EventId::parse("e1").unwrap(),
        bidder: BidderId::parse("acme").unwrap(),
        readiness: BidderReadiness { test: Some(test), practised_at: Some(Instant::from_micros(9)) },
    };
    people.note_readiness(ready.clone()).await.unwrap();
    for nth in 0..501 {
        people.note(event(&format!("e{nth:03}"))).await.unwrap();
    }
    let filling = filling(&to).await;

    assert_eq!(copy_people(&people, &*filling).await.unwrap(), 1_001);
    filling.finish().await.unwrap();

    let copied = SqlitePeople::new(Arc::new(to.open().await));
    assert_eq!(copied.page(None, 2_000).await.unwrap(), people.page(None, 2_000).await.unwrap());
    assert_eq!(copied.organisations().await.unwrap(), [named]);
    assert_eq!(copied.choices(&p7).await.unwrap(), Some(choices));
    assert_eq!(copied.all_readiness().await.unwrap(), [ready]);
    let events = copied.security_events(None, 1_000).await.unwrap();
    assert_eq!(events, people.security_events(None, 1_000).await.unwrap());
    assert_eq!(events.len(), 501);
}
