//! A new database that is filled from another one, in one transaction.
//!
//! Until that transaction is committed no other connection sees anything, and any end before the commit leaves an empty
//! database. So nothing has to be marked, resumed or cleaned up.

use futures::future::BoxFuture;

use super::OpenError;
use crate::auth::people::{
    Choices, Enrolled, KeptFactor, KeptReadiness, Organisation, People, PeopleError, SecurityEvent,
};
use crate::auth::{PeopleKey, ServerKey};
use crate::ids::PersonId;
use crate::journal::{Store, StoreError};

/// People in one page.
const PAGE_PEOPLE: u32 = 500;

/// Security events in one page.
const PAGE_EVENTS: u32 = 500;

/// A database that was empty when it was opened; no server can start on it meanwhile. Reads see the records that were
/// appended, although they are not committed yet. After any error it must be dropped: its transaction may hold a part of
/// the failed operation.
pub trait Filling: Store {
    /// Adds a person.
    fn enrol(&self, person: Enrolled) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Adds a person's second factor, as it is stored.
    fn keep_factor<'a>(&'a self, person: &'a PersonId, factor: KeptFactor) -> BoxFuture<'a, Result<(), PeopleError>>;

    /// Stores what a person chose.
    fn keep_choices<'a>(&'a self, person: &'a PersonId, choices: Choices) -> BoxFuture<'a, Result<(), PeopleError>>;

    /// Names an organisation.
    fn keep_organisation(&self, organisation: Organisation) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Notes how ready a bidder is.
    fn keep_readiness(&self, readiness: KeptReadiness) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Adds a security event.
    fn keep_security_event(&self, event: SecurityEvent) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Stores the key that signs tokens in the place that this database has for it.
    fn keep_key<'a>(&'a self, key: &'a ServerKey) -> BoxFuture<'a, Result<(), OpenError>>;

    /// Stores the key under which secrets of people are sealed in the place that this database has for it.
    fn keep_people_key<'a>(&'a self, key: &'a PeopleKey) -> BoxFuture<'a, Result<(), OpenError>>;

    /// Commits everything; it is on stable storage when this returns.
    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<(), StoreError>>;
}

/// Copies all people with their second factors and choices, names of organisations, how ready bidders are, and security
/// events; returns the number of people. Links, invitations and sessions are not copied: they expire within days.
///
/// # Errors
/// [`PeopleError`] of either side.
pub async fn copy_people(from: &dyn People, to: &dyn Filling) -> Result<u64, PeopleError> {
    for organisation in from.organisations().await? {
        to.keep_organisation(organisation).await?;
    }
    for readiness in from.all_readiness().await? {
        to.keep_readiness(readiness).await?;
    }
    copy_security_events(from, to).await?;
    let (mut after, mut copied) = (None, 0);
    loop {
        let page = from.page(after.as_ref(), PAGE_PEOPLE).await?;
        let Some(last) = page.last() else { return Ok(copied) };
        after = Some(last.person.id.clone());
        copied += page.len() as u64;
        for enrolled in page {
            let id = enrolled.person.id.clone();
            to.enrol(enrolled).await?;
            if let Some(factor) = from.second_factor(&id).await? {
                to.keep_factor(&id, factor).await?;
            }
            if let Some(choices) = from.choices(&id).await? {
                to.keep_choices(&id, choices).await?;
            }
        }
    }
}

async fn copy_security_events(from: &dyn People, to: &dyn Filling) -> Result<(), PeopleError> {
    let mut before: Option<String> = None;
    loop {
        let page = from.security_events(before.as_deref(), PAGE_EVENTS).await?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.id.clone());
        for event in page {
            to.keep_security_event(event).await?;
        }
    }
}
