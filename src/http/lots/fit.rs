//! A supplier's own prices, scaled so that they come to a total.

use axum::Json;
use axum::extract::State;

use super::visible::lot_for;
use crate::auth::Deed;
use crate::engine::{Denied, Engine, messages};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody};
use crate::ids::LotId;
use crate::protocol::ServerMessage;
use crate::protocol::ws::FitRequest;

/// Scales the supplier's prices by one ratio, each rounded down. Nothing is bid.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/fit", tag = "bids", operation_id = "fit",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = ref("#/components/schemas/FitBody"), content_type = "application/json"),
    responses((status = 200, description = "the scaled prices, or null where there are none", body = ref("#/components/schemas/Fitted"), content_type = "application/json")),
)]
pub(in crate::http) async fn fit(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    body: JsonBody,
) -> Result<Json<ServerMessage>, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::Bid).await?;
    let faulty = |problems| ProblemDetails::bad_document("bad_message", problems);
    let FitRequest { id: question, prices, total } = FitRequest::parse_body(&id, body.text()?).map_err(faulty)?;
    let fitted = access
        .fit(&prices, total)
        .await
        .map_err(|denied| if let Denied::Problems(problems) = denied { faulty(problems) } else { denied.into() })?;
    Ok(Json(messages::fitted(id, question, fitted)))
}
