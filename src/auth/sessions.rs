//! Sessions of browsers: how they are opened, found, kept and ended, also for their open connections.
//!
//! Signing in stands in `sign_in`, second factors in `enrolment`, what is done from time to time in `upkeep`.

use std::sync::Arc;

use super::directory::Directory;
use super::exports::NotedExports;
use super::factor::FactorProof;
use super::guessing::{Guessing, WritesLockOutMail};
use super::hashing::{Hashing, IsAnyLotOpen};
use super::let_in::LetIn;
use super::live::{LiveSessions, LiveWatch, SessionUse};
use super::password::Passwords;
use super::people::{Link, NewSession, People, PeopleError, Person, RoleAt, Session, SessionClient};
use super::principal::{Principal, Role};
use super::sealed::PeopleKey;
use super::secret::{Secret, SecretHash};
use super::sliding::SessionLimits;
use crate::background::Background;
use crate::clock::{Clock, Instant};
use crate::ids::PersonId;

/// Says until when a person stays signed in although the session would have ended: as long as a lot is live for it.
pub type KeepsSignedIn = Arc<dyn Fn(&Principal, Instant) -> Option<Instant> + Send + Sync>;

/// Opens, finds and ends sessions. Cheap to clone.
#[derive(Clone)]
pub struct Sessions {
    pub(super) people: Arc<dyn People>,
    pub(super) passwords: Passwords,
    pub(super) guessing: Guessing,
    pub(super) let_in: LetIn,
    /// Held while a link to a new password is made.
    pub(super) resetting: Arc<tokio::sync::Mutex<()>>,
    pub(super) live: LiveSessions,
    pub(super) exports: NotedExports,
    pub(super) limits: SessionLimits,
    directory: Directory,
    pub(super) key: PeopleKey,
    pub(super) keeps: KeepsSignedIn,
    /// Roles that need a second factor.
    pub(super) needing_factor: Arc<[Role]>,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions(…)")
    }
}

/// A session that a request or a connection belongs to.
#[derive(Debug)]
pub struct Admitted {
    /// The person, the place, and the present end of the session.
    pub principal: Principal,
    /// The hash of its cookie.
    pub token: SecretHash,
    /// What it has proved of a second factor.
    pub proof: FactorProof,
    /// Until when it may set a new password without the old one.
    pub reset_until: Option<Instant>,
}

/// Waits for the end of a session, and notes its uses.
#[derive(Debug)]
pub struct SessionWatch {
    live: LiveWatch,
    sessions: Sessions,
}

impl Sessions {
    /// Sessions of these people. No lot keeps anybody signed in, no role needs a second factor, and secrets are sealed
    /// under a key that ends with the process; see the other functions.
    #[must_use]
    pub fn new(people: Arc<dyn People>, limits: SessionLimits) -> Self {
        Self {
            guessing: Guessing::new(Arc::clone(&people)),
            let_in: LetIn::default(),
            resetting: Arc::default(),
            people,
            passwords: Passwords::new(Hashing::new()),
            live: LiveSessions::default(),
            exports: NotedExports::default(),
            limits,
            directory: Directory::default(),
            key: PeopleKey::random(),
            keeps: Arc::new(|_, _| None),
            needing_factor: Arc::new([]),
        }
    }

    /// Seals secrets of people under that key.
    #[must_use]
    pub fn sealing_under(mut self, key: PeopleKey) -> Self {
        self.key = key;
        self
    }

    /// Hashes passwords of unknown clients on the threads of that background, and more slowly while a lot is open.
    #[must_use]
    pub fn hashing_on(mut self, background: Background, is_any_lot_open: IsAnyLotOpen) -> Self {
        self.passwords = Passwords::new(Hashing::beside_bids(background, is_any_lot_open));
        self
    }

    /// Keeps people signed in for as long as that says.
    #[must_use]
    pub fn kept_by(mut self, keeps: KeepsSignedIn) -> Self {
        self.keeps = keeps;
        self
    }

    /// Mails people when new devices have to wait before they sign in as them.
    #[must_use]
    pub fn mailing_lock_outs(mut self, write: Option<WritesLockOutMail>) -> Self {
        self.guessing.write_lock_out_mail = write;
        self
    }

    /// Lets people of these roles do nothing without a second factor.
    #[must_use]
    pub fn needing_factor_of(mut self, roles: &[Role]) -> Self {
        self.needing_factor = roles.into();
        self
    }

    /// The storage of people.
    #[must_use]
    pub fn people(&self) -> &dyn People {
        &*self.people
    }

    /// Roles that need a second factor.
    #[must_use]
    pub fn roles_needing_factor(&self) -> &[Role] {
        &self.needing_factor
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

    /// Makes a one-time link to the first place of a person; returns its code. `leads_to` is a path of this server; any
    /// other text counts as `/`.
    ///
    /// # Errors
    /// [`PeopleError::Unknown`] where there is no such person.
    pub async fn create_link(&self, person: PersonId, leads_to: &str, now: Instant) -> Result<Secret, PeopleError> {
        let person = self.people.by_id(&person).await?.ok_or(PeopleError::Unknown)?;
        let place = first_place(&person).ok_or(PeopleError::Unknown)?;
        let (code, link) = self.new_link(&person, place, leads_to, now);
        self.people.create_link(link).await?;
        Ok(code)
    }

    /// A one-time link that is not stored yet, with its code.
    #[must_use]
    pub fn new_link(&self, person: &Person, place: RoleAt, leads_to: &str, now: Instant) -> (Secret, Link) {
        let code = Secret::random();
        let (person, leads_to) = (person.id.clone(), local_path(leads_to).to_owned());
        let link = Link { code: code.hash(), person, place, leads_to, expires_at: now + self.limits.link_ttl };
        (code, link)
    }

    /// The session of that cookie, unless it has ended. Counts as a use of it.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn admit(&self, cookie: &str, now: Instant) -> Result<Option<Admitted>, PeopleError> {
        let token = SecretHash::of(cookie);
        let Some(session) = self.present(token, now).await? else { return Ok(None) };
        self.live.note_use(token, now);
        let Session { mut principal, times, proof, reset_until, .. } = session;
        principal.expires_at = principal.expires_at.max(self.end_after_use(times.signed_in_at, now));
        Ok(Some(Admitted { principal, token, proof, reset_until }))
    }

