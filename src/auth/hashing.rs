//! Runs the slow work of passwords without a wait for bids: one piece at a time in each queue.
//!
//! Work for clients that anybody may be is done while a processor is idle, so that guesses take no time from bids. While
//! their queue stays long, a rest follows each piece: a second processor that hashes without a break slows the first one
//! down. People who are known have a queue of their own, which such guesses cannot fill.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};

use crate::background::Background;

/// Pieces of work that wait in a queue or are done, at most.
const WAITING_MAX: usize = 32;
/// How long work may take on a thread that runs only while a processor is idle. Then an ordinary thread does it too: on a
/// machine that is never idle people can still sign in.
const IDLE_WAIT_MAX: Duration = Duration::from_millis(250);
/// A queue is long when more pieces than this wait behind the one that is done.
const LONG: usize = 4;
/// How many pieces in a row may leave a long queue behind before rests begin. People who sign in at the same moment are
/// done by then, so rests come with guesses that go on.
const LONG_IN_A_ROW_MAX: usize = 16;
/// Pieces that wait or are done, at most, while rests follow them: nobody waits for many rests.
const WAITING_WITH_RESTS_MAX: usize = 8;
/// How many times longer than a piece the rest after it is.
const REST_PER_PIECE: u32 = 19;
/// The longest rest.
const REST_MAX: Duration = Duration::from_secs(1);

/// For whom a password is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// Is signed in, or has signed in before in the same browser.
    Known,
    /// Names a person whom a buyer lets back in. Others may name that person too.
    LetIn,
    /// Anybody else.
    Unknown,
}

/// The queue is full, or the work has failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotDone;

/// All queues. Cheap to clone; all clones share the bounds.
#[derive(Clone)]
pub(super) struct Hashing {
    known: Queue,
    let_in: Queue,
    unknown: Queue,
    /// Does work while a processor is idle. None in commands, which have nothing else to do.
    background: Option<Background>,
    /// Held by the work on a thread of the background, which may be started and not get on.
    idle_turn: Arc<Semaphore>,
}

/// What waits, and the one piece that is done. Each piece uses 19 MiB and one processor.
#[derive(Clone)]
struct Queue {
    waiting: Arc<Semaphore>,
    turn: Arc<Semaphore>,
    /// How many pieces in a row have left a long queue behind.
    long_in_a_row: Arc<AtomicUsize>,
}

impl Hashing {
    /// Queues whose work ordinary threads do, or that background where there is one.
    pub(super) fn new(background: Option<Background>) -> Self {
        let [known, let_in, unknown] = [Queue::new(), Queue::new(), Queue::new()];
        Self { known, let_in, unknown, background, idle_turn: Arc::new(Semaphore::new(1)) }
    }

    /// Does the work once it is its turn. It may be done twice.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        asker: Asker,
        work: impl Fn() -> T + Send + Sync + 'static,
    ) -> Result<T, NotDone> {
        let queue = match asker {
            Asker::Known => &self.known,
            Asker::LetIn => &self.let_in,
            Asker::Unknown => &self.unknown,
        };
        if queue.stays_long() && queue.waiting() >= WAITING_WITH_RESTS_MAX {
            return Err(NotDone);
        }
        let _waiting = queue.waiting.try_acquire().map_err(|_| NotDone)?;
        let turn = Arc::clone(&queue.turn).acquire_owned().await.map_err(|_| NotDone)?;
        let (hashing, queue, work) = (self.clone(), queue.clone(), Arc::new(work));
        let (sender, done) = oneshot::channel();
        // A task of its own: the next turn begins after the work, even where nobody waits for its outcome any more.
        tokio::spawn(async move {
            let began = Instant::now();
            let outcome = match asker {
                Asker::Known => hashing.at_once(work).await,
                Asker::LetIn | Asker::Unknown => hashing.while_idle(work).await,
            };
            let took = began.elapsed();
            // The caller may be gone.
            let _ = sender.send(outcome);
            queue.note_length();
            if asker == Asker::Unknown && queue.stays_long() {
                sleep(took.saturating_mul(REST_PER_PIECE).min(REST_MAX)).await;
            }
            drop(turn);
        });
        done.await.ok().flatten().ok_or(NotDone)
    }

    async fn at_once<T: Send + 'static>(&self, work: Arc<impl Fn() -> T + Send + Sync + 'static>) -> Option<T> {
        spawn_blocking(move || work()).await.ok()
    }

    async fn while_idle<T: Send + 'static>(&self, work: Arc<impl Fn() -> T + Send + Sync + 'static>) -> Option<T> {
        let Some(background) = &self.background else { return self.at_once(work).await };
        let idle_work = Arc::clone(&work);
        let idle = async {
            let turn = Arc::clone(&self.idle_turn).acquire_owned().await.ok()?;
            let work = move || {
                let done = idle_work();
                drop(turn);
                done
            };
            background.compute(work).await
        };
        match timeout(IDLE_WAIT_MAX, idle).await {
            Ok(Some(done)) => Some(done),
            Ok(None) | Err(_) => self.at_once(work).await,
        }
    }
}

