//! A thread for work that may wait: it runs while a processor has nothing else to do.
//!
//! Long reads are moved there. The kernel takes it off a processor as soon as any other thread wants one (`SCHED_IDLE`), so
//! bids do not notice a read that goes on for minutes; on a busy machine only whoever reads has to wait. A thread that
//! is started from this one gives way as well, `SQLite`'s own for a connection among them.
//!
//! It may be taken off while it holds a lock that others want. They sleep then, which frees a processor for it: such a
//! wait is short unless all processors are busy without a pause.

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
use tokio::sync::mpsc;
use tokio::task::{LocalSet, spawn_local};

/// Streams that wait for the thread to take them up; more wait where they come from.
const GIVEN_MAX: usize = 64;

const GIVES_WAY: ThreadSchedulePolicy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);

/// The thread. Cheap to clone; it ends with the last clone, and what it had not done by then is cut off.
#[derive(Debug, Clone)]
pub struct Background {
    /// None where whoever reads makes the items.
    jobs: Option<mpsc::Sender<Job>>,
}

type Job = BoxFuture<'static, ()>;

impl Background {
    /// Starts the thread, within a runtime whose timers and sockets it uses.
    ///
    /// # Errors
    /// The system's, where it starts no thread.
    pub fn start() -> io::Result<Self> {
        let (jobs, given) = mpsc::channel(GIVEN_MAX);
        let runtime = Handle::current();
        thread::Builder::new().name("background".to_owned()).spawn(move || {
            give_way();
            // The set is left with its jobs while the runtime's context is still there.
            runtime.block_on(async move { LocalSet::new().run_until(take_up(given)).await });
        })?;
        Ok(Self { jobs: Some(jobs) })
    }

    /// No thread, for tests whose time is paused: it would go on by itself while another thread works.
    #[cfg(test)]
    pub(crate) const fn in_place() -> Self {
        Self { jobs: None }
    }

    /// The same items, made in the background; one is made ahead. The last one is `cut_off` where the stream was not read
    /// to its end.
    pub fn stream<T, E>(&self, items: BoxStream<'static, Result<T, E>>, cut_off: E) -> BoxStream<'static, Result<T, E>>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let Some(jobs) = self.jobs.clone() else { return items };
        let (made, making) = mpsc::channel(1);
        let job = async move {
            let mut items = items.map(Some).chain(stream::iter([None]));
            // Ends early when nobody listens any more.
            while let Some(item) = items.next().await
                && made.send(item).await.is_ok()
            {}
        };
        let listen = async move {
            // Where the thread has ended, the job is dropped, and with it the sender of what it would have made.
            let _ = jobs.send(job.boxed()).await;
            stream::unfold(Some((making, cut_off)), async |listening| {
                let (mut making, cut_off) = listening?;
                match making.recv().await {
                    Some(Some(item)) => Some((item, Some((making, cut_off)))),
                    Some(None) => None,
                    None => Some((Err(cut_off), None)),
                }
            })
        };
        stream::once(listen).flatten().boxed()
    }
}

async fn take_up(mut given: mpsc::Receiver<Job>) {
    while let Some(job) = given.recv().await {
        // One that panics drops its sender: whoever listens is told.
        drop(spawn_local(job));
    }
}

/// From now on this thread, and any that it starts, runs only where no other wants to.
fn give_way() {
    // Its second step is refused to a process with a lower priority than usual, after the first has done what is needed.
    let set = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, GIVES_WAY);
    if !thread_schedule_policy().is_ok_and(|policy| policy == GIVES_WAY) {
        tracing::warn!(?set, "long reads do not give way to bids: the system does not allow it");
    }
}

#[cfg(test)]
mod tests {
    use futures::TryStreamExt;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Clone, Copy)]
    enum Fault {
        Own,
        CutOff,
    }

    fn numbers(count: u32) -> BoxStream<'static, Result<u32, Fault>> {
        stream::iter((0..count).map(Ok)).boxed()
    }

    #[tokio::test]
    async fn what_is_made_in_the_background_comes_whole_and_in_order() {
        let background = Background::start().unwrap();

        let read: Vec<u32> = background.stream(numbers(1_000), Fault::CutOff).try_collect().await.unwrap();

        assert_eq!(read, (0..1_000).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn it_is_made_on_a_thread_that_gives_way_as_those_do_which_that_starts() {
        let background = Background::start().unwrap();
        let policies = async {
            let here = thread_schedule_policy().unwrap();
            let started = thread::spawn(|| thread_schedule_policy().unwrap()).join().unwrap();
            Ok::<_, Fault>([here, started])
        };

        let policies = background.stream(stream::once(policies).boxed(), Fault::CutOff).try_collect::<Vec<_>>().await;

        assert_eq!(policies.unwrap(), [[GIVES_WAY, GIVES_WAY]]);
        assert_ne!(thread_schedule_policy().unwrap(), GIVES_WAY, "nobody else does");
    }

    #[tokio::test]
    async fn a_stream_that_fails_is_not_told_to_be_cut_off() {
        let background = Background::start().unwrap();
        let failing = numbers(2).chain(stream::iter([Err(Fault::Own)])).boxed();

        let read: Vec<_> = background.stream(failing, Fault::CutOff).collect().await;

        assert_eq!(read, [Ok(0), Ok(1), Err(Fault::Own)]);
    }

    #[tokio::test]
    async fn a_stream_that_panics_ends_as_cut_off_and_no_other_does() {
        let background = Background::start().unwrap();
        let panicking = numbers(3).inspect_ok(|number| assert!(*number < 2, "a defect")).boxed();

        let read: Vec<_> = background.stream(panicking, Fault::CutOff).collect().await;
        let other: Vec<_> = background.stream(numbers(1), Fault::CutOff).collect().await;

        assert_eq!(read, [Ok(0), Ok(1), Err(Fault::CutOff)]);
        assert_eq!(other, [Ok(0)]);
    }

    #[tokio::test]
    async fn a_stream_is_cut_off_where_the_thread_ends_before_it() {
        let background = Background::start().unwrap();
        let never_done = numbers(1).chain(stream::pending()).boxed();
        let mut reading = background.stream(never_done, Fault::CutOff);
        assert_eq!(reading.next().await, Some(Ok(0)));

        drop(background);

        assert_eq!(reading.collect::<Vec<_>>().await, [Err(Fault::CutOff)]);
    }

    #[tokio::test]
    async fn what_nobody_listens_to_any_more_is_dropped() {
        let background = Background::start().unwrap();
        let (kept, dropped) = tokio::sync::oneshot::channel::<()>();
        let endless = stream::repeat(0).map(move |number| {
            let _ = &kept;
            Ok(number)
        });
        let mut reading = background.stream(endless.boxed(), Fault::CutOff);
        assert_eq!(reading.next().await, Some(Ok(0)));

        drop(reading);

        assert!(dropped.map(|ended| ended.is_err()).await);
    }
}
