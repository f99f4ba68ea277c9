//! Checks the bidders that a lot invites.

use super::super::shape::{EventDocument, LotDocument};
use super::unique::unique;
use crate::json::{Code, Problems, excerpt};

/// Checks the bidders of the lot at `path`.
pub(super) fn check(lot: &LotDocument, event: &EventDocument, path: &str, problems: &Problems) {
    let list = format!("{path}/bidders");
    unique(lot.bidders.iter().map(|bidder| bidder.bidder.as_str()), &list, "/bidder", problems);
    known(lot, event, &list, problems);
}

fn known(lot: &LotDocument, event: &EventDocument, list: &str, problems: &Problems) {
    let read = problems.readable("/bidders")
        && (0..event.bidders.len()).all(|index| problems.readable(&format!("/bidders/{index}/id")));
    if !read {
        return;
    }
    let ids: std::collections::BTreeSet<&str> = event.bidders.iter().map(|bidder| bidder.id.as_str()).collect();
    for (index, bidder) in lot.bidders.iter().enumerate() {
        let (path, id) = (format!("{list}/{index}/bidder"), bidder.bidder.as_str());
        if ids.contains(id) || !problems.readable(&path) {
            continue;
        }
        let hint = problems.hint(id, ids.iter().copied());
        let message = format!("\"{}\" is not one of the event's bidders{hint}", excerpt(id));
        problems.report(&path, Code::UnknownReference, message);
    }
}
