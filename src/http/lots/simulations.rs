//! What other rules would have done on a lot that has ended, for buyers and auditors.

use axum::extract::State;
use futures::TryStreamExt;

use super::long_read;
use super::visible::lot_for;
use crate::auth::Deed;
use crate::http::answer::{ProblemDetails, RenderedJson};
use crate::http::request::{Caller, InPath, JsonBody};
use crate::http::state::{AppState, SimulationWork};
use crate::ids::LotId;
use crate::protocol::http::SimulationRequest;

/// Replays an ended lot under other rules, everybody behaving as they did. Nothing is stored.
#[utoipa::path(
    post, path = "/api/v1/lots/{id}/simulations", tag = "lots", operation_id = "simulate",
    params(("id" = String, Path, description = "the lot's id")),
    request_body(content = ref("#/components/schemas/SimulationBody"), content_type = "application/json"),
    responses((status = 200, description = "what the rules would have changed", body = ref("#/components/schemas/SimulationView"), content_type = "application/json")),
)]
pub(in crate::http) async fn simulate(
    State(state): State<AppState>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    body: JsonBody,
) -> Result<RenderedJson, ProblemDetails> {
    let access = lot_for(&state.engine, &caller, &id, Deed::Simulate).await?;
    let SimulationRequest { rules } = body.parsed(SimulationRequest::parse)?;
    let SimulationWork(work) = &state.simulations;
    let turn = work.turn().await?;
    let mut reading = long_read::pieces(state.engine.clone(), &state.background, access.simulation(rules));
    let mut simulated = None;
    while let Some(read) = reading.try_next().await? {
        simulated = read.into_iter().next().or(simulated);
    }
    let simulated = simulated.ok_or_else(ProblemDetails::unavailable)?;
    Ok(RenderedJson(turn.run(move || simulated.render()).await?))
}
