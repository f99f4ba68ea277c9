//! Identifiers of the trade: how they are checked.

pub(crate) mod gtin;
