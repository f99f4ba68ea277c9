//! What is done about sessions from time to time: uses are written, live lots keep sessions, ended ones close connections.

use std::collections::HashSet;
use std::time::Duration;

use super::back_off::ROW_FORGOTTEN_AFTER;
use super::people::{PeopleError, Person, Readmission, SecurityEvent, SecurityEventKind, SessionNote};
use super::principal::Principal;
use super::sessions::Sessions;
use super::sign_in::ClientFacts;
use crate::clock::Instant;

/// How long a readmission lasts.
pub const READMISSION_TTL: Duration = Duration::from_mins(10);

/// For how long after the mail of a readmission no other one goes, as long as its link can be used.
pub const READMISSION_QUIET: Duration = Duration::from_mins(3);

impl Sessions {
    /// Reads the counts of wrong guesses, and until when anybody is let back in, as they were stored before the start.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails; the counts begin at zero then, and nobody counts as let back in.
    pub async fn load_guesses(&self) -> Result<(), PeopleError> {
        if let Some(until) = self.people.readmitted_until().await? {
            self.let_in.note(until);
        }
        self.guessing.load().await
    }

    /// Writes uses, keeps the sessions that live lots keep, and deletes what has ended. To be called every few seconds.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails; what was not done is done the next time.
    pub async fn upkeep(&self, now: Instant) -> Result<(), PeopleError> {
        let unused_max = self.limits.unused_max;
        let note = |(token, used)| SessionNote { token, last_used_at: used, expires_at: used + unused_max };
        self.note_sessions(self.live.take_uses(now).into_iter().map(note).collect()).await?;
        let due = self.people.due_sessions(now).await?;
        let kept = due.into_iter().filter_map(|session| self.with_present_end(session, now));
        let note = |session: super::people::Session| SessionNote {
            token: session.token,
            last_used_at: session.times.last_used_at,
            expires_at: session.principal.expires_at,
        };
        self.note_sessions(kept.map(note).collect()).await?;
        self.people.purge(now).await?;
        self.people.purge_security_events(now).await?;
        self.people.purge_outbox(now).await?;
        self.guessing.forget_old(now);
        let forgotten = i64::try_from(ROW_FORGOTTEN_AFTER.as_micros()).unwrap_or(i64::MAX);
        self.people.purge_guesses(now, now.plus_micros(-forgotten)).await
    }

    /// Closes the connections of sessions that another process has ended. To be called every second.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn close_ended_elsewhere(&self) -> Result<(), PeopleError> {
        let watched = self.live.watched();
        if watched.is_empty() {
            return Ok(());
        }
        let stored: HashSet<_> = self.people.session_tokens().await?.into_iter().collect();
        let ended: Vec<_> = watched.into_iter().filter(|token| !stored.contains(token)).collect();
        self.close_connections(&ended);
        Ok(())
    }

    /// Lets a person back in, for [`READMISSION_TTL`] as a rule: no guess waits, and one sign-in needs no second factor.
    /// Returns when the earlier mail was written whose link still holds; then no other mail goes.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`] where there is no such person.
    pub async fn readmit(
        &self,
        by: &Principal,
        readmission: Readmission,
        reason: String,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<Option<Instant>, PeopleError> {
        let person = readmission.person.clone();
        self.let_in.note(readmission.until);
        let earlier = self.people.readmit(readmission).await?;
        let event = SecurityEvent {
            person: Some(person),
            by: Some(by.person.clone()),
            org: Some(by.org.clone()),
            reason: Some(reason),
            ..SecurityEvent::caused_by(client.of_session(), SecurityEventKind::Readmitted, now)
        };
        self.people.note(event).await?;
        Ok(earlier)
    }

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
        if self.exports.has(&by.person, &file, now) {
            return Ok(());
        }
        let event = SecurityEvent {
            person: Some(by.person.clone()),
            by: Some(by.person.clone()),
            org: Some(by.org.clone()),
            file: Some(file.clone()),
            ..SecurityEvent::caused_by(client.of_session(), SecurityEventKind::Exported, now)
        };
        self.people.note(event).await?;
        self.exports.add(by.person.clone(), file, now);
        Ok(())
    }

    /// Notes what happened around a sign-in.
    pub(super) async fn note(
        &self,
        kind: SecurityEventKind,
        person: Option<&Person>,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<(), PeopleError> {
        self.people.note(Self::event_about(person, kind, client, now)).await
    }

    /// An event about that person, where there is one, caused by that client.
    pub(super) fn event_about(
        person: Option<&Person>,
        kind: SecurityEventKind,
        client: &ClientFacts,
        now: Instant,
    ) -> SecurityEvent {
        SecurityEvent {
            person: person.map(|person| person.id.clone()),
            org: person.and_then(|person| person.places.first()).map(|held| held.place.org.clone()),
            ..SecurityEvent::caused_by(client.of_session(), kind, now)
        }
    }

    async fn note_sessions(&self, notes: Vec<SessionNote>) -> Result<(), PeopleError> {
        if notes.is_empty() { Ok(()) } else { self.people.note_sessions(notes).await }
    }
}