impl Queue {
    fn new() -> Self {
        Self {
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            turn: Arc::new(Semaphore::new(1)),
            long_in_a_row: Arc::default(),
        }
    }

    fn waiting(&self) -> usize {
        WAITING_MAX - self.waiting.available_permits()
    }

    /// Notes how many pieces wait after one is done.
    fn note_length(&self) {
        let is_long = self.waiting() > LONG;
        let in_a_row = if is_long { self.long_in_a_row.load(Ordering::Relaxed).saturating_add(1) } else { 0 };
        self.long_in_a_row.store(in_a_row, Ordering::Relaxed);
    }

    /// Whether many pieces in a row have left a long queue behind.
    fn stays_long(&self) -> bool {
        self.long_in_a_row.load(Ordering::Relaxed) > LONG_IN_A_ROW_MAX
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Condvar, Mutex};
    use std::thread;

    use futures::FutureExt;
    use futures::future::join_all;

    use super::*;

    /// Work waits here until it is let through.
    #[derive(Default)]
    struct Barrier {
        is_open: Mutex<bool>,
        opened: Condvar,
        arrived: AtomicUsize,
    }

    impl Barrier {
        fn pass(&self) {
            self.arrived.fetch_add(1, Ordering::SeqCst);
            drop(self.opened.wait_while(self.is_open.lock().unwrap(), |is_open| !*is_open).unwrap());
        }

        fn open(&self) {
            *self.is_open.lock().unwrap() = true;
            self.opened.notify_all();
        }
    }

    #[tokio::test]
    async fn a_full_queue_takes_no_more_and_known_people_do_not_wait_in_that_of_guesses() {
        let hashing = Hashing::new(None);
        let barrier = Arc::new(Barrier::default());
        let guess = || {
            let (hashing, barrier) = (hashing.clone(), Arc::clone(&barrier));
            async move { hashing.run(Asker::Unknown, move || barrier.pass()).await }
        };
        let mut guesses = join_all((0..WAITING_MAX).map(|_| guess()));
        assert!((&mut guesses).now_or_never().is_none());

        let one_more = guess().await;
        let known = hashing.run(Asker::Known, || 7).await;
        let let_in = hashing.run(Asker::LetIn, || 8).await;

        assert_eq!((one_more, known, let_in), (Err(NotDone), Ok(7), Ok(8)));
        assert!(barrier.arrived.load(Ordering::SeqCst) <= 1, "one at a time");
        barrier.open();
        assert!(guesses.await.iter().all(Result::is_ok));
        assert_eq!(guess().await, Ok(()), "there is room again");
    }

    // G96
    #[test]
    fn a_queue_stays_long_after_many_pieces_and_until_it_is_short() {
        let queue = Queue::new();
        let waiting = |pieces| queue.waiting.try_acquire_many(pieces).unwrap();

        let note = || {
            queue.note_length();
            queue.stays_long()
        };

        let many = waiting(u32::try_from(LONG + 1).unwrap());
        assert!((0..LONG_IN_A_ROW_MAX).all(|_| !note()), "people who sign in at the same moment");
        assert!(note());
        drop(many);

        let few = waiting(u32::try_from(LONG).unwrap());
        assert!(!note());
        drop(few);
        let _many = waiting(u32::try_from(LONG + 1).unwrap());
        assert!(!note(), "the count begins again");
    }

