//! A socket with two writers: the WebSocket, and the feed, which inserts whole frames of its own.
//!
//! A ready frame goes from shared bytes to the kernel, past all buffers, and only while the wire is free: the WebSocket
//! has no frame that is partly written or that waits. Where the kernel takes only part of a ready frame, the rest goes
//! before anything else.

use std::fmt;
use std::future::poll_fn;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use crate::engine::{DirectWrite, WriteOutcome};
use crate::protocol::ReadyFrame;

/// The first byte of a close frame (RFC 6455 section 5.5.1), after which nothing may follow.
const CLOSE: u8 = 0x88;

/// The first byte of a ping and of a pong.
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;

/// The WebSocket's side of the socket.
#[derive(Debug)]
pub struct Wire<I>(Arc<SharedWire<I>>);

/// The side that the feed and the connection's task use: it writes ready frames only.
#[derive(Debug, Clone)]
pub struct WireOutlet(Arc<dyn TaskWrite>);

/// What the connection's task may do beyond what the feed may.
trait TaskWrite: DirectWrite {
    /// Writes although the feed may not.
    fn write(&self, frame: &ReadyFrame) -> WriteOutcome;
    /// Lets the feed write again.
    fn release(&self);
    /// Ends the server's direction of the connection.
    fn poll_end(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
    /// Reads past the WebSocket.
    fn poll_rest_of_client(&self, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>>;
}

struct SharedWire<I>(Mutex<WireState<I>>);

#[derive(Debug)]
struct WireState<I> {
    io: I,
    /// The unwritten rest of a ready frame.
    rest: Bytes,
    /// The WebSocket waits for room, perhaps in the middle of a frame. Its waker is registered and must stay so.
    is_blocked: bool,
    /// The connection's task is about to write: the feed may not.
    is_held: bool,
    /// A close frame was written.
    is_closed: bool,
    /// When anything of a frame other than a ping or a pong was written last: a page does not see those.
    last_write: Instant,
}

/// Splits a socket into its two sides.
pub fn wire<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(io: I) -> (Wire<I>, WireOutlet) {
    let state = WireState {
        io,
        rest: Bytes::new(),
        is_blocked: false,
        is_held: false,
        is_closed: false,
        last_write: Instant::now(),
    };
    let shared = Arc::new(SharedWire(Mutex::new(state)));
    (Wire(shared.clone()), WireOutlet(shared))
}

impl WireOutlet {
    /// Returns the side that the engine's feed writes to.
    pub(super) fn for_feed(&self) -> Arc<dyn DirectWrite> {
        self.0.clone()
    }

    /// Writes at once if the wire is free. Called only while the feed may not write.
    pub(super) fn write(&self, frame: &ReadyFrame) -> WriteOutcome {
        self.0.write(frame)
    }

    /// Lets the feed write again.
    pub(super) fn release(&self) {
        self.0.release();
    }

    /// Returns when anything of a message was written last.
    pub(super) fn last_write(&self) -> Instant {
        self.0.last_write()
    }

    /// Tells the client that nothing more is sent. It can still send.
    ///
    /// # Errors
    /// Where the socket is gone.
    pub async fn end(&self) -> io::Result<()> {
        poll_fn(|cx| self.0.poll_end(cx)).await
    }

    /// Reads what the client still sends, after nothing else reads it; returns how many bytes, none at the end.
    ///
    /// # Errors
    /// Where the socket is gone.
    pub async fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        poll_fn(|cx| self.poll_read(cx, buffer)).await
    }

    /// The same, as a poll.
    pub(super) fn poll_read(&self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut buffer = ReadBuf::new(buffer);
        ready!(self.0.poll_rest_of_client(cx, &mut buffer))?;
        Poll::Ready(Ok(buffer.filled().len()))
    }
}

impl<I> SharedWire<I> {
    fn state(&self) -> MutexGuard<'_, WireState<I>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I: AsyncWrite + Unpin + Send> DirectWrite for SharedWire<I> {
    fn try_write(&self, frame: &ReadyFrame) -> WriteOutcome {
        let mut state = self.state();
        if state.is_held { WriteOutcome::Refused } else { state.put_in(frame) }
    }

    fn last_write(&self) -> Instant {
        self.state().last_write
    }

    fn hold(&self) {
        self.state().is_held = true;
    }
}

impl<I: AsyncRead + AsyncWrite + Unpin + Send> TaskWrite for SharedWire<I> {
    fn write(&self, frame: &ReadyFrame) -> WriteOutcome {
        self.state().take(frame)
    }

