//! One server per database: an advisory lock that is held as long as the connection that writes.
//!
//! The lock is free only once every statement of its connection is done or undone. So the next holder reads the final
//! state, also of a commit whose answer was lost. A server that waits as a standby holds a second lock, which only says that
//! it is there.

use std::time::Duration;

use sqlx::Row;
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnection, PgRow};
use tokio::time::{Instant, sleep};

use super::address::PostgresAddress;
use crate::store::OpenError;

/// The bytes of "fairlot" and a zero byte, as a number.
const KEY: i64 = 0x6661_6972_6c6f_7400;

/// The key of the lock that every standby shares.
pub(super) const STANDBY_KEY: i64 = KEY + 1;

/// How long this server waits for its own lost connection to end.
const OWN_WAIT_MAX: Duration = Duration::from_secs(10);

/// How long this server waits for another server's connection to end: enough after a kill.
const OTHERS_WAIT_MAX: Duration = Duration::from_secs(2);

/// How long a lock that is free is left to a standby, which needs a tenth of it.
const GIVE_WAY_MAX: Duration = Duration::from_secs(1);

/// How often it is looked whether the standby has the lock.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The holders of both locks. Of another role's connection only the process may be visible.
const HOLDERS: &str = "SELECT pg_locks.pid, application_name, usename::text, host(client_addr),
        (classid::bigint << 32) | objid::bigint
    FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32) | objid::bigint IN ($1, $2)";

/// The connection that holds the lock.
#[derive(Debug)]
struct LockHolder {
    process: i32,
    /// It is one of this server.
    is_own: bool,
    /// As in `123 of user app from 10.0.0.7`.
    words: String,
}

/// Who holds what.
#[derive(Debug)]
struct Locks {
    holder: Option<LockHolder>,
    standby_waits: bool,
}

/// Takes the lock until the connection ends. Where it is free, a standby that waits for it goes first: a server that comes
/// back would otherwise take it from a standby now and then, by chance.
pub(super) async fn take(connection: &mut PgConnection, address: &PostgresAddress) -> Result<(), OpenError> {
    let locks = look(connection, address).await?;
    let is_own = locks.holder.as_ref().is_some_and(|holder| holder.is_own);
    if let Some(LockHolder { process, is_own: true, .. }) = locks.holder {
        end(connection, process).await;
    }
    if locks.standby_waits {
        give_way(connection, address).await?;
    }
    if try_take(connection).await? {
        return Ok(());
    }
    wait(connection, if is_own { OWN_WAIT_MAX } else { OTHERS_WAIT_MAX }, address).await
}

/// Takes the lock if it is free at this moment.
pub(super) async fn try_take(connection: &mut PgConnection) -> Result<bool, OpenError> {
    Ok(sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(KEY).fetch_one(connection).await?)
}

/// Lets other servers see that a standby waits, until the connection ends or [`stand_by_no_more`].
pub(super) async fn stand_by(connection: &mut PgConnection) -> Result<(), OpenError> {
    let share = sqlx::query("SELECT pg_advisory_lock_shared($1)").bind(STANDBY_KEY);
    Ok(share.execute(connection).await.map(drop)?)
}

/// Ends what [`stand_by`] began.
pub(super) async fn stand_by_no_more(connection: &mut PgConnection) -> Result<(), OpenError> {
    let end = sqlx::query("SELECT pg_advisory_unlock_shared($1)").bind(STANDBY_KEY);
    Ok(end.execute(connection).await.map(drop)?)
}

/// Who holds the lock, for people to read. None where it is free.
pub(super) async fn holder(
    connection: &mut PgConnection,
    address: &PostgresAddress,
) -> Result<Option<String>, OpenError> {
    Ok(look(connection, address).await?.holder.map(|holder| holder.words))
}

async fn look(connection: &mut PgConnection, address: &PostgresAddress) -> Result<Locks, sqlx::Error> {
    let rows = sqlx::query(HOLDERS).bind(KEY).bind(STANDBY_KEY).fetch_all(connection).await?;
    let mut locks = Locks { holder: None, standby_waits: false };
    for row in rows {
        if row.try_get::<i64, _>(4)? == STANDBY_KEY {
            locks.standby_waits = true;
        } else {
            let is_own = row.try_get::<Option<&str>, _>(1)? == Some(address.identity());
            locks.holder = Some(LockHolder { process: row.try_get(0)?, is_own, words: description(&row)? });
        }
    }
    Ok(locks)
}

/// Returns once another server has the lock, no standby waits any more, or the standby that waits does not take it.
async fn give_way(connection: &mut PgConnection, address: &PostgresAddress) -> Result<(), OpenError> {
    let until = Instant::now() + GIVE_WAY_MAX;
    while Instant::now() < until {
        let locks = look(connection, address).await?;
        if !locks.standby_waits || locks.holder.is_some_and(|holder| !holder.is_own) {
            return Ok(());
        }
        sleep(LOOK_EVERY).await;
    }
    tracing::warn!("a standby waits, but does not take over");
    Ok(())
}

/// Ends a connection that this server has lost. It may be waiting for a standby. Where the role may not end it, it ends by
/// itself, or the wait for the lock fails.
async fn end(connection: &mut PgConnection, process: i32) {
    let ended = sqlx::query("SELECT pg_terminate_backend($1)").bind(process).execute(connection).await;
    if let Err(error) = ended {
        tracing::warn!(%error, process, "the lost connection to the database cannot be ended from here");
    }
}

async fn wait(connection: &mut PgConnection, wait_max: Duration, address: &PostgresAddress) -> Result<(), OpenError> {
    set_lock_timeout(connection, wait_max).await?;
    match sqlx::query("SELECT pg_advisory_lock($1)").bind(KEY).execute(&mut *connection).await {
        Ok(_) => Ok(set_lock_timeout(connection, Duration::ZERO).await?),
        Err(error) if error.as_database_error().and_then(DatabaseError::code).as_deref() == Some("55P03") => {
            Err(match look(connection, address).await?.holder {
                Some(LockHolder { is_own: false, words: holder, .. }) => {
                    OpenError::InUse { database: address.to_string(), holder }
                }
                Some(LockHolder { is_own: true, .. }) | None => OpenError::NotFree(address.to_string()),
            })
        }
        Err(error) => Err(error.into()),
    }
}

async fn set_lock_timeout(connection: &mut PgConnection, wait_max: Duration) -> Result<(), sqlx::Error> {
    let set = sqlx::query("SELECT set_config('lock_timeout', $1, false)").bind(format!("{}ms", wait_max.as_millis()));
    set.execute(connection).await.map(|_| ())
}

/// As in `123 of user app from 10.0.0.7`.
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
