//! JSON bodies of requests, limited in size and in time.

use std::error::Error;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::LengthLimitError;
use tokio::time::timeout;

use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::json::{Code, Problem};

/// The text of an event document, of at most `document_bytes_max`.
#[derive(Debug)]
pub(in crate::http) struct DocumentBody(pub(in crate::http) Bytes);

/// Any other JSON text, of at most `body_bytes_max`.
#[derive(Debug)]
pub(in crate::http) struct JsonBody(pub(in crate::http) Bytes);

impl JsonBody {
    /// Returns the body as text.
    ///
    /// # Errors
    /// 422 where it is not UTF-8.
    pub(in crate::http) fn text(&self) -> Result<&str, ProblemDetails> {
        str::from_utf8(&self.0).map_err(|_| {
            let fault = Problem::whole(Code::BadJson, "must be UTF-8");
            ProblemDetails::bad_document("bad_document", vec![fault])
        })
    }
}

impl JsonBody {
    /// Returns the body as `read` reads it.
    ///
    /// # Errors
    /// 422 with all problems at once.
    pub(in crate::http) fn parsed<T>(
        &self,
        read: impl FnOnce(&str) -> Result<T, Vec<Problem>>,
    ) -> Result<T, ProblemDetails> {
        read(self.text()?).map_err(|problems| ProblemDetails::bad_document("bad_document", problems))
    }
}

impl FromRequest<AppState> for DocumentBody {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ProblemDetails> {
        read(request, state.limits.document_bytes_max, state).await.map(Self)
    }
}

impl FromRequest<AppState> for JsonBody {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ProblemDetails> {
        read(request, state.limits.body_bytes_max, state).await.map(Self)
    }
}

async fn read(request: Request, bytes_max: usize, state: &AppState) -> Result<Bytes, ProblemDetails> {
    if !is_json(request.headers()) {
        let detail = "send the body as Content-Type: application/json";
        return Err(ProblemDetails::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    }
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: usize| length > bytes_max) {
        return Err(too_large(bytes_max));
    }
    let reading = read_all(request.into_body(), bytes_max);
    timeout(state.limits.body_wait_max, reading).await.unwrap_or_else(|_| {
        let detail = "the body did not arrive in time";
        let problem = ProblemDetails::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", detail);
        Err(problem.with(header::CONNECTION, HeaderValue::from_static("close")))
    })
}

async fn read_all(body: Body, bytes_max: usize) -> Result<Bytes, ProblemDetails> {
    to_bytes(body, bytes_max).await.map_err(|error| {
        if error.source().is_some_and(<dyn Error>::is::<LengthLimitError>) {
            return too_large(bytes_max);
        }
        ProblemDetails::new(StatusCode::BAD_REQUEST, "bad_request", "the body could not be read to its end")
    })
}

fn too_large(bytes_max: usize) -> ProblemDetails {
    let detail = format!("the body may have at most {bytes_max} bytes");
    ProblemDetails::new(StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", detail)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}
