//! Prices for an offer: those that a bidder is suggested, and its own prices scaled to a total.
//!
//! Both multiply every price by one ratio and round each result down to the tick. All arithmetic is exact. No bid is
//! judged here.

use indexmap::IndexMap;

use super::board::Board;
use super::index::{BidderIndex, ByItem};
use super::judge::{self, PriceFault, Priced};
use super::limits::Limits;
use super::refusal::Reason;
use super::setup::{Item, Setup};
use crate::ids::{BidderId, ItemId};
use crate::money::{Amount, Wide};

/// Prices that make an offer, with what they come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FittedOffer {
    /// A price for each item of the lot, in the lot's order.
    pub prices: IndexMap<ItemId, Amount>,
    /// Σ price × volume.
    pub total: Amount,
    /// The evaluated price, which would be compared with other offers.
    pub evaluated: Amount,
}

/// Why prices cannot be scaled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The prices of these items are wrong; each with what is wrong with it.
    Prices(Vec<(ItemId, ItemMisfit)>),
    /// Each price is right by itself, but together they make no offer.
    Together(Reason),
}

/// What is wrong with the price of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemMisfit {
    /// The item has no price.
    Missing,
    /// The lot has no such item.
    Unknown,
    /// Zero or less.
    NotPositive,
    /// More decimal places than the lot has.
    TooManyDecimals,
    /// Too large to be added up exactly.
    TooLarge,
}

impl Board {
    /// The bidder's prices scaled by one ratio to `total`, or to its highest allowed total where `total` is None.
    ///
    /// The answer is None where there is no total to scale to, in a lot of whole steps with several items, and where the
    /// scaled prices make no offer.
    ///
    /// # Errors
    /// [`Misfit`] where the prices that were sent make no offer.
    ///
    /// # Panics
    /// For a bidder that the lot does not invite.
    pub fn fit(
        &self,
        bidder: &BidderId,
        prices: &IndexMap<ItemId, Amount>,
        total: Option<Amount>,
    ) -> Result<Option<FittedOffer>, Misfit> {
        let bidder = self.facts.index_of(bidder).expect("the bidder is invited");
        let setup = &*self.facts.setup;
        let typed = typed(setup, prices)?;
        let typed = judge::priced(setup, self.facts.invited(bidder), typed).map_err(Misfit::Together)?;
        let Some(aim) = total.or_else(|| Limits::of(self, bidder).highest) else { return Ok(None) };
        let fitted = scaled(self, bidder, &typed.prices, typed.total, aim);
        Ok(fitted.map(|Priced { prices, total, evaluated }| FittedOffer {
            prices: prices.with(&setup.items).map(|(item, price)| (item.id.clone(), *price)).collect(),
            total,
            evaluated,
        }))
    }
}

/// The highest offer that the bidder could send now, or one close below it.
///
/// With one item, it is the highest allowed total divided by the volume and rounded down to the tick. With several items,
/// the prices of the standing offer are scaled by one ratio, and each is rounded down. There is none
///
/// * for several items without a standing offer: each proportion of the prices that could be taken is secret or wrong;
/// * where a price would be rounded down to zero;
/// * for several items in a lot of whole steps.
///
/// The offer may be refused nevertheless: it may equal a lead that no bidder may equal, or be below the lowest total of a
/// lot that refuses large drops.
pub(super) fn suggested(board: &Board, bidder: BidderIndex, limits: Limits) -> Option<Priced> {
    let setup = &*board.facts.setup;
    let highest = limits.highest?;
    if let [item] = &*setup.items {
        // One item has no proportion to keep, so any price can be scaled.
        let one = ByItem::from_iter([Amount::ONE]);
        return scaled(board, bidder, &one, item.volume, highest);
    }
    let standing = board.rows[bidder].standing.as_ref()?;
    scaled(board, bidder, &standing.prices, standing.total, highest)
}

/// Each price times `aim ÷ total`, rounded down to the tick, where `total` is what the prices come to.
fn scaled(board: &Board, bidder: BidderIndex, prices: &ByItem<Amount>, total: Amount, aim: Amount) -> Option<Priced> {
    let setup = &*board.facts.setup;
    if setup.rules.whole_steps && setup.items.len() > 1 {
        return None;
    }
    let scaled = |price: &Amount| {
        let price = (Wide::from(*price) * Wide::from(aim)).div_floor(total.into(), setup.decimals).exact()?;
        Some(price.with_places(setup.decimals))
    };
    let prices: Option<ByItem<Amount>> = prices.iter().map(scaled).collect();
    judge::priced(setup, board.facts.invited(bidder), prices?).ok()
}

/// The prices in the order of the lot's items.
///
/// # Errors
/// Every item whose price is missing or wrong, in the lot's order, and then every item that the lot does not have.
fn typed(setup: &Setup, prices: &IndexMap<ItemId, Amount>) -> Result<ByItem<Amount>, Misfit> {
    let fault = |item: &Item| match prices.get(&item.id) {
        Some(price) => judge::price_fault(setup, item, *price).map(ItemMisfit::from),
        None => Some(ItemMisfit::Missing),
    };
    let own = setup.items.iter().filter_map(|item| fault(item).map(|reason| (item.id.clone(), reason)));
    let others = prices.keys().filter(|id| setup.items.iter().all(|item| item.id != **id));
    let faults: Vec<(ItemId, ItemMisfit)> = own.chain(others.map(|id| (id.clone(), ItemMisfit::Unknown))).collect();
    if faults.is_empty() {
        judge::item_prices(setup, prices).map_err(Misfit::Together)
    } else {
        Err(Misfit::Prices(faults))
    }
}

impl From<PriceFault> for ItemMisfit {
    fn from(fault: PriceFault) -> Self {
        match fault {
            PriceFault::NotPositive => Self::NotPositive,
            PriceFault::TooManyDecimals => Self::TooManyDecimals,
            PriceFault::TooLarge => Self::TooLarge,
        }
    }
}
