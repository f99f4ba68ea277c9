//! Checks who a caller is, by a token or by a session cookie.

use super::people::PeopleError;
use super::principal::Principal;
use super::sessions::{Admitted, SessionWatch, Sessions};
use super::token::{Grant, Tokens};
use crate::clock::Clock;

/// Checks tokens and session cookies. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Authenticator {
    tokens: Tokens,
    sessions: Sessions,
    clock: Clock,
}

/// Why a caller is not accepted.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotAuthentic {
    /// The token or the cookie proves nothing.
    #[error("the token or session is not valid")]
    Refused,
    /// It could not be checked.
    #[error("sessions cannot be checked")]
    Unavailable(#[source] PeopleError),
}

impl Authenticator {
    /// Checks tokens and sessions of these kinds.
    #[must_use]
    pub const fn new(tokens: Tokens, sessions: Sessions, clock: Clock) -> Self {
        Self { tokens, sessions, clock }
    }

    /// The person that this token was issued for, unless the person is disabled or was erased.
    ///
    /// # Errors
    /// [`NotAuthentic::Refused`].
    pub fn bearer(&self, token: &str) -> Result<Principal, NotAuthentic> {
        let principal = self.tokens.check(token, self.clock.now()).map_err(|_| NotAuthentic::Refused)?;
        let is_shut_out = self.sessions.directory().is_shut_out(&principal.person);
        if is_shut_out { Err(NotAuthentic::Refused) } else { Ok(principal) }
    }

    /// This cookie's session, and a watch for its end.
    ///
    /// # Errors
    /// [`NotAuthentic`].
    pub async fn session(&self, cookie: &str) -> Result<(Admitted, SessionWatch), NotAuthentic> {
        let watch = self.sessions.watch(cookie);
        let found = self.sessions.admit(cookie, self.clock.now()).await.map_err(NotAuthentic::Unavailable)?;
        found.map(|admitted| (admitted, watch)).ok_or(NotAuthentic::Refused)
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
