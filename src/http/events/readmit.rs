//! Lets a person back in who is kept out by wrong guesses or a lost second factor.

use axum::Json;
use axum::extract::State;

use crate::auth::people::PersonState;
use crate::auth::{Deed, Principal};
use crate::engine::{ReadmissionOrder, Recorded};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, SignInClient};
use crate::http::state::AppState;
use crate::ids::EventId;
use crate::protocol::Hex;
use crate::protocol::http::{ReadmissionRequest, Readmitted};

/// Lets a person back in who bids or observes in the event. For ten minutes none of the person's guesses waits, and one
/// sign-in needs no second factor.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/readmit", tag = "events", operation_id = "readmit",
    params(("id" = String, Path, description = "the event's id")),
    request_body(content = ref("#/components/schemas/ReadmissionRequest"), content_type = "application/json"),
    responses((status = 200, description = "recorded; the person can try again", body = ref("#/components/schemas/Readmitted"), content_type = "application/json")),
)]
pub(in crate::http) async fn readmit(
    State(state): State<AppState>,
    caller: Caller,
    SignInClient(client): SignInClient,
    InPath(id): InPath<EventId>,
    body: JsonBody,
) -> Result<Json<Readmitted>, ProblemDetails> {
    // A caller who may not see the event must not learn that it exists.
    state.engine.event(&caller.0, &id).await?;
    caller.may(Deed::Conduct)?;
    let ReadmissionRequest { person, reason } = body.parsed(|text| ReadmissionRequest::parse(text.as_bytes()))?;
    let sessions = state.gate.sessions();
    let known = sessions.people().by_id(&person).await?;
    let known = known.filter(|known| known.state != PersonState::Disabled);
    let stands_at = known.iter().flat_map(|known| &known.places).map(|held| Principal {
        person: person.clone(),
        org: held.place.org.clone(),
        role: held.place.role,
        expires_at: caller.0.expires_at,
    });
    let order = ReadmissionOrder { stands_at: stands_at.collect(), person: person.clone(), reason: reason.clone() };
    let Recorded { seq, at, hash } = state.engine.readmit(&caller.0, &id, order).await?;
    sessions.readmit(&caller.0, person, reason, &client, state.clock.now()).await?;
    Ok(Json(Readmitted { seq, at, hash: Hex(hash.0), mailed: None }))
}
