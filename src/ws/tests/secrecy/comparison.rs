//! What of two runs can be the same: all that a bidder reads, without ids and what depends on them.

use std::io::Cursor;

use axum::http::{HeaderMap, header};
use calamine::{Data, Range, Reader, Xlsx};
use serde_json::Value;
use uuid::Uuid;

use crate::ids::{EventId, LotId};

/// Members, and columns of files, that differ in each run. They depend on the ids, on the server's key, and on that of the
/// lot's aliases.
const OF_THE_RUN: [&str; 9] =
    ["alias", "hash", "last_hash", "prev", "salt", "digest", "receipt", "receipt_key", "Hash"];
/// Members, and columns of files, that are places in the journal.
const PLACES: [&str; 6] = ["seq", "last_record", "offer", "request", "next", "Offer"];

/// What is compared of what a bidder gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    All,
    /// All but places in the journal, and what their digits add to lengths.
    AllButPlaces,
}

/// How the texts of a run are compared with those of another.
pub(super) struct Comparison {
    pub(super) event: EventId,
    pub(super) lot: LotId,
    pub(super) compared: Compared,
}

impl Comparison {
    /// An answer over HTTP whose body is text or, by the ending of its path, a file.
    pub(super) fn answer(&self, path: &str, mut headers: HeaderMap, body: &[u8]) -> String {
        let is_file = headers.contains_key(header::CONTENT_DISPOSITION);
        let text = match path.rsplit('.').next().filter(|_| is_file) {
            Some("xlsx") => {
                // A packed file is as long as its hashes make it.
                headers.remove(header::CONTENT_LENGTH);
                sheets_of_workbook(body).iter().map(|rows| self.cells(rows)).collect()
            }
            Some("csv") => self.cells(&rows_of_csv(body)),
            Some(_) | None => self.blanked(std::str::from_utf8(body).unwrap()),
        };
        if self.compared == Compared::AllButPlaces {
            headers.remove(header::CONTENT_LENGTH);
            headers.remove("fairlot-seq");
        }
        format!("{path} {} {text}", self.without_ids(&format!("{headers:?}")))
    }

    /// The text without the ids, and without what depends on them. Its length is part of it.
    pub(super) fn blanked(&self, text: &str) -> String {
        let named = self.without_ids(text);
        let lines = named.lines().map(|line| match serde_json::from_str::<Value>(line) {
            Ok(mut value) => {
                self.blank(&mut value);
                value.to_string()
            }
            Err(_) => line.to_owned(),
        });
        let lines = lines.collect::<Vec<_>>().join("\n");
        let length = match self.compared {
            Compared::All => text.len(),
            Compared::AllButPlaces => lines.len(),
        };
        format!("{length} {lines}")
    }

    fn without_ids(&self, text: &str) -> String {
        text.replace(self.lot.as_str(), "LOT").replace(self.event.as_str(), "EVENT")
    }

    /// The cells of a file's rows, but for the columns that differ.
    fn cells(&self, rows: &[Vec<String>]) -> String {
        let names = rows.first().cloned().unwrap_or_default();
        let rows = rows.iter().map(|row| {
            let cells = row.iter().zip(&names).map(|(cell, name)| if self.differs(name) { "" } else { cell.as_str() });
            cells.collect::<Vec<_>>().join("|")
        });
        self.without_ids(&rows.collect::<Vec<_>>().join("\n"))
    }

    /// Whether the member or the column of that name is left out of the comparison.
    fn differs(&self, name: &str) -> bool {
        OF_THE_RUN.contains(&name) || (self.compared == Compared::AllButPlaces && PLACES.contains(&name))
    }

    fn blank(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if self.differs(name) || is_random(member) {
                        *member = Value::Null;
                    } else {
                        self.blank(member);
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.blank(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Whether it is an id that is drawn at random.
fn is_random(value: &Value) -> bool {
    value.as_str().is_some_and(|text| Uuid::parse_str(text).is_ok())
}

fn rows_of_csv(file: &[u8]) -> Vec<Vec<String>> {
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The rows of each sheet.
fn sheets_of_workbook(file: &[u8]) -> Vec<Vec<Vec<String>>> {
    let sheets = Xlsx::new(Cursor::new(file)).unwrap().worksheets();
    let rows = |(_, sheet): &(String, Range<Data>)| {
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    sheets.iter().map(rows).collect()
}
