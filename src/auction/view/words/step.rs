//! The least drop of a new offer in words.

use std::cmp::Reverse;

use super::stated::StatedLot;
use crate::auction::figures::{drop_size, money, per_cent};
use crate::auction::rules::{Band, Beat, MinDecrement, Ties};
use crate::auction::view::sight::Class;
use crate::money::Amount;

pub(super) fn step(lot: &StatedLot<'_>, class: Class) -> String {
    let own = match class {
        Class::Supplier => "your own last offer",
        Class::Observer | Class::Buyer => "the same bidder's last offer",
    };
    match lot.rules.beat {
        Beat::Own => beat_own(lot, own),
        Beat::Lead => beat_lead(lot, own),
    }
}

fn beat_own(lot: &StatedLot<'_>, own: &str) -> String {
    let minimum = &lot.rules.min_decrement;
    let rule = match minimum {
        MinDecrement::Absolute(step) if step.is_positive() && lot.rules.whole_steps => {
            let step = money(lot.currency, *step);
            format!("Each new offer must be below {own} by {step} or by a whole multiple of {step}.")
        }
        MinDecrement::Absolute(_) | MinDecrement::Percent(_) | MinDecrement::Bands(_) if is_zero(minimum) => {
            format!("Each new offer must be below {own}.")
        }
        MinDecrement::Absolute(_) | MinDecrement::Percent(_) | MinDecrement::Bands(_) => {
            format!("Each new offer must be {}.", at_least_below(lot, minimum, own))
        }
    };
    format!("{rule} A first offer has none to be below.")
}

fn beat_lead(lot: &StatedLot<'_>, own: &str) -> String {
    let minimum = &lot.rules.min_decrement;
    let rule = if !is_zero(minimum) {
        let target = "the leading offer, whoever made it";
        format!("Each new offer must be {}.", at_least_below(lot, minimum, target))
    } else if lot.rules.ties == Ties::ForbidFirst {
        format!("Each new offer must be below the leading offer, and below {own}.")
    } else {
        format!("Each new offer must be level with the leading offer or below it, and below {own}.")
    };
    format!("{rule} The first offer of the lot has none to be below.")
}

fn at_least_below(lot: &StatedLot<'_>, minimum: &MinDecrement, target: &str) -> String {
    match minimum {
        MinDecrement::Absolute(step) => format!("at least {} below {target}", money(lot.currency, *step)),
        MinDecrement::Percent(percent) => format!("at least {} below {target}", per_cent(*percent)),
        MinDecrement::Bands(bands) => format!("below {target} by at least {}", band_words(lot, bands)),
    }
}

/// `£200.00 where that is £1,000.00 or more, £100.00 where it is £500.00 or more, and £50.00 where it is less`.
fn band_words(lot: &StatedLot<'_>, bands: &[Band]) -> String {
    let mut bands: Vec<&Band> = bands.iter().collect();
    bands.sort_by_key(|band| Reverse(band.from));
    let size = |band: &Band| drop_size(lot.currency, band.step);
    let Some((lowest, higher)) = bands.split_last() else { return money(lot.currency, Amount::ZERO) };
    let Some((highest, between)) = higher.split_first() else { return size(lowest) };
    let first = format!("{} where that is {} or more", size(highest), money(lot.currency, highest.from));
    let more = |band: &&Band| format!(", {} where it is {} or more", size(band), money(lot.currency, band.from));
    let between: String = between.iter().map(more).collect();
    format!("{first}{between}, and {} where it is less", size(lowest))
}

fn is_zero(minimum: &MinDecrement) -> bool {
    match minimum {
        MinDecrement::Absolute(step) | MinDecrement::Percent(step) => !step.is_positive(),
        MinDecrement::Bands(_) => false,
    }
}
