//! The tables of people fail: sign-in is refused, and the auction goes on.

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::StatusCode;
use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use serde_json::json;

use super::test_server::TestServer;
use crate::app::Ended;
use crate::auth::people::*;
use crate::auth::{KeptGuesses, PasswordHash, SecretHash, TotpStep};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// People in a database that does not answer.
struct UnreachablePeople;

type Answer<'a, T> = BoxFuture<'a, Result<T, PeopleError>>;

fn unreachable<'a, T: Send + 'a>() -> Answer<'a, T> {
    ready(Err(PeopleError::Failed("injected: connection refused".into()))).boxed()
}

impl PersonTable for UnreachablePeople {
    fn add(&self, _: AddedPerson) -> Answer<'_, ()> {
        unreachable()
    }

    fn page<'a>(&'a self, _: Option<&'a PersonId>, _: u32) -> Answer<'a, Vec<Enrolled>> {
        unreachable()
    }

    fn by_id<'a>(&'a self, _: &'a PersonId) -> Answer<'a, Option<Person>> {
        unreachable()
    }

    fn by_email<'a>(&'a self, _: &'a str) -> Answer<'a, Option<Person>> {
        unreachable()
    }

    fn people_at<'a>(&'a self, _: &'a RoleAt) -> Answer<'a, Vec<Person>> {
        unreachable()
    }

    fn rewrite(&self, _: PersonId, _: PersonDetails) -> Answer<'_, ()> {
        unreachable()
    }

    fn disable(&self, _: PersonId) -> Answer<'_, Vec<SecretHash>> {
        unreachable()
    }

    fn enable(&self, _: PersonId) -> Answer<'_, ()> {
        unreachable()
    }

    fn erase(&self, _: PersonId, _: SecurityEvent) -> Answer<'_, Vec<SecretHash>> {
        unreachable()
    }

    fn set_password(&self, _: PersonId, _: PasswordHash) -> Answer<'_, ()> {
        unreachable()
    }

    fn replace_password(&self, _: PersonId, _: Option<PasswordHash>, _: PasswordHash) -> Answer<'_, bool> {
        unreachable()
    }

    fn password<'a>(&'a self, _: &'a PersonId) -> Answer<'a, Option<PasswordHash>> {
        unreachable()
    }

    fn version(&self) -> Answer<'_, u64> {
        unreachable()
    }

    fn known(&self) -> Answer<'_, Vec<KnownPerson>> {
        unreachable()
    }

    fn erased(&self) -> Answer<'_, Vec<PersonId>> {
        unreachable()
    }
}

impl PlaceTable for UnreachablePeople {
    fn give_place(&self, _: PersonId, _: HeldPlace) -> Answer<'_, ()> {
        unreachable()
    }

    fn count_at<'a>(&'a self, _: &'a RoleAt) -> Answer<'a, PlaceCount> {
        unreachable()
    }
}

impl OrganisationTable for UnreachablePeople {
    fn name_organisation(&self, _: Organisation) -> Answer<'_, ()> {
        unreachable()
    }

    fn organisation_name<'a>(&'a self, _: &'a OrgId) -> Answer<'a, Option<String>> {
        unreachable()
    }

    fn organisations(&self) -> Answer<'_, Vec<Organisation>> {
        unreachable()
    }
}

impl OutboxTable for UnreachablePeople {
    fn newest_link_mails(&self, _: Vec<PersonId>) -> Answer<'_, Vec<MailEntry>> {
        unreachable()
    }

    fn queue(&self, _: QueuedMail) -> Answer<'_, bool> {
        unreachable()
    }

    fn mailed_about<'a>(&'a self, _: &'a str) -> Answer<'a, Vec<PersonId>> {
        unreachable()
    }

    fn was_mailed<'a>(&'a self, _: &'a PersonId, _: MailKind, _: Instant) -> Answer<'a, bool> {
        unreachable()
    }

    fn due_mail(&self, _: Instant, _: u32) -> Answer<'_, Vec<DueMail>> {
        unreachable()
    }

    fn mail_sent(&self, _: String) -> Answer<'_, ()> {
        unreachable()
    }

    fn mail_not_sent(&self, _: String, _: String, _: Option<Instant>) -> Answer<'_, ()> {
        unreachable()
    }

    fn mails<'a>(&'a self, _: Option<&'a str>, _: u32) -> Answer<'a, Vec<MailEntry>> {
        unreachable()
    }

    fn purge_outbox(&self, _: Instant) -> Answer<'_, ()> {
        unreachable()
    }
}

