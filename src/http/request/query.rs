//! Members of a request's query.

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::ids::Seq;
use crate::json::{Code, Problem};

/// `?after=SEQ`: only what comes after that record. Zero where it is absent.
#[derive(Debug)]
pub(in crate::http) struct After(pub(in crate::http) Seq);

/// The largest record that can be named: a journal counts in 63 bits.
pub(in crate::http) const AFTER_MAX: u64 = i64::MAX.unsigned_abs();

/// The members of a query by name. Which are known, the contract says.
#[derive(Debug)]
pub(in crate::http) struct QueryMembers(Vec<(String, String)>);

impl QueryMembers {
    /// The last value of the member.
    pub(in crate::http) fn last(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl FromRequestParts<AppState> for QueryMembers {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        let read: Result<Query<Vec<(String, String)>>, QueryRejection> = Query::from_request_parts(parts, state).await;
        let Query(members) = read.map_err(|_| {
            let fault = Problem::new("/query", Code::BadQuery, "cannot be read");
            ProblemDetails::bad_document("bad_query", vec![fault])
        })?;
        Ok(Self(members))
    }
}

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
