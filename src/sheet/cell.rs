//! Rows of cells, gathered within the bounds of a sheet.

use std::collections::BTreeMap;

use super::bounds::{CELL_CHARS_MAX, COLUMNS_MAX, ROW_NUMBER_MAX, ROWS_MAX, TEXT_BYTES_MAX};
use super::code::SheetCode;
use super::fault::{NotTaken, SheetFault};

/// A cell with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SheetCell {
    /// Text without white space around it.
    Text(String),
    /// A number of a workbook, written plainly.
    Number(String),
    /// A date of a workbook; what it was meant to be is lost.
    Date,
    /// An error that the spreadsheet shows, such as `#N/A`.
    Error(String),
}

/// A row with something in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SheetRow {
    /// Counted from 1 as a spreadsheet does.
    pub(crate) number: u32,
    /// By column, counted from 0.
    pub(crate) cells: BTreeMap<usize, SheetCell>,
}

/// A sheet: its header and what is below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SheetTable {
    pub(crate) header: SheetRow,
    pub(crate) rows: Vec<SheetRow>,
    /// Blank rows between them.
    pub(crate) skipped: u32,
    pub(crate) warnings: Vec<SheetFault>,
}

/// Takes cells one by one and stops at the first that is beyond the bounds.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    rows: BTreeMap<u32, BTreeMap<usize, SheetCell>>,
    text_bytes: usize,
}

impl Gathering {
    /// Takes a cell. `column` is counted from 0. A blank text is no cell.
    pub(super) fn take(&mut self, row: u32, column: usize, cell: SheetCell) -> Result<(), NotTaken> {
        let cell = match cell {
            SheetCell::Text(text) => SheetCell::Text(trimmed(&text).to_owned()),
            SheetCell::Number(_) | SheetCell::Date | SheetCell::Error(_) => cell,
        };
        let text = cell.written();
        if text.is_empty() {
            return Ok(());
        }
        if column >= COLUMNS_MAX {
            let message = format!("a sheet may have {COLUMNS_MAX} columns, and this one has more");
            return Err(SheetFault::of_row(row, SheetCode::TooManyColumns, message).into());
        }
        if row > ROW_NUMBER_MAX {
            return Err(too_many_rows(row));
        }
        if text.len() > CELL_CHARS_MAX && text.chars().count() > CELL_CHARS_MAX {
            let message = format!("a cell may have {CELL_CHARS_MAX} characters, and this one has more");
            return Err(SheetFault::of_cell(row, &letters(column), SheetCode::CellTooLong, Some(text), message).into());
        }
        self.text_bytes += text.len();
        if self.text_bytes > TEXT_BYTES_MAX {
            return Err(NotTaken::TooLarge(format!("the texts of a sheet may have {TEXT_BYTES_MAX} bytes together")));
        }
        if !self.rows.contains_key(&row) && self.rows.len() > ROWS_MAX {
            return Err(too_many_rows(row));
        }
        self.rows.entry(row).or_default().insert(column, cell);
        Ok(())
    }

    /// The sheet; its first row with something in it is the header.
    pub(super) fn finish(self, warnings: Vec<SheetFault>) -> SheetTable {
        let mut rows = self.rows.into_iter().map(|(number, cells)| SheetRow { number, cells });
        let header = rows.next().unwrap_or(SheetRow { number: 1, cells: BTreeMap::new() });
        let rows: Vec<SheetRow> = rows.collect();
        let below = rows.last().map_or(0, |last| last.number - header.number);
        let skipped = below.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        SheetTable { header, rows, skipped, warnings }
    }
}

impl SheetCell {
    /// What a person sees in the cell.
    pub(crate) fn written(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Error(text) => text,
            Self::Date => "a date",
        }
    }
}

fn too_many_rows(row: u32) -> NotTaken {
    let message = format!("a sheet may have {ROWS_MAX} rows below its header, and {ROW_NUMBER_MAX} with blank ones");
    SheetFault::of_row(row, SheetCode::TooManyRows, message).into()
}

/// The text without what shows nothing at its ends.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(shows_nothing)
}

/// White space, control characters, and the two signs of no width that spreadsheets leave behind.
pub(super) fn shows_nothing(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
}

/// The letters of a column that is counted from 0: A, B, … Z, AA.
pub(super) fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).expect("below 26"));
    if column < 26 { last.into() } else { letters(column / 26 - 1) + &last.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> SheetCell {
        SheetCell::Text(text.to_owned())
    }

    fn code(taken: Result<(), NotTaken>) -> Option<SheetCode> {
        match taken {
            Err(NotTaken::Refused(refusal)) => Some(refusal.faults[0].code),
            Ok(()) | Err(NotTaken::TooLarge(_)) => None,
        }
    }

    // G20
    #[test]
    fn a_cell_beyond_the_bounds_is_refused_the_moment_it_is_read() {
        let mut gathering = Gathering::default();

        assert_eq!(code(gathering.take(1, 200, text("x"))), Some(SheetCode::TooManyColumns));
        assert_eq!(code(gathering.take(20_001, 0, text("x"))), Some(SheetCode::TooManyRows));
        assert_eq!(code(gathering.take(1, 0, text(&"é".repeat(32_768)))), Some(SheetCode::CellTooLong));
        assert_eq!(gathering.take(1, 0, text(&"é".repeat(32_767))), Ok(()));
        assert_eq!(gathering.take(1, 900, text(" \u{a0}\u{200b}\n")), Ok(()), "a blank cell is none");
    }

    // G20
    #[test]
    fn a_sheet_has_at_most_a_thousand_rows_below_its_header_and_blank_ones_do_not_count() {
        let mut gathering = Gathering::default();
        for row in 0..=1_000 {
            gathering.take(2 * row + 1, 0, text("x")).unwrap();
        }

        assert_eq!(code(gathering.take(3_000, 0, text("x"))), Some(SheetCode::TooManyRows));
        assert_eq!(gathering.take(2_001, 1, text("more of a row")), Ok(()));
        let table = gathering.finish(Vec::new());
        assert_eq!((table.rows.len(), table.skipped), (1_000, 1_000));
    }

    #[test]
    fn one_text_that_many_cells_name_counts_each_time() {
        let mut gathering = Gathering::default();
        let long = "x".repeat(32_767);
        let mut cells = (0..1_000).flat_map(|row| (0..200).map(move |column| (row, column)));

        let taken = cells.try_for_each(|(row, column)| gathering.take(row + 1, column, text(&long)));

        assert!(matches!(taken, Err(NotTaken::TooLarge(_))), "{taken:?}");
    }
}
