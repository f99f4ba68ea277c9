//! Browser sign-in: one-time links, passwords, sessions, and the end of a session for its open connections.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::directory::Directory;
use super::password::{PasswordError, Passwords};
use super::people::{Link, NewSession, People, PeopleError, Person, PersonState, RoleAt};
use super::principal::Principal;
use super::secret::{Secret, SecretHash};
use super::sliding::SessionLimits;
use crate::clock::Instant;
use crate::ids::PersonId;

/// Opens, finds and ends sessions. Cheap to clone.
#[derive(Clone)]
pub struct Sessions {
    people: Arc<dyn People>,
    passwords: Passwords,
    ends: SessionEnds,
    limits: SessionLimits,
    directory: Directory,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions(…)")
    }
}

/// A session that was just opened.
#[derive(Debug)]
pub struct SignedIn {
    /// The cookie for the browser.
    pub cookie: Secret,
    /// The page that the link leads to.
    pub leads_to: String,
    /// The person, and the end of the session.
    pub principal: Principal,
}

/// Why no person was signed in, or no password set.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotSignedIn {
    /// The address or the password is wrong; the answer does not say which.
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    /// The password was not checked, or cannot be set.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The people tables failed.
    #[error(transparent)]
    People(#[from] PeopleError),
}

/// For each session with open connections, a channel that says whether it has ended.
type SessionEnds = Arc<Mutex<HashMap<SecretHash, watch::Sender<bool>>>>;

/// Waits for the end of a session. Dropping the last watch of a session removes its channel.
#[derive(Debug)]
pub struct SessionWatch {
    token: SecretHash,
    ended: watch::Receiver<bool>,
    ends: SessionEnds,
}

impl Sessions {
    /// Sessions of these people.
    #[must_use]
    pub fn new(people: Arc<dyn People>, limits: SessionLimits) -> Self {
        let (passwords, ends, directory) = (Passwords::default(), SessionEnds::default(), Directory::default());
        Self { people, passwords, ends, limits, directory }
    }

    /// The storage of people.
    #[must_use]
    pub fn people(&self) -> &dyn People {
        &*self.people
    }

    /// Names and states of people, in memory.
    #[must_use]
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Reads names and states again after a write of this process. Where that fails, the next look will do it.
    pub async fn know_again(&self) {
        if let Err(error) = self.directory.refresh(&*self.people).await {
            tracing::warn!(%error, "names and states of people are a moment behind");
        }
    }

    /// Makes a one-time link to the first place of a person; returns its code. `leads_to` is a path of this server; any other text counts
    /// as `/`.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`] where there is no such person.
    pub async fn create_link(&self, person: PersonId, leads_to: &str, now: Instant) -> Result<Secret, PeopleError> {
        let place = self.people.by_id(&person).await?.as_ref().and_then(first_place).ok_or(PeopleError::Unknown)?;
        let code = Secret::random();
        let leads_to = local_path(leads_to).to_owned();
        let link = Link { code: code.hash(), person, place, leads_to, expires_at: now + self.limits.link_ttl };
        self.people.create_link(link).await?;
        Ok(code)
    }

    /// Spends a link or an invitation. None where it is unknown, spent, withdrawn or too old.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn redeem(&self, code: &str, now: Instant) -> Result<Option<SignedIn>, PeopleError> {
        let cookie = Secret::random();
        let redeemed = self.people.redeem_link(SecretHash::of(code), self.new_session(&cookie, now)).await?;
        Ok(redeemed.map(|(link, session)| SignedIn { cookie, leads_to: link.leads_to, principal: session.principal }))
    }

    /// Signs in by password.
    ///
    /// # Errors
    /// [`NotSignedIn`].
    pub async fn sign_in(&self, email: &str, password: &str, now: Instant) -> Result<SignedIn, NotSignedIn> {
        let person = self.people.by_email(email).await?;
        let kept = match &person {
            Some(person) => self.people.password(&person.id).await?,
            None => None,
        };
        let is_right = self.passwords.verify(email, password, kept).await?;
        let person = person.filter(|person| is_right && person.state != PersonState::Disabled);
        let person = person.ok_or(NotSignedIn::Wrong)?;
        let place = first_place(&person).ok_or(NotSignedIn::Wrong)?;
        let cookie = Secret::random();
        let session = self.people.open_session(person.id, place, self.new_session(&cookie, now)).await?;
        Ok(SignedIn { cookie, leads_to: "/".to_owned(), principal: session.principal })
    }

    /// Sets a person's password.
    ///
    /// # Errors
    /// [`NotSignedIn::Password`] where it is too short or too long; [`NotSignedIn::People`].
    pub async fn set_password(&self, person: PersonId, password: &str) -> Result<(), NotSignedIn> {
        let kept = self.passwords.hash(password).await?;
        Ok(self.people.set_password(person, kept).await?)
    }

    /// The person of that cookie's session.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn find(&self, cookie: &str, now: Instant) -> Result<Option<Principal>, PeopleError> {
        Ok(self.people.session(SecretHash::of(cookie), now).await?.map(|session| session.principal))
    }

    /// A watch for the end of a session. Call it before [`Sessions::find`], so that an end between the two is seen.
    #[must_use]
    pub fn watch(&self, cookie: &str) -> SessionWatch {
        let token = SecretHash::of(cookie);
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = ends.entry(token).or_insert_with(|| watch::channel(false).0).subscribe();
        SessionWatch { token, ended, ends: Arc::clone(&self.ends) }
    }

    /// Ends a session, and its open connections with it.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails; the session goes on.
    pub async fn end(&self, cookie: &str) -> Result<bool, PeopleError> {
        let token = SecretHash::of(cookie);
        let was_there = self.people.end_session(token).await?;
        self.close_connections(&[token]);
        Ok(was_there)
    }

    /// Ends the open connections of sessions that were ended in storage.
    pub fn close_connections(&self, ended_sessions: &[SecretHash]) {
        let ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        for ended in ended_sessions.iter().filter_map(|token| ends.get(token)) {
            ended.send_replace(true);
        }
    }

    fn new_session(&self, cookie: &Secret, now: Instant) -> NewSession {
        NewSession { token: cookie.hash(), now, expires_at: now + self.limits.unused_max }
    }

    /// How long a session is valid.
    #[must_use]
    pub const fn session_ttl(&self) -> Duration {
        self.limits.unused_max
    }
}

impl SessionWatch {
    /// Returns once the session has been ended. Cancel safe.
    pub async fn ended(&mut self) {
        if self.ended.wait_for(|ended| *ended).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for SessionWatch {
    fn drop(&mut self) {
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        if ends.get(&self.token).is_some_and(|sender| sender.receiver_count() <= 1) {
            ends.remove(&self.token);
        }
    }
}

/// The place at which a person stands who has said nothing else.
fn first_place(person: &Person) -> Option<RoleAt> {
    person.places.first().map(|held| held.place.clone())
}

/// The path, where it leads to this server; otherwise `/`.
#[must_use]
pub fn local_path(path: &str) -> &str {
    if is_local_path(path) { path } else { "/" }
}

/// Whether a path leads to this server: `//host` and `/\host` lead to another one.
fn is_local_path(path: &str) -> bool {
    path.starts_with('/')
        && !path[1..].starts_with(['/', '\\'])
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
#[path = "sessions_tests.rs"]
mod tests;
