//! A WebSocket with an outbox: writes everything that waits, then flushes once, and reads meanwhile.
//!
//! Reading never waits for writing: a bid that has arrived is stamped even while its sender is slow to read.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::ws::{Message, Utf8Bytes};
use futures::{Sink, Stream};

use super::close::Ending;
use super::wire::WireOutlet;
use crate::engine::WriteOutcome;
use crate::protocol::ReadyFrame;

/// A WebSocket after the upgrade: a stream and a sink of messages. Tests have one without a network.
pub trait MessageSocket:
    Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin
{
}

impl<S> MessageSocket for S where
    S: Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin
{
}

/// How many frames are read and dropped from a client that is closed because it does not read.
const FRAMES_AFTER_NOT_READING_MAX: usize = 4_096;
/// How many bytes are read and dropped after that, or where no frames can be read, while the close frame is written.
const BYTES_WHILE_CLOSING_MAX: usize = 8 << 20;
/// How much of them is read at a time.
const READ_BYTES: usize = 16 << 10;

/// What happened on the socket.
#[derive(Debug)]
pub(super) enum SocketEvent {
    /// A frame was read; None at the end of the stream.
    Frame(Option<Result<Message, axum::Error>>),
    /// Everything was written.
    Flushed,
    /// Writing failed.
    Broken(axum::Error),
}

/// A socket and the messages that wait to be written to it.
#[derive(Debug)]
pub(super) struct BufferedSocket<S> {
    socket: S,
    /// Writes past the socket's buffers, where the connection has a wire.
    outlet: Option<WireOutlet>,
    outbox: VecDeque<Message>,
    /// Something was given to the socket since the last flush.
    dirty: bool,
    /// When writing began or last made progress; None while nothing waits.
    waiting_since: Option<tokio::time::Instant>,
}

impl<S: MessageSocket> BufferedSocket<S> {
    pub(super) const fn new(socket: S, outlet: Option<WireOutlet>) -> Self {
        Self { socket, outlet, outbox: VecDeque::new(), dirty: false, waiting_since: None }
    }

    /// Puts a message behind those that wait.
    pub(super) fn send(&mut self, message: Message) {
        self.outbox.push_back(message);
    }

    /// Sends a ready frame: at once where nothing waits and the socket has room, else behind the messages that wait.
    pub(super) fn send_ready(&mut self, frame: &ReadyFrame) {
        if self.is_idle()
            && let Some(outlet) = &self.outlet
        {
            match outlet.write(frame) {
                WriteOutcome::Written => return,
                WriteOutcome::PartlyWritten => return self.needs_flush(),
                WriteOutcome::Refused => {}
            }
        }
        let text = Utf8Bytes::try_from(frame.text()).expect("a ready frame's text is UTF-8");
        self.send(Message::Text(text));
    }

    /// Says that the rest of a ready frame has to be flushed.
    pub(super) fn needs_flush(&mut self) {
        self.dirty = true;
    }

    /// Returns the outlet by which feeds may write themselves while nothing waits here.
    pub(super) const fn outlet(&self) -> Option<&WireOutlet> {
        self.outlet.as_ref()
    }

    /// Lets feeds write themselves, if nothing waits.
    pub(super) fn release(&self) {
        if self.is_idle()
            && let Some(outlet) = &self.outlet
        {
            outlet.release();
        }
    }

    /// Returns how many messages wait. Bytes in the socket's own buffer do not count.
    pub(super) fn outbox_len(&self) -> usize {
        self.outbox.len()
    }

    /// Returns whether something that was given to the socket is not written yet.
    pub(super) const fn is_full(&self) -> bool {
        self.dirty
    }

    /// Returns whether nothing waits, so that the newest state may be sent.
    pub(super) fn is_idle(&self) -> bool {
        self.outbox.is_empty() && !self.dirty
    }

