//! Figures that follow from a lot's settings, for the buyer that states them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::{EventDocument, LotDocument, OpensAt, PartialDocument};
use super::spend::{Spend, written};
use super::{Assessed, assess};
use crate::auction::view::{RuleWords, StatedLot, Viewer, rule_words};
use crate::clock::Instant;
use crate::json::Problem;
use crate::money::{Amount, Wide};

#[cfg(test)]
mod tests;

/// A document that was checked, with what follows from each of its lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What is to be said about it.
    pub assessed: Assessed,
    /// One for each lot of the document; none for a lot that is not whole yet.
    pub lots: Vec<Option<CheckedLot>>,
}

/// What follows from a lot's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckedLot {
    /// Its rules in plain English, as they would be published.
    pub words: Vec<RuleWords>,
    /// Its figures.
    pub facts: LotFacts,
}

/// Exact figures of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LotFacts {
    /// What the trusts pay a year at today's prices, over all pairs of a trust and an item that have a baseline.
    #[serde(deserialize_with = "Amount::computed")]
    pub spend_today: Amount,
    /// Pairs of a trust and an item that have a volume and no baseline: they are in none of the figures.
    pub pairs_without_baseline: u32,
    /// The least amount by which a total can change: one step of the price of the item with the smallest volume.
    #[serde(deserialize_with = "Amount::computed")]
    pub smallest_step: Amount,
    /// The instant that nothing but a buyer's act or a pause moves the close past, as of a publication now; null where
    /// offers can move it without end.
    pub latest_close: Option<Instant>,
    /// The ceiling in per cent of `spend_today`, one place; null without a ceiling or a spend.
    #[serde(deserialize_with = "Amount::computed_option")]
    pub ceiling_percent_of_spend: Option<Amount>,
}

/// Checks a document at any state of its typing, as of a publication at `now`, for a buyer.
///
/// # Errors
/// What keeps the text from being one JSON object of at most 1 MiB, nested 32 deep at most, without doubled keys.
pub fn check(json: &[u8], now: Instant, buyer: &Viewer) -> Result<Checked, Problem> {
    let partial = PartialDocument::read(json)?;
    let event = &partial.event;
    // A lot's words name the currency and the terms.
    let is_sound = |path: &str| partial.problems.sound(path);
    let has_words = !partial.problems.is_full() && is_sound("/currency") && is_sound("/terms");
    let lot = |(nth, lot): (usize, &LotDocument)| {
        let is_whole = has_words && is_sound(&format!("/lots/{nth}"));
        is_whole
            .then(|| CheckedLot { words: rule_words(&stated_lot(event, lot), buyer), facts: LotFacts::of(lot, now) })
    };
    let lots = event.lots.iter().enumerate().map(lot).collect();
    Ok(Checked { assessed: assess::of_partial(partial, now), lots })
}

/// A lot as its document states it, to be put into words.
#[must_use]
pub fn stated_lot<'a>(event: &'a EventDocument, lot: &'a LotDocument) -> StatedLot<'a> {
    let opens_at = match lot.opens_at {
        OpensAt::At(opens_at) => Some(opens_at),
        OpensAt::Now(_) => None,
    };
    StatedLot {
        rules: &lot.rules,
        currency: &event.currency,
        decimals: lot.decimals,
        opens_at,
        closes_at: opens_at.map_or(lot.closes_at, |opens_at| lot.closes_at_from(opens_at)),
        duration_s: lot.duration_s,
        has_terms: event.terms.is_some(),
        has_figures: lot.bidders.iter().any(|bidder| !bidder.has_plain_figures()),
    }
}

impl LotFacts {
    /// The figures of a whole lot, as of a publication at `now`.
    #[must_use]
    pub fn of(lot: &LotDocument, now: Instant) -> Self {
        let spend = Spend::of(lot);
        let volumes = lot.items.iter().map(super::document::ItemDocument::volume);
        let smallest = volumes.min().unwrap_or(Amount::ZERO);
        Self {
            spend_today: written(spend.total, lot.decimals),
            pairs_without_baseline: spend.pairs_without_baseline,
            smallest_step: written(Wide::from(smallest) * Wide::tick(lot.decimals), lot.decimals),
            latest_close: latest_close(lot, now),
            ceiling_percent_of_spend: lot.rules.ceiling.and_then(|ceiling| spend.percent(ceiling)),
        }
    }
}

const MICROS_PER_S: u64 = 1_000_000;
/// The first instant that no document may state. A close that could move past it is open.
const END: Instant = Instant::from_micros(7_258_118_400_000_000);

/// The latest close that offers can bring about.
fn latest_close(lot: &LotDocument, now: Instant) -> Option<Instant> {
    let opens_at = match lot.opens_at {
        OpensAt::At(opens_at) => opens_at,
        OpensAt::Now(_) => now,
    };
    if lot.rules.idle.is_some() {
        return lot.latest_close();
    }
    let closes_at = lot.closes_at_from(opens_at)?;
    let Some(extension) = lot.rules.extension else { return Some(closes_at) };
    // Counted from the close or from an offer before it, each extension moves the close by `extend_s` at most.
    let most = extension.max_count.and_then(|count| {
        let micros = extension.extend_s.checked_mul(count.into())?.checked_mul(MICROS_PER_S)?;
        Some(closes_at.plus_micros(i64::try_from(micros).ok()?)).filter(|most| *most < END)
    });
    match (extension.latest_close, most) {
        (Some(latest), Some(most)) => Some(latest.min(most)),
        (latest, most) => latest.or(most),
    }
}
