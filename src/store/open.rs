//! Why a database cannot be opened, each in words for whoever started the program.

use std::io;
use std::path::PathBuf;

use crate::auth::KeyError;

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The text names no `SQLite` file.
    #[error("{0:?} names no database: sqlite:fairlot.db does")]
    Address(String),
    /// There is nothing to read.
    #[error("there is no database {0}")]
    Missing(PathBuf),
    /// It can be read as a database, but holds no journal.
    #[error("{0} holds no fairlot journal")]
    NoJournal(PathBuf),
    /// Something stands in it that a move would mix with.
    #[error("{0} holds records or people already: move into a new database")]
    NotEmpty(String),
    /// Another server lives on it.
    #[error("a fairlot server (process {holder}) runs on {path}: stop that one first")]
    InUse {
        /// The database.
        path: PathBuf,
        /// The process that holds it, as far as it said.
        holder: String,
    },
    /// A commit would not be as safe as it has to be.
    #[error("{setting} of the database is {found}, and has to be {due}")]
    Unsafe {
        /// What.
        setting: &'static str,
        /// As it is.
        found: String,
        /// As it has to be.
        due: &'static str,
    },
    /// The file, or the lock beside it, cannot be made or reached.
    #[error("cannot use {path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no key to sign tokens with, or none can be put there.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Only the server that opened it ever sees what is in memory.
    #[error("memory: is known to its own server only, and keeps no key: serve and token need --jwt-key-file with it")]
    OnlyInMemory,
    /// The text is no URL of any database.
    #[error("must be sqlite: and a file, such as sqlite:fairlot.db")]
    Scheme,
    /// `sqlite:` and nothing.
    #[error("names no file; use sqlite:fairlot.db")]
    NoFile,
    /// Its tables cannot be brought up to date.
    #[error("cannot bring the database up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Anything else that the database says.
    #[error("cannot open the database: {0}")]
    Database(#[from] sqlx::Error),
}
