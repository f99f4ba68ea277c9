//! Previews of a lot, for the buyer who sets its event up.

use axum::extract::State;
use tokio::task::spawn_blocking;

use crate::auth::Deed;
use crate::engine::Engine;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, DocumentBody};
use crate::http::state::PreviewWork;
use crate::protocol::http::PreviewRequest;

/// Shows a lot as a party would see it, at a state, after offers. Nothing is stored.
#[utoipa::path(
    post, path = "/api/v1/events/preview", tag = "events", operation_id = "preview_event",
    request_body(content = ref("#/components/schemas/PreviewBody"), content_type = "application/json"),
    responses((status = 200, description = "the `lot` message, with the offers that were refused", body = ref("#/components/schemas/PreviewAnswer"), content_type = "application/json")),
)]
pub(in crate::http) async fn preview(
    State(engine): State<Engine>,
    State(PreviewWork(work)): State<PreviewWork>,
    caller: Caller,
    DocumentBody(body): DocumentBody,
) -> Result<RenderedJson, ProblemDetails> {
    caller.may(Deed::SetUpEvents)?;
    let read = spawn_blocking(move || PreviewRequest::parse(&body)).await.map_err(|error| {
        tracing::error!(%error, "a request for a preview was not read to its end");
        ProblemDetails::unavailable()
    })?;
    let request = read.map_err(|problems| ProblemDetails::bad_document("bad_document", problems))?;
    let event = engine.previewed(&caller.0, &request).await?;
    let message = work.run(move || event.render(&request)).await?;
    Ok(RenderedJson(message?))
}
