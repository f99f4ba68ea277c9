//! Writes rows for people to read, as CSV and as a workbook. The server never reads these files back.
//!
//! No cell is run as a formula. A figure is a number cell if a spreadsheet keeps all its digits, else a text.

mod cell;
mod formats;

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

pub(crate) use self::cell::ReportCell;
use self::cell::fitting;
use self::formats::{CellFormats, ColumnLooks};
use super::mark;
use super::write::BYTE_ORDER_MARK;
use crate::clock::uk;

/// Most characters of a sheet's name.
const NAME_UNITS_MAX: usize = 31;
const COLUMN_WIDTH: f64 = 18.0;
/// How hard a workbook is compressed, of 9. The usual 6 takes twice as long for an eighth less.
const COMPRESSION: u8 = 3;

/// Why a workbook could not be written.
pub(crate) type SheetError = XlsxError;

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
        // The apostrophe counts too.
        ReportCell::Text(text) => fitting(&mark::not_a_formula(text)).into_owned(),
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
    let mut file = Vec::new();
    book.finish(&mut file)?;
    Ok(file)
}

/// A workbook as far as it is written. Rows go to a temporary file as they come, so that a long sheet takes little memory.
pub(crate) struct ReportBook {
    workbook: Workbook,
    formats: CellFormats,
    sheets: Vec<SheetSoFar>,
}

/// A sheet as far as it is written.
struct SheetSoFar {
    /// How many rows it has, its header included.
    rows: u32,
    looks: ColumnLooks,
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
        workbook.set_zip_compression_level(COMPRESSION);
        Ok(Self { workbook, formats: CellFormats::new(), sheets: Vec::new() })
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
                .write_string_with_format(0, column, name, self.formats.text())?
                .set_column_width(column, COLUMN_WIDTH)?;
        }
        self.sheets.push(SheetSoFar { rows: 1, looks: ColumnLooks::default() });
        Ok(SheetPlace(self.sheets.len() - 1))
    }

    /// Adds a row to a sheet.
    ///
    /// # Errors
    /// The library's, for more rows or columns than a sheet holds.
    pub(crate) fn write_row(&mut self, place: SheetPlace, cells: &[ReportCell]) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(place.0)?;
        let so_far = &mut self.sheets[place.0];
        for (column, cell) in (0..).zip(cells) {
            self.formats.write(sheet, &mut so_far.looks, (so_far.rows, column), cell)?;
        }
        so_far.rows += 1;
        Ok(())
    }

    /// Writes the file, piece by piece.
    ///
    /// # Errors
    /// The library's, and those of the writer.
    pub(crate) fn finish(mut self, into: impl Write + Send) -> Result<(), XlsxError> {
        self.workbook.save_to_writer(into)
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
    use crate::clock::Instant;

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
        let whole = "é".repeat(32_767);
        let (by_one, cut_by_one) = ("é".repeat(32_768), "é".repeat(32_766) + "…");
        let cells = [long, whole.clone(), by_one].map(ReportCell::Text);

        let line = String::from_utf8(csv_row(&cells)).unwrap();
        let range = read(&[sheet("Gloves", cells.to_vec())]).worksheet_range("1 Gloves").unwrap();

        assert_eq!(line, format!("{cut},{whole},{cut_by_one}\r\n"));
        assert_eq!(range.rows().nth(1).unwrap().to_vec(), [cut, whole, cut_by_one].map(Data::String));
    }

    // G70
    #[test]
    fn the_mark_of_a_text_that_looks_like_a_formula_counts_for_the_longest_cell() {
        let formula = "=".repeat(32_767);

        let line = String::from_utf8(csv_row(&[ReportCell::Text(formula)])).unwrap();

        assert_eq!(line, format!("'{}…\r\n", "=".repeat(32_765)));
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
    fn a_cell_that_looks_unlike_the_first_of_its_column_keeps_its_look() {
        let summer = "2026-07-01T13:46:58.114999Z".parse().unwrap();
        let rows = [ReportCell::Count(7), ReportCell::UkTime(summer), ReportCell::Count(8)];
        let sheet = ReportSheet { rows: rows.map(|cell| vec![cell]).into(), ..sheet("Gloves", vec![]) };

        let range = read(&[sheet]).worksheet_range("1 Gloves").unwrap();

        let cells: Vec<&Data> = range.rows().skip(1).map(|row| &row[0]).collect();
        assert!(matches!(cells[..], [Data::Float(_), Data::DateTime(_), Data::Float(_)]), "{cells:?}");
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
