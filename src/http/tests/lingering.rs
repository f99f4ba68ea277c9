//! A client that is refused while it still sends reads why, over real sockets.

use std::io;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::serving::{PATIENCE, RunningServer, open, served};
use crate::auth::Role;
use crate::config::ServerLimits;
use crate::http::testing::{TestServer, WTP};

/// How much a client still sends after the bytes that are refused.
const REST_BYTES: usize = 8 << 20;
const TIMES: usize = 50;

/// Sends `refused` and then a lot more, and only then reads to the end.
async fn answer_after_sending_all(mut socket: TcpStream, refused: &[u8]) -> io::Result<Vec<u8>> {
    let rest = vec![b' '; REST_BYTES];
    let mut answer = Vec::new();
    let exchange = async {
        socket.write_all(refused).await?;
        socket.write_all(&rest).await?;
        socket.read_to_end(&mut answer).await
    };
    timeout(PATIENCE, exchange).await.expect("the server reads on and then closes")?;
    Ok(answer)
}

fn handshake(header: &str) -> String {
    format!(
        "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{header}\r\n\r\n"
    )
}

/// Text frames of 60,000 spaces, which mean nothing: the server answers each with an error. Together 4 MB.
fn large_frames() -> Vec<u8> {
    const LENGTH: u16 = 60_000;
    let spaces = vec![b' '; LENGTH.into()];
    let frame = [&[0x81, 0xfe][..], &LENGTH.to_be_bytes(), &[0; 4], &spaces[..]].concat();
    frame.repeat(70)
}

/// Reads a short frame.
async fn skip_frame(socket: &mut TcpStream) {
    let length = match socket.read_u16().await.unwrap() & 0x7f {
        126 => socket.read_u16().await.unwrap(),
        short => short,
    };
    socket.read_exact(&mut vec![0; length.into()]).await.unwrap();
}

/// Reads to the end without sending anything; returns the code of the close frame.
async fn code_at_the_end(mut socket: TcpStream) -> Option<u16> {
    let mut rest = Vec::new();
    let read = timeout(PATIENCE, socket.read_to_end(&mut rest)).await.expect("the server closes");
    read.unwrap_or_else(|error| panic!("no reset: {error}"));
    close_code(&rest)
}

/// Connects as an observer; the welcome is not read yet.
async fn web_socket(running: &RunningServer) -> TcpStream {
    let token = running.server.token(Role::Observer, "RFS");
    web_socket_by(running, &format!("Authorization: Bearer {token}")).await
}

/// Connects with this header, which says who asks.
async fn web_socket_by(running: &RunningServer, header: &str) -> TcpStream {
    let mut socket = open(running, &handshake(header)).await;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    assert!(head.starts_with(b"HTTP/1.1 101"));
    socket
}

/// Returns the code of the last frame, a close frame whose reason is shorter than 124 bytes.
fn close_code(bytes: &[u8]) -> Option<u16> {
    let mut frames = bytes;
    while let [first, length, rest @ ..] = frames {
        let (length, rest) = match length {
            126 => (usize::from(u16::from_be_bytes([rest[0], rest[1]])), &rest[2..]),
            short => (usize::from(*short), rest),
        };
        if *first == 0x88 {
            return Some(u16::from_be_bytes([rest[0], rest[1]]));
        }
        frames = &rest[length..];
    }
    None
}

#[tokio::test]
async fn a_client_that_goes_on_sending_a_large_frame_reads_the_code_each_time() {
    let running = served(ServerLimits::default()).await;
    let header = [&[0x81, 0xff][..], &(REST_BYTES as u64).to_be_bytes(), &[0; 4]].concat();

    for nth in 0..TIMES {
        let answer = answer_after_sending_all(web_socket(&running).await, &header).await;

        assert_eq!(answer.map(|bytes| close_code(&bytes)).ok(), Some(Some(1009)), "{nth}");
    }
}

