//! A thread for work that may wait: it runs only while a processor is idle.
//!
//! Long reads run there. The kernel stops it as soon as any other thread wants the processor (`SCHED_IDLE`), so a read of
//! several minutes delays no bid; on a busy machine only the reader waits. A thread that is started from this one has the
//! same priority, for example the one that `SQLite` starts for a connection.
//!
//! The kernel may stop it while it holds a lock. A thread that waits for this lock frees its processor, so the wait is
//! short unless all processors are always busy.

pub mod pace;

use std::io;
use std::thread;

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt};
use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
    thread_schedule_policy,
};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{LocalSet, spawn_local};

/// Most streams that wait for the thread; the readers of further ones wait until there is room.
const GIVEN_MAX: usize = 64;

const IDLE_ONLY: ThreadSchedulePolicy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);

/// The thread. Cheap to clone. It ends with the last clone, and streams that are not finished then are cut off.
#[derive(Debug, Clone)]
pub struct Background {
    /// None where the reader makes the items.
    jobs: Option<mpsc::Sender<Job>>,
}

type Job = BoxFuture<'static, ()>;

impl Background {
    /// Starts the thread. The caller is within a runtime, whose timers and sockets the thread uses.
    ///
    /// # Errors
    /// The error of the system, where it starts no thread.
    pub fn start() -> io::Result<Self> {
        let (jobs, given) = mpsc::channel(GIVEN_MAX);
        let runtime = Handle::current();
        thread::Builder::new().name("background".to_owned()).spawn(move || {
            run_only_when_idle();
            // The set is dropped with its jobs while the runtime's context is still there.
            runtime.block_on(async move { LocalSet::new().run_until(spawn_all(given)).await });
        })?;
        Ok(Self { jobs: Some(jobs) })
    }

    /// No thread: the reader does the work. For tests with paused time, which would advance while another thread works.
    pub(crate) const fn in_place() -> Self {
        Self { jobs: None }
    }

    /// The outcome of one long computation. It has a thread of its own with the same priority, so that streams go on
    /// beside it. None where it panicked, and where no thread could be started.
    pub async fn compute<T>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T>
    where
        T: Send + 'static,
    {
        let Some(jobs) = self.jobs.clone() else { return Some(work()) };
        let (done, outcome) = oneshot::channel();
        let job = async move {
            let started = thread::Builder::new().name("background work".to_owned()).spawn(move || {
                // Nobody waits for the outcome where the caller is gone.
                let _ = done.send(work());
            });
            if let Err(error) = started {
                tracing::error!(%error, "no thread for a long computation");
            }
        };
        jobs.send(job.boxed()).await.ok()?;
        outcome.await.ok()
    }

    /// The same items, made on the thread, which makes one item ahead. The last item is `cut_off` where the thread ended
    /// before the stream.
    pub fn stream<T, E>(&self, items: BoxStream<'static, Result<T, E>>, cut_off: E) -> BoxStream<'static, Result<T, E>>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let Some(jobs) = self.jobs.clone() else { return items };
        let (made, making) = mpsc::channel(1);
        let job = async move {
            let mut items = items.map(Some).chain(stream::iter([None]));
            // Ends early when the reader is gone.
            while let Some(item) = items.next().await
                && made.send(item).await.is_ok()
            {}
        };
        let receive = async move {
            // Where the thread has ended, the job is dropped with its sender, so that the reader gets `cut_off`.
            let _ = jobs.send(job.boxed()).await;
            stream::unfold(Some((making, cut_off)), async |receiving| {
                let (mut making, cut_off) = receiving?;
                match making.recv().await {
                    Some(Some(item)) => Some((item, Some((making, cut_off)))),
                    Some(None) => None,
                    None => Some((Err(cut_off), None)),
                }
            })
        };
        stream::once(receive).flatten().boxed()
    }
}

async fn spawn_all(mut given: mpsc::Receiver<Job>) {
    while let Some(job) = given.recv().await {
        // A job that panics drops its sender, so that its reader gets `cut_off`.
        drop(spawn_local(job));
    }
}