impl InvitationTable for UnreachablePeople {
    fn invite(&self, _: Invitation, _: Option<QueuedMail>, _: Option<SentBefore>) -> Answer<'_, ()> {
        unreachable()
    }

    fn resets_asked<'a>(&'a self, _: &'a PersonId, _: Instant) -> Answer<'a, Vec<Instant>> {
        unreachable()
    }

    fn newest_invitations(&self, _: Vec<PersonId>) -> Answer<'_, Vec<Invitation>> {
        unreachable()
    }

    fn withdraw(&self, _: PersonId, _: Instant) -> Answer<'_, bool> {
        unreachable()
    }
}

impl CodeTable for UnreachablePeople {
    fn find_code(&self, _: SecretHash) -> Answer<'_, Option<FoundCode>> {
        unreachable()
    }

    fn note_opened(&self, _: SecretHash) -> Answer<'_, bool> {
        unreachable()
    }
}

impl SessionTable for UnreachablePeople {
    fn open_session(&self, _: PersonId, _: RoleAt, _: NewSession) -> Answer<'_, Session> {
        unreachable()
    }

    fn create_link(&self, _: Link) -> Answer<'_, ()> {
        unreachable()
    }

    fn redeem_link(&self, _: SecretHash, _: NewSession) -> Answer<'_, Option<(Link, Session)>> {
        unreachable()
    }

    fn session(&self, _: SecretHash) -> Answer<'_, Option<Session>> {
        unreachable()
    }

    fn sessions_of<'a>(&'a self, _: &'a PersonId) -> Answer<'a, Vec<Session>> {
        unreachable()
    }

    fn due_sessions(&self, _: Instant) -> Answer<'_, Vec<Session>> {
        unreachable()
    }

    fn session_tokens(&self) -> Answer<'_, Vec<SecretHash>> {
        unreachable()
    }

    fn note_sessions(&self, _: Vec<SessionNote>) -> Answer<'_, ()> {
        unreachable()
    }

    fn prove_session(&self, _: SecretHash, _: Instant) -> Answer<'_, ()> {
        unreachable()
    }

    fn move_session(&self, _: SecretHash, _: SecretHash, _: RoleAt) -> Answer<'_, bool> {
        unreachable()
    }

    fn end_session_by_id(&self, _: PersonId, _: String) -> Answer<'_, Option<SecretHash>> {
        unreachable()
    }

    fn end_other_sessions(&self, _: PersonId, _: Option<SecretHash>) -> Answer<'_, Vec<SecretHash>> {
        unreachable()
    }

    fn end_session(&self, _: SecretHash) -> Answer<'_, bool> {
        unreachable()
    }

    fn purge(&self, _: Instant) -> Answer<'_, ()> {
        unreachable()
    }
}

impl SecurityEventTable for UnreachablePeople {
    fn note(&self, _: SecurityEvent) -> Answer<'_, ()> {
        unreachable()
    }

    fn security_events<'a>(&'a self, _: Option<&'a str>, _: u32) -> Answer<'a, Vec<SecurityEvent>> {
        unreachable()
    }

    fn purge_security_events(&self, _: Instant) -> Answer<'_, ()> {
        unreachable()
    }
}

impl RepeatTable for UnreachablePeople {
    fn sent_before<'a>(&'a self, _: &'a PersonId, _: &'a str, _: Instant) -> Answer<'a, Option<SentBefore>> {
        unreachable()
    }
}

impl SecondFactorTable for UnreachablePeople {
    fn second_factor<'a>(&'a self, _: &'a PersonId) -> Answer<'a, Option<KeptFactor>> {
        unreachable()
    }

