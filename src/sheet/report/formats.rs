//! The cells of a workbook: what is written into each, and how it looks.
//!
//! The library looks a format up by all its properties, which takes as long as writing the cell. So a column has the format of
//! its first cell, and a cell names a format only where it looks different.

use rust_xlsxwriter::{ColNum, ExcelDateTime, Format, RowNum, Worksheet, XlsxError};

use super::cell::{ReportCell, fitting};
use crate::clock::{Instant, uk};
use crate::money::Amount;

/// Most digits of a number that a spreadsheet keeps.
const DIGITS_MAX: usize = 15;
/// The format of a text cell.
const TEXT_FORMAT: &str = "@";
/// The format of a time: a day and a time of day with milliseconds, in the order in which they are sorted.
const TIME_FORMAT: &str = "yyyy-mm-dd hh:mm:ss.000";

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellLook {
    Text,
    Time,
    Count,
    /// With this number of decimal places, of at most [`DIGITS_MAX`].
    Figure(usize),
}

/// How the columns of a sheet look: each as its first cell.
#[derive(Debug, Default)]
pub(super) struct ColumnLooks(Vec<Option<CellLook>>);

/// The formats of all looks.
pub(super) struct CellFormats {
    text: Format,
    time: Format,
    count: Format,
    /// By the number of decimal places.
    figures: Vec<Format>,
}

/// What a cell holds.
enum CellContent<'c> {
    Text(&'c str),
    Number(f64),
    Time(ExcelDateTime),
}

impl CellFormats {
    pub(super) fn new() -> Self {
        let of = |format: &str| Format::new().set_num_format(format);
        let figure = |places: usize| match places {
            0 => of("#,##0"),
            places => of(&format!("#,##0.{}", "0".repeat(places))),
        };
        let figures = (0..=DIGITS_MAX).map(figure).collect();
        Self { text: of(TEXT_FORMAT), time: of(TIME_FORMAT), count: of("0"), figures }
    }

    pub(super) const fn text(&self) -> &Format {
        &self.text
    }

    /// Writes one cell, at a row and a column.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        looks: &mut ColumnLooks,
        at: (RowNum, ColNum),
        cell: &ReportCell,
    ) -> Result<(), XlsxError> {
        let mut put = |look, content: CellContent<'_>| self.put(sheet, looks, at, look, content);
        match cell {
            ReportCell::Blank => Ok(()),
            ReportCell::Text(text) if text.is_empty() => Ok(()),
            ReportCell::Text(text) => put(CellLook::Text, CellContent::Text(&fitting(text))),
            ReportCell::Count(count) => {
                let digits = count.to_string();
                match number(&digits) {
                    Some(number) => put(CellLook::Count, CellContent::Number(number)),
                    None => put(CellLook::Text, CellContent::Text(&digits)),
                }
            }
            ReportCell::Figure(figure) => {
                let digits = figure.to_string();
                match number(&digits).zip(figure_look(*figure)) {
                    Some((number, look)) => put(look, CellContent::Number(number)),
                    None => put(CellLook::Text, CellContent::Text(&digits)),
                }
            }
            ReportCell::UkTime(at) => put(CellLook::Time, CellContent::Time(excel_time(*at)?)),
        }
    }

    fn put(
        &self,
        sheet: &mut Worksheet,
        looks: &mut ColumnLooks,
        (row, column): (RowNum, ColNum),
        look: CellLook,
        content: CellContent<'_>,
    ) -> Result<(), XlsxError> {
        let format = self.format(look);
        let of_column = looks.of(column);
        if of_column.is_none() {
            sheet.set_column_format(column, format)?;
        }
        let is_usual = *of_column.get_or_insert(look) == look;
        match (content, is_usual) {
            (CellContent::Text(text), true) => sheet.write_string(row, column, text)?,
            (CellContent::Text(text), false) => sheet.write_string_with_format(row, column, text, format)?,
            (CellContent::Number(number), true) => sheet.write_number(row, column, number)?,
            (CellContent::Number(number), false) => sheet.write_number_with_format(row, column, number, format)?,
            (CellContent::Time(time), true) => sheet.write_datetime(row, column, &time)?,
            (CellContent::Time(time), false) => sheet.write_datetime_with_format(row, column, &time, format)?,
        };
        Ok(())
    }

    fn format(&self, look: CellLook) -> &Format {
        match look {
            CellLook::Text => &self.text,
            CellLook::Time => &self.time,
            CellLook::Count => &self.count,
            CellLook::Figure(places) => &self.figures[places],
        }
    }
}

impl ColumnLooks {
    /// The look of a column; None before its first cell.
    fn of(&mut self, column: ColNum) -> &mut Option<CellLook> {
        let place = usize::from(column);
        if self.0.len() <= place {
            self.0.resize(place + 1, None);
        }
        &mut self.0[place]
    }
}

/// The number that a spreadsheet keeps with all those digits; None where it keeps fewer.
fn number(digits: &str) -> Option<f64> {
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    digits.parse().ok().filter(|_| count <= DIGITS_MAX)
}

/// With commas above 999 and as many places as the figure has.
fn figure_look(figure: Amount) -> Option<CellLook> {
    usize::try_from(figure.decimal().scale()).ok().filter(|places| *places <= DIGITS_MAX).map(CellLook::Figure)
}

/// The UK time to the millisecond.
fn excel_time(at: Instant) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&uk::sortable(at))
}
