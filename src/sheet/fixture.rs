//! What the tests of sheets share.

use super::cell::SheetTable;
use super::code::SheetCode;
use super::fault::NotTaken;
use super::read::{SheetKind, read};

/// A sheet written as CSV.
pub(super) fn table(text: &str) -> SheetTable {
    read(text.as_bytes(), SheetKind::AsItIs).unwrap()
}

/// The path and the code of each fault.
pub(super) fn codes(refused: NotTaken) -> Vec<(String, SheetCode)> {
    let NotTaken::Refused(refusal) = refused else { panic!("{refused:?}") };
    refusal.faults.into_iter().map(|fault| (fault.path, fault.code)).collect()
}
