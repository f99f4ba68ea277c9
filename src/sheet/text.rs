//! A sheet as text: which encoding, which delimiter, and the cells.

mod encoding;
mod records;

use self::encoding::decode;
use self::records::Records;
use super::bounds::CELL_CHARS_MAX;
use super::cell::{Gathering, SheetCell, SheetTable};
use super::fault::NotTaken;

/// What separates cells. The first of those that stand equally often is taken.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// Reads a text file. Without a delimiter, the one that stands most often in the header is taken.
pub(super) fn read_text(bytes: &[u8], delimiter: Option<char>) -> Result<SheetTable, NotTaken> {
    let decoded = decode(bytes)?;
    let delimiter = delimiter.unwrap_or_else(|| most_frequent(&decoded.text));
    let mut gathering = Gathering::default();
    for cell in Records::new(&decoded.text, delimiter) {
        let (row, column, text) = cell?;
        gathering.take(row, column, SheetCell::Text(text))?;
    }
    Ok(gathering.finish(decoded.warnings))
}

/// The delimiter that stands most often outside quotes in the first record with something in it.
fn most_frequent(text: &str) -> char {
    let mut counts = [0_u32; DELIMITERS.len()];
    let (mut is_quoted, mut begins_field, mut is_blank) = (false, true, true);
    for c in text.chars().take(CELL_CHARS_MAX) {
        if is_quoted {
            is_quoted = c != '"';
            continue;
        }
        if matches!(c, '\r' | '\n') {
            if !is_blank {
                break;
            }
            counts = [0; DELIMITERS.len()];
            begins_field = true;
            continue;
        }
        let delimiter = DELIMITERS.iter().position(|delimiter| *delimiter == c);
        if let Some(place) = delimiter {
            counts[place] += 1;
        }
        is_quoted = begins_field && c == '"';
        is_blank &= delimiter.is_some() || c.is_whitespace();
        begins_field = delimiter.is_some();
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let place = counts.iter().position(|count| *count == most).unwrap_or(0);
    DELIMITERS[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<(usize, String)>)> {
        let table = read_text(text.as_bytes(), None).unwrap();
        let rows = std::iter::once(&table.header).chain(&table.rows);
        let cells = |row: &super::super::cell::SheetRow| {
            row.cells.iter().map(|(place, cell)| (*place, cell.written().to_owned())).collect()
        };
        rows.map(|row| (row.number, cells(row))).collect()
    }

    // G20
    #[test]
    fn the_delimiter_is_the_one_that_stands_most_often_in_the_header() {
        for (header, delimiter) in [
            ("a,b;c,d\n1;2;3;4", ','),
            ("a;b;c,d", ';'),
            ("a\tb\tc", '\t'),
            ("a|b", '|'),
            ("alone", ','),
            ("\"a,b,c\";d", ';'),
            ("\n  \n,,\na;b;c", ';'),
            ("in\"ches,b", ','),
            ("a;b,c", ','),
        ] {
            assert_eq!(most_frequent(header), delimiter, "{header}");
        }
    }

    // G20
    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let text = "id,description\r\n\r\n a , \"two\nlines\" \n;\rb,\"q\"\"q\",,\n,,\n";

        let found = rows(text);

        let cell = |place: usize, text: &str| (place, text.to_owned());
        assert_eq!(
            found,
            [
                (1, vec![cell(0, "id"), cell(1, "description")]),
                (3, vec![cell(0, "a"), cell(1, "\"two")]),
                (4, vec![cell(0, "lines\"")]),
                (5, vec![cell(0, ";")]),
                (6, vec![cell(0, "b"), cell(1, "q\"q")]),
            ]
        );
    }
}
