//! The query of a list that comes page by page: after which record, and how many entries.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::http::answer::ProblemDetails;
use crate::http::request::{AFTER_MAX, QueryMembers};
use crate::http::state::AppState;
use crate::ids::Seq;

/// The most entries of a page.
const PAGE_MAX: usize = 500;
/// How many entries a page has where the caller does not say.
const PAGE_DEFAULT: usize = 100;

/// `?after=&limit=`.
#[derive(Debug)]
pub(in crate::http) struct PageQuery {
    pub(super) after: Seq,
    pub(super) limit: usize,
}

impl FromRequestParts<AppState> for PageQuery {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = QueryMembers::of(parts);
        let page = Self::read(&members);
        members.done(page)
    }
}

impl PageQuery {
    /// Reads the two members, among others.
    pub(super) fn read(members: &QueryMembers) -> Self {
        let after_max = usize::try_from(AFTER_MAX).unwrap_or(usize::MAX);
        let after = members.whole("after", 0..=after_max).unwrap_or_default();
        let limit = members.whole("limit", 1..=PAGE_MAX).unwrap_or(PAGE_DEFAULT);
        Self { after: Seq(u64::try_from(after).unwrap_or(AFTER_MAX)), limit }
    }
}
