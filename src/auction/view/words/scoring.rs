//! What ranks, in words.
//!
//! A supplier's words name the formula in every lot: that they name it only where some bidder has figures of its own
//! would tell of rivals' figures.

use super::stated::StatedLot;
use crate::auction::rules::Scoring;
use crate::auction::view::sight::Class;
use crate::money::Amount;

pub(super) fn scoring(lot: &StatedLot<'_>, class: Class) -> String {
    let names_figures = class == Class::Supplier || lot.has_figures;
    match (lot.rules.scoring, names_figures) {
        (Scoring::Price, false) => "The lowest total is ranked first.".to_owned(),
        (Scoring::Price, true) => {
            format!("The lowest compared price is ranked first. {}", compared(class))
        }
        (Scoring::Weighted, names_figures) => {
            let weight = lot.rules.price_weight.unwrap_or(Amount::ZERO).with_places(0);
            let price = if names_figures { "compared price" } else { "total" };
            let score = format!(
                "The highest score is ranked first. A score is the bidder's quality points + the price weight {weight} × \
                 the lowest {price} ÷ its own {price}, rounded to 4 places."
            );
            if names_figures { format!("{score} {}", compared(class)) } else { score }
        }
    }
}

fn compared(class: Class) -> &'static str {
    match class {
        Class::Supplier => {
            "A bidder's compared price is its total, unless the buyer has set figures for that bidder: then it is the total × \
             its factor ÷ its divisor + its addition. Your formula says what counts for you. Steps are measured in compared \
             prices."
        }
        Class::Observer | Class::Buyer => {
            "The compared price is the total × the bidder's factor ÷ its divisor + its addition; steps are measured in it. \
             Each bidder has figures of its own."
        }
    }
}
