//! Routes below `/api/v1/lots`: a lot's view and offers, bids, buyers' acts, and its journal.

pub(super) mod bids;
pub(super) mod commands;
pub(super) mod history;
pub(super) mod leads;
mod page;
pub(super) mod refusals;
pub(super) mod view;
pub(super) mod visible;
