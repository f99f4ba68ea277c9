//! Reads times that people type, for the pages: a browser has no table of the clock changes.

use axum::Json;
use axum::extract::State;

use super::answer::ProblemDetails;
use super::request::{Caller, JsonBody};
use super::state::AppState;
use crate::clock::Instant;
use crate::clock::typed::{self, NotRead};
use crate::clock::uk;
use crate::protocol::http::{TimeCandidate, TimeCode, TimeEntry, TimesAnswer, TimesRequest};

/// What tells the first and the second hour of a doubled one apart.
const TWICE: [&str; 2] = ["the first time, before the clocks go back", "the second time, after the clocks went back"];

/// Reads texts as UK time. Nothing is stored.
#[utoipa::path(
    post, path = "/api/v1/times", tag = "times", operation_id = "times",
    request_body(content = ref("#/components/schemas/TimesRequest"), content_type = "application/json"),
    responses((status = 200, description = "what each text means", body = ref("#/components/schemas/TimesAnswer"), content_type = "application/json")),
)]
pub(super) async fn read(
    State(state): State<AppState>,
    _: Caller,
    body: JsonBody,
) -> Result<Json<TimesAnswer>, ProblemDetails> {
    let request =
        TimesRequest::parse(body.text()?).map_err(|problems| ProblemDetails::bad_document("bad_document", problems))?;
    let now = state.clock.now();
    Ok(Json(TimesAnswer { items: request.texts.into_iter().map(|text| entry(text, now)).collect() }))
}

fn entry(text: String, now: Instant) -> TimeEntry {
    let error = match typed::read(&text, now) {
        Ok(at) => return TimeEntry::Read { text, at, words: uk::time_on_day(at) },
        Err(error) => error,
    };
    let message = error.to_string();
    let (code, candidates) = match error {
        NotRead::NotATime(_) => (TimeCode::NotATime, Vec::new()),
        NotRead::NoSuchTime(_) => (TimeCode::NoSuchTime, Vec::new()),
        NotRead::TimeTwice { candidates, .. } => {
            let candidate = |(at, which)| TimeCandidate { at, words: format!("{}, {which}", uk::time_on_day(at)) };
            (TimeCode::TimeTwice, candidates.into_iter().zip(TWICE).map(candidate).collect())
        }
    };
    TimeEntry::NotRead { text, code, message, candidates }
}
