//! How a lot ended, for everybody who may see it.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::long_read;
use super::visible::visible_lot;
use crate::background::Background;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath};
use crate::ids::LotId;

/// The result of an ended lot as the caller may see it: ranking, course of the lead, savings, acts.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/result", tag = "lots", operation_id = "result",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "the result", body = ref("#/components/schemas/ResultAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn show(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
) -> Result<Response, ProblemDetails> {
    let access = visible_lot(&engine, &caller, &id).await?;
    let body = long_read::body(engine, &background, access.result()).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}
