//! Who gets a link to a new password, how often, and that the answer waits for nothing. Time is given.

use std::sync::Arc;

use super::*;
use crate::auth::people::{MailKind, PersonTable};
use crate::auth::{PeopleInMemory, Role, SessionLimits};
use crate::ids::{OrgId, PersonId};

const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);
const MINUTE: Duration = Duration::from_mins(1);

/// Sessions of ann, who may sign in, and of dan, who is disabled.
async fn sessions() -> Sessions {
    let people = PeopleInMemory::default();
    for name in ["ann", "dan"] {
        let (id, org) = (PersonId::parse(name).unwrap(), OrgId::parse("wtp").unwrap());
        let person = Person::new(id, format!("{name}@example.org"), Role::Buyer, org, NOW);
        people.add(person.into()).await.unwrap();
    }
    people.disable(PersonId::parse("dan").unwrap()).await.unwrap();
    Sessions::new(Arc::new(people), SessionLimits::default())
}

fn client(address: &str) -> ClientFacts {
    ClientFacts::at(address.parse().unwrap())
}

/// A mail that holds the code itself.
fn mail(person: &Person, code: &Secret, _: Instant) -> QueuedMail {
    let (id, to) = (Uuid::now_v7().to_string(), person.email.clone());
    let (sealed, causes) = (code.expose().as_bytes().to_vec(), Vec::new());
    QueuedMail { id, kind: MailKind::PasswordReset, person: person.id.clone(), to, sealed, queued_at: NOW, causes }
}

/// Asks for a link and has it made; returns whether a mail was written.
async fn ask(sessions: &Sessions, email: &str, now: Instant) -> bool {
    let requested = sessions.request_reset(email, client("192.0.2.1"), now).unwrap();
    sessions.make_reset(requested, Some(&mail), now).await.unwrap()
}

/// The codes that were mailed, the oldest first.
async fn codes(sessions: &Sessions) -> Vec<String> {
    let due = sessions.people.due_mail(NOW + Duration::from_hours(24), 100).await.unwrap();
    due.into_iter().map(|mail| String::from_utf8(mail.sealed).unwrap()).collect()
}

// G93
#[tokio::test]
async fn only_who_may_sign_in_gets_a_link_and_the_older_one_ends() {
    let sessions = sessions().await;

    let mut mailed = Vec::new();
    for email in [" ANN@example.org ", "dan@example.org", "nobody@example.org"] {
        mailed.push(ask(&sessions, email, NOW).await);
    }
    let first = codes(&sessions).await;
    let again = ask(&sessions, "ann@example.org", NOW + MINUTE).await;

    assert_eq!((mailed, again), (vec![true, false, false], true));
    let second = codes(&sessions).await;
    let ([older], [newer]) = (first.as_slice(), second.as_slice()) else { panic!("{} mails wait", second.len()) };
    assert!(sessions.redeem(older, &client("192.0.2.1"), NOW + MINUTE).await.unwrap().is_none());
    assert!(sessions.redeem(newer, &client("192.0.2.1"), NOW + MINUTE).await.unwrap().is_some());
    assert!(sessions.redeem(newer, &client("192.0.2.1"), NOW + MINUTE).await.unwrap().is_none(), "it works once");
}

// G93
#[tokio::test]
async fn a_link_to_a_new_password_lives_for_an_hour() {
    let sessions = sessions().await;
    ask(&sessions, "ann@example.org", NOW).await;
    let code = &codes(&sessions).await[0];

    let late = sessions.redeem(code, &client("192.0.2.1"), NOW + Duration::from_hours(1)).await.unwrap();

    assert!(late.is_none());
}

// G93
#[tokio::test]
async fn who_presses_twice_gets_one_mail_and_its_link_works() {
    let sessions = sessions().await;
    let requested = |now| sessions.request_reset("ann@example.org", client("192.0.2.1"), now).unwrap();
    let (first, second) = (requested(NOW), requested(NOW));

    let (one, other) =
        tokio::join!(sessions.make_reset(first, Some(&mail), NOW), sessions.make_reset(second, Some(&mail), NOW));

    assert_ne!(one.unwrap(), other.unwrap());
    let codes = codes(&sessions).await;
    assert_eq!(codes.len(), 1);
    assert!(sessions.redeem(&codes[0], &client("192.0.2.1"), NOW).await.unwrap().is_some());
}

// G93
#[tokio::test]
async fn a_person_is_mailed_five_links_an_hour_and_one_of_them_always_lives() {
    let sessions = sessions().await;
    let mut mailed = Vec::new();

    for nth in 0..7_u32 {
        let (now, address) = (NOW + 2 * nth * MINUTE, format!("192.0.2.{nth}"));
        let requested = sessions.request_reset("ann@example.org", client(&address), now).unwrap();
        mailed.push(sessions.make_reset(requested, Some(&mail), now).await.unwrap());
    }

    assert_eq!(mailed, [true, true, true, true, true, false, false]);
    let last = codes(&sessions).await.pop().unwrap();
    assert!(sessions.redeem(&last, &client("192.0.2.1"), NOW + 12 * MINUTE).await.unwrap().is_some());
    assert!(ask(&sessions, "ann@example.org", NOW + 61 * MINUTE).await);
}

// G93 G96
#[tokio::test]
async fn who_asks_too_often_has_to_wait_whether_anybody_has_the_address_or_not() {
    for email in ["ann@example.org", "nobody@example.org"] {
        let sessions = sessions().await;
        for _ in 0..5 {
            sessions.request_reset(email, client("192.0.2.1"), NOW).unwrap();
        }

        let again = sessions.request_reset(email, client("192.0.2.1"), NOW).unwrap_err();
        let elsewhere = sessions.request_reset(email, client("192.0.2.2"), NOW);

        assert_eq!(again, MINUTE, "{email}");
        assert!(elsewhere.is_ok(), "{email}");
    }
}

// G93 G96
#[tokio::test]
async fn asking_for_links_makes_nobody_wait_who_signs_in() {
    let sessions = sessions().await;
    for _ in 0..5 {
        sessions.request_reset("ann@example.org", client("192.0.2.1"), NOW).unwrap();
    }
    let (email, password) = ("ann@example.org".to_owned(), "kettle umbra plinth".to_owned());
    sessions.set_password(PersonId::parse("ann").unwrap(), &password).await.unwrap();
    let attempt = crate::auth::Attempt { email, password, code: None, place: None, client: client("192.0.2.1") };

    let signed_in = sessions.sign_in(&attempt, NOW).await;

    assert!(signed_in.is_ok(), "{signed_in:?}");
}

// G93
#[tokio::test]
async fn without_mail_nothing_is_made_and_the_request_is_noted() {
    let sessions = sessions().await;
    let requested = sessions.request_reset("ann@example.org", client("192.0.2.1"), NOW).unwrap();

    let mailed = sessions.make_reset(requested, None, NOW).await.unwrap();

    assert!(!mailed);
    let ann = PersonId::parse("ann").unwrap();
    assert_eq!(sessions.people.resets_asked(&ann, NOW.less(MINUTE)).await.unwrap(), []);
    let noted = sessions.people.security_events(None, 9).await.unwrap();
    assert_eq!((noted[0].kind, noted[0].person.as_ref()), (SecurityEventKind::ResetAsked, Some(&ann)));
    assert_eq!(noted[0].address.as_deref(), Some("192.0.2.1"));
}
