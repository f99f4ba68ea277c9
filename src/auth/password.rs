//! Passwords: hashed with Argon2id, one at a time, with a bound on the guesses for each address.

use std::num::NonZeroU32;
use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::secret::SecretHash;

/// The shortest password that is set, in bytes.
pub const PASSWORD_BYTES_MIN: usize = 8;
/// The longest password that is hashed, in bytes.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// Passwords that are hashed at the same time. Each uses 19 MiB and one processor, which bids need as well.
const AT_ONCE: usize = 1;
/// Passwords that wait to be hashed, at most.
const WAITING_MAX: usize = 32;
/// Guesses per minute at one address.
const GUESSES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");
/// Addresses that are counted at the same time.
const ADDRESSES_MAX: usize = 10_000;
/// The hash of no password. It is verified where there is no other, so that the time does not show whether an address is
/// known.
const NO_PASSWORD: &str = "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$\
                         5V0aOVZQUrGJXzS4Bzwm5tCVyxDF1Zb6uVRiX5s0OXA";

/// The stored hash of a password, in PHC text.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

/// Why a password was not checked, or cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short or too long to be set.
    #[error("a password has {PASSWORD_BYTES_MIN} to {PASSWORD_BYTES_MAX} bytes")]
    Length,
    /// Too many guesses at that address.
    #[error("too many attempts at this address: wait a minute, or ask for a link")]
    TooMany,
    /// Too many people are signing in at this moment.
    #[error("too much waits: try again in a moment")]
    Overloaded,
}

/// Hashes and verifies passwords. Cheap to clone; all clones share the bounds.
#[derive(Clone)]
pub(super) struct Passwords {
    at_once: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    guesses: Arc<RateLimiter<SecretHash, HashMapStateStore<SecretHash>, DefaultClock>>,
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
        let quota = Quota::per_minute(GUESSES_PER_MINUTE);
        Self {
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
            guesses: Arc::new(RateLimiter::hashmap(quota)),
        }
    }
}

impl Passwords {
    /// The hash of a new password.
    pub(super) async fn hash(&self, password: &str) -> Result<PasswordHash, PasswordError> {
        if !(PASSWORD_BYTES_MIN..=PASSWORD_BYTES_MAX).contains(&password.len()) {
            return Err(PasswordError::Length);
        }
        let password = password.to_owned();
        let hash = move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
        let hash = self.run_bounded(hash).await?;
        Ok(PasswordHash(hash.expect("a salt can be drawn and the parameters are the library's own")))
    }

    /// Whether `password` belongs to the address. `kept` is the stored hash; none where there is none.
    pub(super) async fn verify(
        &self,
        address: &str,
        password: &str,
        kept: Option<PasswordHash>,
    ) -> Result<bool, PasswordError> {
        self.count_guess(address)?;
        if password.len() > PASSWORD_BYTES_MAX {
            return Ok(false);
        }
        let is_known = kept.is_some();
        let kept = kept.map_or_else(|| NO_PASSWORD.to_owned(), |hash| hash.0);
        let password = password.to_owned();
        let verify = move || Argon2::default().verify_password(password.as_bytes(), kept.as_str()).is_ok();
        Ok(self.run_bounded(verify).await? && is_known)
    }

    fn count_guess(&self, address: &str) -> Result<(), PasswordError> {
        if self.guesses.len() >= ADDRESSES_MAX {
            self.guesses.retain_recent();
        }
        let is_full = self.guesses.len() >= ADDRESSES_MAX;
        let key = SecretHash::of(&address.to_lowercase());
        if is_full || self.guesses.check_key(&key).is_err() { Err(PasswordError::TooMany) } else { Ok(()) }
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

    #[tokio::test]
    async fn a_password_verifies_and_another_does_not() {
        let passwords = Passwords::default();

        let kept = passwords.hash("correct horse battery").await.unwrap();

        assert!(kept.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify("a@b", "correct horse battery", Some(kept.clone())).await.unwrap());
        assert!(!passwords.verify("a@b", "correct horse battered", Some(kept)).await.unwrap());
        assert!(!passwords.verify("a@b", "", None).await.unwrap());
    }

    #[test]
    fn verifying_no_password_takes_as_long_as_verifying_one() {
        let hash = argon2::password_hash::phc::PasswordHash::new(NO_PASSWORD).unwrap();

        let params = argon2::Params::try_from(&hash).unwrap();

        assert_eq!(params.m_cost(), argon2::Params::DEFAULT_M_COST);
        assert_eq!(params.t_cost(), argon2::Params::DEFAULT_T_COST);
        assert_eq!(hash.hash.unwrap().len(), argon2::Params::DEFAULT_OUTPUT_LEN);
    }

    #[tokio::test]
    async fn guesses_at_one_address_are_counted_in_any_case_of_letters() {
        let passwords = Passwords::default();

        for _ in 0..10 {
            assert_eq!(passwords.count_guess("Ann@example.org"), Ok(()));
        }

        assert_eq!(passwords.count_guess("ann@EXAMPLE.org"), Err(PasswordError::TooMany));
        assert_eq!(passwords.count_guess("bob@example.org"), Ok(()));
    }

    #[tokio::test]
    async fn a_password_too_short_or_too_long_is_not_set() {
        let passwords = Passwords::default();

        for wrong in ["x".repeat(PASSWORD_BYTES_MIN - 1), "x".repeat(PASSWORD_BYTES_MAX + 1)] {
            assert_eq!(passwords.hash(&wrong).await, Err(PasswordError::Length));
        }
    }
}
