//! A buyer's acts on a live lot, and their previews.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::visible::lot_for;
use crate::auction::view::PreviewView;
use crate::auth::Deed;
use crate::engine::{ActAnswer, Engine, Recorded};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, KeyHeader, StepUp};
use crate::ids::LotId;
use crate::protocol::http::ActRequest;
use crate::protocol::{Hex, RecordedAct};

/// Pauses, extends, annuls and the like.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/commands", tag = "lots", operation_id = "act",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = ref("#/components/schemas/Act"), content_type = "application/json"),
    responses(
        (status = 200, description = "it took effect", body = ref("#/components/schemas/RecordedAct"), content_type = "application/json"),
        (status = 202, description = "it waits for a second buyer", body = ref("#/components/schemas/RecordedAct"), content_type = "application/json"),
    ),
)]
pub(in crate::http) async fn act(
    State(engine): State<Engine>,
    caller: Caller,
    step_up: StepUp,
    InPath(id): InPath<LotId>,
    key: KeyHeader,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<RecordedAct>), ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::Conduct).await?;
    if cannot_be_undone(&body) {
        step_up.check()?;
    }
    let (status, Recorded { seq, at, hash }) = match access.act(&body, key.with_body(&body)).await? {
        ActAnswer::Done(record) => (StatusCode::OK, record),
        ActAnswer::Waits(record) => (StatusCode::ACCEPTED, record),
    };
    Ok((status, Json(RecordedAct { seq, at, hash: Hex(hash.0) })))
}

/// What an act would do. Nothing happens.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/commands/preview", tag = "lots", operation_id = "preview_act",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = ref("#/components/schemas/Act"), content_type = "application/json"),
    responses((status = 200, description = "the lot before and after it", body = ref("#/components/schemas/PreviewView"), content_type = "application/json")),
)]
pub(in crate::http) async fn preview(
    State(engine): State<Engine>,
    caller: Caller,
    step_up: StepUp,
    InPath(id): InPath<LotId>,
    JsonBody(body): JsonBody,
) -> Result<Json<PreviewView>, ProblemDetails> {
    let access = lot_for(&engine, &caller, &id, Deed::Conduct).await?;
    let needs_step_up = cannot_be_undone(&body) && step_up.check().is_err();
    let preview = access.preview(&body).await?;
    Ok(Json(PreviewView { step_up: needs_step_up, ..preview }))
}

/// Whether the body asks for an act that needs a fresh proof of the second factor. One that cannot be read asks for none.
fn cannot_be_undone(body: &[u8]) -> bool {
    ActRequest::parse(body).is_ok_and(|act| act.cannot_be_undone())
}
