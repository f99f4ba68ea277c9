//! Ids that have to differ within a list.

use std::collections::BTreeSet;

use crate::json::{Code, Problems};

/// Reports each id that occurs a second time. `list` is the list's path, `member` the path from an element to its id.
pub(super) fn unique<'a>(ids: impl Iterator<Item = &'a str>, list: &str, member: &str, problems: &Problems) {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.enumerate() {
        let path = format!("{list}/{index}{member}");
        if problems.readable(&path) && !seen.insert(id) {
            let message = format!("\"{id}\" stands here for the second time: each needs an id of its own");
            problems.report(&path, Code::StandsTwice, message);
        }
    }
}
