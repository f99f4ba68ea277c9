//! The sessions and the second factor of another person, for those who look after the person.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::asking::{caller, note_by, permit, visible, wrong_state};
use super::sessions::shown;
use crate::auth::people::SecurityEventKind;
use crate::auth::people_rights::PersonDeed;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, SignInClient};
use crate::http::state::AppState;
use crate::ids::PersonId;
use crate::protocol::http::SessionList;

/// Lists a person's sessions.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/sessions", tag = "people", operation_id = "sessions_of",
    params(("id" = String, Path, description = "the person's id")),
    responses((status = 200, description = "the sessions, the oldest first", body = ref("#/components/schemas/SessionList"), content_type = "application/json")),
)]
pub(in crate::http) async fn sessions(
    State(state): State<AppState>,
    Caller(principal): Caller,
    InPath(id): InPath<PersonId>,
) -> Result<Json<SessionList>, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::EndSessions)?;
    let sessions = state.gate.sessions().list(&person.id, state.clock.now()).await?;
    Ok(Json(shown(&sessions, None)))
}

/// Ends all sessions of a person, and closes their connections.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/sessions", tag = "people", operation_id = "end_sessions_of",
    params(("id" = String, Path, description = "the person's id")),
    responses((status = 204, description = "ended")),
)]
pub(in crate::http) async fn end_sessions(
    State(state): State<AppState>,
    Caller(principal): Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<PersonId>,
) -> Result<StatusCode, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::EndSessions)?;
    state.gate.sessions().end_others(person.id.clone(), None).await?;
    note_by(&state, &client, &caller, SecurityEventKind::SessionEnded, &person.id, None).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one session of a person, and closes its connections.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/sessions/{session}", tag = "people", operation_id = "end_session_of",
    params(
        ("id" = String, Path, description = "the person's id"),
        ("session" = String, Path, description = "the session's id, from the list"),
    ),
    responses((status = 204, description = "ended")),
)]
pub(in crate::http) async fn end_session(
    State(state): State<AppState>,
    Caller(principal): Caller,
    SignInClient(client): SignInClient,
    InPath((id, session)): InPath<(PersonId, String)>,
) -> Result<StatusCode, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::EndSessions)?;
    if !state.gate.sessions().end_by_id(person.id.clone(), session).await? {
        return Err(ProblemDetails::not_found());
    }
    note_by(&state, &client, &caller, SecurityEventKind::SessionEnded, &person.id, None).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a person's second factor off, for a person who has lost the authenticator and the recovery codes.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/second-factor", tag = "people", operation_id = "remove_second_factor_of",
    params(("id" = String, Path, description = "the person's id")),
    responses((status = 204, description = "taken off")),
)]
pub(in crate::http) async fn remove_factor(
    State(state): State<AppState>,
    Caller(principal): Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<PersonId>,
) -> Result<StatusCode, ProblemDetails> {
    let caller = caller(&state, principal).await?;
    let person = visible(&state, &caller, &id).await?;
    permit(&caller, &person, PersonDeed::TakeOffSecondFactor)?;
    let sessions = state.gate.sessions();
    // First the sessions end: one that has not proved the factor would need no proof afterwards.
    sessions.end_others(person.id.clone(), None).await?;
    if !sessions.people().remove_factor(person.id.clone()).await? {
        return Err(wrong_state("this person has no second factor"));
    }
    note_by(&state, &client, &caller, SecurityEventKind::SecondFactorOff, &person.id, None).await;
    Ok(StatusCode::NO_CONTENT)
}
