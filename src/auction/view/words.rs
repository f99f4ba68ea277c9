//! A lot's rules in plain English, as far as each class of viewers may know them.
//!
//! The words follow from what is fixed at publication: one text for invitation, page, result and print. They say nothing
//! that a viewer may not know, so a supplier's words never depend on the reserve, on rivals or on who learns names.

mod close;
mod drop;
mod extension;
mod order;
mod prices;
mod scoring;
mod stated;
mod step;
mod visibility;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sight::{Class, Viewer};

pub use stated::StatedLot;

/// One rule of a lot in plain English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleWords {
    /// Which rule.
    pub about: RuleAbout,
    /// What it says.
    pub text: String,
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleAbout {
    /// The least drop of a new offer.
    Step,
    /// The largest drop of a new offer.
    Drop,
    /// The highest total.
    Ceiling,
    /// How offers move the close.
    Extension,
    /// How silence closes the lot.
    Idle,
    /// When the lot is open.
    Close,
    /// How equal offers are ranked.
    Ties,
    /// What the bidder in 1st place may do.
    Leader,
    /// What is compared.
    Scoring,
    /// Who sees what.
    Visibility,
    /// How exact a price is.
    Decimals,
    /// What a bidder accepts first.
    Terms,
}

/// The lot's rules in the words for `viewer`, in a fixed order. A rule that the lot does not have is left out.
#[must_use]
pub fn rule_words(lot: &StatedLot<'_>, viewer: &Viewer) -> Vec<RuleWords> {
    for_class(lot, viewer.class())
}

pub(super) fn for_class(lot: &StatedLot<'_>, class: Class) -> Vec<RuleWords> {
    let rules = [
        (RuleAbout::Scoring, Some(scoring::scoring(lot, class))),
        (RuleAbout::Step, Some(step::step(lot, class))),
        (RuleAbout::Drop, drop::drop(lot, class)),
        (RuleAbout::Ceiling, prices::ceiling(lot)),
        (RuleAbout::Close, Some(close::close(lot))),
        (RuleAbout::Extension, extension::extension(lot)),
        (RuleAbout::Idle, close::idle(lot)),
        (RuleAbout::Ties, Some(order::ties(lot))),
        (RuleAbout::Leader, Some(order::leader(lot, class))),
        (RuleAbout::Visibility, Some(visibility::visibility(lot, class))),
        (RuleAbout::Decimals, Some(prices::decimals(lot))),
        (RuleAbout::Terms, prices::terms(lot, class)),
    ];
    rules.into_iter().filter_map(|(about, text)| Some(RuleWords { about, text: text? })).collect()
}
