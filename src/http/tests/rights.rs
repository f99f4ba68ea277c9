//! Every route and every role: who may use which.

use axum::http::Method;
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestServer, WTP, document, request};

/// The callers, in the order of the table's columns.
const CALLERS: [(Role, &str); 9] = [
    (Role::Buyer, WTP),
    (Role::Supplier, "acme"),
    (Role::Observer, "RFS"),
    (Role::Auditor, WTP),
    (Role::Admin, WTP),
    (Role::Buyer, "another"),
    (Role::Supplier, "zeta"),
    (Role::Observer, "RXX"),
    (Role::Auditor, "another"),
];

/// What an address is about.
#[derive(Clone, Copy)]
enum About {
    Nothing,
    Draft,
    Event,
    Terms,
    Lot,
}

struct Route {
    method: Method,
    about: About,
    path: &'static str,
    body: Option<Value>,
    statuses: [u16; 9],
}

fn route(method: Method, about: About, path: &'static str, body: Option<Value>, statuses: [u16; 9]) -> Route {
    Route { method, about, path, body, statuses }
}

fn routes() -> Vec<Route> {
    let bid = json!({"ref": "r1", "prices": {"m": "3.10"}});
    let annul = json!({"ref": "r1", "reason": "a slip"});
    let (get, post, put) = (Method::GET, Method::POST, Method::PUT);
    //                                                                    wtp's buyer, acme, RFS, auditor, admin | strangers
    vec![
        route(get.clone(), About::Nothing, "/api/v1/me", None, [200; 9]),
        route(get.clone(), About::Nothing, "/api/v1/events", None, [200; 9]),
        route(
            post.clone(),
            About::Nothing,
            "/api/v1/events",
            Some(document()),
            [201, 403, 403, 403, 403, 201, 403, 403, 403],
        ),
        route(get.clone(), About::Event, "/api/v1/events/{id}", None, [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        route(get.clone(), About::Draft, "/api/v1/events/{id}", None, [200, 404, 404, 200, 200, 404, 404, 404, 404]),
        route(
            put.clone(),
            About::Draft,
            "/api/v1/events/{id}",
            Some(document()),
            [200, 404, 404, 403, 403, 404, 404, 404, 404],
        ),
        route(
            put,
            About::Event,
            "/api/v1/events/{id}",
            Some(document()),
            [409, 403, 403, 403, 403, 404, 404, 404, 404],
        ),
        route(
            post.clone(),
            About::Draft,
            "/api/v1/events/{id}/publish",
            None,
            [200, 404, 404, 403, 403, 404, 404, 404, 404],
        ),
        route(
            post.clone(),
            About::Event,
            "/api/v1/events/{id}/publish",
            None,
            [409, 403, 403, 403, 403, 404, 404, 404, 404],
        ),
        route(
            post.clone(),
            About::Terms,
            "/api/v1/events/{id}/accept-terms",
            None,
            [403, 200, 403, 403, 403, 404, 404, 404, 404],
        ),
        route(get.clone(), About::Lot, "/api/v1/lots/{id}", None, [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        route(get.clone(), About::Lot, "/api/v1/lots/{id}/offers", None, [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        route(
            post.clone(),
            About::Lot,
            "/api/v1/lots/{id}/bids",
            Some(bid),
            [403, 200, 403, 403, 403, 404, 404, 404, 404],
        ),
        route(
            get.clone(),
            About::Lot,
            "/api/v1/lots/{id}/bids/r1",
            None,
            [403, 404, 403, 403, 403, 404, 404, 404, 404],
        ),
        route(
            post.clone(),
            About::Lot,
            "/api/v1/lots/{id}/annulment-requests",
            Some(annul),
            [403, 409, 403, 403, 403, 404, 404, 404, 404],
        ),
        route(
            post,
            About::Lot,
            "/api/v1/lots/{id}/commands",
            Some(json!({"type": "pause", "reason": "a pause"})),
            [200, 403, 403, 403, 403, 404, 404, 404, 404],
        ),
        route(get, About::Lot, "/api/v1/lots/{id}/history", None, [200, 200, 200, 200, 403, 404, 404, 404, 404]),
    ]
}

async fn address(server: &TestServer, about: About, path: &str) -> String {
    match about {
        About::Nothing => path.to_owned(),
        About::Draft => path.replace("{id}", server.draft().await.as_str()),
        About::Event => path.replace("{id}", server.open_lot().await.0.as_str()),
        About::Terms => {
            let mut document = document();
            document["terms"] = json!("By bidding you accept.");
            path.replace("{id}", server.open_lot_of(&document).await.0.as_str())
        }
        About::Lot => path.replace("{id}", server.open_lot().await.1.as_str()),
    }
}

#[tokio::test(start_paused = true)]
async fn every_route_answers_each_caller_with_the_status_of_the_table() {
    let server = TestServer::start().await;

    for route in routes() {
        for ((role, org), status) in CALLERS.into_iter().zip(route.statuses) {
            let path = address(&server, route.about, route.path).await;
            let body = route.body.as_ref().map(Value::to_string);
            let token = server.token(role, org);

            let answer = server.ask(request(&route.method, &path, Some(&token), body.as_deref())).await;

            let case = format!("{} {} as {role:?} of {org}: {}", route.method, route.path, answer.body);
            assert_eq!(answer.status.as_u16(), status, "{case}");
            if status >= 400 {
                answer.problem();
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_without_a_valid_token_is_unauthorized() {
    let server = TestServer::start().await;

    for route in routes() {
        let path = address(&server, route.about, route.path).await;
        for token in [None, Some("rubbish"), Some("")] {
            let body = route.body.as_ref().map(Value::to_string);

            let answer = server.ask(request(&route.method, &path, token, body.as_deref())).await;

            assert_eq!(answer.problem(), "unauthorized", "{} {}", route.method, route.path);
            assert_eq!(answer.status.as_u16(), 401);
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn unknown_malformed_and_foreign_ids_are_answered_with_the_same_bytes() {
    let server = TestServer::start().await;
    let (event, lot) = server.open_lot().await;
    let long = "x".repeat(65);
    let (zeta, acme) = (server.token(Role::Supplier, "zeta"), server.token(Role::Supplier, "acme"));

    let foreign = server.get(&format!("/api/v1/lots/{lot}"), Some(&zeta)).await;

    assert_eq!(foreign.problem(), "not_found");
    for id in ["unknown", &long, "%00", "%ff", "%2e%2e", event.as_str()] {
        for end in ["", "/offers", "/history", "/bids/r1"] {
            let answer = server.get(&format!("/api/v1/lots/{id}{end}"), Some(&acme)).await;
            assert_eq!((answer.status, &answer.body), (foreign.status, &foreign.body), "lots/{id}{end}");
        }
        if id != event.as_str() {
            let answer = server.get(&format!("/api/v1/events/{id}"), Some(&acme)).await;
            assert_eq!((answer.status, &answer.body), (foreign.status, &foreign.body), "events/{id}");
        }
    }
}
