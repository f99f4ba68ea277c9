//! The lint on an event's settings: what the law and good practice ask, paragraph by paragraph.
//!
//! Some paragraphs need no finding, because no document can break them: every bidder with an offer is shown its rank
//! at all times (PCR 2015 reg 35(22)), no bidder is shown who the others are (reg 35(25)), all are invited by the same
//! act and with their formula (reg 35(14), (18)), and a lot closes at a fixed time or after silence (reg 35(26)).

mod figures;
mod identities;
mod names;
mod notice;
mod practice;
mod references;
mod sound;
mod trade_items;

pub use self::references::{OtherEvent, same};

use self::sound::Sound;
use super::document::EventDocument;
use super::finding::{FINDINGS_MAX, Finding, cut};
use crate::clock::Instant;
use crate::json::Problems;

#[cfg(test)]
mod tests;

/// Every reason against publishing `document` at `published_at`, and every doubt, as far as the document alone tells.
#[must_use]
pub fn lint(document: &EventDocument, published_at: Instant) -> Vec<Finding> {
    of_sound_parts(document, &Problems::default(), published_at, FINDINGS_MAX)
}

/// The same findings, with what other events of the partnership tell: first the doubt about a reference that one of
/// them has.
#[must_use]
pub fn beside(findings: Vec<Finding>, reference: Option<&str>, others: &[OtherEvent]) -> Vec<Finding> {
    with_others(findings, reference, others, FINDINGS_MAX)
}

/// As [`beside`], at most `count_max` of it.
pub(super) fn with_others(
    mut findings: Vec<Finding>,
    reference: Option<&str>,
    others: &[OtherEvent],
    count_max: usize,
) -> Vec<Finding> {
    if let Some(used) = reference.and_then(|reference| references::used(reference, others)) {
        findings.insert(0, used);
        cut(&mut findings, count_max);
    }
    findings
}

/// The same of a document that has those problems, as far as it can be judged, and at most `count_max` of it.
///
/// A lot is judged once neither it nor anything of the event outside the lots has a problem. What compares lots, or texts
/// with names, looks only at what it reads.
pub(super) fn of_sound_parts(
    document: &EventDocument,
    problems: &Problems,
    published_at: Instant,
    count_max: usize,
) -> Vec<Finding> {
    let (sound, mut findings) = (Sound(problems), Vec::new());
    if problems.is_full() {
        return findings;
    }
    identities::event(document, sound, &mut findings);
    practice::event(document, sound, &mut findings);
    names::event(document, sound, &mut findings);
    let judged = if sound.outside_lots() { document.lots.as_slice() } else { &[] };
    for (index, lot) in judged.iter().enumerate().filter(|(index, _)| sound.at(format_args!("/lots/{index}"))) {
        let path = format!("/lots/{index}");
        notice::lot(document, lot, published_at, &path, &mut findings);
        practice::lot(document, lot, published_at, &path, &mut findings);
        figures::lot(lot, &document.currency, &path, &mut findings);
        trade_items::lot(lot, &path, &mut findings);
        names::lot(lot, &path, &mut findings);
    }
    cut(&mut findings, count_max);
    findings
}
