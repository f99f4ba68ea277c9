//! Copies of events: drafts and templates made from what another event says.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::answered::tagged;
use super::drafts::answered_before;
use super::visible::event_for;
use crate::auth::Deed;
use crate::engine::{Conditions, Engine};
use crate::event::Expected;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, KeyHeader};
use crate::ids::EventId;
use crate::protocol::http::CopyRequest;

/// Makes a draft or a template from what an event says.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/copy", tag = "events", operation_id = "copy_event",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "the client's own name for the request"),
    ),
    request_body(content = ref("#/components/schemas/CopyBody"), content_type = "application/json"),
    responses((status = 201, description = "the copy", body = ref("#/components/schemas/EventSummary"), content_type = "application/json")),
)]
pub(in crate::http) async fn copy(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    key: KeyHeader,
    JsonBody(body): JsonBody,
) -> Result<Response, ProblemDetails> {
    let idempotency = key.with_body(&body);
    if let Some(reply) = answered_before(&engine, &caller, idempotency.as_ref()).await? {
        return Ok(tagged(StatusCode::CREATED, reply));
    }
    event_for(&engine, &caller, &id, Deed::SetUpEvents).await?;
    let request =
        CopyRequest::parse(&body).map_err(|problems| ProblemDetails::bad_document("bad_document", problems))?;
    let conditions = Conditions { idempotency, expected: Expected::Any };
    let reply = engine.copy_event(&caller.0, &id, request, conditions).await?;
    Ok(tagged(StatusCode::CREATED, reply))
}
