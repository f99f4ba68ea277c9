//! A file that is kept, not shown.

use axum::http::{HeaderValue, header};
use axum::response::Response;

/// The answer as a file of that type and name.
pub(in crate::http) fn attachment(kind: &'static str, name: &str, mut answer: Response) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    answer
}
