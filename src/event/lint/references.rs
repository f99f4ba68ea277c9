//! The warning about a reference that another event has (G124).

use super::super::finding::{Finding, Level};
use crate::ids::EventId;
use crate::json::{Code, excerpt};

/// Another event of the partnership that counts: neither practice nor deleted nor a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherEvent {
    /// Its id.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// The partnership's own reference for it.
    pub reference: String,
}

impl OtherEvent {
    /// Whether its reference is this one: the same signs, whatever the case of letters and spaces at the ends.
    #[must_use]
    pub fn has(&self, reference: &str) -> bool {
        same(&self.reference, reference)
    }
}

/// Whether people read two references as one.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The warning about `reference`, which names the first of `others` that has it.
pub(super) fn used(reference: &str, others: &[OtherEvent]) -> Option<Finding> {
    let other = others.iter().find(|other| other.has(reference))?;
    let message = format!("is the reference of the event {}, \"{}\", as well", other.id, excerpt(&other.title));
    Some(Finding::new(Level::Warning, "/reference".to_owned(), Code::ReferenceUsed, message))
}
