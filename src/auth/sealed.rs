//! Secrets of people that lie in the database encrypted, and the key for them.
//!
//! The key is kept where the key that signs tokens is kept, but never in the same file: a copy of the database alone
//! shows no secret. AES-256-GCM seals a secret together with what it is for, so that it opens in no other place.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ed25519_dalek::pkcs8::spki::der::zeroize::Zeroizing;

use super::key_file::{KeyError, beside, read, write_once};

/// What the file of the key holds, in words.
const KIND: &str = "key of 64 hex digits";
/// The first byte of every sealed secret: the way in which it was sealed.
const VERSION: u8 = 1;
/// The bytes before what is encrypted.
const HEAD_LEN: usize = 1 + NONCE_LEN;

/// The key under which secrets of people are sealed. Cheap to clone.
#[derive(Clone)]
pub struct PeopleKey {
    bytes: Arc<Zeroizing<[u8; 32]>>,
}

/// A sealed secret cannot be opened: it was changed, moved to another place, or sealed under another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed secret does not open under this people key")]
pub struct NotOpened;

impl std::fmt::Debug for PeopleKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PeopleKey(…)")
    }
}

impl PartialEq for PeopleKey {
    fn eq(&self, other: &Self) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(&self.bytes[..], &other.bytes[..]).is_ok()
    }
}

impl PeopleKey {
    /// A new key that is not stored yet.
    #[must_use]
    pub fn random() -> Self {
        Self::of(rand::random())
    }

    fn of(bytes: [u8; 32]) -> Self {
        Self { bytes: Arc::new(Zeroizing::new(bytes)) }
    }

    /// The key as text, for storage that only the server may read.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&self.bytes[..]))
    }

    /// A key as [`PeopleKey::to_text`] writes it.
    ///
    /// # Errors
    /// [`KeyError::NotAStoredKey`] where the text is something else.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        Self::parse(text).ok_or(KeyError::NotAStoredKey { kind: KIND })
    }

    /// The key of a file, made where there is none.
    ///
    /// # Errors
    /// [`KeyError`], which names the file.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        if !path.exists() {
            write_once(path, &line(&Self::random()))?;
        }
        Self::load(path)
    }

    /// Stores the key in a file, unless the file exists.
    ///
    /// # Errors
    /// [`KeyError`], which names the file; [`KeyError::Another`] where the file holds another key, which is kept.
    pub fn keep(&self, path: &Path) -> Result<(), KeyError> {
        write_once(path, &line(self))?;
        if Self::load(path)? == *self {
            return Ok(());
        }
        Err(KeyError::Another { place: format!("the key file {}", path.display()) })
    }

    /// The key file of an `SQLite` database: the database's file name and `.people.key`.
    #[must_use]
    pub fn beside(database: &Path) -> PathBuf {
        beside(database, ".people.key")
    }

    fn load(path: &Path) -> Result<Self, KeyError> {
        let text = Zeroizing::new(read(path)?);
        Self::parse(text.trim_end()).ok_or_else(|| KeyError::NotAKey { path: path.to_owned(), kind: KIND })
    }

    fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self::of(bytes))
    }

    /// Seals a secret for one place. `place` is not secret; the same one is needed to open it.
    ///
    /// # Panics
    /// Never: every text of this size can be sealed.
    #[must_use]
    pub fn seal(&self, place: &str, secret: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut body = secret.to_vec();
        let sealed = self.cipher().seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(place.as_bytes()),
            &mut body,
        );
        sealed.expect("a key of 32 bytes seals any secret");
        [&[VERSION][..], &nonce, &body].concat()
    }

    /// Opens what [`PeopleKey::seal`] sealed for that place.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotOpened> {
        let (head, body) = sealed.split_at_checked(HEAD_LEN).ok_or(NotOpened)?;
        let nonce = head.strip_prefix(&[VERSION]).ok_or(NotOpened)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| NotOpened)?;
        let mut body = Zeroizing::new(body.to_vec());
        let opened = self.cipher().open_in_place(nonce, Aad::from(place.as_bytes()), &mut body);
        let len = opened.map_err(|_| NotOpened)?.len();
        body.truncate(len);
        Ok(body)
    }

    fn cipher(&self) -> LessSafeKey {
        let key = UnboundKey::new(&AES_256_GCM, &self.bytes[..]).expect("a key of AES-256 has 32 bytes");
        LessSafeKey::new(key)
    }
}

/// The text of a key file.
fn line(key: &PeopleKey) -> Zeroizing<String> {
    Zeroizing::new(format!("{}\n", key.to_text().as_str()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_was_sealed_opens_in_its_place_under_its_key_only() {
        let (key, other) = (PeopleKey::random(), PeopleKey::random());

        let sealed = key.seal("second-factor/ann", b"a secret");

        assert_eq!(key.open("second-factor/ann", &sealed).unwrap().as_slice(), b"a secret");
        assert_eq!(key.open("second-factor/bob", &sealed), Err(NotOpened));
        assert_eq!(other.open("second-factor/ann", &sealed), Err(NotOpened));
        assert!(!sealed.windows(8).any(|bytes| bytes == b"a secret"));
        assert_ne!(key.seal("second-factor/ann", b"a secret"), sealed, "never twice the same");
    }

    #[test]
    fn a_changed_byte_or_a_cut_end_does_not_open() {
        let key = PeopleKey::random();
        let sealed = key.seal("x", b"a secret");

        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open("x", &changed), Err(NotOpened), "byte {at}");
            assert_eq!(key.open("x", &sealed[..at]), Err(NotOpened), "cut at {at}");
        }
    }

    #[test]
    fn the_key_is_made_once_beside_the_database_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = PeopleKey::beside(&folder.path().join("fairlot.db"));

        let made = PeopleKey::load_or_create(&path).unwrap();
        let read = PeopleKey::load_or_create(&path).unwrap();

        assert_eq!(path.file_name().unwrap(), "fairlot.db.people.key");
        assert_eq!(made, read);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(PeopleKey::from_text(&made.to_text()).unwrap(), made);
        assert!(matches!(PeopleKey::random().keep(&path), Err(KeyError::Another { .. })));
        assert!(made.keep(&path).is_ok());
    }

    #[test]
    fn something_else_is_no_key_and_the_error_does_not_show_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        write_once(&path, "not a key").unwrap();

        let error = PeopleKey::load_or_create(&path).unwrap_err().to_string();

        assert!(error.contains("64 hex digits") && !error.contains("not a key"), "{error}");
        assert_eq!(format!("{:?}", PeopleKey::random()), "PeopleKey(…)");
    }
}
