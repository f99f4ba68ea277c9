//! Rows 5 to 12 of the order of judgement, one function a row, in the words of the rules.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};

use super::happened::{Offer, Reason, Record};
use super::number::{Number, decimals_needed, is_exact_in_28_digits, is_multiple_of, power_of_ten, whole};
use super::ranking::{Place, evaluate, leads_alone, ranking, standing};
use super::setup::{Beat, MaxMode, MinDecrement, Setup, Size, Ties};

/// Rows 5 and 6: the bid as an offer, or the reason why it is none.
///
/// # Errors
/// The first reason that applies.
pub fn read_offer(setup: &Setup, bidder: &str, prices: &BTreeMap<String, Number>) -> Result<Offer, Reason> {
    // Row 5: exactly the lot's items are priced; a missing one is looked for first.
    for item in &setup.items {
        if !prices.contains_key(&item.id) {
            return Err(Reason::MissingPrice);
        }
    }
    for id in prices.keys() {
        if !setup.items.iter().any(|item| item.id == *id) {
            return Err(Reason::UnknownItem);
        }
    }

    // Row 6: items in the lot's order, each for the three reasons in their order.
    let mut in_order = Vec::new();
    let mut total = Number::zero();
    for item in &setup.items {
        let price = &prices[&item.id];
        if !price.is_positive() {
            return Err(Reason::NotPositive);
        }
        if decimals_needed(price).is_none_or(|needed| needed > setup.decimals) {
            return Err(Reason::TooManyDecimals);
        }
        let cost = price * &item.volume;
        if *price > power_of_ten(12) || !is_exact_in_28_digits(&cost) {
            return Err(Reason::PriceTooLarge);
        }
        total += cost;
        in_order.push(price.clone());
    }

    // Arithmetic on the whole offer that is not exact is too large as well, never silently cut.
    let evaluated = evaluate(setup, bidder, &total);
    let product = &total * &setup.bidder(bidder).factor;
    for value in [&total, &product, &evaluated] {
        if !is_exact_in_28_digits(value) {
            return Err(Reason::PriceTooLarge);
        }
    }

    // Then an evaluated price that is not above zero is not positive.
    if !evaluated.is_positive() {
        return Err(Reason::NotPositive);
    }
    Ok(Offer { bidder: bidder.to_owned(), prices: in_order, total, evaluated })
}

/// Row 7: the lot has a ceiling and the total is above it.
pub fn is_above_ceiling(setup: &Setup, total: &Number) -> bool {
    match &setup.ceiling {
        Some(ceiling) => total > ceiling,
        None => false,
    }
}

/// The market as one bidder sees it: the facts that rows 7 to 12 need.
pub struct BidderMarket<'a> {
    setup: &'a Setup,
    bidder: &'a str,
    own: Option<Offer>,
    lead: Option<Offer>,
    ranking: Vec<Place>,
}

impl<'a> BidderMarket<'a> {
    pub fn new(setup: &'a Setup, records: &[Record], bidder: &'a str) -> Self {
        let ranking = ranking(setup, records);
        Self {
            setup,
            bidder,
            own: standing(records, bidder).map(|(_, offer)| offer),
            lead: ranking.first().map(|place| place.offer.clone()),
            ranking,
        }
    }

    pub fn setup(&self) -> &Setup {
        self.setup
    }

    pub fn own(&self) -> Option<&Offer> {
        self.own.as_ref()
    }

    pub fn evaluate(&self, total: &Number) -> Number {
        evaluate(self.setup, self.bidder, total)
    }

    /// Rows 7 to 12 in their order: the first reason that applies, if one does.
    pub fn refusal(&self, total: &Number, confirmed: bool) -> Option<Reason> {
        let evaluated = self.evaluate(total);
        if is_above_ceiling(self.setup, total) {
            return Some(Reason::AboveCeiling);
        }
        if self.is_not_improved(&evaluated) {
            return Some(Reason::NotImproved);
        }
        if self.is_already_leading() {
            return Some(Reason::AlreadyLeading);
        }
        if self.is_drop_too_small(&evaluated) || self.is_broken_step(&evaluated) {
            return Some(Reason::DecrementTooSmall);
        }
        if self.is_drop_too_large(&evaluated) {
            match self.max_mode() {
                Some(MaxMode::Refuse) => return Some(Reason::DecrementTooLarge),
                Some(MaxMode::Confirm) if !confirmed => return Some(Reason::NeedsConfirmation),
                Some(MaxMode::Confirm) | None => {}
            }
        }
        if self.is_tie_with_lead(&evaluated) {
            return Some(Reason::TiesWithLead);
        }
        None
    }

