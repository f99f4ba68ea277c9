//! Spreadsheets in and out: CSV, text with tabs, and XLSX.
//!
//! A file is read into rows of cells within fixed bounds ([`read`]); then a reader for one kind of rows says what they
//! mean ([`items`], [`bidders`], [`prices`]) and reports every wrong cell at once. What [`items`] writes, it reads back
//! as the same. Pure: it stores nothing and knows no request.

pub(crate) mod bidders;
mod bounds;
mod cell;
mod code;
mod columns;
mod fault;
#[cfg(test)]
mod fixture;
mod gtin;
pub(crate) mod items;
mod mark;
mod number;
pub(crate) mod prices;
mod read;
mod report;
mod row;
mod text;
mod workbook;
mod write;

pub use bidders::SheetBidder;
pub use code::SheetCode;
pub use fault::SheetFault;
pub use items::SheetItem;

pub(crate) use fault::{NotTaken, SheetRefusal};
pub(crate) use read::{SheetKind, read};
pub(crate) use report::{
    ReportBook, ReportCell, ReportSheet, SheetError, SheetPlace, csv_header, csv_row, to_workbook,
};
pub(crate) use write::{to_csv, to_xlsx};
