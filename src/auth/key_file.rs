//! A file that holds one secret key: only its owner may read it, and it is written whole or not at all.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

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
    #[error("the key file {path} is no {kind}")]
    NotAKey {
        /// The file.
        path: PathBuf,
        /// What it should hold.
        kind: &'static str,
    },
    /// The place already holds another key than the one to be stored.
    #[error("{place} holds another key already: move it away, or name a new database")]
    Another {
        /// The place, in words.
        place: String,
    },
    /// The database holds something else.
    #[error("the key in the database is no {kind}")]
    NotAStoredKey {
        /// What it should hold.
        kind: &'static str,
    },
    /// The database accepted the key and does not hold it.
    #[error("the key that was just stored is not in the database")]
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

/// The text of a key file.
///
/// # Errors
/// [`KeyError::File`], [`KeyError::Readable`].
pub(super) fn read(path: &Path) -> Result<String, KeyError> {
    let file = |source| KeyError::File { path: path.to_owned(), source };
    let mode = fs::metadata(path).map_err(file)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyError::Readable { path: path.to_owned(), mode });
    }
    fs::read_to_string(path).map_err(file)
}

/// Writes a new file that only its owner may read; leaves an existing file as it is. When two processes write at once, the
/// file appears under its name whole, with the text of one of them.
///
/// # Errors
/// [`KeyError::File`].
pub(super) fn write_once(path: &Path, text: &str) -> Result<(), KeyError> {
    let file = |source| KeyError::File { path: path.to_owned(), source };
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let beside = PathBuf::from(beside);
    let mut out = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside).map_err(file)?;
    out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(file)?;
    let linked = match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other.map_err(file),
    };
    fs::remove_file(&beside).map_err(file)?;
    linked
}

/// The file beside an `SQLite` database: its file name and that ending.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(ending);
    path.into()
}
