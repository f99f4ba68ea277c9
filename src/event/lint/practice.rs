//! Warnings about settings that did badly in past auctions.

use rust_decimal::Decimal;

use super::super::document::{EventDocument, LotDocument, OpensAt};
use super::super::finding::{Finding, Level};
use super::sound::Sound;
use crate::auction::figures::{per_cent, short_money};
use crate::auction::rules::{MinDecrement, Scoring, Step, Ties};
use crate::clock::Instant;
use crate::json::Code;
use crate::money::Amount;

/// With fewer bidders there is little to compete for.
const BIDDERS_WANTED: usize = 3;
/// A step above this share of the ceiling, in thousandths, keeps bidders from bidding.
const STEP_LARGE_PERMILLE: i64 = 50;
/// A step below this share makes the lot long and hardly moves the price.
const STEP_SMALL_PERMILLE: i64 = 1;
const MICROS_PER_S: i64 = 1_000_000;

/// Warns about the event as a whole.
pub(super) fn event(event: &EventDocument, sound: Sound<'_>, findings: &mut Vec<Finding>) {
    if event.contact.is_none() && sound.at(format_args!("/contact")) {
        let message = "is missing: state whom a bidder in trouble can ring or write to while the auction runs";
        findings.push(Finding::new(Level::Warning, "/contact".to_owned(), Code::NoContact, message.to_owned()));
    }
    if sound.in_each_lot(event, |sound, lot| sound.at(format_args!("/lots/{lot}/bidders"))) {
        without_lot(event, sound, findings);
    }
    if sound.in_each_lot(event, |sound, lot| volumes_are_sound(event, sound, lot)) {
        without_volume(event, sound, findings);
    }
}

fn volumes_are_sound(event: &EventDocument, sound: Sound<'_>, lot: usize) -> bool {
    let mut items = 0..event.lots[lot].items.len();
    sound.readable(format_args!("/lots/{lot}/items"))
        && items.all(|item| sound.at(format_args!("/lots/{lot}/items/{item}/volumes")))
}

fn without_lot(event: &EventDocument, sound: Sound<'_>, findings: &mut Vec<Finding>) {
    let invited: std::collections::BTreeSet<_> =
        event.lots.iter().flat_map(|lot| &lot.bidders).map(|bidder| &bidder.bidder).collect();
    for (index, bidder) in event.bidders.iter().enumerate().filter(|(_, bidder)| !invited.contains(&bidder.id)) {
        if sound.at(format_args!("/bidders/{index}/id")) {
            let message = format!("\"{}\" is invited to no lot", bidder.id);
            findings.push(Finding::new(Level::Warning, format!("/bidders/{index}"), Code::BidderWithoutLot, message));
        }
    }
}

fn without_volume(event: &EventDocument, sound: Sound<'_>, findings: &mut Vec<Finding>) {
    let volumes: std::collections::BTreeSet<_> = event
        .lots
        .iter()
        .flat_map(|lot| &lot.items)
        .flat_map(|item| item.volumes.iter().filter(|(_, volume)| **volume > Amount::ZERO))
        .map(|(ods, _)| ods)
        .collect();
    for (index, trust) in event.trusts.iter().enumerate().filter(|(_, trust)| !volumes.contains(&trust.ods)) {
        if sound.at(format_args!("/trusts/{index}/ods")) {
            let message = format!("\"{}\" buys nothing in any lot", trust.ods);
            findings.push(Finding::new(Level::Warning, format!("/trusts/{index}"), Code::TrustWithoutVolume, message));
        }
    }
}

/// Warns about the lot at `path`.
pub(super) fn lot(
    event: &EventDocument,
    lot: &LotDocument,
    published_at: Instant,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let mut warn = |member: &str, code: Code, message: String| {
        findings.push(Finding::new(Level::Warning, format!("{path}/{member}"), code, message));
    };
    extension(lot, published_at, &mut warn);
    decrement(lot, &event.currency, &mut warn);
    if lot.bidders.len() < BIDDERS_WANTED {
        let message = format!("has {} bidder(s): an auction lives from at least {BIDDERS_WANTED}", lot.bidders.len());
        warn("bidders", Code::FewBidders, message);
    }
    if lot.rules.ties == Ties::EqualWorst {
        let message = "a bidder that ties at the top is told rank 2 and cannot know that nobody is ahead of it \
                       (PCR 2015 reg 35(22)): \"earliest\" leaves no doubt";
        warn("rules/ties", Code::RankInDoubt, message.to_owned());
    }
    if lot.rules.show.all_prices && !lot.rules.show.lead_price {
        let message = "has no effect beside \"all_prices\": true, which shows the lead's price among all others";
        warn("rules/show/lead_price", Code::LeadPriceShownAnyway, message.to_owned());
    }
    if lot.rules.reserve.zip(lot.rules.ceiling).is_some_and(|(reserve, ceiling)| reserve > ceiling) {
        warn("rules/reserve", Code::ReserveAboveCeiling, "is above the ceiling, so every bid meets it".to_owned());
    }
    if lot.rules.scoring == Scoring::Price && lot.bidders.iter().any(|bidder| bidder.quality.is_some()) {
        let message = "quality points count only with scoring \"weighted\": they are ignored";
        warn("bidders", Code::QualityIgnored, message.to_owned());
    }
    if lot.rules.scoring == Scoring::Weighted {
        for (index, bidder) in lot.bidders.iter().enumerate().filter(|(_, bidder)| bidder.quality.is_none()) {
            let message = format!("is missing: \"{}\" is scored with 0 quality points", bidder.bidder);
            warn(&format!("bidders/{index}/quality"), Code::QualityMissing, message);
        }
    }
}

