//! Inviting: somebody new, or somebody again; and withdrawing an invitation.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use uuid::Uuid;

use super::asking::{bad_body, caller, forbidden, note_by, people, permit, visible, wrong_state};
use super::enter::organisation_name;
use super::organisation::name_if_unknown;
use super::repeat::{remembered, sent_before};
use super::view::{PersonFacts, invitation_view, person_view, shown};
use crate::auth::people::{
    AddedPerson, HeldPlace, Invitation, InvitationKind, InvitationState, MailKind, Person, PersonState, QueuedMail,
    RoleAt, SecurityEventKind, SentBefore,
};
use crate::auth::people_rights::{PeopleCaller, PersonDeed};
use crate::auth::{PeopleError, Role, Secret};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, KeyHeader, SignInClient};
use crate::http::state::AppState;
use crate::idempotency::IdempotencyKey;
use crate::ids::PersonId;
use crate::outbound::mail::texts;
use crate::protocol::http::{InvitationAsked, InvitationView, PersonInvited, PersonView, SignInView};

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
    SignInClient(client): SignInClient,
    key: KeyHeader,
    body: JsonBody,
) -> Result<(StatusCode, Json<PersonView>), ProblemDetails> {
    let key = key.with_body(&body.0);
    let caller = caller(&state, principal).await?;
    if let Some(again) = invited_before(&state, &caller, key.as_ref()).await? {
        return Ok(again);
    }
    let asked = PersonInvited::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let place = RoleAt { role: asked.place.role, org: asked.place.org.clone() };
    let there = people(&state).count_at(&place).await?;
    if let Some(fault) = caller.fault_of_inviting(&place, there) {
        return Err(forbidden(fault));
    }
    if people(&state).by_email(&asked.email).await?.is_some() {
        return invited_before(&state, &caller, key.as_ref()).await?.ok_or_else(taken);
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
    let (invitation, code) = new_invitation(&state, &caller, (&person.id, place), InvitationKind::Join, asked.to);
    let mail = mail(&state, &caller, &person, &invitation, &code).await?;
    let sent = remembered(&state, &caller.principal, key.as_ref(), person.id.as_str());
    let added = AddedPerson { person: person.clone(), invitation: Some(invitation.clone()), mail, sent };
    match people(&state).add(added).await {
        // The same request was under way at the same moment.
        Err(PeopleError::Taken) => return invited_before(&state, &caller, key.as_ref()).await?.ok_or_else(taken),
        added => added?,
    }
    state.gate.sessions().know_again().await;
    wake_mailer(&state);
    note_by(&state, &client, &caller, SecurityEventKind::Invited, &person.id, None).await;
    let invitation = invitation_view(&invitation, link(&caller, &headers, &state, &code), state.clock.now());
    let sign_in = SignInView { second_factor: false, last_sign_in: None, invitation: Some(invitation) };
    let facts = PersonFacts { sign_in, mail_failed: None };
    Ok((StatusCode::CREATED, Json(person_view(&caller, &person, facts))))
}

/// Invites somebody again; the invitation before can no longer be used. Somebody who has been here before gets a link to a
/// new password in place of an invitation.
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
    SignInClient(client): SignInClient,
    key: KeyHeader,
    body: JsonBody,
) -> Result<(StatusCode, Json<InvitationView>), ProblemDetails> {
    let key = key.with_body(&body.0);
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    if let Some(again) = sent_before(&state, &caller.principal, key.as_ref()).await? {
        return invited_again_before(&state, &person, again).await;
    }
    let asked = InvitationAsked::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    permit(&caller, &person, PersonDeed::Resend)?;
    if person.state == PersonState::Disabled {
        return Err(wrong_state("the person is disabled: enable them first"));
    }
    let Some(place) = place_for(&caller, &person) else { return Err(ProblemDetails::not_found()) };
    let kind = kind_for(&person);
    let (invitation, code) = new_invitation(&state, &caller, (&id, place), kind, asked.to);
    let mail = mail(&state, &caller, &person, &invitation, &code).await?;
    let sent = remembered(&state, &caller.principal, key.as_ref(), &invitation.id);
    if let Err(error) = people(&state).invite(invitation.clone(), mail, sent).await {
        // The same request was under way at the same moment.
        let before = sent_before(&state, &caller.principal, key.as_ref()).await?.ok_or(error)?;
        return invited_again_before(&state, &person, before).await;
    }
    wake_mailer(&state);
    note_by(&state, &client, &caller, event_of(kind), &id, None).await;
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

/// The answer to a repeat: the person as it stands now.
async fn invited_before(
    state: &AppState,
    caller: &PeopleCaller,
    key: Option<&IdempotencyKey>,
) -> Result<Option<(StatusCode, Json<PersonView>)>, ProblemDetails> {
    let Some(before) = sent_before(state, &caller.principal, key).await? else { return Ok(None) };
    let id = PersonId::parse(&before.made).map_err(|_| ProblemDetails::not_found())?;
    Ok(Some((StatusCode::CREATED, shown(state, caller, &id).await?)))
}

/// The answer to a repeat: the invitation as it stands now. One that is not the newest was replaced.
async fn invited_again_before(
    state: &AppState,
    person: &Person,
    before: SentBefore,
) -> Result<(StatusCode, Json<InvitationView>), ProblemDetails> {
    let newest = people(state).newest_invitations(vec![person.id.clone()]).await?.pop();
    let view = match newest.filter(|newest| newest.id == before.made) {
        Some(newest) => invitation_view(&newest, None, state.clock.now()),
        None => InvitationView {
            id: before.made,
            state: InvitationState::Withdrawn.as_str().to_owned(),
            sent_at: before.at,
            expires_at: before.at + kind_for(person).ttl(),
            link: None,
        },
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// The place at which an invitation signs in: the caller's own, where the person has it too.
fn place_for(caller: &PeopleCaller, person: &Person) -> Option<RoleAt> {
    let own = caller.place();
    if person.holds(&own) { Some(own) } else { person.places.first().map(|held| held.place.clone()) }
}

/// Who has signed in before, or has a password, gets a link to a new password.
const fn kind_for(person: &Person) -> InvitationKind {
    match person.state {
        PersonState::Invited => InvitationKind::Join,
        PersonState::Active | PersonState::Disabled => InvitationKind::Reset,
    }
}

const fn event_of(kind: InvitationKind) -> SecurityEventKind {
    match kind {
        InvitationKind::Join => SecurityEventKind::Invited,
        InvitationKind::Reset => SecurityEventKind::ResetAsked,
    }
}

fn new_invitation(
    state: &AppState,
    caller: &PeopleCaller,
    (person, place): (&PersonId, RoleAt),
    kind: InvitationKind,
    to: Option<String>,
) -> (Invitation, Secret) {
    let (code, now) = (Secret::random(), state.clock.now());
    let invitation = Invitation {
        id: Uuid::now_v7().to_string(),
        kind,
        code: code.hash(),
        person: person.clone(),
        place,
        state: if state.mailer.is_some() { InvitationState::Sent } else { InvitationState::ToHandOver },
        leads_to: to.unwrap_or_else(|| "/".to_owned()),
        by: caller.principal.person.clone(),
        sent_at: now,
        expires_at: now + kind.ttl(),
    };
    (invitation, code)
}

/// The mail with the invitation's link. None where no mail is set up.
async fn mail(
    state: &AppState,
    caller: &PeopleCaller,
    person: &Person,
    invitation: &Invitation,
    code: &Secret,
) -> Result<Option<QueuedMail>, ProblemDetails> {
    let Some(mailer) = &state.mailer else { return Ok(None) };
    let (name, link, until) = (texts::greeted(person), mailer.link(code.expose()), invitation.expires_at);
    let (kind, words) = match invitation.kind {
        InvitationKind::Join => {
            let organisation = organisation_name(state, &person.id, &invitation.place).await?;
            (MailKind::Invitation, texts::invitation(mailer.about(), name, &organisation, &link, until))
        }
        InvitationKind::Reset => {
            let by = state.gate.sessions().directory().name_of(&caller.principal.person);
            let by = by.as_deref().unwrap_or("somebody who looks after your account");
            (MailKind::PasswordReset, texts::password_reset(mailer.about(), name, by, &link, until))
        }
    };
    Ok(Some(mailer.mail(kind, person, &words, state.clock.now())))
}

fn wake_mailer(state: &AppState) {
    if let Some(mailer) = &state.mailer {
        mailer.wake();
    }
}

/// The link for the administrator who made the invitation, where no mail is set up. Nobody else is shown one.
fn link(caller: &PeopleCaller, headers: &HeaderMap, state: &AppState, code: &Secret) -> Option<String> {
    if caller.principal.role != Role::Admin || state.mailer.is_some() {
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
