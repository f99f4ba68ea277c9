//! Runs the slow work of passwords without a wait for bids: one piece at a time in each queue.
//!
//! All of it is done while a processor is idle, so that it takes no time from bids. A second processor that hashes slows the
//! first one down all the same: therefore work for clients that anybody may be takes a three-hundredth of the time in the
//! long run while a lot is open. People who are known have a queue of their own, which guesses cannot fill.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
/// How much work for unknown clients may be done without rests. People who sign in at the same moment are done by then, so
/// rests come with guesses that go on.
const AT_ONCE_MAX: Duration = Duration::from_secs(1);
/// In which time as much work is allowed again: this many times its length. A p99 of bids leaves out a hundredth, and other
/// delays have their share of it.
const REST_PER_WORK: u32 = 300;
/// Most that one piece counts for. A piece takes longer where it waits for a processor; nobody rests for that.
const PIECE_MAX: Duration = Duration::from_millis(30);
/// Pieces that wait or are done, at most, while rests follow them: nobody waits for a second rest, which would be in vain.
const WAITING_WITH_RESTS_MAX: usize = 1;

/// How long a piece waits for its turn. Those who came before the rests began would otherwise wait for many of them.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// Says whether any lot is open, so that bids may come.
pub type IsAnyLotOpen = Arc<dyn Fn() -> bool + Send + Sync>;

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

/// The queue is full, the turn did not come in time, or the work has failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotDone;

/// All queues. Cheap to clone; all clones share the bounds.
#[derive(Clone)]
pub(super) struct Hashing {
    known: Queue,
    let_in: Queue,
    unknown: Queue,
    /// What was done for unknown clients.
    recent: Arc<Mutex<Recent>>,
    /// None in commands, which have nothing else to do.
    beside: Option<Beside>,
    /// Held by the work on a thread of the background, which may be started and not get on.
    idle_turn: Arc<Semaphore>,
}

/// The bids that such work must not slow.
#[derive(Clone)]
struct Beside {
    /// Does work while a processor is idle.
    background: Background,
    is_any_lot_open: IsAnyLotOpen,
}

/// What waits, and the one piece that is done. Each piece uses 19 MiB and one processor.
#[derive(Clone)]
struct Queue {
    waiting: Arc<Semaphore>,
    turn: Arc<Semaphore>,
}

/// Work of the last time that is not yet made up for by time without work.
#[derive(Debug)]
struct Recent {
    work: Duration,
    at: Instant,
}

impl Hashing {
    /// Queues whose work ordinary threads do, without rests.
    pub(super) fn new() -> Self {
        Self::with(None)
    }

    /// Queues beside which bids are judged while a lot is open.
    pub(super) fn beside_bids(background: Background, is_any_lot_open: IsAnyLotOpen) -> Self {
        Self::with(Some(Beside { background, is_any_lot_open }))
    }

    fn with(beside: Option<Beside>) -> Self {
        let [known, let_in, unknown] = [Queue::new(), Queue::new(), Queue::new()];
        let recent = Arc::new(Mutex::new(Recent { work: Duration::ZERO, at: Instant::now() }));
        Self { known, let_in, unknown, recent, beside, idle_turn: Arc::new(Semaphore::new(1)) }
    }

