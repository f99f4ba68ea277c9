//! The savings of a result, line by line, and the same as rows of a file.
//!
//! The sums of the lines are the sums of the trusts, and those are the sums of all, exactly.

use schemars::JsonSchema;
use serde::Serialize;

use super::savings::{self, Basis, Line, LinesShown, Saving, Sum, TrustSaving};
use super::sight::Sight;
use crate::auction::setup::{Item, Trust};
use crate::ids::{ItemId, OdsCode};
use crate::money::{Amount, Wide};

/// A year's savings of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResultSavings {
    /// At whose prices.
    pub basis: Basis,
    /// Each trust that the viewer may see, in the document's order, with its lines.
    pub trusts: Vec<TrustSaving>,
    /// All trusts of the lot.
    pub total: SavingTotal,
    /// How many pairs of trust and item have a volume but no baseline, and are in none of the figures.
    pub not_counted: u32,
}

/// All trusts of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SavingTotal {
    /// Their figures.
    #[serde(flatten)]
    pub saving: Saving,
    /// The lines of the lot, in its order. Left out for an observer that sees its own trust alone: they would tell what
    /// the others pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<ItemTotal>>,
}

/// One line of the lot, all trusts together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ItemTotal {
    /// Which line.
    pub item: ItemId,
    /// Units a year of all trusts.
    pub volume: Amount,
    /// What one costs by the offer.
    pub price: Amount,
    /// The counted volume at today's prices; null where no trust's volume is counted.
    pub today: Option<Amount>,
    /// The counted volume at the offer's price.
    pub offer: Option<Amount>,
    /// The difference; negative for a loss.
    pub saving: Option<Amount>,
    /// The saving in per cent of today's spend, one place; none where nothing is spent today.
    pub percent: Option<Amount>,
    /// How many trusts have a volume of it but no baseline, and are in none of the figures.
    pub not_counted: u32,
}

/// A year of one trust and one line of the lot, as a row of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavingLine {
    /// The trust's ODS code.
    pub ods: OdsCode,
    /// Its name.
    pub trust: String,
    /// Which line.
    pub item: ItemId,
    /// What it is.
    pub description: String,
    /// Units a year.
    pub volume: Amount,
    /// What the trust pays for one today; none where that is not known.
    pub baseline: Option<Amount>,
    /// What one costs by the leading offer; none without one, and for a cancelled lot.
    pub price: Option<Amount>,
    /// The volume at today's price.
    pub today: Option<Amount>,
    /// The volume at the offer's price; none where the line is not counted.
    pub offer: Option<Amount>,
    /// The difference; negative for a loss.
    pub saving: Option<Amount>,
    /// The saving in per cent of today's spend.
    pub percent: Option<Amount>,
}

/// The savings of the result as the viewer may see them; none for suppliers, and where no offer leads.
pub(super) fn seen(sight: Sight<'_>) -> Option<ResultSavings> {
    if sight.is_supplier() {
        return None;
    }
    let savings::Savings { basis, mut trusts, total, not_counted } = savings::of_lead(sight.board, LinesShown::OfAll)?;
    let only = sight.only_trust();
    trusts.retain(|trust| only.is_none_or(|only| trust.ods == *only));
    let items = only.is_none().then(|| totals(sight));
    Some(ResultSavings { basis, trusts, total: SavingTotal { saving: total, items }, not_counted })
}

/// The rows as the viewer may see them, one for each trust and each line that it buys; none for suppliers.
pub(super) fn lines(sight: Sight<'_>) -> Option<Vec<SavingLine>> {
    if sight.is_supplier() {
        return None;
    }
    let (setup, only) = (sight.board.setup(), sight.only_trust());
    let trusts = setup.event.trusts.iter().filter(|trust| only.is_none_or(|only| trust.ods == *only));
    Some(trusts.flat_map(|trust| lines_of(sight, trust)).collect())
}

fn totals(sight: Sight<'_>) -> Vec<ItemTotal> {
    let setup = sight.board.setup();
    let Some((_, prices)) = savings::lead_prices(sight.board) else { return Vec::new() };
    let total = |(item, price): (&Item, &Amount)| {
        let trusts = setup.event.trusts.iter();
        let sums = trusts.filter_map(|trust| Some(Line::of(item, &trust.ods, *price)?.sum()));
        let (sum, counted) = sums.fold((Sum::default(), 0_u32), |(sum, counted), line| {
            (sum.plus(&line), counted + u32::from(line.not_counted == 0))
        });
        let figures = (counted > 0).then(|| sum.written(setup.decimals));
        ItemTotal {
            item: item.id.clone(),
            volume: item.volume,
            price: price.with_places(setup.decimals),
            today: figures.as_ref().map(|figures| figures.baseline_spend),
            offer: figures.as_ref().map(|figures| figures.spend),
            saving: figures.as_ref().map(|figures| figures.saving),
            percent: figures.and_then(|figures| figures.percent),
            not_counted: sum.not_counted,
        }
    };
    prices.with(&setup.items).map(total).collect()
}

fn lines_of<'a>(sight: Sight<'a>, trust: &'a Trust) -> Vec<SavingLine> {
    let setup = sight.board.setup();
    let prices = savings::lead_prices(sight.board).map(|(_, prices)| prices);
    let bought = setup.items.iter().filter_map(|item| {
        let volume = item.volumes.get(&trust.ods).copied().filter(|volume| volume.is_positive())?;
        Some(without_offer(item, trust, volume, setup.decimals))
    });
    let Some(prices) = prices else { return bought.collect() };
    let at_offer = |(item, price): (&Item, &Amount)| {
        let line = Line::of(item, &trust.ods, *price)?;
        let saving = line.written(item, &line.sum(), setup.decimals);
        let blank = without_offer(item, trust, saving.volume, setup.decimals);
        let savings::ItemSaving { price, today, offer, saving, percent, .. } = saving;
        Some(SavingLine { price: Some(price), today, offer, saving, percent, ..blank })
    };
    prices.with(&setup.items).filter_map(at_offer).collect()
}

/// The row of a lot in which no offer leads.
fn without_offer(item: &Item, trust: &Trust, volume: Amount, decimals: u32) -> SavingLine {
    let baseline = item.baselines.get(&trust.ods).copied();
    let spend = |baseline: Amount| savings::written(Wide::from(baseline) * Wide::from(volume), decimals);
    SavingLine {
        ods: trust.ods.clone(),
        trust: trust.name.clone(),
        item: item.id.clone(),
        description: item.description.clone(),
        volume,
        baseline: baseline.map(|baseline| baseline.with_places(decimals)),
        price: None,
        today: baseline.map(spend),
        offer: None,
        saving: None,
        percent: None,
    }
}
