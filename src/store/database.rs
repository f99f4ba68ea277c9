//! A database of any kind, named by its URL: how a server or a command opens it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use super::{
    Filling, OpenError, PostgresAddress, PostgresFilling, PostgresSnapshot, PostgresStore, SqliteFilling, SqlitePeople,
    SqliteSnapshot, SqliteStore,
};
use crate::auth::{People, PeopleInMemory, PeopleKey, ServerKey};
use crate::journal::Store;
use crate::journal::memory::MemoryStore;

/// A database by its URL. Its texts never show the password of the URL.
#[derive(Debug, Clone)]
pub enum Database {
    /// One `SQLite` file.
    Sqlite(PathBuf),
    /// A database of a PostgreSQL server.
    Postgres(PostgresAddress),
    /// The memory of the server that opens it, to measure the cost of durability.
    Memory,
}

/// The contents of a server's database.
pub struct Opened {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// The people in the same database.
    pub people: Arc<dyn People>,
}

impl Opened {
    fn of(store: PostgresStore) -> Self {
        Self { people: Arc::new(store.people()), store: Arc::new(store) }
    }
}

impl Database {
    /// Opens it for a server, until the store is dropped. To be called again, on the same value, after the store has failed:
    /// it returns once no statement of the lost store is running any more.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::may_pass`] says whether to try again.
    pub async fn open(&self) -> Result<Opened, OpenError> {
        Ok(match self {
            Self::Sqlite(path) => {
                let store = Arc::new(SqliteStore::open(&text(path)).await?);
                Opened { people: Arc::new(SqlitePeople::new(Arc::clone(&store))), store }
            }
            Self::Postgres(address) => Opened::of(PostgresStore::open(address).await?),
            Self::Memory => {
                Opened { store: Arc::new(MemoryStore::default()), people: Arc::new(PeopleInMemory::default()) }
            }
        })
    }

    /// Looks whether a server could wait as a standby for it. Changes nothing.
    ///
    /// # Errors
    /// [`OpenError::NoStandby`] on a database that one process has for itself; otherwise what keeps a server from using it.
    pub async fn check_for_standby(&self) -> Result<(), OpenError> {
        match self {
            Self::Postgres(address) => PostgresStore::check_for_standby(address).await,
            Self::Sqlite(_) | Self::Memory => Err(OpenError::NoStandby(self.to_string())),
        }
    }

    /// Waits until no other server has it open, then opens it as [`Database::open`] does. Until then it changes nothing.
    /// Calls `on_waiting` when it begins to wait.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::may_pass`] says whether to begin to wait again.
    pub async fn stand_by(&self, on_waiting: &(dyn Fn() + Send + Sync)) -> Result<Opened, OpenError> {
        match self {
            Self::Postgres(address) => Ok(Opened::of(PostgresStore::stand_by(address, on_waiting).await?)),
            Self::Sqlite(_) | Self::Memory => Err(OpenError::NoStandby(self.to_string())),
        }
    }

