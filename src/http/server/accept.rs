//! The accept loop: takes a bounded number of connections and serves each until it ends or the server stops.
//!
//! Every request head and every write has a time limit. A stop lets answers that are under way finish.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::front::Front;
use super::linger::linger;
use super::patient::Patient;
use super::shared::ServerShared;
use crate::config::HttpLimits;
use crate::http::request::{PeerAddress, Permit};
use crate::ws::wire;

/// The largest head of a request.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// How long the loop waits when the system gives no more sockets.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How many bytes the kernel keeps for a client that has not received them yet. Its own choice is far more: a client
/// that does not read would use that memory, and one that reads slowly would get states that are long out of date (see
/// docs/performance.md, What the kernel keeps for a slow client).
const SEND_BUFFER_BYTES: u32 = 256 << 10;
/// How many connections may wait to be accepted.
const BACKLOG: u32 = 4_096;

/// Serves connections, all with the same settings.
#[derive(Clone)]
pub(in crate::http) struct ConnectionServer {
    front: Front,
    builder: Builder,
    write_wait_max: Duration,
}

/// Listens at that address, with the options that its connections inherit.
///
/// # Errors
/// Where the address cannot be used.
pub fn listen(at: SocketAddr) -> io::Result<TcpListener> {
    let socket = if at.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // So a server can start at once after another has stopped: connections of the other may still be closing.
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
    socket.bind(at)?;
    socket.listen(BACKLOG)
}

/// Serves until `shutdown` resolves. Then no more connections are accepted, WebSockets are closed, requests under way
/// are answered, and after the grace period the remaining connections are cut.
pub async fn serve(listener: TcpListener, front: Front, shutdown: impl Future<Output = ()>) {
    let ServerShared { limits, stop, sockets, .. } = front.shared().clone();
    let permits = Arc::new(Semaphore::new(limits.connections_max));
    let served = ConnectionServer::new(front);
    let connections = TaskTracker::new();
    tokio::pin!(shutdown);
    loop {
        let (stream, peer, permit) = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &permits) => accepted,
        };
        connections.spawn(connection(stream, peer, served.clone(), permit));
    }
    drop(listener);
    stop.cancel();
    connections.close();
    sockets.close();
    let all = async { tokio::join!(connections.wait(), sockets.wait()) };
    if timeout(limits.stop_wait_max, all).await.is_err() {
        tracing::warn!(left = connections.len() + sockets.len(), "connections were cut at the end of the grace period");
    }
}

/// Waits until one more connection may be open, and returns the next one.
async fn accept(listener: &TcpListener, permits: &Arc<Semaphore>) -> (TcpStream, IpAddr, OwnedSemaphorePermit) {
    let permit = Arc::clone(permits).acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer.ip(), permit),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// HTTP/1.1 only, as browsers' WebSockets need it. A builder that detects the version waits for a silent client without
/// a time limit.
fn builder(limits: &HttpLimits) -> Builder {
    let mut builder = Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head_wait_max).max_buf_size(HEAD_BYTES_MAX);
    builder
}

async fn connection(stream: TcpStream, peer: IpAddr, served: ConnectionServer, permit: OwnedSemaphorePermit) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a socket does not take TCP_NODELAY");
    }
    serve_io(stream, Some(PeerAddress(peer)), served, permit).await;
}

/// Serves one connection over any kind of stream. A WebSocket goes on after this has returned. A stream within the
/// process has no peer.
pub(in crate::http) async fn serve_io<I>(
    io: I,
    peer: Option<PeerAddress>,
    served: ConnectionServer,
    permit: OwnedSemaphorePermit,
) where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let permit = Permit::new(permit);
    let ConnectionServer { front, builder, write_wait_max } = served;
    let ServerShared { limits, stop, .. } = front.shared().clone();
    let (io, outlet) = wire(io);
    let is_upgraded = Arc::new(AtomicBool::new(false));
    let ended = async {
        let service = service_fn(|mut request: Request<Incoming>| {
            request.extensions_mut().insert(permit.clone());
            request.extensions_mut().insert(outlet.clone());
            if let Some(peer) = peer {
                request.extensions_mut().insert(peer);
            }
            answer(front.answering(), request, is_upgraded.clone())
        });
        let io = TokioIo::new(Patient::new(io, write_wait_max));
        let connection = builder.serve_connection(io, service).with_upgrades();
        tokio::pin!(connection);
        tokio::select! {
            ended = connection.as_mut() => ended,
            () = stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.as_mut().await
            }
        }
    };
    if let Err(error) = ended.await {
        tracing::debug!(%error, "a connection ended badly");
    }
    if !is_upgraded.load(Ordering::Relaxed) {
        Box::pin(linger(&outlet, &limits)).await;
    }
}

/// Answers one request, and notes whether it became a WebSocket.
async fn answer(
    router: axum::Router,
    request: Request<Incoming>,
    is_upgraded: Arc<AtomicBool>,
) -> Result<Response, Infallible> {
    let response = router.oneshot(request).await?;
    is_upgraded.fetch_or(response.status() == StatusCode::SWITCHING_PROTOCOLS, Ordering::Relaxed);
    Ok(response)
}

impl ConnectionServer {
    pub(in crate::http) fn new(front: Front) -> Self {
        let limits = &front.shared().limits;
        Self { builder: builder(limits), write_wait_max: limits.write_wait_max, front }
    }
}
