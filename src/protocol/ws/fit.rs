//! The question for prices that come to a given total, and its answer.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::members::prices;
use crate::ids::{ItemId, LotId};
use crate::json::{Bounds, Code, Object, Problem, read_object};
use crate::money::Amount;

/// Asks for the bidder's own prices, all scaled by one ratio, so that they come to a given total. Nothing is bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FitMessage {
    /// On which lot.
    pub lot: LotId,
    /// The question's id. The answer repeats it.
    pub id: u64,
    /// A unit price for every item of the lot.
    pub prices: IndexMap<ItemId, Amount>,
    /// The total to scale to. Prices are rounded down, so they may come to a little less. Where it is left out, it is the
    /// bidder's highest allowed total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
}

/// The scaled prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FittedMessage {
    /// On which lot.
    pub lot: LotId,
    /// The question's id; null where a request over HTTP had none.
    pub id: Option<u64>,
    /// A unit price for every item, each rounded down to the smallest step; null where there are no such prices.
    pub prices: Option<IndexMap<ItemId, Amount>>,
    /// Σ price × volume; null without prices.
    pub total: Option<Amount>,
    /// The evaluated price, which would be compared with other offers; null without prices.
    pub evaluated: Option<Amount>,
}

/// The same question as the body of a request to the lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitRequest {
    /// The question's id. The answer repeats it.
    pub id: Option<u64>,
    /// As in the message.
    pub prices: IndexMap<ItemId, Amount>,
    /// As in the message.
    pub total: Option<Amount>,
}

impl FitRequest {
    /// Reads the body of a request to `lot`.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse_body(lot: &LotId, text: &str) -> Result<Self, Vec<Problem>> {
        read_object(text.as_bytes(), |object| {
            if object.only_text("lot").is_some_and(|named| named != lot.as_str()) {
                object.member("lot").fault(Code::Contradiction, "must be the lot of the address, or left out");
            }
            let id = object.or("id", None, |node| Some(node.whole(0..=u64::MAX)));
            let (prices, total) = read(object);
            Some(Self { id, prices: prices?, total })
        })
    }
}

/// Reads the message. None where anything is wrong with it, and where the text in `lot` can be no lot's id.
pub(super) fn read_fit(object: &Object<'_>, lot: Option<LotId>) -> Option<FitMessage> {
    let id = object.member("id").whole(0..=u64::MAX);
    let (prices, total) = read(object);
    Some(FitMessage { lot: lot?, id, prices: prices?, total })
}

fn read(object: &Object<'_>) -> (Option<IndexMap<ItemId, Amount>>, Option<Amount>) {
    let prices = prices(object.member("prices"));
    let total = object.or("total", None, |node| Some(node.amount(&Bounds::ABOVE_ZERO)));
    (prices, total)
}
