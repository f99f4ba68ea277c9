//! Inviting: somebody new, or somebody again; and withdrawing an invitation.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use uuid::Uuid;

use super::asking::{bad_body, caller, forbidden, note_by, people, permit, visible, wrong_state};
use super::organisation::name_if_unknown;
use super::view::{invitation_view, person_view};
use crate::auth::people::{
    AddedPerson, HeldPlace, INVITATION_TTL, Invitation, InvitationState, Person, PersonState, RoleAt, SecurityEventKind,
};
use crate::auth::people_rights::{PeopleCaller, PersonDeed};
use crate::auth::{PeopleError, Role, Secret};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody};
use crate::http::state::AppState;
use crate::ids::PersonId;
use crate::protocol::http::{InvitationAsked, InvitationView, PersonInvited, PersonView};

/// Invites somebody.
#[utoipa::path(
    post, path = "/api/v1/people", tag = "people", operation_id = "invite",
    request_body(content = ref("#/components/schemas/PersonInvited"), content_type = "application/json"),
    responses((status = 201, description = "invited", body = ref("#/components/schemas/PersonView"), content_type = "application/json")),
)]
pub(in crate::http) async fn invite(
    State(state): State<AppState>,
    Caller(principal): Caller,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<(StatusCode, Json<PersonView>), ProblemDetails> {
    let asked = PersonInvited::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let place = RoleAt { role: asked.place.role, org: asked.place.org.clone() };
    let there = people(&state).count_at(&place).await?;
    if let Some(fault) = caller.fault_of_inviting(&place, there) {
        return Err(forbidden(fault));
    }
    if people(&state).by_email(&asked.email).await?.is_some() {
        return Err(taken());
    }
    name_if_unknown(&state, &caller, &place, asked.place.org_name).await?;
    let is_first_of_outside = there.people == 0 && matches!(place.role, Role::Supplier | Role::Observer);
    let lead = asked.place.lead.unwrap_or(is_first_of_outside);
    let person = Person {
        id: new_id(),
        name: Some(asked.name),
        email: asked.email,
        telephone: asked.telephone,
        places: vec![HeldPlace { place: place.clone(), lead }],
        state: PersonState::Invited,
        invited_by: Some(caller.principal.org.clone()),
        created_at: state.clock.now(),
        last_sign_in: None,
    };
    let (invitation, code) = new_invitation(&state, &caller, &person.id, place, asked.to);
    let added = AddedPerson { person: person.clone(), invitation: Some(invitation.clone()), sent: None };
    people(&state).add(added).await.map_err(|error| match error {
        PeopleError::Taken => taken(),
        PeopleError::Unknown | PeopleError::TooManyPlaces | PeopleError::Failed(_) => error.into(),
    })?;
    state.gate.sessions().know_again().await;
    note_by(&state, &headers, &caller, SecurityEventKind::Invited, &person.id, None).await;
    let invitation = invitation_view(&invitation, link(&caller, &headers, &state, &code), state.clock.now());
    Ok((StatusCode::CREATED, Json(person_view(&caller, &person, Some(invitation)))))
}

/// Invites somebody again; the invitation before can no longer be used.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/invitations", tag = "people", operation_id = "invite_again",
    params(("id" = String, Path, description = "the person's id")),
    request_body(content = ref("#/components/schemas/InvitationAsked"), content_type = "application/json"),
    responses((status = 201, description = "invited", body = ref("#/components/schemas/InvitationView"), content_type = "application/json")),
)]
pub(in crate::http) async fn invite_again(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<(StatusCode, Json<InvitationView>), ProblemDetails> {
    let asked = InvitationAsked::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::Resend)?;
    if person.state == PersonState::Disabled {
        return Err(wrong_state("the person is disabled: enable them first"));
    }
    let Some(place) = place_for(&caller, &person) else { return Err(ProblemDetails::not_found()) };
    let (invitation, code) = new_invitation(&state, &caller, &id, place, asked.to);
    people(&state).invite(invitation.clone(), None).await?;
    note_by(&state, &headers, &caller, SecurityEventKind::Invited, &id, None).await;
    let link = link(&caller, &headers, &state, &code);
    Ok((StatusCode::CREATED, Json(invitation_view(&invitation, link, state.clock.now()))))
}

/// Withdraws a person's invitation.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/invitations", tag = "people", operation_id = "withdraw_invitation",
    params(("id" = String, Path, description = "the person's id")),
    responses((status = 204, description = "withdrawn")),
)]
pub(in crate::http) async fn withdraw(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
) -> Result<StatusCode, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::Resend)?;
    if people(&state).withdraw(id, state.clock.now()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(wrong_state("there is no invitation that could still be used"))
    }
}

/// The place at which an invitation signs in: the caller's own, where the person has it too.
fn place_for(caller: &PeopleCaller, person: &Person) -> Option<RoleAt> {
    let own = caller.place();
    if person.holds(&own) { Some(own) } else { person.places.first().map(|held| held.place.clone()) }
}

fn new_invitation(
    state: &AppState,
    caller: &PeopleCaller,
    person: &PersonId,
    place: RoleAt,
    to: Option<String>,
) -> (Invitation, Secret) {
    let (code, now) = (Secret::random(), state.clock.now());
    let invitation = Invitation {
        id: Uuid::now_v7().to_string(),
        code: code.hash(),
        person: person.clone(),
        place,
        state: InvitationState::ToHandOver,
        leads_to: to.unwrap_or_else(|| "/".to_owned()),
        by: caller.principal.person.clone(),
        sent_at: now,
        expires_at: now + INVITATION_TTL,
    };
    (invitation, code)
}

/// The link for the administrator who made the invitation. Nobody else is shown one.
fn link(caller: &PeopleCaller, headers: &HeaderMap, state: &AppState, code: &Secret) -> Option<String> {
    if caller.principal.role != Role::Admin {
        return None;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok())?;
    let scheme = if state.limits.https { "https" } else { "http" };
    Some(format!("{scheme}://{host}/enter/{}", code.expose()))
}

fn taken() -> ProblemDetails {
    wrong_state("a person has this e-mail address already: an administrator gives that person another place")
}

fn new_id() -> PersonId {
    PersonId::parse(&Uuid::now_v7().to_string()).expect("a UUID is an id")
}