#[tokio::test]
async fn a_client_that_goes_on_sending_a_large_body_reads_the_answer_each_time() {
    let running = served(ServerLimits::default()).await;
    let token = running.server.token(Role::Buyer, "wtp");
    let head = format!(
        "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {REST_BYTES}\r\n\r\n"
    );

    for nth in 0..TIMES {
        let socket = TcpStream::connect(running.address).await.unwrap();
        let answer = answer_after_sending_all(socket, head.as_bytes()).await.unwrap_or_else(|e| panic!("{nth}: {e}"));

        assert!(answer.starts_with(b"HTTP/1.1 413"), "{nth}: {}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn every_refusal_that_ends_a_connection_reaches_a_client_that_still_sends() {
    let mut limits = ServerLimits::default();
    limits.http.body_wait_max = Duration::from_millis(50);
    limits.ws.frames_per_second_max = 1;
    limits.ws.frames_burst_max = 1;
    let running = served(limits).await;
    let token = running.server.token(Role::Buyer, "wtp");
    let chunked = "Transfer-Encoding: chunked\r\n\r\n800000\r\n";
    let length = format!("Content-Length: {REST_BYTES}\r\n\r\n");
    let json = "Content-Type: application/json\r\n";
    let signed_in = format!("Authorization: Bearer {token}\r\n");
    let post = "POST /api/v1/events HTTP/1.1\r\nHost: x\r\n";
    let cases = [
        ("400", "NO HTTP AT ALL\r\n\r\n".to_owned()),
        ("401", format!("{post}{json}{length}")),
        ("401", format!("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{length}")),
        ("404", format!("POST /nowhere HTTP/1.1\r\nHost: x\r\n{length}")),
        ("405", format!("DELETE /api/v1/events HTTP/1.1\r\nHost: x\r\n{length}")),
        ("413", format!("{post}{json}{signed_in}{chunked}")),
        ("415", format!("{post}{signed_in}{length}")),
        ("422", format!("POST /api/v1/events?preview=1 HTTP/1.1\r\nHost: x\r\n{json}{signed_in}{length}")),
        ("431", format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}", "x".repeat(64 << 10))),
    ];

    for (status, refused) in cases {
        let socket = TcpStream::connect(running.address).await.unwrap();
        let answer = answer_after_sending_all(socket, refused.as_bytes()).await;

        let answer = answer.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert!(
            answer.as_ref().is_ok_and(|text| text.starts_with(&format!("HTTP/1.1 {status}"))),
            "{refused:.80}: {answer:?}"
        );
    }
    let pong = [0x8a, 0x80, 0, 0, 0, 0];
    let frames: [(u16, &[u8]); 5] = [
        (1002, &[0x81, 1, b'a']),
        (1003, &[0x82, 0x81, 0, 0, 0, 0, b'a']),
        (1007, &[0x81, 0x81, 0, 0, 0, 0, 0xff]),
        (1008, &pong.repeat(3)),
        (1009, &[&[0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1][..], &[0; 4]].concat()),
    ];
    for (code, frame) in frames {
        let answer = answer_after_sending_all(web_socket(&running).await, frame).await;

        assert_eq!(answer.map(|bytes| close_code(&bytes)).ok(), Some(Some(code)), "{frame:?}");
    }
}

#[tokio::test]
async fn a_client_that_floods_while_its_session_ends_reads_the_code() {
    let mut limits = ServerLimits::default();
    limits.ws.frames_per_second_max = 0;
    limits.ws.close_wait_max = Duration::from_secs(1);
    let running = served(limits).await;

    for tenths in [0, 3, 7, 10] {
        let (cookie, _watch) = running.server.signed_in(Role::Buyer, WTP).await;
        let header = format!("Cookie: fairlot_session={cookie}\r\nOrigin: http://x");
        let mut socket = web_socket_by(&running, &header).await;
        let flood = large_frames();
        let (before, after) = flood.split_at(flood.len() * tenths / 10);
        socket.write_all(before).await.unwrap();
        running.server.gate.sessions().end(&cookie).await.unwrap();
        timeout(PATIENCE, socket.write_all(after)).await.expect("the server reads on").unwrap();

        assert_eq!(code_at_the_end(socket).await, Some(4401), "{tenths} tenths before the end");
    }
}

#[tokio::test]
async fn a_client_that_floods_once_it_was_silent_for_too_long_reads_the_code() {
    let mut limits = ServerLimits::default();
    limits.ws.silence_max = Duration::from_millis(50);
    let running = served(limits).await;
    let flood = large_frames();

    // A frame counts once it is whole: after half of one the client is still silent.
    for sent_before in [0, 30_000] {
        let mut socket = web_socket(&running).await;
        skip_frame(&mut socket).await;
        socket.write_all(&flood[..sent_before]).await.unwrap();
        timeout(PATIENCE, socket.readable()).await.expect("the server closes").unwrap();
        timeout(PATIENCE, socket.write_all(&flood[sent_before..])).await.expect("the server reads on").unwrap();

        assert_eq!(code_at_the_end(socket).await, Some(4408), "{sent_before} bytes before the end");
    }
}

#[tokio::test]
async fn a_client_that_floods_and_reads_nothing_until_it_has_sent_all_reads_the_code() {
    let mut limits = ServerLimits::default();
    limits.ws.frames_per_second_max = 0;
    limits.ws.close_wait_max = PATIENCE / 2;
    let running = served(limits).await;
    let question = [&[0x81, 0x96][..], &[0; 4], br#"{"type":"time","id":1}"#].concat();

    let mut socket = web_socket(&running).await;
    for bytes in [question.repeat(100_000), large_frames()] {
        timeout(PATIENCE, socket.write_all(&bytes)).await.expect("the server reads on").unwrap();
    }

    assert_eq!(code_at_the_end(socket).await, Some(4409));
}

#[tokio::test]
async fn a_body_that_stops_coming_is_answered_408_before_the_end() {
    let mut limits = ServerLimits::default();
    limits.http.body_wait_max = Duration::from_millis(50);
    let running = served(limits).await;
    let token = running.server.token(Role::Buyer, "wtp");
    let head = format!(
        "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
    );
    let mut socket = open(&running, &head).await;
    let mut answer = vec![0; 12];

    timeout(PATIENCE, socket.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(answer, b"HTTP/1.1 408");

    let rest = answer_after_sending_all(socket, b"{").await.unwrap();
    assert!(String::from_utf8_lossy(&rest).contains("request_timeout"));
}

#[tokio::test]
async fn a_client_that_never_stops_sending_is_cut_off() {
    let mut limits = ServerLimits::default();
    limits.http.linger_bytes_max = 1 << 20;
    let running = served(limits).await;
    let header = [&[0x81, 0xff][..], &(u64::MAX >> 1).to_be_bytes(), &[0; 4]].concat();
    let endless = "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000000000000000\r\n\r\n";

    let mut refused = [web_socket(&running).await, open(&running, endless).await];
    refused[0].write_all(&header).await.unwrap();

    for (nth, socket) in refused.iter_mut().enumerate() {
        let (mut sent, chunk) = (0, vec![0; 64 << 10]);
        let cut_off = async {
            while socket.write_all(&chunk).await.is_ok() {
                sent += chunk.len();
            }
        };
        timeout(PATIENCE, cut_off).await.unwrap_or_else(|_| panic!("{nth} is never cut off"));
        assert!(sent < 64 << 20, "{nth}: what the limit and the system's buffers take, not {sent} bytes");
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_sends_nothing_and_does_not_close_is_waited_for_a_bounded_time() {
    let limits = ServerLimits::default();
    let running = TestServer::start().await;
    let mut client = running.connect(1_024);
    let began = tokio::time::Instant::now();

    client.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO, "the end of the answer is not delayed");
    while client.write_all(b" ").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    assert!(began.elapsed() <= limits.http.linger_wait_max + Duration::from_secs(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_client_that_closes_by_itself_is_not_waited_for() {
    let mut limits = ServerLimits::default();
    limits.http.connections_max = 1;
    let running = served(limits).await;
    let began = Instant::now();

    for _ in 0..20 {
        let socket = open(&running, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        let answer = answer_of(socket).await;
        assert!(answer.starts_with(b"HTTP/1.1 200"));
    }

    assert!(began.elapsed() < limits_of_one_silence(), "{:?}: one connection at a time", began.elapsed());
}

async fn answer_of(mut socket: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    timeout(PATIENCE, socket.read_to_end(&mut answer)).await.unwrap().unwrap();
    answer
}

fn limits_of_one_silence() -> Duration {
    ServerLimits::default().http.linger_silence_max
}
