//! Why a database cannot be opened, in words for the person who started the program.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;

use crate::auth::key::KeyError;

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
    NoJournal(String),
    /// It holds a journal that the user may not read.
    #[error("user {user} may not read the journal of {database}: GRANT SELECT ON journal TO {user}, as its owner")]
    Forbidden {
        /// The database.
        database: String,
        /// The user.
        user: String,
    },
    /// It is not empty, so a move into it would mix two databases.
    #[error("{0} holds records or people already: move into a new database")]
    NotEmpty(String),
    /// Another server runs on it.
    #[error("a fairlot server (process {holder}) runs on {database}: stop that one first")]
    InUse {
        /// The database.
        database: String,
        /// The process that holds it, as far as is known.
        holder: String,
    },
    /// The lock against other servers is held by a connection of this server that is lost, or changes its holder just now.
    #[error("a connection to {0} that was lost still keeps servers away")]
    NotFree(String),
    /// A standby was asked for on a database that one process has for itself.
    #[error("--standby needs PostgreSQL: {0} can be opened by one server only, so none can wait beside it")]
    NoStandby(String),
    /// With this setting a commit would not be safe.
    #[error("{setting} of the database is {found}, and has to be {due}")]
    Unsafe {
        /// The setting.
        setting: &'static str,
        /// Its value.
        found: String,
        /// The value that it must have.
        due: &'static str,
    },
    /// It is a copy of another database and takes no writes.
    #[error("the database is a standby: name the primary")]
    Standby,
    /// Its warnings do not arrive here, and one of them would say that a commit is not safe.
    #[error("the database's warnings do not arrive: connect to it directly, not through a pooler")]
    WarningsLost,
    /// It was reached, and then stopped answering.
    #[error("the database gave no answer within {0:?}")]
    Late(Duration),
    /// A commit ended with a warning.
    #[error("the database does not commit safely: {0}")]
    Doubtful(String),
    /// Its tables are those of another version, and the user may not change them.
    #[error(
        "the tables of {database} are not those of this version, and user {user} may not change them: \
             run fairlot migrate --database … as their owner, and grant what docs/postgresql.md lists"
    )]
    Outdated {
        /// The database.
        database: String,
        /// The user.
        user: String,
    },
    /// The text is no URL of any database.
    #[error("must be sqlite: and a file, such as sqlite:fairlot.db, or postgres: and where it is")]
    Scheme,
    /// `sqlite:` and nothing.
    #[error("names no file; use sqlite:fairlot.db")]
    NoFile,
    /// The text is no URL of a `PostgreSQL` database.
    #[error("no database can be read from the URL: {0}")]
    Url(String),
    /// There is no key to sign tokens with.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The file, or the lock beside it, cannot be made or reached.
    #[error("cannot use {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// Only the server that opened it can see the contents of memory.
    #[error("memory: is known to its own server only, and keeps no key: serve and token need --jwt-key-file with it")]
    OnlyInMemory,
    /// Its tables cannot be brought up to date.
    #[error("cannot bring the database up to date: {0}")]
    Migrate(#[from] MigrateError),
    /// Any other error of the database.
    #[error("cannot open the database: {0}")]
    Database(#[from] sqlx::Error),
}

impl OpenError {
    /// Whether a later try may succeed without a change by a person. This is so while the database is unreachable, starting,
    /// stopping, at its limits, held by a lost connection of this server, or about to be promoted. Every other error needs a
    /// person. So does another server in the place of this one: it has read the journal and goes on from there.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::NotFree(_) | Self::Standby | Self::Late(_) | Self::Doubtful(_) => true,
            Self::Database(error) => sql_may_pass(error),
            Self::Migrate(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
                sql_may_pass(error)
            }
            Self::Address(_)
            | Self::Missing(_)
            | Self::NoJournal(_)
            | Self::Forbidden { .. }
            | Self::NotEmpty(_)
            | Self::InUse { .. }
            | Self::NoStandby(_)
            | Self::OnlyInMemory
            | Self::Unsafe { .. }
            | Self::WarningsLost
            | Self::Outdated { .. }
            | Self::Scheme
            | Self::NoFile
            | Self::Url(_)
            | Self::Key(_)
            | Self::File { .. }
            | Self::Migrate(_) => false,
        }
    }
}

fn sql_may_pass(error: &sqlx::Error) -> bool {
    if let Some(code) = error.as_database_error().and_then(DatabaseError::code) {
        // Classes of SQLSTATE: connection lost, rolled back, out of resources, operator intervention, system error.
        // SQLite's codes are plain numbers without classes.
        return ["08", "40", "53", "57", "58"].iter().any(|class| code.len() == 5 && code.starts_with(class));
    }
    // A connection that is taken and ended at once, by a proxy without a database, is an answer that cannot be read.
    matches!(
        error,
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_needs_a_person_does_not_pass() {
        let refused = || sqlx::Error::Io(io::ErrorKind::ConnectionRefused.into());
        let not_free = OpenError::NotFree("d".to_owned());
        let taken = OpenError::InUse { database: "d".to_owned(), holder: "1".to_owned() };
        let unsafe_setting = OpenError::Unsafe { setting: "fsync", found: "off".to_owned(), due: "on" };
        let outdated = OpenError::Outdated { database: "d".to_owned(), user: "u".to_owned() };

        for error in [not_free, OpenError::Standby, refused().into(), MigrateError::Execute(refused()).into()] {
            assert!(error.may_pass(), "{error}");
        }
        for error in [taken, unsafe_setting, outdated, OpenError::WarningsLost, sqlx::Error::RowNotFound.into()] {
            assert!(!error.may_pass(), "{error}");
        }
    }
}
