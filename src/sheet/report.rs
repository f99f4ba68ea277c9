//! Writes rows for people to read, as CSV and as a workbook. The server never reads these files back.
//!
//! No cell is run as a formula. A figure is a number cell if a spreadsheet keeps all its digits, else a text.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::mark;
use super::write::BYTE_ORDER_MARK;
use crate::clock::{Instant, uk};
use crate::money::Amount;

/// Most digits of a number that a spreadsheet keeps.
const DIGITS_MAX: usize = 15;
/// The format of a text cell.
const TEXT_FORMAT: &str = "@";
/// The format of a time: a day and a time of day with milliseconds, in the order in which they are sorted.
const TIME_FORMAT: &str = "yyyy-mm-dd hh:mm:ss.000";
/// Most characters of a sheet's name.
const NAME_UNITS_MAX: usize = 31;
const COLUMN_WIDTH: f64 = 18.0;

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

/// One sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportSheet {
    /// What the sheet is about; its name is made from this.
    pub(crate) title: String,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<ReportCell>>,
}

/// The first line of a text file, with the mark that says that it is UTF-8.
pub(crate) fn csv_header(header: &[String]) -> Vec<u8> {
    let mut line = BYTE_ORDER_MARK.to_vec();
    line.extend(csv_line(header.iter().map(|name| mark::not_a_formula(name))));
    line
}

/// One line of a text file.
pub(crate) fn csv_row(cells: &[ReportCell]) -> Vec<u8> {
    csv_line(cells.iter().map(|cell| match cell {
        ReportCell::Blank => String::new(),
        ReportCell::Text(text) => mark::not_a_formula(text),
        ReportCell::Figure(figure) => figure.to_string(),
        ReportCell::Count(count) => count.to_string(),
        ReportCell::UkTime(at) => uk::sortable(*at).replace('T', " "),
    }))
}

fn csv_line(fields: impl Iterator<Item = String>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(fields).expect("memory takes every write");
    writer.into_inner().expect("memory takes every write")
}

