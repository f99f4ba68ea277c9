//! A new database that is being filled from another one, in one transaction.
//!
//! That transaction is the whole protection: until it is committed nobody else sees anything, and whatever ends the
//! filling before leaves an empty database. So there is nothing to mark, to resume or to clean up.

use futures::future::BoxFuture;

use super::OpenError;
use crate::auth::{Enrolled, People, PeopleError, ServerKey};
use crate::journal::{Store, StoreError};

/// People that are read at a time.
const PAGE_PEOPLE: u32 = 500;

/// A database that held nothing when it was opened; no server can be started on it meanwhile. As a store it gives back
/// what it was given, though nothing of it is committed. After any error it is to be dropped: a part of what failed may
/// stand in its transaction.
pub trait Filling: Store {
    /// Adds a person.
    fn enrol(&self, person: Enrolled) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Puts the key that signs tokens where this database keeps its own.
    fn keep_key<'a>(&'a self, key: &'a ServerKey) -> BoxFuture<'a, Result<(), OpenError>>;

    /// Commits all of it; on stable storage when it returns.
    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<(), StoreError>>;
}

/// Copies everybody, and returns how many; neither links nor sessions, which run out by themselves within a day.
///
/// # Errors
/// [`PeopleError`] of either side.
pub async fn copy_people(from: &dyn People, to: &dyn Filling) -> Result<u64, PeopleError> {
    let (mut after, mut copied) = (None, 0);
    loop {
        let page = from.page(after.as_ref(), PAGE_PEOPLE).await?;
        let Some(last) = page.last() else { return Ok(copied) };
        after = Some(last.person.id.clone());
        copied += page.len() as u64;
        for person in page {
            to.enrol(person).await?;
        }
    }
}
