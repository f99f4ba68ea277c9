//! The apostrophe in front of a cell: it says that the cell is text and nothing else.
//!
//! A spreadsheet runs a cell that begins with `=` as a formula, and here a cell such as `n/a` counts as blank. A text
//! that looks like either is written with an apostrophe in front, and read without it. A text that has the apostrophe
//! already gets another, so that every text is read back as it was.

/// What a cell says when it has nothing to say, in lower case.
const ABSENT: [&str; 6] = ["-", "n/a", "na", "null", "none", ""];
/// What a spreadsheet shows where it cannot compute a cell.
const ERRORS: [&str; 7] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"];
const MARK: char = '\'';

/// The field as it is written to a file for spreadsheets: never run as a formula. Ids are chosen by clients.
pub(super) fn not_a_formula(field: &str) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("{MARK}{field}") } else { field.to_owned() }
}

/// Whether a cell counts as blank.
pub(super) fn is_absent(text: &str) -> bool {
    ABSENT.iter().any(|absent| text.eq_ignore_ascii_case(absent))
}

/// Whether a cell shows an error of a spreadsheet.
pub(super) fn is_error(text: &str) -> bool {
    ERRORS.contains(&text)
}

/// A text as a cell of a text file.
pub(super) fn in_text_file(text: &str) -> String {
    if needs_mark(text) { format!("{MARK}{text}") } else { text.to_owned() }
}

/// A text as a text cell of a workbook, which is never run as a formula.
pub(super) fn in_workbook(text: &str) -> String {
    let looks_like_nothing = !text.is_empty() && (is_absent(text) || is_error(text));
    if looks_like_nothing || (text.starts_with(MARK) && needs_mark(text)) {
        format!("{MARK}{text}")
    } else {
        text.to_owned()
    }
}

/// A text cell as it was before it was written.
pub(super) fn read(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|text| needs_mark(text)).unwrap_or(cell)
}

fn needs_mark(text: &str) -> bool {
    let inner = text.trim_start_matches(MARK);
    let would_run = inner.starts_with(['=', '+', '-', '@', '\t', '\r']);
    would_run || (!inner.is_empty() && is_absent(inner)) || is_error(inner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_field_is_never_run_as_a_formula() {
        for (field, expected) in [("acme", "acme"), ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("-1", "'-1"), ("@x", "'@x")] {
            assert_eq!(not_a_formula(field), expected);
            assert_eq!(in_text_file(field), expected);
        }
    }

    proptest! {
        // G22
        #[test]
        fn a_text_is_read_back_as_it_was(text in "'{0,3}([=+@-]|n/a|None|#N/A|x)?[a-z']{0,4}") {
            let (written, cell) = (in_text_file(&text), in_workbook(&text));

            prop_assert_eq!(read(&written), text.as_str());
            prop_assert_eq!(read(&cell), text.as_str());
            prop_assert!(!written.starts_with(['=', '+', '-', '@']));
            prop_assert!(text.is_empty() || !(is_absent(&cell) || is_error(&cell)));
        }
    }
}
