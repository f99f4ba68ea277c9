//! A socket with two hands on it: the WebSocket's, which reads and writes as it likes, and the feed's, which puts in whole
//! ready frames between the WebSocket's own.
//!
//! A ready frame goes from shared bytes to the kernel, past all buffers, and only while the line is free: nothing of the
//! WebSocket's is half written or waits. Where the kernel takes a part of it, the rest goes before anything else.

use std::fmt;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::engine::{DirectWrite, WriteOutcome};
use crate::protocol::ReadyFrame;

/// The first byte of a close frame (RFC 6455 section 5.5.1), after which nothing may follow.
const CLOSE: u8 = 0x88;

/// The WebSocket's hand.
#[derive(Debug)]
pub struct Wire<I>(Arc<Shared<I>>);

/// The feed's hand, and that of the connection's task.
#[derive(Debug, Clone)]
pub struct WireOutlet(Arc<dyn TaskOutlet>);

/// What the connection's task may do beyond what a lane may.
trait TaskOutlet: DirectWrite {
    /// Writes while lanes are held.
    fn write(&self, frame: &ReadyFrame) -> WriteOutcome;
    /// Lets lanes write again.
    fn release(&self);
}

struct Shared<I>(Mutex<Line<I>>);

#[derive(Debug)]
struct Line<I> {
    io: I,
    /// What is left of a ready frame.
    rest: Bytes,
    /// The WebSocket waits for room, perhaps in the middle of a frame: its waker must not be taken from it.
    is_blocked: bool,
    /// The connection's task is about to write.
    is_held: bool,
    /// A close frame has gone.
    is_closed: bool,
}

/// Both hands of a socket.
pub fn wire<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(io: I) -> (Wire<I>, WireOutlet) {
    let line = Line { io, rest: Bytes::new(), is_blocked: false, is_held: false, is_closed: false };
    let shared = Arc::new(Shared(Mutex::new(line)));
    (Wire(shared.clone()), WireOutlet(shared))
}

impl WireOutlet {
    /// As the engine sees it.
    pub(super) fn for_feed(&self) -> Arc<dyn DirectWrite> {
        self.0.clone()
    }

    /// Writes at once if the line is free; lanes are held, or would not know.
    pub(super) fn write(&self, frame: &ReadyFrame) -> WriteOutcome {
        self.0.write(frame)
    }

    /// Lets lanes write again.
    pub(super) fn release(&self) {
        self.0.release();
    }
}

impl<I> Shared<I> {
    fn line(&self) -> MutexGuard<'_, Line<I>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I: AsyncWrite + Unpin + Send> DirectWrite for Shared<I> {
    fn try_write(&self, frame: &ReadyFrame) -> WriteOutcome {
        let mut line = self.line();
        if line.is_held { WriteOutcome::Refused } else { line.put_in(frame) }
    }

    fn hold(&self) {
        self.line().is_held = true;
    }
}

impl<I: AsyncWrite + Unpin + Send> TaskOutlet for Shared<I> {
    fn write(&self, frame: &ReadyFrame) -> WriteOutcome {
        self.line().put_in(frame)
    }

    fn release(&self) {
        self.line().is_held = false;
    }
}

