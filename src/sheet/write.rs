//! Writes rows of texts as files that spreadsheets open and that read back the same.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::mark;

/// By this mark a spreadsheet knows that the text is UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The format of a text cell: what is typed stays as it is typed.
const TEXT_FORMAT: &str = "@";

/// The rows as CSV: UTF-8 with its mark, lines ended as RFC 4180 says. No cell is run as a formula.
///
/// # Panics
/// Never: memory takes every write.
pub(crate) fn to_csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|text| mark::in_text_file(text))).expect("memory takes every write");
    }
    writer.into_inner().expect("memory takes every write")
}

/// The rows as a workbook of one sheet, whose first row stays in view. Each cell is text. The same rows give the same bytes.
///
/// # Errors
/// The library's, for more rows or longer texts than a workbook holds.
pub(crate) fn to_xlsx(title: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let text = Format::new().set_num_format(TEXT_FORMAT);
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_name(title)?.set_freeze_panes(1, 0)?;
    for (nth, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string_with_format(nth, column, mark::in_workbook(cell), &text)?;
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    // G22
    #[test]
    fn a_text_file_has_its_mark_and_line_ends_and_no_formula() {
        let rows = [vec!["id".to_owned(), "a,b".to_owned()], vec!["=1+1".to_owned(), "none".to_owned()]];

        let written = to_csv(&rows);

        assert_eq!(written, b"\xef\xbb\xbfid,\"a,b\"\r\n'=1+1,'none\r\n");
    }

    // G22
    #[test]
    fn the_same_rows_give_the_same_workbook() {
        let rows = [vec!["id".to_owned(), "=1+1".to_owned()]];

        assert_eq!(to_xlsx("Items", &rows).unwrap(), to_xlsx("Items", &rows).unwrap());
    }
}
