//! A lot's journal as its viewers may read it: one record a line, streamed.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::long_read;
use super::visible::lot_for;
use crate::auth::Deed;
use crate::background::Background;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::answer::pace::LongReadPiece;
use crate::http::request::{After, Caller, InPath, QueryMembers};
use crate::http::state::AppState;
use crate::ids::LotId;

/// The most lines that can be asked for with `limit`.
const LINES_MAX: usize = 5_000;

/// `?limit=`: how many lines at most. None where it is absent.
#[derive(Debug)]
pub(in crate::http) struct LinesMax(Option<usize>);

/// The lot's journal after a record: whole for auditors, redacted for others.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/history", tag = "lots", operation_id = "history",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only records after this one"),
        ("limit" = Option<u32>, Query, description = "how many lines at most, 1 to 5000; all without it"),
    ),
    responses((status = 200, description = "one record a line", content_type = "application/x-ndjson")),
)]
pub(in crate::http) async fn read(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    LinesMax(lines_max): LinesMax,
    After(after): After,
) -> Result<Response, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::ReadHistory).await?;
    let lines = access.history(after);
    let lines = match lines_max {
        Some(lines_max) => first(lines, lines_max),
        None => lines,
    };
    let body = long_read::body(engine, &background, lines).await?;
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

/// The pieces up to that many that are shown. Nothing is read after the last one.
fn first(pieces: BoxStream<'static, LongReadPiece>, shown_max: usize) -> BoxStream<'static, LongReadPiece> {
    stream::try_unfold((pieces, shown_max), async |(mut pieces, left)| {
        if left == 0 {
            return Ok(None);
        }
        let Some(piece) = pieces.try_next().await? else { return Ok(None) };
        let left = left - usize::from(piece.is_some());
        Ok(Some((piece, (pieces, left))))
    })
    .boxed()
}

impl FromRequestParts<AppState> for LinesMax {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let lines_max = members.whole("limit", 1..=LINES_MAX);
        members.done(Self(lines_max))
    }
}
