//! Practice lots: a lot of an event, played against scripted bidders.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::visible::event_for;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody};
use crate::ids::EventId;
use crate::protocol::http::{PracticeRequest, PracticeStarted};

/// Begins a practice lot. Nothing follows from it. An invited supplier bids against three scripted rivals; a buyer watches
/// all invited bidders, at a higher speed where it wants one. Only the caller's organisation sees the lot, and one at a
/// time. Where one runs already, `practice` of the answer 409 names it.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/practice", tag = "events", operation_id = "practise",
    params(("id" = String, Path, description = "the event's id")),
    request_body(content = ref("#/components/schemas/PracticeBody"), content_type = "application/json"),
    responses((status = 201, description = "it opens in ten seconds", body = ref("#/components/schemas/PracticeStarted"), content_type = "application/json")),
)]
pub(in crate::http) async fn practise(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<PracticeStarted>), ProblemDetails> {
    event_for(&engine, &caller, &id, Deed::Practise).await?;
    let request =
        PracticeRequest::parse(&body).map_err(|problems| ProblemDetails::bad_document("bad_document", problems))?;
    Ok((StatusCode::CREATED, Json(engine.practise(&caller.0, &id, request).await?)))
}
