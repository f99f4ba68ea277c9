//! The published contract, and what operators read.

use axum::http::Method;
use serde_json::Value;

use crate::auth::Role;
use crate::http::testing::{TestServer, WTP, request};

/// Routes that the contract has to name.
const PROMISED: &[(&str, &str)] = &[
    ("/api/v1/events", "post"),
    ("/api/v1/events", "get"),
    ("/api/v1/events/{id}", "get"),
    ("/api/v1/events/{id}", "put"),
    ("/api/v1/events/{id}", "delete"),
    ("/api/v1/events/{id}/copy", "post"),
    ("/api/v1/events/{id}/publish", "post"),
    ("/api/v1/events/check", "post"),
    ("/api/v1/events/{id}/accept-terms", "post"),
    ("/api/v1/lots/{id}", "get"),
    ("/api/v1/lots/{id}/offers", "get"),
    ("/api/v1/lots/{id}/bids", "post"),
    ("/api/v1/lots/{id}/bids/{ref}", "get"),
    ("/api/v1/lots/{id}/annulment-requests", "post"),
    ("/api/v1/lots/{id}/commands", "post"),
    ("/api/v1/lots/{id}/commands/preview", "post"),
    ("/api/v1/events/{id}/commands", "post"),
    ("/api/v1/events/{id}/commands/preview", "post"),
    ("/api/v1/lots/{id}/history", "get"),
    ("/api/v1/lots/{id}/refusals", "get"),
    ("/api/v1/lots/{id}/record", "get"),
    ("/api/v1/lots/{id}/record.csv", "get"),
    ("/api/v1/lots/{id}/record.xlsx", "get"),
    ("/api/v1/events/{id}/record.xlsx", "get"),
    ("/api/v1/lots/{id}/fit", "post"),
    ("/api/v1/lots/{id}/leads", "get"),
    ("/api/v1/lots/{id}/result", "get"),
    ("/api/v1/lots/{id}/bids.csv", "get"),
    ("/api/v1/lots/{id}/ranking.csv", "get"),
    ("/api/v1/lots/{id}/savings.csv", "get"),
    ("/api/v1/lots/{id}/acts.csv", "get"),
    ("/api/v1/lots/{id}/bids.xlsx", "get"),
    ("/api/v1/lots/{id}/ranking.xlsx", "get"),
    ("/api/v1/lots/{id}/savings.xlsx", "get"),
    ("/api/v1/lots/{id}/acts.xlsx", "get"),
    ("/api/v1/lots/{id}/report.xlsx", "get"),
    ("/api/v1/events/{id}/report.xlsx", "get"),
    ("/api/v1/events/{id}/console", "get"),
    ("/api/v1/events/{id}/lobby", "get"),
    ("/api/v1/events/{id}/readiness", "post"),
    ("/api/v1/lots/{id}/sheet", "post"),
    ("/api/v1/events/preview", "post"),
    ("/api/v1/events/{id}/lots/{n}/items.csv", "get"),
    ("/api/v1/events/{id}/lots/{n}/items.xlsx", "get"),
    ("/api/v1/sheets/items", "post"),
    ("/api/v1/sheets/bidders", "post"),
    ("/api/v1/times", "post"),
    ("/api/v1/me", "get"),
    ("/api/v1/sessions", "post"),
    ("/api/v1/sessions/current", "delete"),
    ("/api/v1/me", "put"),
    ("/api/v1/password-resets", "post"),
    ("/api/v1/people", "get"),
    ("/api/v1/people", "post"),
    ("/api/v1/people/{id}", "get"),
    ("/api/v1/people/{id}", "put"),
    ("/api/v1/people/{id}", "delete"),
    ("/api/v1/people/{id}/disable", "post"),
    ("/api/v1/people/{id}/enable", "post"),
    ("/api/v1/people/{id}/places", "post"),
    ("/api/v1/people/{id}/invitations", "post"),
    ("/api/v1/people/{id}/invitations", "delete"),
    ("/api/v1/organisations", "get"),
    ("/api/v1/organisations/{id}", "put"),
    ("/api/v1/security-events", "get"),
    ("/enter/{code}", "get"),
    ("/enter/{code}", "post"),
    ("/healthz", "get"),
    ("/readyz", "get"),
    ("/metrics", "get"),
];

#[tokio::test(start_paused = true)]
async fn the_contract_names_every_route_and_every_reference_leads_somewhere() {
    let server = TestServer::start().await;

    let contract = server.get("/api/openapi.json", None).await.json();

    assert_eq!(contract["openapi"].as_str().unwrap().rsplit_once('.').unwrap().0, "3.1");
    for (path, method) in PROMISED {
        let operation = &contract["paths"][path][method];
        assert!(operation["responses"]["default"].is_object(), "{method} {path}");
    }
    let mut references = Vec::new();
    collect(&contract, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let name = reference.strip_prefix("#/components/schemas/").unwrap_or_else(|| panic!("{reference}"));
        assert!(contract["components"]["schemas"][name].is_object(), "{reference}");
    }
}

