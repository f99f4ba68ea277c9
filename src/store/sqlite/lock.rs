//! One server per database: a lock on a file beside it, which the system releases when the process ends.
//!
//! It is a separate file, because opening and closing the database's own file in this process would release the locks that
//! `SQLite` holds on it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::store::OpenError;

/// The lock of one database; dropping it releases the lock.
#[derive(Debug)]
pub(super) struct ServerLock {
    _file: File,
}

impl ServerLock {
    /// Takes the lock of the database at this absolute path, and writes this process's id into the lock file.
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let path = PathBuf::from(format!("{}-lock", database.display()));
        let file_error = |source| OpenError::File { path: path.clone(), source };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(&path).map_err(file_error)?;

        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.read_to_string(&mut holder).map_err(file_error)?;
                return Err(OpenError::InUse {
                    database: database.display().to_string(),
                    holder: holder.trim().to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(file_error(error)),
        }
        file.set_len(0).map_err(file_error)?;
        writeln!(file, "{}", std::process::id()).map_err(file_error)?;
        Ok(Self { _file: file })
    }
}
