//! What a cell of a report holds, and how much of a text fits.

use std::borrow::Cow;

use crate::clock::Instant;
use crate::money::Amount;

/// Most characters of a cell, as UTF-16 counts them.
const CELL_UNITS_MAX: usize = 32_767;

/// One cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReportCell {
    /// Nothing.
    Blank,
    /// Words, ids, hashes.
    Text(String),
    /// A price, a total.
    Figure(Amount),
    /// A place, a rank.
    Count(u64),
    /// A date and a time of day, in UK time.
    UkTime(Instant),
}

/// The text as far as a cell holds it; a longer one ends in `…`.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL_UNITS_MAX || text.encode_utf16().count() <= CELL_UNITS_MAX {
        return text.into();
    }
    let mut units = 1;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= CELL_UNITS_MAX
    };
    text.chars().take_while(fits).chain(['…']).collect()
}
