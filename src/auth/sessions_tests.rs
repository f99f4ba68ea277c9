//! Links are spent once, sessions expire, and an ended session ends for all its connections.

use std::time::Duration;

use super::*;
use crate::auth::people::PersonTable;
use crate::auth::{Client, PeopleInMemory, Person, Role};
use crate::ids::OrgId;

const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);

fn client() -> Client {
    Client::at([192, 0, 2, 1].into())
}

async fn sessions() -> Sessions {
    let people = PeopleInMemory::default();
    people.add(ann().into()).await.unwrap();
    Sessions::new(Arc::new(people), SessionLimits::default())
}

fn ann() -> Person {
    let (id, org) = (PersonId::parse("ann").unwrap(), OrgId::parse("wtp").unwrap());
    Person::new(id, "Ann@example.org", Role::Buyer, org, NOW)
}

#[tokio::test]
async fn a_link_signs_in_once() {
    let sessions = sessions().await;
    let code = sessions.create_link(ann().id, "/lots/l1", NOW).await.unwrap();

    let signed_in = sessions.redeem(code.expose(), &client(), NOW).await.unwrap().unwrap();
    let again = sessions.redeem(code.expose(), &client(), NOW).await.unwrap();

    assert_eq!(signed_in.leads_to, "/lots/l1");
    assert!(again.is_none());
    let found = sessions.find(signed_in.cookie.expose(), NOW).await.unwrap().unwrap();
    assert_eq!((found.person.as_str(), found.role), ("ann", Role::Buyer));
}

#[tokio::test]
async fn a_link_is_valid_for_a_quarter_of_an_hour_and_an_unused_session_for_twenty_hours() {
    let sessions = sessions().await;
    let in_time = sessions.create_link(ann().id, "/", NOW).await.unwrap();
    let too_late = sessions.create_link(ann().id, "/", NOW).await.unwrap();
    let last_moment = NOW + Duration::from_secs(15 * 60 - 1);

    let signed_in = sessions.redeem(in_time.expose(), &client(), last_moment).await.unwrap().unwrap();
    let late = sessions.redeem(too_late.expose(), &client(), NOW + Duration::from_mins(15)).await.unwrap();

    assert!(late.is_none());
    let cookie = signed_in.cookie.expose();
    let end = last_moment + Duration::from_hours(20);
    assert_eq!(signed_in.principal.expires_at, end);
    assert!(sessions.find(cookie, end).await.unwrap().is_none());
    let used = sessions.find(cookie, end.plus_micros(-1)).await.unwrap().unwrap();
    assert_eq!(used.expires_at, end.plus_micros(-1) + Duration::from_hours(20), "a use moves the end");
}

#[tokio::test]
async fn an_ended_session_is_gone_and_its_connections_are_notified() {
    let sessions = sessions().await;
    let code = sessions.create_link(ann().id, "/", NOW).await.unwrap();
    let cookie = sessions.redeem(code.expose(), &client(), NOW).await.unwrap().unwrap().cookie;
    let mut watch = sessions.watch(cookie.expose());

    assert!(sessions.end(cookie.expose()).await.unwrap());

    watch.ended(&Clock::starting_at(NOW), NOW + Duration::from_hours(20)).await;
    assert!(sessions.find(cookie.expose(), NOW).await.unwrap().is_none());
    assert!(!sessions.end(cookie.expose()).await.unwrap());
}

#[tokio::test]
async fn a_link_leads_to_no_other_server() {
    let sessions = sessions().await;

    for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", "lots", "", "/a\r\nb", "/\t/x"] {
        let code = sessions.create_link(ann().id, elsewhere, NOW).await.unwrap();

        let signed_in = sessions.redeem(code.expose(), &client(), NOW).await.unwrap().unwrap();

        assert_eq!(signed_in.leads_to, "/", "{elsewhere:?}");
    }
}

#[tokio::test]
async fn an_unknown_person_gets_no_link() {
    let sessions = sessions().await;

    let missing = sessions.create_link(PersonId::parse("bob").unwrap(), "/", NOW).await;

    assert!(matches!(missing, Err(PeopleError::Unknown)));
}
