//! Events before their lots open: drafts are created, replaced, published and deleted.
//!
//! A request with a key is looked up first: what it has done stays answered, whatever the caller may see and do now.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use super::answered::tagged;
use super::query::{BodyForm, Incomplete};
use super::visible::event_for;
use crate::auth::Deed;
use crate::engine::{Conditions, Engine, EventReply};
use crate::event::{EventDocument, Expected, Stated};
use crate::http::answer::ProblemDetails;
use crate::http::request::{AnyBody, Caller, DocumentBody, IfMatch, InPath, KeyHeader};
use crate::http::state::AppState;
use crate::idempotency::IdempotencyKey;
use crate::ids::EventId;
use crate::json::Problem;

/// Creates a draft from an event document, or from any object.
#[utoipa::path(
    post, path = "/api/v1/events", tag = "events", operation_id = "create_event",
    params(
        ("incomplete" = Option<bool>, Query, description = "true keeps any object, as it is sent"),
        ("Idempotency-Key" = Option<String>, Header, description = "the client's own name for the request"),
    ),
    request_body(content = ref("#/components/schemas/EventDocument"), content_type = "application/json"),
    responses((status = 201, description = "the draft", body = ref("#/components/schemas/EventSummary"), content_type = "application/json")),
)]
pub(in crate::http) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    Incomplete(form): Incomplete,
    key: KeyHeader,
    DocumentBody(body): DocumentBody,
) -> Result<Response, ProblemDetails> {
    let idempotency = key.with_body(&body);
    if let Some(reply) = answered_before(&state.engine, &caller, idempotency.as_ref()).await? {
        return Ok(tagged(StatusCode::CREATED, reply));
    }
    caller.may(Deed::SetUpEvents)?;
    let stated = read(&state, body, form).await?;
    let conditions = Conditions { idempotency, expected: Expected::Any };
    let reply = state.engine.create_event(&caller.0, stated, conditions).await?;
    Ok(tagged(StatusCode::CREATED, reply))
}

/// Replaces what a draft or a template says.
#[utoipa::path(
    put, path = "/api/v1/events/{id}", tag = "events", operation_id = "revise_event",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("incomplete" = Option<bool>, Query, description = "true keeps any object, as it is sent; so does a template"),
        ("If-Match" = Option<String>, Header, description = "the ETag of the revision that the caller has seen"),
        ("Idempotency-Key" = Option<String>, Header, description = "the client's own name for the request"),
    ),
    request_body(content = ref("#/components/schemas/EventDocument"), content_type = "application/json"),
    responses((status = 200, description = "the draft", body = ref("#/components/schemas/EventSummary"), content_type = "application/json")),
)]
pub(in crate::http) async fn revise(
    State(state): State<AppState>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    Incomplete(form): Incomplete,
    IfMatch(expected): IfMatch,
    key: KeyHeader,
    DocumentBody(body): DocumentBody,
) -> Result<Response, ProblemDetails> {
    let engine = &state.engine;
    let idempotency = key.with_body(&body);
    if let Some(reply) = answered_before(engine, &caller, idempotency.as_ref()).await? {
        return Ok(tagged(StatusCode::OK, reply));
    }
    event_for(engine, &caller, &id, Deed::SetUpEvents).await?;
    let form = if engine.is_template(&caller.0, &id).await? { BodyForm::Any } else { form };
    let stated = read(&state, body, form).await?;
    let conditions = Conditions { idempotency, expected };
    let reply = engine.revise_event(&caller.0, &id, stated, conditions).await?;
    Ok(tagged(StatusCode::OK, reply))
}

/// Freezes a draft and schedules its lots.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/publish", tag = "events", operation_id = "publish_event",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("If-Match" = Option<String>, Header, description = "the ETag of the revision that the caller has seen"),
        ("Idempotency-Key" = Option<String>, Header, description = "the client's own name for the request"),
    ),
    responses((status = 200, description = "the published event", body = ref("#/components/schemas/EventSummary"), content_type = "application/json")),
)]
pub(in crate::http) async fn publish(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    IfMatch(expected): IfMatch,
    key: KeyHeader,
    AnyBody(body): AnyBody,
) -> Result<Response, ProblemDetails> {
    let idempotency = key.with_body(&body);
    if let Some(reply) = answered_before(&engine, &caller, idempotency.as_ref()).await? {
        return Ok(tagged(StatusCode::OK, reply));
    }
    event_for(&engine, &caller, &id, Deed::SetUpEvents).await?;
    let reply = engine.publish_event(&caller.0, &id, Conditions { idempotency, expected }).await?;
    Ok(tagged(StatusCode::OK, reply))
}

/// Takes a draft or a template away.
#[utoipa::path(
    delete, path = "/api/v1/events/{id}", tag = "events", operation_id = "delete_event",
    params(
        ("id" = String, Path, description = "the event's id"),
        ("If-Match" = Option<String>, Header, description = "the ETag of the revision that the caller has seen"),
        ("Idempotency-Key" = Option<String>, Header, description = "the client's own name for the request"),
    ),
    responses((status = 204, description = "it is deleted")),
)]
pub(in crate::http) async fn delete(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<EventId>,
    IfMatch(expected): IfMatch,
    key: KeyHeader,
    AnyBody(body): AnyBody,
) -> Result<Response, ProblemDetails> {
    // Nothing is looked at before the engine looks the key up: a repeat would not find the event that it has deleted.
    let idempotency = key.with_body(&body);
    engine.delete_event(&caller.0, &id, Conditions { idempotency, expected }).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The first answer to the same request, where it has a key and was done before.
///
/// # Errors
/// 422 where the key came with another request.
pub(super) async fn answered_before(
    engine: &Engine,
    caller: &Caller,
    idempotency: Option<&IdempotencyKey>,
) -> Result<Option<EventReply>, ProblemDetails> {
    match idempotency {
        Some(idempotency) => Ok(engine.answered_before(&caller.0, idempotency).await?),
        None => Ok(None),
    }
}

/// Reading a large document takes long: another thread does it, because this one may be judging bids.
async fn read(state: &AppState, body: Bytes, form: BodyForm) -> Result<Stated, ProblemDetails> {
    let now = state.clock.now();
    let reading = move || -> Result<Stated, Vec<Problem>> {
        match form {
            BodyForm::Whole => EventDocument::parse(&body).map(Stated::from),
            BodyForm::Any => Stated::read(&body, now).map_err(|problem| vec![problem]),
        }
    };
    let read = spawn_blocking(reading).await.map_err(|error| {
        tracing::error!(%error, "a document was not read to its end");
        ProblemDetails::unavailable()
    })?;
    read.map_err(|problems| ProblemDetails::bad_document("bad_document", problems))
}
