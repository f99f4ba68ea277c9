//! Counts guesses at passwords and codes, and makes them wait where it has to. Has the counts stored.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::back_off::{BackOff, COUNTS_MAX, CountKey, Guess};
use super::guess_writer::{GuessWriter, WrongGuess};
use super::people::{MailKind, People, PeopleError, Person, QueuedMail, SecurityEvent};
use crate::clock::Instant;

/// Writes the mail that tells a person that new devices have to wait before they sign in: until then, as of now.
pub type WritesLockOutMail = Arc<dyn Fn(&Person, Instant, Instant) -> QueuedMail + Send + Sync>;

/// A person is told at most once in this time that new devices have to wait.
const LOCK_OUT_TOLD_EVERY: Duration = Duration::from_hours(1);

/// Counts guesses. Cheap to clone; all clones share the counts.
#[derive(Clone)]
pub(super) struct Guessing {
    people: Arc<dyn People>,
    back_off: Arc<Mutex<BackOff>>,
    writer: GuessWriter,
    /// None where no mail is set up.
    pub(super) write_lock_out_mail: Option<WritesLockOutMail>,
}

/// A guess that may be checked. It counts as wrong until it is said to be right, also where nobody waits for its outcome
/// any more.
pub(super) struct CheckedGuess<'g> {
    gate: &'g Guessing,
    /// None where the person is let back in: nothing is counted.
    counted: Option<(Guess, Vec<CountKey>)>,
}

impl Guessing {
    pub(super) fn new(people: Arc<dyn People>) -> Self {
        let back_off: Arc<Mutex<BackOff>> = Arc::default();
        let writer = GuessWriter::new(Arc::clone(&people), Arc::clone(&back_off));
        Self { writer, people, back_off, write_lock_out_mail: None }
    }

    /// Reads the counts that were stored before the start.
    pub(super) async fn load(&self) -> Result<(), PeopleError> {
        let kept = self.people.wrong_guesses(u32::try_from(COUNTS_MAX).unwrap_or(u32::MAX)).await?;
        *self.back_off() = BackOff::with(kept);
        Ok(())
    }

    /// Lets a guess pass, or says how long it has to wait.
    pub(super) fn admit(&self, guess: Guess, now: Instant) -> Result<CheckedGuess<'_>, Duration> {
        let mut back_off = self.back_off();
        let wait = back_off.wait(&guess, now);
        if wait > Duration::ZERO {
            return Err(wait);
        }
        let counts = back_off.count(&guess, now).into_iter().map(|(key, _)| key).collect();
        Ok(CheckedGuess { gate: self, counted: Some((guess, counts)) })
    }

    /// Lets a guess of a person pass who is let back in. It is not counted.
    pub(super) const fn admit_uncounted(&self) -> CheckedGuess<'_> {
        CheckedGuess { gate: self, counted: None }
    }

    /// Forgets counts that have no effect any more.
    pub(super) fn forget_old(&self, now: Instant) {
        self.back_off().forget_old(now);
    }

    async fn lock_out_mail(
        &self,
        person: &Person,
        until: Instant,
        now: Instant,
    ) -> Result<Option<QueuedMail>, PeopleError> {
        let Some(write) = &self.write_lock_out_mail else { return Ok(None) };
        let since = now.less(LOCK_OUT_TOLD_EVERY);
        let is_told = self.people.was_mailed(&person.id, MailKind::LockOut, since).await?;
        Ok((!is_told).then(|| write(person, until, now)))
    }

    /// Stores the counts of what stays counted, with what is noted about it.
    pub(super) async fn keep(&self, counts: Vec<CountKey>, event: SecurityEvent) -> Result<(), PeopleError> {
        self.writer.store(WrongGuess { counts, events: vec![event], mail: None }).await
    }

    fn back_off(&self) -> MutexGuard<'_, BackOff> {
        self.back_off.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CheckedGuess<'_> {
    /// The guess was wrong: stores its counts, with the events that `noted` returns when it is told whether the next guess
    /// has to wait. Where it was the last that all unknown devices together had at that person, the person is told by mail.
    pub(super) async fn wrong(
        self,
        person: Option<&Person>,
        now: Instant,
        noted: impl FnOnce(bool) -> Vec<SecurityEvent>,
    ) -> Result<(), PeopleError> {
        let (waits, locked_out_until) = match &self.counted {
            Some((guess, _)) => {
                let back_off = self.gate.back_off();
                (back_off.wait(guess, now) > Duration::ZERO, back_off.locked_out_until(guess, now))
            }
            None => (false, None),
        };
        let mail = match (person, locked_out_until) {
            (Some(person), Some(until)) => self.gate.lock_out_mail(person, until, now).await?,
            (None, _) | (_, None) => None,
        };
        let counts = self.counted.map(|(_, counts)| counts).unwrap_or_default();
        self.gate.writer.store(WrongGuess { counts, events: noted(waits), mail }).await
    }

    /// The counts to store, of what is neither right nor wrong and stays counted.
    pub(super) fn into_counts(self) -> Vec<CountKey> {
        self.counted.map(|(_, counts)| counts).unwrap_or_default()
    }

    /// The guess was right: ends its row.
    pub(super) async fn right(self) -> Result<(), PeopleError> {
        let Some((guess, _)) = self.counted else { return Ok(()) };
        let counts = self.gate.back_off().reset(&guess);
        if counts.is_empty() {
            Ok(())
        } else {
            self.gate.people.keep_wrong_guesses(counts, Vec::new(), Vec::new()).await
        }
    }

    /// Nothing was guessed after all, such as where a right password still needs a code.
    pub(super) fn taken_back(self) {
        if let Some((guess, _)) = &self.counted {
            self.gate.back_off().take_back(guess);
        }
    }
}
