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

/// Looks at the tables and changes nothing, for a server that may change them later: says what it would do then.
///
/// # Errors
/// Tables of a later version, which this one cannot use; and tables that the user may not look at.
pub(super) async fn look(connection: &mut PgConnection, address: &PostgresAddress) -> Result<(), OpenError> {
    let migrator = migrate::postgres();
    let run = match run(connection).await {
        Ok(run) => run,
        Err(error) if is_forbidden(&error) => {
            return Err(OpenError::Outdated { database: address.to_string(), user: address.user().to_owned() });
        }
        Err(error) => return Err(error.into()),
    };
    let due = due(&migrator);
    if let Some(later) = run.keys().find(|version| !due.contains_key(version)) {
        return Err(MigrateError::VersionMissing(*later).into());
    }
    if run != due {
        tracing::warn!("the tables are those of an earlier version; they are changed once no other server uses them");
    }
    Ok(())
}

/// Whether exactly these migrations have been run.
async fn is_current(connection: &mut PgConnection, migrator: &Migrator) -> Result<bool, sqlx::Error> {
    Ok(run(connection).await? == due(migrator))
}

/// The migrations that have been run, by version, with their checksums.
async fn run(connection: &mut PgConnection) -> Result<BTreeMap<i64, Vec<u8>>, sqlx::Error> {
    let table = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";
    if !sqlx::query_scalar::<_, bool>(table).fetch_one(&mut *connection).await? {
        return Ok(BTreeMap::new());
    }
    let run = "SELECT version, checksum FROM _sqlx_migrations WHERE success";
    let run: Vec<(i64, Vec<u8>)> = sqlx::query_as(run).fetch_all(connection).await?;
    Ok(run.into_iter().collect())
}

/// All migrations of this version.
fn due(migrator: &Migrator) -> BTreeMap<i64, Vec<u8>> {
    let due = migrator.iter().filter(|migration| migration.migration_type.is_up_migration());
    due.map(|migration| (migration.version, migration.checksum.to_vec())).collect()
}

fn is_forbidden(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(DatabaseError::code).as_deref() == Some("42501")
}
