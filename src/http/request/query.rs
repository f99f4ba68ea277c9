//! Members of a request's query.

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::ids::Seq;

/// `?after=SEQ`: only what comes after that record. Zero where it is absent.
#[derive(Debug)]
pub(in crate::http) struct After(pub(in crate::http) Seq);

#[derive(Deserialize)]
struct AfterQuery {
    #[serde(default)]
    after: u64,
}

impl FromRequestParts<AppState> for After {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        let query: Result<Query<AfterQuery>, QueryRejection> = Query::from_request_parts(parts, state).await;
        let detail = "after: must be a whole number from 0, the seq of the last record that you have";
        let Query(query) = query.map_err(|_| ProblemDetails::new(StatusCode::BAD_REQUEST, "bad_request", detail))?;
        Ok(Self(Seq(query.after)))
    }
}