    /// Returns since when the client has taken nothing. None while nothing waits for it. A client that takes a long frame
    /// slowly is taking something.
    pub(super) fn waiting_since(&self) -> Option<tokio::time::Instant> {
        let last_write = self.outlet.as_ref().map(WireOutlet::last_write);
        self.waiting_since.map(|since| last_write.map_or(since, |last_write| since.max(last_write)))
    }

    /// Writes what waits, as far as the socket takes it at once. [`BufferedSocket::next`] writes the rest.
    ///
    /// # Errors
    /// Where writing failed.
    pub(super) async fn write(&mut self) -> Result<(), axum::Error> {
        poll_fn(|cx| Poll::Ready(self.poll_write(cx))).await
    }

    /// Writes what waits and reads; returns what happens first. Cancel safe.
    pub(super) async fn next(&mut self) -> SocketEvent {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<SocketEvent> {
        let was_idle = self.is_idle();
        if let Err(error) = self.poll_write(cx) {
            return Poll::Ready(SocketEvent::Broken(error));
        }
        if let Poll::Ready(frame) = Pin::new(&mut self.socket).poll_next(cx) {
            return Poll::Ready(SocketEvent::Frame(frame));
        }
        if !was_idle && self.is_idle() { Poll::Ready(SocketEvent::Flushed) } else { Poll::Pending }
    }

    /// Writes as much of the outbox as the socket takes, and flushes.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Result<(), axum::Error> {
        if self.is_idle() {
            return Ok(());
        }
        if self.waiting_since.is_none() {
            self.waiting_since = Some(tokio::time::Instant::now());
        }
        while !self.outbox.is_empty() && Pin::new(&mut self.socket).poll_ready(cx)?.is_ready() {
            if let Some(message) = self.outbox.pop_front() {
                Pin::new(&mut self.socket).start_send(message)?;
                self.dirty = true;
                self.waiting_since = Some(tokio::time::Instant::now());
            }
        }
        if self.dirty && Pin::new(&mut self.socket).poll_flush(cx)?.is_ready() {
            self.dirty = false;
            self.waiting_since = (!self.outbox.is_empty()).then(tokio::time::Instant::now);
            self.release();
        }
        Ok(())
    }

    /// Sends the close frame, where there is one, then reads until the client has answered or left. The caller bounds
    /// the time.
    pub(super) async fn close(mut self, ending: Ending) {
        if let Some(frame) = ending.frame() {
            self.send(frame);
        }
        // A client that does not read may read after it has sent everything it had, but it may not send for ever.
        let mut frames_left = if ending == Ending::NotReading { FRAMES_AFTER_NOT_READING_MAX } else { usize::MAX };
        // After a frame that could not be read, the next bytes begin no frame.
        let can_read = !matches!(ending, Ending::Protocol | Ending::BadText | Ending::TooLarge);
        while can_read
            && frames_left > 0
            && let SocketEvent::Frame(Some(Ok(_))) | SocketEvent::Flushed = self.next().await
        {
            frames_left -= 1;
        }
        self.flush_last().await;
    }

    /// Writes what still waits, such as the close frame, after the last frame was read.
    ///
    /// What the client sends meanwhile is read and dropped, up to a limit. A client that sends all it has before it reads
    /// would otherwise wait for the server, and the server for the client.
    async fn flush_last(&mut self) {
        let (mut buffer, mut bytes_left) = (Vec::new(), BYTES_WHILE_CLOSING_MAX);
        poll_fn(|cx| {
            if self.poll_write(cx).is_err() || self.is_idle() {
                return Poll::Ready(());
            }
            buffer.resize(READ_BYTES, 0);
            while bytes_left > 0
                && let Some(outlet) = &self.outlet
                && let Poll::Ready(read) = outlet.poll_read(cx, &mut buffer)
            {
                bytes_left = match read {
                    Ok(read @ 1..) => bytes_left.saturating_sub(read),
                    // Nothing more comes.
                    Ok(0) | Err(_) => 0,
                };
            }
            Poll::Pending
        })
        .await;
    }
}
