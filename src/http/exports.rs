//! Files about lots: bids, ranking, savings, acts and reports for spreadsheets, and all that a complaint needs.
//!
//! Each file shows what its reader may see, as things stand. A column that the reader may not see is left out.

mod about;
mod acts;
mod archive;
mod bids;
pub(super) mod bundle;
mod columns;
pub(super) mod csv;
mod download;
mod file_name;
mod ranking;
pub(super) mod report;
mod savings;
mod sent;
mod workbook;
pub(super) mod xlsx;

pub(crate) use bids::JournalColumns;