    fn with_factor(&self, _: Vec<PersonId>) -> Answer<'_, HashSet<PersonId>> {
        unreachable()
    }

    fn propose_factor(&self, _: PersonId, _: Vec<u8>) -> Answer<'_, bool> {
        unreachable()
    }

    fn confirm_factor(&self, _: PersonId, _: KeptFactor) -> Answer<'_, bool> {
        unreachable()
    }

    fn accept_step(&self, _: PersonId, _: TotpStep) -> Answer<'_, bool> {
        unreachable()
    }

    fn spend_recovery_code(&self, _: PersonId, _: SecretHash) -> Answer<'_, bool> {
        unreachable()
    }

    fn remove_factor(&self, _: PersonId) -> Answer<'_, bool> {
        unreachable()
    }
}

impl ChoiceTable for UnreachablePeople {
    fn choices<'a>(&'a self, _: &'a PersonId) -> Answer<'a, Option<Choices>> {
        unreachable()
    }

    fn choose(&self, _: PersonId, _: Choices) -> Answer<'_, ()> {
        unreachable()
    }
}

impl ReadinessTable for UnreachablePeople {
    fn all_readiness(&self) -> Answer<'_, Vec<KeptReadiness>> {
        unreachable()
    }

    fn note_readiness(&self, _: KeptReadiness) -> Answer<'_, ()> {
        unreachable()
    }
}

impl GuessTable for UnreachablePeople {
    fn wrong_guesses(&self, _: u32) -> Answer<'_, Vec<KeptGuesses>> {
        unreachable()
    }

    fn keep_wrong_guesses(&self, _: Vec<KeptGuesses>, _: Vec<SecurityEvent>, _: Vec<QueuedMail>) -> Answer<'_, ()> {
        unreachable()
    }

    fn knows_device<'a>(&'a self, _: &'a PersonId, _: SecretHash, _: Instant) -> Answer<'a, bool> {
        unreachable()
    }

    fn keep_device(&self, _: PersonId, _: SecretHash, _: Instant) -> Answer<'_, ()> {
        unreachable()
    }

    fn readmit(&self, _: Readmission) -> Answer<'_, Option<Instant>> {
        unreachable()
    }

    fn readmitted_until(&self) -> Answer<'_, Option<Instant>> {
        unreachable()
    }

    fn is_readmitted<'a>(&'a self, _: &'a PersonId, _: Instant) -> Answer<'a, bool> {
        unreachable()
    }

    fn spend_readmission(&self, _: PersonId, _: RoleAt, _: Instant) -> Answer<'_, bool> {
        unreachable()
    }

    fn purge_guesses(&self, _: Instant, _: Instant) -> Answer<'_, ()> {
        unreachable()
    }
}

#[tokio::test]
async fn unreachable_people_stop_no_auction() {
    let server = TestServer::start_with_people(Arc::new(UnreachablePeople)).await;
    let lot = server.open_lot().await;

    let (status, problem) = server.get_with_cookie("/api/v1/me").await;
    let sign_in = json!({"email": "ann@example.org", "password": "a long enough password"});
    let (signed_in, _) = server.post("/api/v1/sessions", &server.buyer, &sign_in).await;

    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("unavailable")));
    assert_eq!(signed_in, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(server.get("/readyz").await.0, StatusCode::OK);
    assert_eq!(server.bid(&lot, "a1", "3.00").await.1["type"], "accepted", "a token needs no people");
    assert_eq!(server.stop().await, Ended::Stopped);
}

// G93
#[tokio::test]
async fn a_request_for_a_link_to_a_new_password_is_answered_before_the_people_are_looked_at() {
    let server = TestServer::start_with_people(Arc::new(UnreachablePeople)).await;

    let asked = json!({"email": "ann@example.org"});
    let (status, answer) = server.post("/api/v1/password-resets", &server.acme, &asked).await;

    assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
    assert_eq!(server.stop().await, Ended::Stopped);
}
