//! Ids in a request's path.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;

/// Ids in the path. Text that cannot be an id is answered like an id that does not exist.
#[derive(Debug)]
pub(in crate::http) struct InPath<T>(pub(in crate::http) T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for InPath<T> {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ProblemDetails> {
        let Path(ids) = Path::from_request_parts(parts, state).await.map_err(|_| ProblemDetails::not_found())?;
        Ok(Self(ids))
    }
}
