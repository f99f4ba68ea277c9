//! How an error of PostgreSQL becomes an error of the store.

use crate::journal::StoreError;

/// The outcome is unknown, in the words of the database.
pub(super) fn failed(error: &sqlx::Error) -> StoreError {
    StoreError::Failed(error.to_string().into())
}
