//! Stable storage: SQL and only SQL.
//!
//! Implements what `journal` and `auth` ask for. It knows records as columns and texts; what they mean is known elsewhere.

mod columns;
mod database;
mod filling;
mod migrate;
mod open;
mod people;
mod postgres;
mod sqlite;
#[cfg(test)]
mod testing;

pub use database::{Database, Opened};
pub use filling::{Filling, copy_people};
pub use open::OpenError;
pub use people::SqlitePeople;
pub use postgres::{
    COMMIT_WAIT_MAX, PostgresAddress, PostgresFilling, PostgresPeople, PostgresSnapshot, PostgresStore,
};
pub use sqlite::{SqliteFilling, SqliteSnapshot, SqliteStore};
