//! Members of a request's query.

use std::ops::RangeInclusive;

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::clock::Instant;
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::ids::{BadId, Seq};
use crate::json::{Code, Problems, join, read_instant};
use crate::money::Amount;

/// `?after=SEQ`: only what comes after that record. Zero where it is absent.
#[derive(Debug)]
pub(in crate::http) struct After(pub(in crate::http) Seq);

/// The largest record that can be named: a journal counts in 63 bits.
pub(in crate::http) const AFTER_MAX: u64 = i64::MAX.unsigned_abs();

#[derive(Deserialize)]
struct AfterQuery {
    #[serde(default)]
    after: u64,
}

impl FromRequestParts<AppState> for After {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        let query: Result<Query<AfterQuery>, QueryRejection> = Query::from_request_parts(parts, state).await;
        let after = query.ok().map(|Query(query)| query.after).filter(|after| *after <= AFTER_MAX);
        let after = after.ok_or_else(|| {
            let detail = format!(
                "after: must be a whole number from 0 to {AFTER_MAX}, the seq of the last record that you have"
            );
            ProblemDetails::new(StatusCode::BAD_REQUEST, "bad_request", detail)
        })?;
        Ok(Self(Seq(after)))
    }
}

/// The members of a query, to be read one by one. What is wrong with them is collected.
#[derive(Debug)]
pub(in crate::http) struct QueryMembers {
    members: Vec<(String, String)>,
    problems: Problems,
}

impl QueryMembers {
    /// Splits the query of a request.
    pub(in crate::http) fn of(parts: &Parts) -> Self {
        let problems = Problems::default();
        let read = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        if read.is_err() {
            problems.report("/query", Code::BadText, "cannot be read");
        }
        let members = read.map(|Query(members)| members).unwrap_or_default();
        Self { members, problems }
    }

    /// The text of a member; none where it is absent or empty.
    pub(in crate::http) fn text(&self, name: &str) -> Option<&str> {
        let mut named = self.members.iter().filter(|(known, _)| known == name).map(|(_, text)| text.as_str());
        let first = named.next();
        if named.next().is_some() {
            self.fault(name, Code::StandsTwice, "stands twice: name it once");
        }
        first.filter(|text| !text.is_empty())
    }

    /// The meaning of a member that is one of these words.
    pub(in crate::http) fn choice<T: Copy>(&self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        let chosen = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if chosen.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            let hint = self.problems.hint(text, words.iter().copied());
            self.fault(name, Code::UnknownChoice, format!("must be {}{hint}", words.join(" or ")));
        }
        chosen
    }

    /// A whole number of that range.
    pub(in crate::http) fn whole(&self, name: &str, range: RangeInclusive<usize>) -> Option<usize> {
        let text = self.text(name)?;
        let number = text.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let is_number = text.bytes().all(|digit| digit.is_ascii_digit());
            let code = if is_number { Code::OutOfRange } else { Code::NotAWholeNumber };
            self.fault(name, code, format!("must be a whole number from {} to {}", range.start(), range.end()));
        }
        number
    }

    /// An instant.
    pub(in crate::http) fn instant(&self, name: &str) -> Option<Instant> {
        let read = read_instant(self.text(name)?);
        read.map_err(|(code, message)| self.fault(name, code, message)).ok()
    }

    /// A decimal figure.
    pub(in crate::http) fn amount(&self, name: &str) -> Option<Amount> {
        let read = self.text(name)?.parse::<Amount>();
        read.map_err(|rule| self.fault(name, Code::BadDecimal, rule.to_string())).ok()
    }

    /// An id of that kind.
    pub(in crate::http) fn id<T>(&self, name: &str, parse: impl Fn(&str) -> Result<T, BadId>) -> Option<T> {
        let read = parse(self.text(name)?);
        read.map_err(|rule| self.fault(name, Code::BadText, rule.to_string())).ok()
    }

    /// Reports what is wrong with a member.
    pub(in crate::http) fn fault(&self, name: &str, code: Code, message: impl Into<String>) {
        self.problems.report(&join("/query", name), code, message);
    }

    /// What was read of the members.
    ///
    /// # Errors
    /// 422 with all that is wrong with them.
    pub(in crate::http) fn done<T>(self, read: T) -> Result<T, ProblemDetails> {
        if self.problems.is_empty() {
            return Ok(read);
        }
        Err(ProblemDetails::bad_document("bad_document", self.problems.in_order_found()))
    }
}
