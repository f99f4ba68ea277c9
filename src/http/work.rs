//! Where long computations for one request are made: beside the threads that judge bids, and only a few at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::answer::ProblemDetails;
use crate::background::Background;

/// Makes long computations of one kind. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct LongWork {
    background: Background,
    /// One for each computation that is made or waits.
    taken: Arc<Semaphore>,
    /// One for each computation that is made.
    made: Arc<Semaphore>,
}

impl LongWork {
    /// Makes `at_once_max` computations at once; `waiting_max` more wait.
    pub(super) fn new(background: Background, at_once_max: usize, waiting_max: usize) -> Self {
        let taken = Arc::new(Semaphore::new(at_once_max + waiting_max));
        Self { background, taken, made: Arc::new(Semaphore::new(at_once_max)) }
    }

    /// The outcome of `work`.
    ///
    /// # Errors
    /// 503 `overloaded` where too many computations wait: nothing has happened.
    pub(super) async fn run<T>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ProblemDetails>
    where
        T: Send + 'static,
    {
        self.turn().await?.run(work).await
    }

    /// The right to make one computation, for a caller that gathers in memory what it is made from.
    ///
    /// # Errors
    /// 503 `overloaded` where too many computations wait: nothing has happened.
    pub(super) async fn turn(&self) -> Result<WorkTurn, ProblemDetails> {
        let taken = self.taken.clone().try_acquire_owned().map_err(|_| ProblemDetails::overloaded())?;
        let made = self.made.clone().acquire_owned().await.map_err(|_| ProblemDetails::unavailable())?;
        Ok(WorkTurn { background: self.background.clone(), permits: (taken, made) })
    }
}

/// The right to make one computation. It counts as made until this is dropped.
#[derive(Debug)]
pub(super) struct WorkTurn {
    background: Background,
    permits: (OwnedSemaphorePermit, OwnedSemaphorePermit),
}

impl WorkTurn {
    /// The outcome of `work`.
    ///
    /// # Errors
    /// 503 `unavailable` where it was not made to its end.
    pub(super) async fn run<T>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ProblemDetails>
    where
        T: Send + 'static,
    {
        let Self { background, permits } = self;
        let outcome = background.compute(move || {
            // Held until the work is done, also where the caller does not wait for it.
            let _permits = permits;
            work()
        });
        outcome.await.ok_or_else(|| {
            tracing::error!("a long computation was not made to its end");
            ProblemDetails::unavailable()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use axum::response::IntoResponse;
    use tokio::sync::oneshot;

    use super::*;

    /// Work that goes on until `go_on` is dropped, and is known to have begun.
    async fn begun(work: &LongWork) -> (mpsc::Sender<()>, tokio::task::JoinHandle<Result<bool, ProblemDetails>>) {
        let (go_on, waiting) = mpsc::channel::<()>();
        let (began, begins) = oneshot::channel();
        let work = work.clone();
        let running = tokio::spawn(async move {
            let work = work.run(move || {
                began.send(()).unwrap();
                waiting.recv().is_err()
            });
            work.await
        });
        begins.await.unwrap();
        (go_on, running)
    }

    // G20
    #[tokio::test]
    async fn work_beyond_what_is_made_and_waits_is_refused_and_nothing_has_happened() {
        let work = LongWork::new(Background::start().unwrap(), 1, 0);
        let (go_on, first) = begun(&work).await;

        let second = work.run(|| ()).await.unwrap_err();
        drop(go_on);

        assert_eq!(second.into_response().status().as_u16(), 503);
        assert_eq!(first.await.unwrap(), Ok(true));
        assert_eq!(work.run(|| 7).await, Ok(7), "there is room again");
    }

    // G19
    #[tokio::test]
    async fn work_that_may_wait_is_made_when_there_is_room() {
        let work = LongWork::new(Background::start().unwrap(), 1, 1);
        let (go_on, first) = begun(&work).await;

        let second = work.run(|| 7);
        drop(go_on);

        assert_eq!(second.await, Ok(7));
        assert_eq!(first.await.unwrap(), Ok(true));
    }
}
