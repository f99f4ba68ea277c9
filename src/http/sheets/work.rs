//! Where sheets are read and written: beside the threads that judge bids, and only a few at once.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::background::Background;
use crate::http::answer::ProblemDetails;

/// Reads and writes sheets. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::http) struct SheetWork {
    background: Background,
    places: Arc<Semaphore>,
}

impl SheetWork {
    pub(in crate::http) fn new(background: Background, at_once_max: usize) -> Self {
        Self { background, places: Arc::new(Semaphore::new(at_once_max)) }
    }

    /// The outcome of `work`.
    ///
    /// # Errors
    /// 503 `overloaded` where too many sheets are being read.
    pub(super) async fn run<T>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ProblemDetails>
    where
        T: Send + 'static,
    {
        let place = self.places.clone().try_acquire_owned().map_err(|_| ProblemDetails::overloaded())?;
        let outcome = self.background.compute(move || {
            // Held until the work is done, also where the caller does not wait for it.
            let _place = place;
            work()
        });
        outcome.await.ok_or_else(|| {
            tracing::error!("a sheet was not read to its end");
            ProblemDetails::unavailable()
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use axum::response::IntoResponse;

    use super::*;

    // G20
    #[tokio::test]
    async fn a_sheet_beyond_those_that_are_read_at_once_is_refused_and_nothing_has_happened() {
        let work = SheetWork::new(Background::start().unwrap(), 1);
        let (go_on, waiting) = mpsc::channel::<()>();
        let (began, begins) = tokio::sync::oneshot::channel();
        let first = tokio::spawn({
            let work = work.clone();
            async move {
                work.run(move || {
                    began.send(()).unwrap();
                    waiting.recv().is_err()
                })
                .await
            }
        });
        begins.await.unwrap();

        let second = work.run(|| ()).await.unwrap_err();
        drop(go_on);

        assert_eq!(second.into_response().status().as_u16(), 503);
        assert_eq!(first.await.unwrap(), Ok(true));
        assert_eq!(work.run(|| 7).await, Ok(7), "the place is free again");
    }
}
