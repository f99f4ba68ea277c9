//! Only a commit that is known to be on stable storage succeeds, and only one server writes.

use throwaway_postgres::Setup;
use tokio::task::JoinHandle;

use super::*;

/// The error of opening that database.
async fn refused(database: &Empty<'_>) -> OpenError {
    PostgresStore::open(&database.address()).await.unwrap_err()
}

/// Runs the query until it returns a row. It blocks this thread, so the awaited change must happen on another one.
async fn seen(database: &Empty<'_>, sql: &str) -> String {
    for _ in 0..1_000 {
        let found = database.sql(sql);
        if !found.is_empty() {
            return found;
        }
        tokio::task::yield_now().await;
    }
    panic!("never seen: {sql}");
}

const WAITS_FOR_STANDBY: &str = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

fn appending(store: &Arc<PostgresStore>, records: Vec<Record>) -> JoinHandle<Result<(), StoreError>> {
    let store = Arc::clone(store);
    tokio::spawn(async move { store.append(&records).await })
}

#[tokio::test]
async fn the_settings_that_durability_needs_are_checked() {
    let cluster = Setup::default().setting("full_page_writes", "off").start().unwrap();
    let database = Empty::of(&cluster);

    let full_page_writes = "full_page_writes of the database is off, and has to be on";
    assert_eq!(refused(&database).await.to_string(), full_page_writes);
    let cluster = Setup::default().setting("fsync", "off").start().unwrap();
    let database = Empty::of(&cluster);
    let fsync = refused(&database).await;

    assert_eq!(fsync.to_string(), "fsync of the database is off, and has to be on");
    assert!(!fsync.may_pass());
}

