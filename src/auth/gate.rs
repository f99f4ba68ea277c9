//! Where a caller proves who it is, whatever it brings.

use super::people::PeopleError;
use super::principal::Principal;
use super::sessions::{SessionWatch, Sessions};
use super::token::{Grant, Tokens};
use crate::clock::Clock;

/// Checks tokens and session cookies. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Gate {
    tokens: Tokens,
    sessions: Sessions,
    clock: Clock,
}

/// Why nobody is there.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotAuthentic {
    /// What was brought proves nothing.
    #[error("the token or session is not valid")]
    Refused,
    /// It could not be checked.
    #[error("sessions cannot be checked")]
    Unavailable(#[source] PeopleError),
}

impl Gate {
    /// A gate that checks those.
    #[must_use]
    pub const fn new(tokens: Tokens, sessions: Sessions, clock: Clock) -> Self {
        Self { tokens, sessions, clock }
    }

    /// Who bears this token.
    ///
    /// # Errors
    /// [`NotAuthentic::Refused`].
    pub fn bearer(&self, token: &str) -> Result<Principal, NotAuthentic> {
        self.tokens.check(token, self.clock.now()).map_err(|_| NotAuthentic::Refused)
    }

    /// Whose session this cookie is, and its end.
    ///
    /// # Errors
    /// [`NotAuthentic`].
    pub async fn session(&self, cookie: &str) -> Result<(Principal, SessionWatch), NotAuthentic> {
        let watch = self.sessions.watch(cookie);
        let found = self.sessions.find(cookie, self.clock.now()).await.map_err(NotAuthentic::Unavailable)?;
        found.map(|principal| (principal, watch)).ok_or(NotAuthentic::Refused)
    }

    /// A signed token.
    #[must_use]
    pub fn issue(&self, grant: &Grant) -> String {
        self.tokens.issue(grant, self.clock.now())
    }

    /// Sessions and links.
    #[must_use]
    pub const fn sessions(&self) -> &Sessions {
        &self.sessions
    }
}