fn extension(lot: &LotDocument, published_at: Instant, warn: &mut impl FnMut(&str, Code, String)) {
    if lot.rules.idle.is_some_and(|idle| idle.latest_close.is_none()) {
        let message = "without one the lot can go on for as long as somebody bids";
        warn("rules/idle/latest_close", Code::NoLatestClose, message.to_owned());
    }
    let Some(extension) = lot.rules.extension else { return };
    if extension.latest_close.is_none() {
        let message = "without one the lot can be extended without end";
        warn("rules/extension/latest_close", Code::NoLatestClose, message.to_owned());
    }
    let opens_at = match lot.opens_at {
        OpensAt::At(opens_at) => opens_at,
        OpensAt::Now(_) => published_at,
    };
    let is_bound = extension.latest_close.is_some_and(|latest| lot.closes_at_from(opens_at) == Some(latest));
    if extension.max_count == Some(0) || is_bound {
        let message = "never extends the lot: leave it out, or raise \"max_count\" and \"latest_close\"";
        warn("rules/extension", Code::ExtensionWithoutEffect, message.to_owned());
    }
    let length_s = lot.closes_at_from(opens_at).map(|closes_at| closes_at.micros_since(opens_at) / MICROS_PER_S);
    let window_s = i64::try_from(extension.window_s).unwrap_or(i64::MAX);
    if let Some(length_s) = length_s.filter(|length_s| window_s > *length_s) {
        let message = format!("is longer than the lot, which lasts {length_s} s: every bid can extend it");
        warn("rules/extension/window_s", Code::ExtensionLongerThanLot, message);
    }
}

/// Looks at the decrement that holds at the ceiling, where the lot begins.
fn decrement(lot: &LotDocument, currency: &str, warn: &mut impl FnMut(&str, Code, String)) {
    let Some((member, step)) = step_at_ceiling(lot) else { return };
    let share = |permille: i64| -> Option<Decimal> {
        match step {
            Step::Percent(_) => Some(Decimal::new(permille, 1)),
            Step::Absolute(_) => lot.rules.ceiling?.decimal().checked_mul(Decimal::new(permille, 3)),
        }
    };
    let (Some(large), Some(small)) = (share(STEP_LARGE_PERMILLE), share(STEP_SMALL_PERMILLE)) else { return };
    let figure = match step {
        Step::Absolute(amount) => amount.decimal(),
        Step::Percent(percent) => percent.decimal(),
    };
    let said = |bound: Decimal| match step {
        Step::Absolute(_) => short_money(currency, Amount::from(bound)),
        Step::Percent(_) => per_cent(Amount::from(bound)),
    };
    if figure > large {
        let message = format!("is more than 5% of the ceiling: bidders may stop early; at most {}", said(large));
        warn(&member, Code::DecrementLarge, message);
    } else if figure < small {
        let message = format!("is less than 0.1% of the ceiling: bids may crawl; at least {}", said(small));
        warn(&member, Code::DecrementSmall, message);
    }
}

/// The minimum decrement at the ceiling; without a ceiling, a percentage.
fn step_at_ceiling(lot: &LotDocument) -> Option<(String, Step)> {
    let member = "rules/min_decrement";
    match &lot.rules.min_decrement {
        MinDecrement::Absolute(amount) => Some((format!("{member}/absolute"), Step::Absolute(*amount))),
        MinDecrement::Percent(percent) => Some((format!("{member}/percent"), Step::Percent(*percent))),
        MinDecrement::Bands(bands) => {
            let ceiling = lot.rules.ceiling?;
            let applying = bands.iter().enumerate().filter(|(_, band)| band.from <= ceiling);
            let (index, band) = applying.max_by_key(|(_, band)| band.from)?;
            Some((format!("{member}/bands/{index}"), band.step))
        }
    }
}
