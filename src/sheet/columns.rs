//! Finds out which column of a sheet is which, by its header.

use std::collections::BTreeMap;

use super::bounds::HEADER_BYTES_MAX;
use super::cell::{SheetCell, SheetRow, letters, shows_nothing};
use super::code::SheetCode;
use super::fault::{SheetFault, SheetRefusal};
use super::mark;
use crate::json::excerpt;

/// A column whose header is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownColumn<C> {
    pub(super) header: String,
    pub(super) meaning: C,
}

/// The columns by their places.
pub(super) type KnownColumns<C> = BTreeMap<usize, KnownColumn<C>>;

/// What a sheet of one kind may have for headers.
#[derive(Debug)]
pub(super) struct Headers<'h, C> {
    /// Each header, and what it means.
    pub(super) known: &'h [(String, C)],
    /// Those that have to be there.
    pub(super) needed: &'h [C],
    /// The code and the words for a header that is not known.
    pub(super) unknown: fn(&str) -> (SheetCode, String),
}

impl<C: Clone + PartialEq> Headers<'_, C> {
    /// Reads the header row. Headers are compared without regard to white space and capitals, unless two known ones differ
    /// in capitals only.
    pub(super) fn read(&self, row: &SheetRow) -> Result<KnownColumns<C>, SheetRefusal> {
        let (mut columns, mut refusal) = (KnownColumns::new(), SheetRefusal::default());
        for (place, cell) in &row.cells {
            match self.column(row.number, *place, cell, &columns) {
                Ok(column) => {
                    columns.insert(*place, column);
                }
                Err(fault) => refusal.add(fault),
            }
        }
        for needed in self.needed.iter().filter(|needed| columns.values().all(|column| column.meaning != **needed)) {
            let named = self.known.iter().find(|(_, meaning)| meaning == needed);
            let header = named.map(|(header, _)| header.as_str()).unwrap_or_default();
            let message = format!("there is no column \"{header}\": the first row has to name it");
            refusal.add(SheetFault::of_cell(row.number, header, SheetCode::ColumnMissing, None, message));
        }
        if refusal.is_empty() { Ok(columns) } else { Err(refusal) }
    }

    fn column(
        &self,
        row: u32,
        place: usize,
        cell: &SheetCell,
        before: &KnownColumns<C>,
    ) -> Result<KnownColumn<C>, SheetFault> {
        let header = normal(mark::read(cell.written()));
        let letters = letters(place);
        let fault = |code, message: String| {
            let column = if header.is_empty() { &letters } else { &header };
            SheetFault::of_cell(row, column, code, Some(cell.written()), message)
        };
        if header.len() > HEADER_BYTES_MAX {
            return Err(fault(SheetCode::TooLong, format!("a header may have {HEADER_BYTES_MAX} bytes")));
        }
        let Some(meaning) = self.meaning(&header) else {
            let (code, message) = (self.unknown)(&header);
            return Err(fault(code, message));
        };
        if before.values().any(|column| column.meaning == *meaning) {
            return Err(fault(SheetCode::ColumnTwice, format!("the column \"{}\" stands twice", excerpt(&header))));
        }
        Ok(KnownColumn { header, meaning: meaning.clone() })
    }

    fn meaning(&self, header: &str) -> Option<&C> {
        let exact = self.known.iter().find(|(known, _)| normal(known) == header);
        let folded = header.to_lowercase();
        let mut alike = self.known.iter().filter(|(known, _)| normal(known).to_lowercase() == folded);
        let only = alike.next().filter(|_| alike.next().is_none());
        exact.or(only).map(|(_, meaning)| meaning)
    }
}

/// The cells of a row that have no header are reported.
pub(super) fn report_cells_without_header<C>(row: &SheetRow, columns: &KnownColumns<C>, refusal: &mut SheetRefusal) {
    for (place, cell) in row.cells.iter().filter(|(place, _)| !columns.contains_key(place)) {
        let message = "this cell has no header above it: name the column in the first row, or clear the cell";
        let fault =
            SheetFault::of_cell(row.number, &letters(*place), SheetCode::TooManyCells, Some(cell.written()), message);
        refusal.add(fault);
    }
}

/// The text with one space for each run of what shows nothing, and none at its ends.
pub(super) fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split(shows_nothing).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> SheetRow {
        let cells = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
        SheetRow { number: 1, cells: cells.map(|(at, text)| (at, SheetCell::Text((*text).to_owned()))).collect() }
    }

    type Faults = Vec<(String, SheetCode)>;

    fn read(cells: &[&str]) -> Result<Vec<(usize, char)>, Faults> {
        let known = [("Name", 'n'), ("RFS volume", 'R'), ("rfs volume", 'r')];
        let known = known.map(|(header, meaning)| (header.to_owned(), meaning));
        let unknown = |_: &str| (SheetCode::UnknownColumn, "unknown".to_owned());
        let headers = Headers { known: &known, needed: &['n'], unknown };
        let columns = headers
            .read(&row(cells))
            .map_err(|refusal| refusal.faults.into_iter().map(|fault| (fault.path, fault.code)).collect::<Vec<_>>())?;
        Ok(columns.into_iter().map(|(place, column)| (place, column.meaning)).collect())
    }

    // G21
    #[test]
    fn headers_stand_in_any_order_and_are_compared_without_white_space_and_capitals() {
        assert_eq!(read(&["\u{feff} NAME\n"]), Ok(vec![(0, 'n')]));
        assert_eq!(
            read(&["rfs\u{a0}\u{200b} volume", "", "name", "RFS volume"]),
            Ok(vec![(0, 'r'), (2, 'n'), (3, 'R')])
        );
    }

    // G21
    #[test]
    fn every_wrong_header_is_reported_at_once() {
        let faults = read(&["RFS volume", "colour", "RFS volume", "Rfs volume"]).unwrap_err();

        assert_eq!(
            faults,
            [
                ("/rows/1/colour".to_owned(), SheetCode::UnknownColumn),
                ("/rows/1/RFS volume".to_owned(), SheetCode::ColumnTwice),
                ("/rows/1/Rfs volume".to_owned(), SheetCode::UnknownColumn),
                ("/rows/1/Name".to_owned(), SheetCode::ColumnMissing),
            ]
        );
    }
}
