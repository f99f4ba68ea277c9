//! Errors as problem documents (RFC 9457).
//!
//! A client acts on `code`, which is stable; `detail` is for people. No problem shows internals of the server.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::auth::{Deed, FactorNeeded, NotAuthentic, NotChanged, NotSignedIn, PeopleError, Role};
use crate::engine::Denied;
use crate::event::{Finding, Level};
use crate::ids::{LotId, Seq};
use crate::json::{Code, Problem};
use crate::protocol::ProblemBody;
use crate::protocol::http::{ErrorEntry, FailedLot, LotOutcome, StoredRevision};
use crate::sheet::{NotTaken, SheetRefusal};

/// How long a client is asked to wait, in seconds.
const RETRY_AFTER_S: HeaderValue = HeaderValue::from_static("1");

/// Where a problem with the header `Idempotency-Key` says that it stands.
pub(in crate::http) const KEY_PATH: &str = "/header/idempotency-key";

/// An error as a client gets it. Boxed: results that may hold one are frequent and stay small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemDetails(Box<ProblemMembers>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct ProblemMembers {
    status: StatusCode,
    code: &'static str,
    detail: String,
    errors: Vec<Finding>,
    lint: Vec<Finding>,
    lots: Vec<LotOutcome>,
    stands: Option<StoredRevision>,
    practice: Option<LotId>,
    failed: Option<FailedLot>,
    sheet: SheetRefusal,
    header: Option<(HeaderName, HeaderValue)>,
}

