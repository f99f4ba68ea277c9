//! The accept loop, over real sockets.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::auth::Role;
use crate::config::ServerLimits;
use crate::http::testing::TestServer;
use crate::http::{listen, serve};

/// Long enough for a busy machine; a passing test does not wait for it.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct RunningServer {
    pub(super) server: TestServer,
    pub(super) address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

pub(super) async fn served(limits: ServerLimits) -> RunningServer {
    let server = TestServer::with(limits).await;
    let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
    let task = tokio::spawn(serve(listener, server.front.clone(), stop.clone().cancelled_owned()));
    RunningServer { server, address, stop, task }
}

#[tokio::test]
async fn the_kernels_send_buffer_of_a_connection_is_limited() {
    for at in ["127.0.0.1:0", "[::1]:0"] {
        let listener = listen(at.parse().unwrap()).unwrap();

        let (_client, accepted) = tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), listener.accept());

        // The kernel doubles the size that is asked for, and uses one half for itself.
        let buffer = SockRef::from(&accepted.unwrap().0).send_buffer_size().unwrap();
        assert!((100_000..=2 * (256 << 10)).contains(&buffer), "{at}: {buffer}");
    }
}

pub(super) async fn open(running: &RunningServer, text: &str) -> TcpStream {
    let mut socket = TcpStream::connect(running.address).await.unwrap();
    socket.write_all(text.as_bytes()).await.unwrap();
    socket
}

/// Reads everything up to the end of the connection.
async fn rest(mut socket: TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(PATIENCE, socket.read_to_end(&mut bytes)).await.expect("the server closes");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_client_that_does_not_finish_its_request_head_is_disconnected() {
    let mut limits = ServerLimits::default();
    limits.http.head_wait_max = Duration::from_millis(50);
    let running = served(limits).await;

    let silent = open(&running, "").await;
    let slow = open(&running, "GET /healthz HTTP/1.1\r\nHost: x\r\n").await;
    let idle = open(&running, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;

    rest(silent).await;
    rest(slow).await;
    assert!(rest(idle).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_its_answer_is_disconnected() {
    let server = TestServer::start().await;
    let mut client = server.connect(1_024);
    let request = "GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
    client.write_all(request.as_bytes()).await.unwrap();

    tokio::time::sleep(ServerLimits::default().http.write_wait_max + Duration::from_secs(1)).await;
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await.unwrap();

    assert!((1..=1_024).contains(&answer.len()), "{}", answer.len());
}

#[tokio::test]
async fn no_more_connections_than_the_limit_are_served_at_a_time() {
    let mut limits = ServerLimits::default();
    limits.http.connections_max = 1;
    let running = served(limits).await;
    let one = open(&running, "GET /healthz HTTP/1.1\r\nHost: x\r\n").await;
    let mut other = open(&running, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut answer = [0; 12];

    let early = timeout(Duration::from_millis(100), other.read_exact(&mut answer)).await;
    drop(one);
    timeout(PATIENCE, other.read_exact(&mut answer)).await.unwrap().unwrap();

    assert!(early.is_err(), "the second one waits");
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[tokio::test]
async fn a_websocket_counts_as_a_connection_until_it_ends() {
    let mut limits = ServerLimits::default();
    limits.http.connections_max = 1;
    let running = served(limits).await;
    let token = running.server.token(Role::Observer, "RFS");
    let upgrade = format!(
        "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    let mut websocket = open(&running, &upgrade).await;
    let mut answer = [0; 12];
    timeout(PATIENCE, websocket.read_exact(&mut answer)).await.unwrap().unwrap();
    assert_eq!(&answer, b"HTTP/1.1 101");
    let mut other = open(&running, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await;

    let early = timeout(Duration::from_millis(100), other.read_exact(&mut answer)).await;
    drop(websocket);
    timeout(PATIENCE, other.read_exact(&mut answer)).await.unwrap().unwrap();

    assert!(early.is_err(), "the second one waits");
}

#[tokio::test]
async fn a_stop_answers_requests_under_way_and_accepts_no_connection() {
    let running = served(ServerLimits::default()).await;
    let (_, lot) = running.server.open_lot().await;
    running.server.store.hold();
    let body = json!({"ref": "r1", "prices": {"m": "3.10"}}).to_string();
    let token = running.server.token(Role::Supplier, "acme");
    let bid = open(
        &running,
        &format!(
            "POST /api/v1/lots/{lot}/bids HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    )
    .await;
    running.server.store.commit_waits().await;
    let idle = open(&running, "").await;

    running.stop.cancel();
    rest(idle).await;
    running.server.store.release();
    let answer = rest(bid).await;
    timeout(PATIENCE, running.task).await.unwrap().unwrap();

    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"accepted\""), "{answer}");
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let mut limits = ServerLimits::default();
    limits.http.stop_wait_max = Duration::from_millis(50);
    let running = served(limits).await;
    let token = running.server.token(Role::Buyer, "wtp");
    let head = format!(
        "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    );
    let mut stuck = open(&running, &head).await;
    let _ = timeout(Duration::from_millis(100), stuck.read_u8()).await;

    running.stop.cancel();

    timeout(PATIENCE, running.task).await.unwrap().unwrap();
}
