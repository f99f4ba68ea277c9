//! What scripted bidders offer: totals between a start and a floor, and the unit prices that make them.
//!
//! Every figure comes from what the player of the lot may know: its ceiling, or an offer. All of it is exact.

use indexmap::IndexMap;

use crate::auction::rules::{MaxMode, MinDecrement};
use crate::auction::setup::{Invited, Item};
use crate::auction::view::YouView;
use crate::auction::{ByItem, Setup};
use crate::ids::ItemId;
use crate::money::{Amount, Wide};

/// The lowest total of a scripted bidder, in thousandths of the base.
pub(super) const FLOOR_PERMILLE: u32 = 700;
/// Places of a mean of baselines.
const MEAN_PLACES: u32 = 6;
/// The unit price from which an auction starts that states no price at all.
const PRICE_WITHOUT_ANY: i128 = 100;

/// The total from which prices come down, and how unit prices stand to each other.
#[derive(Debug, Clone)]
pub(super) struct PriceScale {
    base: Wide,
    /// One for each item, in the lot's order.
    weights: Vec<Wide>,
}

impl PriceScale {
    /// What a supplier's practice starts from: the ceiling, else the supplier's own offer of the tender stage. None without
    /// either: then the supplier's first offer decides.
    pub(super) fn for_supplier(setup: &Setup, own: &Invited) -> Option<Self> {
        let weights = own.opening.as_ref().map_or_else(|| equal(setup), weights_of);
        let opening = own.opening.as_ref().map(|_| total(setup, &weights));
        let base = setup.rules.ceiling.map(Wide::from).or(opening)?;
        Some(Self { base, weights })
    }

    /// What a buyer's practice starts from: the ceiling, else what is spent today, else an offer of the tender stage.
    pub(super) fn for_buyer(setup: &Setup) -> Self {
        let opening = || setup.bidders.iter().find_map(|invited| invited.opening.as_ref()).map(weights_of);
        let weights = mean_baselines(setup).or_else(opening);
        let weights = weights.unwrap_or_else(|| vec![Wide::new(PRICE_WITHOUT_ANY, 0); setup.items.len()]);
        let base = setup.rules.ceiling.map_or_else(|| total(setup, &weights), Wide::from);
        Self { base, weights }
    }

    /// What follows from an offer. None where it does not price every item.
    pub(super) fn of_offer(setup: &Setup, prices: &IndexMap<ItemId, Amount>) -> Option<Self> {
        let weights: Option<Vec<Wide>> = setup.items.iter().map(|item| prices.get(&item.id).map(wide)).collect();
        let weights = weights?;
        Some(Self { base: total(setup, &weights), weights })
    }

    /// That many thousandths of the base.
    pub(super) fn share(&self, permille: u32) -> Wide {
        self.base * Wide::new(permille.into(), 3)
    }
}

/// To which tick a unit price goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Down,
    Up,
}

/// What one scripted bidder weighs when it makes an offer.
#[derive(Debug)]
pub(super) struct Bargain<'a> {
    pub(super) setup: &'a Setup,
    pub(super) invited: &'a Invited,
    pub(super) you: &'a YouView,
    pub(super) scale: &'a PriceScale,
    /// The bidder goes no lower.
    pub(super) floor: Wide,
    /// The evaluated price to stay below, where one leads and the price alone decides.
    pub(super) below: Option<Amount>,
}