/// What the pages' types of HTTP bodies are generated from.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web/schema/openapi.json");

#[tokio::test(start_paused = true)]
async fn the_pages_are_typed_by_the_contract_that_is_served() {
    let server = TestServer::start().await;
    let contract = server.get("/api/openapi.json", None).await.json();
    let text = serde_json::to_string_pretty(&contract).unwrap() + "\n";

    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(COMMITTED, &text).unwrap();
    }

    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        committed == text,
        "web/schema/openapi.json is not what the server serves; \
         UPDATE_SCHEMA=1 cargo test --lib the_pages_are_typed && npm --prefix web run types"
    );
}

fn collect<'v>(value: &'v Value, references: &mut Vec<&'v str>) {
    if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
        references.push(reference);
    }
    value.as_object().into_iter().flat_map(|members| members.values()).for_each(|member| collect(member, references));
    value.as_array().into_iter().flatten().for_each(|member| collect(member, references));
}

#[tokio::test(start_paused = true)]
async fn every_route_of_the_contract_is_served() {
    let server = TestServer::start().await;
    let contract = server.get("/api/openapi.json", None).await.json();

    for (path, item) in contract["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let address = path.replace("{id}", "x").replace("{ref}", "x").replace("{code}", "x").replace("{n}", "0");

            let answer = server.ask(request(&method, &address, None, None)).await;

            let is_there = !matches!(answer.status.as_u16(), 404 | 405);
            assert!(is_there, "{method} {path}: {}", answer.status);
        }
    }
}

// G1
#[tokio::test(start_paused = true)]
async fn no_route_that_changes_something_takes_a_query_member_that_it_does_not_know() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let draft = server.draft().await;
    let contract = server.get("/api/openapi.json", None).await.json();
    let (buyer, auditor) = (server.token(Role::Buyer, WTP), server.token(Role::Auditor, WTP));
    let history = format!("/api/v1/lots/{lot}/history");
    let before = server.get(&history, Some(&auditor)).await.body;
    let mut routes = 0;

    for (path, item) in contract["paths"].as_object().unwrap() {
        let id = if path.contains("/lots/") { lot.as_str() } else { draft.as_str() };
        let address = path.replace("{id}", id).replace("{code}", "x");
        for method in item.as_object().unwrap().keys().filter(|method| *method != "get") {
            let method: Method = method.to_uppercase().parse().unwrap();
            for body in [r#"{"type":"pause","reason":"a look"}"#, "{", ""] {
                let asked = request(&method, &format!("{address}?preview=true"), Some(&buyer), Some(body));
                let answer = server.ask(asked).await;

                assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_query"), "{method} {path}");
                assert_eq!(answer.json()["errors"][0]["path"], "/query/preview", "{method} {path}");
            }
            routes += 1;
        }
    }

    assert!(routes >= 10, "{routes}");
    assert_eq!(server.get(&history, Some(&auditor)).await.body, before, "nothing has happened");
    let event = server.get(&format!("/api/v1/events/{draft}"), Some(&buyer)).await;
    assert_eq!(event.json()["status"], "draft");
    assert_eq!(server.get(&format!("{history}?colour=red"), Some(&auditor)).await.status.as_u16(), 200, "only looks");
}

#[tokio::test(start_paused = true)]
async fn the_contract_can_be_read_as_a_page_without_script() {
    let server = TestServer::start().await;

    let page = server.get("/api/docs", None).await;

    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.body.contains("POST /api/v1/lots/{id}/bids") && !page.body.contains("<script"));
    assert_eq!(server.get("/plain.css", None).await.header("content-type"), "text/css; charset=utf-8");
}

#[tokio::test(start_paused = true)]
async fn the_websockets_schema_is_published() {
    let server = TestServer::start().await;

    let schema = server.get("/api/ws-schema.json", None).await.json();

    assert!(schema["$defs"]["ClientMessage"].is_object() && schema["$defs"]["ServerMessage"].is_object());
}

#[tokio::test(start_paused = true)]
async fn requests_are_measured_by_route_and_never_by_address() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    server.get(&format!("/api/v1/lots/{lot}"), Some(&server.token(Role::Buyer, WTP))).await;

    let metrics = server.get("/metrics", None).await;

    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert!(metrics.body.contains("route=\"/api/v1/lots/{id}\""));
    assert!(!metrics.body.contains(lot.as_str()));
}
