//! What a document still needs, at any state of its typing.
//!
//! Never refuses a JSON object: what is wrong with it becomes a finding.

use super::document::{EventDocument, PartialDocument};
use super::finding::{FINDINGS_MAX, Finding};
use super::lint::{self, OtherEvent};
use crate::clock::Instant;
use crate::json::Problem;

#[cfg(test)]
mod tests;

/// A document with all that is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// The document with every default written out. None while a finding about it has the level `missing` or `error`.
    pub document: Option<EventDocument>,
    /// What is missing and what is wrong, in the order of the text.
    pub findings: Vec<Finding>,
    /// What the lint has against the settings, as far as they can be judged. An error here forbids the publication.
    pub lint: Vec<Finding>,
    /// The event's reference, where it has a sound one.
    reference: Option<String>,
}

impl Assessed {
    /// Whether nothing is missing and nothing is wrong; the lint may still have errors.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.document.is_some()
    }

    /// The event's reference, to look for other events that have it.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// The same, with the doubt about a reference that one of `others` has.
    #[must_use]
    pub fn beside(mut self, others: &[OtherEvent]) -> Self {
        let count_max = FINDINGS_MAX.saturating_sub(self.findings.len());
        self.lint = lint::with_others(self.lint, self.reference.as_deref(), others, count_max);
        self
    }
}

/// Reads a document that may be half typed, and says everything about it, as of a publication at `now`.
///
/// There are at most 1,000 findings, those of the lint among them.
///
/// # Errors
/// What keeps the text from being one JSON object of at most 1 MiB, nested 32 deep at most, without doubled keys.
pub fn assess(json: &[u8], now: Instant) -> Result<Assessed, Problem> {
    Ok(of_partial(PartialDocument::read(json)?, now))
}

/// Says everything about a document that was read.
pub(super) fn of_partial(partial: PartialDocument<'_>, now: Instant) -> Assessed {
    let listed = partial.problems.len();
    let lint = lint::of_sound_parts(&partial.event, &partial.problems, now, FINDINGS_MAX.saturating_sub(listed));
    let reference = partial.event.reference.clone().filter(|_| partial.problems.sound("/reference"));
    let (document, problems) = partial.into_parts();
    Assessed { document, findings: problems.into_iter().map(Finding::from).collect(), lint, reference }
}
