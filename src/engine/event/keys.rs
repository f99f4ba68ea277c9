//! The keys of requests that have changed events, with the records of the changes.
//!
//! A fold over the records of all streams of events, the same in recovery and at run time. A refused request leaves no
//! record, so its key is not kept.

use std::collections::BTreeMap;

use super::request::RecordPlace;
use crate::engine::answer::Denied;
use crate::idempotency::{IdempotencyKey, KeyText, RequestPrint};
use crate::journal::Actor;

/// Every key, by the buyer who sent it.
#[derive(Debug, Default)]
pub(super) struct KeyIndex(BTreeMap<(Actor, KeyText), FirstRequest>);

/// The request that a key was first sent with, and what it led to.
#[derive(Debug)]
struct FirstRequest {
    print: RequestPrint,
    place: RecordPlace,
}

impl KeyIndex {
    /// Notes the record of a request that has a key.
    pub(super) fn note(&mut self, buyer: &Actor, idempotency: IdempotencyKey, place: RecordPlace) {
        let IdempotencyKey { key, print } = idempotency;
        self.0.insert((buyer.clone(), key), FirstRequest { print, place });
    }

    /// The record of the same request, where it was done before.
    ///
    /// # Errors
    /// [`Denied::KeyReused`] where the buyer has sent the key with another request.
    pub(super) fn before(&self, buyer: &Actor, asked: &IdempotencyKey) -> Result<Option<RecordPlace>, Denied> {
        match self.0.get(&(buyer.clone(), asked.key.clone())) {
            None => Ok(None),
            Some(first) if first.print == asked.print => Ok(Some(first.place.clone())),
            Some(_) => Err(Denied::KeyReused),
        }
    }
}
