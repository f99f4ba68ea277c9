//! Which offers led a lot, and from when on. Not for suppliers.

use axum::Json;
use axum::extract::State;

use super::page::PageQuery;
use super::visible::lot_for;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath};
use crate::ids::LotId;
use crate::protocol::http::LeadList;

/// The changes of the lead in order, and for an observer what its trust would have saved by each.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/leads", tag = "lots", operation_id = "leads",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only those after this record: the `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "how many at most, 1 to 500; 100 without it"),
    ),
    responses((status = 200, description = "the changes of the lead", body = ref("#/components/schemas/LeadList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    PageQuery { after, limit }: PageQuery,
) -> Result<Json<LeadList>, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::ReadLeads).await?;
    let (items, next) = access.leads(after, limit).await?;
    Ok(Json(LeadList { items, next: next.map(|next| next.to_string()) }))
}
