//! A supplier's acceptance of an event's terms.

use axum::extract::State;

use super::visible::event_for;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, InPath};
use crate::ids::EventId;

/// Accepts the event's terms in each lot that the supplier is invited to.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/accept-terms", tag = "events", operation_id = "accept_terms",
    params(("id" = String, Path, description = "the event's id")),
    responses((status = 200, description = "where it is recorded, by lot", body = ref("#/components/schemas/AcceptedTerms"), content_type = "application/json")),
)]
pub(in crate::http) async fn accept_terms(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
) -> Result<RenderedJson, ProblemDetails> {
    event_for(&engine, &caller, &id, Deed::AcceptTerms).await?;
    Ok(RenderedJson(engine.accept_terms(&caller.0, &id).await?))
}
