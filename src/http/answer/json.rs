//! Answers whose JSON was rendered elsewhere.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// JSON text that the engine has rendered, whole or as a stream; [`axum::Json`] renders a value instead.
#[derive(Debug)]
pub(in crate::http) struct RenderedJson<B = Bytes>(pub(in crate::http) B);

impl<B: Into<Body>> IntoResponse for RenderedJson<B> {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], self.0.into()).into_response()
    }
}
