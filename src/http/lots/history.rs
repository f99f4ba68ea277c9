//! A lot's journal as its viewers may read it: one record a line, streamed.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::long_read;
use super::visible::lot_for;
use crate::auth::Deed;
use crate::background::Background;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::{After, Caller, InPath};
use crate::ids::LotId;

/// The lot's journal after a record: whole for auditors, redacted for others.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/history", tag = "lots", operation_id = "history",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only records after this one"),
    ),
    responses((status = 200, description = "one record a line", content_type = "application/x-ndjson")),
)]
pub(in crate::http) async fn read(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    After(after): After,
) -> Result<Response, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::ReadHistory).await?;
    let body = long_read::body(engine, &background, access.history(after)).await?;
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}
