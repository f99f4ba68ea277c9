//! The queries of routes below `/api/v1/events`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::engine::EventFilter;
use crate::event::EventStatus;
use crate::http::answer::ProblemDetails;
use crate::http::request::QueryMembers;
use crate::http::state::AppState;
use crate::json::Code;

/// The most events of a page.
const COUNT_MAX: usize = 500;
/// Bytes of the text that is looked for.
const TEXT_BYTES_MAX: usize = 500;

/// What a body has to be: a whole document, or any object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum BodyForm {
    Whole,
    Any,
}

/// `?incomplete=true`: any object is kept.
#[derive(Debug)]
pub(in crate::http) struct Incomplete(pub(super) BodyForm);

/// `?status=&q=&limit=&after=`: which events are listed.
#[derive(Debug)]
pub(in crate::http) struct ListQuery(pub(super) EventFilter);

impl FromRequestParts<AppState> for Incomplete {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let form = members.choice("incomplete", &[("true", BodyForm::Any), ("false", BodyForm::Whole)]);
        members.done(Self(form.unwrap_or(BodyForm::Whole)))
    }
}

impl FromRequestParts<AppState> for ListQuery {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let statuses =
            [("draft", EventStatus::Draft), ("published", EventStatus::Published), ("template", EventStatus::Template)];
        let status = members.choice("status", &statuses);
        let text = members.text("q").map(str::to_owned);
        if text.as_ref().is_some_and(|text| text.len() > TEXT_BYTES_MAX) {
            members.fault("q", Code::TooLong, format!("must be at most {TEXT_BYTES_MAX} bytes"));
        }
        let count_max = members.whole("limit", 1..=COUNT_MAX);
        let after = members.text("after").map(str::parse);
        if let Some(Err(error)) = &after {
            members.fault("after", Code::BadText, format!("{error}"));
        }
        let after = after.and_then(Result::ok);
        members.done(Self(EventFilter { status, text, count_max, after }))
    }
}
