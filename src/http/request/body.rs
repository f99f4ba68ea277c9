//! Bodies of requests, JSON and sheets, limited in size and in time.

use std::error::Error;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::LengthLimitError;
use tokio::time::timeout;

use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::json::{Code, Problem};
use crate::sheet::SheetKind;

/// The text of an event document, of at most `document_bytes_max`.
#[derive(Debug)]
pub(in crate::http) struct DocumentBody(pub(in crate::http) Bytes);

/// Any other JSON text, of at most `body_bytes_max`.
#[derive(Debug)]
pub(in crate::http) struct JsonBody(pub(in crate::http) Bytes);

/// A body that says nothing, of any kind and of at most `body_bytes_max`: it is only part of a request's print.
#[derive(Debug)]
pub(in crate::http) struct AnyBody(pub(in crate::http) Bytes);
/// A sheet, of at most `sheet_bytes_max`.
#[derive(Debug)]
pub(in crate::http) struct SheetBody {
    pub(in crate::http) bytes: Bytes,
    pub(in crate::http) kind: SheetKind,
}

/// The media types of sheets. What a sheet is, its bytes say; only a paste is known by its type alone.
pub(in crate::http) const SHEET_TYPES: [(&str, SheetKind); 4] = [
    ("text/csv", SheetKind::AsItIs),
    ("text/tab-separated-values", SheetKind::Tabs),
    (XLSX_TYPE, SheetKind::AsItIs),
    ("application/octet-stream", SheetKind::AsItIs),
];

/// The media type of a workbook.
pub(in crate::http) const XLSX_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

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

impl FromRequest<AppState> for AnyBody {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ProblemDetails> {
        read_bounded(request, state.limits.body_bytes_max, state).await.map(Self)
    }
}

impl FromRequest<AppState> for SheetBody {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ProblemDetails> {
        let sent = media_type(request.headers());
        let known = SHEET_TYPES.iter().find(|(known, _)| sent.eq_ignore_ascii_case(known));
        let kind = known.map(|(_, kind)| *kind).ok_or_else(|| {
            let types: Vec<&str> = SHEET_TYPES.iter().map(|(known, _)| *known).collect();
            unsupported(&format!("send the sheet as Content-Type: {}", types.join(", or ")))
        })?;
        let bytes = read_bounded(request, state.limits.sheet_bytes_max, state).await?;
        Ok(Self { bytes, kind })
    }
}

async fn read(request: Request, bytes_max: usize, state: &AppState) -> Result<Bytes, ProblemDetails> {
    if !media_type(request.headers()).eq_ignore_ascii_case("application/json") {
        return Err(unsupported("send the body as Content-Type: application/json"));
    }
    read_bounded(request, bytes_max, state).await
}

fn unsupported(detail: &str) -> ProblemDetails {
    ProblemDetails::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
}

async fn read_bounded(request: Request, bytes_max: usize, state: &AppState) -> Result<Bytes, ProblemDetails> {
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

/// The media type without its parameters.
fn media_type(headers: &HeaderMap) -> &str {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim()
}
