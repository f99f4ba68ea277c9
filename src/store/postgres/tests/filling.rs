//! A database is filled from another one completely or not at all.

use super::*;
use crate::auth::key::KeyError;
use crate::auth::people::{Organisation, OrganisationTable, PersonTable};
use crate::auth::{Enrolled, PasswordHash, Person, Role};
use crate::ids::{OrgId, PersonId};
use crate::store::Filling;

async fn filling(empty: &Empty<'_>) -> Box<PostgresFilling> {
    Box::new(PostgresFilling::open(&empty.address()).await.unwrap())
}

fn ann() -> Enrolled {
    let (id, org) = (PersonId::parse("ann").unwrap(), OrgId::parse("wtp").unwrap());
    let person = Person::new(id, "ann@example.org", Role::Buyer, org, START);
    Enrolled { person, password: Some(PasswordHash::from_kept("$argon2id$…".to_owned())) }
}

#[tokio::test]
async fn a_finished_filling_is_stored() {
    let (empty, records, key) = (Empty::new(), sealed(&lot("l1"), 1_234), ServerKey::random());
    let filling = filling(&empty).await;
    filling.append(&records).await.unwrap();
    filling.note_alive(START).await.unwrap();
    filling.enrol(ann()).await.unwrap();
    let named = Organisation { id: OrgId::parse("wtp").unwrap(), name: "Wessex Trusts".to_owned() };
    filling.keep_organisation(named.clone()).await.unwrap();
    filling.keep_key(&key).await.unwrap();
    assert_eq!(filling.scan(None, 2_000).await.unwrap(), records, "reads see what is not committed yet");
    let other = filling.keep_key(&ServerKey::random()).await;
    assert!(matches!(other, Err(OpenError::Key(KeyError::Another { .. }))));

    filling.finish().await.unwrap();

    let store = empty.open().await;
    assert_eq!(store.scan(None, 2_000).await.unwrap(), records);
    assert_eq!(store.last_alive().await.unwrap(), Some(START));
    assert_eq!(store.people().page(None, 10).await.unwrap(), [ann()]);
    assert_eq!(store.people().organisations().await.unwrap(), [named]);
    assert_eq!(PostgresStore::key(&empty.address()).await.unwrap().public_hex(), key.public_hex());
}

#[tokio::test]
async fn a_filling_that_is_not_finished_leaves_nothing() {
    let empty = Empty::new();
    let unfinished = filling(&empty).await;
    unfinished.append(&sealed(&lot("l1"), 3)).await.unwrap();
    unfinished.enrol(ann()).await.unwrap();
    unfinished.keep_key(&ServerKey::random()).await.unwrap();

    drop(unfinished);

    let store = empty.open().await;
    assert_eq!(store.scan(None, 10).await.unwrap(), []);
    assert_eq!(empty.sql("SELECT count(*) FROM people").trim(), "0");
    assert_eq!(empty.sql("SELECT count(*) FROM signing_key").trim(), "0");
}

#[tokio::test]
async fn only_an_empty_database_is_filled_and_no_server_starts_on_it() {
    let (used, empty) = (Empty::new(), Empty::new());
    used.open().await.append(&sealed(&lot("l1"), 1)).await.unwrap();

    let refused = PostgresFilling::open(&used.address()).await.unwrap_err();
    let _filling = filling(&empty).await;
    let second = PostgresStore::open(&empty.address()).await;

    assert!(matches!(refused, OpenError::NotEmpty(_)), "{refused}");
    assert!(matches!(second, Err(OpenError::InUse { .. })), "{second:?}");
}
