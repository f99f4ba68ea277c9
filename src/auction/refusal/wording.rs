//! Refusals in plain English: what happened, then the limit, then what to do.
//!
//! The words follow from the setup and the refusal alone, so the same refusal always has the same words.

use indexmap::IndexMap;

use super::reason::Reason;
use crate::auction::figures::{drop_size, money, money_symbol, per_cent};
use crate::auction::rules::{Band, Beat, MaxDecrement, MinDecrement, Rules};
use crate::auction::setup::{Item, Setup};
use crate::ids::ItemId;
use crate::money::Amount;

/// The refusal in words, for the bidder whose bid it was.
#[must_use]
pub fn message(setup: &Setup, reason: Reason, limit: Option<Amount>, prices: &IndexMap<ItemId, Amount>) -> String {
    match reason {
        Reason::RefReused => "This reference was used before for other prices. The first offer still counts.".into(),
        Reason::NotOpen => "This lot is not open yet. You can send offers once it opens.".into(),
        Reason::Paused => "This lot is paused. You cannot send offers until it restarts.".into(),
        Reason::Closed => "This lot had already closed, so your offer does not count. It is kept on the record.".into(),
        Reason::Cancelled => "This lot has been cancelled and has no result.".into(),
        Reason::Excluded => "You can no longer send offers in this lot.".into(),
        Reason::TermsNotAccepted => "Accept the terms of this event before you send an offer.".into(),
        Reason::MissingPrice => missing_price(setup, prices),
        Reason::UnknownItem => "Remove the prices for items that are not in this lot.".into(),
        Reason::NotPositive => not_positive(setup, prices),
        Reason::TooManyDecimals => too_many_decimals(setup, prices),
        Reason::PriceTooLarge => "The prices are too large to be added up exactly. Enter smaller prices.".into(),
        Reason::AboveCeiling => above_ceiling(setup, limit),
        Reason::NotImproved => or_less(setup, limit, "A new offer must be below your own."),
        Reason::AlreadyLeading => {
            "You are already 1st. In this lot you can send a new offer once another bidder takes \
             1st place."
                .into()
        }
        Reason::DecrementTooSmall => or_less(setup, limit, &asked_drop(setup)),
        Reason::DecrementTooLarge => {
            let told = format!("{} You can go lower in a further offer.", largest_drop(setup, "One offer cannot drop"));
            limit.map_or(told.clone(), |limit| {
                format!("Total must be {} or more. {told}", money(&setup.event.currency, limit))
            })
        }
        Reason::NeedsConfirmation => {
            let told = largest_drop(setup, "Check this offer. It drops");
            let told = format!("{told} Send it again as confirmed if it is right.");
            limit.map_or(told.clone(), |limit| {
                format!("{told} A total of {} or more needs no confirmation.", money(&setup.event.currency, limit))
            })
        }
        Reason::TiesWithLead => or_less(setup, limit, "Another bidder made an offer of the same value first."),
    }
}

fn or_less(setup: &Setup, limit: Option<Amount>, then: &str) -> String {
    match limit {
        Some(limit) => format!("Total must be {} or less. {then}", money(&setup.event.currency, limit)),
        None => format!("{then} No lower total is possible."),
    }
}

fn above_ceiling(setup: &Setup, limit: Option<Amount>) -> String {
    let ceiling = setup.rules.ceiling.map_or_else(String::new, |ceiling| money(&setup.event.currency, ceiling));
    match limit {
        Some(limit) if Some(limit) != setup.rules.ceiling => format!(
            "Total must be {} or less. The most the partnership can pay for this lot is {ceiling}.",
            money(&setup.event.currency, limit)
        ),
        Some(_) | None => format!("Total must be {ceiling} or less, the most the partnership can pay for this lot."),
    }
}

/// The drop that a new offer needs, and below which price.
fn asked_drop(setup: &Setup) -> String {
    let rules = &setup.rules;
    let below = match rules.beat {
        Beat::Own => "your own",
        Beat::Lead => "the leading offer",
    };
    match &rules.min_decrement {
        MinDecrement::Absolute(drop) if rules.whole_steps => {
            format!(
                "In this lot each new offer must be below {below} by a multiple of {}.",
                money(&setup.event.currency, *drop)
            )
        }
        MinDecrement::Absolute(drop) => {
            format!(
                "In this lot each new offer must be at least {} below {below}.",
                money(&setup.event.currency, *drop)
            )
        }
        MinDecrement::Percent(percent) => {
            format!("In this lot each new offer must be at least {} below {below}.", per_cent(*percent))
        }
        MinDecrement::Bands(bands) => {
            let bands: Vec<String> = bands.iter().map(|band| band_words(setup, band)).collect();
            format!("In this lot each new offer must be below {below} by at least {}.", bands.join(", "))
        }
    }
}

fn band_words(setup: &Setup, band: &Band) -> String {
    let from = money(&setup.event.currency, band.from);
    format!("{} from {from}", drop_size(&setup.event.currency, band.step))
}

fn largest_drop(setup: &Setup, start: &str) -> String {
    let Rules { max_decrement, .. } = &setup.rules;
    let most = max_decrement
        .as_ref()
        .map_or_else(String::new, |MaxDecrement { step, .. }| drop_size(&setup.event.currency, *step));
    format!("{start} by more than {most}.")
}

fn missing_price(setup: &Setup, prices: &IndexMap<ItemId, Amount>) -> String {
    let missing = setup.items.iter().find(|item| !prices.contains_key(&item.id));
    format!("Enter a price for {}.", missing.map_or("every item", |item| item.description.as_str()))
}

fn not_positive(setup: &Setup, prices: &IndexMap<ItemId, Amount>) -> String {
    let zero = money_symbol(&setup.event.currency);
    let of = |item: &&Item| prices.get(&item.id).is_some_and(|price| !price.is_positive());
    match setup.items.iter().find(of) {
        Some(item) => format!("Price for {} must be more than {zero}0.", item.description),
        None => format!("Total must be higher: with your figures in this lot it comes to {zero}0 or less."),
    }
}

fn too_many_decimals(setup: &Setup, prices: &IndexMap<ItemId, Amount>) -> String {
    let places = setup.decimals;
    let of = |item: &&Item| prices.get(&item.id).is_some_and(|price| price.significant_places() > places);
    let name = setup.items.iter().find(of).map_or("each item", |item| item.description.as_str());
    match places {
        0 => format!("Price for {name} must be a whole number."),
        1 => format!("Price for {name} must have 1 decimal place or fewer."),
        _ => format!("Price for {name} must have {places} decimal places or fewer."),
    }
}
