//! Where the journals are, by name, and copies of them for each build.
//!
//! A build refuses a database that a later one has migrated. So each build has copies of its own.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::bail;
use tempfile::TempDir;
use throwaway_postgres::Cluster;
use tokio::process::Command;
use tokio::time::sleep;

use super::settings::Args;
use crate::common::Place;

/// How long PostgreSQL may take until it notices that a server is gone.
const FREE_LOOKS: u32 = 500;
const FREE_LOOK: Duration = Duration::from_millis(20);

/// A folder for keys, logs and files, and the databases.
#[derive(Debug)]
pub(super) struct Journals {
    folder: PathBuf,
    /// Removed when dropped. None for a folder that is kept.
    _temporary: Option<TempDir>,
    /// None for files of SQLite in the folder.
    cluster: Option<Cluster>,
}

impl Journals {
    pub(super) fn new(args: &Args, place: &Place) -> anyhow::Result<Self> {
        fs::create_dir_all(&place.folder)?;
        let (folder, temporary) = if let Some(folder) = &args.keep {
            (folder.clone(), None)
        } else {
            let folder = tempfile::Builder::new().prefix("load-tests-").tempdir_in(&place.folder)?;
            (folder.path().to_owned(), Some(folder))
        };
        fs::create_dir_all(&folder)?;
        let cluster = if args.postgres { Some(Cluster::start()?) } else { None };
        Ok(Self { folder, _temporary: temporary, cluster })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The key of all servers here, and the database that the program for tokens looks for it at.
    pub(super) fn key(&self) -> (PathBuf, String) {
        (self.folder.join("tokens.db.key"), format!("sqlite:{}", self.folder.join("tokens.db").display()))
    }

    /// The database in the form that `--database` takes.
    pub(super) fn database(&self, name: &str) -> String {
        match &self.cluster {
            Some(cluster) => cluster.url(name),
            None => format!("sqlite:{}", self.file(name).display()),
        }
    }

    /// Removes that database, if there is one, and makes an empty one.
    pub(super) fn create(&self, name: &str) -> anyhow::Result<()> {
        self.remove(name)?;
        if let Some(cluster) = &self.cluster {
            cluster.sql("postgres", &format!("CREATE DATABASE {name}"))?;
        }
        Ok(())
    }

    /// Copies a database that no server uses.
    pub(super) fn copy(&self, from: &str, to: &str) -> anyhow::Result<()> {
        self.remove(to)?;
        if let Some(cluster) = &self.cluster {
            cluster.sql("postgres", &format!("CREATE DATABASE {to} TEMPLATE {from}"))?;
            return Ok(());
        }
        fs::copy(self.file(from), self.file(to))?;
        // A server that was killed leaves records in the write-ahead log.
        match fs::copy(self.wal(from), self.wal(to)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Waits until no connection to that database is left.
    pub(super) async fn until_free(&self, name: &str) -> anyhow::Result<()> {
        let Some(cluster) = &self.cluster else { return Ok(()) };
        let sessions = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'");
        for _ in 0..FREE_LOOKS {
            if cluster.sql("postgres", &sessions)?.trim() == "0" {
                return Ok(());
            }
            sleep(FREE_LOOK).await;
        }
        bail!("the database {name} is still used")
    }

    /// The bytes of the database. The write-ahead log is not counted.
    pub(super) fn bytes(&self, name: &str) -> anyhow::Result<u64> {
        match &self.cluster {
            Some(cluster) => {
                let size = cluster.sql("postgres", &format!("SELECT pg_database_size('{name}')"))?;
                Ok(size.trim().parse()?)
            }
            None => Ok(self.file(name).metadata()?.len()),
        }
    }

    /// The backup that docs/operating.md describes, and the file that it writes.
    pub(super) fn backup(&self, name: &str) -> (Command, PathBuf) {
        let copy = self.folder.join("backup.db");
        let mut command;
        if self.cluster.is_some() {
            command = Command::new("pg_dump");
            command.args(["--format=custom", "--file"]).arg(&copy).arg(self.database(name));
        } else {
            command = Command::new("sqlite3");
            // The transaction keeps one state of the database. Without it the copy begins anew after each commit.
            command.arg(self.file(name)).arg("BEGIN; SELECT count(*) FROM sqlite_schema");
            command.arg(format!(".backup {}", copy.display()));
        }
        (command, copy)
    }

    fn remove(&self, name: &str) -> anyhow::Result<()> {
        if let Some(cluster) = &self.cluster {
            cluster.sql("postgres", &format!("DROP DATABASE IF EXISTS {name}"))?;
            return Ok(());
        }
        let file = self.file(name);
        let shared = file.with_added_extension("people.key");
        let index = PathBuf::from(format!("{}-shm", file.display()));
        [file, self.wal(name), index, shared].iter().try_for_each(|file| Ok(remove_file(file)?))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_added_extension("db")
    }

    fn wal(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("{}-wal", self.file(name).display()))
    }
}

/// Removes a file, if it is there.
pub(super) fn remove_file(file: &Path) -> std::io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
