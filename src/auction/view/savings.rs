//! A year's savings of each trust at the lead's prices.
//!
//! The saving of a trust on an item is (baseline − price) × volume; a negative saving is a loss and is shown as one.
//! A volume without a baseline is in none of the figures: `not_counted` says how many there are.

use schemars::JsonSchema;
use serde::Serialize;

use crate::auction::board::Board;
use crate::auction::index::ByItem;
use crate::auction::setup::Item;
use crate::auction::state::State;
use crate::ids::OdsCode;
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

/// The savings at the leading offer's prices, of `only` one trust where it is given, and of all together; none without a
/// lead, and for a lot without a result.
pub(super) fn at_lead(board: &Board, only: Option<&OdsCode>) -> Option<Savings> {
    let basis = match board.state() {
        State::Scheduled | State::Open | State::Paused => Basis::Lead,
        State::Closed => Basis::Result,
        State::Cancelled => return None,
    };
    let (leader, _) = board.lead()?;
    let prices = &board.rows[leader].standing.as_ref()?.prices;
    let mut savings = at_prices(board, basis, prices);
    savings.trusts.retain(|trust| only.is_none_or(|only| trust.ods == *only));
    Some(savings)
}

fn at_prices(board: &Board, basis: Basis, prices: &ByItem<Amount>) -> Savings {
    let setup = &board.facts.setup;
    let mut all = Sum::default();
    let mut trusts = Vec::new();
    for trust in &setup.event.trusts {
        let takes_part = |item: &&Item| item.volumes.get(&trust.ods).is_some_and(|volume| volume.is_positive());
        if !setup.items.iter().any(|item| takes_part(&item)) {
            continue;
        }
        let mut own = Sum::default();
        for (item, price) in prices.with(&setup.items).filter(|(item, _)| takes_part(item)) {
            own.add(item.volumes[&trust.ods], item.baselines.get(&trust.ods).copied(), *price);
        }
        all = all.plus(&own);
        let (ods, name) = (trust.ods.clone(), trust.name.clone());
        trusts.push(TrustSaving { ods, name, saving: own.written(setup.decimals) });
    }
    Savings { basis, trusts, total: all.written(setup.decimals), not_counted: all.not_counted }
}

#[derive(Debug)]
struct Sum {
    baseline_spend: Wide,
    spend: Wide,
    not_counted: u32,
}

impl Default for Sum {
    fn default() -> Self {
        Self { baseline_spend: Wide::ZERO, spend: Wide::ZERO, not_counted: 0 }
    }
}

impl Sum {
    fn add(&mut self, volume: Amount, baseline: Option<Amount>, price: Amount) {
        let Some(baseline) = baseline else {
            self.not_counted += 1;
            return;
        };
        self.baseline_spend = self.baseline_spend + Wide::from(baseline) * Wide::from(volume);
        self.spend = self.spend + Wide::from(price) * Wide::from(volume);
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            baseline_spend: self.baseline_spend + other.baseline_spend,
            spend: self.spend + other.spend,
            not_counted: self.not_counted + other.not_counted,
        }
    }

    fn written(&self, decimals: u32) -> Saving {
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
fn written(figure: Wide, places: u32) -> Amount {
    figure.exact().or_else(|| figure.div_round(Wide::new(1, 0), places).exact()).unwrap_or_default().with_places(places)
}
