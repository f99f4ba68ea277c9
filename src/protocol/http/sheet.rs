//! What requests with a sheet are answered.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ids::ItemId;
use crate::money::Amount;
use crate::sheet::{SheetBidder, SheetFault, SheetItem};

/// The items of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemSheetAnswer {
    /// As a document states them.
    pub items: Vec<SheetItem>,
    /// How many rows were read, without the header.
    pub rows: usize,
    /// How many blank rows were passed over.
    pub skipped: u32,
    /// What a person should look at.
    pub warnings: Vec<SheetFault>,
}

/// The bidders of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BidderSheetAnswer {
    /// One for each row.
    pub bidders: Vec<SheetBidder>,
    /// How many rows were read, without the header.
    pub rows: usize,
    /// How many blank rows were passed over.
    pub skipped: u32,
    /// What a person should look at.
    pub warnings: Vec<SheetFault>,
}

/// The prices of a sheet, and what they come to. Nothing was bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PriceSheetAnswer {
    /// One for every item of the lot, in the lot's order.
    pub prices: IndexMap<ItemId, Amount>,
    /// Σ price × volume.
    pub total: Amount,
    /// What is compared.
    pub evaluated: Amount,
    /// What a person should look at.
    pub warnings: Vec<SheetFault>,
}
