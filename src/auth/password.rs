//! Passwords: hashed with Argon2id, and never on a thread that judges bids.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use super::hashing::{Asker, Hashing, NotDone};
use super::strength::{KnownWords, PASSWORD_BYTES_MAX, Weakness, weakness};

/// The hash of no password. It is verified where there is no other, so that the time does not show whether an address is
/// known.
const NO_PASSWORD: &str = "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$\
                         5V0aOVZQUrGJXzS4Bzwm5tCVyxDF1Zb6uVRiX5s0OXA";

/// The stored hash of a password, in PHC text.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

/// Why a password was not checked, or cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Others could guess it.
    #[error("the password {0}")]
    Weak(String),
    /// Too many people are signing in at this moment.
    #[error("too much waits: try again in a moment")]
    Overloaded,
}

/// Hashes and verifies passwords. Cheap to clone; all clones share the bounds.
#[derive(Clone)]
pub(super) struct Passwords(Hashing);

impl PasswordHash {
    /// The hash with this text, as it was stored.
    #[must_use]
    pub const fn from_kept(text: String) -> Self {
        Self(text)
    }

    /// The text to store.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl From<NotDone> for PasswordError {
    fn from(_: NotDone) -> Self {
        Self::Overloaded
    }
}

impl Passwords {
    pub(super) const fn new(hashing: Hashing) -> Self {
        Self(hashing)
    }

    /// Whether as many passwords of unknown clients wait as may.
    pub(super) fn are_full(&self) -> bool {
        self.0.is_full(Asker::Unknown)
    }

    #[cfg(test)]
    pub(super) fn fill(&self) -> tokio::sync::OwnedSemaphorePermit {
        self.0.fill()
    }

    /// The hash of a new password.
    ///
    /// # Errors
    /// [`PasswordError::Weak`] where others could guess it.
    pub(super) async fn hash(&self, password: &str, known: KnownWords) -> Result<PasswordHash, PasswordError> {
        let password = password.to_owned();
        let hash = move || {
            if let Some(Weakness(why)) = weakness(&password, &known) {
                return Err(PasswordError::Weak(why));
            }
            Ok(Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        };
        let hash = self.0.run(Asker::Known, hash).await??;
        Ok(PasswordHash(hash.expect("a salt can be drawn and the parameters are the library's own")))
    }

    /// Whether `password` is the one that was hashed. `kept` is the stored hash; none where there is none, which takes as
    /// long.
    pub(super) async fn verify(
        &self,
        asker: Asker,
        password: &str,
        kept: Option<PasswordHash>,
    ) -> Result<bool, PasswordError> {
        let is_known = kept.is_some() && password.len() <= PASSWORD_BYTES_MAX;
        let kept = kept.map_or_else(|| NO_PASSWORD.to_owned(), |hash| hash.0);
        let password = password.as_bytes()[..password.len().min(PASSWORD_BYTES_MAX)].to_vec();
        let verify = move || Argon2::default().verify_password(&password, kept.as_str()).is_ok();
        Ok(self.0.run(asker, verify).await? && is_known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "kettle umbra plinth";

    fn passwords() -> Passwords {
        Passwords::new(Hashing::new())
    }

    #[tokio::test]
    async fn a_password_verifies_and_another_does_not() {
        let passwords = passwords();

        let kept = passwords.hash(GOOD, KnownWords::default()).await.unwrap();

        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify(Asker::Unknown, GOOD, Some(kept.clone())).await.unwrap());
        assert!(!passwords.verify(Asker::Unknown, "kettle umbra plinths", Some(kept.clone())).await.unwrap());
        assert!(!passwords.verify(Asker::Unknown, &"é".repeat(PASSWORD_BYTES_MAX), Some(kept)).await.unwrap());
        assert!(!passwords.verify(Asker::Unknown, "", None).await.unwrap());
    }

    #[test]
    fn verifying_no_password_takes_as_long_as_verifying_one() {
        let hash = argon2::password_hash::phc::PasswordHash::new(NO_PASSWORD).unwrap();

        let params = argon2::Params::try_from(&hash).unwrap();

        assert_eq!(params.m_cost(), argon2::Params::DEFAULT_M_COST);
        assert_eq!(params.t_cost(), argon2::Params::DEFAULT_T_COST);
        assert_eq!(hash.hash.unwrap().len(), argon2::Params::DEFAULT_OUTPUT_LEN);
    }

    // G92
    #[tokio::test]
    async fn a_weak_password_is_not_set() {
        let passwords = passwords();

        let refused = passwords.hash("too short", KnownWords::default()).await;

        assert!(matches!(refused, Err(PasswordError::Weak(why)) if why.contains("at least 12")));
    }

    // G92
    #[tokio::test]
    async fn a_short_password_that_was_set_earlier_stays_valid() {
        let kept = Argon2::default().hash_password(b"8 signs!").map(|hash| hash.to_string()).unwrap();

        assert!(passwords().verify(Asker::Unknown, "8 signs!", Some(PasswordHash::from_kept(kept))).await.unwrap());
    }
}
