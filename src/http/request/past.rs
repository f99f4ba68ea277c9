//! `?at=&as=`: the moment that is asked for, and as whom it is seen.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::ids::Seq;
use crate::protocol::http::{Moment, Party};

/// The header that names the record whose state is shown.
const FAIRLOT_SEQ: HeaderName = HeaderName::from_static("fairlot-seq");

/// The moment that is asked for; none for the present.
#[derive(Debug)]
pub(in crate::http) struct InPast(pub(in crate::http) Option<PastQuery>);

/// What is asked of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::http) struct PastQuery {
    pub(in crate::http) moment: Moment,
    /// None for the caller's own eyes.
    pub(in crate::http) party: Option<Party>,
}

/// The party that is replayed; an auditor where none is named.
#[derive(Debug)]
pub(in crate::http) struct AsParty(pub(in crate::http) Party);

/// The moment up to which it is replayed; the present where none is named.
#[derive(Debug)]
pub(in crate::http) struct AtMoment(pub(in crate::http) Option<Moment>);

impl FromRequestParts<AppState> for InPast {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let members = members(parts)?;
        match (read(&members, "at")?, read(&members, "as")?) {
            (Some(moment), seen_as) => Ok(Self(Some(PastQuery { moment, party: seen_as }))),
            (None, None) => Ok(Self(None)),
            (None, Some(_)) => Err(unreadable("as: needs at, the moment at which the party looks".to_owned())),
        }
    }
}

impl FromRequestParts<AppState> for AsParty {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        Ok(Self(read(&members(parts)?, "as")?.unwrap_or(Party::Auditor)))
    }
}

impl FromRequestParts<AppState> for AtMoment {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        Ok(Self(read(&members(parts)?, "at")?))
    }
}

/// The answer with that record in its header; without the header where the caller may not know the record.
pub(in crate::http) fn with_seq(seq: Option<Seq>, mut answer: Response) -> Response {
    answer.headers_mut().extend(seq.map(|seq| (FAIRLOT_SEQ, HeaderValue::from(seq.0))));
    answer
}

fn members(parts: &Parts) -> Result<Vec<(String, String)>, ProblemDetails> {
    let members = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    members.map(|Query(members)| members).map_err(|error| unreadable(error.body_text()))
}

fn read<T: FromStr<Err: Display>>(members: &[(String, String)], name: &str) -> Result<Option<T>, ProblemDetails> {
    let mut named = members.iter().filter(|(known, _)| known == name).map(|(_, text)| text);
    let (first, second) = (named.next(), named.next());
    if second.is_some() {
        return Err(unreadable(format!("{name}: stands twice: name it once")));
    }
    first.map(|text| text.parse().map_err(|error| unreadable(format!("{name}: {error}")))).transpose()
}

fn unreadable(detail: String) -> ProblemDetails {
    ProblemDetails::new(StatusCode::BAD_REQUEST, "bad_request", detail)
}
