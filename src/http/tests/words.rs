//! Pages for people: what a browser is shown where another client gets a problem.

use axum::body::Body;
use axum::http::Request;

use crate::auth::Role;
use crate::config::{ServerContact, ServerLimits};
use crate::http::testing::{TestAnswer, TestServer, WTP};

/// What browsers accept when a person opens an address.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn opened(server: &TestServer, path: &str, token: Option<&str>) -> TestAnswer {
    let mut request = Request::get(path).header("host", "lots.example").header("accept", BROWSER);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    server.ask(request.body(Body::empty()).unwrap()).await
}

#[track_caller]
fn assert_is_a_page(answer: &TestAnswer, status: u16, words: &str, way_on: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.body.contains(words), "{words:?} is not in {}", answer.body);
    assert!(
        answer.body.contains("<header>")
            && answer.body.contains("href=\"#maincontent\"")
            && answer.body.contains(way_on),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("<h2>Help</h2>"), "{}", answer.body);
    assert!(answer.body.contains("href=\"/plain.css\"") && !answer.body.contains("<script"));
}

// G8
#[tokio::test(start_paused = true)]
async fn an_address_that_leads_nowhere_says_so_in_words() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);

    for path in ["/nowhere", "/lots", "/help/me", "/assets/gone.js", "/api/v1/nowhere", "/favicon.ico"] {
        let page = opened(&server, path, None).await;
        let problem = server.get(path, None).await;

        assert_is_a_page(&page, 404, "There is no such page", "href=\"/\"");
        assert_eq!((problem.status.as_u16(), problem.problem().as_str()), (404, "not_found"), "{path}");
    }
    let foreign = opened(&server, "/api/v1/lots/x/history", Some(&buyer)).await;
    assert_is_a_page(&foreign, 404, "There is no such page", "See your events and lots");
}

// G8
#[tokio::test(start_paused = true)]
async fn a_download_without_a_session_leads_to_signing_in() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let path = format!("/api/v1/lots/{lot}/history");

    let page = opened(&server, &format!("{path}?after=2"), None).await;
    let problem = server.get(&path, None).await;

    let to_sign_in = format!("<a href=\"/sign-in?to=/api/v1/lots/{lot}/history%3Fafter%3D2\">Sign in</a>");
    assert_is_a_page(&page, 401, "Sign in to see this", &to_sign_in);
    assert!(page.header("www-authenticate").starts_with("Bearer"));
    assert_eq!(problem.problem(), "unauthorized");
    assert_eq!((page.header("vary"), problem.header("vary")), ("accept", "accept"));
}

// G8 G110
#[tokio::test(start_paused = true)]
async fn every_page_that_the_server_writes_says_whom_to_ask() {
    let mut limits = ServerLimits::default();
    let (name, telephone) = ("Buyers & <office>".to_owned(), Some("0114 496 0000".to_owned()));
    limits.http.about.contact = Some(ServerContact { name, telephone, email: None, hours: None });
    let server = TestServer::with(limits).await;

    for path in ["/nowhere", "/api/v1/events", "/enter/spent"] {
        let page = opened(&server, path, None).await;

        assert!(page.body.contains("Ask Buyers &#38; &#60;office&#62;, 0114 496 0000."), "{path}: {}", page.body);
    }
}

// G8
#[tokio::test(start_paused = true)]
async fn what_one_may_not_do_or_cannot_have_now_is_said_in_words() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let path = format!("/api/v1/lots/{lot}/bids/r1");
    let buyer = server.token(Role::Buyer, WTP);

    let forbidden = opened(&server, &path, Some(&buyer)).await;
    let unreadable = opened(&server, &format!("/api/v1/lots/{lot}/history?after=%3Cb%3E"), Some(&buyer)).await;
    server.store.fail_next(1);
    let refused = server
        .post(&format!("/api/v1/lots/{lot}/commands"), &buyer, &serde_json::json!({"type": "resume", "reason": "r"}))
        .await;
    assert_ne!(refused.header("content-type"), "text/html; charset=utf-8", "an act is answered as before");

    assert_is_a_page(&forbidden, 403, "You cannot see this", "See your events and lots");
    assert_is_a_page(&unreadable, 400, "After: must be a whole number", "See your events and lots");
}

#[tokio::test(start_paused = true)]
async fn a_server_without_its_journal_says_so_in_words() {
    let server = TestServer::start().await;
    server.front.close("the database is away");
    let away = crate::http::router::away(std::sync::Arc::default(), "the database is away");
    let request = Request::get("/").header("accept", BROWSER).body(Body::empty()).unwrap();

    let response = tower::ServiceExt::oneshot(away, request).await.unwrap();

    assert_eq!(response.status().as_u16(), 503);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(response.headers()["retry-after"], "1");
}

// G8
#[tokio::test(start_paused = true)]
async fn the_apps_own_addresses_are_the_one_page() {
    let server = TestServer::start().await;

    let index = opened(&server, "/", None).await;

    for path in [
        "/sign-in?to=/lots/x",
        "/forgotten",
        "/events/new",
        "/events/any",
        "/events/any/set-up/times",
        "/lots/any",
        "/lots/any/more",
        "/people",
        "/people/any",
        "/settings",
        "/settings/any",
        "/help",
        "/accessibility",
    ] {
        let page = opened(&server, path, None).await;
        assert_eq!((page.status, page.body), (index.status, index.body.clone()), "{path}");
    }
}

// G8
#[tokio::test(start_paused = true)]
async fn an_address_to_come_back_to_is_escaped_where_it_stands_in_a_link() {
    let server = TestServer::start().await;

    let page = opened(&server, "/api/v1/lots/x/history?after=1&to=//elsewhere", None).await;

    let to_sign_in = "href=\"/sign-in?to=/api/v1/lots/x/history%3Fafter%3D1%26to%3D//elsewhere\"";
    assert_is_a_page(&page, 401, "Sign in to see this", to_sign_in);
}

#[tokio::test(start_paused = true)]
async fn a_problems_words_cannot_bring_markup_into_a_page() {
    let server = TestServer::start().await;

    let page = opened(&server, "/%3Cscript%3E?x=%3Cscript%3E", None).await;

    assert!(!page.body.contains("<script"), "{}", page.body);
}
