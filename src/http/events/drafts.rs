//! Events before their lots open: drafts are created, replaced and published.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use super::visible::visible_event;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::event::EventDocument;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, DocumentBody, InPath};
use crate::ids::EventId;

/// Creates a draft from an event document.
#[utoipa::path(
    post, path = "/api/v1/events", tag = "events", operation_id = "create_event",
    request_body(content = ref("#/components/schemas/EventDocument"), content_type = "application/json"),
    responses((status = 201, description = "the draft", body = ref("#/components/schemas/EventSummary"), content_type = "application/json")),
)]
pub(in crate::http) async fn create(
    State(engine): State<Engine>,
    caller: Caller,
    DocumentBody(body): DocumentBody,
) -> Result<Response, ProblemDetails> {
    caller.may(Deed::SetUpEvents)?;
    let document = parse(body).await?;
    let answer = engine.create_event(&caller.0, document).await?;
    Ok((StatusCode::CREATED, RenderedJson(answer)).into_response())
}

/// Replaces a draft.
#[utoipa::path(
    put, path = "/api/v1/events/{id}", tag = "events", operation_id = "revise_event",
    params(("id" = String, Path, description = "the event's id")),
    request_body(content = ref("#/components/schemas/EventDocument"), content_type = "application/json"),
    responses((status = 200, description = "the draft", body = ref("#/components/schemas/EventSummary"), content_type = "application/json")),
)]
pub(in crate::http) async fn revise(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    DocumentBody(body): DocumentBody,
) -> Result<RenderedJson, ProblemDetails> {
    visible_event(&engine, &caller, &id).await?;
    caller.may(Deed::SetUpEvents)?;
    Ok(RenderedJson(engine.revise_event(&caller.0, &id, parse(body).await?).await?))
}

/// Freezes a draft and schedules its lots.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/publish", tag = "events", operation_id = "publish_event",
    params(("id" = String, Path, description = "the event's id")),
    responses((status = 200, description = "the published event", body = ref("#/components/schemas/EventSummary"), content_type = "application/json")),
)]
pub(in crate::http) async fn publish(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
) -> Result<RenderedJson, ProblemDetails> {
    visible_event(&engine, &caller, &id).await?;
    caller.may(Deed::SetUpEvents)?;
    Ok(RenderedJson(engine.publish_event(&caller.0, &id).await?))
}

/// Reading a large document takes long: another thread does it, because this one may be judging bids.
async fn parse(body: Bytes) -> Result<EventDocument, ProblemDetails> {
    let read = spawn_blocking(move || EventDocument::parse(&body)).await.map_err(|error| {
        tracing::error!(%error, "a document was not read to its end");
        ProblemDetails::unavailable()
    })?;
    read.map_err(|problems| ProblemDetails::bad_document("bad_document", problems))
}
