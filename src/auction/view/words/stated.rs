//! What the words of a lot's rules are made of.

use crate::auction::rules::Rules;
use crate::auction::setup::Setup;
use crate::clock::Instant;

/// A lot as a document or a setup states it, drafts included. Nothing that suppliers may not know is in it, except the
/// reserve, the switches on names and `has_figures`; their words use none of these.
#[derive(Debug, Clone, Copy)]
pub struct StatedLot<'a> {
    /// What bids are judged by.
    pub rules: &'a Rules,
    /// ISO 4217, `GBP`.
    pub currency: &'a str,
    /// Decimal places of a unit price.
    pub decimals: u32,
    /// The opening as planned; none where it is the publication.
    pub opens_at: Option<Instant>,
    /// The close as planned; none where it follows from the opening.
    pub closes_at: Option<Instant>,
    /// How long the lot is open as planned, seconds, where the opening is the publication; none where it follows from both
    /// times.
    pub duration_s: Option<u64>,
    /// Whether the event has terms.
    pub has_terms: bool,
    /// Whether any bidder's evaluated price is not its total.
    pub has_figures: bool,
}

impl<'a> StatedLot<'a> {
    pub(in crate::auction::view) fn of(setup: &'a Setup) -> Self {
        Self {
            rules: &setup.rules,
            currency: &setup.event.currency,
            decimals: setup.decimals,
            opens_at: Some(setup.opens_at),
            closes_at: Some(setup.closes_at),
            duration_s: None,
            has_terms: setup.event.terms.is_some(),
            has_figures: setup.bidders.iter().any(|invited| !invited.figures().are_plain()),
        }
    }
}
