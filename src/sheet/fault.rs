//! What is wrong with a sheet: each fault with its row, its column and the text of the cell.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bounds::{FAULTS_MAX, VALUE_CHARS_MAX};
use super::code::SheetCode;
use crate::json::join;

/// A fault or a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SheetFault {
    /// Where: a JSON pointer, `/rows/3/RFS volume`; empty for the whole file.
    pub path: String,
    /// The row, counted from 1 as a spreadsheet does; null for the whole file.
    pub row: Option<u32>,
    /// The header of the column, or its letter where it has none; null for a whole row or file.
    pub column: Option<String>,
    /// What it is about, for programs.
    pub code: SheetCode,
    /// The text of the cell, cut to 100 characters; null where there is none.
    pub value: Option<String>,
    /// In plain English, with the nearest right value.
    pub message: String,
}

/// Why a sheet is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotTaken {
    /// It has faults.
    #[error("the sheet has {} faults", .0.faults.len())]
    Refused(SheetRefusal),
    /// It is larger than is read.
    #[error("{0}")]
    TooLarge(String),
}

/// The faults of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SheetRefusal {
    /// The first of them, in the order of the rows.
    pub(crate) faults: Vec<SheetFault>,
    /// How many more there are.
    pub(crate) more: usize,
}

impl SheetFault {
    /// A fault of the whole file.
    pub(super) fn of_file(code: SheetCode, message: impl Into<String>) -> Self {
        Self { path: String::new(), row: None, column: None, code, value: None, message: message.into() }
    }

    /// A fault of a whole row.
    pub(super) fn of_row(row: u32, code: SheetCode, message: impl Into<String>) -> Self {
        Self { path: format!("/rows/{row}"), row: Some(row), ..Self::of_file(code, message) }
    }

    /// A fault of a cell; `value` is none where the cell is blank.
    pub(super) fn of_cell(
        row: u32,
        column: &str,
        code: SheetCode,
        value: Option<&str>,
        message: impl Into<String>,
    ) -> Self {
        let value = value.map(|value| value.chars().take(VALUE_CHARS_MAX).collect());
        let path = join(&format!("/rows/{row}"), column);
        Self { path, column: Some(column.to_owned()), value, ..Self::of_row(row, code, message) }
    }
}

impl From<SheetFault> for NotTaken {
    fn from(fault: SheetFault) -> Self {
        Self::Refused(SheetRefusal { faults: vec![fault], more: 0 })
    }
}

impl SheetRefusal {
    /// Adds a fault, or counts it where there is no room.
    pub(super) fn add(&mut self, fault: SheetFault) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.faults.len() + self.more
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// `value` where there is no fault.
    pub(super) fn or<T>(self, value: T) -> Result<T, NotTaken> {
        if self.is_empty() { Ok(value) } else { Err(NotTaken::Refused(self)) }
    }
}
