//! Remembers who was noted with which file, for a minute.
//!
//! A person who takes out the same file again and again is noted once a minute: each note is a write to the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Instant;
use crate::ids::PersonId;

/// How long a person can take out a file again without another note.
const NOTED_FOR: Duration = Duration::from_mins(1);

/// When each person was noted with each file last. Cheap to clone; all clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct NotedExports(Arc<Mutex<HashMap<(PersonId, String), Instant>>>);

impl NotedExports {
    /// Whether that person was noted with that file within the last minute.
    pub(super) fn has(&self, person: &PersonId, file: &str, now: Instant) -> bool {
        self.present(now).contains_key(&(person.clone(), file.to_owned()))
    }

    /// Remembers that a person was noted with a file.
    pub(super) fn add(&self, person: PersonId, file: String, now: Instant) {
        self.present(now).insert((person, file), now);
    }

    /// Forgets what is older than a minute, and returns the rest.
    fn present(&self, now: Instant) -> MutexGuard<'_, HashMap<(PersonId, String), Instant>> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|_, at| now.saturating_since(*at) < NOTED_FOR);
        noted
    }
}
