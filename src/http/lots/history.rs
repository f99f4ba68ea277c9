//! A lot's journal as its viewers may read it: one record a line, streamed.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::visible::visible_lot;
use crate::auth::Deed;
use crate::background::Background;
use crate::engine::{Denied, Engine};
use crate::http::answer::ProblemDetails;
use crate::http::answer::pace::{self, Pace};
use crate::http::request::{After, Caller, InPath};
use crate::ids::LotId;

/// Chunks of about 32 KiB, which the runtime's threads write. The thread that renders them always lets bids go first.
/// The pauses are for what does not give way to bids: `PostgreSQL`'s processes, and the processor's caches. They also
/// let `SQLite` start its write-ahead log again from the beginning, which it does only while no read is under way (see
/// docs/performance.md, A long history beside bids).
const PACE: Pace = Pace { pieces_max: 64, pause_per_work: 59 };

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
    let access = visible_lot(&engine, &caller, &id).await?;
    caller.may(Deed::ReadHistory)?;
    let chunks = pace::chunks(access.history(after), PACE, move || engine.any_lot_is_open());
    let body = pace::body(background.stream(chunks, Denied::Unavailable)).await?;
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}
