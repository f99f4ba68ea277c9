//! Refused bids, for buyers and auditors.

use axum::Json;
use axum::extract::State;

use super::page::PageQuery;
use super::visible::lot_for;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath};
use crate::ids::LotId;
use crate::protocol::http::RefusalList;

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
    PageQuery { after, limit }: PageQuery,
) -> Result<Json<RefusalList>, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::ReadRefusals).await?;
    let (items, next) = access.refusals(after, limit).await?;
    Ok(Json(RefusalList { items, next: next.map(|next| next.to_string()) }))
}
