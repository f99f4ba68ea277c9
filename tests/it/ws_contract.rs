//! The WebSocket contract: how a client connects, how a bad message is answered, and how a connection ends.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::client::{Client, Heard, Refusal};
use crate::documents::{Document, at};
use crate::server::Server;

/// The longest message that the server reads, in bytes.
const MESSAGE_LEN_MAX: usize = 64 * 1024;

#[tokio::test]
async fn a_token_is_accepted_in_a_header_or_a_subprotocol_and_nowhere_else() {
    let server = Server::start();
    let token = server.token("supplier", "acme", "u1");
    let bearer = format!("Bearer {token}");
    let subprotocols = format!("fairlot.v1, bearer.{token}");

    for headers in [[("authorization", bearer.as_str())], [("sec-websocket-protocol", subprotocols.as_str())]] {
        let mut client = Client::open(server.url(), &headers).await.unwrap_or_else(|error| panic!("{error}"));
        let welcome = client.expect("welcome").await;

        assert_eq!((&welcome["protocol"], &welcome["role"]), (&json!(1), &json!("supplier")), "{welcome}");
        assert_eq!(welcome["org"], "acme");
        assert!(welcome["now"].is_string() && welcome["expires_at"].is_string(), "{welcome}");
    }
    for headers in [
        vec![],
        vec![("authorization", "Bearer nonsense")],
        vec![("authorization", token.as_str())],
        vec![("sec-websocket-protocol", "fairlot.v1, bearer.nonsense")],
        vec![("sec-websocket-protocol", "fairlot.v1")],
        vec![("cookie", "session=nonsense"), ("origin", server.url())],
    ] {
        let refused = Client::open(server.url(), &headers).await.err();
        assert_eq!(refused, Some(Refusal { status: 401 }), "{headers:?}");
    }
    let in_url = format!("/ws?access_token={token}&token={token}");
    assert_eq!(server.nobody().get(&in_url).await.status, 401, "a token in the address is none");
}

