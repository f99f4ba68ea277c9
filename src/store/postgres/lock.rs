//! One server per database: an advisory lock that is held as long as the connection that writes.
//!
//! The lock is free only once every statement of its connection is done or undone. So the next holder reads the final
//! state, also of a commit whose answer was lost.

use std::time::Duration;

use sqlx::Row;
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnection, PgRow};

use super::address::PostgresAddress;
use crate::store::OpenError;

/// The bytes of "fairlot" and a zero byte, as a number.
const KEY: i64 = 0x6661_6972_6c6f_7400;

/// How long this server waits for its own lost connection to end.
const OWN_WAIT_MAX: Duration = Duration::from_secs(10);

/// How long this server waits for another server's connection to end: enough after a kill.
const OTHERS_WAIT_MAX: Duration = Duration::from_secs(2);

/// The holder of the lock. Of another role's connection only the process may be visible.
const HOLDER: &str = "SELECT pg_locks.pid, application_name, usename::text, host(client_addr)
    FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32) | objid::bigint = $1";

/// Takes the lock until the connection ends.
pub(super) async fn take(connection: &mut PgConnection, address: &PostgresAddress) -> Result<(), OpenError> {
    let taken = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(KEY).fetch_one(&mut *connection).await?;
    if taken {
        return Ok(());
    }
    let holder = sqlx::query(HOLDER).bind(KEY).fetch_optional(&mut *connection).await?;
    let Some(holder) = holder else { return wait(connection, OTHERS_WAIT_MAX, address, "that is just ending").await };
    let is_own = holder.try_get::<Option<&str>, _>(1)? == Some(address.identity());
    if is_own {
        end(connection, holder.try_get(0)?).await;
    }
    let wait_max = if is_own { OWN_WAIT_MAX } else { OTHERS_WAIT_MAX };
    wait(connection, wait_max, address, &description(&holder)?).await
}

/// Ends a connection that this server has lost. It may be waiting for a standby. Where the role may not end it, it ends by
/// itself, or the wait for the lock fails.
async fn end(connection: &mut PgConnection, process: i32) {
    let ended = sqlx::query("SELECT pg_terminate_backend($1)").bind(process).execute(connection).await;
    if let Err(error) = ended {
        tracing::warn!(%error, process, "the lost connection to the database cannot be ended from here");
    }
}

async fn wait(
    connection: &mut PgConnection,
    wait_max: Duration,
    address: &PostgresAddress,
    holder: &str,
) -> Result<(), OpenError> {
    set_lock_timeout(connection, wait_max).await?;
    match sqlx::query("SELECT pg_advisory_lock($1)").bind(KEY).execute(&mut *connection).await {
        Ok(_) => Ok(set_lock_timeout(connection, Duration::ZERO).await?),
        Err(error) if error.as_database_error().and_then(DatabaseError::code).as_deref() == Some("55P03") => {
            Err(OpenError::InUse { database: address.to_string(), holder: holder.to_owned() })
        }
        Err(error) => Err(error.into()),
    }
}

async fn set_lock_timeout(connection: &mut PgConnection, wait_max: Duration) -> Result<(), sqlx::Error> {
    let set = sqlx::query("SELECT set_config('lock_timeout', $1, false)").bind(format!("{}ms", wait_max.as_millis()));
    set.execute(connection).await.map(|_| ())
}

/// As in `process 123 of user app from 10.0.0.7`.
fn description(holder: &PgRow) -> Result<String, sqlx::Error> {
    let mut words = holder.try_get::<i32, _>(0)?.to_string();
    for (before, column) in [(" of user ", 2), (" from ", 3)] {
        if let Some(text) = holder.try_get::<Option<&str>, _>(column)? {
            words.push_str(before);
            words.push_str(text);
        }
    }
    Ok(words)
}
