//! Lots as their viewers may see them.

use axum::body::Body;
use axum::extract::State;

use super::visible::visible_lot;
use crate::engine::Engine;
use crate::http::answer::pace::{self, Pace};
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{After, Caller, InPath};
use crate::ids::LotId;

/// A page of offers is much work already, which the lot's actor does between its bids.
const OFFERS_PACE: Pace = Pace { pieces_max: 1, pause_per_work: 14 };

/// A lot as the caller may see it, never older than any answer already sent.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}", tag = "lots", operation_id = "lot",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "the same as the WebSocket's `lot`", body = ref("#/components/schemas/ServerMessage"), content_type = "application/json")),
)]
pub(in crate::http) async fn show(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
) -> Result<RenderedJson, ProblemDetails> {
    Ok(RenderedJson(visible_lot(&engine, &caller, &id).await?.view().await?))
}

/// Accepted offers in order, as the caller may see them: all of them, streamed.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/offers", tag = "lots", operation_id = "offers",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only those after this record"),
    ),
    responses((status = 200, description = "the offers", body = ref("#/components/schemas/OfferList"), content_type = "application/json")),
)]
pub(in crate::http) async fn offers(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    After(after): After,
) -> Result<RenderedJson<Body>, ProblemDetails> {
    let access = visible_lot(&engine, &caller, &id).await?;
    let chunks = pace::chunks(access.offers(after), OFFERS_PACE, move || engine.any_lot_is_open());
    Ok(RenderedJson(pace::body(chunks).await?))
}
