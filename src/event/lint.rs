//! The lint on an event's settings: what the law and good practice ask, paragraph by paragraph.
//!
//! Some paragraphs need no finding, because no document can break them: every bidder with an offer is shown its rank
//! at all times (PCR 2015 reg 35(22)), no bidder is shown who the others are (reg 35(25)), all are invited by the same
//! act and with their formula (reg 35(14), (18)), and a lot closes at a fixed time or after silence (reg 35(26)).

mod finding;
mod identities;
mod notice;
mod practice;

pub use self::finding::{Finding, Level};

use super::document::EventDocument;
use crate::clock::Instant;

#[cfg(test)]
mod tests;

/// Every reason against publishing `document` at `published_at`, and every doubt.
#[must_use]
pub fn lint(document: &EventDocument, published_at: Instant) -> Vec<Finding> {
    let mut findings = Vec::new();
    identities::event(document, &mut findings);
    practice::event(document, &mut findings);
    for (index, lot) in document.lots.iter().enumerate() {
        let path = format!("/lots/{index}");
        notice::lot(document, lot, published_at, &path, &mut findings);
        practice::lot(lot, published_at, &path, &mut findings);
    }
    findings
}
