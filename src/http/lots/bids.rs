//! Bids over HTTP: the same fields and the same answers as over a WebSocket.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::visible::lot_for;
use crate::auth::Deed;
use crate::engine::{BidAnswer, BidRequest, Engine, messages};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, KeyHeader};
use crate::http::state::AppState;
use crate::ids::{BidRef, LotId};
use crate::protocol::{AnnulmentRequest, BidMessage, Hex, RecordedAct};

/// Bids on the lot.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/bids", tag = "bids", operation_id = "bid",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = ref("#/components/schemas/BidBody"), content_type = "application/json"),
    responses(
        (status = 200, description = "accepted", body = ref("#/components/schemas/Accepted"), content_type = "application/json"),
        (status = 422, description = "refused", body = ref("#/components/schemas/Refused"), content_type = "application/json"),
    ),
)]
pub(in crate::http) async fn bid(
    State(state): State<AppState>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    body: JsonBody,
) -> Result<Response, ProblemDetails> {
    let arrival = state.engine.arrivals().register();
    let stamped = arrival.stamp();
    let access = lot_for(&state.engine, &caller, &id, Deed::Bid).await?;
    let bid = BidMessage::parse_body(id.clone(), body.text()?)
        .map_err(|problems| ProblemDetails::bad_document("bad_message", problems))?;
    let (reply, mut answered) = mpsc::unbounded_channel();
    let BidMessage { bid_ref, prices, confirmed, .. } = bid;
    let received_at = stamped.received_at;
    access.bid(BidRequest { bid_ref: bid_ref.clone(), prices, confirmed, received_at }, &reply);
    drop(stamped);
    drop(reply);

    let answer = timeout(state.limits.answer_wait_max, answered.recv()).await;
    let (_, _, answer) = answer.ok().flatten().ok_or_else(ProblemDetails::unavailable)?;
    let status = match answer {
        BidAnswer::Accepted { .. } => StatusCode::OK,
        BidAnswer::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        BidAnswer::Overloaded => return Err(ProblemDetails::overloaded()),
        BidAnswer::Unavailable => return Err(ProblemDetails::unavailable()),
    };
    Ok((status, Json(messages::bid_answer(id, bid_ref, answer))).into_response())
}

/// The first answer given to that `ref`; 404 if it never arrived.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/bids/{ref}", tag = "bids", operation_id = "bid_outcome",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("ref" = String, Path, description = "the bid's own name"),
    ),
    responses((status = 200, description = "accepted or refused", body = ref("#/components/schemas/ServerMessage"), content_type = "application/json")),
)]
pub(in crate::http) async fn outcome(
    State(engine): State<Engine>,
    caller: Caller,
    InPath((id, bid_ref)): InPath<(LotId, BidRef)>,
) -> Result<Response, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::Bid).await?;
    match access.outcome(&bid_ref).await?.ok_or_else(ProblemDetails::not_found)? {
        BidAnswer::Overloaded => Err(ProblemDetails::overloaded()),
        BidAnswer::Unavailable => Err(ProblemDetails::unavailable()),
        answer @ (BidAnswer::Accepted { .. } | BidAnswer::Refused { .. }) => {
            Ok(Json(messages::bid_answer(id, bid_ref, answer)).into_response())
        }
    }
}

/// Asks for the standing offer of that `ref` to be annulled.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/annulment-requests", tag = "bids", operation_id = "request_annulment",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = ref("#/components/schemas/AnnulmentRequest"), content_type = "application/json"),
    responses((status = 200, description = "where it is recorded", body = ref("#/components/schemas/RecordedAct"), content_type = "application/json")),
)]
pub(in crate::http) async fn request_annulment(
    State(state): State<AppState>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    key: KeyHeader,
    body: JsonBody,
) -> Result<Json<RecordedAct>, ProblemDetails> {
    let access = lot_for(&state.engine, &caller, &id, Deed::Bid).await?;
    let request = AnnulmentRequest::parse(body.text()?)
        .map_err(|problems| ProblemDetails::bad_document("bad_document", problems))?;
    let record = access.request_annulment(request.bid_ref, request.reason, key.with_body(&body.0)).await?;
    if let Some(mailer) = &state.mailer {
        mailer.look_at_lots();
    }
    Ok(Json(RecordedAct { seq: record.seq, at: record.at, hash: Hex(record.hash.0) }))
}
