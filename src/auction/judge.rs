//! Judgement of a bid: the first reason that applies, in the fixed order that is part of the public contract.

use indexmap::IndexMap;

use super::board::Board;
use super::command::PlaceBid;
use super::decrement::{Measures, Target};
use super::format;
use super::index::{BidderIndex, ByItem};
use super::refusal::Reason;
use super::rules::MaxMode;
use super::scoring;
use super::setup::{Invited, Item, Setup};
use crate::ids::ItemId;
use crate::money::{Amount, Wide};
use rust_decimal::Decimal;

/// The highest unit price: 10^12.
const PRICE_MAX: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0);

/// An offer with valid prices.
#[derive(Debug, Clone)]
pub(crate) struct Priced {
    /// In the order of the lot's items.
    pub(crate) prices: ByItem<Amount>,
    pub(crate) total: Amount,
    pub(crate) evaluated: Amount,
}

/// What is wrong with one price, whatever the others are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PriceFault {
    NotPositive,
    TooManyDecimals,
    TooLarge,
}

impl From<PriceFault> for Reason {
    fn from(fault: PriceFault) -> Self {
        match fault {
            PriceFault::NotPositive => Self::NotPositive,
            PriceFault::TooManyDecimals => Self::TooManyDecimals,
            PriceFault::TooLarge => Self::PriceTooLarge,
        }
    }
}

/// Judges a bid whose `ref` is new.
pub(crate) fn judge(board: &Board, bidder: BidderIndex, bid: &PlaceBid) -> Result<Priced, Reason> {
    format::bids_count(board, bid.received_at)?;
    let row = &board.rows[bidder];
    if row.is_excluded() {
        return Err(Reason::Excluded);
    }
    if board.facts.setup.event.terms.is_some() && !row.terms_accepted {
        return Err(Reason::TermsNotAccepted);
    }
    let prices = item_prices(&board.facts.setup, &bid.prices)?;
    let offer = priced(&board.facts.setup, board.facts.invited(bidder), prices)?;
    measured(board, bidder, &offer, bid.confirmed)?;
    Ok(offer)
}

/// The prices in the order of the lot's items, where exactly those are priced.
pub(crate) fn item_prices(setup: &Setup, prices: &IndexMap<ItemId, Amount>) -> Result<ByItem<Amount>, Reason> {
    let price = |item: &Item| prices.get(&item.id).copied().ok_or(Reason::MissingPrice);
    let in_order = setup.items.iter().map(price).collect::<Result<ByItem<Amount>, Reason>>()?;
    if prices.len() > setup.items.len() {
        return Err(Reason::UnknownItem);
    }
    Ok(in_order)
}

/// The offer of these prices, where each price, the total and the evaluated price are exact and above zero.
pub(crate) fn priced(setup: &Setup, invited: &Invited, prices: ByItem<Amount>) -> Result<Priced, Reason> {
    for (item, price) in prices.with(&setup.items) {
        price_fault(setup, item, *price).map_or(Ok(()), Err)?;
    }
    let lines = prices.with(&setup.items).map(|(item, price)| (*price, item.volume));
    let total = scoring::total(lines).ok_or(Reason::PriceTooLarge)?;
    let evaluated = scoring::evaluated(invited.figures(), total).ok_or(Reason::PriceTooLarge)?;
    if !evaluated.is_positive() {
        return Err(Reason::NotPositive);
    }
    Ok(Priced { prices, total: total.with_places(setup.decimals), evaluated: evaluated.with_places(setup.decimals) })
}

/// The first fault of an item's price.
pub(crate) fn price_fault(setup: &Setup, item: &Item, price: Amount) -> Option<PriceFault> {
    if !price.is_positive() {
        return Some(PriceFault::NotPositive);
    }
    if price.significant_places() > setup.decimals {
        return Some(PriceFault::TooManyDecimals);
    }
    let product = Wide::from(price) * Wide::from(item.volume);
    (price.decimal() > PRICE_MAX || product.exact().is_none()).then_some(PriceFault::TooLarge)
}

/// Compares an offer with the ceiling, the bidder's own offer, the lead and the decrements.
pub(crate) fn measured(board: &Board, bidder: BidderIndex, offer: &Priced, confirmed: bool) -> Result<(), Reason> {
    let rules = board.rules();
    if rules.ceiling.is_some_and(|ceiling| offer.total > ceiling) {
        return Err(Reason::AboveCeiling);
    }
    let measures = Measures::of(board, bidder);
    if measures.own.is_some_and(|own| offer.evaluated >= own) {
        return Err(Reason::NotImproved);
    }
    if may_not_rebid(board, bidder) {
        return Err(Reason::AlreadyLeading);
    }
    let evaluated = Wide::from(offer.evaluated);
    if measures.beat.as_ref().is_some_and(|target| !is_beaten(target, evaluated, rules.whole_steps)) {
        return Err(Reason::DecrementTooSmall);
    }
    if let Some(max) = rules.max_decrement
        && measures.floor.is_some_and(|floor| evaluated < floor)
    {
        match max.mode {
            MaxMode::Refuse => return Err(Reason::DecrementTooLarge),
            MaxMode::Confirm if !confirmed => return Err(Reason::NeedsConfirmation),
            MaxMode::Confirm => {}
        }
    }
    if measures.not_equal_to == Some(offer.evaluated) {
        return Err(Reason::TiesWithLead);
    }
    Ok(())
}

/// Whether the bidder leads alone in a lot where the leader has to wait.
pub(crate) fn may_not_rebid(board: &Board, bidder: BidderIndex) -> bool {
    !board.rules().leader_may_rebid && board.ranking.leads_alone(bidder)
}

fn is_beaten(target: &Target, evaluated: Wide, whole_steps: bool) -> bool {
    let drop = target.reference - evaluated;
    drop >= target.decrement
        && !(whole_steps && target.decrement.is_positive() && !drop.is_multiple_of(target.decrement))
}

impl Setup {
    /// The total and the evaluated price of an offer at these prices. Nothing is compared with another offer.
    ///
    /// # Errors
    /// The first reason for which no offer can have these prices.
    pub fn worth(&self, invited: &Invited, prices: &IndexMap<ItemId, Amount>) -> Result<(Amount, Amount), Reason> {
        let offer = priced(self, invited, item_prices(self, prices)?)?;
        Ok((offer.total, offer.evaluated))
    }

    /// Whether an opening offer may stand: exactly the lot's items, each price in order, the total within the ceiling.
    ///
    /// # Errors
    /// The first reason for which a live bid with these prices would be refused; the decrements are not checked.
    pub fn check_opening(&self, invited: &Invited, prices: &IndexMap<ItemId, Amount>) -> Result<(), Reason> {
        let offer = priced(self, invited, item_prices(self, prices)?)?;
        if self.rules.ceiling.is_some_and(|ceiling| offer.total > ceiling) {
            return Err(Reason::AboveCeiling);
        }
        Ok(())
    }
}
