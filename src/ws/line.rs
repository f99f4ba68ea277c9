//! A socket with an outbox: feeds all that is ready, then flushes once, and goes on reading meanwhile.
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

/// The two halves of a WebSocket that the door needs. Tests bring their own.
pub trait Socket: Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin {}

impl<S> Socket for S where S: Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Unpin {}

/// Frames that are read and dropped from a client that was told that it does not read.
const FRAMES_AFTER_NOT_READING_MAX: usize = 4_096;

/// What happened on the line.
#[derive(Debug)]
pub(super) enum Turn {
    /// A frame has been read; None at the end.
    Frame(Option<Result<Message, axum::Error>>),
    /// Everything has been written.
    Flushed,
    /// Writing failed.
    Broken(axum::Error),
}

/// A socket and what waits to be written to it.
#[derive(Debug)]
pub(super) struct Line<S> {
    socket: S,
    /// The way past the socket's buffers, where there is one.
    outlet: Option<WireOutlet>,
    outbox: VecDeque<Message>,
    /// Something was handed to the socket since the last flush.
    dirty: bool,
    /// When writing last began or got further; None while nothing waits.
    waiting_since: Option<tokio::time::Instant>,
}

impl<S: Socket> Line<S> {
    pub(super) const fn new(socket: S, outlet: Option<WireOutlet>) -> Self {
        Self { socket, outlet, outbox: VecDeque::new(), dirty: false, waiting_since: None }
    }

    /// Puts a message behind those that wait.
    pub(super) fn send(&mut self, message: Message) {
        self.outbox.push_back(message);
    }

    /// Sends a ready frame: at once where nothing waits and the socket has room, else behind what waits.
    pub(super) fn send_ready(&mut self, frame: &ReadyFrame) {
        if self.is_idle()
            && let Some(outlet) = &self.outlet
        {
            match outlet.write(frame) {
                WriteOutcome::Written => return,
                WriteOutcome::PartlyWritten => return self.see_to_the_rest(),
                WriteOutcome::Refused => {}
            }
        }
        let text = Utf8Bytes::try_from(frame.text()).expect("a ready frame's text is UTF-8");
        self.send(Message::Text(text));
    }

    /// The rest of a ready frame has to be flushed.
    pub(super) fn see_to_the_rest(&mut self) {
        self.dirty = true;
    }

    /// The way for feeds to send by themselves while nothing waits here.
    pub(super) const fn outlet(&self) -> Option<&WireOutlet> {
        self.outlet.as_ref()
    }

    /// Lets feeds send by themselves, if nothing waits.
    pub(super) fn let_go(&self) {
        if self.is_idle()
            && let Some(outlet) = &self.outlet
        {
            outlet.release();
        }
    }

    /// Messages that wait, before they become bytes.
    pub(super) fn outbox_len(&self) -> usize {
        self.outbox.len()
    }

    /// Nothing waits: there is room for the newest state.
    pub(super) fn is_idle(&self) -> bool {
        self.outbox.is_empty() && !self.dirty
    }

    /// Since when the client has not taken what waits for it.
    pub(super) const fn waiting_since(&self) -> Option<tokio::time::Instant> {
        self.waiting_since
    }

    /// Writes at once what waits, as far as the socket takes it; the turns write the rest.
    ///
    /// # Errors
    /// Where writing failed.
    pub(super) async fn write(&mut self) -> Result<(), axum::Error> {
        poll_fn(|cx| Poll::Ready(self.poll_write(cx))).await
    }

    /// Writes what waits and reads, whichever gets further first. Cancel safe.
    pub(super) async fn turn(&mut self) -> Turn {
        poll_fn(|cx| self.poll_turn(cx)).await
    }

    fn poll_turn(&mut self, cx: &mut Context<'_>) -> Poll<Turn> {
        let was_idle = self.is_idle();
        if let Err(error) = self.poll_write(cx) {
            return Poll::Ready(Turn::Broken(error));
        }
        if let Poll::Ready(frame) = Pin::new(&mut self.socket).poll_next(cx) {
            return Poll::Ready(Turn::Frame(frame));
        }
        if !was_idle && self.is_idle() { Poll::Ready(Turn::Flushed) } else { Poll::Pending }
    }

    /// Feeds as much of the outbox as the socket takes, and flushes.
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
            self.let_go();
        }
        Ok(())
    }

    /// Tells the client why the connection ends, where there is one to tell, then listens until it has answered or
    /// left. The caller bounds the time.
    pub(super) async fn close(mut self, ending: Ending) {
        if let Some(frame) = ending.frame() {
            self.send(frame);
        }
        // A client that takes nothing may finish what it is sending and then look; but it cannot go on sending for ever.
        let mut frames_left = if ending == Ending::NotReading { FRAMES_AFTER_NOT_READING_MAX } else { usize::MAX };
        while frames_left > 0
            && let Turn::Frame(Some(Ok(_))) | Turn::Flushed = self.turn().await
        {
            frames_left -= 1;
        }
        let _ = poll_fn(|cx| self.poll_last_flush(cx)).await;
    }

    /// After reading has failed the close frame may still wait.
    fn poll_last_flush(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        self.poll_write(cx)?;
        if self.is_idle() { Poll::Ready(Ok(())) } else { Poll::Pending }
    }
}
