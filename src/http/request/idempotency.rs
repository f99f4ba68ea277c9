//! The header `Idempotency-Key`: a client's own name for a request that it may have to send again.
//!
//! A key that is none is refused at every address, also where keys are not taken: so a client learns of it at its first
//! request.

use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::caller::is_safe;
use crate::http::answer::{KEY_PATH, ProblemDetails};
use crate::http::state::AppState;
use crate::idempotency::{BadKey, IdempotencyKey, KEY_BYTES_MAX, KeyText, RequestPrint};
use crate::json::{Code, Problem};

/// The header's name.
pub(in crate::http) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The key of a request, before its body is read. Stands before the body among a handler's arguments.
#[derive(Debug)]
pub(in crate::http) struct KeyHeader(Option<KeyedRequest>);

/// What the print is made of, without the body.
#[derive(Debug)]
struct KeyedRequest {
    key: KeyText,
    method: String,
    /// With its query.
    path: String,
}

impl KeyHeader {
    /// The key with the print of the whole request; None where no key was sent.
    pub(in crate::http) fn with_body(self, body: &[u8]) -> Option<IdempotencyKey> {
        let KeyedRequest { key, method, path } = self.0?;
        Some(IdempotencyKey { key, print: RequestPrint::of(&method, &path, body) })
    }
}

impl FromRequestParts<AppState> for KeyHeader {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ProblemDetails> {
        let Some(key) = key_of(&parts.headers)? else { return Ok(Self(None)) };
        let path = parts.uri.path_and_query().map_or_else(|| parts.uri.path(), |path| path.as_str()).to_owned();
        Ok(Self(Some(KeyedRequest { key, method: parts.method.as_str().to_owned(), path })))
    }
}

/// Answers a request that may change something with 422 `bad_header` where its key is none.
pub(in crate::http) async fn refuse_malformed(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    if route.is_some()
        && !is_safe(request.method())
        && let Err(problem) = key_of(request.headers())
    {
        return problem.into_response();
    }
    next.run(request).await
}

fn key_of(headers: &HeaderMap) -> Result<Option<KeyText>, ProblemDetails> {
    let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(fault("must be sent once".to_owned()));
    }
    KeyText::parse(value.as_bytes()).map(Some).map_err(|BadKey| bad_key(value.as_bytes()))
}

fn bad_key(sent: &[u8]) -> ProblemDetails {
    let what = match sent.len() {
        0 => "is empty".to_owned(),
        len if len > KEY_BYTES_MAX => format!("has {len} bytes"),
        _ => "has other signs".to_owned(),
    };
    fault(format!("{BadKey}, and {what}"))
}

fn fault(message: String) -> ProblemDetails {
    ProblemDetails::bad_document("bad_header", vec![Problem::new(KEY_PATH, Code::BadHeader, message)])
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;

    use super::*;
    use crate::http::testing::TestServer;

    async fn read(path: &str, keys: &[&[u8]]) -> Result<KeyHeader, ProblemDetails> {
        let server = TestServer::start().await;
        let mut request = Request::post(path);
        for key in keys {
            request = request.header(IDEMPOTENCY_KEY, *key);
        }
        let (mut parts, _) = request.body(Body::empty()).unwrap().into_parts();
        KeyHeader::from_request_parts(&mut parts, &server.state).await
    }

    // G2
    #[tokio::test(start_paused = true)]
    async fn the_key_is_read_with_a_print_of_the_whole_request() {
        let key = read("/x?a=1", &[b"k-1"]).await.unwrap().with_body(b"{}").unwrap();
        let absent = read("/x", &[]).await.unwrap().with_body(b"{}");

        assert_eq!((key.key.as_str(), key.print), ("k-1", RequestPrint::of("POST", "/x?a=1", b"{}")));
        assert_eq!(absent, None);
    }

    // G2
    #[tokio::test(start_paused = true)]
    async fn a_key_that_is_none_is_a_problem_of_its_header() {
        let long = [b'k'; 65];

        for keys in [&[&b""[..]][..], &[b"a b"], &[b"\xc3\xa9"], &[&long], &[b"a", b"b"]] {
            let problem = read("/x", keys).await.unwrap_err();

            let [error] = problem.errors() else { panic!("{problem:?}") };
            assert_eq!((error.path.as_str(), error.code), (KEY_PATH, Code::BadHeader), "{error:?}");
        }
    }
}
