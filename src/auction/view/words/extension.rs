//! How offers move the close, in words.

use super::stated::StatedLot;
use crate::auction::figures::{count, lasting, ordinal};
use crate::auction::rules::{ExtendFrom, Extension, Trigger};
use crate::clock::uk;

pub(super) fn extension(lot: &StatedLot<'_>) -> Option<String> {
    let rule = lot.rules.extension?;
    if rule.max_count == Some(0) {
        return Some("Offers never move the close.".to_owned());
    }
    let latest = rule.latest_close.map(|latest| format!(", never past {} (UK time)", uk::time_and_date(latest)));
    let most = rule.max_count.map(|max| format!(", at most {}", count(max.into(), "time")));
    Some(format!(
        "An offer in the last {}{} {}{}{}.",
        lasting(rule.window_s),
        trigger(&rule),
        moved(&rule),
        latest.unwrap_or_default(),
        most.unwrap_or_default()
    ))
}

/// Which offers move the close; nothing is added where all do.
fn trigger(rule: &Extension) -> String {
    match (rule.trigger, rule.rank) {
        (Trigger::Any, _) => String::new(),
        (Trigger::LeadChange, _) | (Trigger::RankWithin, None | Some(1)) => " that takes 1st place".to_owned(),
        (Trigger::RankWithin, Some(rank)) => {
            format!(" that betters its bidder's rank to {} place or better", ordinal(rank))
        }
    }
}

fn moved(rule: &Extension) -> String {
    let by = lasting(rule.extend_s);
    match rule.from {
        ExtendFrom::Close => format!("moves the close {by} later"),
        ExtendFrom::Bid if rule.extend_s < rule.window_s => {
            format!("moves the close to {by} after that offer, where that is later")
        }
        ExtendFrom::Bid => format!("moves the close to {by} after that offer"),
    }
}
