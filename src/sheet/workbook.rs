//! A sheet as an XLSX workbook: the first sheet that is visible, cell by cell.
//!
//! The library reads only a package that was checked before (see [`package`]), and only one cell at a time: the range
//! that a sheet claims to have is never reserved.

mod package;

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::bounds::UNPACKED_BYTES_MAX;
use super::cell::{Gathering, SheetCell, SheetTable};
use super::code::SheetCode;
use super::fault::{NotTaken, SheetFault};
use super::number::plain_text;
use package::{BadPackage, check};

/// Reads a workbook.
pub(super) fn read_workbook(bytes: &[u8]) -> Result<SheetTable, NotTaken> {
    let seen = check(bytes, UNPACKED_BYTES_MAX)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let is_shown =
        |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let sheet = workbook.sheets_metadata().iter().find(is_shown).map(|sheet| sheet.name.clone());
    let sheet = sheet.ok_or_else(|| fault("the workbook has no visible sheet: show one and save it again"))?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|error| unreadable(&error))?;
    let mut gathering = Gathering::default();
    while let Some(cell) = cells.next_cell().map_err(|error| unreadable(&error))? {
        let (row, column) = cell.get_position();
        if let Some(value) = value(cell.get_value()) {
            gathering.take(row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX), value)?;
        }
    }
    let hidden = seen.has_hidden_rows.then(|| {
        let message = "the workbook has hidden rows: they are read like all others";
        SheetFault::of_file(SheetCode::HiddenRows, message)
    });
    Ok(gathering.finish(hidden.into_iter().collect()))
}

/// What stands in a cell. Of a formula that is its value when the workbook was saved.
fn value(value: &DataRef<'_>) -> Option<SheetCell> {
    match value {
        DataRef::Empty => None,
        DataRef::String(text) => Some(SheetCell::Text(text.clone())),
        DataRef::SharedString(text) => Some(SheetCell::Text((*text).to_owned())),
        DataRef::Int(number) => Some(SheetCell::Number(number.to_string())),
        DataRef::Float(number) => {
            Some(plain_text(*number).map_or_else(|| SheetCell::Error("#NUM!".to_owned()), SheetCell::Number))
        }
        DataRef::Bool(flag) => Some(SheetCell::Text(if *flag { "TRUE" } else { "FALSE" }.to_owned())),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => Some(SheetCell::Date),
        DataRef::Error(error) => Some(SheetCell::Error(error.to_string())),
    }
}

impl From<BadPackage> for NotTaken {
    fn from(bad: BadPackage) -> Self {
        match bad {
            BadPackage::TooLarge => {
                Self::TooLarge(format!("the parts of a workbook may have {UNPACKED_BYTES_MAX} bytes when unpacked"))
            }
            BadPackage::Claims(what) => fault(&format!("the workbook cannot be read: {what}")),
            BadPackage::NoPackage => fault(UNREADABLE),
        }
    }
}

const UNREADABLE: &str = "the workbook cannot be read: open it in a spreadsheet and save it again as .xlsx";

fn unreadable(error: &XlsxError) -> NotTaken {
    if matches!(error, XlsxError::Password) {
        let message = "the workbook has a password: save it without one";
        return SheetFault::of_file(SheetCode::OldOrEncrypted, message).into();
    }
    tracing::debug!(%error, "a workbook cannot be read");
    fault(UNREADABLE)
}

