//! Events as their viewers may see them, and as they saw them.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::answered::tagged;
use super::query::ListQuery;
use crate::auth::Deed;
use crate::background::Background;
use crate::engine::Engine;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, InPast, InPath, PastQuery, with_seq};
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

/// An event as the caller may see it; or as it was seen at a past moment.
#[utoipa::path(
    get, path = "/api/v1/events/{id}", tag = "events", operation_id = "event",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("at" = Option<String>, Query, description = "a past moment: an instant, or seq:7 for right after record 7 of the event"),
        ("as" = Option<String>, Query, description = "an auditor names whose view it was: bidder:acme, observer:RFS, buyer or auditor"),
    ),
    responses((status = 200, description = "the event", body = ref("#/components/schemas/EventAnswer"), content_type = "application/json", headers(("Fairlot-Seq" = u64, description = "with `at`: the event's last record of what is shown; not for suppliers and observers")))),
)]
pub(in crate::http) async fn show(
    State(engine): State<Engine>,
    State(background): State<Background>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    InPast(past): InPast,
) -> Result<Response, ProblemDetails> {
    caller.may_see()?;
    let Some(PastQuery { moment, party }) = past else {
        return Ok(tagged(StatusCode::OK, engine.event(&caller.0, &id).await?));
    };
    let past = engine.past_event(&caller.0, &id, party.as_ref(), moment, &background).await?;
    Ok(with_seq(past.seq, RenderedJson(past.text).into_response()))
}
