//! What is noted of acts on people, of sessions and of files.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

async fn send(server: &TestServer, method: Method, path: &str, header: (&str, &str), body: &Value) -> TestAnswer {
    let request = Request::builder().method(method).uri(path).header("host", "lots.example");
    let request = request.header("user-agent", FIREFOX).header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "application/json").header(header.0, header.1);
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    server.ask(request.body(body).unwrap()).await
}

async fn admin(server: &TestServer) -> String {
    server.add_person("ada", Role::Admin, WTP, false).await;
    server.token_of("ada", Role::Admin, WTP, Duration::from_hours(100))
}

/// The security events that this query finds, the newest first.
async fn noted(server: &TestServer, token: &str, query: &str) -> Vec<Value> {
    let answer = server.get(&format!("/api/v1/security-events?{query}"), Some(token)).await;
    answer.json()["items"].as_array().unwrap().clone()
}

fn texts(events: &[Value], member: &str) -> Vec<String> {
    events.iter().map(|event| event[member].as_str().unwrap_or("null").to_owned()).collect()
}

// G4, G107
#[tokio::test(start_paused = true)]
async fn what_happens_to_a_person_is_noted_with_the_address_and_the_device_of_whoever_did_it() {
    let server = TestServer::start().await;
    let bearer = format!("Bearer {}", admin(&server).await);
    server.open_lot().await;
    server.add_person("tom", Role::Supplier, "acme", false).await;
    let (tom, reason) = ("/api/v1/people/tom", json!({"reason": "on leave"}));
    let (name, place) = (json!({"name": "Tom Bell"}), json!({"role": "supplier", "org": "bolt"}));

    for (method, path, body) in [
        (Method::PUT, tom.to_owned(), &name),
        (Method::POST, format!("{tom}/invitations"), &json!({})),
        (Method::POST, format!("{tom}/places"), &place),
        (Method::DELETE, format!("{tom}/sessions"), &Value::Null),
        (Method::POST, format!("{tom}/disable"), &reason),
        (Method::POST, format!("{tom}/enable"), &reason),
    ] {
        let answer = send(&server, method, &path, ("authorization", &bearer), body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
    }

    let token = bearer.trim_start_matches("Bearer ");
    let events = noted(&server, token, "person=tom").await;
    let kinds = ["enabled", "disabled", "session_ended", "place_changed", "invited", "person_changed"];
    assert_eq!(texts(&events, "kind"), kinds);
    for event in &events {
        let by = (&event["by"], &event["by_name"], &event["person_name"]);
        assert_eq!(by, (&json!("ada"), &json!("Name of ada"), &json!("Tom Bell")), "{event}");
        let client = (&event["address"], &event["device"]);
        assert_eq!(client, (&json!("127.0.0.1"), &json!("Firefox on Linux")), "{event}");
    }
    let audited = noted(&server, &server.token(Role::Auditor, WTP), "person=tom").await;
    assert_eq!(texts(&audited, "address"), ["null"; 6], "auditors read no address");
    send(&server, Method::DELETE, tom, ("authorization", &bearer), &Value::Null).await;
    let erased = noted(&server, token, "person=tom").await;
    assert_eq!(texts(&erased, "kind")[0], "erased");
    assert_eq!(texts(&erased, "person_name"), ["null"; 7]);
    assert_eq!(texts(&erased[1..], "address"), ["null"; 6]);
}

// G94, G107
#[tokio::test(start_paused = true)]
async fn a_person_who_ends_sessions_of_their_own_is_noted() {
    let server = TestServer::start().await;
    let admin = admin(&server).await;
    server.open_lot().await;
    let (cookie, _watch) = server.signed_in(Role::Supplier, "acme").await;
    let (_, _other) = server.signed_in(Role::Supplier, "acme").await;
    let own = format!("fairlot_session={cookie}");
    let end = async || send(&server, Method::DELETE, "/api/v1/sessions", ("cookie", &own), &Value::Null).await;

    let answers = [end().await, end().await];

    assert_eq!(answers.map(|answer| answer.status.as_u16()), [204, 204]);
    let events = noted(&server, &admin, "kind=session_ended").await;
    assert_eq!(events.len(), 1, "the second time there was no other session");
    assert_eq!((&events[0]["person"], &events[0]["by"]), (&json!("supplier-of-acme"), &json!("supplier-of-acme")));
    assert_eq!(events[0]["device"], "Firefox on Linux");
}

// G107
#[tokio::test(start_paused = true)]
async fn whoever_takes_out_a_file_is_noted_once_a_minute_for_each_file() {
    let server = TestServer::start().await;
    let admin = admin(&server).await;
    server.add_person("bea", Role::Buyer, WTP, false).await;
    let (event, _) = server.open_lot().await;
    let bea = format!("Bearer {}", server.token_of("bea", Role::Buyer, WTP, Duration::from_hours(1)));
    let file = |name: &str| format!("/api/v1/events/{event}/lots/0/items.{name}");
    let take = async |path: &str| server.response(request_of(path, &bea)).await.status().as_u16();

    for name in ["csv", "csv", "xlsx", "csv"] {
        assert_eq!(take(&file(name)).await, 200);
    }
    tokio::time::advance(Duration::from_mins(1)).await;
    assert_eq!(take(&file("csv")).await, 200);
    assert_eq!(take(&file("csv").replace("/0/", "/7/")).await, 404, "no file, no note");

    let events = noted(&server, &admin, "kind=exported").await;
    assert_eq!(texts(&events, "file"), [file("csv"), file("xlsx"), file("csv")]);
    assert_eq!(texts(&events, "person_name"), ["Name of bea"; 3]);
    assert_eq!(events[0]["device"], "Firefox on Linux");
}

// G59, G107
#[tokio::test(start_paused = true)]
async fn a_supplier_who_takes_out_a_record_of_its_bids_is_noted() {
    let server = TestServer::start().await;
    let admin = admin(&server).await;
    server.add_person("lea", Role::Supplier, "acme", false).await;
    let (event, lot) = server.open_lot().await;
    let lea = format!("Bearer {}", server.token_of("lea", Role::Supplier, "acme", Duration::from_hours(1)));
    let files = [
        format!("/api/v1/lots/{lot}/record.csv"),
        format!("/api/v1/lots/{lot}/record.xlsx"),
        format!("/api/v1/events/{event}/record.xlsx"),
    ];

    for file in &files {
        assert_eq!(server.response(request_of(file, &lea)).await.status().as_u16(), 200, "{file}");
    }

    let mut noted = noted(&server, &admin, "kind=exported").await;
    noted.reverse();
    assert_eq!(texts(&noted, "file"), files);
}

fn request_of(path: &str, bearer: &str) -> Request<Body> {
    let request = Request::builder().uri(path).header("host", "lots.example").header("authorization", bearer);
    request.header("user-agent", FIREFOX).body(Body::empty()).unwrap()
}

// G3
#[tokio::test(start_paused = true)]
async fn a_place_in_a_list_that_is_none_is_a_problem_of_its_member() {
    let server = TestServer::start().await;
    let token = admin(&server).await;

    for list in ["security-events", "outbox"] {
        let answer = server.get(&format!("/api/v1/{list}?after=zzz"), Some(&token)).await;

        assert_eq!((answer.status.as_u16(), &answer.json()["errors"][0]["path"]), (422, &json!("/query/after")));
    }
}
