//! Stable storage in SQL: what `journal` and `auth` ask of a database.
//!
//! The only module with SQL. It sees records as columns and texts, and never interprets them.

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
pub use postgres::{
    COMMIT_WAIT_MAX, PostgresAddress, PostgresFilling, PostgresPeople, PostgresSnapshot, PostgresStore,
};
pub use sqlite::{SqliteFilling, SqlitePeople, SqliteSnapshot, SqliteStore};
