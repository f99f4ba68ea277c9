//! A question for prices that come to a total, and its answer.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::members::prices;
use crate::ids::{ItemId, LotId};
use crate::json::{Bounds, Code, Object, Problem, read_object};
use crate::money::Amount;

/// Asks for the bidder's own prices, all scaled by one ratio so that they come to a total. Nothing is bid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FitMessage {
    /// On which lot.
    pub lot: LotId,
    /// Comes back in the answer.
    pub id: u64,
    /// A unit price for every item of the lot.
    pub prices: IndexMap<ItemId, Amount>,
    /// The total that they are to come to, or a little less; the bidder's highest allowed total where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
}

/// The scaled prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FittedMessage {
    /// On which lot.
    pub lot: LotId,
    /// As it was asked with; null where a request over HTTP had none.
    pub id: Option<u64>,
    /// A unit price for every item, each rounded down to the smallest step; null where there are no such prices.
    pub prices: Option<IndexMap<ItemId, Amount>>,
    /// Σ price × volume; null without prices.
    pub total: Option<Amount>,
    /// What would be compared; null without prices.
    pub evaluated: Option<Amount>,
}

/// The same question as the body of a request to the lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FitRequest {
    /// Comes back in the answer.
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

/// Reads the message. None where there is a problem, or where only the id of the lot cannot be one.
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