    // G96
    #[tokio::test]
    async fn fewer_may_wait_while_rests_follow_each_piece() {
        let hashing = Hashing::new(None);
        let _others = hashing.unknown.waiting.try_acquire_many(u32::try_from(WAITING_WITH_RESTS_MAX).unwrap()).unwrap();

        let before = hashing.run(Asker::Unknown, || 7).await;
        hashing.unknown.long_in_a_row.store(LONG_IN_A_ROW_MAX + 1, Ordering::Relaxed);
        let with_rests = hashing.run(Asker::Unknown, || 8).await;

        assert_eq!((before, with_rests), (Ok(7), Err(NotDone)));
    }

    // G96
    #[tokio::test(start_paused = true)]
    async fn a_rest_follows_each_piece_of_a_queue_that_stays_long_and_its_caller_does_not_wait_for_it() {
        let hashing = Hashing::new(None);
        hashing.unknown.long_in_a_row.store(LONG_IN_A_ROW_MAX, Ordering::Relaxed);
        let _others = hashing.unknown.waiting.try_acquire_many(u32::try_from(LONG + 1).unwrap()).unwrap();
        let barrier = Arc::new(Barrier::default());
        let own = Arc::clone(&barrier);
        let mut guess = Box::pin(hashing.run(Asker::Unknown, move || own.pass()));
        assert!((&mut guess).now_or_never().is_none());
        tokio::task::yield_now().await;
        let began = Instant::now();
        tokio::time::advance(Duration::from_millis(10)).await;
        barrier.open();

        guess.await.unwrap();
        let answered = began.elapsed();
        hashing.run(Asker::Known, || ()).await.unwrap();
        let known = began.elapsed();
        hashing.run(Asker::Unknown, || ()).await.unwrap();

        assert_eq!((answered, known), (Duration::from_millis(10), Duration::from_millis(10)));
        assert!(began.elapsed() >= Duration::from_millis(10 + 190), "{:?}", began.elapsed());
    }

    #[tokio::test]
    async fn work_goes_on_in_turn_where_its_caller_is_gone() {
        let hashing = Hashing::new(None);
        let barrier = Arc::new(Barrier::default());
        let (own, counted) = (Arc::clone(&barrier), Arc::clone(&barrier));
        let mut gone = Box::pin(hashing.run(Asker::Known, move || own.pass()));
        assert!((&mut gone).now_or_never().is_none());
        drop(gone);

        let next = hashing.run(Asker::Known, move || counted.arrived.load(Ordering::SeqCst));
        barrier.open();

        assert_eq!(next.await, Ok(1), "the work of the caller that is gone was done before");
    }

    #[tokio::test]
    async fn an_ordinary_thread_does_what_no_idle_processor_does_in_time() {
        let hashing = Hashing::new(Some(Background::start().unwrap()));
        let barrier = Arc::new(Barrier::default());
        let own = Arc::clone(&barrier);
        // A thread of the background is held up, as where it gets no processor.
        let work = move || {
            let is_ordinary = thread::current().name() != Some("background work");
            if !is_ordinary {
                own.pass();
            }
            is_ordinary
        };

        let guesses = [hashing.run(Asker::Unknown, work.clone()).await, hashing.run(Asker::LetIn, work).await];

        barrier.open();
        assert_eq!(guesses, [Ok(true), Ok(true)]);
    }

    #[tokio::test]
    async fn work_that_panics_is_not_done_and_gives_its_turn_back() {
        let hashing = Hashing::new(None);

        let failed = hashing.run(Asker::Known, || assert!(thread::current().name().is_none(), "a defect")).await;

        assert_eq!(failed, Err(NotDone));
        assert_eq!(hashing.run(Asker::Known, || 7).await, Ok(7));
    }
}
