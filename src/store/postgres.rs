//! The journal and its people in a PostgreSQL database.
//!
//! One connection writes, a few read. A commit is on stable storage when it returns, and on that of the synchronous
//! standbys where there are any. The settings for that are checked when the database is opened, with each heartbeat, and
//! with each check of the database. The connection that writes holds a lock against other servers.

mod address;
mod append;
mod connect;
mod error;
mod filling;
mod key;
mod lock;
mod notices;
mod people;
mod rows;
mod schema;
mod sealing_key;
mod settings;
mod snapshot;
mod standby;
mod store;
mod summaries;
#[cfg(test)]
mod tests;
mod writer;

pub use self::address::PostgresAddress;
pub use self::filling::PostgresFilling;
pub use self::people::PostgresPeople;
pub use self::snapshot::PostgresSnapshot;
pub use self::store::PostgresStore;
pub use self::writer::COMMIT_WAIT_MAX;
