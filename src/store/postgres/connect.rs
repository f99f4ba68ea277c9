//! Opens connections, and brings the tables up to date before they are used.

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use tokio::time::timeout;

use super::address::PostgresAddress;
use super::{schema, settings};
use crate::store::OpenError;

/// Most connections that read the journal, and read and write people.
const POOLED_MAX: u32 = 4;

/// One connection, or an error when it takes too long.
pub(super) async fn connect(options: PgConnectOptions) -> Result<PgConnection, OpenError> {
    let connection = timeout(settings::CONNECT_WAIT_MAX, options.connect()).await;
    Ok(connection.map_err(|_| OpenError::Late(settings::CONNECT_WAIT_MAX))??)
}

/// Connections that are opened when they are needed.
pub(super) fn pool(address: &PostgresAddress) -> PgPool {
    let pool = PgPoolOptions::new().max_connections(POOLED_MAX).acquire_timeout(settings::CONNECT_WAIT_MAX);
    pool.connect_lazy_with(settings::pooled(address))
}

/// Brings the tables up to date; returns the connection that has done it.
pub(super) async fn migrate(address: &PostgresAddress) -> Result<PgConnection, OpenError> {
    let mut connection = connect(settings::patient(address)).await?;
    schema::bring_up_to_date(&mut connection, address).await?;
    Ok(connection)
}
