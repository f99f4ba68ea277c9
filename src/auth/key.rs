//! The server's Ed25519 key: made at the first start, kept beside the database, never part of an export.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::spki::der::zeroize::Zeroizing;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};

/// The key that signs tokens, and whose public half is written into each lot's first record.
#[derive(Clone)]
pub struct ServerKey {
    signing: SigningKey,
}

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ServerKey({})", self.public_hex())
    }
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The file holds something else.
    #[error("the key file {path} is no Ed25519 private key in PEM (PKCS#8)")]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// The place already holds another key than the one to be stored.
    #[error("{place} holds another key already: move it away, or name a new database")]
    Another {
        /// The place, in words.
        place: String,
    },
    /// The database holds something else.
    #[error("the signing key in the database is no Ed25519 private key in PEM (PKCS#8)")]
    NotAStoredKey,
    /// The database accepted the key and does not hold it.
    #[error("the signing key that was just stored is not in the database")]
    NotKept,
    /// Other users than its owner may read the file.
    #[error("the key file {path} may be read by others (mode {mode:03o}): chmod 600 it")]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
}

impl ServerKey {
    /// A new key that is not stored yet.
    #[must_use]
    pub fn random() -> Self {
        Self { signing: SigningKey::from_bytes(&rand::random()) }
    }

    /// The key of a file.
    ///
    /// # Errors
    /// [`KeyError`], which names the file.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let file = |source| KeyError::File { path: path.to_owned(), source };
        let mode = fs::metadata(path).map_err(file)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyError::Readable { path: path.to_owned(), mode });
        }
        let pem = fs::read_to_string(path).map_err(file)?;
        let signing = SigningKey::from_pkcs8_pem(&pem).map_err(|_| KeyError::NotAKey { path: path.to_owned() })?;
        Ok(Self { signing })
    }

    /// A key as [`ServerKey::to_pem`] writes it.
    ///
    /// # Errors
    /// [`KeyError::NotAStoredKey`] where the text is something else.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let signing = SigningKey::from_pkcs8_pem(pem).map_err(|_| KeyError::NotAStoredKey)?;
        Ok(Self { signing })
    }

    /// The private key as text, for storage that only the server may read.
    ///
    /// # Panics
    /// Never: every key can be written.
    #[must_use]
    pub fn to_pem(&self) -> Zeroizing<String> {
        self.signing.to_pkcs8_pem(LineEnding::LF).expect("a key can be written as PEM")
    }

    /// The key of a file, made where there is none. When two processes start at once, both get the same key: the file
    /// appears under its name whole or not at all.
    ///
    /// # Errors
    /// [`KeyError`], which names the file.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        if !path.exists() {
            Self::random().store(path)?;
        }
        Self::load(path)
    }

    /// Stores the key in a file, unless the file exists.
    ///
    /// # Errors
    /// [`KeyError`], which names the file; [`KeyError::Another`] where the file holds another key, which is kept.
    pub fn keep(&self, path: &Path) -> Result<(), KeyError> {
        self.store(path)?;
        if Self::load(path)?.public() == self.public() {
            return Ok(());
        }
        Err(KeyError::Another { place: format!("the key file {}", path.display()) })
    }

    /// Writes the key to a new file that only its owner may read; leaves an existing file as it is.
    fn store(&self, path: &Path) -> Result<(), KeyError> {
        let file = |source| KeyError::File { path: path.to_owned(), source };
        let pem = self.to_pem();
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}", std::process::id()));
        let beside = PathBuf::from(beside);
        let mut out =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside).map_err(file)?;
        out.write_all(pem.as_bytes()).and_then(|()| out.sync_all()).map_err(file)?;
        let linked = match fs::hard_link(&beside, path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            other => other.map_err(file),
        };
        fs::remove_file(&beside).map_err(file)?;
        linked
    }

    /// The key file of an `SQLite` database: the database's file name and `.key`.
    #[must_use]
    pub fn beside(database: &Path) -> PathBuf {
        let mut path = database.as_os_str().to_owned();
        path.push(".key");
        path.into()
    }

    /// The public key, 64 hex digits: the `receipt_key` of lots.
    #[must_use]
    pub fn public_hex(&self) -> String {
        hex::encode(self.signing.verifying_key().as_bytes())
    }

    /// The public key.
    pub(super) fn public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// The private key as `PKCS#8`.
    pub(super) fn private_der(&self) -> ed25519_dalek::pkcs8::SecretDocument {
        self.signing.to_pkcs8_der().expect("a key can be written as PKCS#8")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = ServerKey::beside(&folder.path().join("fairlot.db"));

        let made = ServerKey::load_or_create(&path).unwrap();
        let read = ServerKey::load_or_create(&path).unwrap();

        assert_eq!(path.file_name().unwrap(), "fairlot.db.key");
        assert_eq!(made.public_hex(), read.public_hex());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_stored_key_replaces_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let (one, other) = (ServerKey::random(), ServerKey::random());

        one.keep(&path).unwrap();
        one.keep(&path).unwrap();

        assert!(matches!(other.keep(&path), Err(KeyError::Another { .. })));
        assert_eq!(ServerKey::load(&path).unwrap().public_hex(), one.public_hex());
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        ServerKey::load_or_create(&path).unwrap();

        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();

        assert!(matches!(ServerKey::load(&path), Err(KeyError::Readable { mode: 0o640, .. })));
    }

    #[test]
    fn something_else_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();

        assert!(matches!(ServerKey::load(&path), Err(KeyError::NotAKey { .. })));
    }
}