impl Bargain<'_> {
    /// The offer nearest to `aim` that the rules allow, `drop` below the offer to beat. None where that is below the
    /// bidder's floor.
    pub(super) fn offer(&self, aim: Wide, drop: Wide) -> Option<IndexMap<ItemId, Amount>> {
        let below = self.below.map(|evaluated| self.own_total(evaluated) - drop);
        let highest = self.you.highest_allowed.as_ref().map(wide);
        let aim = [Some(aim), below, highest].into_iter().flatten().min()?;
        let lowest = self.you.lowest_allowed.as_ref().map(wide);
        let lowest = lowest.filter(|lowest| highest.is_none_or(|highest| *lowest <= highest));
        let aim = lowest.map_or(aim, |lowest| aim.max(lowest));
        if aim < self.floor || !aim.is_positive() {
            return None;
        }
        // What is refused below the lowest total cannot be confirmed either.
        let is_bound = self.setup.rules.max_decrement.is_some_and(|max| max.mode == MaxMode::Refuse);
        let least = lowest.filter(|_| is_bound).map_or(self.floor, |lowest| self.floor.max(lowest));
        let fits = |prices: &IndexMap<ItemId, Amount>| {
            let total = self.setup.worth(self.invited, prices).map(|(total, _)| Wide::from(total));
            total.is_ok_and(|total| total >= least && highest.is_none_or(|highest| total <= highest))
        };
        [Rounding::Down, Rounding::Up].into_iter().filter_map(|rounding| self.prices(aim, rounding)).find(fits)
    }

    fn prices(&self, aim: Wide, rounding: Rounding) -> Option<IndexMap<ItemId, Amount>> {
        let Some((standing, total)) = self.you.prices.as_ref().zip(self.you.total) else {
            return scaled(self.setup, &self.scale.weights, aim, rounding);
        };
        if self.setup.rules.whole_steps {
            return self.whole_steps(standing, Wide::from(total) - aim);
        }
        let weights: Option<Vec<Wide>> = self.setup.items.iter().map(|item| standing.get(&item.id).map(wide)).collect();
        scaled(self.setup, &weights?, aim, rounding)
    }

    /// The standing prices with one of them lowered by whole steps, which together are at most `drop`, and at least one
    /// step.
    fn whole_steps(&self, standing: &IndexMap<ItemId, Amount>, drop: Wide) -> Option<IndexMap<ItemId, Amount>> {
        let MinDecrement::Absolute(step) = self.setup.rules.min_decrement else { return None };
        let (step, tick) = (wide(&step), Wide::tick(self.setup.decimals));
        let lowered = self.setup.items.iter().find(|item| step.is_multiple_of(tick * wide(&item.volume)))?;
        let steps = drop.div_floor(step, 0).max(Wide::new(1, 0));
        let less = (steps * step).div_floor(wide(&lowered.volume), self.setup.decimals);
        let price = (wide(standing.get(&lowered.id)?) - less).exact()?;
        let mut prices = standing.clone();
        prices.insert(lowered.id.clone(), price);
        Some(prices)
    }

    /// The total at which the bidder's own evaluated price is that one, rounded down to the tick.
    fn own_total(&self, evaluated: Amount) -> Wide {
        let Invited { factor, divisor, addition, .. } = self.invited;
        ((wide(&evaluated) - wide(addition)) * wide(divisor)).div_floor(wide(factor), self.setup.decimals)
    }
}

/// Unit prices in these proportions, on the tick grid, whose total is next to `aim`.
fn scaled(setup: &Setup, weights: &[Wide], aim: Wide, rounding: Rounding) -> Option<IndexMap<ItemId, Amount>> {
    let whole = total(setup, weights);
    if !whole.is_positive() {
        return None;
    }
    let price = |(item, weight): (&Item, &Wide)| {
        let price = match rounding {
            Rounding::Down => (*weight * aim).div_floor(whole, setup.decimals),
            Rounding::Up => (*weight * aim).div_ceil(whole, setup.decimals),
        };
        Some((item.id.clone(), price.is_positive().then_some(price)?.exact()?))
    };
    setup.items.iter().zip(weights).map(price).collect()
}

fn total(setup: &Setup, prices: &[Wide]) -> Wide {
    setup.items.iter().zip(prices).fold(Wide::ZERO, |sum, (item, price)| sum + *price * wide(&item.volume))
}

fn equal(setup: &Setup) -> Vec<Wide> {
    vec![Wide::new(1, 0); setup.items.len()]
}

fn weights_of(prices: &ByItem<Amount>) -> Vec<Wide> {
    prices.iter().map(wide).collect()
}

/// Each item's mean baseline. None where an item has none.
fn mean_baselines(setup: &Setup) -> Option<Vec<Wide>> {
    let mean = |item: &Item| {
        let count = i128::try_from(item.baselines.len()).ok().filter(|count| *count > 0)?;
        let sum = item.baselines.values().map(wide).fold(Wide::ZERO, |sum, price| sum + price);
        Some(sum.div_round(Wide::new(count, 0), MEAN_PLACES)).filter(|mean| mean.is_positive())
    };
    setup.items.iter().map(mean).collect()
}

fn wide(amount: &Amount) -> Wide {
    Wide::from(*amount)
}