    /// Does the work once it is its turn. It may be done twice.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        asker: Asker,
        work: impl Fn() -> T + Send + Sync + 'static,
    ) -> Result<T, NotDone> {
        let queue = self.queue(asker);
        if self.is_full(asker) {
            return Err(NotDone);
        }
        let _waiting = queue.waiting.try_acquire().map_err(|_| NotDone)?;
        let turn = timeout(WAIT_MAX, Arc::clone(&queue.turn).acquire_owned()).await;
        let turn = turn.map_err(|_| NotDone)?.map_err(|_| NotDone)?;
        let (hashing, work) = (self.clone(), Arc::new(work));
        let (sender, done) = oneshot::channel();
        // A task of its own: the next turn begins after the work, even where nobody waits for its outcome any more.
        tokio::spawn(async move {
            let began = Instant::now();
            let outcome = hashing.while_idle(work).await;
            let took = began.elapsed();
            // The caller may be gone.
            let _ = sender.send(outcome);
            if asker == Asker::Unknown {
                hashing.recent().add(took);
                sleep(hashing.rest()).await;
            }
            drop(turn);
        });
        done.await.ok().flatten().ok_or(NotDone)
    }

    const fn queue(&self, asker: Asker) -> &Queue {
        match asker {
            Asker::Known => &self.known,
            Asker::LetIn => &self.let_in,
            Asker::Unknown => &self.unknown,
        }
    }

    /// Whether the queue takes no more at this moment.
    pub(super) fn is_full(&self, asker: Asker) -> bool {
        let waiting = self.queue(asker).waiting();
        let has_rests = asker == Asker::Unknown && waiting >= WAITING_WITH_RESTS_MAX && !self.rest().is_zero();
        has_rests || waiting >= WAITING_MAX
    }

    /// Takes all places of the queue of unknown clients, until what is returned is dropped.
    #[cfg(test)]
    pub(super) fn fill(&self) -> tokio::sync::OwnedSemaphorePermit {
        let places = u32::try_from(WAITING_MAX).unwrap();
        Arc::clone(&self.unknown.waiting).try_acquire_many_owned(places).unwrap()
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long no work for unknown clients is to be done from now on.
    fn rest(&self) -> Duration {
        match &self.beside {
            Some(beside) if (beside.is_any_lot_open)() => self.recent().rest(),
            _ => Duration::ZERO,
        }
    }

    async fn at_once<T: Send + 'static>(&self, work: Arc<impl Fn() -> T + Send + Sync + 'static>) -> Option<T> {
        spawn_blocking(move || work()).await.ok()
    }

    async fn while_idle<T: Send + 'static>(&self, work: Arc<impl Fn() -> T + Send + Sync + 'static>) -> Option<T> {
        let Some(Beside { background, .. }) = &self.beside else { return self.at_once(work).await };
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

impl Recent {
    /// Adds a piece that has just been done.
    fn add(&mut self, took: Duration) {
        let now = Instant::now();
        let made_up = now.duration_since(self.at) / REST_PER_WORK;
        let work = self.work.saturating_sub(made_up) + took.min(PIECE_MAX);
        // However much was done before a lot opened, one rest makes up for it.
        self.work = work.min(AT_ONCE_MAX + PIECE_MAX);
        self.at = now;
    }

    /// How long it takes until as much is made up for as has to be.
    fn rest(&self) -> Duration {
        let due = self.work.saturating_sub(AT_ONCE_MAX) * REST_PER_WORK;
        due.saturating_sub(self.at.elapsed())
    }
}

impl Queue {
    fn new() -> Self {
        Self { waiting: Arc::new(Semaphore::new(WAITING_MAX)), turn: Arc::new(Semaphore::new(1)) }
    }

    fn waiting(&self) -> usize {
        WAITING_MAX - self.waiting.available_permits()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Condvar;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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
        let hashing = Hashing::new();
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

    fn beside_open_lots() -> Hashing {
        Hashing::beside_bids(Background::in_place(), Arc::new(|| true))
    }

    /// As after guesses that have gone on for a while.
    fn use_up(hashing: &Hashing) {
        while hashing.rest().is_zero() {
            hashing.recent().add(PIECE_MAX);
        }
    }

    // G96
    #[tokio::test(start_paused = true)]
    async fn work_for_unknown_clients_takes_a_three_hundredth_of_the_time_in_the_long_run() {
        let mut recent = Recent { work: Duration::ZERO, at: Instant::now() };
        let (piece, began) = (Duration::from_millis(25), Instant::now());

        let mut at_once = 0;
        while recent.rest().is_zero() {
            recent.add(piece);
            at_once += 1;
        }
        for _ in 0..100 {
            sleep(recent.rest()).await;
            recent.add(piece);
        }

        assert_eq!(at_once, 41, "people who sign in at the same moment");
        assert_eq!(began.elapsed(), Duration::from_millis(7_500) * 100);
        sleep(Duration::from_mins(5)).await;
        assert_eq!(recent.rest(), Duration::ZERO);
        (0..39).for_each(|_| recent.add(piece));
        assert_eq!(recent.rest(), Duration::ZERO, "as much is allowed again after a pause");
    }

    // G96
    #[tokio::test(start_paused = true)]
    async fn a_piece_that_waited_for_a_processor_counts_for_no_more_than_a_long_one() {
        let mut recent = Recent { work: AT_ONCE_MAX, at: Instant::now() };

        recent.add(Duration::from_secs(5));

        assert_eq!(recent.rest(), Duration::from_secs(9));
    }

    // G96
    #[tokio::test]
    async fn fewer_may_wait_while_rests_follow_each_piece() {
        let hashing = beside_open_lots();
        let few = u32::try_from(WAITING_WITH_RESTS_MAX).unwrap();
        let others = [&hashing.unknown, &hashing.let_in, &hashing.known]
            .map(|queue| queue.waiting.try_acquire_many(few).unwrap());

        let before = hashing.run(Asker::Unknown, || 7).await;
        use_up(&hashing);
        let with_rests = hashing.run(Asker::Unknown, || 8).await;
        let let_in = hashing.run(Asker::LetIn, || 9).await;
        let known = hashing.run(Asker::Known, || 10).await;

        assert_eq!((before, with_rests, let_in, known), (Ok(7), Err(NotDone), Ok(9), Ok(10)));
        drop(others);
    }

    // G96
    #[tokio::test(start_paused = true)]
    async fn no_rests_follow_where_no_lot_is_open() {
        let open = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&open);
        let hashing = Hashing::beside_bids(Background::in_place(), Arc::new(move || told.load(Ordering::SeqCst)));
        (0..100).for_each(|_| hashing.recent().add(PIECE_MAX));

        let closed = hashing.rest();
        open.store(true, Ordering::SeqCst);

        assert_eq!((closed, hashing.rest()), (Duration::ZERO, Duration::from_secs(9)));
    }

    // G96
    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_many_rests() {
        let hashing = Hashing::new();
        let _turn = hashing.unknown.turn.acquire().await.unwrap();
        let began = Instant::now();

        assert_eq!(hashing.run(Asker::Unknown, || 7).await, Err(NotDone));
        assert_eq!(began.elapsed(), WAIT_MAX);
    }

    // G96
    #[tokio::test(start_paused = true)]
    async fn a_rest_follows_the_work_of_guesses_that_go_on_and_its_caller_does_not_wait_for_it() {
        let hashing = beside_open_lots();
        use_up(&hashing);
        let (rest, began) = (hashing.rest(), Instant::now());

        hashing.run(Asker::Unknown, || ()).await.unwrap();
        let answered = began.elapsed();
        hashing.run(Asker::Known, || ()).await.unwrap();
        let known = began.elapsed();
        hashing.run(Asker::Unknown, || ()).await.unwrap();

        assert_eq!((answered, known), (Duration::ZERO, Duration::ZERO));
        assert!(began.elapsed() >= rest && rest > Duration::ZERO, "{:?} after {rest:?}", began.elapsed());
    }

    #[tokio::test]
    async fn work_goes_on_in_turn_where_its_caller_is_gone() {
        let hashing = Hashing::new();
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
        let hashing = Hashing::beside_bids(Background::start().unwrap(), Arc::new(|| false));
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

        let mut done = Vec::new();
        for asker in [Asker::Unknown, Asker::LetIn, Asker::Known] {
            done.push(hashing.run(asker, work.clone()).await);
        }

        barrier.open();
        assert_eq!(done, [Ok(true), Ok(true), Ok(true)]);
    }

    #[tokio::test]
    async fn work_that_panics_is_not_done_and_gives_its_turn_back() {
        let hashing = Hashing::new();

        let failed = hashing.run(Asker::Known, || assert!(thread::current().name().is_none(), "a defect")).await;

        assert_eq!(failed, Err(NotDone));
        assert_eq!(hashing.run(Asker::Known, || 7).await, Ok(7));
    }
}
