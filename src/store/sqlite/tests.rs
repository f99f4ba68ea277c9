//! The store on a real file.

mod faults;
mod filling;
mod packed_pages;
mod views;

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use serde_json::json;
use sqlx::{ConnectOptions, Connection, Executor};
use tempfile::TempDir;

use super::*;
use crate::ids::Seq;
use crate::journal::read::{self, Haste};
use crate::journal::record::{Chain, seal};
use crate::journal::testing::{START, draft, lot, sealed};
use crate::journal::{Committed, Record, Store, StoreError, contract};
use crate::store::OpenError;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.0.path().join("f.db").display())
    }

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.database()).await.unwrap()
    }
}

#[tokio::test]
async fn sqlite_keeps_what_a_store_promises() {
    let folders = Folder::new();
    let opened = std::sync::atomic::AtomicUsize::new(0);
    let next = || opened.fetch_add(1, std::sync::atomic::Ordering::Relaxed);

    contract::check(async || {
        let path = folders.0.path().join(format!("{}.db", next()));
        SqliteStore::open(path.to_str().unwrap()).await.unwrap()
    })
    .await;
}

#[tokio::test]
async fn a_store_opened_again_finds_everything() {
    let folder = Folder::new();
    let records = sealed(&lot("l1"), 3);
    let store = folder.open().await;
    store.append(&records).await.unwrap();
    store.note_alive(START).await.unwrap();
    drop(store);

    let store = folder.open().await;

    assert_eq!(store.scan(None, 10).await.unwrap(), records);
    assert_eq!(store.last_alive().await.unwrap(), Some(START));
}

#[tokio::test]
async fn a_second_server_is_refused_with_the_process_to_stop() {
    let folder = Folder::new();
    let first = folder.open().await;

    let refused = SqliteStore::open(&folder.database()).await.unwrap_err().to_string();

    assert!(refused.contains(&format!("(process {})", std::process::id())), "{refused}");
    assert!(refused.ends_with("f.db: stop that one first"), "{refused}");
    drop(first);
    folder.open().await;
}

#[tokio::test]
async fn commands_write_people_and_read_the_journal_while_a_server_runs() {
    let folder = Folder::new();
    let before = SqliteStore::open_beside(&folder.database()).await.unwrap();
    let server = folder.open().await;
    server.append(&sealed(&lot("l1"), 2)).await.unwrap();

    let view = SqliteSnapshot::open(&folder.database()).await.unwrap();
    server.append(&sealed(&lot("l2"), 1)).await.unwrap();
    before.note_alive(START).await.unwrap();

    assert_eq!(view.scan(None, 10).await.unwrap().len(), 2);
    assert_eq!(view.page(&lot("l2"), Seq::ZERO, 10).await.unwrap(), []);
    assert_eq!(view.last_alive().await.unwrap(), None);
    assert!(matches!(view.append(&[]).await, Err(StoreError::Failed(_))));
    assert!(matches!(view.note_alive(START).await, Err(StoreError::Failed(_))));
    let later = SqliteSnapshot::open(&folder.database()).await.unwrap();
    assert_eq!(later.scan(None, 10).await.unwrap().len(), 3);
    assert_eq!(later.last_alive().await.unwrap(), Some(START));
}

#[tokio::test]
async fn the_file_is_for_its_owner_only() {
    let folder = Folder::new();
    let store = folder.open().await;
    store.append(&sealed(&lot("l1"), 1)).await.unwrap();

    for file in std::fs::read_dir(folder.0.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.path());
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_in_words() {
    let folder = Folder::new();
    let path = folder.0.path().join("f.db");
    let read = async |text: &str| SqliteSnapshot::open(text).await.unwrap_err();

    assert!(matches!(read(&folder.database()).await, OpenError::Missing(_)));
    std::fs::write(&path, "").unwrap();
    assert!(matches!(read(&folder.database()).await, OpenError::NoJournal(_)));
    std::fs::write(&path, "not a database, but long enough to be looked at as one, and as one again ".repeat(20))
        .unwrap();
    assert!(matches!(read(&folder.database()).await, OpenError::Database(_)));
    assert!(matches!(SqliteStore::open(&folder.database()).await.unwrap_err(), OpenError::Database(_)));
    for text in ["", "sqlite:", "sqlite::memory:", "postgres://localhost/x"] {
        assert!(matches!(SqliteStore::open(text).await.unwrap_err(), OpenError::Address(_)), "{text}");
    }
    let nowhere = folder.0.path().join("no/f.db");
    assert!(matches!(SqliteStore::open(nowhere.to_str().unwrap()).await.unwrap_err(), OpenError::File { .. }));
}

#[tokio::test]
async fn the_settings_that_durability_needs_are_checked() {
    let folder = Folder::new();
    let path = folder.0.path().join("s.db");
    let options = settings::server(&path).create_if_missing(true);
    let found = async |pragma: &'static str| {
        let mut writer = options.clone().connect().await.unwrap();
        writer.execute(pragma).await.unwrap();
        let found = settings::assert_safe(&mut writer).await.map_err(|error| error.to_string());
        // A dropped connection ends a little later, and the next one's mode cannot be set before.
        writer.close().await.unwrap();
        found
    };

    assert_eq!(found("PRAGMA foreign_keys = on").await, Ok(()));
    let synchronous = "synchronous of the database is 1, and has to be 2 (FULL)";
    assert_eq!(found("PRAGMA synchronous = normal").await, Err(synchronous.to_owned()));
    let journal_mode = "journal_mode of the database is delete, and has to be wal";
    assert_eq!(found("PRAGMA journal_mode = delete").await, Err(journal_mode.to_owned()));
    for (version, is_safe) in [("3.51.3", true), ("3.52.0", true), ("4.0.0", true), ("3.51.2", false), ("3.9.9", false)]
    {
        assert_eq!(settings::assert_version(version).is_ok(), is_safe, "{version}");
    }
    assert!(settings::assert_version("?").is_err());
}

#[tokio::test]
async fn after_a_checkpoint_a_copy_of_the_one_file_is_whole() {
    let folder = Folder::new();
    let store = folder.open().await;
    let records = sealed(&lot("l1"), 3);
    store.append(&records).await.unwrap();

    store.checkpoint().await.unwrap();

    let copy = folder.0.path().join("copy.db");
    std::fs::copy(folder.0.path().join("f.db"), &copy).unwrap();
    let copy = SqliteSnapshot::open(copy.to_str().unwrap()).await.unwrap();
    assert_eq!(copy.scan(None, 10).await.unwrap(), records);
}

#[tokio::test]
async fn a_recovered_stream_checks_from_its_pages() {
    let folder = Folder::new();
    let store: Arc<dyn Store> = Arc::new(folder.open().await);
    let records = sealed(&lot("l1"), 2_345);
    for batch in records.chunks(400) {
        store.append(batch).await.unwrap();
    }

    for haste in [Haste::Awaited, Haste::Background] {
        let mut chain = Chain::new(lot("l1"));
        let mut read = read::stream(store.clone(), lot("l1"), Seq::ZERO, haste);
        while let Some(record) = futures::StreamExt::next(&mut read).await {
            chain.check(&record.unwrap()).unwrap();
        }

        assert_eq!(chain.tail(), Committed::from(&records[2_344]), "{haste:?}");
    }
}
