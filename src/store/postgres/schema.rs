//! Brings the tables up to date where the user may change them, otherwise says which command to run.
//!
//! The server's own user should only be able to add records. It then cannot change tables either.

use std::collections::BTreeMap;

use sqlx::error::DatabaseError;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgConnection;

use super::address::PostgresAddress;
use crate::store::{OpenError, migrate};

/// Runs the migrations that are missing. Two calls at the same moment wait for each other.
pub(super) async fn bring_up_to_date(
    connection: &mut PgConnection,
    address: &PostgresAddress,
) -> Result<(), OpenError> {
    let migrator = migrate::postgres();
    let outdated = || OpenError::Outdated { database: address.to_string(), user: address.user().to_owned() };
    match is_current(connection, &migrator).await {
        Ok(true) => return Ok(()),
        Ok(false) => {}
        Err(error) if is_forbidden(&error) => return Err(outdated()),
        Err(error) => return Err(error.into()),
    }
    // Not `run`: with it the compiler cannot prove that this future is `Send`.
    match migrator.run_direct(None, connection, false).await {
        Ok(()) => Ok(()),
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) if is_forbidden(&error) => {
            Err(outdated())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether exactly these migrations have been run.
async fn is_current(connection: &mut PgConnection, migrator: &Migrator) -> Result<bool, sqlx::Error> {
    let table = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";
    if !sqlx::query_scalar::<_, bool>(table).fetch_one(&mut *connection).await? {
        return Ok(false);
    }
    let run = "SELECT version, checksum FROM _sqlx_migrations WHERE success";
    let run: Vec<(i64, Vec<u8>)> = sqlx::query_as(run).fetch_all(connection).await?;
    let due = migrator.iter().filter(|migration| migration.migration_type.is_up_migration());
    let due: BTreeMap<i64, Vec<u8>> = due.map(|migration| (migration.version, migration.checksum.to_vec())).collect();
    Ok(run.into_iter().collect::<BTreeMap<_, _>>() == due)
}

fn is_forbidden(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(DatabaseError::code).as_deref() == Some("42501")
}
