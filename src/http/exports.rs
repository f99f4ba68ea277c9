//! A lot's bids, ranking, savings and acts as files for spreadsheets, and reports of a lot and of an event.
//!
//! Each file shows what its reader may see, as things stand. A column that the reader may not see is left out.

mod about;
mod acts;
mod bids;
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
