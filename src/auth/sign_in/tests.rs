//! Who is signed in, who has to show a code or to wait, and what ends sessions. Time is given.

mod codes;
mod guesses;
mod lasting;
mod passwords;
mod readmissions;

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;

use super::*;
use crate::auth::people::{
    HeldPlace, Invitation, InvitationKind, InvitationState, MailKind, PersonTable, QueuedMail, RESET_TTL, Readmission,
};
use crate::auth::upkeep::READMISSION_TTL;
use crate::auth::{AskingSession, NotChanged, PeopleInMemory, Person, Role, SessionLimits, TotpSecret};
use crate::ids::{OrgId, PersonId};

const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);
const PASSWORD: &str = "kettle umbra plinth";
const MINUTE: Duration = Duration::from_mins(1);

fn id(text: &str) -> PersonId {
    PersonId::parse(text).unwrap()
}

fn client(address: &str) -> ClientFacts {
    ClientFacts::at(address.parse().unwrap())
}

fn attempt(email: &str, password: &str, code: Option<&str>) -> Attempt {
    let (email, password, code) = (email.to_owned(), password.to_owned(), code.map(str::to_owned));
    Attempt { email, password, code, place: None, client: client("192.0.2.1") }
}

async fn ann(sessions: &Sessions) -> Person {
    sessions.people.by_id(&id("ann")).await.unwrap().unwrap()
}

/// Sessions of ann with a password, and of zoe without one.
async fn sessions() -> Sessions {
    let people = PeopleInMemory::default();
    for name in ["ann", "zoe"] {
        let org = OrgId::parse("wtp").unwrap();
        let person = Person::new(id(name), format!("{name}@example.org"), Role::Buyer, org, NOW);
        people.add(person.into()).await.unwrap();
    }
    let sessions = Sessions::new(Arc::new(people), SessionLimits::default());
    sessions.set_password(id("ann"), PASSWORD).await.unwrap();
    sessions
}

/// The authenticator of ann after she has set it up, and her recovery codes.
async fn with_factor(sessions: &Sessions) -> (TotpSecret, Vec<String>) {
    let signed_in = sessions.sign_in(&attempt("ann@example.org", PASSWORD, None), NOW).await.unwrap();
    let person = ann(sessions).await;
    sessions.propose_factor(&person).await.unwrap();
    let kept = sessions.people.second_factor(&person.id).await.unwrap().unwrap();
    let secret = sessions.key.open("second-factor/ann", &kept.sealed).unwrap();
    let secret = TotpSecret::from_slice(&secret).unwrap();
    let (token, code) = (signed_in.cookie.hash(), secret.code_at(NOW));
    let codes = sessions.confirm_factor(&person, token, &code, &client("192.0.2.1"), NOW).await.unwrap();
    (secret, codes.iter().map(crate::auth::RecoveryCode::in_groups).collect())
}
