//! Who asks about people, and about whom: what every operation on people begins with.

use axum::http::StatusCode;

use crate::auth::people::{Person, RoleAt, SecurityEvent, SecurityEventKind};
use crate::auth::people_rights::{EventParties, PeopleCaller, PersonDeed};
use crate::auth::{ClientFacts, People, Principal, Role};
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::ids::PersonId;
use crate::json::Problem;

/// The storage of people.
pub(super) fn people(state: &AppState) -> &dyn People {
    state.gate.sessions().people()
}

/// Finds out what decides the caller's rights over people.
pub(super) async fn caller(state: &AppState, principal: Principal) -> Result<PeopleCaller, ProblemDetails> {
    let own = people(state).by_id(&principal.person).await?;
    let parties = state.engine.parties(&principal).await?;
    let parties = match principal.role {
        Role::Admin | Role::Buyer | Role::Auditor => parties,
        // A partnership may have the id of a supplier or a trust, whose events those are not.
        Role::Supplier | Role::Observer => {
            EventParties { partnerships: parties.partnerships, ..EventParties::default() }
        }
    };
    let caller = PeopleCaller { principal, is_lead: false, parties };
    let is_lead = own.is_some_and(|own| own.leads(&caller.place()));
    Ok(PeopleCaller { is_lead, ..caller })
}

/// A person whom the caller may know of.
pub(super) async fn visible(state: &AppState, caller: &PeopleCaller, id: &PersonId) -> Result<Person, ProblemDetails> {
    let person = people(state).by_id(id).await?.filter(|person| !caller.ties(person).is_empty());
    person.ok_or_else(ProblemDetails::not_found)
}

/// Checks that the caller may do that with a person whom it sees.
pub(super) fn permit(caller: &PeopleCaller, person: &Person, deed: PersonDeed) -> Result<(), ProblemDetails> {
    if caller.may(person, deed) { Ok(()) } else { Err(forbidden(format!("you may not {}", deed.in_words()))) }
}

/// Refuses what nobody may do to oneself.
pub(super) fn not_to_oneself(caller: &PeopleCaller, person: &Person, what: &str) -> Result<(), ProblemDetails> {
    if caller.is_oneself(person) {
        return Err(wrong_state(format!("nobody can {what} themselves: ask another administrator or lead")));
    }
    Ok(())
}

/// The last lead of a place stays, unless an administrator says otherwise.
pub(super) async fn not_the_last_lead(
    state: &AppState,
    caller: &PeopleCaller,
    person: &Person,
) -> Result<(), ProblemDetails> {
    let place = caller.place();
    if caller.may(person, PersonDeed::GivePlace) || !person.leads(&place) {
        return Ok(());
    }
    if people(state).count_at(&place).await?.leads <= 1 {
        return Err(wrong_state("this is the last lead: make somebody else a lead first".to_owned()));
    }
    Ok(())
}

/// What a caller notes among the security events.
pub(super) struct Noted<'n> {
    pub(super) kind: SecurityEventKind,
    pub(super) person: &'n PersonId,
    /// The person who did it, and where; none where nobody was signed in.
    pub(super) by: Option<&'n PersonId>,
    pub(super) place: &'n RoleAt,
    pub(super) reason: Option<String>,
}

/// Notes a security event. What was done stands, also where the note cannot be written.
pub(super) async fn note(state: &AppState, client: &ClientFacts, noted: Noted<'_>) {
    let Noted { kind, person, by, place, reason } = noted;
    let event = SecurityEvent {
        person: Some(person.clone()),
        by: by.cloned(),
        org: Some(place.org.clone()),
        reason,
        ..SecurityEvent::caused_by(client.of_session(), kind, state.clock.now())
    };
    if let Err(error) = people(state).note(event).await {
        tracing::error!(%error, kind = kind.as_str(), "a security event is not noted");
    }
}

/// Notes what the caller did to a person.
pub(super) async fn note_by(
    state: &AppState,
    client: &ClientFacts,
    caller: &PeopleCaller,
    kind: SecurityEventKind,
    person: &PersonId,
    reason: Option<String>,
) {
    let (by, place) = (Some(&caller.principal.person), &caller.place());
    note(state, client, Noted { kind, person, by, place, reason }).await;
}

/// A person whom the caller may see, but not that.
pub(super) fn forbidden(why: impl Into<String>) -> ProblemDetails {
    ProblemDetails::new(StatusCode::FORBIDDEN, "forbidden", why)
}

/// The state of the person forbids it.
pub(super) fn wrong_state(why: impl Into<String>) -> ProblemDetails {
    ProblemDetails::new(StatusCode::CONFLICT, "wrong_state", why)
}

/// A body with faults.
pub(super) fn bad_body(problems: Vec<Problem>) -> ProblemDetails {
    ProblemDetails::bad_document("bad_document", problems)
}
