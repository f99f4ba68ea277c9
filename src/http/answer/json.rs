//! Answers whose JSON was rendered elsewhere.

use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// JSON text that the engine has rendered; [`axum::Json`] renders a value instead.
#[derive(Debug)]
pub(in crate::http) struct RenderedJson(pub(in crate::http) Bytes);

impl IntoResponse for RenderedJson {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], self.0).into_response()
    }
}
