//! Writes rows for people to read, as CSV and as a workbook. The server never reads these files back.
//!
//! No cell is run as a formula. A figure is a number cell if a spreadsheet keeps all its digits, else a text.

use std::borrow::Cow;

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
/// Most characters of a cell, as UTF-16 counts them.
const CELL_UNITS_MAX: usize = 32_767;
/// Most characters of a sheet's name.
const NAME_UNITS_MAX: usize = 31;
const COLUMN_WIDTH: f64 = 18.0;

/// Why a workbook could not be written.
pub(crate) type SheetError = XlsxError;

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
        ReportCell::Text(text) => mark::not_a_formula(&fitting(text)),
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
/// The error of the library, where a sheet has more rows or columns than a workbook can hold.
pub(crate) fn to_workbook(sheets: &[ReportSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = ReportBook::new()?;
    for (nth, sheet) in (1..).zip(sheets) {
        let written = book.add_sheet(&sheet_name(nth, &sheet.title), &sheet.header)?;
        for cells in &sheet.rows {
            book.write_row(written, cells)?;
        }
    }
    book.finish()
}

/// A workbook as far as it is written. Rows go to a temporary file as they come, so that a long sheet takes little memory.
pub(crate) struct ReportBook {
    workbook: Workbook,
    formats: Formats,
    /// How many rows each sheet has, its header included.
    rows: Vec<u32>,
}

/// A sheet of a workbook that is being written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetPlace(usize);

impl ReportBook {
    /// A workbook without sheets.
    ///
    /// # Errors
    /// The library's.
    pub(crate) fn new() -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        Ok(Self { workbook, formats: Formats::new(), rows: Vec::new() })
    }

    /// Adds a sheet. Its rows are written in order.
    ///
    /// # Errors
    /// The library's, for a name that no sheet can have.
    pub(crate) fn add_sheet(&mut self, name: &str, header: &[String]) -> Result<SheetPlace, XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (column, name) in (0..).zip(header) {
            let name = fitting(name);
            sheet
                .write_string_with_format(0, column, name, &self.formats.text)?
                .set_column_width(column, COLUMN_WIDTH)?;
        }
        self.rows.push(1);
        Ok(SheetPlace(self.rows.len() - 1))
    }

    /// Adds a row to a sheet.
    ///
    /// # Errors
    /// The library's, for more rows or columns than a sheet holds.
    pub(crate) fn write_row(&mut self, place: SheetPlace, cells: &[ReportCell]) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(place.0)?;
        let row = self.rows[place.0];
        for (column, cell) in (0..).zip(cells) {
            self.formats.write(sheet, row, column, cell)?;
        }
        self.rows[place.0] += 1;
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// The library's.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.workbook.save_to_buffer()
    }
}

/// The text as far as a cell holds it; a longer one ends in `…`.
fn fitting(text: &str) -> Cow<'_, str> {
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

/// How each kind of cell looks.
struct Formats {
    text: Format,
    time: Format,
    count: Format,
    /// By the number of decimal places.
    figures: Vec<Format>,
}

impl Formats {
    fn new() -> Self {
        let of = |format: &str| Format::new().set_num_format(format);
        let figure = |places: usize| match places {
            0 => of("#,##0"),
            places => of(&format!("#,##0.{}", "0".repeat(places))),
        };
        let figures = (0..=DIGITS_MAX).map(figure).collect();
        Self { text: of(TEXT_FORMAT), time: of(TIME_FORMAT), count: of("0"), figures }
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &ReportCell) -> Result<(), XlsxError> {
        match cell {
            ReportCell::Blank => {}
            ReportCell::Text(text) if text.is_empty() => {}
            ReportCell::Text(text) => {
                sheet.write_string_with_format(row, column, fitting(text), &self.text)?;
            }
            ReportCell::Count(count) => match whole(*count) {
                Some(number) => drop(sheet.write_number_with_format(row, column, number, &self.count)?),
                None => drop(sheet.write_string_with_format(row, column, count.to_string(), &self.text)?),
            },
            ReportCell::Figure(figure) => self.write_figure(sheet, row, column, *figure)?,
            ReportCell::UkTime(at) => {
                let time = ExcelDateTime::parse_from_str(&uk::sortable(*at))?;
                sheet.write_datetime_with_format(row, column, &time, &self.time)?;
            }
        }
        Ok(())
    }

    /// As a number where a spreadsheet keeps all its digits, else as text. With commas above 999 and as many places as the
    /// figure has.
    fn write_figure(&self, sheet: &mut Worksheet, row: u32, column: u16, figure: Amount) -> Result<(), XlsxError> {
        let digits = figure.to_string();
        let count = digits.bytes().filter(u8::is_ascii_digit).count();
        let places = usize::try_from(figure.decimal().scale()).unwrap_or(usize::MAX);
        match digits.parse::<f64>().ok().filter(|_| count <= DIGITS_MAX).zip(self.figures.get(places)) {
            Some((number, format)) => sheet.write_number_with_format(row, column, number, format)?,
            None => sheet.write_string_with_format(row, column, digits, &self.text)?,
        };
        Ok(())
    }
}

/// The count as a spreadsheet's number, where it keeps all digits.
fn whole(count: u64) -> Option<f64> {
    let digits = count.to_string();
    (digits.len() <= DIGITS_MAX).then(|| digits.parse().ok()).flatten()
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

    // G70
    #[test]
    fn a_cell_is_cut_to_what_a_spreadsheet_holds() {
        let long = "𝔊".repeat(20_000);
        let cut = "𝔊".repeat(16_383) + "…";
        let whole = "a".repeat(32_767);
        let cells = [long, whole.clone()].map(ReportCell::Text);

        let line = String::from_utf8(csv_row(&cells)).unwrap();
        let range = read(&[sheet("Gloves", cells.to_vec())]).worksheet_range("1 Gloves").unwrap();

        assert_eq!(line, format!("{cut},{whole}\r\n"));
        assert_eq!(range.rows().nth(1).unwrap().to_vec(), [cut, whole].map(Data::String));
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
