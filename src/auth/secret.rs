//! Secrets that are given out once and stored only as hashes: link codes and session cookies.

use std::fmt;

use crate::sha256::sha256;

/// 32 random bytes as 64 hex digits. Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// The stored hash of a secret: its SHA-256. That is enough, because a secret has 256 random bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretHash(pub [u8; 32]);

impl Secret {
    /// A new secret.
    #[must_use]
    pub fn random() -> Self {
        Self(hex::encode(rand::random::<[u8; 32]>()))
    }

    /// The secret with that text. None where no secret has it.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let is_secret = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_secret.then(|| Self(text.to_owned()))
    }

    /// The text that is given out.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Its hash.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl SecretHash {
    /// The hash of a secret with that text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(sha256(text.as_bytes()))
    }

    /// The hash with these bytes, where they are 32.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_never_the_same_and_never_printed() {
        let (one, other) = (Secret::random(), Secret::random());

        assert_eq!(one.expose().len(), 64);
        assert_ne!(one, other);
        assert_eq!(format!("{one:?}"), "Secret(…)");
        assert_eq!(one.hash(), SecretHash::of(one.expose()));
    }
}
