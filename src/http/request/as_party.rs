//! `?as=`: the party of a lot whose eyes are meant, and `?at=`: the moment that is meant.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;

use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::protocol::http::{Moment, Party};

/// The party that is named; an auditor where none is.
#[derive(Debug)]
pub(in crate::http) struct AsParty(pub(in crate::http) Party);

/// The moment that is named; the present where none is.
#[derive(Debug)]
pub(in crate::http) struct AtMoment(pub(in crate::http) Option<Moment>);

impl FromRequestParts<AppState> for AsParty {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        Ok(Self(read(parts, "as")?.unwrap_or(Party::Auditor)))
    }
}

impl FromRequestParts<AppState> for AtMoment {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        Ok(Self(read(parts, "at")?))
    }
}

fn read<T: FromStr<Err: Display>>(parts: &Parts, name: &str) -> Result<Option<T>, ProblemDetails> {
    let unreadable = |detail: String| ProblemDetails::new(StatusCode::BAD_REQUEST, "bad_request", detail);
    let members = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    let Query(members) = members.map_err(|error| unreadable(error.body_text()))?;
    let mut named = members.iter().filter(|(known, _)| known == name).map(|(_, text)| text);
    let (first, second) = (named.next(), named.next());
    if second.is_some() {
        return Err(unreadable(format!("{name}: stands twice: name it once")));
    }
    first.map(|text| text.parse().map_err(|error| unreadable(format!("{name}: {error}")))).transpose()
}
