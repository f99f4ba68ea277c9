//! Events as their viewers may see them.

use axum::extract::State;

use super::visible::visible_event;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, InPath};
use crate::ids::EventId;

/// All events that the caller may see, newest first.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "events", operation_id = "list_events",
    responses((status = 200, description = "the events", body = ref("#/components/schemas/EventList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(engine): State<Engine>,
    caller: Caller,
) -> Result<RenderedJson, ProblemDetails> {
    caller.may(Deed::See)?;
    Ok(RenderedJson(engine.events(&caller.0).await?))
}

/// An event as the caller may see it.
#[utoipa::path(
    get, path = "/api/v1/events/{id}", tag = "events", operation_id = "event",
    params(("id" = String, Path, description = "the event's id")),
    responses((status = 200, description = "the event", body = ref("#/components/schemas/EventAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn show(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
) -> Result<RenderedJson, ProblemDetails> {
    Ok(RenderedJson(visible_event(&engine, &caller, &id).await?))
}
