//! The server's Ed25519 key: made at the first start, kept beside the database, never part of an export.
//!
//! It is written as PKCS#8 version 1, without the public key. OpenSSL 3.0, Python's `cryptography` and Node.js 20 cannot read
//! version 2 (RFC 5958). Both versions are read.

use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::spki::der::zeroize::Zeroizing;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, SecretDocument};

pub use super::key_file::KeyError;
use super::key_file::{beside, read, write_once};

/// What a key file holds, in words.
const KIND: &str = "Ed25519 private key in PEM (PKCS#8)";

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
        let pem = read(path)?;
        let signing =
            SigningKey::from_pkcs8_pem(&pem).map_err(|_| KeyError::NotAKey { path: path.to_owned(), kind: KIND })?;
        Ok(Self { signing })
    }

    /// A key as [`ServerKey::to_pem`] writes it.
    ///
    /// # Errors
    /// [`KeyError::NotAStoredKey`] where the text is something else.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let signing = SigningKey::from_pkcs8_pem(pem).map_err(|_| KeyError::NotAStoredKey { kind: KIND })?;
        Ok(Self { signing })
    }

    /// The private key as text, for storage that only the server may read.
    ///
    /// # Panics
    /// Never: every key can be written.
    #[must_use]
    pub fn to_pem(&self) -> Zeroizing<String> {
        self.version_1().to_pkcs8_pem(LineEnding::LF).expect("a key can be written as PEM")
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
        write_once(path, &self.to_pem())
    }

    /// The key file of an `SQLite` database: the database's file name and `.key`.
    #[must_use]
    pub fn beside(database: &Path) -> PathBuf {
        beside(database, ".key")
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

    /// The private key as PKCS#8.
    pub(super) fn private_der(&self) -> SecretDocument {
        self.version_1().to_pkcs8_der().expect("a key can be written as PKCS#8")
    }

    /// The key as version 1 of PKCS#8 holds it: without its public half.
    fn version_1(&self) -> KeypairBytes {
        KeypairBytes { secret_key: self.signing.to_bytes(), public_key: None }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::io::Write;
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

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

    /// The DER of a PEM text.
    fn der_of(pem: &str) -> Vec<u8> {
        SecretDocument::from_pem(pem).unwrap().1.as_bytes().to_vec()
    }

    /// Writes a key file as the server would, but with that text.
    fn write_key(path: &Path, pem: &str) {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).unwrap();
        file.write_all(pem.as_bytes()).unwrap();
    }

    #[test]
    fn a_key_is_written_as_version_1_of_pkcs8() {
        let key = ServerKey::random();

        let der = der_of(&key.to_pem());

        // RFC 8410: a sequence of 46 bytes, the version 0, the algorithm, the private key.
        assert_eq!((&der[..5], der.len()), ([0x30, 0x2e, 0x02, 0x01, 0x00].as_slice(), 48));
        assert_eq!(der, key.private_der().as_bytes());
    }

    #[test]
    fn both_versions_of_pkcs8_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let key = ServerKey::random();
        let version_2 = key.signing.to_pkcs8_pem(LineEnding::LF).unwrap();
        assert_eq!(der_of(&version_2)[4], 0x01, "version 2 has the number 1");

        for (name, pem) in [("version-1", key.to_pem()), ("version-2", version_2)] {
            write_key(&folder.path().join(name), &pem);

            assert_eq!(ServerKey::load(&folder.path().join(name)).unwrap().public(), key.public(), "{name}");
            assert_eq!(ServerKey::from_pem(&pem).unwrap().public(), key.public(), "{name}");
        }
    }

    #[test]
    fn a_key_file_of_version_2_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let pem = ServerKey::random().signing.to_pkcs8_pem(LineEnding::LF).unwrap();
        write_key(&path, &pem);

        ServerKey::load_or_create(&path).unwrap();

        assert_eq!(fs::read_to_string(&path).unwrap(), *pem);
    }

    #[test]
    fn something_else_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();

        assert!(matches!(ServerKey::load(&path), Err(KeyError::NotAKey { .. })));
    }
}
