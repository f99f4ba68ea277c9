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

/// A route without a body.
fn bare(method: Method, about: About, path: &'static str, statuses: [u16; 9]) -> Route {
    Route { method, about, path, body: None, statuses }
}

fn with_body(method: Method, about: About, path: &'static str, body: Value, statuses: [u16; 9]) -> Route {
    Route { method, about, path, body: Some(body), statuses }
}

fn routes() -> Vec<Route> {
    event_routes().into_iter().chain(acts_on_events()).chain(lot_routes()).chain(acts_on_lots()).collect()
}

// The columns of all tables: wtp's buyer, acme, RFS, auditor, admin; then strangers.

fn event_routes() -> Vec<Route> {
    let get = |about, path, statuses| bare(Method::GET, about, path, statuses);
    vec![
        get(About::Nothing, "/api/v1/me", [200; 9]),
        get(About::Nothing, "/api/v1/events", [200; 9]),
        get(About::Event, "/api/v1/events/{id}/lots/0/items.csv", [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        get(About::Event, "/api/v1/events/{id}/lots/0/items.xlsx", [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        get(About::Event, "/api/v1/events/{id}/lots/1/items.csv", [404; 9]),
        get(About::Draft, "/api/v1/events/{id}/lots/0/items.csv", [200, 404, 404, 200, 200, 404, 404, 404, 404]),
        get(About::Event, "/api/v1/events/{id}", [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        get(About::Draft, "/api/v1/events/{id}", [200, 404, 404, 200, 200, 404, 404, 404, 404]),
        get(About::Event, "/api/v1/events/{id}/console", [200, 403, 200, 200, 200, 404, 404, 404, 404]), // G42
        // G53
        get(About::Event, "/api/v1/events/{id}/lobby", [422, 200, 403, 403, 422, 404, 404, 404, 404]),
        get(About::Event, "/api/v1/events/{id}/lobby?as=bidder:acme", [200, 422, 403, 403, 200, 404, 404, 404, 404]),
        get(About::Draft, "/api/v1/events/{id}/lobby?as=bidder:acme", [409, 404, 404, 403, 409, 404, 404, 404, 404]),
        get(About::Event, "/api/v1/events/{id}/record.xlsx", [403, 200, 403, 403, 403, 404, 404, 404, 404]), // G59
        get(About::Draft, "/api/v1/events/{id}/record.xlsx", [403, 404, 404, 403, 403, 404, 404, 404, 404]),
        get(About::Draft, "/api/v1/events/{id}/console", [409, 404, 404, 409, 409, 404, 404, 404, 404]),
    ]
}

fn acts_on_events() -> Vec<Route> {
    let write = |method, about, path, statuses| with_body(method, about, path, document(), statuses);
    let post = |about, path, statuses| bare(Method::POST, about, path, statuses);
    let copy = |about, statuses| with_body(Method::POST, about, "/api/v1/events/{id}/copy", json!({}), statuses);
    // A lot of no event: the buyer may act, and the lot is not found.
    let pause = json!({"type": "pause", "lots": ["none"], "reason": "a pause"});
    let on_lots = |path| {
        let statuses = [409, 403, 403, 403, 403, 404, 404, 404, 404];
        with_body(Method::POST, About::Event, path, pause.clone(), statuses)
    };
    vec![
        with_body(Method::POST, About::Nothing, "/api/v1/times", json!({"texts": ["soon"]}), [200; 9]),
        with_body(
            Method::POST,
            About::Nothing,
            "/api/v1/events/preview",
            json!({"document": document(), "as": "buyer", "state": "open"}),
            [200, 403, 403, 403, 403, 200, 403, 403, 403],
        ),
        write(Method::POST, About::Nothing, "/api/v1/events", [201, 403, 403, 403, 403, 201, 403, 403, 403]),
        write(Method::PUT, About::Draft, "/api/v1/events/{id}", [200, 404, 404, 403, 403, 404, 404, 404, 404]),
        write(Method::PUT, About::Event, "/api/v1/events/{id}", [409, 403, 403, 403, 403, 404, 404, 404, 404]),
        write(Method::POST, About::Nothing, "/api/v1/events/check", [200, 403, 403, 403, 403, 200, 403, 403, 403]),
        bare(Method::DELETE, About::Draft, "/api/v1/events/{id}", [204, 404, 404, 403, 403, 404, 404, 404, 404]),
        bare(Method::DELETE, About::Event, "/api/v1/events/{id}", [409, 403, 403, 403, 403, 404, 404, 404, 404]),
        copy(About::Draft, [201, 404, 404, 403, 403, 404, 404, 404, 404]),
        copy(About::Event, [201, 403, 403, 403, 403, 404, 404, 404, 404]),
        post(About::Draft, "/api/v1/events/{id}/publish", [200, 404, 404, 403, 403, 404, 404, 404, 404]),
        post(About::Event, "/api/v1/events/{id}/publish", [409, 403, 403, 403, 403, 404, 404, 404, 404]),
        on_lots("/api/v1/events/{id}/commands"),
        on_lots("/api/v1/events/{id}/commands/preview"),
        // G54
        with_body(
            Method::POST,
            About::Event,
            "/api/v1/events/{id}/readiness",
            json!({"round_trip_ms": 40, "clock_ms": -3}),
            [403, 204, 403, 403, 403, 404, 404, 404, 404],
        ),
        post(About::Terms, "/api/v1/events/{id}/accept-terms", [403, 200, 403, 403, 403, 404, 404, 404, 404]),
    ]
}

fn lot_routes() -> Vec<Route> {
    let get = |path, statuses| bare(Method::GET, About::Lot, path, statuses);
    vec![
        get("/api/v1/lots/{id}", [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        get("/api/v1/lots/{id}/offers", [200, 200, 200, 200, 200, 404, 404, 404, 404]),
        get("/api/v1/lots/{id}/bids/r1", [403, 404, 403, 403, 403, 404, 404, 404, 404]),
        get("/api/v1/lots/{id}/history", [200, 200, 200, 200, 403, 404, 404, 404, 404]),
        get("/api/v1/lots/{id}/history?limit=1", [200, 200, 200, 200, 403, 404, 404, 404, 404]), // G80
        get("/api/v1/lots/{id}/records", [403, 403, 403, 200, 403, 404, 404, 404, 404]),         // G80
        get("/api/v1/lots/{id}/views", [403, 403, 403, 200, 403, 404, 404, 404, 404]),           // G78
        get("/api/v1/lots/{id}/bundle.zip", [403, 403, 403, 200, 403, 404, 404, 404, 404]),      // G82
        get("/api/v1/lots/{id}/refusals", [200, 403, 403, 200, 200, 404, 404, 404, 404]),        // G45
        get("/api/v1/lots/{id}/record", [403, 200, 403, 403, 403, 404, 404, 404, 404]),          // G59
        get("/api/v1/lots/{id}/record.csv", [403, 200, 403, 403, 403, 404, 404, 404, 404]),
        get("/api/v1/lots/{id}/record.xlsx", [403, 200, 403, 403, 403, 404, 404, 404, 404]),
        get("/api/v1/lots/{id}/leads", [200, 403, 200, 200, 200, 404, 404, 404, 404]), // G67
    ]
}

fn acts_on_lots() -> Vec<Route> {
    let bid = json!({"ref": "r1", "prices": {"m": "3.10"}});
    let annul = json!({"ref": "r1", "reason": "a slip"});
    let pause = json!({"type": "pause", "reason": "a pause"});
    let post = |path, body, statuses| with_body(Method::POST, About::Lot, path, body, statuses);
    let fit = json!({"prices": {"m": "3.10"}});
    vec![
        post("/api/v1/lots/{id}/fit", fit, [403, 200, 403, 403, 403, 404, 404, 404, 404]), // G58
        post("/api/v1/lots/{id}/bids", bid, [403, 200, 403, 403, 403, 404, 404, 404, 404]),
        post("/api/v1/lots/{id}/annulment-requests", annul, [403, 409, 403, 403, 403, 404, 404, 404, 404]),
        post("/api/v1/lots/{id}/commands/preview", pause.clone(), [200, 403, 403, 403, 403, 404, 404, 404, 404]),
        post("/api/v1/lots/{id}/commands", pause, [200, 403, 403, 403, 403, 404, 404, 404, 404]),
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
