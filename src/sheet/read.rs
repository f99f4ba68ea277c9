//! Reads a file of any kind that is taken into rows of cells. What a file is, its bytes say.

use super::bounds::BYTES_MAX;
use super::cell::SheetTable;
use super::code::SheetCode;
use super::fault::{NotTaken, SheetFault};
use super::text::read_text;
use super::workbook::read_workbook;

const WORKBOOK: &[u8] = b"PK\x03\x04";
/// Workbooks before 2007, and those with a password.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0";

/// What the sender says that the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SheetKind {
    /// Cells between tabs, as a spreadsheet puts them on the clipboard.
    Tabs,
    /// Anything else.
    AsItIs,
}

/// Reads a file.
///
/// # Errors
/// [`NotTaken`], with the first fault that keeps the file from being read.
pub(crate) fn read(bytes: &[u8], kind: SheetKind) -> Result<SheetTable, NotTaken> {
    if bytes.len() > BYTES_MAX {
        return Err(NotTaken::TooLarge(format!("a sheet may have {BYTES_MAX} bytes")));
    }
    if bytes.starts_with(COMPOUND_FILE) {
        let message = "this is a workbook of an older form, or one with a password: save it as .xlsx without a password, or as CSV";
        return Err(SheetFault::of_file(SheetCode::OldOrEncrypted, message).into());
    }
    if bytes.starts_with(WORKBOOK) {
        return read_workbook(bytes);
    }
    let delimiter = match kind {
        SheetKind::Tabs => Some('\t'),
        SheetKind::AsItIs => None,
    };
    read_text(bytes, delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    // G20
    #[test]
    fn an_old_workbook_is_refused_with_a_way_on() {
        let read = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", SheetKind::AsItIs);

        let Err(NotTaken::Refused(refusal)) = read else { panic!("{read:?}") };
        assert_eq!(refusal.faults[0].code, SheetCode::OldOrEncrypted);
    }

    // G20
    #[test]
    fn a_paste_is_separated_by_tabs_whatever_its_header_says() {
        let table = read(b"a,b,c\td", SheetKind::Tabs).unwrap();

        assert_eq!(table.header.cells.len(), 2);
        assert_eq!(read(b"a,b,c\td", SheetKind::AsItIs).unwrap().header.cells.len(), 3);
    }

    // G20
    #[test]
    fn a_file_that_is_too_long_is_not_read() {
        assert!(matches!(read(&vec![b'a'; BYTES_MAX + 1], SheetKind::AsItIs), Err(NotTaken::TooLarge(_))));
    }
}
