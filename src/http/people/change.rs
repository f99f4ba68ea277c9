//! Changing a person: details, places, disabling, enabling, erasing.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::asking::{
    bad_body, caller, forbidden, not_the_last_lead, not_to_oneself, note_by, people, permit, visible, wrong_state,
};
use super::organisation::name_if_unknown;
use super::view::shown;
use crate::auth::people::{HeldPlace, Person, PersonDetails, PlaceCount, RoleAt, SecurityEvent, SecurityEventKind};
use crate::auth::people_rights::{PeopleCaller, PersonDeed};
use crate::auth::{ClientFacts, PeopleError, Role};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, SignInClient};
use crate::http::state::AppState;
use crate::ids::PersonId;
use crate::protocol::http::{PersonReason, PersonView, PersonWritten, PlaceGiven};

/// Writes a person's details again.
#[utoipa::path(
    put, path = "/api/v1/people/{id}", tag = "people", operation_id = "change_person",
    params(("id" = String, Path, description = "the person's id")),
    request_body(content = ref("#/components/schemas/PersonWritten"), content_type = "application/json"),
    responses((status = 200, description = "changed", body = ref("#/components/schemas/PersonView"), content_type = "application/json")),
)]
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<Json<PersonView>, ProblemDetails> {
    let written = PersonWritten::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    write(&state, &client, &caller, &person, written).await?;
    shown(&state, &caller, &id).await
}

/// Writes the details of a person whom the caller sees.
pub(super) async fn write(
    state: &AppState,
    client: &ClientFacts,
    caller: &PeopleCaller,
    person: &Person,
    written: PersonWritten,
) -> Result<(), ProblemDetails> {
    permit(caller, person, PersonDeed::ChangeName)?;
    let email = written.email.unwrap_or_else(|| person.email.clone());
    if email != person.email {
        permit(caller, person, PersonDeed::ChangeEmail)?;
    }
    let details = PersonDetails { name: Some(written.name), email, telephone: written.telephone };
    people(state).rewrite(person.id.clone(), details).await.map_err(|error| match error {
        PeopleError::Taken => wrong_state("another person has this e-mail address"),
        PeopleError::Unknown | PeopleError::TooManyPlaces | PeopleError::Failed(_) => error.into(),
    })?;
    state.gate.sessions().know_again().await;
    note_by(state, client, caller, SecurityEventKind::PersonChanged, &person.id, None).await;
    Ok(())
}

/// Keeps a person from signing in, and ends their sessions.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/disable", tag = "people", operation_id = "disable_person",
    params(("id" = String, Path, description = "the person's id")),
    request_body(content = ref("#/components/schemas/PersonReason"), content_type = "application/json"),
    responses((status = 200, description = "disabled", body = ref("#/components/schemas/PersonView"), content_type = "application/json")),
)]
pub(in crate::http) async fn disable(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<Json<PersonView>, ProblemDetails> {
    let PersonReason { reason } = PersonReason::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::Disable)?;
    not_to_oneself(&caller, &person, "disable")?;
    not_the_last_lead(&state, &caller, &person).await?;
    let ended = people(&state).disable(id.clone()).await?;
    state.gate.sessions().close_connections(&ended);
    state.gate.sessions().know_again().await;
    note_by(&state, &client, &caller, SecurityEventKind::Disabled, &id, Some(reason)).await;
    shown(&state, &caller, &id).await
}

/// Lets a disabled person sign in again.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/enable", tag = "people", operation_id = "enable_person",
    params(("id" = String, Path, description = "the person's id")),
    request_body(content = ref("#/components/schemas/PersonReason"), content_type = "application/json"),
    responses((status = 200, description = "enabled", body = ref("#/components/schemas/PersonView"), content_type = "application/json")),
)]
pub(in crate::http) async fn enable(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<Json<PersonView>, ProblemDetails> {
    let PersonReason { reason } = PersonReason::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::Disable)?;
    people(&state).enable(id.clone()).await?;
    state.gate.sessions().know_again().await;
    note_by(&state, &client, &caller, SecurityEventKind::Enabled, &id, Some(reason)).await;
    shown(&state, &caller, &id).await
}

/// Erases a person: everything that is kept of them but the id in journals, which then means nothing.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}", tag = "people", operation_id = "erase_person",
    params(("id" = String, Path, description = "the person's id")),
    responses((status = 204, description = "erased")),
)]
pub(in crate::http) async fn erase(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
    SignInClient(client): SignInClient,
) -> Result<StatusCode, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::Erase)?;
    not_to_oneself(&caller, &person, "erase")?;
    let noted = SecurityEvent {
        by: Some(caller.principal.person.clone()),
        org: Some(caller.principal.org.clone()),
        ..SecurityEvent::caused_by(client.of_session(), SecurityEventKind::Erased, state.clock.now())
    };
    let ended = people(&state).erase(id, noted).await?;
    state.gate.sessions().close_connections(&ended);
    state.gate.sessions().know_again().await;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a person a place, or the lead at one, or ends that lead.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/places", tag = "people", operation_id = "give_place",
    params(("id" = String, Path, description = "the person's id")),
    request_body(content = ref("#/components/schemas/PlaceGiven"), content_type = "application/json"),
    responses((status = 200, description = "given", body = ref("#/components/schemas/PersonView"), content_type = "application/json")),
)]
pub(in crate::http) async fn give_place(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<Json<PersonView>, ProblemDetails> {
    let PlaceGiven { role, org, org_name, lead } = PlaceGiven::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    let place = RoleAt { role, org };
    let lead = lead.unwrap_or_else(|| person.leads(&place));
    permit_place(&caller, &person, &place, people(&state).count_at(&place).await?)?;
    if !lead {
        not_the_last_lead(&state, &caller, &person).await?;
    }
    name_if_unknown(&state, &caller, &place, org_name).await?;
    people(&state).give_place(id.clone(), HeldPlace { place, lead }).await?;
    state.gate.sessions().know_again().await;
    note_by(&state, &client, &caller, SecurityEventKind::PlaceChanged, &id, None).await;
    shown(&state, &caller, &id).await
}

/// An administrator gives places as it invites to them; a lead changes the lead at its own place only.
fn permit_place(
    caller: &PeopleCaller,
    person: &Person,
    place: &RoleAt,
    there: PlaceCount,
) -> Result<(), ProblemDetails> {
    if caller.principal.role == Role::Admin && caller.may(person, PersonDeed::GivePlace) {
        let fault = caller.fault_of_inviting(place, there).filter(|_| !person.holds(place));
        return fault.map_or(Ok(()), |fault| Err(forbidden(fault)));
    }
    if *place == caller.place() && person.holds(place) {
        return permit(caller, person, PersonDeed::MakeLead);
    }
    Err(forbidden(format!("you may not {}", PersonDeed::GivePlace.in_words())))
}
