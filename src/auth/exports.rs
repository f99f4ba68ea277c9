//! Notes who took out which file, for the security events.
//!
//! A person who asks for the same file again and again is noted once a minute: each note is a write to the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::people::{PeopleError, SecurityEvent, SecurityEventKind};
use super::principal::Principal;
use super::sessions::Sessions;
use super::sign_in::ClientFacts;
use crate::clock::Instant;
use crate::ids::PersonId;

/// How long a person can take out a file again without another note.
const NOTED_FOR: Duration = Duration::from_mins(1);

/// When each person was noted with each file last. Cheap to clone; all clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct NotedExports(Arc<Mutex<HashMap<(PersonId, String), Instant>>>);

impl NotedExports {
    /// Forgets what is older than a minute, and returns the rest.
    fn present(&self, now: Instant) -> MutexGuard<'_, HashMap<(PersonId, String), Instant>> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|_, at| now.saturating_since(*at) < NOTED_FOR);
        noted
    }
}

impl Sessions {
    /// Notes that somebody takes out the file of that path. To be called before the file is handed out.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails: then the file must not be handed out.
    pub async fn note_export(
        &self,
        by: &Principal,
        file: String,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<(), PeopleError> {
        let key = (by.person.clone(), file.clone());
        if self.exports.present(now).contains_key(&key) {
            return Ok(());
        }
        let event = SecurityEvent {
            person: Some(by.person.clone()),
            by: Some(by.person.clone()),
            org: Some(by.org.clone()),
            file: Some(file),
            ..SecurityEvent::caused_by(client.of_session(), SecurityEventKind::Exported, now)
        };
        self.people.note(event).await?;
        self.exports.present(now).insert(key, now);
        Ok(())
    }
}
