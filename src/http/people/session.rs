//! The caller's own session: who it belongs to, how it begins by password, how it ends.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::CookieJar;

use super::asking::{bad_body, caller, people, wrong_state};
use super::change;
use super::enter::org_name;
use super::view::place_view;
use crate::auth::Principal;
use crate::http::answer::ProblemDetails;
use crate::http::request::caller::cross_site;
use crate::http::request::{Caller, JsonBody, cookie, origin};
use crate::http::state::AppState;
use crate::protocol::http::PersonWritten;
use crate::protocol::{Me, SignIn};

/// Who the caller is.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "session", operation_id = "me",
    responses((status = 200, description = "the caller", body = ref("#/components/schemas/Me"), content_type = "application/json")),
)]
pub(in crate::http) async fn me(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Me>, ProblemDetails> {
    let known = people(&state).by_id(&principal.person).await?;
    let org_name = org_name(&state, &principal).await?;
    let Principal { person, role, org, expires_at } = principal;
    let second_factor = false;
    let (name, email, telephone, places) = match known {
        Some(known) => {
            let places = known.places.iter().map(place_view).collect();
            (known.name, Some(known.email), known.telephone, places)
        }
        None => (None, None, None, Vec::new()),
    };
    Ok(Json(Me { person, role, org, name, email, org_name, telephone, places, second_factor, expires_at }))
}

/// Writes the caller's own name and telephone again.
#[utoipa::path(
    put, path = "/api/v1/me", tag = "session", operation_id = "change_me",
    request_body(content = ref("#/components/schemas/PersonWritten"), content_type = "application/json"),
    responses((status = 200, description = "changed", body = ref("#/components/schemas/Me"), content_type = "application/json")),
)]
pub(in crate::http) async fn change_me(
    State(state): State<AppState>,
    Caller(principal): Caller,
    headers: HeaderMap,
    body: JsonBody,
) -> Result<Json<Me>, ProblemDetails> {
    let written = PersonWritten::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let person = people(&state).by_id(&principal.person).await?;
    let person = person.ok_or_else(|| wrong_state("the person of this token is not among the people who sign in"))?;
    let caller = caller(&state, principal.clone()).await?;
    change::write(&state, &headers, &caller, &person, written).await?;
    me(State(state), Caller(principal)).await
}

/// Signs a browser in by password.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "session", operation_id = "sign_in_by_password",
    request_body(content = ref("#/components/schemas/SignIn"), content_type = "application/json"),
    responses((status = 201, description = "signed in, by cookie", body = ref("#/components/schemas/Me"), content_type = "application/json")),
)]
pub(in crate::http) async fn sign_in(
    State(state): State<AppState>,
    headers: HeaderMap,
    jar: CookieJar,
    body: JsonBody,
) -> Result<(StatusCode, CookieJar, Json<Me>), ProblemDetails> {
    if !origin::is_not_foreign(&headers, &state.limits) {
        return Err(cross_site(&headers));
    }
    let SignIn { email, password } =
        SignIn::parse(body.text()?).map_err(|problems| ProblemDetails::bad_document("bad_document", problems))?;
    let signed_in = state.gate.sessions().sign_in(&email, &password, state.clock.now()).await?;
    let jar = jar.add(cookie::keeping(&signed_in.cookie, &state));
    let me = me(State(state), Caller(signed_in.principal)).await?;
    Ok((StatusCode::CREATED, jar, me))
}

/// Ends the caller's session and closes its connections.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "session", operation_id = "sign_out",
    responses((status = 204, description = "ended")),
)]
pub(in crate::http) async fn sign_out(
    State(state): State<AppState>,
    _caller: Caller,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<(StatusCode, CookieJar), ProblemDetails> {
    let Some(secret) = cookie::session_cookie(&headers) else {
        let detail = "there is no session to end: a token ends by itself";
        return Err(ProblemDetails::new(StatusCode::CONFLICT, "wrong_state", detail));
    };
    state.gate.sessions().end(&secret).await?;
    Ok((StatusCode::NO_CONTENT, jar.remove(cookie::removed())))
}
