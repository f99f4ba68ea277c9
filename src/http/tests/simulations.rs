//! Simulations of other rules over HTTP: who may ask, what is refused, and what is answered.

use axum::http::Method;
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document, request};
use crate::ids::LotId;

/// A lot that a buyer has closed early, after two accepted bids and a refused one.
async fn ended_lot(server: &TestServer, document: &Value) -> LotId {
    let (_, lot) = server.open_lot_of(document).await;
    for (nth, (org, price)) in [("acme", "3.10"), ("bolt", "3.05"), ("acme", "3.20")].iter().enumerate() {
        let body = json!({"ref": format!("r{nth}"), "prices": {"m": price}});
        server.post(&format!("/api/v1/lots/{lot}/bids"), &server.token(Role::Supplier, org), &body).await;
    }
    let close = json!({"type": "close", "reason": "all have offered"});
    let closed = server.post(&format!("/api/v1/lots/{lot}/commands"), &server.token(Role::Buyer, WTP), &close).await;
    assert_eq!(closed.status.as_u16(), 200, "{}", closed.body);
    lot
}

async fn simulated(server: &TestServer, lot: &LotId, role: Role, org: &str, body: &Value) -> TestAnswer {
    server.post(&format!("/api/v1/lots/{lot}/simulations"), &server.token(role, org), body).await
}

// E54, E57
#[tokio::test(start_paused = true)]
async fn a_buyer_and_an_auditor_are_told_what_other_rules_would_have_done() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server, &document()).await;
    let before = server.engine.now();

    for role in [Role::Buyer, Role::Auditor] {
        let body = json!({"rules": {"min_decrement": {"absolute": "100"}, "beat": "lead"}});
        let answer = simulated(&server, &lot, role, WTP, &body).await;

        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
        let shown = answer.json();
        let members: Vec<&str> = shown.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            members,
            [
                "assumption",
                "close",
                "extensions",
                "verdicts",
                "ranking",
                "lead_total",
                "saving",
                "skipped",
                "idle_at_the_end_us"
            ]
        );
        let bolts =
            json!({"seq": 4, "bidder": "bolt", "was": "accepted", "would": "decrement_too_small", "limit": "3000.00"});
        assert_eq!(shown["verdicts"][0], bolts, "{shown}");
        assert_eq!(shown["close"], json!({"was": before, "would": before}));
        assert_eq!(shown["lead_total"], json!({"was": "3050.00", "would": "3100.00"}));
    }
}

// E58
#[tokio::test(start_paused = true)]
async fn no_change_of_the_rules_gives_no_difference_and_nothing_is_stored() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server, &document()).await;
    let path = format!("/api/v1/lots/{lot}/history");
    let token = server.token(Role::Auditor, WTP);
    let history = server.get(&path, Some(&token)).await.body;

    let shown = simulated(&server, &lot, Role::Buyer, WTP, &json!({"rules": {}})).await.json();

    for fact in ["close", "extensions", "ranking", "lead_total"] {
        assert_eq!(shown[fact]["was"], shown[fact]["would"], "{fact}");
    }
    assert_eq!((&shown["verdicts"], &shown["skipped"]), (&json!([]), &json!([])));
    assert_eq!(server.get(&path, Some(&token)).await.body, history);
}

// E54
#[tokio::test(start_paused = true)]
async fn others_and_lots_that_have_not_ended_are_refused() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server, &document()).await;
    let (_, open) = server.open_lot().await;
    let body = json!({"rules": {}});

    for (lot, role, org, status, code) in [
        (&lot, Role::Supplier, "acme", 403, "forbidden"),
        (&lot, Role::Observer, "RFS", 403, "forbidden"),
        (&lot, Role::Admin, WTP, 403, "forbidden"),
        (&lot, Role::Supplier, "stranger", 404, "not_found"),
        (&lot, Role::Buyer, "elsewhere", 404, "not_found"),
        (&lot, Role::Auditor, "elsewhere", 404, "not_found"),
        (&open, Role::Buyer, WTP, 409, "not_ended"),
    ] {
        let answer = simulated(&server, lot, role, org, &body).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, code), "{role:?} of {org}");
    }
}

// E55
#[tokio::test(start_paused = true)]
async fn everything_that_is_wrong_with_the_rules_is_named() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server, &document()).await;

    for (body, expected) in [
        (json!({}), &["/rules"][..]),
        (json!({"rules": {"ties": "coin", "items": []}}), &["/rules/items", "/rules/ties"]),
        (json!({"rules": {"beat": "lead", "show": {"lead_price": false}}}), &["/rules/beat"]),
        (json!({"rules": {"idle": {"idle_s": 60}}}), &["/rules/idle"]),
    ] {
        let answer = simulated(&server, &lot, Role::Buyer, WTP, &body).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_document"), "{}", answer.body);
        let problem = answer.json();
        let errors = problem["errors"].as_array().unwrap();
        let mut paths: Vec<&str> = errors.iter().map(|error| error["path"].as_str().unwrap()).collect();
        paths.sort_unstable();
        assert_eq!(paths, expected, "{body}");
    }
}

// E58
#[tokio::test(start_paused = true)]
async fn a_buyer_learns_who_bids_no_earlier_than_elsewhere() {
    let server = TestServer::start().await;
    let mut stated = document();
    stated["lots"][0]["rules"]["show"] = json!({"identities_to_buyer": "after_close"});
    let lot = ended_lot(&server, &stated).await;
    let (_, cancelled) = server.open_lot_of(&stated).await;
    let bid = json!({"ref": "r", "prices": {"m": "3.10"}});
    server.post(&format!("/api/v1/lots/{cancelled}/bids"), &server.token(Role::Supplier, "acme"), &bid).await;
    let cancel = json!({"type": "cancel", "reason": "no money"});
    server.post(&format!("/api/v1/lots/{cancelled}/commands"), &server.token(Role::Buyer, WTP), &cancel).await;

    let body = json!({"rules": {"ceiling": "1.00", "show": {"identities_to_buyer": "always"}}});
    let closed = simulated(&server, &lot, Role::Buyer, WTP, &body).await.json();
    let hidden = simulated(&server, &cancelled, Role::Buyer, WTP, &body).await;

    assert_eq!(closed["verdicts"][0]["bidder"], "acme");
    assert!(!hidden.body.contains("acme") && hidden.body.contains("Bidder "), "{}", hidden.body);
}

// E54
#[tokio::test]
async fn one_simulation_too_many_at_once_is_refused_at_once() {
    let server = TestServer::start_with_background().await;
    let lot = ended_lot(&server, &document()).await;
    let crate::http::state::SimulationWork(work) = &server.state.simulations;
    let taken = [work.turn().await.unwrap(), work.turn().await.unwrap()];

    let refused = simulated(&server, &lot, Role::Buyer, WTP, &json!({"rules": {}})).await;
    drop(taken);
    let answered = simulated(&server, &lot, Role::Buyer, WTP, &json!({"rules": {}})).await;

    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (503, "overloaded"));
    assert_eq!(answered.status.as_u16(), 200, "{}", answered.body);
}

// E54
#[tokio::test(start_paused = true)]
async fn a_lot_is_simulated_by_post_alone() {
    let server = TestServer::start().await;
    let lot = ended_lot(&server, &document()).await;
    let token = server.token(Role::Buyer, WTP);

    let got = server.ask(request(&Method::GET, &format!("/api/v1/lots/{lot}/simulations"), Some(&token), None)).await;

    assert_eq!(got.status.as_u16(), 405);
}
