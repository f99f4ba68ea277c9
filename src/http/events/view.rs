//! Events as their viewers may see them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::answered::tagged;
use super::query::ListQuery;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, InPath};
use crate::ids::EventId;

/// The events that the caller may see, newest first.
#[utoipa::path(
    get, path = "/api/v1/events", tag = "events", operation_id = "list_events",
    params(
        ("status" = Option<String>, Query, description = "only those that are a draft, published or a template; without it all but templates"),
        ("q" = Option<String>, Query, description = "only those whose title or reference contains this text"),
        ("limit" = Option<u32>, Query, description = "how many at most, 1 to 500; without it all"),
        ("after" = Option<String>, Query, description = "the `next` of the page before"),
    ),
    responses((status = 200, description = "the events", body = ref("#/components/schemas/EventList"), content_type = "application/json")),
)]
pub(in crate::http) async fn list(
    State(engine): State<Engine>,
    caller: Caller,
    ListQuery(filter): ListQuery,
) -> Result<RenderedJson, ProblemDetails> {
    caller.may(Deed::See)?;
    Ok(RenderedJson(engine.events(&caller.0, &filter).await?))
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
) -> Result<Response, ProblemDetails> {
    caller.may_see()?;
    Ok(tagged(StatusCode::OK, engine.event(&caller.0, &id).await?))
}
