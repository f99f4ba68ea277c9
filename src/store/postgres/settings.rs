//! The settings of connections, and the checks of a connection and its database.

use std::time::Duration;

use sqlx::Row;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};

use super::address::PostgresAddress;
use crate::store::OpenError;

/// How long a new connection may take.
pub(super) const CONNECT_WAIT_MAX: Duration = Duration::from_secs(10);

/// Version 14 has `idle_session_timeout`, which the connections use; older versions are no longer maintained.
const VERSION_MIN: i32 = 140_000;

/// The settings that decide whether a commit is on stable storage when it returns, and whether every text can be stored.
const FOUND: &str = "SELECT current_setting('server_version_num')::int, current_setting('server_version'),
    pg_is_in_recovery(), current_setting('fsync'), current_setting('full_page_writes'),
    current_setting('synchronous_commit'), current_setting('client_min_messages'), current_setting('server_encoding')";

/// Of every connection. The database notices a client whose machine is gone within 9 seconds, so that its lock becomes
/// free: at the third probe, because by then the time for unanswered data is over as well. The driver sets nothing of
/// this kind for its own side of the connection; there the heartbeat has a time limit.
const SHARED: [(&str, &str); 6] = [
    ("client_min_messages", "warning"),
    ("idle_session_timeout", "0"),
    ("tcp_keepalives_idle", "3"),
    ("tcp_keepalives_interval", "2"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "8000"),
];

/// A client that ends while its statement waits is noticed after this time, and not only once the statement is done.
const LOOK_FOR_CLIENT: &str = "SELECT set_config('client_connection_check_interval', '1s', false)";

/// Of connections that serve bids and pages. The database gives up shortly after its client has.
const SERVING: [(&str, &str); 2] = [("statement_timeout", "30s"), ("idle_in_transaction_session_timeout", "30s")];

/// Of connections that read page after page. Each page is planned anew, because a generic plan might sort the journal.
const PAGING: [(&str, &str); 1] = [("plan_cache_mode", "force_custom_plan")];

/// Of a connection that reads one snapshot for a long time.
const PATIENT: [(&str, &str); 2] = [("statement_timeout", "0"), ("idle_in_transaction_session_timeout", "0")];

/// The connection that writes streams.
pub(super) fn writer(address: &PostgresAddress) -> PgConnectOptions {
    address.with(&[&SHARED[..], &SERVING].concat())
}

/// Connections that read the journal, and read and write people.
pub(super) fn pooled(address: &PostgresAddress) -> PgConnectOptions {
    address.with(&[&SHARED[..], &SERVING, &PAGING].concat())
}

/// A connection for one command: it reads all, or changes tables.
pub(super) fn patient(address: &PostgresAddress) -> PgConnectOptions {
    address.with(&[&SHARED[..], &PATIENT, &PAGING].concat())
}

/// Refuses a database whose commits would not be on stable storage when they return. Fixes the value of
/// `synchronous_commit` for this connection.
pub(super) async fn assert_safe(connection: &mut PgConnection) -> Result<(), OpenError> {
    let found = sqlx::query(FOUND).fetch_one(&mut *connection).await?;
    if found.try_get::<i32, _>(0)? < VERSION_MIN {
        let found = found.try_get(1)?;
        return Err(OpenError::Unsafe { setting: "PostgreSQL's version", found, due: "14 or later" });
    }
    if found.try_get(2)? {
        return Err(OpenError::Standby);
    }
    assert_setting("fsync", &found, 3, "on", |fsync| fsync == "on")?;
    assert_setting("full_page_writes", &found, 4, "on", |writes| writes == "on")?;
    let waits = |commit: &str| matches!(commit, "on" | "remote_apply");
    assert_setting("synchronous_commit", &found, 5, "on or remote_apply", waits)?;
    let tells = |messages: &str| messages == "warning";
    assert_setting("client_min_messages", &found, 6, "warning", tells)?;
    // Another encoding lacks some letters: a record with such a letter would fail, and with it the server.
    assert_setting("server_encoding", &found, 7, "UTF8", |encoding| encoding == "UTF8")?;

    // A value set in the session stays, whatever is later set for the role, the database or the server.
    let pin = "SELECT set_config('synchronous_commit', $1, false)";
    sqlx::query(pin).bind(found.try_get::<&str, _>(5)?).execute(&mut *connection).await?;
    Ok(())
}

/// Makes the database look for its client while a statement runs. Not one of the settings with which the connection is
/// opened: a database on some systems cannot do it, and would refuse the connection.
pub(super) async fn look_for_client(connection: &mut PgConnection) {
    if let Err(error) = sqlx::query(LOOK_FOR_CLIENT).execute(connection).await {
        tracing::info!(%error, "the database notices the end of this server only between two statements");
    }
}

/// Refuses a journal that a crash of the database would empty.
pub(super) async fn assert_logged(connection: &mut PgConnection) -> Result<(), OpenError> {
    let persistence = "SELECT relpersistence::text FROM pg_class WHERE oid = 'journal'::regclass";
    let persistence: String = sqlx::query_scalar(persistence).fetch_one(connection).await?;
    if persistence == "p" {
        return Ok(());
    }
    Err(OpenError::Unsafe { setting: "the table journal", found: "not logged".to_owned(), due: "LOGGED" })
}

fn assert_setting(
    setting: &'static str,
    row: &PgRow,
    column: usize,
    due: &'static str,
    is_due: impl FnOnce(&str) -> bool,
) -> Result<(), OpenError> {
    let found: String = row.try_get(column)?;
    if is_due(&found) { Ok(()) } else { Err(OpenError::Unsafe { setting, found, due }) }
}
