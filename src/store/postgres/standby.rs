//! A server that waits until the lock of another one is free, and changes nothing before it has it.
//!
//! It asks for the lock again and again. A statement that waits for the lock would keep the database from removing old rows
//! for as long as it waits, which may be weeks.

use std::time::Duration;

use sqlx::postgres::PgConnection;
use tokio::time::{sleep, timeout};

use super::address::PostgresAddress;
use super::connect::connect;
use super::{lock, schema, settings};
use crate::store::OpenError;

/// How often it asks for the lock.
const ASK_EVERY: Duration = Duration::from_millis(100);

/// How long the database may take to answer; then the connection counts as lost.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(5);

/// Connects, and refuses what it could not use as a server later.
pub(super) async fn check(address: &PostgresAddress) -> Result<PgConnection, OpenError> {
    let mut connection = connect(settings::writer(address)).await?;
    in_time(async {
        settings::assert_safe(&mut connection).await?;
        schema::look(&mut connection, address).await
    })
    .await?;
    settings::look_for_client(&mut connection).await;
    Ok(connection)
}

/// Returns a connection that holds the lock, once no other server does. Calls `on_waiting` when it begins to wait.
pub(super) async fn wait(
    address: &PostgresAddress,
    on_waiting: &(dyn Fn() + Send + Sync),
) -> Result<PgConnection, OpenError> {
    let mut connection = check(address).await?;
    in_time(lock::stand_by(&mut connection)).await?;
    if !in_time(lock::try_take(&mut connection)).await? {
        let holder = in_time(lock::holder(&mut connection, address)).await?.unwrap_or_default();
        tracing::info!(holder, "waits as a standby until the database connection of the server that runs ends");
        on_waiting();
        loop {
            sleep(ASK_EVERY).await;
            if in_time(lock::try_take(&mut connection)).await? {
                break;
            }
        }
    }
    tracing::info!("no other server holds the database: this one takes over");
    in_time(async {
        lock::stand_by_no_more(&mut connection).await?;
        // What was safe when the wait began may have been changed since.
        settings::assert_safe(&mut connection).await
    })
    .await?;
    Ok(connection)
}

async fn in_time<T>(work: impl Future<Output = Result<T, OpenError>>) -> Result<T, OpenError> {
    timeout(ANSWER_WAIT_MAX, work).await.map_err(|_| OpenError::Late(ANSWER_WAIT_MAX))?
}
