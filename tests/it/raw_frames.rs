//! Frames that a correct WebSocket library never sends, written byte by byte (RFC 6455, sections 5 and 7).

use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::client::Client;
use crate::people::Person;
use crate::raw::{MASK, Raw, frame};
use crate::server::{PATIENCE, Server};

#[tokio::test]
async fn a_breach_of_the_protocol_is_answered_by_its_close_code() {
    let server = Server::start();
    let time = br#"{"type":"time","id":1}"#;
    let long_ping = [&[0x89, 0xfe, 0, 126][..], &MASK, &[0; 126]].concat();
    let half_a_character = [frame(0x01, b"{\"type\":\""), frame(0x80, b"\xe2\x82\"}")].concat();
    let cases = [
        ("an unmasked frame", [&[0x81, 22][..], time].concat(), 1002),
        ("a reserved bit", frame(0xc1, time), 1002),
        ("a reserved kind of frame", frame(0x83, time), 1002),
        ("a ping in fragments", frame(0x09, b"a"), 1002),
        ("a ping of 126 bytes", long_ping, 1002),
        ("a continuation of nothing", frame(0x80, time), 1002),
        ("a message inside another", [frame(0x01, b"{"), frame(0x81, time)].concat(), 1002),
        ("a close of one byte", frame(0x88, b"\x03"), 1002),
        ("a close with a code that is never sent", frame(0x88, &1005_u16.to_be_bytes()), 1002),
        ("a character cut in two", half_a_character, 1007),
        (
            "a header that promises 64 KiB and one byte",
            [&[0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1][..], &MASK].concat(),
            1009,
        ),
        ("a header that promises the moon", [&[0x81, 0xff, 0x7f][..], &[0xff; 7], &MASK].concat(), 1009),
        ("a proper close", frame(0x88, &1000_u16.to_be_bytes()), 1000),
    ];

    for (what, bytes, code) in cases {
        let mut raw = Raw::open(&server, &server.supplier("acme")).await;
        raw.send(&bytes).await;

        assert_eq!(raw.close_code().await, Some(code), "{what}");
    }
    server.supplier("acme").connects().await.is_answered().await;
}

#[tokio::test]
async fn a_connection_that_is_cut_within_a_frame_disturbs_no_other() {
    let server = Server::start();

    for bytes in [&b""[..], &[0x81], &[0x81, 0xfe, 0x00], &frame(0x01, b"{\"type\":")] {
        let mut raw = Raw::open(&server, &server.supplier("acme")).await;
        raw.send(bytes).await;
        drop(raw);
    }

    server.supplier("acme").connects().await.is_answered().await;
}

#[tokio::test]
async fn a_client_that_does_not_read_is_disconnected_and_no_other_client_notices() {
    let server = Server::start_with(&["--frames-per-second-max", "0"]);
    let mut deaf = Raw::open(&server, &server.supplier("acme")).await;
    let mut other = server.supplier("bolt").connects().await;
    let question = frame(0x81, br#"{"type":"time","id":1}"#);
    let thousand = question.repeat(1_000);

    // The kernel takes tens of megabytes for a server that reads no more, so the end is awaited, not a count.
    let sends_until_cut_off = async { while deaf.0.write_all(&thousand).await.is_ok() {} };
    timeout(PATIENCE, sends_until_cut_off).await.expect("the server disconnects whoever reads no answers");

    other.is_answered().await;
}

#[tokio::test]
async fn what_refused_clients_go_on_sending_takes_no_memory() {
    let server = Server::start();
    let large = [&[0x81, 0xff][..], &u64::to_be_bytes(8 << 20), &MASK].concat();
    let rest = vec![0; 8 << 20];
    let before = memory_peak_kib(&server);

    for _ in 0..20 {
        let mut raw = Raw::open(&server, &server.supplier("acme")).await;
        raw.send(&large).await;
        raw.send(&rest).await;
        assert_eq!(raw.close_code().await, Some(1009));
    }

    let more = memory_peak_kib(&server) - before;
    assert!(more < 8 << 10, "160 MiB were dropped, and the server's memory grew by {more} KiB");
}

#[tokio::test]
async fn a_client_that_floods_when_its_token_has_ended_reads_the_code() {
    let server = Server::start();
    let made = server.runs(&["token", "--role", "supplier", "--org", "acme", "--user", "u1", "--ttl", "2s"]);
    let token = made.ended_with(0).stdout.trim().to_owned();
    let mut other = Client::connect(server.url(), &token).await;
    let mut raw = Raw::open(&server, &Person::new(server.url(), Some(token))).await;
    let payload = vec![0; 60_000];
    let large = [&[0x81, 0xfe, 0xea, 0x60][..], &MASK, &payload[..]].concat();
    raw.send(&large[..30_000]).await;

    assert_eq!(other.close_code().await, Some(4401));
    raw.send(&large[30_000..]).await;
    raw.send(&large.repeat(70)).await;

    assert_eq!(raw.close_code().await, Some(4401));
}

fn memory_peak_kib(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("Linux describes processes");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak is listed");
    peak.trim().trim_end_matches(" kB").parse().expect("a figure in kB")
}
