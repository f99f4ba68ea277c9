//! Lots as their viewers may see them.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::caller::Caller;
use super::json::RenderedJson;
use super::pace::{self, Pace};
use super::path::{After, InPath};
use super::problem::ProblemDetails;
use crate::auth::Deed;
use crate::engine::{Engine, LotAccess};
use crate::ids::LotId;

/// A page of the bid graph is much work already, which the lot's actor does between its bids.
const OFFERS_PACE: Pace = Pace { pieces_max: 1, rest_per_work: 14 };

/// A lot as the caller may see it, never older than any answer already sent.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}", tag = "lots", operation_id = "lot",
    params(("id" = String, Path, description = "the lot's id")),
    responses((status = 200, description = "the same as the WebSocket's `lot`", body = ref("#/components/schemas/ServerMessage"), content_type = "application/json")),
)]
pub(super) async fn show(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
) -> Result<RenderedJson, ProblemDetails> {
    Ok(RenderedJson(seen(&engine, &caller, &id).await?.view().await?))
}

/// Accepted offers in order, as the caller may see them: all of them, streamed.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/offers", tag = "lots", operation_id = "offers",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only those after this record"),
    ),
    responses((status = 200, description = "the offers", content_type = "application/json")),
)]
pub(super) async fn offers(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    After(after): After,
) -> Result<Response, ProblemDetails> {
    let access = seen(&engine, &caller, &id).await?;
    let chunks = pace::chunks(access.offers(after), OFFERS_PACE, move || engine.any_lot_is_open());
    let body = pace::body(chunks).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}

/// The lot, where the caller may see it; asked before anything that its role may not do.
pub(super) async fn seen(engine: &Engine, caller: &Caller, id: &LotId) -> Result<LotAccess, ProblemDetails> {
    if !caller.0.role.may(Deed::See) {
        return Err(ProblemDetails::not_found());
    }
    Ok(engine.lot(&caller.0, id).await?)
}