#[tokio::test]
async fn the_subprotocol_is_answered_and_the_token_is_not() {
    let server = Server::start();
    let subprotocols = format!("fairlot.v1, bearer.{}", server.token("supplier", "acme", "u1"));
    let upgrade = [
        ("connection", "upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-protocol", subprotocols.as_str()),
    ];

    let http = reqwest::Client::builder().no_proxy().build().expect("an HTTP client");
    let mut request = http.get(format!("{}/ws", server.url()));
    for (name, value) in upgrade {
        request = request.header(name, value);
    }
    let response = request.send().await.expect("an answer to the handshake");

    assert_eq!(response.status(), 101);
    assert_eq!(response.headers()["sec-websocket-protocol"], "fairlot.v1");
    assert_eq!(response.headers()["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

/// A frame that is no valid message, and the word that the answer must contain.
fn bad_messages(lot: &str) -> Vec<(String, &'static str)> {
    let bid = |field: &str, value: Value| {
        let mut message = json!({"type": "bid", "lot": lot, "ref": "r", "prices": at("2.98"), "confirmed": false});
        message[field] = value;
        (message.to_string(), named(field))
    };
    let without = |field: &str| {
        let mut message = json!({"type": "bid", "lot": lot, "ref": "r", "prices": at("2.98")});
        message.as_object_mut().expect("an object").remove(field);
        (message.to_string(), named(field))
    };
    let text = |text: &str, named| (text.replace("LOT", lot), named);
    let mut messages = vec![
        text("not json", ""),
        text("", ""),
        text("[]", ""),
        text("\"join\"", ""),
        text("null", ""),
        text("{}", "type"),
        text(r#"{"type":7}"#, "type"),
        text(r#"{"type":"dance"}"#, "dance"),
        text(r#"{"type":"welcome"}"#, "welcome"),
        text(r#"{"type":"join"}"#, "lot"),
        text(r#"{"type":"join","lot":7}"#, "lot"),
        text(r#"{"type":"leave"}"#, "lot"),
        text(r#"{"type":"time"}"#, "id"),
        text(r#"{"type":"join","type":"leave","lot":"LOT"}"#, "type"),
        text(r#"{"type":"join","lot":"LOT"} {}"#, ""),
        text(r#"{"type":"bid","lot":"LOT","ref":"r","ref":"s","prices":{"nitrile-m":"2.98"}}"#, "ref"),
        text(r#"{"type":"bid","lot":"LOT","ref":"r","prices":{"nitrile-m":"2.98","nitrile-m":"2.97"}}"#, "nitrile-m"),
        text(r#"{"type":"bid","lot":"LOT","ref":"r","prices":{"nitrile-m":2.98}}"#, "nitrile-m"),
        bid("ref", json!(7)),
        bid("ref", json!("")),
        bid("ref", json!("x".repeat(65))),
        bid("ref", json!("é".repeat(33))),
        bid("lot", json!(7)),
        bid("confirmed", json!("yes")),
        bid("prices", json!([])),
        bid("prices", json!("2.98")),
        without("lot"),
        without("ref"),
        without("prices"),
    ];
    let not_decimals = [
        "",
        "1e3",
        "1_000",
        ".5",
        "5.",
        "+1",
        "1,5",
        " 1",
        "NaN",
        "0x1",
        "٣",
        "--1",
        "12345678901234",
        "1.1234567890123",
    ];
    messages.extend(not_decimals.map(|price| {
        let (message, _) = bid("prices", at(price));
        (message, "nitrile-m")
    }));
    messages
}

fn named(field: &str) -> &'static str {
    match field {
        "lot" => "lot",
        "ref" => "ref",
        "prices" => "prices",
        "confirmed" => "confirmed",
        other => panic!("no case for {other}"),
    }
}

// L1.14, L2.17
#[tokio::test]
async fn a_bad_message_is_answered_by_an_error_that_names_the_field_and_the_connection_stays() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;

    for (message, named) in bad_messages(lot) {
        acme.send_text(&message).await;
        let error = acme.expect("error").await;

        assert_eq!(error["code"], "bad_message", "{message}: {error}");
        assert!(error["message"].as_str().is_some_and(|words| words.contains(named)), "{message}: {error}");
        let sent: Value = serde_json::from_str(&message).unwrap_or_default();
        let sent_ref = sent["ref"].as_str().filter(|text| (1..=64).contains(&text.len()));
        if let (Some(sent_ref), false) = (sent_ref, message.matches("\"ref\"").count() > 1) {
            assert_eq!(error["ref"], sent_ref, "{message}: {error}");
        }
        acme.is_answered().await;
    }
    let accepted = acme.bid(lot, "good", at("2.98")).await;
    assert_eq!(accepted["type"], "accepted", "{accepted}");
    let history = server.auditor().history(lot).await;
    assert!(!history.iter().any(|line| line.contains("\"bid_refused\"")), "none was journaled: {history:#?}");
}

#[tokio::test]
async fn fields_that_the_server_does_not_know_are_ignored() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;

    let bid = json!({"type": "bid", "lot": lot, "ref": "r".repeat(64), "prices": at("2.98"), "colour": ["blue"]});
    acme.send(&bid).await;
    let accepted = acme.answer_to(&"r".repeat(64)).await;
    acme.send(&json!({"type": "time", "id": 9, "note": "x".repeat(MESSAGE_LEN_MAX - 40)})).await;

    assert_eq!(accepted["type"], "accepted", "{accepted}");
    assert_eq!(acme.expect("time").await["id"], 9, "a message just below the limit is read");
}

#[tokio::test]
async fn a_lot_that_the_caller_may_not_see_is_not_found() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let mut stranger = server.supplier("dora").connects().await;
    let mut observer = server.observer("RFS").joins(&[published.lot()]).await;

    let mut answers = Vec::new();
    for lot in [published.lot(), "0199d0a5-0000-7000-8000-000000000000", "no id at all"] {
        stranger.send(&json!({"type": "join", "lot": lot})).await;
        let mut error = stranger.expect("error").await;
        assert_eq!(error["lot"], lot, "{error}");
        error["lot"].take();
        answers.push(error);
        let not_hers = stranger.bid(lot, "x", at("2.98")).await;
        assert_eq!(not_hers["code"], "not_found", "{not_hers}");
    }
    let not_a_bidder = observer.bid(published.lot(), "o1", at("2.98")).await;

    assert_eq!(answers[0]["code"], "not_found");
    assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:#?}");
    assert_eq!((&not_a_bidder["code"], &not_a_bidder["ref"]), (&json!("forbidden"), &json!("o1")), "{not_a_bidder}");
}

#[tokio::test]
async fn a_client_that_leaves_a_lot_gets_no_more_of_its_states() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let mut acme = server.supplier("acme").joins(&[lot]).await;
    let mut witness = server.supplier("acme").joins(&[lot]).await;

    acme.send(&json!({"type": "leave", "lot": lot})).await;
    acme.is_answered().await;
    let told = acme.log().len();
    server.supplier("bolt").posts_bid(lot, "b1", at("2.90")).await.expect(200);
    witness.sees(lot, "the lead", |view| !view["market"]["lead"].is_null()).await;
    acme.is_answered().await;

    assert_eq!(acme.log().len(), told + 1, "only the time came: {:#?}", &acme.log()[told..]);
}

#[tokio::test]
async fn each_fault_of_a_frame_has_its_close_code() {
    let server = Server::start();
    let bad_utf8 = Frame::message(vec![b'{', 0xff, 0xfe, b'}'], OpCode::Data(Data::Text), true);
    let cases = [
        ("a binary frame", Message::binary(b"{}".to_vec()), 1003),
        ("bad UTF-8", Message::Frame(bad_utf8), 1007),
        ("over 64 KiB", Message::text("x".repeat(MESSAGE_LEN_MAX + 1)), 1009),
    ];

    for (fault, frame, code) in cases {
        let mut client = server.supplier("acme").connects().await;
        client.send_frame(frame).await.expect("the frame is sent");

        assert_eq!(client.close_code().await, Some(code), "{fault}");
    }
}

#[tokio::test]
async fn a_message_in_fragments_is_one_message() {
    let server = Server::start();
    let mut client = server.supplier("acme").connects().await;
    let fragment = |text: &str, kind, last| Message::Frame(Frame::message(text.to_owned(), OpCode::Data(kind), last));

    for frame in [
        fragment("{\"type\":\"ti", Data::Text, false),
        Message::Ping("between".into()),
        fragment("me\",\"id\"", Data::Continue, false),
        fragment(":12}", Data::Continue, true),
    ] {
        client.send_frame(frame).await.expect("the frame is sent");
    }

    assert_eq!(client.expect("time").await["id"], 12);
}

#[tokio::test]
async fn too_many_frames_end_the_connection() {
    let server = Server::start_with(&["--frames-per-second-max", "10"]);
    let mut flood = server.supplier("acme").connects().await;
    let mut calm = server.supplier("acme").connects().await;

    for id in 0..1_000 {
        if flood.send_frame(Message::text(json!({"type": "time", "id": id}).to_string())).await.is_err() {
            break;
        }
    }

    assert_eq!(flood.close_code().await, Some(1008));
    calm.is_answered().await;
}

#[tokio::test]
async fn received_bids_are_answered_before_a_flood_ends_the_connection() {
    let server = Server::start_with(&["--frames-per-second-max", "50"]);
    let published = server.buyer().publishes(&Document::gloves()).await;
    let lot = published.lot();
    let mut flood = server.supplier("acme").connects().await;

    for nth in 0..400 {
        let bid = json!({"type": "bid", "lot": lot, "ref": format!("r{nth}"), "prices": at("3.00")});
        if flood.send_frame(Message::text(bid.to_string())).await.is_err() {
            break;
        }
    }

    assert_eq!(flood.close_code().await, Some(1008));
    let is_answer = |message: &&String| {
        let message: Value = serde_json::from_str(message).expect("a message is JSON");
        message["type"] == "accepted" || message["type"] == "refused"
    };
    let answered = flood.log().iter().filter(is_answer).count();
    let history = server.auditor().history(lot).await;
    let recorded = history.iter().filter(|line| line.contains("\"kind\":\"bid_")).count();
    assert_eq!(answered, recorded, "every bid that was recorded has been answered");
}

#[tokio::test]
async fn a_connection_ends_with_its_token() {
    let server = Server::start();
    let made = server.runs(&["token", "--role", "supplier", "--org", "acme", "--user", "u1", "--ttl", "2s"]);
    let mut client = Client::connect(server.url(), made.ended_with(0).stdout.trim()).await;

    assert_eq!(client.close_code().await, Some(4401));
}

#[tokio::test]
async fn a_close_is_answered_by_a_close() {
    let server = Server::start();
    let mut client = server.supplier("acme").connects().await;

    client.send_frame(Message::Close(None)).await.expect("the frame is sent");

    assert!(matches!(client.hear("the close").await, Heard::Closed(_)));
    server.supplier("acme").connects().await.is_answered().await;
}