impl ProblemDetails {
    /// Returns a problem of that status and code.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let (detail, errors, lint, sheet) = (detail.into(), Vec::new(), Vec::new(), SheetRefusal::default());
        let (lots, stands, practice, failed, header) = (Vec::new(), None, None, None, None);
        let members =
            ProblemMembers { status, code, detail, errors, lint, lots, stands, practice, failed, sheet, header };
        Self(Box::new(members))
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
        let errors = errors.into_iter().map(Finding::from).collect();
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail).listing(errors, Vec::new())
    }

    /// The key of the request was sent before with another request.
    #[must_use]
    pub fn key_reused() -> Self {
        let message = "was sent before with another request: nothing has happened; send a new request with a new key";
        Self::bad_document("key_reused", vec![Problem::new(KEY_PATH, Code::BadHeader, message)])
    }

    /// An act that had no effect on some of the lots that it named; all of them are listed.
    #[must_use]
    pub fn some_failed(lots: Vec<LotOutcome>) -> Self {
        let failed = lots.iter().filter(|lot| lot.code.is_some()).count();
        let detail = format!("{failed} of {} lots did not take it, listed under lots; the others did", lots.len());
        let mut problem = Self::new(StatusCode::CONFLICT, "some_failed", detail);
        problem.0.lots = lots;
        problem
    }

    /// The caller has seen another revision of the draft than the one that stands.
    fn stale(stands: StoredRevision) -> Self {
        let detail = format!(
            "the draft was changed in between: revision {} stands; nothing has happened, read it and decide again",
            stands.revision
        );
        let mut problem = Self::new(StatusCode::PRECONDITION_FAILED, "stale", detail);
        problem.0.stands = Some(stands);
        problem
    }

    /// The draft does not say all that a publication needs; everything that is missing or wrong is listed.
    fn not_complete(findings: &[Finding], lint: Vec<Finding>) -> Self {
        let wrong = findings.iter().chain(&lint).filter(|finding| finding.level != Level::Warning);
        let detail = "the draft is not complete: all that is missing or wrong is listed under errors";
        let errors = wrong.cloned().collect();
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_document", detail).listing(errors, lint)
    }

    /// The caller's organisation plays a practice lot already.
    fn practice_runs(denied: Denied) -> Self {
        let mut problem = Self::new(StatusCode::CONFLICT, "wrong_state", denied.to_string());
        if let Denied::PracticeRuns(lot) = denied {
            problem.0.practice = Some(lot);
        }
        problem
    }

    /// Guesses were wrong before: `wait` is how long the next one has to wait.
    /// Too many attempts: the client waits that long.
    #[must_use]
    pub fn too_many_attempts(wait: Duration, detail: String) -> Self {
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

    /// The records of the lot cannot be used.
    fn unusable(first_bad: Option<Seq>) -> Self {
        let detail = "the records of this lot cannot be used, and nothing that was accepted is lost: ring whoever runs this service";
        let mut problem = Self::unavailable().saying(detail.to_owned());
        problem.0.failed = Some(FailedLot { first_bad });
        problem
    }

    /// The server has lost its database and reconnects.
    pub(in crate::http) fn away() -> Self {
        Self::unavailable().saying("the database is away: nothing has happened, ask again in a moment".to_owned())
    }

    /// Another server has the journal; this one waits.
    pub(in crate::http) fn standby() -> Self {
        let detail = "this server is a standby: nothing has happened, another server takes the request";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "standby", detail).with(header::RETRY_AFTER, RETRY_AFTER_S)
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

    /// Returns the status, the code and the words.
    pub(in crate::http) fn parts(&self) -> (StatusCode, &'static str, &str) {
        (self.0.status, self.0.code, &self.0.detail)
    }

    /// Returns what is wrong, one by one.
    #[cfg(test)]
    pub(in crate::http) fn errors(&self) -> &[Finding] {
        &self.0.errors
    }

    fn listing(mut self, errors: Vec<Finding>, lint: Vec<Finding>) -> Self {
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
            Denied::NotEnded => Self::new(StatusCode::CONFLICT, "not_ended", denied.to_string()),
            Denied::InTheFuture => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "in_the_future", denied.to_string()),
            Denied::NoSuchRecord => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no_such_record", denied.to_string()),
            Denied::FormatNotSimulated => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "format_not_simulated", denied.to_string())
            }
            Denied::Template => Self::new(StatusCode::CONFLICT, "template", Denied::Template.to_string()),
            Denied::Stale(stands) => Self::stale(stands),
            Denied::KeyReused => Self::key_reused(),
            Denied::NotComplete { findings, lint } => Self::not_complete(&findings, lint),
            Denied::Problems(errors) => Self::bad_document("bad_document", errors),
            Denied::Lint(lint) => {
                let detail = "the profile forbids publication, for the reasons listed under lint";
                let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "profile_forbids", detail);
                problem.listing(lint.clone(), lint)
            }
            Denied::PracticeRuns(_) => Self::practice_runs(denied),
            Denied::TooManyPractices(wait) => Self::too_many_attempts(wait, denied.to_string()),
            Denied::Overloaded => Self::overloaded(),
            Denied::Unusable { first_bad } => Self::unusable(first_bad),
            Denied::Unavailable => Self::unavailable(),
        }
    }
}

impl From<NotTaken> for ProblemDetails {
    fn from(not_taken: NotTaken) -> Self {
        match not_taken {
            NotTaken::TooLarge(detail) => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", detail),
            NotTaken::Refused(sheet) => {
                let detail = match sheet.faults.as_slice() {
                    [only] => only.message.clone(),
                    several => format!("{} things are wrong, listed under errors", several.len() + sheet.more),
                };
                let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "sheet_refused", detail);
                problem.0.sheet = sheet;
                problem
            }
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
        let ProblemMembers { status, code, detail, errors, lint, lots, stands, practice, failed, sheet, header } =
            *self.0;
        let (kind, title) = ("about:blank".to_owned(), status.canonical_reason().unwrap_or_default().to_owned());
        let words = ProblemDetail(detail.clone());
        let cells = sheet.faults.into_iter().map(ErrorEntry::Cell);
        let errors = errors.into_iter().map(ErrorEntry::Member).chain(cells).collect();
        let more = Some(sheet.more).filter(|more| *more > 0);
        let (status_code, code) = (status.as_u16(), code.to_owned());
        let body = ProblemBody {
            kind,
            title,
            status: status_code,
            code,
            detail,
            errors,
            more,
            lint,
            lots,
            practice,
            failed,
            stands,
        };
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
