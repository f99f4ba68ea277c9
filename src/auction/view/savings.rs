//! A year's savings of each trust at the lead's prices.
//!
//! The saving of a trust on an item is (baseline − price) × volume; a negative saving is a loss and is shown as one.
//! A volume without a baseline is in none of the figures: `not_counted` says how many there are. An observer gets its own
//! trust's lines as well, and their sums are the trust's figures exactly. A result has the lines of each trust that its
//! viewer may see.

use schemars::JsonSchema;
use serde::Serialize;

use super::sight::Sight;
use crate::auction::board::Board;
use crate::auction::index::ByItem;
use crate::auction::setup::Item;
use crate::auction::state::State;
use crate::ids::{ItemId, OdsCode};
use crate::money::{Amount, Wide};

/// Places of a percentage.
const PERCENT_PLACES: u32 = 1;

/// A year's savings of all trusts that take part in the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Savings {
    /// At whose prices.
    pub basis: Basis,
    /// Each trust that the viewer may see, in the document's order.
    pub trusts: Vec<TrustSaving>,
    /// All of them.
    pub total: Saving,
    /// How many pairs of trust and item have a volume but no baseline, and are in none of the figures.
    pub not_counted: u32,
}

/// At whose prices savings are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The offer that leads at present.
    Lead,
    /// The offer that led at the close.
    Result,
}

/// One trust's year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TrustSaving {
    /// Its ODS code.
    pub ods: OdsCode,
    /// Its name.
    pub name: String,
    /// Its figures.
    #[serde(flatten)]
    pub saving: Saving,
    /// The lines that it buys, in the lot's order. In a view of a lot for its own observers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<ItemSaving>>,
}

/// One trust's year of one line of the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ItemSaving {
    /// Which line.
    pub item: ItemId,
    /// Units a year.
    pub volume: Amount,
    /// What the trust pays for one today; null where that is not known. Then the line is in no figure.
    pub baseline: Option<Amount>,
    /// What one costs by the offer.
    pub price: Amount,
    /// The volume at today's price.
    pub today: Option<Amount>,
    /// The volume at the offer's price; null where the line is not counted.
    pub offer: Option<Amount>,
    /// The difference; negative for a loss.
    pub saving: Option<Amount>,
    /// The saving in per cent of today's spend, one place; none where nothing is spent today.
    pub percent: Option<Amount>,
}

/// A year's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Saving {
    /// At today's prices.
    pub baseline_spend: Amount,
    /// At the offer's prices.
    pub spend: Amount,
    /// The difference; negative for a loss.
    pub saving: Amount,
    /// The saving in per cent of today's spend, one place; none where nothing is spent today.
    pub percent: Option<Amount>,
}

/// The savings at the leading offer's prices as one viewer may see them: of its trust alone, or of all, and of all
/// together; none for suppliers.
pub(super) fn seen(sight: &Sight<'_>) -> Option<Savings> {
    if sight.is_supplier() {
        return None;
    }
    let mut savings = of_lead(sight.board, sight.own_trust().map_or(LinesShown::OfNobody, LinesShown::Of))?;
    let only = sight.only_trust();
    savings.trusts.retain(|trust| only.is_none_or(|only| trust.ods == *only));
    Some(savings)
}

/// The savings of all trusts at the leading offer's prices; none without a lead, and for a lot without a result.
pub(super) fn at_lead(board: &Board) -> Option<Savings> {
    of_lead(board, LinesShown::OfNobody)
}

/// The year of one trust at these prices; none where it buys nothing in the lot.
pub(super) fn of_trust(board: &Board, prices: &ByItem<Amount>, trust: &OdsCode) -> Option<Saving> {
    let setup = &board.facts.setup;
    let lines = prices.with(&setup.items).filter_map(|(item, price)| Line::of(item, trust, *price));
    let sum = lines.map(Line::sum).reduce(|all, line| all.plus(&line))?;
    Some(sum.written(setup.decimals))
}

/// The savings at the leading offer's prices; none without a lead, and for a lot without a result.
pub(super) fn of_lead(board: &Board, lines: LinesShown<'_>) -> Option<Savings> {
    let (basis, prices) = lead_prices(board)?;
    Some(at_prices(board, basis, prices, lines))
}

/// The prices at which savings are computed; none without a lead, and for a lot without a result.
pub(super) fn lead_prices(board: &Board) -> Option<(Basis, &ByItem<Amount>)> {
    let basis = match board.state() {
        State::Scheduled | State::Open | State::Paused => Basis::Lead,
        State::Closed => Basis::Result,
        State::Cancelled => return None,
    };
    let (leader, _) = board.lead()?;
    Some((basis, &board.rows[leader].standing.as_ref()?.prices))
}

