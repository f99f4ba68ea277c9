//! Routes below `/api/v1/lots`: a lot's view and offers, bids, buyers' acts, its journal, and records of own bids.

pub(super) mod bids;
pub(super) mod commands;
pub(super) mod fit;
pub(super) mod history;
pub(super) mod leads;
pub(super) mod long_read;
mod page;
pub(super) mod record;
pub(super) mod record_file;
mod record_sheet;
pub(super) mod records;
pub(super) mod refusals;
pub(super) mod result;
pub(super) mod simulations;
pub(super) mod view;
pub(super) mod views;
pub(super) mod visible;
