//! Reads the cells of one row as texts and numbers; each fault is reported, and reading goes on.

use super::cell::{SheetCell, SheetRow};
use super::code::SheetCode;
use super::columns::KnownColumns;
use super::fault::{SheetFault, SheetRefusal};
use super::gtin::read_gtin;
use super::mark;
use super::number::read_number;
use crate::ids::BadId;
use crate::json::{Bounds, Code, id_fault, text_fault};
use crate::money::Amount;

/// A row, the meaning of its columns, and where its faults go.
#[derive(Debug)]
pub(super) struct RowReader<'r, C> {
    pub(super) row: &'r SheetRow,
    pub(super) columns: &'r KnownColumns<C>,
    pub(super) refusal: &'r mut SheetRefusal,
}

/// Whether a text is one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextForm {
    /// It is.
    Line,
    /// It may have line breaks.
    Lines,
}

impl<C: PartialEq> RowReader<'_, C> {
    /// Reports a fault of the row's cell in that column; without such a column, of the header's own name.
    pub(super) fn fault(&mut self, column: &C, header: &str, code: SheetCode, message: impl Into<String>) {
        let fault = self.about(column, header, code, message);
        self.refusal.add(fault);
    }

    /// A fault or a warning about the row's cell in that column.
    pub(super) fn about(&self, column: &C, header: &str, code: SheetCode, message: impl Into<String>) -> SheetFault {
        let known = self.columns.iter().find(|(_, known)| known.meaning == *column);
        let value = known.and_then(|(place, _)| self.row.cells.get(place)).map(SheetCell::written);
        let header = known.map_or(header, |(_, known)| known.header.as_str());
        SheetFault::of_cell(self.row.number, header, code, value, message)
    }

    /// What `read` reads; where the cell is absent, that is reported.
    pub(super) fn needed<T>(
        &mut self,
        column: &C,
        header: &str,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let before = self.refusal.count();
        let value = read(self);
        if value.is_none() && self.refusal.count() == before {
            self.fault(column, header, SheetCode::Missing, "is blank, and has to be filled in");
        }
        value
    }

    /// The text of a cell; none where it is absent, or is wrong, which is reported.
    pub(super) fn text(&mut self, column: &C, bytes_max: usize, form: TextForm) -> Option<String> {
        let text = self.shown(column, SheetCode::BadText)?;
        let text = mark::read(&text);
        let fault = if text.len() > bytes_max {
            Some((SheetCode::TooLong, format!("must be at most {bytes_max} bytes, and is {}", text.len())))
        } else if form == TextForm::Line && text.contains(['\n', '\r', '\t']) {
            Some((SheetCode::BadText, "must be one line, without line breaks and tabs".to_owned()))
        } else {
            text_fault(text).map(|fault| (SheetCode::BadText, fault))
        };
        match fault {
            None => Some(text.to_owned()),
            Some((code, message)) => {
                self.fault(column, "", code, message);
                None
            }
        }
    }

    /// An identifier; none where the cell is absent or wrong, which is reported.
    pub(super) fn id<T>(&mut self, column: &C, parse: fn(&str) -> Result<T, BadId>) -> Option<T> {
        let text = self.shown(column, SheetCode::BadText)?;
        let text = mark::read(&text);
        match (parse(text), id_fault(text)) {
            (Ok(id), None) => return Some(id),
            (Ok(_), Some(fault)) => self.fault(column, "", SheetCode::BadText, fault),
            (Err(rule), hidden) => {
                let is_long = Code::of_bad_id(text) == Code::TooLong;
                let code = if is_long { SheetCode::TooLong } else { SheetCode::BadText };
                self.fault(column, "", code, hidden.filter(|_| !is_long).unwrap_or_else(|| rule.to_string()));
            }
        }
        None
    }

    /// A number within bounds; none where the cell is absent or wrong, which is reported.
    pub(super) fn number(&mut self, column: &C, bounds: &Bounds) -> Option<Amount> {
        let text = self.shown(column, SheetCode::NotANumber)?;
        let amount = match read_number(mark::read(&text)) {
            Ok(amount) => amount,
            Err(message) => {
                self.fault(column, "", SheetCode::NotANumber, message);
                return None;
            }
        };
        let Some((code, message)) = bounds.fault(amount) else { return Some(amount) };
        let code = if code == Code::TooManyPlaces {
            SheetCode::TooManyPlaces
        } else if amount < Amount::ZERO {
            SheetCode::Negative
        } else {
            SheetCode::OutOfRange
        };
        self.fault(column, "", code, message);
        None
    }

    /// A trade item number; warnings about it are added to `warnings`.
    pub(super) fn gtin(&mut self, column: &C, warnings: &mut Vec<SheetFault>) -> Option<String> {
        let text = self.shown(column, SheetCode::GtinNotDigits)?;
        match read_gtin(mark::read(&text)) {
            Ok(read) => {
                let about = read.warnings.into_iter().map(|(code, message)| self.about(column, "", code, message));
                warnings.extend(about);
                read.gtin
            }
            Err((code, message)) => {
                self.fault(column, "", code, message);
                None
            }
        }
    }

    /// What the cell says; none where it is absent, or shows an error or a date, which is reported.
    fn shown(&mut self, column: &C, code_of_date: SheetCode) -> Option<String> {
        let (place, _) = self.columns.iter().find(|(_, known)| known.meaning == *column)?;
        let cell = self.row.cells.get(place)?;
        match cell {
            SheetCell::Text(text) | SheetCell::Number(text) if !mark::is_error(text) => {
                (!mark::is_absent(text)).then(|| text.clone())
            }
            SheetCell::Text(_) | SheetCell::Number(_) | SheetCell::Error(_) => {
                let message = "the spreadsheet shows an error here: correct the formula, or clear the cell";
                self.fault(column, "", SheetCode::CellError, message);
                None
            }
            SheetCell::Date => {
                self.fault(column, "", code_of_date, "is a date: format the column as text and type it again");
                None
            }
        }
    }
}
