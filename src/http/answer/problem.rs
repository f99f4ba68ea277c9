//! Errors as problem documents (RFC 9457).
//!
//! A client acts on `code`, which is stable; `detail` is for people. No problem shows internals of the server.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::auth::{Deed, FactorNeeded, NotAuthentic, NotChanged, NotSignedIn, PeopleError, Role};
use crate::engine::Denied;
use crate::event::Finding;
use crate::json::{Code, Problem};
use crate::protocol::ProblemBody;

/// How long a client is asked to wait, in seconds.
const RETRY_AFTER_S: HeaderValue = HeaderValue::from_static("1");

/// An error as a client gets it. Boxed: results that may hold one are frequent and stay small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemDetails(Box<ProblemMembers>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct ProblemMembers {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<Problem>,
    lint: Vec<Finding>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl ProblemDetails {
    /// Returns a problem of that status and code.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let (detail, errors, lint) = (detail.into(), Vec::new(), Vec::new());
        Self(Box::new(ProblemMembers { status, code, detail, errors, lint, header: None }))
    }

    /// No token, or a bad one.
    #[must_use]
    pub fn unauthorized() -> Self {
        let detail = "sign in, or send a valid token as Authorization: Bearer";
        let challenge = HeaderValue::from_static("Bearer realm=\"fairlot\"");
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail).with(header::WWW_AUTHENTICATE, challenge)
    }

    /// Unknown, malformed, or not visible to the caller: always the same bytes.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such thing for you")
    }

    /// The caller may see the thing, but its role may not do that.
    #[must_use]
    pub fn forbidden(role: Role, deed: Deed) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", role.refusal(deed))
    }

    /// A body with errors; all of them are listed.
    #[must_use]
    pub fn bad_document(code: &'static str, errors: Vec<Problem>) -> Self {
        let detail = match errors.as_slice() {
            [only] if only.path.is_empty() => format!("the body {}", only.message),
            [only] => format!("{} {}", only.path, only.message),
            several => format!("{} things are wrong, listed under errors", several.len()),
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail).listing(errors, Vec::new())
    }

    /// Guesses were wrong before: `wait` is how long the next one has to wait.
    fn too_many_attempts(wait: Duration, detail: String) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", detail)
            .with(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Too many requests wait already; nothing has happened.
    #[must_use]
    pub fn overloaded() -> Self {
        let detail = "too much waits: nothing has happened, send it again in a moment";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded", detail).with(header::RETRY_AFTER, RETRY_AFTER_S)
    }

    /// The outcome is not known.
    #[must_use]
    pub fn unavailable() -> Self {
        let detail = "the outcome is not known: ask again in a moment";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).with(header::RETRY_AFTER, RETRY_AFTER_S)
    }

    /// The server has lost its database and reconnects.
    pub(in crate::http) fn away() -> Self {
        Self::unavailable().saying("the database is away: nothing has happened, ask again in a moment".to_owned())
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.header = Some((name, value));
        self
    }

    /// Says it in other words.
    pub(in crate::http) fn saying(mut self, detail: String) -> Self {
        self.0.detail = detail;
        self
    }

    /// Returns what is wrong, one by one.
    #[cfg(test)]
    pub(in crate::http) fn errors(&self) -> &[Problem] {
        &self.0.errors
    }

    fn listing(mut self, errors: Vec<Problem>, lint: Vec<Finding>) -> Self {
        (self.0.errors, self.0.lint) = (errors, lint);
        self
    }
}

/// A problem's words, which the answer carries to where pages for people are made.
#[derive(Debug, Clone)]
pub(super) struct ProblemDetail(pub(super) String);

impl From<Denied> for ProblemDetails {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::NotFound => Self::not_found(),
            Denied::Forbidden(why) => Self::new(StatusCode::FORBIDDEN, "forbidden", why),
            Denied::WrongState(why) => Self::new(StatusCode::CONFLICT, "wrong_state", why),
            Denied::Problems(errors) => Self::bad_document("bad_document", errors),
            Denied::Lint(lint) => {
                let detail = "the profile forbids publication, for the reasons listed under lint";
                let errors = lint.iter().map(Finding::as_problem).collect();
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "profile_forbids", detail).listing(errors, lint)
            }
            Denied::Overloaded => Self::overloaded(),
            Denied::Unavailable => Self::unavailable(),
        }
    }
}

impl From<NotAuthentic> for ProblemDetails {
    fn from(error: NotAuthentic) -> Self {
        match error {
            NotAuthentic::Refused => Self::unauthorized(),
            NotAuthentic::Unavailable(source) => source.into(),
        }
    }
}

impl From<NotSignedIn> for ProblemDetails {
    fn from(error: NotSignedIn) -> Self {
        let detail = error.to_string();
        match error {
            NotSignedIn::Wrong => Self::unauthorized().saying(detail),
            NotSignedIn::CodeNeeded(_) => {
                let challenge = HeaderValue::from_static("Bearer realm=\"fairlot\"");
                Self::new(StatusCode::UNAUTHORIZED, "code_needed", detail).with(header::WWW_AUTHENTICATE, challenge)
            }
            NotSignedIn::Wait(wait) => Self::too_many_attempts(wait, detail),
            NotSignedIn::NoSuchPlace => {
                let message = "must be one of your own places; GET /me lists them";
                let problem = Problem::new("/place", Code::UnknownReference, message);
                Self::bad_document("bad_document", vec![problem])
            }
            NotSignedIn::Overloaded => Self::overloaded(),
            NotSignedIn::People(source) => source.into(),
        }
    }
}

impl From<NotChanged> for ProblemDetails {
    fn from(error: NotChanged) -> Self {
        let detail = error.to_string();
        match error {
            NotChanged::OldNeeded(path) => {
                let problem = Problem::new(path, Code::Missing, "is missing; it must be your present password");
                Self::bad_document("bad_document", vec![problem])
            }
            NotChanged::Wrong => Self::new(StatusCode::FORBIDDEN, "forbidden", detail),
            NotChanged::Wait(wait) => Self::too_many_attempts(wait, detail),
            NotChanged::Weak(why) => {
                Self::bad_document("weak_password", vec![Problem::new("/new", Code::WeakPassword, why)])
            }
            NotChanged::State(_) => Self::new(StatusCode::CONFLICT, "wrong_state", detail),
            NotChanged::Overloaded => Self::overloaded(),
            NotChanged::People(source) => source.into(),
        }
    }
}

impl From<FactorNeeded> for ProblemDetails {
    fn from(error: FactorNeeded) -> Self {
        Self::new(StatusCode::FORBIDDEN, "step_up_required", error.to_string())
    }
}

impl From<PeopleError> for ProblemDetails {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Unknown => Self::not_found(),
            PeopleError::Taken | PeopleError::TooManyPlaces => {
                Self::new(StatusCode::CONFLICT, "wrong_state", error.to_string())
            }
            PeopleError::Failed(_) => {
                tracing::error!(%error, "people could not be asked");
                Self::unavailable()
            }
        }
    }
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let ProblemMembers { status, code, detail, errors, lint, header } = *self.0;
        let (kind, title) = ("about:blank".to_owned(), status.canonical_reason().unwrap_or_default().to_owned());
        let words = ProblemDetail(detail.clone());
        let body = ProblemBody { kind, title, status: status.as_u16(), code: code.to_owned(), detail, errors, lint };
        let mut response = (status, Json(body)).into_response();
        response.extensions_mut().insert(words);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some((name, value)) = header {
            headers.insert(name, value);
        }
        response
    }
}