    /// Opens its people for a command, while a server runs or before the first one has.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open_people(&self) -> Result<Arc<dyn People>, OpenError> {
        Ok(match self {
            Self::Sqlite(path) => {
                let store = SqliteStore::open_beside(&text(path)).await?;
                Arc::new(SqlitePeople::new(Arc::new(store)))
            }
            Self::Postgres(address) => Arc::new(PostgresStore::open_people(address).await?),
            Self::Memory => return Err(OpenError::OnlyInMemory),
        })
    }

    /// Opens one unchanging view of its journal, while a server runs or without one.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open_read_only(&self) -> Result<Box<dyn Store>, OpenError> {
        Ok(match self {
            Self::Sqlite(path) => Box::new(SqliteSnapshot::open(&text(path)).await?),
            Self::Memory => return Err(OpenError::OnlyInMemory),
            Self::Postgres(address) => Box::new(PostgresSnapshot::open(address).await?),
        })
    }

    /// Opens it, new or empty, to fill it from another one; no server can start on it meanwhile.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open_to_fill(&self) -> Result<Box<dyn Filling>, OpenError> {
        Ok(match self {
            Self::Sqlite(path) => Box::new(SqliteFilling::open(&text(path)).await?),
            Self::Postgres(address) => Box::new(PostgresFilling::open(address).await?),
            Self::Memory => return Err(OpenError::OnlyInMemory),
        })
    }

    /// Whether the same process can open a lost store again. A file may itself be broken, and the contents of memory are
    /// lost.
    #[must_use]
    pub const fn comes_back(&self) -> bool {
        match self {
            Self::Postgres(_) => true,
            Self::Sqlite(_) | Self::Memory => false,
        }
    }

    /// Brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn migrate(&self) -> Result<(), OpenError> {
        match self {
            Self::Sqlite(path) => SqliteStore::open_beside(&text(path)).await.map(drop),
            Self::Postgres(address) => PostgresStore::migrate(address).await,
            Self::Memory => Err(OpenError::OnlyInMemory),
        }
    }

    /// The key that signs tokens, made where there is none yet: in a file beside an `SQLite` file, otherwise in the database.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn key(&self) -> Result<ServerKey, OpenError> {
        match self {
            Self::Sqlite(path) => Ok(ServerKey::load_or_create(&ServerKey::beside(path))?),
            Self::Postgres(address) => PostgresStore::key(address).await,
            Self::Memory => Err(OpenError::OnlyInMemory),
        }
    }
}

impl Database {
    /// The key under which secrets of people are sealed, made where there is none yet: in a file beside an `SQLite` file,
    /// otherwise in the database. Secrets in memory end with the process, and so does their key.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn people_key(&self) -> Result<PeopleKey, OpenError> {
        match self {
            Self::Sqlite(path) => Ok(PeopleKey::load_or_create(&PeopleKey::beside(path))?),
            Self::Postgres(address) => PostgresStore::people_key(address).await,
            Self::Memory => Ok(PeopleKey::random()),
        }
    }
}

impl FromStr for Database {
    type Err = OpenError;

    fn from_str(text: &str) -> Result<Self, OpenError> {
        match text.split_once(':') {
            Some(("sqlite", path)) => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() { Err(OpenError::NoFile) } else { Ok(Self::Sqlite(path.into())) }
            }
            Some(("postgres" | "postgresql", _)) => text.parse().map(Self::Postgres),
            Some(("memory", "")) => Ok(Self::Memory),
            Some(_) | None => Err(OpenError::Scheme),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(address) => address.fmt(f),
            Self::Memory => f.write_str("memory:"),
        }
    }
}

fn text(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_may_open_its_database_in_any_thread() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("f.db"));

        let opened = tokio::spawn(async move { database.open().await }).await.unwrap().unwrap();

        assert_eq!(opened.store.last_alive().await.unwrap(), None);
    }

    #[test]
    fn a_database_is_named_by_a_url() {
        for (text, expected) in [
            ("sqlite:fairlot.db", Some("sqlite:fairlot.db")),
            ("sqlite:/var/lib/fairlot.db", Some("sqlite:/var/lib/fairlot.db")),
            ("sqlite:///var/lib/fairlot.db", Some("sqlite:/var/lib/fairlot.db")),
            ("memory:", Some("memory:")),
            ("memory:fairlot.db", None),
            ("postgres://ann:s3cret@db/f", Some("postgres://ann@db:5432/f")),
            ("postgresql://ann@db/f", Some("postgres://ann@db:5432/f")),
            ("sqlite:", None),
            ("fairlot.db", None),
            ("mongodb://ann:s3cret@db/f", None),
            ("postgres://ann:s3cret@db:x/f", None),
        ] {
            let database = text.parse::<Database>();

            assert_eq!(database.as_ref().ok().map(ToString::to_string).as_deref(), expected, "{text}");
            assert!(!format!("{database:?}").contains("s3cret"), "{text}");
        }
    }
}
