//! The caller's own password and second factor.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::enter::org_name;
use crate::auth::AskingSession;
use crate::http::answer::ProblemDetails;
use crate::http::request::{JsonBody, SessionCaller, SignInClient};
use crate::http::state::AppState;
use crate::protocol::http::{CodeProof, FactorRemoval, PasswordChange, ProposedFactor, RecoveryList};

/// Changes the caller's password and ends all other sessions of the caller.
#[utoipa::path(
    put, path = "/api/v1/me/password", tag = "session", operation_id = "change_password",
    request_body(content = ref("#/components/schemas/PasswordChange"), content_type = "application/json"),
    responses((status = 204, description = "changed")),
)]
pub(in crate::http) async fn change_password(
    State(state): State<AppState>,
    caller: SessionCaller,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<StatusCode, ProblemDetails> {
    caller.has_proved(&state)?;
    let PasswordChange { old, new } = body.parsed(PasswordChange::parse)?;
    let person = caller.person(&state).await?;
    let passwords = (old.as_deref(), new.as_str());
    let asking = AskingSession { token: caller.token, reset_until: caller.reset_until };
    let name = org_name(&state, &caller.principal).await?;
    let (name, now) = (name.as_deref(), state.clock.now());
    state.gate.sessions().change_password(&person, asking, passwords, name, &client, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Proposes a second factor to the caller. It counts once a first code has confirmed it.
#[utoipa::path(
    post, path = "/api/v1/me/second-factor", tag = "session", operation_id = "propose_second_factor",
    responses((status = 201, description = "what the authenticator app needs", body = ref("#/components/schemas/ProposedFactor"), content_type = "application/json")),
)]
pub(in crate::http) async fn propose_factor(
    State(state): State<AppState>,
    caller: SessionCaller,
) -> Result<(StatusCode, Json<ProposedFactor>), ProblemDetails> {
    let person = caller.person(&state).await?;
    let offer = state.gate.sessions().propose_factor(&person).await?;
    let (uri, secret, qr) = (offer.uri.to_string(), offer.secret.to_string(), offer.picture.to_string());
    Ok((StatusCode::CREATED, Json(ProposedFactor { uri, secret, qr })))
}

/// Confirms the proposed second factor by a first code.
#[utoipa::path(
    put, path = "/api/v1/me/second-factor", tag = "session", operation_id = "confirm_second_factor",
    request_body(content = ref("#/components/schemas/CodeProof"), content_type = "application/json"),
    responses((status = 200, description = "the recovery codes, this once", body = ref("#/components/schemas/RecoveryList"), content_type = "application/json")),
)]
pub(in crate::http) async fn confirm_factor(
    State(state): State<AppState>,
    caller: SessionCaller,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<Json<RecoveryList>, ProblemDetails> {
    let CodeProof { code } = body.parsed(CodeProof::parse)?;
    let person = caller.person(&state).await?;
    let sessions = state.gate.sessions();
    let codes = sessions.confirm_factor(&person, caller.token, &code, &client, state.clock.now()).await?;
    Ok(Json(RecoveryList { recovery_codes: codes.iter().map(crate::auth::RecoveryCode::in_groups).collect() }))
}

/// Takes the caller's second factor off.
#[utoipa::path(
    delete, path = "/api/v1/me/second-factor", tag = "session", operation_id = "remove_second_factor",
    request_body(content = ref("#/components/schemas/FactorRemoval"), content_type = "application/json"),
    responses((status = 204, description = "taken off")),
)]
pub(in crate::http) async fn remove_factor(
    State(state): State<AppState>,
    caller: SessionCaller,
    SignInClient(client): SignInClient,
    body: JsonBody,
) -> Result<StatusCode, ProblemDetails> {
    caller.has_proved(&state)?;
    let FactorRemoval { password, code } = body.parsed(FactorRemoval::parse)?;
    let person = caller.person(&state).await?;
    let proofs = (password.as_deref(), code.as_str());
    state.gate.sessions().take_factor_off(&person, proofs, &client, state.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
