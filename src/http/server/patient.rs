//! A time limit on writes: a connection whose client does not read is ended.
//!
//! hyper limits the time of a request's head and not that of its answer. Without this limit a client could ask for a
//! long history, read none of it, and keep its connection open and the lot loaded for as long as it likes.

use std::future::Future;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// `io`, on which a write that makes no progress for `wait_max` fails.
#[derive(Debug)]
pub(super) struct Patient<I> {
    io: I,
    wait_max: Duration,
    /// Some while a write waits. Boxed: most connections never wait, and this keeps them small.
    wait: Option<Pin<Box<Sleep>>>,
}

impl<I> Patient<I> {
    pub(super) const fn new(io: I, wait_max: Duration) -> Self {
        Self { io, wait_max, wait: None }
    }

    /// Limits the time of a write: progress ends the wait, and a wait that takes too long is an error.
    fn bounded<T>(&mut self, context: &mut Context<'_>, written: Poll<Result<T>>) -> Poll<Result<T>> {
        if written.is_ready() {
            self.wait = None;
            return written;
        }
        let wait_max = self.wait_max;
        let wait = self.wait.get_or_insert_with(|| Box::pin(sleep(wait_max)));
        ready!(wait.as_mut().poll(context));
        Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the client does not read")))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Patient<I> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_read(context, into)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Patient<I> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let own = self.get_mut();
        let written = Pin::new(&mut own.io).poll_write(context, bytes);
        own.bounded(context, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let own = self.get_mut();
        let written = Pin::new(&mut own.io).poll_write_vectored(context, parts);
        own.bounded(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let own = self.get_mut();
        let flushed = Pin::new(&mut own.io).poll_flush(context);
        own.bounded(context, flushed)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        let own = self.get_mut();
        let shut = Pin::new(&mut own.io).poll_shutdown(context);
        own.bounded(context, shut)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::Instant;

    use super::*;

    const WAIT_MAX: Duration = Duration::from_secs(30);

    #[tokio::test(start_paused = true)]
    async fn a_write_that_nobody_reads_fails_after_the_wait() {
        let (_reader, writer) = tokio::io::duplex(8);
        let mut writer = Patient::new(writer, WAIT_MAX);
        let began = Instant::now();

        let written = writer.write_all(&[0; 9]).await;

        assert_eq!(written.unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(began.elapsed().as_secs(), WAIT_MAX.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn every_progress_of_a_slow_reader_starts_the_wait_again() {
        let (mut reader, writer) = tokio::io::duplex(8);
        let mut writer = Patient::new(writer, WAIT_MAX);
        let reading = tokio::spawn(async move {
            let mut bytes = [0; 8];
            for _ in 0..5 {
                sleep(WAIT_MAX / 2).await;
                reader.read_exact(&mut bytes).await.unwrap();
            }
        });

        writer.write_all(&[0; 40]).await.unwrap();

        reading.await.unwrap();
    }
}
