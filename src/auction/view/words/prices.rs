//! The highest total, the decimals of a price, and the terms, in words.

use super::stated::StatedLot;
use crate::auction::figures::{count, money};
use crate::auction::view::sight::Class;

pub(super) fn ceiling(lot: &StatedLot<'_>) -> Option<String> {
    let ceiling = money(lot.currency, lot.rules.ceiling?);
    Some(format!("The most the partnership can pay for this lot is {ceiling}. A higher total is refused."))
}

pub(super) fn decimals(lot: &StatedLot<'_>) -> String {
    match lot.decimals {
        0 => "Prices are whole numbers.".to_owned(),
        places => format!("Prices have up to {}.", count(places.into(), "decimal place")),
    }
}

pub(super) fn terms(lot: &StatedLot<'_>, class: Class) -> Option<String> {
    let rule = match class {
        Class::Supplier => "Accept the terms of this event before you send an offer.",
        Class::Observer | Class::Buyer => "A bidder accepts the terms of this event before it sends an offer.",
    };
    lot.has_terms.then(|| rule.to_owned())
}
