//! The codes of faults and warnings about a sheet: what a program acts on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a fault or a warning of a sheet is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SheetCode {
    /// The bytes are no text in a known encoding.
    NotText,
    /// The file is a workbook of an older form, or has a password.
    OldOrEncrypted,
    /// The file begins like a workbook and cannot be read as one.
    NotAWorkbook,
    /// A quote is opened and never closed.
    UnclosedQuote,
    /// Text follows a closing quote.
    TextAfterQuote,
    /// There are too many rows.
    TooManyRows,
    /// There are too many columns.
    TooManyColumns,
    /// A cell has too many characters.
    CellTooLong,
    /// The header is none that is known here.
    UnknownColumn,
    /// The header names a trust that does not take part.
    UnknownTrust,
    /// The header stands twice.
    ColumnTwice,
    /// A needed column is not there.
    ColumnMissing,
    /// A row has a cell under no header.
    TooManyCells,
    /// A needed cell is blank.
    Missing,
    /// The spreadsheet shows an error in the cell.
    CellError,
    /// The text has signs that it may not have, or the cell is a date.
    BadText,
    /// The text is too long for what it means.
    TooLong,
    /// The id stands in an earlier row.
    IdTwice,
    /// The cell names nothing that exists here.
    UnknownReference,
    /// The text is no number.
    NotANumber,
    /// The number is below zero.
    Negative,
    /// The number has too many decimal places.
    TooManyPlaces,
    /// The number lies outside its bounds.
    OutOfRange,
    /// A spreadsheet has cut the number short: `5.01235E+12`.
    Scientific,
    /// The trade item number has something other than digits.
    GtinNotDigits,
    /// The trade item number has too few or too many digits.
    GtinLength,
    /// The trade item number has the wrong check digit.
    GtinCheckDigit,
    /// Warning: the trade item number ended with `.0`.
    GtinDecimal,
    /// Warning: zeros in front of the trade item number were lost, and are put back.
    LeadingZerosLost,
    /// Warning: the trade item number is all zeros and counts as none.
    GtinZero,
    /// Warning: the trade item number has a meaning in one company or region only.
    RestrictedNumber,
    /// Warning: the file is no UTF-8 and is read as Windows-1252.
    #[serde(rename = "windows_1252")]
    Windows1252,
    /// Warning: the workbook has hidden rows, and they count.
    HiddenRows,
}
