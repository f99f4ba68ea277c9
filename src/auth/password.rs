//! Passwords: hashed with Argon2id, one at a time, and never on a thread that judges bids.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::strength::{KnownWords, PASSWORD_BYTES_MAX, Weakness, weakness};

/// Passwords that are hashed at the same time. Each uses 19 MiB and one processor, which bids need as well.
const AT_ONCE: usize = 1;
/// Passwords that wait to be hashed, at most.
const WAITING_MAX: usize = 32;
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
pub(super) struct Passwords {
    at_once: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

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

impl Default for Passwords {
    fn default() -> Self {
        Self { at_once: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(WAITING_MAX)) }
    }
}

impl Passwords {
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
        let hash = self.run_bounded(hash).await??;
        Ok(PasswordHash(hash.expect("a salt can be drawn and the parameters are the library's own")))
    }

    /// Whether `password` is the one that was hashed. `kept` is the stored hash; none where there is none, which takes as
    /// long.
    pub(super) async fn verify(&self, password: &str, kept: Option<PasswordHash>) -> Result<bool, PasswordError> {
        let is_known = kept.is_some() && password.len() <= PASSWORD_BYTES_MAX;
        let kept = kept.map_or_else(|| NO_PASSWORD.to_owned(), |hash| hash.0);
        let password = password.as_bytes()[..password.len().min(PASSWORD_BYTES_MAX)].to_vec();
        let verify = move || Argon2::default().verify_password(&password, kept.as_str()).is_ok();
        Ok(self.run_bounded(verify).await? && is_known)
    }

    /// Runs slow work on a thread for blocking work, once fewer than [`AT_ONCE`] run.
    async fn run_bounded<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _waiting = self.waiting.try_acquire().map_err(|_| PasswordError::Overloaded)?;
        let permit = Arc::clone(&self.at_once).acquire_owned().await.expect("the semaphore is never closed");
        // The work holds the permit: it is released even when the caller no longer waits.
        let done = spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await.map_err(|_| PasswordError::Overloaded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "kettle umbra plinth";

    #[tokio::test]
    async fn a_password_verifies_and_another_does_not() {
        let passwords = Passwords::default();

        let kept = passwords.hash(GOOD, KnownWords::default()).await.unwrap();

        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify(GOOD, Some(kept.clone())).await.unwrap());
        assert!(!passwords.verify("kettle umbra plinths", Some(kept.clone())).await.unwrap());
        assert!(!passwords.verify(&"é".repeat(PASSWORD_BYTES_MAX), Some(kept)).await.unwrap());
        assert!(!passwords.verify("", None).await.unwrap());
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
        let passwords = Passwords::default();

        let refused = passwords.hash("too short", KnownWords::default()).await;

        assert!(matches!(refused, Err(PasswordError::Weak(why)) if why.contains("at least 12")));
    }

    // G92
    #[tokio::test]
    async fn a_short_password_that_was_set_earlier_stays_valid() {
        let kept = Argon2::default().hash_password(b"8 signs!").map(|hash| hash.to_string()).unwrap();

        assert!(Passwords::default().verify("8 signs!", Some(PasswordHash::from_kept(kept))).await.unwrap());
    }
}
