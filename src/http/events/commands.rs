//! A buyer's act on several lots of one event, and its preview.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::visible::event_for;
use crate::auction::view::PreviewView;
use crate::auth::Deed;
use crate::engine::{ActAnswer, Denied, Engine, Recorded};
use crate::http::answer::ProblemDetails;
use crate::http::request::{Caller, InPath, JsonBody, KeyHeader, StepUp};
use crate::ids::{EventId, LotId};
use crate::json::Code;
use crate::protocol::Hex;
use crate::protocol::http::{ActOnLots, LotOutcome, LotOutcomes};

/// Pauses, extends, cancels and the like on several lots, lot by lot.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/commands", tag = "events", operation_id = "act_on_lots",
    params(("id" = String, Path, description = "the event's id")),
    request_body(content = ref("#/components/schemas/ActOnLots"), content_type = "application/json"),
    responses(
        (status = 200, description = "it took effect on all", body = ref("#/components/schemas/LotOutcomes"), content_type = "application/json"),
        (status = 202, description = "it took effect on some, and waits for a second buyer on the rest", body = ref("#/components/schemas/LotOutcomes"), content_type = "application/json"),
    ),
)]
pub(in crate::http) async fn act(
    State(engine): State<Engine>,
    caller: Caller,
    step_up: StepUp,
    InPath(id): InPath<EventId>,
    key: KeyHeader,
    JsonBody(body): JsonBody,
) -> Result<(StatusCode, Json<LotOutcomes>), ProblemDetails> {
    let act = read(&engine, &caller, &id, &body).await?;
    if act.act.cannot_be_undone() {
        step_up.check()?;
    }
    let answers = engine.act_on_lots(&caller.0, &id, &act, key.with_body(&body)).await?;
    let lots: Vec<LotOutcome> = answers.into_iter().map(|(lot, answer)| outcome(lot, answer, done)).collect();
    let status = together(&lots)?;
    Ok((status, Json(LotOutcomes { lots })))
}

/// What an act on several lots would do. Nothing happens.
#[utoipa::path(
    post, path = "/api/v1/events/{id}/commands/preview", tag = "events", operation_id = "preview_act_on_lots",
    params(("id" = String, Path, description = "the event's id")),
    request_body(content = ref("#/components/schemas/ActOnLots"), content_type = "application/json"),
    responses((status = 200, description = "each lot before and after it", body = ref("#/components/schemas/LotOutcomes"), content_type = "application/json")),
)]
pub(in crate::http) async fn preview(
    State(engine): State<Engine>,
    caller: Caller,
    step_up: StepUp,
    InPath(id): InPath<EventId>,
    JsonBody(body): JsonBody,
) -> Result<Json<LotOutcomes>, ProblemDetails> {
    let act = read(&engine, &caller, &id, &body).await?;
    let needs_step_up = act.act.cannot_be_undone() && step_up.check().is_err();
    let answers = engine.preview_on_lots(&caller.0, &id, &act).await?;
    let shown = |bare, preview| previewed(bare, PreviewView { step_up: needs_step_up, ..preview });
    let lots: Vec<LotOutcome> = answers.into_iter().map(|(lot, answer)| outcome(lot, answer, shown)).collect();
    together(&lots)?;
    Ok(Json(LotOutcomes { lots }))
}

/// Reads the act of a caller who may act on the event's lots.
async fn read(engine: &Engine, caller: &Caller, id: &EventId, body: &[u8]) -> Result<ActOnLots, ProblemDetails> {
    event_for(engine, caller, id, Deed::Conduct).await?;
    ActOnLots::parse(body).map_err(|problems| ProblemDetails::bad_document("bad_document", problems))
}

/// The status of all lots together.
///
/// # Errors
/// 409 `some_failed`, with all lots, where one did not take the act.
fn together(lots: &[LotOutcome]) -> Result<StatusCode, ProblemDetails> {
    if lots.iter().any(|lot| lot.code.is_some()) {
        return Err(ProblemDetails::some_failed(lots.to_vec()));
    }
    let waits = lots.iter().any(|lot| lot.status == StatusCode::ACCEPTED.as_u16());
    Ok(if waits { StatusCode::ACCEPTED } else { StatusCode::OK })
}

fn outcome<T>(lot: LotId, answer: Result<T, Denied>, done: impl FnOnce(LotOutcome, T) -> LotOutcome) -> LotOutcome {
    let status = StatusCode::OK.as_u16();
    let bare = LotOutcome { lot, status, seq: None, at: None, hash: None, preview: None, code: None, detail: None };
    match answer {
        Ok(answer) => done(bare, answer),
        Err(denied) => failed(bare, denied),
    }
}

fn done(bare: LotOutcome, answer: ActAnswer) -> LotOutcome {
    let (status, Recorded { seq, at, hash }) = match answer {
        ActAnswer::Done(record) => (StatusCode::OK, record),
        ActAnswer::Waits(record) => (StatusCode::ACCEPTED, record),
    };
    LotOutcome { status: status.as_u16(), seq: Some(seq), at: Some(at), hash: Some(Hex(hash.0)), ..bare }
}

fn previewed(bare: LotOutcome, preview: PreviewView) -> LotOutcome {
    let status = if preview.waits { StatusCode::ACCEPTED } else { StatusCode::OK };
    LotOutcome { status: status.as_u16(), preview: Some(Box::new(preview)), ..bare }
}

/// A lot that did not take the act. The request as a whole is right, so what is wrong with it on one lot is said as that
/// lot's state: a bidder that the lot does not have is not found there, the rest is a conflict.
fn failed(bare: LotOutcome, denied: Denied) -> LotOutcome {
    let is_unknown =
        |problems: &[crate::json::Problem]| problems.iter().any(|problem| problem.code == Code::UnknownReference);
    let (status, code) = match &denied {
        Denied::NotFound => (StatusCode::NOT_FOUND, None),
        Denied::Problems(problems) if is_unknown(problems) => (StatusCode::NOT_FOUND, Some("not_found")),
        Denied::KeyReused
        | Denied::Forbidden(_)
        | Denied::WrongState(_)
        | Denied::NotEnded
        | Denied::InTheFuture
        | Denied::NoSuchRecord
        | Denied::FormatNotSimulated
        | Denied::Template
        | Denied::Stale(_)
        | Denied::NotComplete { .. }
        | Denied::Problems(_)
        | Denied::Lint(_) => (StatusCode::CONFLICT, None),
        Denied::PracticeRuns(_)
        | Denied::TooManyPractices(_)
        | Denied::Overloaded
        | Denied::Unusable { .. }
        | Denied::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, None),
    };
    let problem = ProblemDetails::from(denied);
    let (_, own, detail) = problem.parts();
    let (code, detail) = (Some(code.unwrap_or(own).to_owned()), Some(detail.to_owned()));
    LotOutcome { status: status.as_u16(), code, detail, ..bare }
}