    /// The person of that cookie's session.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn find(&self, cookie: &str, now: Instant) -> Result<Option<Principal>, PeopleError> {
        Ok(self.admit(cookie, now).await?.map(|admitted| admitted.principal))
    }

    /// A session with its present end, unless it has ended.
    pub(super) async fn present(&self, token: SecretHash, now: Instant) -> Result<Option<Session>, PeopleError> {
        Ok(self.people.session(token).await?.and_then(|session| self.with_present_end(session, now)))
    }

    /// The session with its present end. None where it has ended.
    pub(super) fn with_present_end(&self, mut session: Session, now: Instant) -> Option<Session> {
        if let Some(used) = self.live.last_use(session.token) {
            session.times.last_used_at = session.times.last_used_at.max(used);
        }
        let kept_until = || (self.keeps)(&session.principal, now);
        let end = session.times.present_end(self.limits, now, kept_until)?;
        session.principal.expires_at = end;
        Some(session)
    }

    fn end_after_use(&self, signed_in_at: Instant, now: Instant) -> Instant {
        super::sliding::SessionTimes { signed_in_at, last_used_at: now }.end(self.limits)
    }

    /// A watch for the end of a session. Call it before [`Sessions::admit`], so that an end between the two is seen.
    #[must_use]
    pub fn watch(&self, cookie: &str) -> SessionWatch {
        SessionWatch { live: self.live.watch(SecretHash::of(cookie)), sessions: self.clone() }
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

    /// Ends one of a person's sessions, by its id. Returns whether there was one.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn end_by_id(&self, person: PersonId, id: String) -> Result<bool, PeopleError> {
        let ended = self.people.end_session_by_id(person, id).await?;
        self.close_connections(ended.as_slice());
        Ok(ended.is_some())
    }

    /// Ends all sessions of a person but the one with that token. Returns how many.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn end_others(&self, person: PersonId, kept: Option<SecretHash>) -> Result<usize, PeopleError> {
        let ended = self.people.end_other_sessions(person, kept).await?;
        self.close_connections(&ended);
        Ok(ended.len())
    }

    /// The sessions of a person that have not ended, with their present ends.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn list(&self, person: &PersonId, now: Instant) -> Result<Vec<Session>, PeopleError> {
        let stored = self.people.sessions_of(person).await?;
        Ok(stored.into_iter().filter_map(|session| self.with_present_end(session, now)).collect())
    }

    /// Moves a session to another place of its person: it gets a new cookie, and its connections are closed. None where
    /// the person has no such place.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn move_to(&self, token: SecretHash, place: RoleAt) -> Result<Option<Secret>, PeopleError> {
        let cookie = Secret::random();
        let is_moved = match self.people.move_session(token, cookie.hash(), place).await {
            Err(PeopleError::Unknown) => false,
            moved => moved?,
        };
        if is_moved {
            self.close_connections(&[token]);
        }
        Ok(is_moved.then_some(cookie))
    }

    /// Ends the open connections of sessions that were ended in storage.
    pub fn close_connections(&self, ended_sessions: &[SecretHash]) {
        for token in ended_sessions {
            self.live.end(*token);
        }
    }

    /// How long a browser keeps the cookie of a session.
    #[must_use]
    pub const fn cookie_ttl(&self) -> std::time::Duration {
        self.limits.session_max
    }

    /// A session that begins now.
    pub(super) fn new_session(&self, cookie: &Secret, client: SessionClient, now: Instant) -> NewSession {
        let expires_at = self.end_after_use(now, now);
        let (token, proof) = (cookie.hash(), FactorProof::Missing);
        NewSession { token, now, expires_at, client, proof, reset_until: None }
    }
}

impl SessionWatch {
    /// Returns once the session has ended, by hand or because its time is over. Cancel safe.
    pub async fn ended(&mut self, clock: &Clock, mut end: Instant) {
        loop {
            tokio::select! {
                () = self.live.ended() => return,
                () = tokio::time::sleep_until(clock.deadline(end)) => {}
            }
            let now = clock.now();
            match self.sessions.present(self.live.token(), now).await {
                Ok(Some(session)) => end = session.principal.expires_at,
                Ok(None) => return,
                // Without its storage the server is about to close every connection anyway.
                Err(_) => end = now + ASKED_AGAIN_AFTER,
            }
        }
    }

    /// Notes the uses of this session.
    #[must_use]
    pub fn session_use(&self) -> SessionUse {
        self.live.session_use()
    }
}

/// When the end of a session is looked up again after storage has failed.
const ASKED_AGAIN_AFTER: std::time::Duration = std::time::Duration::from_secs(5);

/// The place at which a person stands who has said nothing else.
pub(super) fn first_place(person: &Person) -> Option<RoleAt> {
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
