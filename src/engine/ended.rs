//! What is kept of lots and events that have ended, so that a start need not read their records.
//!
//! A lot has ended for good once it is closed or cancelled and no request waits in it; a deleted event has, and a published
//! one whose lots all have. Such a stream gets a summary beside the journal: what lists show of it, and who may see it.
//! Everything else is read from its records, and their chain is checked then.

mod event;
mod lot;

use std::collections::BTreeSet;

pub(super) use self::event::{CommonTexts, EndedEvent};
pub(super) use self::lot::EndedLot;

/// The version of the texts that are kept. With another one, all summaries are made anew.
pub(super) const SUMMARY_VERSION: u32 = 1;

/// Values that many summaries have in common, each kept once.
#[derive(Debug)]
pub(super) struct Common<T>(BTreeSet<T>);

impl<T: Ord + Clone> Common<T> {
    /// The same value, sharing its text with the others.
    pub(super) fn share(&mut self, value: T) -> T {
        if let Some(known) = self.0.get(&value) {
            return known.clone();
        }
        self.0.insert(value.clone());
        value
    }
}

impl<T> Default for Common<T> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}
