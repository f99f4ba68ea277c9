//! Who may open a WebSocket.

use super::raw::{Raw, handshake};
use crate::auth::Role;
use crate::http::testing::{TestServer, WTP};

const BUFFER_BYTES: usize = 64 << 10;

#[tokio::test(start_paused = true)]
async fn a_token_opens_a_websocket_as_a_header_and_as_a_subprotocol() {
    let server = TestServer::start().await;
    let token = server.token(Role::Supplier, "acme");
    let (bearer, protocols) = (format!("Bearer {token}"), format!("fairlot.v1, bearer.{token}"));
    let cases = [
        (vec![("Authorization", bearer.as_str())], false),
        (vec![("Authorization", bearer.as_str()), ("Origin", "https://anywhere.example")], false),
        (vec![("Sec-WebSocket-Protocol", protocols.as_str())], true),
    ];

    for (headers, selected) in cases {
        let (head, mut raw) = handshake(&server, BUFFER_BYTES, &headers).await;

        assert_eq!(head.status, 101, "{headers:?}");
        let line = "sec-websocket-protocol: fairlot.v1\r\n";
        assert_eq!(head.text.to_lowercase().contains(line), selected, "{}", head.text);
        assert!(!head.text.contains(&token), "a token is not echoed");
        let welcome = raw.json().await;
        assert_eq!((&welcome["type"], &welcome["protocol"]), (&"welcome".into(), &1.into()));
        assert_eq!((&welcome["role"], &welcome["org"]), (&"supplier".into(), &"acme".into()));
        assert_eq!(welcome["expires_at"], "2026-11-21T15:00:00.000000Z");
    }
}

#[tokio::test(start_paused = true)]
async fn a_session_opens_a_websocket_from_the_servers_own_pages_only() {
    let mut limits = crate::config::ServerLimits::default();
    limits.http.origins = vec!["https://buy.example.org".to_owned()];
    let server = TestServer::with(limits).await;
    let (cookie, _watch) = server.signed_in(Role::Buyer, WTP).await;
    let cookie = format!("other=1; fairlot_session={cookie}");
    let cases = [
        (Some("http://lots.example"), 101),
        (Some("https://buy.example.org"), 101),
        (Some("http://evil.example"), 401),
        (Some("null"), 401),
        (None, 401),
    ];

    for (origin, status) in cases {
        let mut headers = vec![("Cookie", cookie.as_str())];
        headers.extend(origin.map(|origin| ("Origin", origin)));

        let (head, _raw) = handshake(&server, BUFFER_BYTES, &headers).await;

        assert_eq!(head.status, status, "{origin:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_valid_credentials_no_websocket_opens() {
    let server = TestServer::start().await;
    let own = ("Origin", "http://lots.example");
    let cases = [
        vec![],
        vec![("Authorization", "Bearer rubbish")],
        vec![("Authorization", "Basic dTpw")],
        vec![("Sec-WebSocket-Protocol", "fairlot.v1, bearer.rubbish")],
        vec![("Sec-WebSocket-Protocol", "fairlot.v1")],
        vec![("Cookie", "fairlot_session=rubbish"), own],
        vec![own],
    ];

    for headers in cases {
        let (head, _raw) = handshake(&server, BUFFER_BYTES, &headers).await;

        assert_eq!(head.status, 401, "{headers:?}");
        assert!(head.text.to_lowercase().contains("www-authenticate: bearer"), "{}", head.text);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_in_the_address_opens_nothing() {
    let server = TestServer::start().await;
    let token = server.token(Role::Supplier, "acme");

    let answer = server.get(&format!("/ws?access_token={token}&token={token}"), None).await;

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (401, "unauthorized"));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_no_upgrade_is_answered_upgrade_required() {
    let server = TestServer::start().await;

    let answer = server.get("/ws", Some(&server.token(Role::Buyer, WTP))).await;

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (426, "upgrade_required"));
}

#[tokio::test(start_paused = true)]
async fn every_role_gets_a_welcome() {
    let server = TestServer::start().await;

    for role in Role::ALL {
        Raw::welcomed(&server, role, WTP).await;
    }
}
