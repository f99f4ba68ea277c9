//! Refused bids, for buyers and auditors.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;

use super::visible::visible_lot;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::{AFTER_MAX, Caller, InPath, QueryMembers};
use crate::http::state::AppState;
use crate::ids::{LotId, Seq};
use crate::protocol::http::RefusalList;

/// The most refused bids of a page.
const PAGE_MAX: usize = 500;
/// The refused bids of a page, where the caller asks for no other number.
const PAGE_DEFAULT: usize = 100;

/// `?after=&limit=`.
#[derive(Debug)]
pub(in crate::http) struct RefusalQuery {
    after: Seq,
    limit: usize,
}

impl FromRequestParts<AppState> for RefusalQuery {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let after_max = usize::try_from(AFTER_MAX).unwrap_or(usize::MAX);
        let after = members.whole("after", 0..=after_max).unwrap_or_default();
        let limit = members.whole("limit", 1..=PAGE_MAX).unwrap_or(PAGE_DEFAULT);
        members.done(Self { after: Seq(u64::try_from(after).unwrap_or(AFTER_MAX)), limit })
    }
}

/// Refused bids in order, as the caller may see them.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/refusals", tag = "lots", operation_id = "refusals",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only those after this record: the `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "how many at most, 1 to 500; 100 without it"),
    ),
    responses((status = 200, description = "the refused bids", body = ref("#/components/schemas/RefusalList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    RefusalQuery { after, limit }: RefusalQuery,
) -> Result<Json<RefusalList>, ProblemDetails> {
    let access = visible_lot(&engine, &caller, &id).await?;
    caller.may(Deed::ReadRefusals)?;
    let (items, next) = access.refusals(after, limit).await?;
    Ok(Json(RefusalList { items, next: next.map(|next| next.to_string()) }))
}