#[tokio::test]
async fn a_session_that_would_not_wait_for_the_disk_is_refused() {
    let database = Empty::new();
    for (value, is_safe) in
        [("off", false), ("local", false), ("remote_write", false), ("on", true), ("remote_apply", true)]
    {
        database.sql(&format!("ALTER DATABASE {} SET synchronous_commit = {value}", database.name()));

        let opened = PostgresStore::open(&database.address()).await;

        assert_eq!(opened.is_ok(), is_safe, "{value}");
        if let Err(error) = opened {
            let words = format!("synchronous_commit of the database is {value}, and has to be on or remote_apply");
            assert_eq!(error.to_string(), words);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_setting_changed_while_a_server_runs_is_overridden_or_noticed() {
    let cluster = Cluster::start().unwrap();
    let database = Empty::of(&cluster);
    let store = database.open().await;
    let setting = async || {
        let mut turn = store.writer.turn().await.unwrap();
        let setting = sqlx::query_scalar("SHOW synchronous_commit").fetch_one(&mut turn.connection);
        let setting: String = setting.await.unwrap();
        turn.end();
        setting
    };
    let loaded = "SELECT 1 WHERE current_setting('fsync') = 'off'";

    database.sql("ALTER SYSTEM SET synchronous_commit = off");
    database.sql("ALTER SYSTEM SET fsync = off");
    database.sql("SELECT pg_reload_conf()");
    seen(&database, loaded).await;

    assert_eq!(setting().await, "on");
    let noted = store.note_alive(START).await;
    let words = "the store failed: fsync of the database is off now, and has to be on";
    assert_eq!(noted.unwrap_err().to_string(), words);
    assert!(store.append(&sealed(&lot("l1"), 1)).await.is_err(), "the connection was lost with that error");
}

#[tokio::test]
async fn a_database_whose_encoding_lacks_letters_is_refused() {
    let create = "CREATE DATABASE few_letters ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0";
    Cluster::shared().sql("postgres", create).unwrap();
    let address: PostgresAddress = Cluster::shared().url("few_letters").parse().unwrap();

    let refused = PostgresStore::open(&address).await.unwrap_err();

    assert_eq!(refused.to_string(), "server_encoding of the database is LATIN1, and has to be UTF8");
    assert!(!refused.may_pass());
}

#[tokio::test]
async fn a_table_that_is_not_logged_is_refused() {
    let database = Empty::new();
    drop(database.open().await);
    database.sql("ALTER TABLE journal SET UNLOGGED");

    let words = "the table journal of the database is not logged, and has to be LOGGED";
    assert_eq!(refused(&database).await.to_string(), words);
}

#[tokio::test]
async fn a_second_server_is_refused_with_the_process_to_stop() {
    let database = Empty::new();
    let first = database.open().await;

    let error = refused(&database).await;

    assert!(!error.may_pass(), "it has read the journal, and goes on from there");
    let (words, name) = (error.to_string(), database.name());
    assert!(words.starts_with("a fairlot server (process "), "{words}");
    assert!(words.contains(" of user postgres from 127.0.0.1) runs on postgres://postgres@127.0.0.1:"), "{words}");
    assert!(words.ends_with(&format!("/{name}: stop that one first")), "{words}");
    first.append(&sealed(&lot("l1"), 1)).await.unwrap();
    drop(first);
    database.open().await;
}

#[tokio::test]
async fn a_record_that_was_left_out_silently_is_a_failure() {
    let database = Empty::new();
    let store = database.open().await;
    let leaves_out = "CREATE FUNCTION leave_out() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER t BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION leave_out()";
    database.sql(leaves_out);

    let outcome = format!("{:?}", store.append(&sealed(&lot("l1"), 2)).await);

    assert!(outcome.contains("0 of 2 records were written"), "{outcome}");
}

#[tokio::test]
async fn a_lost_connection_fails_the_append_and_all_after_it() {
    let database = Empty::new();
    let address = database.address();
    let store = PostgresStore::open(&address).await.unwrap();
    let records = sealed(&lot("l1"), 3);
    store.append(&records[..1]).await.unwrap();

    database.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    let lost = store.append(&records[1..2]).await;
    let after = store.append(&records[1..2]).await;

    assert!(matches!(lost, Err(StoreError::Failed(_))), "{lost:?}");
    assert!(matches!(after, Err(StoreError::Failed(_))), "{after:?}");
    assert!(store.note_alive(START).await.is_err());
    let again = PostgresStore::open(&address).await.unwrap();
    again.append(&records[1..]).await.unwrap();
    assert_eq!(again.scan(None, 10).await.unwrap(), records);
}

#[tokio::test]
async fn a_connection_that_is_lost_is_noticed_without_a_write() {
    let database = Empty::new();
    let store = database.open().await;
    store.check().await.unwrap();
    assert_eq!(store.last_alive().await.unwrap(), None, "nothing was written");

    database.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );

    assert!(matches!(store.check().await, Err(StoreError::Failed(_))));
}

#[tokio::test]
async fn a_cancelled_write_loses_the_connection() {
    let database = Empty::new();
    let store = database.open().await;
    let records = sealed(&lot("l1"), 2);

    let mut append = Box::pin(store.append(&records[..1]));
    let polled = futures::poll!(&mut append);
    assert!(polled.is_pending(), "{polled:?}");
    drop(append);

    assert!(matches!(store.append(&records[..1]).await, Err(StoreError::Failed(_))));
}

#[tokio::test]
async fn a_server_opens_again_after_a_crash_of_the_database() {
    let cluster = Cluster::start().unwrap();
    let database = Empty::of(&cluster);
    let address = database.address();
    let store = PostgresStore::open(&address).await.unwrap();
    let records = sealed(&lot("l1"), 2);
    store.append(&records[..1]).await.unwrap();

    cluster.kill().unwrap();

    assert!(matches!(store.append(&records[1..]).await, Err(StoreError::Failed(_))));
    assert!(matches!(store.scan(None, 10).await, Err(StoreError::Failed(_))));
    let away = PostgresStore::open(&address).await.unwrap_err();
    assert!(away.may_pass(), "{away}");
    cluster.restart().unwrap();
    let again = PostgresStore::open(&address).await.unwrap();
    assert_eq!(again.scan(None, 10).await.unwrap(), records[..1]);
}

/// As it does in front of a database that is down: the server in front of it, not the database, takes the connection.
#[tokio::test]
async fn a_database_that_ends_each_connection_at_once_is_tried_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: PostgresAddress = format!("postgres://a@{}/f", listener.local_addr().unwrap()).parse().unwrap();
    let ends = async {
        loop {
            drop(listener.accept().await.unwrap());
        }
    };

    let away = tokio::select! {
        opened = PostgresStore::open(&address) => opened.unwrap_err(),
        () = ends => unreachable!("it never stops"),
    };

    assert!(away.may_pass(), "{away}");
}

/// The commit succeeds on this machine; only its warning says that it may be lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_did_not_reach_its_standby_is_in_doubt_until_it_has() {
    let cluster = Cluster::start().unwrap();
    let database = Empty::of(&cluster);
    let address = database.address();
    let store = Arc::new(PostgresStore::open(&address).await.unwrap());
    let records = sealed(&lot("l1"), 2);
    set_standbys(&database, "nobody").await;

    let append = appending(&store, records[..1].to_vec());
    let process = seen(&database, WAITS_FOR_STANDBY).await;
    database.sql(&format!("SELECT pg_cancel_backend({process})"));

    let outcome = append.await.unwrap();
    let Err(StoreError::Failed(words)) = &outcome else { panic!("{outcome:?}") };
    assert!(words.contains("canceling wait for synchronous replication"), "{words}");
    // The record is in the table and would be shown, so no server may open the database before a standby has it.
    assert_eq!(database.sql("SELECT count(*) FROM journal"), "1");
    let still = PostgresStore::open_within(&address, Duration::from_millis(200)).await.unwrap_err();
    assert!(matches!(still, OpenError::Late(_)) && still.may_pass(), "{still}");
    set_standbys(&database, "").await;
    let again = PostgresStore::open(&address).await.unwrap();
    assert_eq!(again.scan(None, 10).await.unwrap(), records[..1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_takes_too_long_is_in_doubt_and_its_connection_is_ended() {
    let cluster = Cluster::start().unwrap();
    let database = Empty::of(&cluster);
    let address = database.address();
    let store = Arc::new(PostgresStore::open_within(&address, Duration::from_millis(300)).await.unwrap());
    let records = sealed(&lot("l1"), 1);
    set_standbys(&database, "nobody").await;

    let outcome = appending(&store, records.clone()).await.unwrap();

    assert_eq!(outcome.unwrap_err().to_string(), "the store failed: no answer within 300ms");
    // It still waits and holds the lock. Another server is refused; this one recognises its own connection.
    let lost = seen(&database, WAITS_FOR_STANDBY).await;
    assert!(matches!(refused(&database).await, OpenError::InUse { .. }));
    let reopen = tokio::spawn(async move { PostgresStore::open(&address).await });
    seen(&database, &format!("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = {lost})")).await;
    set_standbys(&database, "").await;
    assert_eq!(reopen.await.unwrap().unwrap().scan(None, 10).await.unwrap(), records);
}

async fn set_standbys(database: &Empty<'_>, names: &str) {
    database.sql(&format!("ALTER SYSTEM SET synchronous_standby_names = '{names}'"));
    database.sql("SELECT pg_reload_conf()");
    seen(database, &format!("SELECT 1 WHERE current_setting('synchronous_standby_names') = '{names}'")).await;
}
