//! A lot's journal, as its viewers may read it: one record a line, streamed.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::caller::Caller;
use super::lots::seen;
use super::pace;
use super::path::{After, InPath};
use super::problem::Problem;
use crate::auction::ids::LotId;
use crate::auth::Deed;
use crate::engine::Engine;

/// Most records that are looked at for one chunk: about 8 KiB, and a tenth of a millisecond of work.
const CHUNK_RECORDS_MAX: usize = 16;

/// The lot's journal after a record: whole for auditors, redacted for others.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/history", tag = "lots", operation_id = "history",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only records after this one"),
    ),
    responses((status = 200, description = "one record a line", content_type = "application/x-ndjson")),
)]
pub(super) async fn read(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    After(after): After,
) -> Result<Response, Problem> {
    let access = seen(&engine, &caller, &id).await?;
    caller.may(Deed::ReadHistory)?;
    let body = pace::body(access.history(after), CHUNK_RECORDS_MAX, move || engine.any_lot_is_open()).await?;
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}