impl<I: AsyncWrite + Unpin> Line<I> {
    fn put_in(&mut self, frame: &ReadyFrame) -> WriteOutcome {
        if self.is_blocked || self.is_closed || !self.rest.is_empty() {
            return WriteOutcome::Refused;
        }
        // Nobody waits for room, so no waker is lost; where there is too little of it, the task comes and waits.
        let mut cx = Context::from_waker(Waker::noop());
        match Pin::new(&mut self.io).poll_write(&mut cx, frame.bytes()) {
            Poll::Ready(Ok(written)) if written == frame.bytes().len() => WriteOutcome::Written,
            Poll::Ready(Ok(written)) if written > 0 => {
                self.rest = frame.bytes().slice(written..);
                WriteOutcome::PartlyWritten
            }
            // A line that is broken the task finds out by itself.
            Poll::Ready(Ok(_) | Err(_)) | Poll::Pending => WriteOutcome::Refused,
        }
    }

    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.rest.is_empty() {
            let written = ready!(Pin::new(&mut self.io).poll_write(cx, &self.rest))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.rest.advance(written);
        }
        Poll::Ready(Ok(()))
    }

    /// Writes for the WebSocket, and notes whether that left anything of `wanted` bytes.
    fn poll_own(
        &mut self,
        cx: &mut Context<'_>,
        wanted: usize,
        write: impl FnOnce(Pin<&mut I>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        self.is_blocked = true;
        ready!(self.poll_rest(cx))?;
        let written = ready!(write(Pin::new(&mut self.io), cx))?;
        self.is_blocked = written < wanted;
        Poll::Ready(Ok(written))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Wire<I> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0.line().io).poll_read(cx, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Wire<I> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut line = self.0.line();
        if bytes.first() == Some(&CLOSE) && !line.is_blocked {
            line.is_closed = true;
        }
        line.poll_own(cx, bytes.len(), |io, cx| io.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wanted = parts.iter().map(|part| part.len()).sum();
        self.0.line().poll_own(cx, wanted, |io, cx| io.poll_write_vectored(cx, parts))
    }

    fn is_write_vectored(&self) -> bool {
        self.0.line().io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut line = self.0.line();
        ready!(line.poll_rest(cx))?;
        Pin::new(&mut line.io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut line = self.0.line();
        line.is_closed = true;
        Pin::new(&mut line.io).poll_shutdown(cx)
    }
}

impl<I> fmt::Debug for Shared<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    /// What the pipe holds.
    const ROOM: usize = 64;

    fn frame(byte: &str, length: usize) -> ReadyFrame {
        ReadyFrame::of(byte.repeat(length))
    }

    async fn read(client: &mut DuplexStream, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        client.read_exact(&mut bytes).await.unwrap();
        bytes
    }

    #[tokio::test]
    async fn a_frame_goes_out_at_once_where_there_is_room() {
        let (server, mut client) = duplex(ROOM);
        let (_wire, outlet) = wire(server);
        let ready = frame("a", 20);

        assert_eq!(outlet.for_feed().try_write(&ready), WriteOutcome::Written);

        assert_eq!(read(&mut client, 22).await, &ready.bytes()[..]);
    }

    #[tokio::test]
    async fn the_rest_of_a_frame_goes_before_all_else() {
        let (server, mut client) = duplex(ROOM);
        let (mut wire, outlet) = wire(server);
        let (long, short) = (frame("a", 100), frame("b", 1));

        assert_eq!(outlet.for_feed().try_write(&long), WriteOutcome::PartlyWritten);
        assert_eq!(outlet.for_feed().try_write(&short), WriteOutcome::Refused);
        let reading = tokio::spawn(async move { read(&mut client, 102 + 3).await });
        wire.write_all(b"own").await.unwrap();

        assert_eq!(reading.await.unwrap(), [&long.bytes()[..], b"own"].concat());
    }

    #[tokio::test]
    async fn a_flush_brings_the_rest_out() {
        let (server, mut client) = duplex(ROOM);
        let (mut wire, outlet) = wire(server);
        let long = frame("a", 100);
        outlet.for_feed().try_write(&long);

        assert!(wire.flush().now_or_never().is_none(), "there is no room yet");
        let (flushed, bytes) = tokio::join!(wire.flush(), read(&mut client, 102));

        flushed.unwrap();
        assert_eq!(bytes, &long.bytes()[..]);
        assert_eq!(outlet.for_feed().try_write(&frame("b", 1)), WriteOutcome::Written);
    }

    #[tokio::test]
    async fn nothing_is_put_into_the_middle_of_the_web_sockets_own_frame() {
        let (server, mut client) = duplex(ROOM);
        let (mut wire, outlet) = wire(server);

        assert_eq!(wire.write(&[b'o'; ROOM + 1]).await.unwrap(), ROOM);
        read(&mut client, ROOM).await;

        assert_eq!(outlet.for_feed().try_write(&frame("a", 1)), WriteOutcome::Refused);
        wire.write_all(b"o").await.unwrap();
        assert_eq!(outlet.for_feed().try_write(&frame("a", 1)), WriteOutcome::Written);
    }

    #[tokio::test]
    async fn a_lane_gives_way_to_the_task() {
        let (server, _client) = duplex(ROOM);
        let (_wire, outlet) = wire(server);

        outlet.for_feed().hold();

        assert_eq!(outlet.for_feed().try_write(&frame("a", 1)), WriteOutcome::Refused);
        assert_eq!(outlet.write(&frame("a", 1)), WriteOutcome::Written);
        outlet.release();
        assert_eq!(outlet.for_feed().try_write(&frame("a", 1)), WriteOutcome::Written);
    }

    #[tokio::test]
    async fn after_a_close_comes_nothing() {
        let (server, _client) = duplex(ROOM);
        let (mut wire, outlet) = wire(server);

        wire.write_all(&[CLOSE, 0]).await.unwrap();

        assert_eq!(outlet.for_feed().try_write(&frame("a", 1)), WriteOutcome::Refused);
    }
}
