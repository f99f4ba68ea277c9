//! How an error of `SQLite` becomes an error of the store.

use crate::journal::StoreError;

/// The outcome is unknown, in the words of the database.
#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
pub(super) fn failed(error: sqlx::Error) -> StoreError {
    StoreError::Failed(error.to_string().into())
}
