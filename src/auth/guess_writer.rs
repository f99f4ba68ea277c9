//! Stores wrong guesses together: what comes within a short time is one write.
//!
//! On SQLite the writes of people use the connection of the journal, so each of them makes bids wait for a commit. With a
//! rest after each write, few bids meet one, however many people guess.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use super::back_off::{BackOff, CountKey};
use super::people::{People, PeopleError, QueuedMail, SecurityEvent};

/// How many times longer than a write the rest after it is.
const REST_PER_WRITE: u32 = 99;
/// The longest rest. A wrong password is answered after its write.
const REST_MAX: Duration = Duration::from_millis(500);
/// Most guesses in one write.
const TOGETHER_MAX: usize = 64;

/// A wrong guess: the counts that it changed, what is noted about it, and the mail that it causes.
#[derive(Debug)]
pub(super) struct WrongGuess {
    pub(super) counts: Vec<CountKey>,
    pub(super) events: Vec<SecurityEvent>,
    pub(super) mail: Option<QueuedMail>,
}

/// Tells the caller how its write ended.
type Written = oneshot::Sender<Result<(), PeopleError>>;

/// Stores wrong guesses. Cheap to clone; all clones share what waits.
#[derive(Clone)]
pub(super) struct GuessWriter {
    people: Arc<dyn People>,
    back_off: Arc<Mutex<BackOff>>,
    waiting: Arc<Mutex<Waiting>>,
}

#[derive(Default)]
struct Waiting {
    guesses: Vec<(WrongGuess, Written)>,
    /// Whether a task writes, or rests after a write.
    is_writing: bool,
}

impl GuessWriter {
    pub(super) fn new(people: Arc<dyn People>, back_off: Arc<Mutex<BackOff>>) -> Self {
        Self { people, back_off, waiting: Arc::default() }
    }

    /// Stores a guess. It is stored when this returns.
    pub(super) async fn store(&self, guess: WrongGuess) -> Result<(), PeopleError> {
        let (done, written) = oneshot::channel();
        let was_writing = {
            let mut waiting = self.waiting();
            waiting.guesses.push((guess, done));
            std::mem::replace(&mut waiting.is_writing, true)
        };
        if !was_writing {
            tokio::spawn(self.clone().write_all());
        }
        written.await.unwrap_or_else(|_| Err(PeopleError::Failed("the task that writes guesses has ended".into())))
    }

    async fn write_all(self) {
        while let Some((guesses, done)) = self.take() {
            let began = Instant::now();
            let written = self.write(guesses).await;
            let rest = began.elapsed().saturating_mul(REST_PER_WRITE).min(REST_MAX);
            for done in done {
                // The caller may be gone.
                let _ = done.send(written.clone());
            }
            sleep(rest).await;
        }
    }

    /// The guesses of the next write; none, and nobody writes any more, where none waits.
    fn take(&self) -> Option<(Vec<WrongGuess>, Vec<Written>)> {
        let mut waiting = self.waiting();
        let together = waiting.guesses.len().min(TOGETHER_MAX);
        waiting.is_writing = together > 0;
        (together > 0).then(|| waiting.guesses.drain(..together).unzip())
    }

    /// Writes the counts as they are now: each one once, with all guesses in it that were made meanwhile.
    async fn write(&self, guesses: Vec<WrongGuess>) -> Result<(), PeopleError> {
        let mut keys: Vec<CountKey> = guesses.iter().flat_map(|guess| guess.counts.iter().copied()).collect();
        keys.sort_unstable();
        keys.dedup();
        let counts = {
            let back_off = self.back_off.lock().unwrap_or_else(PoisonError::into_inner);
            keys.into_iter().filter_map(|key| Some((key, back_off.present(key)?))).collect()
        };
        let (mut events, mut mails) = (Vec::new(), Vec::new());
        for guess in guesses {
            events.extend(guess.events);
            mails.extend(guess.mail);
        }
        self.people.keep_wrong_guesses(counts, events, mails).await
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use futures::future::join_all;

    use super::*;
    use crate::auth::people::SecurityEventKind;
    use crate::auth::{ClientNetwork, Guess, GuessOrigin, PeopleInMemory};
    use crate::clock;

    const NOW: clock::Instant = clock::Instant::from_micros(1_795_000_000_000_000);

    fn event(nth: usize) -> SecurityEvent {
        SecurityEvent {
            id: format!("{nth:04}"),
            at: NOW,
            kind: SecurityEventKind::SignInFailed,
            person: None,
            by: None,
            org: None,
            address: None,
            device: None,
            reason: None,
            file: None,
        }
    }

    // G96
    #[tokio::test(start_paused = true)]
    async fn guesses_that_wait_are_written_together_with_the_newest_counts() {
        let people: Arc<dyn People> = Arc::new(PeopleInMemory::default());
        let back_off: Arc<Mutex<BackOff>> = Arc::default();
        let writer = GuessWriter::new(Arc::clone(&people), Arc::clone(&back_off));
        let guess = Guess::new("ann@example.org", GuessOrigin::Unknown, ClientNetwork::of([192, 0, 2, 1].into()));
        // As while another write is under way.
        writer.waiting().is_writing = true;
        let store = |nth| {
            let counts = back_off.lock().unwrap().count(&guess, NOW).into_iter().map(|(key, _)| key).collect();
            let (writer, guess) = (writer.clone(), WrongGuess { counts, events: vec![event(nth)], mail: None });
            async move { writer.store(guess).await }
        };
        let mut stored = join_all((0..=TOGETHER_MAX).map(store));
        assert!((&mut stored).now_or_never().is_none());

        let (first, done) = writer.take().unwrap();
        writer.write(first).await.unwrap();
        let written = people.security_events(None, 1_000).await.unwrap().len();
        let counts = people.wrong_guesses(10).await.unwrap();
        for done in done {
            done.send(Ok(())).unwrap();
        }
        writer.write_all().await;

        assert_eq!(written, TOGETHER_MAX, "one write");
        assert_eq!(
            counts.iter().map(|(_, kept)| kept.count).collect::<Vec<_>>(),
            [65; 3],
            "also of the one that waits"
        );
        assert!(stored.await.iter().all(Result::is_ok));
        assert_eq!(people.security_events(None, 1_000).await.unwrap().len(), TOGETHER_MAX + 1);
    }
}
