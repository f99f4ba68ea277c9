//! The caller's own session: who it belongs to, how it begins by password, how it ends.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;

use super::asking::{bad_body, caller, people, wrong_state};
use super::change;
use super::enter::org_name;
use super::view::place_view;
use crate::auth::people::Choices;
use crate::auth::{Attempt, PeopleError, Principal, RoleAt};
use crate::http::answer::ProblemDetails;
use crate::http::request::caller::cross_site;
use crate::http::request::{Caller, JsonBody, SessionCaller, SignInClient, UnprovedCaller, cookie, origin};
use crate::http::state::AppState;
use crate::protocol::http::{PersonWritten, PlaceChoice};
use crate::protocol::{Me, OwnPassword, SignIn};

/// Who the caller is.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "session", operation_id = "me",
    responses((status = 200, description = "the caller", body = ref("#/components/schemas/Me"), content_type = "application/json")),
)]
pub(in crate::http) async fn me(
    State(state): State<AppState>,
    caller: UnprovedCaller,
) -> Result<Json<Me>, ProblemDetails> {
    Ok(Json(me_of(&state, caller).await?))
}

/// Returns who that is.
pub(super) async fn me_of(state: &AppState, caller: UnprovedCaller) -> Result<Me, ProblemDetails> {
    let UnprovedCaller { principal, reset_until, is_session } = caller;
    let known = people(state).by_id(&principal.person).await?;
    let factor = people(state).second_factor(&principal.person).await?;
    let second_factor = factor.is_some_and(|kept| kept.confirmed_at.is_some());
    let needing = state.gate.sessions().roles_needing_factor();
    let second_factor_needed = is_session && !second_factor && needing.contains(&principal.role);
    let choices = people(state).choices(&principal.person).await?.unwrap_or_default();
    let has_password = people(state).password(&principal.person).await?.is_some();
    let may_reset = reset_until.is_some_and(|until| state.clock.now() < until);
    let password = own_password(may_reset, has_password);
    let org_name = org_name(state, &principal).await?;
    let Principal { person, role, org, expires_at } = principal;
    let (name, email, telephone, places) = match known {
        Some(known) => {
            let places = known.places.iter().map(place_view).collect();
            (known.name, Some(known.email), known.telephone, places)
        }
        None => (None, None, None, Vec::new()),
    };
    Ok(Me {
        person,
        role,
        org,
        name,
        email,
        org_name,
        telephone,
        places,
        second_factor,
        second_factor_needed,
        choices,
        password,
        expires_at,
    })
}

const fn own_password(may_reset: bool, has_password: bool) -> OwnPassword {
    match (may_reset, has_password) {
        (true, _) => OwnPassword::Reset,
        (false, true) => OwnPassword::Set,
        (false, false) => OwnPassword::None,
    }
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
    SignInClient(client): SignInClient,
    own: UnprovedCaller,
    body: JsonBody,
) -> Result<Json<Me>, ProblemDetails> {
    let written = PersonWritten::parse(body.text()?.as_bytes()).map_err(bad_body)?;
    let person = people(&state).by_id(&principal.person).await?;
    let person = person.ok_or_else(not_among_people)?;
    let caller = caller(&state, principal).await?;
    change::write(&state, &client, &caller, &person, written).await?;
    Ok(Json(me_of(&state, own).await?))
}

/// Stores what the caller chose for the pages.
#[utoipa::path(
    put, path = "/api/v1/me/choices", tag = "session", operation_id = "choose",
    request_body(content = ref("#/components/schemas/Choices"), content_type = "application/json"),
    responses((status = 204, description = "stored")),
)]
pub(in crate::http) async fn choose(
    State(state): State<AppState>,
    Caller(principal): Caller,
    body: JsonBody,
) -> Result<StatusCode, ProblemDetails> {
    let choices = body.parsed(Choices::parse)?;
    people(&state).choose(principal.person, choices).await.map_err(|error| match error {
        PeopleError::Unknown => not_among_people(),
        PeopleError::Taken | PeopleError::TooManyPlaces | PeopleError::Failed(_) => error.into(),
    })?;
    Ok(StatusCode::NO_CONTENT)
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
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<Response, ProblemDetails> {
    check_own_page(&state, &headers)?;
    let SignIn { email, password, code, place } = body.parsed(SignIn::parse)?;
    let place = place.map(|PlaceChoice { role, org }| RoleAt { role, org });
    let attempt = Attempt { email, password, code, place, client };
    let signed_in = state.gate.sessions().sign_in(&attempt, state.clock.now()).await?;
    let cookies = cookie::of_sign_in(&signed_in, &state);
    let me =
        me_of(&state, UnprovedCaller { principal: signed_in.principal, reset_until: None, is_session: true }).await?;
    Ok((StatusCode::CREATED, cookies, Json(me)).into_response())
}

/// Checks that a request that needs no session was caused by a page of this server, or by no browser.
pub(super) fn check_own_page(state: &AppState, headers: &HeaderMap) -> Result<(), ProblemDetails> {
    let is_own = match cookie::session_cookie(headers) {
        Some(_) => origin::is_of_own_page(headers, &state.limits),
        None => origin::is_not_foreign(headers, &state.limits),
    };
    if is_own { Ok(()) } else { Err(cross_site(headers)) }
}

/// Ends the caller's session and closes its connections.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "session", operation_id = "sign_out",
    responses((status = 204, description = "ended")),
)]
pub(in crate::http) async fn sign_out(
    State(state): State<AppState>,
    caller: SessionCaller,
    SignInClient(client): SignInClient,
    jar: CookieJar,
) -> Result<(StatusCode, CookieJar), ProblemDetails> {
    let sessions = state.gate.sessions();
    sessions.sign_out(&caller.principal.person, caller.token, &client, state.clock.now()).await?;
    Ok((StatusCode::NO_CONTENT, cookie::without_session(jar, &state)))
}

/// A program's token is not a person who signs in, so nothing can be kept for it.
fn not_among_people() -> ProblemDetails {
    wrong_state("the person of this token is not among the people who sign in")
}
