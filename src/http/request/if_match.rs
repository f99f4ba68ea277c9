//! The header `If-Match`: the revisions that a change is meant for (RFC 9110 section 13.1.1).

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::event::Expected;
use crate::http::answer::ProblemDetails;
use crate::http::state::AppState;
use crate::json::{Code, Problem};

/// The revisions that the client has seen; any where the header is absent or `*`.
#[derive(Debug)]
pub(in crate::http) struct IfMatch(pub(in crate::http) Expected);

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let mut expected = None;
        for value in parts.headers.get_all(header::IF_MATCH) {
            let tags = value.to_str().ok().and_then(tags).ok_or_else(fault)?;
            match (&mut expected, tags) {
                (None, tags) => expected = Some(tags),
                (Some(Expected::OneOf(all)), Expected::OneOf(more)) => all.extend(more),
                (Some(_), _) => return Err(fault()),
            }
        }
        Ok(Self(expected.unwrap_or_default()))
    }
}

/// The revisions of a list of tags. A tag that is no revision stands for none, so it fits nothing. `W/` is passed over:
/// a compressed answer carries it.
fn tags(text: &str) -> Option<Expected> {
    if text.trim() == "*" {
        return Some(Expected::Any);
    }
    let mut revisions = Vec::new();
    let mut rest = text.trim();
    loop {
        rest = rest.strip_prefix("W/").unwrap_or(rest).strip_prefix('"')?;
        let (tag, after) = rest.split_once('"')?;
        revisions.extend(tag.parse::<u64>().ok().filter(|number| number.to_string() == tag));
        rest = after.trim_start();
        if rest.is_empty() {
            return Some(Expected::OneOf(revisions));
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

fn fault() -> ProblemDetails {
    let message = "must be the ETag of an answer, such as \"3\" with its quotes, or *";
    ProblemDetails::bad_document("bad_header", vec![Problem::new("/header/if-match", Code::BadHeader, message)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// G13
    #[test]
    fn tags_are_read_weak_or_strong_one_or_several() {
        let one_of = |revisions: &[u64]| Some(Expected::OneOf(revisions.to_vec()));
        let cases = [
            ("*", Some(Expected::Any)),
            ("\"3\"", one_of(&[3])),
            (" W/\"3\" ", one_of(&[3])),
            ("\"3\", W/\"5\",\"x\"", one_of(&[3, 5])),
            ("\"\"", one_of(&[])),
            ("\"03\"", one_of(&[])),
            ("3", None),
            ("", None),
            ("\"3", None),
            ("\"3\" \"4\"", None),
            ("\"3\",", None),
            ("w/\"3\"", None),
        ];

        for (text, expected) in cases {
            assert_eq!(tags(text), expected, "{text}");
        }
    }
}