    /// Row 8: the bidder has a standing offer and the evaluated price is not below its own.
    pub fn is_not_improved(&self, evaluated: &Number) -> bool {
        match &self.own {
            Some(own) => *evaluated >= own.evaluated,
            None => false,
        }
    }

    /// Row 9: a leader may not bid again, and this bidder alone has the lead.
    pub fn is_already_leading(&self) -> bool {
        !self.setup.leader_may_rebid && leads_alone(self.setup, &self.ranking, self.bidder)
    }

    /// The evaluated price to beat: the bidder's own, or the leader's.
    pub fn reference(&self) -> Option<Number> {
        let offer = match self.setup.beat {
            Beat::Own => &self.own,
            Beat::Lead => &self.lead,
        };
        offer.as_ref().map(|offer| offer.evaluated.clone())
    }

    /// The minimum decrement at this moment. A percentage is taken of the reference, unrounded.
    fn minimum(&self, reference: &Number) -> Number {
        match &self.setup.min_decrement {
            MinDecrement::Plain(size) => amount(size, reference),
            // The band with the largest `from` that is not above the reference counts.
            MinDecrement::Bands(bands) => bands
                .iter()
                .filter(|band| band.from <= *reference)
                .max_by_key(|band| band.from.clone())
                .map_or_else(Number::zero, |band| amount(&band.size, reference)),
        }
    }

    /// Row 10: the bid passes when its evaluated price is at most the reference less the decrement.
    /// Without a reference no minimum applies.
    pub fn is_drop_too_small(&self, evaluated: &Number) -> bool {
        match self.reference() {
            Some(reference) => *evaluated > &reference - self.minimum(&reference),
            None => false,
        }
    }

    /// Row 10 with whole steps: the drop has to be a whole multiple of the decrement.
    pub fn is_broken_step(&self, evaluated: &Number) -> bool {
        match self.reference() {
            Some(reference) if self.setup.whole_steps => {
                let drop = &reference - evaluated;
                !is_multiple_of(&drop, &self.minimum(&reference))
            }
            Some(_) | None => false,
        }
    }

    /// The decrement for whole steps, when the bidder has to use them.
    pub fn whole_step(&self) -> Option<Number> {
        let reference = self.reference()?;
        self.setup.whole_steps.then(|| self.minimum(&reference))
    }

    pub fn max_mode(&self) -> Option<MaxMode> {
        self.setup.max_decrement.as_ref().map(|max| max.mode)
    }

    /// The evaluated price below which row 11 finds the drop too large.
    pub fn lowest_evaluated(&self) -> Option<Number> {
        let max = self.setup.max_decrement.as_ref()?;
        let ceiling = self.setup.ceiling.as_ref().map(|total| self.evaluate(total));
        let Some(reference) = self.reference() else {
            // Without a reference the drop is measured against the ceiling, evaluated with the bidder's own figures;
            // without a ceiling it is not measured.
            let ceiling = ceiling?;
            let drop = amount(&max.size, &ceiling).max(Number::zero());
            return Some(ceiling - drop);
        };
        // Never less than the minimum decrement of this moment, nor than the drop that the ceiling requires of this
        // bidder.
        let mut drop = amount(&max.size, &reference).max(self.minimum(&reference));
        if let Some(ceiling) = ceiling {
            drop = drop.max(&reference - ceiling);
        }
        Some(reference - drop)
    }

    /// Row 11: it passes when the evaluated price is at least the reference less the maximum.
    pub fn is_drop_too_large(&self, evaluated: &Number) -> bool {
        match self.lowest_evaluated() {
            Some(lowest) => *evaluated < lowest,
            None => false,
        }
    }

    /// The evaluated price that row 12 forbids: the lead, when it belongs to another bidder.
    pub fn forbidden_tie(&self) -> Option<&Number> {
        if self.setup.ties != Ties::ForbidFirst {
            return None;
        }
        self.lead.as_ref().filter(|lead| lead.bidder != self.bidder).map(|lead| &lead.evaluated)
    }

    /// Row 12: the evaluated price equals the lead of another bidder.
    pub fn is_tie_with_lead(&self, evaluated: &Number) -> bool {
        self.forbidden_tie() == Some(evaluated)
    }
}

fn amount(size: &Size, reference: &Number) -> Number {
    match size {
        Size::Absolute(amount) => amount.clone(),
        Size::Percent(percent) => reference * percent / whole(100),
    }
}
