//! Headers that every answer carries, and the pages.

use crate::auth::Role;
use crate::http::security::CONTENT_SECURITY_POLICY;
use crate::http::testing::{TestServer, WTP};

#[tokio::test(start_paused = true)]
async fn every_answer_carries_the_security_headers() {
    let server = TestServer::start().await;
    let token = server.token(Role::Buyer, WTP);

    for path in ["/", "/lots/x", "/nowhere", "/api/docs", "/api/v1/events", "/api/v1/nowhere", "/healthz", "/enter/x"] {
        let answer = server.get(path, Some(&token)).await;

        assert_eq!(answer.header("content-security-policy"), CONTENT_SECURITY_POLICY, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let referrer = if path == "/enter/x" { "same-origin" } else { "no-referrer" };
        assert_eq!(answer.header("referrer-policy"), referrer, "{path}");
        if path.starts_with("/api/") {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[test]
fn the_content_policy_allows_no_foreign_and_no_inline_code() {
    for forbidden in ["unsafe-inline", "unsafe-eval", "http:", "https:", "*"] {
        assert!(!CONTENT_SECURITY_POLICY.contains(forbidden), "{forbidden}");
    }
    for asked in ["default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"] {
        assert!(CONTENT_SECURITY_POLICY.contains(asked), "{asked}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_pages_are_served_or_say_how_to_build_them() {
    let server = TestServer::start().await;

    let index = server.get("/", None).await;

    if index.status.as_u16() == 200 {
        assert_eq!((index.header("content-type"), index.header("cache-control")), ("text/html", "no-cache"));
        assert!(index.header("etag").starts_with('"'));
    } else {
        assert_eq!((index.status.as_u16(), index.body.lines().count()), (503, 1));
        assert!(index.body.contains("make build"));
    }
    assert_eq!(server.get("/lots/any", None).await.body, index.body);
}
