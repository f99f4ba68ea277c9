//! Which answers are packed, and for whom.

use std::io::Read;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::auth::Role;
use crate::http::router;
use crate::http::testing::{TestServer, WTP, document};

struct Packed {
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Packed {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    fn is_gzip(&self) -> bool {
        self.header("content-encoding") == "gzip"
    }

    fn text(&self) -> String {
        let mut text = String::new();
        if self.is_gzip() {
            GzDecoder::new(&self.bytes[..]).read_to_string(&mut text).unwrap();
        } else {
            text = String::from_utf8(self.bytes.clone()).unwrap();
        }
        text
    }
}

async fn get(server: &TestServer, path: &str, token: Option<&str>, codings: &str) -> Packed {
    let mut request = Request::get(path).header("host", "lots.example").header("accept-encoding", codings);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let response = router(server.state.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    Packed { headers: parts.headers, bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
}

/// An event whose document is some KiB long.
fn long_document() -> Value {
    let mut document = document();
    document["terms"] = json!("By bidding you accept. ".repeat(200));
    document
}

// G7
#[tokio::test(start_paused = true)]
async fn a_long_answer_is_packed_for_a_client_that_accepts_it() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot_of(&long_document()).await;
    let auditor = server.token(Role::Auditor, WTP);
    let (event, history) = (format!("/api/v1/events/{event}"), format!("/api/v1/lots/{lot}/history"));

    for path in ["/api/openapi.json", "/api/ws-schema.json", "/api/docs", &event, &history] {
        let plain = get(&server, path, Some(&auditor), "identity").await;
        let packed = get(&server, path, Some(&auditor), "br;q=1, gzip;q=0.2").await;

        assert!(!plain.is_gzip() && packed.is_gzip(), "{path}");
        assert!(packed.bytes.len() < plain.bytes.len() / 2, "{path}: {} bytes", packed.bytes.len());
        assert_eq!(packed.text(), plain.text(), "{path}");
        let length = packed.header("content-length");
        assert!(length.is_empty() || length == packed.bytes.len().to_string(), "{path}: {length}");
        assert_eq!((plain.header("vary"), packed.header("vary")), ("accept-encoding", "accept-encoding"), "{path}");
        for refused in ["", "gzip;q=0", "deflate", "gzip;q=0.5, identity"] {
            assert!(!get(&server, path, Some(&auditor), refused).await.is_gzip(), "{path} {refused}");
        }
    }
}

// G7
#[tokio::test(start_paused = true)]
async fn a_short_answer_and_one_beside_secrets_is_not_packed() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let buyer = server.token(Role::Buyer, WTP);
    let short =
        [format!("/api/v1/lots/{lot}/offers"), format!("/api/v1/lots/{lot}/history?after=1"), "/readyz".to_owned()];

    for path in &short {
        let answer = get(&server, path, Some(&buyer), "gzip").await;
        assert!(!answer.is_gzip() && answer.bytes.len() <= 1_024, "{path}: {} bytes", answer.bytes.len());
        assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
    }
    for path in ["/api/v1/me", "/enter/x"] {
        let answer = get(&server, path, Some(&buyer), "gzip").await;
        assert!(!answer.is_gzip() && !answer.header("vary").contains("encoding"), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_packed_page_has_a_tag_of_its_own_which_is_known_again_also_where_a_proxy_made_it_weak() {
    let server = TestServer::start().await;
    let packed = get(&server, "/", None, "gzip").await;
    let plain = get(&server, "/", None, "").await;
    let (tag, own_tag) = (packed.header("etag").to_owned(), plain.header("etag").to_owned());
    if own_tag.is_empty() {
        return; // The pages are not built.
    }

    assert!(tag.starts_with('"') && own_tag.starts_with('"'), "{tag} {own_tag}");
    assert_eq!(tag != own_tag, packed.is_gzip(), "a strong tag names these very bytes");
    for known in [tag.clone(), format!("W/{tag}")] {
        let request = Request::get("/").header("if-none-match", &known).header("accept-encoding", "gzip");
        let answer = server.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status.as_u16(), 304, "{known}");
    }
}

// G7
#[tokio::test]
async fn a_long_answer_is_packed_on_the_background_thread() {
    let server = TestServer::start_with_background().await;

    let packed = get(&server, "/api/openapi.json", None, "gzip").await;

    assert!(packed.text().contains("\"openapi\""));
}
