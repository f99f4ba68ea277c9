//! Errors: each is a problem document with a stable code.

use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use futures::stream;
use serde_json::json;

use crate::auth::Role;
use crate::http::answer::html::STYLE_PATH;
use crate::http::pages::ADDRESSES;
use crate::http::testing::{TestServer, WTP, document, request};

#[tokio::test(start_paused = true)]
async fn unknown_addresses_and_methods_are_answered_with_problems() {
    let server = TestServer::start().await;
    let cases = [
        (Method::GET, "/nowhere", 404, "not_found"),
        (Method::GET, "/api/v1/nowhere", 404, "not_found"),
        (Method::POST, "/nowhere", 404, "not_found"),
        (Method::DELETE, "/api/v1/events", 405, "method_not_allowed"),
        (Method::POST, "/healthz", 405, "method_not_allowed"),
        (Method::PUT, "/ws", 405, "method_not_allowed"),
        (Method::TRACE, "/api/v1/lots/x/history?after=0", 405, "method_not_allowed"),
        (Method::PUT, "/?x", 405, "method_not_allowed"),
        (Method::POST, "/api/docs?x", 405, "method_not_allowed"),
        (Method::DELETE, "/api/v1/events?x", 405, "method_not_allowed"),
        (Method::POST, "/nowhere?x", 404, "not_found"),
    ];

    for (method, path, status, code) in cases {
        let answer = server.ask(request(&method, path, None, None)).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, code), "{method} {path}");
        assert_eq!(answer.headers.contains_key("allow"), status == 405, "{method} {path}");
    }
}

// G1
#[tokio::test(start_paused = true)]
async fn a_method_that_an_address_does_not_take_is_named_before_an_unknown_query() {
    let server = TestServer::start().await;
    let contract = server.get("/api/openapi.json", None).await.json();
    let described = contract["paths"].as_object().unwrap().iter().map(|(path, item)| (path.as_str(), item.clone()));
    let outside = ["/api/openapi.json", "/api/ws-schema.json", "/api/docs", STYLE_PATH].into_iter().chain(ADDRESSES);
    let outside = outside.map(|path| (path, json!({"get": {}})));

    for (path, methods) in described.chain(outside) {
        let address = path.replace("{n}", "0").replace("{*rest}", "x").replace(['{', '}'], "");
        for method in
            ["post", "put", "patch", "delete", "options"].iter().filter(|method| methods.get(method).is_none())
        {
            let method: Method = method.to_uppercase().parse().unwrap();

            let answer = server.ask(request(&method, &format!("{address}?x"), None, None)).await;

            assert_eq!(
                (answer.status.as_u16(), answer.problem().as_str()),
                (405, "method_not_allowed"),
                "{method} {path}"
            );
            assert!(answer.headers.contains_key("allow"), "{method} {path}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_has_to_be_json_of_a_bounded_size() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let buyer = server.token(Role::Buyer, WTP);
    let send = async |path: &str, kind: &str, length: usize| {
        let builder = Request::post(path).header("authorization", format!("Bearer {buyer}"));
        let answer =
            server.ask(builder.header("content-type", kind).body(Body::from(" ".repeat(length))).unwrap()).await;
        (answer.status.as_u16(), answer.problem())
    };
    let (events, commands) = ("/api/v1/events", format!("/api/v1/lots/{lot}/commands"));

    assert_eq!(send(events, "text/plain", 2).await, (415, "unsupported_media_type".to_owned()));
    assert_eq!(send(events, "application/json", (1 << 20) + 1).await, (413, "payload_too_large".to_owned()));
    assert_eq!(send(events, "application/json; charset=utf-8", 1 << 20).await, (422, "bad_document".to_owned()));
    assert_eq!(send(&commands, "application/json", (64 << 10) + 1).await, (413, "payload_too_large".to_owned()));
    assert_eq!(send(&commands, "application/json", 64 << 10).await, (422, "bad_document".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn bids_go_on_while_a_large_document_is_read() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);
    let mut large = document();
    let item = large["lots"][0]["items"][0].clone();
    large["lots"][0]["items"] = json!(vec![item; 900]);
    let mut answer = pin!(server.post("/api/v1/events", &buyer, &large));

    let mut turns = 0_u32;
    let answer = loop {
        tokio::select! {
            biased;
            answer = &mut answer => break answer,
            () = tokio::task::yield_now() => turns += 1,
        }
    };

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_document"), "items of one name");
    assert!(turns > 100, "other tasks ran {turns} times meanwhile");
}

#[tokio::test(start_paused = true)]
async fn a_body_of_unknown_length_is_bounded_in_size_and_in_time() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);
    let send = async |body: Body| {
        let builder = Request::post("/api/v1/events").header("authorization", format!("Bearer {buyer}"));
        server.ask(builder.header("content-type", "application/json").body(body).unwrap()).await
    };
    let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 64 << 10]));

    let too_large = send(Body::from_stream(endless)).await;
    let too_slow = send(Body::from_stream(stream::pending::<std::io::Result<Vec<u8>>>())).await;
    let broken = send(Body::from_stream(stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("gone"))]))).await;

    assert_eq!((too_large.status.as_u16(), too_large.problem().as_str()), (413, "payload_too_large"));
    assert_eq!((too_slow.status.as_u16(), too_slow.problem().as_str()), (408, "request_timeout"));
    assert_eq!((broken.status.as_u16(), broken.problem().as_str()), (400, "bad_request"));
}

