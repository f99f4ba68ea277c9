//! What stands in a request's address.

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::problem::ProblemDetails;
use super::state::AppState;
use crate::ids::Seq;

/// Ids in the address. One that cannot be an id is one that does not exist.
#[derive(Debug)]
pub(super) struct InPath<T>(pub(super) T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for InPath<T> {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        let Path(ids) = Path::from_request_parts(parts, state).await.map_err(|_| ProblemDetails::not_found())?;
        Ok(Self(ids))
    }
}

/// `?after=SEQ`, from the beginning where it is absent.
#[derive(Debug)]
pub(super) struct After(pub(super) Seq);

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