fn at_prices(board: &Board, basis: Basis, prices: &ByItem<Amount>, by_item: LinesShown<'_>) -> Savings {
    let setup = &board.facts.setup;
    let mut all = Sum::default();
    let mut trusts = Vec::new();
    for trust in &setup.event.trusts {
        let lines = prices.with(&setup.items);
        let mut lines = lines.filter_map(|(item, price)| Some((item, Line::of(item, &trust.ods, *price)?))).peekable();
        if lines.peek().is_none() {
            continue;
        }
        let mut own = Sum::default();
        let mut items = by_item.are_of(&trust.ods).then(Vec::new);
        for (item, line) in lines {
            let sum = line.sum();
            own = own.plus(&sum);
            if let Some(items) = &mut items {
                items.push(line.written(item, &sum, setup.decimals));
            }
        }
        all = all.plus(&own);
        let (ods, name) = (trust.ods.clone(), trust.name.clone());
        trusts.push(TrustSaving { ods, name, saving: own.written(setup.decimals), items });
    }
    Savings { basis, trusts, total: all.written(setup.decimals), not_counted: all.not_counted }
}

/// Whose lines stand beside the sums.
#[derive(Debug, Clone, Copy)]
pub(super) enum LinesShown<'a> {
    OfNobody,
    Of(&'a OdsCode),
    OfAll,
}

impl LinesShown<'_> {
    fn are_of(self, trust: &OdsCode) -> bool {
        match self {
            Self::OfNobody => false,
            Self::Of(only) => only == trust,
            Self::OfAll => true,
        }
    }
}

#[derive(Debug)]
pub(super) struct Sum {
    pub(super) baseline_spend: Wide,
    spend: Wide,
    pub(super) not_counted: u32,
}

impl Default for Sum {
    fn default() -> Self {
        Self { baseline_spend: Wide::ZERO, spend: Wide::ZERO, not_counted: 0 }
    }
}

/// What a trust buys of one line, at today's price and at the offer's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    volume: Amount,
    baseline: Option<Amount>,
    price: Amount,
}

impl Line {
    /// None where the trust buys nothing of it.
    pub(super) fn of(item: &Item, trust: &OdsCode, price: Amount) -> Option<Self> {
        let volume = item.volumes.get(trust).copied().filter(|volume| volume.is_positive())?;
        Some(Self { volume, baseline: item.baselines.get(trust).copied(), price })
    }

    pub(super) fn sum(self) -> Sum {
        let Some(baseline) = self.baseline else { return Sum { not_counted: 1, ..Sum::default() } };
        let volume = Wide::from(self.volume);
        Sum { baseline_spend: Wide::from(baseline) * volume, spend: Wide::from(self.price) * volume, not_counted: 0 }
    }

    pub(super) fn written(self, item: &Item, sum: &Sum, decimals: u32) -> ItemSaving {
        let counted = self.baseline.map(|_| sum.written(decimals));
        ItemSaving {
            item: item.id.clone(),
            volume: self.volume,
            baseline: self.baseline.map(|baseline| baseline.with_places(decimals)),
            price: self.price.with_places(decimals),
            today: counted.as_ref().map(|figures| figures.baseline_spend),
            offer: counted.as_ref().map(|figures| figures.spend),
            saving: counted.as_ref().map(|figures| figures.saving),
            percent: counted.and_then(|figures| figures.percent),
        }
    }
}

impl Sum {
    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            baseline_spend: self.baseline_spend + other.baseline_spend,
            spend: self.spend + other.spend,
            not_counted: self.not_counted + other.not_counted,
        }
    }

    pub(super) fn written(&self, decimals: u32) -> Saving {
        let saving = self.baseline_spend - self.spend;
        let hundred = Wide::new(100, 0);
        let percent = self
            .baseline_spend
            .is_positive()
            .then(|| written((saving * hundred).div_round(self.baseline_spend, PERCENT_PLACES), PERCENT_PLACES));
        Saving {
            baseline_spend: written(self.baseline_spend, decimals),
            spend: written(self.spend, decimals),
            saving: written(saving, decimals),
            percent,
        }
    }
}

/// Exact wherever 28 digits hold the figure, as they do for every realistic volume and price.
pub(super) fn written(figure: Wide, places: u32) -> Amount {
    figure.exact().or_else(|| figure.div_round(Wide::new(1, 0), places).exact()).unwrap_or_default().with_places(places)
}
