//! The messages that a party of a lot was sent, for an auditor who replays it.

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::long_read;
use crate::background::Background;
use crate::engine::{Engine, ReplayedRecords};
use crate::http::answer::ProblemDetails;
use crate::http::request::{AFTER_MAX, AsParty, Caller, InPath, QueryMembers};
use crate::http::state::AppState;
use crate::ids::{LotId, Seq};
use crate::json::Code;

/// The most records that one page looks at.
const RECORDS_MAX: usize = 5_000;
/// How many it looks at where the caller does not say.
const RECORDS_DEFAULT: usize = 1_000;

/// `?from=&to=&limit=`: which records are replayed.
#[derive(Debug)]
pub(in crate::http) struct ViewsQuery(ReplayedRecords);

/// The messages that a party was sent from a record on: the whole `lot`, then each `update` and `message`, and at the end
/// how far the page has come.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/views", tag = "lots", operation_id = "views",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("as" = Option<String>, Query, description = "whose messages: bidder:acme, observer:RFS, buyer or auditor; an auditor's without it"),
        ("from" = Option<u64>, Query, description = "begin right after this record, with the whole lot; the first one without it"),
        ("to" = Option<u64>, Query, description = "end with this record; the last one without it"),
        ("limit" = Option<u32>, Query, description = "how many records are looked at, 1 to 5000; 1000 without it"),
    ),
    responses((status = 200, description = "one message a line, the last line a ViewsPage", content_type = "application/x-ndjson")),
)]
pub(in crate::http) async fn replay(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    AsParty(party): AsParty,
    ViewsQuery(records): ViewsQuery,
) -> Result<Response, ProblemDetails> {
    caller.may_see()?;
    let replay = engine.replay(&caller.0, &id, &party).await?;
    let body = long_read::body(engine, &background, replay.lines(records, background.clone())).await?;
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, kind)], body).into_response())
}

impl FromRequestParts<AppState> for ViewsQuery {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let place_max = usize::try_from(AFTER_MAX).unwrap_or(usize::MAX);
        let place = |name| {
            let place = members.whole(name, 0..=place_max)?;
            Some(Seq(u64::try_from(place).unwrap_or(AFTER_MAX)))
        };
        let (from, to) = (place("from").unwrap_or(Seq(1)), place("to"));
        let limit = members.whole("limit", 1..=RECORDS_MAX).unwrap_or(RECORDS_DEFAULT);
        if to.is_some_and(|to| to < from) {
            members.fault("to", Code::Contradiction, "must not be before from");
        }
        let limit = u64::try_from(limit).ok();
        members.done(Self(ReplayedRecords { from, to, limit }))
    }
}
