//! Who sent a request: a client with a token, or a browser with a session.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

use super::cookie::session_cookie;
use super::origin;
use crate::auth::{Admitted, Deed, FactorNeeded, FactorProof, NotAuthentic, Person, Principal, SecretHash};
use crate::clock::Instant;
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;

/// Under this path a person's rights are changed, which needs a fresh proof of the second factor.
const PEOPLE: &str = "/api/v1/people";

/// The authenticated sender of a request. One whose session still has to prove a second factor is answered 403.
#[derive(Debug, Clone)]
pub(in crate::http) struct Caller(pub(in crate::http) Principal);

/// The sender of a request that may come before the second factor: to see who it is, and to prove or set one up.
#[derive(Debug, Clone)]
pub(in crate::http) struct UnprovedCaller {
    pub(in crate::http) principal: Principal,
    /// Until when the session may set a new password without the old one. None for a token.
    pub(in crate::http) reset_until: Option<Instant>,
    /// Whether it is a browser's session, not a program's token.
    pub(in crate::http) is_session: bool,
}

/// The session of the sender. What needs the second factor calls [`SessionCaller::has_proved`].
#[derive(Debug, Clone)]
pub(in crate::http) struct SessionCaller {
    pub(in crate::http) principal: Principal,
    /// The hash of its cookie.
    pub(in crate::http) token: SecretHash,
    /// Until when it may set a new password without the old one.
    pub(in crate::http) reset_until: Option<Instant>,
    proof: FactorProof,
}

/// Whether the sender may do now what cannot be undone. A token is a program's: it is not asked.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct StepUp(Result<(), FactorNeeded>);

impl Caller {
    /// Checks that the caller's role may do that.
    ///
    /// # Errors
    /// 403 where it may not. Check first that the caller may see the thing: this says that it exists.
    pub(in crate::http) fn may(&self, deed: Deed) -> Result<(), ProblemDetails> {
        if self.0.role.may(deed) { Ok(()) } else { Err(ProblemDetails::forbidden(self.0.role, deed)) }
    }

    /// Checks that the caller's role sees events and lots at all.
    ///
    /// # Errors
    /// 404 where it does not.
    pub(in crate::http) fn may_see(&self) -> Result<(), ProblemDetails> {
        if self.0.role.may(Deed::See) { Ok(()) } else { Err(ProblemDetails::not_found()) }
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        if let Some(token) = bearer(&parts.headers)? {
            return Ok(Self(state.gate.bearer(token)?));
        }
        let caller = session_caller(parts, state).await?;
        caller.has_proved(state)?;
        if !is_safe(&parts.method) && parts.uri.path().starts_with(PEOPLE) {
            caller.proof.admits_step_up(state.clock.now())?;
        }
        Ok(Self(caller.principal))
    }
}

impl FromRequestParts<AppState> for UnprovedCaller {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        if let Some(token) = bearer(&parts.headers)? {
            return Ok(Self { principal: state.gate.bearer(token)?, reset_until: None, is_session: false });
        }
        let SessionCaller { principal, reset_until, .. } = session_caller(parts, state).await?;
        Ok(Self { principal, reset_until, is_session: true })
    }
}

impl FromRequestParts<AppState> for SessionCaller {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        if let Some(token) = bearer(&parts.headers)? {
            state.gate.bearer(token)?;
            let detail = "a token has no session: sign in with a browser";
            return Err(ProblemDetails::new(StatusCode::CONFLICT, "wrong_state", detail));
        }
        session_caller(parts, state).await
    }
}

impl FromRequestParts<AppState> for StepUp {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        if bearer(&parts.headers)?.is_some() {
            return Ok(Self(Ok(())));
        }
        let caller = session_caller(parts, state).await?;
        Ok(Self(caller.proof.admits_step_up(state.clock.now())))
    }
}

impl SessionCaller {
    /// Checks that the session has proved a second factor where it has to.
    ///
    /// # Errors
    /// 403 `step_up_required`.
    pub(in crate::http) fn has_proved(&self, state: &AppState) -> Result<(), ProblemDetails> {
        Ok(self.proof.admits(self.principal.role, state.gate.sessions().roles_needing_factor())?)
    }

    /// The person of the session.
    ///
    /// # Errors
    /// 401 where the person was erased in between.
    pub(in crate::http) async fn person(&self, state: &AppState) -> Result<Person, ProblemDetails> {
        let person = state.gate.sessions().people().by_id(&self.principal.person).await?;
        person.ok_or_else(ProblemDetails::unauthorized)
    }
}

impl StepUp {
    /// Checks that the sender may do now what cannot be undone.
    ///
    /// # Errors
    /// 403 `step_up_required`.
    pub(in crate::http) fn check(self) -> Result<(), ProblemDetails> {
        Ok(self.0?)
    }
}

/// Reads the session of a request, once for each request.
async fn session_caller(parts: &mut Parts, state: &AppState) -> Result<SessionCaller, ProblemDetails> {
    if let Some(known) = parts.extensions.get::<SessionCaller>() {
        return Ok(known.clone());
    }
    let cookie = session_cookie(&parts.headers).ok_or(NotAuthentic::Refused)?;
    let (Admitted { principal, token, proof, reset_until }, _) = state.gate.session(&cookie).await?;
    if !is_safe(&parts.method) && !origin::is_of_own_page(&parts.headers, &state.limits) {
        return Err(cross_site(&parts.headers));
    }
    let caller = SessionCaller { principal, token, reset_until, proof };
    parts.extensions.insert(caller.clone());
    Ok(caller)
}

/// Returns the token of the Authorization header, where there is one.
///
/// # Errors
/// 401 where the header holds something else.
pub(in crate::http) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, ProblemDetails> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let (scheme, token) =
        value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(ProblemDetails::unauthorized)?;
    if values.next().is_some() || !scheme.eq_ignore_ascii_case("bearer") {
        return Err(ProblemDetails::unauthorized());
    }
    Ok(Some(token.trim()))
}

/// The problem of a request that another site caused.
pub(in crate::http) fn cross_site(headers: &HeaderMap) -> ProblemDetails {
    let detail = format!("a browser's session acts only from this server's own pages{}", origin::mismatch(headers));
    ProblemDetails::new(StatusCode::FORBIDDEN, "cross_site", detail)
}

/// Whether a method only reads (RFC 9110 section 9.2.1).
pub(in crate::http) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