/// The sheets as a workbook, in order. The first row of each stays on the screen. The same sheets give the same bytes.
///
/// # Errors
/// The error of the library, where a sheet has more rows or longer texts than a workbook can hold.
pub(crate) fn to_workbook(sheets: &[ReportSheet]) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    for (nth, sheet) in (1..).zip(sheets) {
        let written = workbook.add_worksheet();
        written.set_name(sheet_name(nth, &sheet.title))?.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(&sheet.header) {
            written.write_string_with_format(0, column, name, &formats.text)?.set_column_width(column, COLUMN_WIDTH)?;
        }
        for (row, cells) in (1..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells) {
                formats.write(written, row, column, cell)?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// How each kind of cell looks.
struct Formats {
    text: Format,
    time: Format,
}

impl Formats {
    fn new() -> Self {
        let of = |format: &str| Format::new().set_num_format(format);
        Self { text: of(TEXT_FORMAT), time: of(TIME_FORMAT) }
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &ReportCell) -> Result<(), XlsxError> {
        match cell {
            ReportCell::Blank => {}
            ReportCell::Text(text) if text.is_empty() => {}
            ReportCell::Text(text) => drop(sheet.write_string_with_format(row, column, text, &self.text)?),
            ReportCell::Count(count) => self.write_number(sheet, row, column, &count.to_string(), "0")?,
            ReportCell::Figure(figure) => {
                self.write_number(sheet, row, column, &figure.to_string(), &shown_as(*figure))?;
            }
            ReportCell::UkTime(at) => {
                let time = ExcelDateTime::parse_from_str(&uk::sortable(*at))?;
                sheet.write_datetime_with_format(row, column, &time, &self.time)?;
            }
        }
        Ok(())
    }

    /// As a number where a spreadsheet keeps all its digits, else as text.
    fn write_number(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        digits: &str,
        shown: &str,
    ) -> Result<(), XlsxError> {
        let count = digits.bytes().filter(u8::is_ascii_digit).count();
        match digits.parse::<f64>().ok().filter(|_| count <= DIGITS_MAX) {
            Some(number) => {
                sheet.write_number_with_format(row, column, number, &Format::new().set_num_format(shown))?
            }
            None => sheet.write_string_with_format(row, column, digits, &self.text)?,
        };
        Ok(())
    }
}

/// The format of a figure: with commas between thousands, and as many decimal places as the figure has.
fn shown_as(figure: Amount) -> String {
    match figure.decimal().scale() {
        0 => "#,##0".to_owned(),
        places => format!("#,##0.{}", "0".repeat(usize::try_from(places).unwrap_or_default())),
    }
}

/// A sheet's name: its number and its title, without the signs that no name may have, cut to the longest name.
fn sheet_name(nth: usize, title: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !c.is_control();
    let mut name = String::new();
    let mut units = 0;
    for c in format!("{nth} {title}").chars().filter(allowed) {
        units += c.len_utf16();
        if units > NAME_UNITS_MAX {
            break;
        }
        name.push(c);
    }
    name.trim_end_matches(['\'', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn figure(text: &str) -> ReportCell {
        ReportCell::Figure(text.parse().unwrap())
    }

    fn sheet(title: &str, cells: Vec<ReportCell>) -> ReportSheet {
        ReportSheet { title: title.to_owned(), header: vec!["=name".to_owned()], rows: vec![cells] }
    }

    fn read(sheets: &[ReportSheet]) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(to_workbook(sheets).unwrap())).unwrap()
    }

    // G59
    #[test]
    fn a_text_file_runs_no_formula_and_has_figures_as_they_are() {
        let at = Instant::from_micros(1_795_272_418_114_000);
        let cells =
            [ReportCell::Text("=1+1".to_owned()), figure("178200.00"), ReportCell::UkTime(at), ReportCell::Blank];

        assert_eq!(csv_header(&["a".to_owned(), "@b".to_owned()]), b"\xef\xbb\xbfa,'@b\r\n");
        assert_eq!(csv_row(&cells), b"'=1+1,178200.00,2026-11-21 14:46:58.114,\r\n");
    }

    // G59
    #[test]
    fn a_figure_is_a_number_as_far_as_a_spreadsheet_keeps_it() {
        let cells = vec![
            figure("178200.00"),
            figure("1234567890123.45"),
            figure("1234567890123.456"),
            ReportCell::Count(7),
            ReportCell::Text("=1+1".to_owned()),
        ];

        let range = read(&[sheet("Gloves", cells)]).worksheet_range("1 Gloves").unwrap();

        let row: Vec<Data> = range.rows().nth(1).unwrap().to_vec();
        let expected = [
            Data::Float(178_200.0),
            Data::Float(1_234_567_890_123.45),
            Data::String("1234567890123.456".to_owned()),
            Data::Float(7.0),
            Data::String("=1+1".to_owned()),
        ];
        assert_eq!(row, expected);
    }

    // G59
    #[test]
    fn a_time_is_a_time_of_the_united_kingdom() {
        let summer = "2026-07-01T13:46:58.114999Z".parse().unwrap();

        let range = read(&[sheet("Gloves", vec![ReportCell::UkTime(summer)])]).worksheet_range("1 Gloves").unwrap();

        let Data::DateTime(time) = &range.rows().nth(1).unwrap()[0] else { panic!("{range:?}") };
        // Days since the end of 1899, to the millisecond: 1 July 2026, 14:46:58.114.
        assert_eq!(format!("{:.8}", time.as_f64()), "46204.61595039");
    }

    // G59
    #[test]
    fn any_title_makes_a_name_that_a_workbook_takes() {
        let long = "Nitrile/powder-free: [all sizes]? of every colour and kind";
        let sheets =
            [sheet(long, vec![]), sheet(long, vec![]), sheet("'", vec![]), sheet("𝔊".repeat(40).as_str(), vec![])];

        let names = read(&sheets).sheet_names();

        assert_eq!(names[..3], ["1 Nitrilepowder-free all sizes", "2 Nitrilepowder-free all sizes", "3"]);
        assert_eq!(names[3].encode_utf16().count(), 30);
    }
}
