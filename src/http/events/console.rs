//! The console of an event: all its lots in short.

use axum::extract::State;

use crate::engine::Engine;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, InPath};
use crate::ids::EventId;

/// An event with all its lots in short and its bidders, never older than any answer already sent. Not for suppliers.
#[utoipa::path(
    get, path = "/api/v1/events/{id}/console", tag = "events", operation_id = "console",
    params(("id" = String, Path, description = "the event's id")),
    responses((status = 200, description = "the same as the WebSocket's `event`", body = ref("#/components/schemas/ServerMessage"), content_type = "application/json")),
)]
pub(in crate::http) async fn show(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
) -> Result<RenderedJson, ProblemDetails> {
    caller.may_see()?;
    Ok(RenderedJson(engine.event_console(&caller.0, &id).await?))
}
