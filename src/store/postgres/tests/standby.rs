//! A standby beside the server that has the database open.

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::*;

/// The connection of the server that has the database open, in the words of a query.
const SERVER: &str = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// A standby that has begun to wait.
struct Waiting(JoinHandle<Result<PostgresStore, OpenError>>);

impl Waiting {
    async fn on(database: &Empty<'_>) -> Self {
        let address = database.address();
        let (waits, begun) = oneshot::channel();
        let waits = std::sync::Mutex::new(Some(waits));
        let standby = tokio::spawn(async move {
            let on_waiting = move || waits.lock().unwrap().take().unwrap().send(()).unwrap();
            PostgresStore::stand_by(&address, &on_waiting).await
        });
        begun.await.unwrap();
        Self(standby)
    }

    async fn takes_over(self) -> PostgresStore {
        self.0.await.unwrap().unwrap()
    }
}

/// A setting of the connection that writes.
async fn setting(store: &PostgresStore, name: &str) -> String {
    let mut turn = store.writer.turn().await.unwrap();
    let setting = sqlx::query_scalar("SELECT current_setting($1)").bind(name).fetch_one(&mut turn.connection);
    let setting = setting.await.unwrap();
    turn.end();
    setting
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_changes_nothing_before_the_place_is_free() {
    let database = Empty::new();
    let first = database.address();
    let mut first = connect::connect(settings::writer(&first)).await.unwrap();
    assert!(lock::try_take(&mut first).await.unwrap());

    let standby = Waiting::on(&database).await;

    assert_eq!(database.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    let waits = "SELECT count(*), count(backend_xmin) FROM pg_stat_activity JOIN pg_locks USING (pid)
                 WHERE locktype = 'advisory' AND mode = 'ShareLock' AND datname = current_database()";
    assert_eq!(database.sql(waits), "1|0", "it keeps no old row from being removed");
    drop(first);
    standby.takes_over().await.append(&sealed(&lot("l1"), 1)).await.unwrap();
}

#[tokio::test]
async fn a_standby_takes_over_where_no_server_runs() {
    let database = Empty::new();

    let store = PostgresStore::stand_by(&database.address(), &|| panic!("there is nothing to wait for")).await.unwrap();

    store.append(&sealed(&lot("l1"), 1)).await.unwrap();
    assert_eq!(
        database.sql(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        "0",
        "it is no standby now"
    );
}

/// Also where the server that has lost its connection is the first to come back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_comes_back_finds_that_the_standby_went_first() {
    let database = Empty::new();
    let address = database.address();
    let first = PostgresStore::open(&address).await.unwrap();
    let records = sealed(&lot("l1"), 2);
    first.append(&records[..1]).await.unwrap();
    let standby = Waiting::on(&database).await;

    let ends = "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
                AND mode = 'ExclusiveLock' AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
                END $$";
    let came_back = async {
        database.sql(ends);
        PostgresStore::open(&address).await
    };
    let (came_back, store) = tokio::join!(came_back, standby.takes_over());

    let refused = came_back.unwrap_err();
    assert!(matches!(refused, OpenError::InUse { .. }) && !refused.may_pass(), "{refused}");
    assert!(matches!(first.append(&records[1..]).await, Err(StoreError::Failed(_))));
    store.append(&records[1..]).await.unwrap();
    assert_eq!(store.scan(None, 10).await.unwrap(), records);
}

#[tokio::test]
async fn a_standby_that_does_not_take_over_is_waited_for_a_moment_only() {
    let database = Empty::new();
    let mut stuck = connect::connect(settings::writer(&database.address())).await.unwrap();
    lock::stand_by(&mut stuck).await.unwrap();
    let since = Instant::now();

    let opened = PostgresStore::open(&database.address()).await;

    assert!(opened.is_ok() && Duration::from_secs(1) <= since.elapsed(), "{opened:?}");
}

/// The database ends a session that is silent, but only while that makes room for somebody.
#[tokio::test]
async fn a_heartbeat_beside_a_standby_bounds_the_silence_of_its_session() {
    let database = Empty::new();
    let store = database.open().await;
    let mut standby = connect::connect(settings::writer(&database.address())).await.unwrap();
    let mut found = Vec::new();

    store.check().await.unwrap();
    found.push(setting(&store, "idle_session_timeout").await);
    lock::stand_by(&mut standby).await.unwrap();
    store.check().await.unwrap();
    found.push(setting(&store, "idle_session_timeout").await);
    lock::stand_by_no_more(&mut standby).await.unwrap();
    store.note_alive(START).await.unwrap();
    found.push(setting(&store, "idle_session_timeout").await);
    lock::stand_by(&mut standby).await.unwrap();
    store.note_alive(START).await.unwrap();
    found.push(setting(&store, "idle_session_timeout").await);

    assert_eq!(found, ["0", "8s", "0", "8s"]);
    assert_eq!(store.last_alive().await.unwrap(), Some(START));
}

/// A machine that is gone answers no probe: the kernel under the database ends its connection at the third.
#[tokio::test]
async fn the_database_probes_a_client_that_is_silent() {
    let store = Empty::new().open().await;

    for (name, value) in [
        ("tcp_keepalives_idle", "3"),
        ("tcp_keepalives_interval", "2"),
        ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "8000"),
        ("client_connection_check_interval", "1s"),
    ] {
        assert_eq!(setting(&store, name).await, value, "{name}");
    }
}

#[tokio::test]
async fn a_standby_of_an_earlier_version_is_refused_at_once() {
    let database = Empty::new();
    let _first = database.open().await;
    database.sql(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                  VALUES (9999, 'of a later version', true, '', 0)",
    );

    let refused = PostgresStore::check_for_standby(&database.address()).await.unwrap_err();

    assert!(matches!(refused, OpenError::Migrate(_)) && !refused.may_pass(), "{refused}");
}

/// The tables of an earlier version stay as they are while its server runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_of_a_later_version_migrates_only_when_it_takes_over() {
    let database = Empty::new();
    let first = database.open().await;
    let newest = database.sql("SELECT max(version) FROM _sqlx_migrations");
    let undone = crate::store::migrate::postgres();
    let undo = undone.iter().find(|one| one.version.to_string() == newest && one.migration_type.is_down_migration());
    database.sql(undo.unwrap().sql.as_str());
    database.sql(&format!("DELETE FROM _sqlx_migrations WHERE version = {newest}"));

    let standby = Waiting::on(&database).await;

    assert_ne!(database.sql("SELECT max(version) FROM _sqlx_migrations"), newest);
    drop(first);
    standby.takes_over().await;
    assert_eq!(database.sql("SELECT max(version) FROM _sqlx_migrations"), newest);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_standby_that_loses_its_connection_may_begin_again() {
    let database = Empty::new();
    let _first = database.open().await;
    let standby = Waiting::on(&database).await;

    database.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );

    let lost = standby.0.await.unwrap().unwrap_err();
    assert!(lost.may_pass(), "{lost}");
    assert_ne!(database.sql(SERVER), "", "the server that runs was not disturbed");
}
