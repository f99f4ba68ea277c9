//! The keys of requests that have changed events, with the records of the changes.
//!
//! A fold over the records of all streams of events, the same in recovery and at run time. A refused request leaves no
//! record, so its key is not kept.

use std::collections::BTreeMap;

use super::request::RecordPlace;
use crate::engine::answer::Denied;
use crate::idempotency::{IdempotencyKey, KeyText, RequestPrint};
use crate::ids::PersonId;

/// Every key, by the person who sent it.
#[derive(Debug, Default)]
pub(super) struct KeyIndex(BTreeMap<(PersonId, KeyText), FirstRequest>);

/// The request that a key was first sent with, and what it led to.
#[derive(Debug)]
struct FirstRequest {
    print: RequestPrint,
    place: RecordPlace,
}

impl KeyIndex {
    /// Notes the record of a request that has a key.
    pub(super) fn note(&mut self, person: &PersonId, idempotency: IdempotencyKey, place: RecordPlace) {
        let IdempotencyKey { key, print } = idempotency;
        self.0.insert((person.clone(), key), FirstRequest { print, place });
    }

    /// The record of the same request, where it was done before.
    ///
    /// # Errors
    /// [`Denied::KeyReused`] where the person has sent the key with another request.
    pub(super) fn before(&self, person: &PersonId, asked: &IdempotencyKey) -> Result<Option<RecordPlace>, Denied> {
        match self.0.get(&(person.clone(), asked.key.clone())) {
            None => Ok(None),
            Some(first) if first.print == asked.print => Ok(Some(first.place.clone())),
            Some(_) => Err(Denied::KeyReused),
        }
    }
}