    fn release(&self) {
        self.state().is_held = false;
    }

    fn poll_end(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.state();
        state.is_closed = true;
        Pin::new(&mut state.io).poll_shutdown(cx)
    }

    fn poll_rest_of_client(&self, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.state().io).poll_read(cx, buffer)
    }
}

impl<I: AsyncWrite + Unpin> WireState<I> {
    fn is_free(&self) -> bool {
        !self.is_blocked && !self.is_closed && self.rest.is_empty()
    }

    /// As [`WireState::put_in`], also where the kernel has no room now: then all of the frame is the rest. So a large
    /// frame stays in its shared bytes, and is not copied into the WebSocket's buffer, which is bounded.
    fn take(&mut self, frame: &ReadyFrame) -> WriteOutcome {
        let outcome = self.put_in(frame);
        if outcome == WriteOutcome::Refused && self.is_free() {
            self.rest = frame.bytes().clone();
            return WriteOutcome::PartlyWritten;
        }
        outcome
    }

    fn put_in(&mut self, frame: &ReadyFrame) -> WriteOutcome {
        if !self.is_free() {
            return WriteOutcome::Refused;
        }
        // No task waits for room, so no waker is replaced. Where there is too little, the connection's task waits.
        let mut cx = Context::from_waker(Waker::noop());
        match Pin::new(&mut self.io).poll_write(&mut cx, frame.bytes()) {
            Poll::Ready(Ok(written)) if written == frame.bytes().len() => {
                self.last_write = Instant::now();
                WriteOutcome::Written
            }
            Poll::Ready(Ok(written)) if written > 0 => {
                self.last_write = Instant::now();
                self.rest = frame.bytes().slice(written..);
                WriteOutcome::PartlyWritten
            }
            // The connection's task meets the failure at its own next write.
            Poll::Ready(Ok(_) | Err(_)) | Poll::Pending => WriteOutcome::Refused,
        }
    }

    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.rest.is_empty() {
            let written = ready!(Pin::new(&mut self.io).poll_write(cx, &self.rest))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.last_write = Instant::now();
            self.rest.advance(written);
        }
        Poll::Ready(Ok(()))
    }

    /// Writes for the WebSocket, and notes whether any of the `wanted` bytes are left.
    fn poll_own(
        &mut self,
        cx: &mut Context<'_>,
        wanted: usize,
        first: Option<&u8>,
        write: impl FnOnce(Pin<&mut I>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let begins_with_control = !self.is_blocked && matches!(first, Some(&(PING | PONG)));
        self.is_blocked = true;
        ready!(self.poll_rest(cx))?;
        let written = ready!(write(Pin::new(&mut self.io), cx))?;
        if !begins_with_control {
            self.last_write = Instant::now();
        }
        self.is_blocked = written < wanted;
        Poll::Ready(Ok(written))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Wire<I> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0.state().io).poll_read(cx, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Wire<I> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut state = self.0.state();
        if bytes.first() == Some(&CLOSE) && !state.is_blocked {
            state.is_closed = true;
        }
        state.poll_own(cx, bytes.len(), bytes.first(), |io, cx| io.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wanted = parts.iter().map(|part| part.len()).sum();
        let first = parts.iter().find_map(|part| part.first());
        self.0.state().poll_own(cx, wanted, first, |io, cx| io.poll_write_vectored(cx, parts))
    }

    fn is_write_vectored(&self) -> bool {
        self.0.state().io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.0.state();
        ready!(state.poll_rest(cx))?;
        Pin::new(&mut state.io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut state = self.0.state();
        state.is_closed = true;
        Pin::new(&mut state.io).poll_shutdown(cx)
    }
}

impl<I> fmt::Debug for SharedWire<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    use super::*;

    /// How many bytes the pipe holds.
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
    async fn the_task_may_leave_a_whole_frame_to_a_wire_without_room() {
        let (server, mut client) = duplex(ROOM);
        let (mut wire, outlet) = wire(server);
        let (full, long) = (frame("a", ROOM - 2), frame("b", 100));
        outlet.for_feed().try_write(&full);

        assert_eq!(outlet.for_feed().try_write(&long), WriteOutcome::Refused);
        assert_eq!(outlet.write(&long), WriteOutcome::PartlyWritten);
        let (flushed, bytes) = tokio::join!(wire.flush(), read(&mut client, ROOM + 102));

        flushed.unwrap();
        assert_eq!(bytes, [&full.bytes()[..], &long.bytes()[..]].concat());
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
    async fn the_feed_may_not_write_while_the_task_holds_the_wire() {
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
