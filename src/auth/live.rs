//! The sessions that this process has in use: when each was last used, and a signal of its end.
//!
//! A use is noted in memory, so it costs a bid nothing. A task writes the uses to storage, at most once a minute for each
//! session.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::secret::SecretHash;
use crate::clock::Instant;

/// A use is written once this time has passed since the one that was written last.
pub(super) const WRITTEN_EVERY: Duration = Duration::from_mins(1);

/// All sessions in use. Cheap to clone; all clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct LiveSessions(Arc<Mutex<HashMap<SecretHash, Arc<LiveSession>>>>);

#[derive(Debug)]
struct LiveSession {
    /// The last use, and the last one that was written, in microseconds since 1970. Zero for none.
    used_us: AtomicI64,
    written_us: AtomicI64,
    /// When that was written.
    written_at_us: AtomicI64,
    ended: watch::Sender<bool>,
}

/// Notes the uses of one session. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SessionUse(Arc<LiveSession>);

/// Is told of the end of one session. The session counts as watched until it is dropped.
#[derive(Debug)]
pub(super) struct LiveWatch {
    token: SecretHash,
    session: Arc<LiveSession>,
    ended: watch::Receiver<bool>,
    all: LiveSessions,
}

impl LiveSessions {
    /// Watches for the end of a session.
    pub(super) fn watch(&self, token: SecretHash) -> LiveWatch {
        let session = Arc::clone(self.sessions().entry(token).or_default());
        let ended = session.ended.subscribe();
        LiveWatch { token, session, ended, all: self.clone() }
    }

    /// Notes that a session was used.
    pub(super) fn note_use(&self, token: SecretHash, now: Instant) {
        let session = Arc::clone(self.sessions().entry(token).or_default());
        SessionUse(session).note(now);
    }

    /// The last use that was noted in this process.
    pub(super) fn last_use(&self, token: SecretHash) -> Option<Instant> {
        let used_us = self.sessions().get(&token).map(|session| session.used_us.load(Ordering::Relaxed))?;
        (used_us > 0).then(|| Instant::from_micros(used_us))
    }

    /// Says that a session has ended.
    pub(super) fn end(&self, token: SecretHash) {
        // Its last use must not be written any more.
        if let Some(session) = self.sessions().remove(&token) {
            session.ended.send_replace(true);
        }
    }

    /// The sessions for whose end somebody waits.
    pub(super) fn watched(&self) -> Vec<SecretHash> {
        let sessions = self.sessions();
        let watched = sessions.iter().filter(|(_, session)| session.ended.receiver_count() > 0);
        watched.map(|(token, _)| *token).collect()
    }

    /// Takes the uses that are to be written now, and forgets the sessions that are no longer in use.
    pub(super) fn take_uses(&self, now: Instant) -> Vec<(SecretHash, Instant)> {
        let mut sessions = self.sessions();
        let mut uses = Vec::new();
        for (token, session) in sessions.iter() {
            let used = session.used_us.load(Ordering::Relaxed);
            let written_at = Instant::from_micros(session.written_at_us.load(Ordering::Relaxed));
            if used > session.written_us.load(Ordering::Relaxed) && now.saturating_since(written_at) >= WRITTEN_EVERY {
                session.written_us.store(used, Ordering::Relaxed);
                session.written_at_us.store(now.as_micros(), Ordering::Relaxed);
                uses.push((*token, Instant::from_micros(used)));
            }
        }
        sessions.retain(|_, session| session.is_in_use());
        uses
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<SecretHash, Arc<LiveSession>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for LiveSession {
    fn default() -> Self {
        let zero = || AtomicI64::new(0);
        Self { used_us: zero(), written_us: zero(), written_at_us: zero(), ended: watch::channel(false).0 }
    }
}

impl LiveSession {
    /// Whether it is watched, or has a use that is not written yet.
    fn is_in_use(&self) -> bool {
        let (used, written) = (self.used_us.load(Ordering::Relaxed), self.written_us.load(Ordering::Relaxed));
        self.ended.receiver_count() > 0 || used > written
    }
}

impl SessionUse {
    /// Notes a use.
    pub fn note(&self, now: Instant) {
        self.0.used_us.fetch_max(now.as_micros(), Ordering::Relaxed);
    }
}

impl LiveWatch {
    /// Returns once the session has been ended. Cancel safe.
    pub(super) async fn ended(&mut self) {
        if self.ended.wait_for(|ended| *ended).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    pub(super) fn token(&self) -> SecretHash {
        self.token
    }

    pub(super) fn session_use(&self) -> SessionUse {
        SessionUse(Arc::clone(&self.session))
    }
}

impl Drop for LiveWatch {
    fn drop(&mut self) {
        let mut sessions = self.all.sessions();
        let is_last = self.session.ended.receiver_count() <= 1;
        let is_unused = self.session.used_us.load(Ordering::Relaxed) == self.session.written_us.load(Ordering::Relaxed);
        if is_last && is_unused && sessions.get(&self.token).is_some_and(|session| Arc::ptr_eq(session, &self.session))
        {
            sessions.remove(&self.token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_micros(1_795_000_000_000_000);
    const TOKEN: SecretHash = SecretHash([1; 32]);

    // G94
    #[test]
    fn a_use_is_written_at_most_once_a_minute() {
        let sessions = LiveSessions::default();
        let watch = sessions.watch(TOKEN);
        let mut written = Vec::new();

        for second in 0..150 {
            let now = NOW + Duration::from_secs(second);
            watch.session_use().note(now);
            written.extend(sessions.take_uses(now).into_iter().map(|(_, used)| used.saturating_since(NOW).as_secs()));
        }

        assert_eq!(written, [0, 60, 120]);
        assert_eq!(sessions.last_use(TOKEN), Some(NOW + Duration::from_secs(149)));
    }

    #[test]
    fn a_session_that_is_no_longer_used_is_forgotten() {
        let sessions = LiveSessions::default();

        sessions.note_use(TOKEN, NOW);
        drop(sessions.watch(TOKEN));
        assert_eq!(sessions.sessions().len(), 1, "its use is not written yet");
        assert_eq!(sessions.take_uses(NOW), [(TOKEN, NOW)]);

        assert!(sessions.sessions().is_empty());
    }

    #[test]
    fn no_channel_is_kept_for_closed_connections() {
        let sessions = LiveSessions::default();

        let (one, other) = (sessions.watch(TOKEN), sessions.watch(TOKEN));
        drop(one);
        assert_eq!(sessions.watched(), [TOKEN]);
        drop(other);

        assert!(sessions.sessions().is_empty());
    }

    #[tokio::test]
    async fn everybody_who_watches_a_session_is_told_of_its_end() {
        let sessions = LiveSessions::default();
        let (mut one, mut other) = (sessions.watch(TOKEN), sessions.watch(TOKEN));
        one.session_use().note(NOW);

        sessions.end(TOKEN);

        one.ended().await;
        other.ended().await;
        assert_eq!(sessions.take_uses(NOW), [], "an ended session is not written any more");
    }
}
