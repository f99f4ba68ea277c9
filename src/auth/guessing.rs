//! Counts guesses at passwords and codes, and makes them wait where it has to. Has the counts stored.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::back_off::{BackOff, COUNTS_MAX, CountKey, Guess};
use super::guess_writer::{GuessWriter, WrongGuess};
use super::people::{People, PeopleError, SecurityEvent};
use crate::clock::Instant;

/// Counts guesses. Cheap to clone; all clones share the counts.
#[derive(Clone)]
pub(super) struct Guessing {
    people: Arc<dyn People>,
    back_off: Arc<Mutex<BackOff>>,
    writer: GuessWriter,
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
        Self { writer: GuessWriter::new(Arc::clone(&people), Arc::clone(&back_off)), people, back_off }
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

    fn back_off(&self) -> MutexGuard<'_, BackOff> {
        self.back_off.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CheckedGuess<'_> {
    /// The guess was wrong: stores its counts, with the events that `noted` returns when it is told whether the next guess
    /// has to wait.
    pub(super) async fn wrong(
        self,
        now: Instant,
        noted: impl FnOnce(bool) -> Vec<SecurityEvent>,
    ) -> Result<(), PeopleError> {
        let waits = |(guess, _): &(Guess, _)| self.gate.back_off().wait(guess, now) > Duration::ZERO;
        let events = noted(self.counted.as_ref().is_some_and(waits));
        let counts = self.counted.map(|(_, counts)| counts).unwrap_or_default();
        self.gate.writer.store(WrongGuess { counts, events }).await
    }

    /// The guess was right: ends its row.
    pub(super) async fn right(self) -> Result<(), PeopleError> {
        let Some((guess, _)) = self.counted else { return Ok(()) };
        let counts = self.gate.back_off().reset(&guess);
        if counts.is_empty() { Ok(()) } else { self.gate.people.keep_wrong_guesses(counts, Vec::new()).await }
    }

    /// Nothing was guessed after all, such as where a right password still needs a code.
    pub(super) fn taken_back(self) {
        if let Some((guess, _)) = &self.counted {
            self.gate.back_off().take_back(guess);
        }
    }
}
