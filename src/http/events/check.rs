//! Looks at an event document at any state of its typing, and stores nothing.

use axum::Json;
use axum::extract::State;
use tokio::task::spawn_blocking;

use crate::auction::view::Viewer;
use crate::auth::Deed;
use crate::engine::Engine;
use crate::event::Assessed;
use crate::event::facts::{self, Checked};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, DocumentBody};
use crate::protocol::http::EventCheck;

/// Says what is missing, wrong and doubtful in an event document, and what follows from each lot. Stores nothing.
#[utoipa::path(
    post, path = "/api/v1/events/check", tag = "events", operation_id = "check_event",
    request_body(content = ref("#/components/schemas/EventDocument"), content_type = "application/json"),
    responses((status = 200, description = "what there is to say", body = ref("#/components/schemas/EventCheck"), content_type = "application/json")),
)]
pub(in crate::http) async fn check(
    State(engine): State<Engine>,
    caller: Caller,
    DocumentBody(body): DocumentBody,
) -> Result<Json<EventCheck>, ProblemDetails> {
    caller.may(Deed::SetUpEvents)?;
    let (now, buyer) = (engine.now(), Viewer::Buyer(caller.0.org.clone()));
    // Another thread reads it and drops the document, because this one may be judging bids.
    let look = move || {
        let Checked { mut assessed, lots } = facts::check(&body, now, &buyer)?;
        let complete = assessed.document.take().is_some();
        Ok((complete, assessed, lots))
    };
    let looked = spawn_blocking(look).await.map_err(|error| {
        tracing::error!(%error, "a document was not checked to its end");
        ProblemDetails::unavailable()
    })?;
    let (complete, assessed, lots) =
        looked.map_err(|problem| ProblemDetails::bad_document("bad_document", vec![problem]))?;
    let others = match assessed.reference() {
        Some(reference) => engine.published_with(&caller.0, reference).await?,
        None => Vec::new(),
    };
    let Assessed { findings, lint, .. } = assessed.beside(&others);
    Ok(Json(EventCheck { complete, findings, lint, lots }))
}
