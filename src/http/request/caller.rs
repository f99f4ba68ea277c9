//! Who sent a request: a client with a token, or a browser with a session.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

use super::cookie::session_cookie;
use super::origin;
use crate::auth::{Deed, NotAuthentic, Principal};
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;

/// The authenticated sender of a request.
#[derive(Debug, Clone)]
pub(in crate::http) struct Caller(pub(in crate::http) Principal);

impl Caller {
    /// Checks that the caller's role may do that.
    ///
    /// # Errors
    /// 403 where it may not. Check first that the caller may see the thing: this says that it exists.
    pub(in crate::http) fn may(&self, deed: Deed) -> Result<(), ProblemDetails> {
        if self.0.role.may(deed) { Ok(()) } else { Err(ProblemDetails::forbidden(self.0.role, deed)) }
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        if let Some(token) = bearer(&parts.headers)? {
            return Ok(Self(state.gate.bearer(token)?));
        }
        let cookie = session_cookie(&parts.headers).ok_or(NotAuthentic::Refused)?;
        let (principal, _) = state.gate.session(&cookie).await?;
        if !is_safe(&parts.method) && !origin::is_not_foreign(&parts.headers, &state.limits) {
            return Err(cross_site(&parts.headers));
        }
        Ok(Self(principal))
    }
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