/// Gives this thread, and any that it starts, the lowest priority.
fn run_only_when_idle() {
    // The call may fail in its second step, for a process of low priority. The first step is the one that is needed.
    let set = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, IDLE_ONLY);
    if !thread_schedule_policy().is_ok_and(|policy| policy == IDLE_ONLY) {
        tracing::warn!(?set, "long reads do not give way to bids: the system does not allow it");
    }
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Clone, Copy)]
    enum TestFault {
        Own,
        CutOff,
    }

    fn numbers(count: u32) -> BoxStream<'static, Result<u32, TestFault>> {
        stream::iter((0..count).map(Ok)).boxed()
    }

    #[tokio::test]
    async fn items_made_in_the_background_come_whole_and_in_order() {
        let background = Background::start().unwrap();

        let read: Vec<u32> = background.stream(numbers(1_000), TestFault::CutOff).try_collect().await.unwrap();

        assert_eq!(read, (0..1_000).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn items_are_made_at_idle_priority_which_started_threads_inherit() {
        let background = Background::start().unwrap();
        let policies = async {
            let here = thread_schedule_policy().unwrap();
            let started = thread::spawn(|| thread_schedule_policy().unwrap()).join().unwrap();
            Ok::<_, TestFault>([here, started])
        };

        let policies =
            background.stream(stream::once(policies).boxed(), TestFault::CutOff).try_collect::<Vec<_>>().await;

        assert_eq!(policies.unwrap(), [[IDLE_ONLY, IDLE_ONLY]]);
        assert_ne!(thread_schedule_policy().unwrap(), IDLE_ONLY, "no other thread has it");
    }

    #[tokio::test]
    async fn a_computation_is_made_at_idle_priority_and_one_that_panics_has_no_outcome() {
        let background = Background::start().unwrap();

        let policy = background.compute(|| thread_schedule_policy().unwrap()).await;
        let panicked = background.compute(|| assert!(thread::current().name().is_none(), "a defect")).await;

        assert_eq!((policy, panicked), (Some(IDLE_ONLY), None));
    }

    #[tokio::test]
    async fn a_stream_that_fails_ends_with_its_own_error() {
        let background = Background::start().unwrap();
        let failing = numbers(2).chain(stream::iter([Err(TestFault::Own)])).boxed();

        let read: Vec<_> = background.stream(failing, TestFault::CutOff).collect().await;

        assert_eq!(read, [Ok(0), Ok(1), Err(TestFault::Own)]);
    }

    #[tokio::test]
    async fn a_stream_that_panics_ends_as_cut_off_and_no_other_does() {
        let background = Background::start().unwrap();
        let panicking = numbers(3).inspect_ok(|number| assert!(*number < 2, "a defect")).boxed();

        let read: Vec<_> = background.stream(panicking, TestFault::CutOff).collect().await;
        let other: Vec<_> = background.stream(numbers(1), TestFault::CutOff).collect().await;

        assert_eq!(read, [Ok(0), Ok(1), Err(TestFault::CutOff)]);
        assert_eq!(other, [Ok(0)]);
    }

    #[tokio::test]
    async fn a_stream_is_cut_off_when_the_thread_ends_before_it() {
        let background = Background::start().unwrap();
        let never_done = numbers(1).chain(stream::pending()).boxed();
        let mut reading = background.stream(never_done, TestFault::CutOff);
        assert_eq!(reading.next().await, Some(Ok(0)));

        drop(background);

        assert_eq!(reading.collect::<Vec<_>>().await, [Err(TestFault::CutOff)]);
    }

    #[tokio::test]
    async fn a_stream_whose_reader_is_gone_is_dropped() {
        let background = Background::start().unwrap();
        let (kept, dropped) = oneshot::channel::<()>();
        let endless = stream::repeat(0).map(move |number| {
            let _ = &kept;
            Ok(number)
        });
        let mut reading = background.stream(endless.boxed(), TestFault::CutOff);
        assert_eq!(reading.next().await, Some(Ok(0)));

        drop(reading);

        assert!(dropped.map(|ended| ended.is_err()).await);
    }
}