fn fault(message: &str) -> NotTaken {
    SheetFault::of_file(SheetCode::NotAWorkbook, message).into()
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Formula, Workbook};

    use super::package::fixture::{package, repacked, with_sheet};
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, usize, SheetCell)> {
        let table = read_workbook(bytes).unwrap();
        let rows = std::iter::once(table.header).chain(table.rows);
        rows.flat_map(|row| row.cells.into_iter().map(move |(column, cell)| (row.number, column, cell))).collect()
    }

    fn refused(bytes: &[u8]) -> SheetCode {
        match read_workbook(bytes) {
            Err(NotTaken::Refused(refusal)) => refusal.faults[0].code,
            other => panic!("{other:?}"),
        }
    }

    // G20
    #[test]
    fn each_kind_of_cell_is_read_as_the_spreadsheet_shows_it() {
        let mut workbook = Workbook::new();
        let date = Format::new().set_num_format("dd/mm/yyyy");
        workbook.add_worksheet().set_hidden(true).write_string(0, 0, "not this sheet").unwrap();
        let sheet = workbook.add_worksheet();
        sheet.set_active(true);
        sheet.write_string(0, 0, " a text ").unwrap();
        sheet.write_number(0, 1, 0.1 + 0.2).unwrap();
        sheet.write_boolean(0, 2, true).unwrap();
        sheet.write_number_with_format(0, 3, 46_000, &date).unwrap();
        sheet.write_formula(4, 0, Formula::new("1+1").set_result("2")).unwrap();
        sheet.write_formula(4, 1, Formula::new("NA()").set_result("#N/A")).unwrap();
        sheet.merge_range(5, 0, 5, 3, "one cell", &Format::new()).unwrap();
        sheet.set_row_hidden(5).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();

        let text = |text: &str| SheetCell::Text(text.to_owned());
        assert_eq!(
            cells(&bytes),
            [
                (1, 0, text("a text")),
                (1, 1, SheetCell::Number("0.3".to_owned())),
                (1, 2, text("TRUE")),
                (1, 3, SheetCell::Date),
                (5, 0, SheetCell::Number("2".to_owned())),
                (5, 1, SheetCell::Error("#N/A".to_owned())),
                (6, 0, text("one cell")),
            ]
        );
        let table = read_workbook(&bytes).unwrap();
        assert_eq!(table.skipped, 3);
        assert_eq!(table.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(), [SheetCode::HiddenRows]);
    }

    /// Readers that take letters of a format for parts of a date lose such figures: xlsx2csv 0.8.6, pylightxl 1.61.
    // G20
    #[test]
    fn a_number_is_read_whatever_its_format_shows_beside_it() {
        let formats =
            ["0 \"boxes\"", "0 \"days\"", "\"Pack of \"0", "0\\ \\d", "[Red]0", "[$USD] 0", "#,##0.00 \"per month\""];
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, shown) in (0..).zip(formats) {
            sheet.write_number_with_format(row, 0, 24, &Format::new().set_num_format(shown)).unwrap();
        }

        let read = cells(&workbook.save_to_buffer().unwrap());

        let expected: Vec<_> =
            (1..).zip(formats).map(|(row, _)| (row, 0, SheetCell::Number("24".to_owned()))).collect();
        assert_eq!(read, expected);
    }

    // G20
    #[test]
    fn the_range_that_a_sheet_claims_is_not_reserved() {
        let sheet =
            "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"B1\"><v>7</v></c></row></sheetData>";

        assert_eq!(cells(&package(&with_sheet(sheet))), [(1, 1, SheetCell::Number("7".to_owned()))]);
    }

    // G20
    #[test]
    fn a_cell_far_away_is_refused_and_nothing_is_reserved_for_it() {
        for (cell, code) in [
            ("<row r=\"1048576\"><c r=\"A1048576\"><v>7</v></c></row>", SheetCode::TooManyRows),
            ("<row r=\"1\"><c r=\"XFD1\"><v>7</v></c></row>", SheetCode::TooManyColumns),
        ] {
            assert_eq!(refused(&package(&with_sheet(&format!("<sheetData>{cell}</sheetData>")))), code, "{cell}");
        }
    }

    // G20
    #[test]
    fn a_workbook_that_cannot_be_read_is_refused_and_nothing_panics() {
        let whole = package(&with_sheet("<sheetData><row><c><v>7</v></c></row></sheetData>"));
        assert_eq!(cells(&whole).len(), 1);
        assert_eq!(refused(b"PK\x03\x04 and nothing more"), SheetCode::NotAWorkbook);
        for length in 0..whole.len() {
            assert!(read_workbook(&whole[..length]).is_err(), "{length}");
        }
        for sheet in ["", "<sheetData><row>", "<sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData>"] {
            assert_eq!(refused(&package(&with_sheet(sheet))), SheetCode::NotAWorkbook, "{sheet}");
        }
        assert_eq!(
            refused(&repacked(&whole, "xl/workbook.xml", "<workbook><sheets/></workbook>")),
            SheetCode::NotAWorkbook
        );
    }
}
