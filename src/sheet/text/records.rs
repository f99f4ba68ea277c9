//! The cells of a text file by RFC 4180, read to the letter.
//!
//! Libraries for CSV take a quote that is never closed, and text after a closing quote, without a word. Such a file has
//! lost or joined cells, so both are faults here.

use std::iter::Peekable;
use std::str::Chars;

use crate::sheet::code::SheetCode;
use crate::sheet::fault::{NotTaken, SheetFault};

const QUOTE: char = '"';

/// A cell: its row counted from 1, its column counted from 0, and its text.
pub(super) type RecordCell = (u32, usize, String);

/// Gives the cells in order, and nothing after a fault.
#[derive(Debug)]
pub(super) struct Records<'t> {
    rest: Peekable<Chars<'t>>,
    delimiter: char,
    row: u32,
    column: usize,
    is_over: bool,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, delimiter: char) -> Self {
        Self { rest: text.chars().peekable(), delimiter, row: 1, column: 0, is_over: text.is_empty() }
    }

    fn cell(&mut self) -> Result<String, NotTaken> {
        if self.rest.next_if_eq(&QUOTE).is_some() { self.quoted() } else { Ok(self.plain()) }
    }

    fn plain(&mut self) -> String {
        let delimiter = self.delimiter;
        let is_inside = |c: &char| *c != delimiter && !matches!(c, '\r' | '\n');
        let mut text = String::new();
        while let Some(c) = self.rest.next_if(is_inside) {
            text.push(c);
        }
        text
    }

    fn quoted(&mut self) -> Result<String, NotTaken> {
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some(QUOTE) if self.rest.next_if_eq(&QUOTE).is_none() => break,
                // Of two quotes the second was just taken: they mean one.
                Some(c) => text.push(c),
                None => {
                    let message = "a quote is opened in this row and never closed: put \"\" for a quote within a cell";
                    return Err(SheetFault::of_row(self.row, SheetCode::UnclosedQuote, message).into());
                }
            }
        }
        if self.plain().chars().all(|c| matches!(c, ' ' | '\u{a0}')) {
            return Ok(text);
        }
        let message = "text follows a closing quote in this row: put \"\" for a quote within a cell";
        Err(SheetFault::of_row(self.row, SheetCode::TextAfterQuote, message).into())
    }

    /// Goes past what ends the cell, to the next one.
    fn go_on(&mut self) {
        match self.rest.next() {
            Some(c) if c == self.delimiter => {
                self.column += 1;
                return;
            }
            Some('\r') => {
                self.rest.next_if_eq(&'\n');
            }
            Some(_) | None => {}
        }
        (self.row, self.column) = (self.row.saturating_add(1), 0);
        self.is_over = self.rest.peek().is_none();
    }
}

impl Iterator for Records<'_> {
    type Item = Result<RecordCell, NotTaken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let place = (self.row, self.column);
        let cell = self.cell();
        match &cell {
            Ok(_) => self.go_on(),
            Err(_) => self.is_over = true,
        }
        Some(cell.map(|text| (place.0, place.1, text)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(text: &str) -> Vec<(u32, usize, String)> {
        Records::new(text, ',').map(|cell| cell.unwrap()).collect()
    }

    fn fault(text: &str) -> SheetFault {
        let fault = Records::new(text, ',').find_map(Result::err);
        let Some(NotTaken::Refused(refusal)) = fault else { panic!("{text}: {fault:?}") };
        refusal.faults[0].clone()
    }

    // G20
    #[test]
    fn cells_are_read_to_the_letter_of_rfc_4180() {
        let cell = |row: u32, column: usize, text: &str| (row, column, text.to_owned());

        assert_eq!(
            cells("a,b\r\n\"c,\"\"\n\",d"),
            [cell(1, 0, "a"), cell(1, 1, "b"), cell(2, 0, "c,\"\n"), cell(2, 1, "d")]
        );
        assert_eq!(cells("a\rb\nc\r\n"), [cell(1, 0, "a"), cell(2, 0, "b"), cell(3, 0, "c")]);
        assert_eq!(cells("5\" pipe,x"), [cell(1, 0, "5\" pipe"), cell(1, 1, "x")]);
        assert_eq!(cells(",\n\n"), [cell(1, 0, ""), cell(1, 1, ""), cell(2, 0, "")]);
        assert_eq!(cells("\"\""), [cell(1, 0, "")]);
        assert_eq!(cells(""), []);
    }

    // G20
    #[test]
    fn a_quote_that_is_not_closed_and_text_after_a_closing_quote_are_faults_with_their_row() {
        let unclosed = fault("a,b\nc,\"d\ne,f\ng");
        let after = fault("a,b\n\"c\"d,e");

        assert_eq!((unclosed.row, unclosed.code), (Some(2), SheetCode::UnclosedQuote));
        assert_eq!((after.row, after.code), (Some(2), SheetCode::TextAfterQuote));
        assert_eq!(cells("\"c\" ,d")[0].2, "c", "spaces show nothing");
    }

    proptest! {
        // G20
        #[test]
        fn what_a_library_writes_is_read_back(
            rows in prop::collection::vec(prop::collection::vec("[a-z\",;\n\r é]{0,6}", 1..4), 1..6),
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();

            let read = cells(&written);

            let numbered = (1_u32..).zip(&rows);
            let right = numbered.flat_map(|(row, cells)| cells.iter().enumerate().map(move |(column, text)| (row, column, text.clone())));
            prop_assert_eq!(read, right.collect::<Vec<_>>());
        }

        #[test]
        fn any_text_comes_to_an_end(text in "[a\",\r\n]{0,20}") {
            prop_assert!(Records::new(&text, ',').count() <= text.chars().count() + 1);
        }
    }
}
