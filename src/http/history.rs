//! A lot's journal, as its viewers may read it: one record a line, streamed.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, TryStreamExt, stream};

use super::caller::Caller;
use super::lots::seen;
use super::path::{After, InPath};
use super::problem::Problem;
use crate::auction::ids::LotId;
use crate::auth::Deed;
use crate::engine::Engine;

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
    let mut records = access.history(after);
    // The first record decides the status; a failure after it cuts the answer off, which a reader can tell.
    let first = records.next().await.transpose()?;
    let lines = stream::iter(first.map(Ok)).chain(records).map_ok(line);
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, kind)], Body::from_stream(lines)).into_response())
}

fn line(record: Bytes) -> Bytes {
    if record.ends_with(b"\n") { record } else { [&record[..], b"\n"].concat().into() }
}