#[tokio::test(start_paused = true)]
async fn a_bad_document_is_answered_with_everything_that_is_wrong() {
    let server = TestServer::start().await;
    let mut document = document();
    document["lots"][0]["items"][0]["volumes"]["RFS"] = json!(1000);
    document["bidders"][0]["colour"] = json!("red");

    let answer = server.post("/api/v1/events", &server.token(Role::Buyer, WTP), &document).await;

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "bad_document"));
    let paths: Vec<String> = answer.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["path"].as_str().unwrap().to_owned())
        .collect();
    assert!(paths.contains(&"/lots/0/items/0/volumes/RFS".to_owned()), "{paths:?}");
    assert!(paths.contains(&"/bidders/0/colour".to_owned()), "{paths:?}");
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_forbids_publication_says_why() {
    let server = TestServer::start().await;
    let buyer = server.token(Role::Buyer, WTP);
    let mut document = document();
    document["profile"] = json!("reg35");
    document["lots"][0]["opens_at"] = json!("2026-11-21T15:00:00Z");
    let draft = server.post("/api/v1/events", &buyer, &document).await;
    let id = draft.json()["id"].as_str().unwrap_or_else(|| panic!("{}", draft.body)).to_owned();

    let answer = server.post(&format!("/api/v1/events/{id}/publish"), &buyer, &json!({})).await;

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (422, "profile_forbids"));
    assert!(answer.json()["lint"].as_array().unwrap().iter().any(|finding| finding["level"] == "error"));
    assert!(!answer.json()["errors"].as_array().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn after_must_be_a_whole_number() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let auditor = server.token(Role::Auditor, WTP);

    for after in ["-1", "x", "1.5", "", "9223372036854775808", "18446744073709551615", "99999999999999999999"] {
        for what in ["history", "offers"] {
            let answer = server.get(&format!("/api/v1/lots/{lot}/{what}?after={after}"), Some(&auditor)).await;

            assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (400, "bad_request"), "{what} {after}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn after_the_last_record_there_is_nothing() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let auditor = server.token(Role::Auditor, WTP);

    for after in [1_000, i64::MAX.unsigned_abs()] {
        let history = server.get(&format!("/api/v1/lots/{lot}/history?after={after}"), Some(&auditor)).await;
        let offers = server.get(&format!("/api/v1/lots/{lot}/offers?after={after}"), Some(&auditor)).await;

        assert_eq!((history.status.as_u16(), history.body.as_str()), (200, ""), "{after}");
        assert_eq!(offers.json(), json!({"offers": []}), "{after}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_is_unavailable_and_the_server_no_longer_ready() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    assert_eq!(server.get("/readyz", None).await.status.as_u16(), 200);
    let acme = server.token(Role::Supplier, "acme");
    server.store.fail_next(1);

    let bid = server.post(&format!("/api/v1/lots/{lot}/bids"), &acme, &json!({"ref": "r", "prices": {"m": "3"}})).await;

    assert_eq!((bid.status.as_u16(), bid.problem().as_str()), (503, "unavailable"));
    assert_eq!(bid.header("retry-after"), "1");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let ready = server.get("/readyz", None).await;
    assert_eq!((ready.status.as_u16(), &ready.json()["ready"]), (503, &json!(false)));
    assert_eq!(server.get("/healthz", None).await.status.as_u16(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_bid_whose_answer_takes_too_long_is_unavailable() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let acme = server.token(Role::Supplier, "acme");
    server.store.hold();

    let bid = server.post(&format!("/api/v1/lots/{lot}/bids"), &acme, &json!({"ref": "r", "prices": {"m": "3"}})).await;

    assert_eq!((bid.status.as_u16(), bid.problem().as_str()), (503, "unavailable"));
}
