//! Frames that no honest WebSocket library sends, written byte by byte (RFC 6455, sections 5 and 7).

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::server::{PATIENCE, Server};

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// Small, so that a client that does not read is soon noticed.
const RECEIVE_BUFFER_BYTES: u32 = 8 * 1024;

/// A TCP connection on which the server has agreed to speak WebSocket.
struct Raw(TcpStream);

impl Raw {
    async fn open(server: &Server) -> Self {
        let address = server.url().strip_prefix("http://").expect("the server's address");
        let token = server.token("supplier", "acme", "u1");
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Authorization: Bearer {token}\r\n\r\n"
        );
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(RECEIVE_BUFFER_BYTES).expect("a small buffer");
        let address = address.parse().expect("the server's address and port");
        let mut stream = socket.connect(address).await.expect("the server listens");
        stream.write_all(request.as_bytes()).await.expect("the request is sent");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(read_u8(&mut stream).await.expect("a whole head of the answer"));
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
        Self(stream)
    }

    async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.expect("the bytes are sent");
    }

    /// The first close frame's code; `None` where the connection ends without one, or the close has no code.
    async fn close_code(mut self) -> Option<u16> {
        loop {
            let first = read_u8(&mut self.0).await?;
            let mut length = u64::from(read_u8(&mut self.0).await?);
            for extended in [(126, 2), (127, 8)] {
                if length == extended.0 {
                    length = 0;
                    for _ in 0..extended.1 {
                        length = length << 8 | u64::from(read_u8(&mut self.0).await?);
                    }
                    break;
                }
            }
            let mut payload = Vec::new();
            for _ in 0..length {
                payload.push(read_u8(&mut self.0).await?);
            }
            if first & 0x0f == 8 {
                return payload.first_chunk().map(|code| u16::from_be_bytes(*code));
            }
        }
    }
}

async fn read_u8(stream: &mut TcpStream) -> Option<u8> {
    timeout(PATIENCE, stream.read_u8()).await.expect("the server says something or hangs up").ok()
}

/// A masked frame of at most 125 bytes.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short payload");
    let masked = payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask);
    [first, 0x80 | length].into_iter().chain(MASK).chain(masked).collect()
}

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
        let mut raw = Raw::open(&server).await;
        raw.send(&bytes).await;

        assert_eq!(raw.close_code().await, Some(code), "{what}");
    }
    server.supplier("acme").connects().await.is_answered().await;
}

#[tokio::test]
async fn a_connection_that_is_cut_leaves_nothing_behind() {
    let server = Server::start();

    for bytes in [&b""[..], &[0x81], &[0x81, 0xfe, 0x00], &frame(0x01, b"{\"type\":")] {
        let mut raw = Raw::open(&server).await;
        raw.send(bytes).await;
        drop(raw);
    }

    server.supplier("acme").connects().await.is_answered().await;
}

#[tokio::test]
async fn who_does_not_read_is_let_go_and_nobody_else_notices() {
    let server = Server::start_with(&["--frames-per-second-max", "0"]);
    let mut deaf = Raw::open(&server).await;
    let mut other = server.supplier("bolt").connects().await;
    let question = frame(0x81, br#"{"type":"time","id":1}"#);
    let thousand = question.repeat(1_000);

    let mut sent = 0;
    let let_go = loop {
        match timeout(PATIENCE, deaf.0.write_all(&thousand)).await.expect("the server reads on or hangs up") {
            Ok(()) if sent < 1_000 => sent += 1,
            Ok(()) => break false,
            Err(_) => break true,
        }
    };

    assert!(let_go, "a million answers are kept for somebody who reads none");
    other.is_answered().await;
}
