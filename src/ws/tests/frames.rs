//! Frames against the rules, and the close codes that answer them (RFC 6455 sections 5 and 7).

use serde_json::json;

use super::raw::{BINARY, CLOSE, PING, PONG, Raw, TEXT};
use crate::auth::Role;
use crate::http::testing::TestServer;

async fn supplier(server: &TestServer) -> Raw {
    Raw::welcomed(server, Role::Supplier, "acme").await
}

#[tokio::test(start_paused = true)]
async fn a_frame_against_the_rules_is_answered_with_its_code() {
    let server = TestServer::start().await;
    let too_large = vec![b' '; (64 << 10) + 1];
    // First byte, masked, payload, code.
    let cases: [(u8, bool, &[u8], u16); 9] = [
        (0x80 | BINARY, true, b"{}", 1003),
        (0x80 | TEXT, true, b"\xff\xfe", 1007),
        (0x80 | TEXT, true, b"\xed\xa0\x80", 1007),
        (0x80 | TEXT, true, &too_large, 1009),
        (0xc0 | TEXT, true, b"{}", 1002),
        (0x80 | TEXT, false, b"{}", 1002),
        (0x83, true, b"", 1002),
        (0x80, true, b"no beginning", 1002),
        (PING, true, b"in parts", 1002),
    ];

    for (first, masked, payload, code) in cases {
        let mut raw = supplier(&server).await;

        raw.send_bits(first, masked, payload).await;

        assert_eq!(raw.close_code().await, Some(code), "{first:#x} {}", payload.len());
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_in_parts_is_one_message_and_too_large_as_a_whole_too() {
    let server = TestServer::start().await;
    let mut raw = supplier(&server).await;

    raw.send_bits(TEXT, true, br#"{"type": "ti"#).await;
    raw.send(PING, b"between").await;
    raw.send_bits(0x80, true, br#"me", "id": 5}"#).await;
    let pong = raw.frame().await.unwrap();
    let time = raw.json().await;
    let half = vec![b' '; 40 << 10];
    raw.send_bits(TEXT, true, &half).await;
    raw.send_bits(0x80, true, &half).await;

    assert_eq!((pong.opcode, pong.payload.as_slice()), (PONG, b"between".as_slice()));
    assert_eq!(time["id"], 5);
    assert_eq!(raw.close_code().await, Some(1009));
}

#[tokio::test(start_paused = true)]
async fn a_letter_cut_in_two_by_a_frame_is_still_text() {
    let server = TestServer::start().await;
    let mut raw = supplier(&server).await;
    let text = r#"{"type": "time", "id": 1, "é": 1}"#.as_bytes();
    let middle = text.iter().position(|byte| *byte == 0xc3).unwrap() + 1;

    raw.send_bits(TEXT, true, &text[..middle]).await;
    raw.send_bits(0x80, true, &text[middle..]).await;

    assert_eq!(raw.json().await["type"], "time");
}

#[tokio::test(start_paused = true)]
async fn a_close_is_answered_with_the_same_code_and_the_pipe_closed() {
    let server = TestServer::start().await;
    let mut raw = supplier(&server).await;

    raw.send(CLOSE, &1000_u16.to_be_bytes()).await;

    let answer = raw.frame().await.unwrap();
    assert_eq!((answer.opcode, &answer.payload[..2]), (CLOSE, &1000_u16.to_be_bytes()[..]));
    assert_eq!(raw.frame().await, None);
}

#[tokio::test(start_paused = true)]
async fn the_largest_message_passes() {
    let server = TestServer::start().await;
    let mut raw = supplier(&server).await;
    let mut text = json!({"type": "time", "id": 1}).to_string().into_bytes();
    text.resize(64 << 10, b' ');

    raw.send(TEXT, &text).await;

    assert_eq!(raw.json().await["type"], "time");
}
