//! The promises that every implementation of [`People`] keeps, as one test that takes an empty one.

mod choices;
mod invitations;
mod life;
mod memory;
mod outbox;
mod readiness;
mod resets;
mod sign_ins;

use super::factor::FactorProof;
use super::password::PasswordHash;
use super::people::{Link, NewSession, People, PeopleError, Person, PersonState, RoleAt, SessionClient};
use super::principal::Role;
use super::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

const NOW: Instant = Instant::from_micros(1_795_269_600_000_000);
const LATER: Instant = Instant::from_micros(1_795_269_600_000_001);
const END: Instant = Instant::from_micros(1_795_273_200_000_000);

const fn hash(byte: u8) -> SecretHash {
    SecretHash([byte; 32])
}

const fn session(token: u8, expires_at: Instant) -> NewSession {
    let client = SessionClient { device: None, address: None };
    NewSession { token: hash(token), now: NOW, expires_at, client, proof: FactorProof::NoFactor, reset_until: None }
}

fn id(id: &str) -> PersonId {
    PersonId::parse(id).unwrap()
}

fn at(role: Role, org: &str) -> RoleAt {
    RoleAt { role, org: OrgId::parse(org).unwrap() }
}

fn rfs() -> RoleAt {
    at(Role::Observer, "RFS")
}

fn person(of: &str, email: &str) -> Person {
    Person::new(id(of), email, Role::Observer, OrgId::parse("RFS").unwrap(), NOW)
}

fn link(code: u8, expires_at: Instant) -> Link {
    Link { code: hash(code), person: id("ann"), place: rfs(), leads_to: "/lots/l1".to_owned(), expires_at }
}

/// Checks an empty implementation.
pub(crate) async fn check(people: &dyn People) {
    people.add(person("ann", "Ann@example.org").into()).await.unwrap();
    people_are_told_apart(people).await;
    links_are_spent_once(people).await;
    passwords_are_kept(people).await;
    sessions_expire_and_are_ended(people).await;
    pages_go_on_after_the_given_person(people).await;
    life::check(people).await;
    invitations::check(people).await;
    memory::check(people).await;
    sign_ins::check(people).await;
    outbox::check(people).await;
    choices::check(people).await;
    readiness::check(people).await;
    resets::check(people).await;
}

async fn pages_go_on_after_the_given_person(people: &dyn People) {
    for id in ["zoe", "Zoe", "bob"] {
        let email = format!("{id}-of-a-page-{}@example.org", id.len() + usize::from(id < "a"));
        people.add(person(id, &email).into()).await.unwrap();
    }
    let ids = async |after: Option<&str>, limit| {
        let after = after.map(|after| PersonId::parse(after).unwrap());
        let page = people.page(after.as_ref(), limit).await.unwrap();
        page.into_iter().map(|found| (found.person.id.to_string(), found.password.is_some())).collect::<Vec<_>>()
    };
    let expected = [("Zoe", false), ("ann", true), ("bob", false), ("zoe", false)];
    let expected = expected.map(|(id, has_password)| (id.to_owned(), has_password));

    assert_eq!(ids(None, 10).await, expected);
    assert_eq!(ids(None, 2).await, expected[..2]);
    assert_eq!(ids(Some("ann"), 10).await, expected[2..]);
    assert_eq!(ids(Some("zoe"), 10).await, []);
}

async fn people_are_told_apart(people: &dyn People) {
    assert!(matches!(people.add(person("ann", "other@example.org").into()).await, Err(PeopleError::Taken)));
    assert!(matches!(people.add(person("bob", "ANN@example.org").into()).await, Err(PeopleError::Taken)));
    assert_eq!(people.by_email("ann@EXAMPLE.org").await.unwrap(), Some(person("ann", "Ann@example.org")));
    assert_eq!(people.by_email("bob@example.org").await.unwrap(), None);
    let (ann, bob) = (id("ann"), id("bob"));
    assert_eq!(people.by_id(&ann).await.unwrap(), Some(person("ann", "Ann@example.org")));
    assert_eq!(people.by_id(&bob).await.unwrap(), None);

    let mut of_no_person = link(1, END);
    of_no_person.person = id("bob");
    assert!(matches!(people.create_link(of_no_person).await, Err(PeopleError::Unknown)));
}

async fn passwords_are_kept(people: &dyn People) {
    let (ann, bob) = (id("ann"), id("bob"));
    let kept = PasswordHash::from_kept("$argon2id$…".to_owned());

    assert_eq!(people.password(&ann).await.unwrap(), None);
    people.set_password(ann.clone(), kept.clone()).await.unwrap();

    assert_eq!(people.password(&ann).await.unwrap(), Some(kept.clone()));
    assert!(matches!(people.set_password(bob.clone(), kept).await, Err(PeopleError::Unknown)));
    assert!(matches!(people.open_session(bob, rfs(), session(40, END)).await, Err(PeopleError::Unknown)));
    let session = people.open_session(ann, rfs(), session(41, END)).await.unwrap();
    assert_eq!(people.session(hash(41)).await.unwrap(), Some(session));
    people.end_session(hash(41)).await.unwrap();
}

async fn links_are_spent_once(people: &dyn People) {
    people.create_link(link(1, LATER)).await.unwrap();
    people.create_link(link(2, NOW)).await.unwrap();

    let twice = [people.redeem_link(hash(1), session(11, END)), people.redeem_link(hash(1), session(12, END))];
    let spent: Vec<_> = futures::future::join_all(twice).await.into_iter().filter_map(Result::unwrap).collect();
    let too_late = people.redeem_link(hash(2), session(13, END)).await.unwrap();
    let unknown = people.redeem_link(hash(3), session(14, END)).await.unwrap();

    let [(link, session)] = spent.as_slice() else { panic!("spent {} times", spent.len()) };
    assert_eq!((link.leads_to.as_str(), session.principal.person.as_str()), ("/lots/l1", "ann"));
    assert_eq!((session.principal.role, session.principal.org.as_str()), (Role::Observer, "RFS"));
    assert!(too_late.is_none() && unknown.is_none());
    let ann = people.by_id(&id("ann")).await.unwrap().unwrap();
    assert_eq!((ann.state, ann.last_sign_in), (PersonState::Active, Some(NOW)));
    assert_eq!(people.session(session.token).await.unwrap().as_ref(), Some(session));
    assert_eq!(people.session(hash(13)).await.unwrap(), None);
    people.end_session(session.token).await.unwrap();
}

async fn sessions_expire_and_are_ended(people: &dyn People) {
    for (code, ends_at) in [(21, END), (22, LATER)] {
        people.create_link(link(code, END)).await.unwrap();
        people.redeem_link(hash(code), session(code + 10, ends_at)).await.unwrap().unwrap();
    }
    people.create_link(link(23, LATER)).await.unwrap();

    assert!(people.session(hash(32)).await.unwrap().is_some());
    people.purge(LATER).await.unwrap();
    assert!(people.session(hash(32)).await.unwrap().is_none());
    assert!(people.redeem_link(hash(23), session(33, END)).await.unwrap().is_none());
    assert!(people.session(hash(31)).await.unwrap().is_some());

    assert!(people.end_session(hash(31)).await.unwrap());
    assert!(!people.end_session(hash(31)).await.unwrap());
    assert!(people.session(hash(31)).await.unwrap().is_none());
}

#[tokio::test]
async fn people_in_memory_keep_what_people_promise() {
    check(&super::PeopleInMemory::default()).await;
}
