//! A buyer's acts on a live lot.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::visible::visible_lot;
use crate::auction::Act;
use crate::auth::Deed;
use crate::engine::{ActAnswer, Engine, Recorded};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, StepUp};
use crate::ids::LotId;
use crate::protocol::http::ActRequest;
use crate::protocol::{Hex, RecordedAct};

/// Pauses, extends, annuls and the like.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/commands", tag = "lots", operation_id = "act",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = ref("#/components/schemas/Act"), content_type = "application/json"),
    responses(
        (status = 200, description = "it took effect", body = ref("#/components/schemas/RecordedAct"), content_type = "application/json"),
        (status = 202, description = "it waits for a second buyer", body = ref("#/components/schemas/RecordedAct"), content_type = "application/json"),
    ),
)]
pub(in crate::http) async fn act(
    State(engine): State<Engine>,
    caller: Caller,
    step_up: StepUp,
    InPath(id): InPath<LotId>,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<RecordedAct>), ProblemDetails> {
    let access = visible_lot(&engine, &caller, &id).await?;
    caller.may(Deed::Conduct)?;
    if cannot_be_undone(&body) {
        step_up.check()?;
    }
    let (status, Recorded { seq, at, hash }) = match access.act(&body).await? {
        ActAnswer::Done(record) => (StatusCode::OK, record),
        ActAnswer::Waits(record) => (StatusCode::ACCEPTED, record),
    };
    Ok((status, Json(RecordedAct { seq, at, hash: Hex(hash.0) })))
}

/// Whether the body asks for an act that needs a fresh proof of the second factor. One that cannot be read asks for none.
fn cannot_be_undone(body: &[u8]) -> bool {
    match ActRequest::parse(body) {
        Ok(ActRequest::Annul { .. } | ActRequest::Exclude { .. }) => true,
        Ok(ActRequest::Plain(act)) => match act {
            Act::Annul { .. } | Act::Exclude { .. } | Act::Close { .. } | Act::Cancel { .. } => true,
            Act::Pause { .. }
            | Act::Resume { .. }
            | Act::Extend { .. }
            | Act::Broadcast { .. }
            | Act::Approve { .. }
            | Act::Decline { .. } => false,
        },
        Ok(ActRequest::BroadcastTo { .. }) | Err(_) => false,
    }
}
