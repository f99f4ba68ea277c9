//! The sessions of a person: listed, ended, moved to another place, and proved again.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum_extra::extract::CookieJar;

use super::asking::{Noted, note};
use super::session::me_of;
use crate::auth::people::{SecurityEventKind, Session};
use crate::auth::{Admitted, ClientFacts, Principal, RoleAt};
use crate::http::answer::ProblemDetails;
use crate::http::request::{InPath, JsonBody, SessionCaller, SignInClient, UnprovedCaller, cookie};
use crate::http::state::AppState;
use crate::json::{Code, Problem};
use crate::protocol::Me;
use crate::protocol::http::{CodeProof, PlaceChoice, SessionEntry, SessionList};

/// Lists the caller's own sessions.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "session", operation_id = "sessions",
    responses((status = 200, description = "the sessions, the oldest first", body = ref("#/components/schemas/SessionList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(state): State<AppState>,
    caller: SessionCaller,
) -> Result<Json<SessionList>, ProblemDetails> {
    caller.has_proved(&state)?;
    let sessions = state.gate.sessions().list(&caller.principal.person, state.clock.now()).await?;
    Ok(Json(shown(&sessions, Some(&caller))))
}

/// Ends all other sessions of the caller, and closes their connections.
#[utoipa::path(
    delete, path = "/api/v1/sessions", tag = "session", operation_id = "end_other_sessions",
    responses((status = 204, description = "ended")),
)]
pub(in crate::http) async fn end_others(
    State(state): State<AppState>,
    caller: SessionCaller,
    SignInClient(client): SignInClient,
) -> Result<StatusCode, ProblemDetails> {
    caller.has_proved(&state)?;
    let own = caller.principal.person.clone();
    if state.gate.sessions().end_others(own, Some(caller.token)).await? > 0 {
        note_ended(&state, &client, &caller).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of the caller's sessions, and closes its connections.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "session", operation_id = "end_session",
    params(("id" = String, Path, description = "the session's id, from the list")),
    responses((status = 204, description = "ended")),
)]
pub(in crate::http) async fn end(
    State(state): State<AppState>,
    caller: SessionCaller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<String>,
) -> Result<StatusCode, ProblemDetails> {
    caller.has_proved(&state)?;
    if !state.gate.sessions().end_by_id(caller.principal.person.clone(), id).await? {
        return Err(ProblemDetails::not_found());
    }
    note_ended(&state, &client, &caller).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Moves the caller's session to another of the person's places. The connections of the session are closed.
#[utoipa::path(
    post, path = "/api/v1/sessions/current/place", tag = "session", operation_id = "move_session",
    request_body(content = ref("#/components/schemas/PlaceChoice"), content_type = "application/json"),
    responses((status = 200, description = "moved, with a new cookie", body = ref("#/components/schemas/Me"), content_type = "application/json")),
)]
pub(in crate::http) async fn move_to(
    State(state): State<AppState>,
    caller: SessionCaller,
    jar: CookieJar,
    body: JsonBody,
) -> Result<(CookieJar, Json<Me>), ProblemDetails> {
    caller.has_proved(&state)?;
    let PlaceChoice { role, org } = body.parsed(PlaceChoice::parse)?;
    let sessions = state.gate.sessions();
    let cookie = sessions.move_to(caller.token, RoleAt { role, org }).await?;
    let cookie = cookie.ok_or_else(no_such_place)?;
    let admitted =
        sessions.admit(cookie.expose(), state.clock.now()).await?.ok_or_else(ProblemDetails::unauthorized)?;
    let jar = jar.add(cookie::keeping(&cookie, &state));
    let Admitted { principal, reset_until, .. } = admitted;
    Ok((jar, Json(me_of(&state, UnprovedCaller { principal, reset_until, is_session: true }).await?)))
}

/// Proves the caller's second factor again, for what cannot be undone.
#[utoipa::path(
    post, path = "/api/v1/sessions/current/step-up", tag = "session", operation_id = "step_up",
    request_body(content = ref("#/components/schemas/CodeProof"), content_type = "application/json"),
    responses((status = 204, description = "proved; it counts for 15 minutes")),
)]
pub(in crate::http) async fn step_up(
    State(state): State<AppState>,
    caller: SessionCaller,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<StatusCode, ProblemDetails> {
    let CodeProof { code } = body.parsed(CodeProof::parse)?;
    let person = caller.person(&state).await?;
    let sessions = state.gate.sessions();
    sessions.step_up(&person, caller.token, &code, &client, state.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns sessions as they are listed. `caller` is the session that asks, where it is one of them.
pub(super) fn shown(sessions: &[Session], caller: Option<&SessionCaller>) -> SessionList {
    let entry = |session: &Session| SessionEntry {
        id: session.id.clone(),
        current: caller.is_some_and(|caller| caller.token == session.token),
        role: session.principal.role,
        org: session.principal.org.clone(),
        created_at: session.times.signed_in_at,
        last_used_at: session.times.last_used_at,
        expires_at: session.principal.expires_at,
        device: session.client.device.clone(),
        address: session.client.address.clone(),
    };
    SessionList(sessions.iter().map(entry).collect())
}

/// Notes that a person has ended sessions of their own.
async fn note_ended(state: &AppState, client: &ClientFacts, caller: &SessionCaller) {
    let Principal { person, org, role, .. } = &caller.principal;
    let place = RoleAt { role: *role, org: org.clone() };
    let noted = Noted { kind: SecurityEventKind::SessionEnded, person, by: Some(person), place: &place, reason: None };
    note(state, client, noted).await;
}

/// The problem of a place that the person does not have.
pub(super) fn no_such_place() -> ProblemDetails {
    let problem = Problem::new("/place", Code::UnknownReference, "must be one of your own places; GET /me lists them");
    ProblemDetails::bad_document("bad_document", vec![problem])
}
