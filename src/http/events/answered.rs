//! Answers about events, with the tag of the revision that they tell of.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::engine::EventReply;
use crate::http::answer::RenderedJson;

/// The answer, with the revision as its `ETag` where the reader may know it.
pub(super) fn tagged(status: StatusCode, reply: EventReply) -> Response {
    let EventReply { text, revision } = reply;
    let mut response = (status, RenderedJson(text)).into_response();
    if let Some(tag) = revision.and_then(|revision| HeaderValue::from_str(&format!("\"{revision}\"")).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
