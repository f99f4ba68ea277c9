//! Sheets in and out. Nothing here changes an event or a lot.

pub(super) mod bidders;
pub(super) mod items;
pub(super) mod items_out;
pub(super) mod prices;
