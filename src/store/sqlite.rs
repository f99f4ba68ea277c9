//! The journal and its people in one `SQLite` file.
//!
//! One connection writes, another one moves the write-ahead log into the file, a few read, one of them in the background.
//! A commit is on stable storage when it returns: the settings for that are checked when the file is opened.

mod append;
mod error;
mod filling;
mod lock;
mod names;
mod packed;
mod people;
mod rows;
mod settings;
mod snapshot;
mod store;
mod summaries;
#[cfg(test)]
mod tests;
mod write_ahead_log;

pub use self::filling::SqliteFilling;
pub use self::people::SqlitePeople;
pub use self::snapshot::SqliteSnapshot;
pub use self::store::SqliteStore;
