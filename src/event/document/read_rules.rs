//! Reads the rules of a lot and writes every default out.

use super::limits::{BANDS_MAX, PERCENT, SECONDS_MAX, SETTLE_MS_MAX};
use crate::auction::rules::{
    Band, Beat, BuyerSees, ExtendFrom, Extension, Format, Gate, Idle, MaxDecrement, MaxMode, MinDecrement, Rules,
    Scoring, Show, Step, Ties, Trigger,
};
use crate::json::{Bounds, Code, Node, Object};
use crate::money::Amount;

const RULES: [&str; 16] = [
    "format",
    "scoring",
    "price_weight",
    "beat",
    "ceiling",
    "min_decrement",
    "whole_steps",
    "max_decrement",
    "leader_may_rebid",
    "ties",
    "reserve",
    "extension",
    "idle",
    "settle_ms",
    "auto_resume_s",
    "show",
];
const EXTENSION: [&str; 7] = ["window_s", "extend_s", "from", "trigger", "rank", "max_count", "latest_close"];
const SHOW: [&str; 7] = [
    "lead_price",
    "all_prices",
    "bidder_count",
    "gate",
    "identities_to_buyer",
    "identities_to_observer",
    "other_trusts",
];
/// Formats that have a name but cannot be run yet.
const FORMATS_TO_COME: [&str; 4] = ["sealed", "japanese", "dutch", "rounds"];

/// Reads the rules of a lot.
pub(super) fn rules(node: Node<'_>) -> Rules {
    let rules = node.object(&RULES);
    let default = Rules::default();
    Rules {
        format: rules.or("format", default.format, format),
        scoring: rules.or("scoring", default.scoring, |node| {
            node.choice(&[("price", Scoring::Price), ("weighted", Scoring::Weighted)])
        }),
        price_weight: rules.given("price_weight").map(|node| node.amount(&Bounds::ABOVE_ZERO.without_unit())),
        beat: rules.or("beat", default.beat, |node| node.choice(&[("own", Beat::Own), ("lead", Beat::Lead)])),
        ceiling: rules.given("ceiling").map(|node| node.amount(&Bounds::ABOVE_ZERO)),
        min_decrement: rules.or("min_decrement", default.min_decrement, min_decrement),
        whole_steps: rules.or("whole_steps", default.whole_steps, |node| node.flag()),
        max_decrement: rules.given("max_decrement").map(max_decrement),
        leader_may_rebid: rules.or("leader_may_rebid", default.leader_may_rebid, |node| node.flag()),
        ties: rules.or("ties", default.ties, ties),
        reserve: rules.given("reserve").map(|node| node.amount(&Bounds::ABOVE_ZERO)),
        extension: rules.given("extension").map(extension),
        idle: rules.given("idle").map(idle),
        settle_ms: rules.or("settle_ms", default.settle_ms, |node| node.whole(0..=SETTLE_MS_MAX)),
        auto_resume_s: rules.given("auto_resume_s").map(|node| node.whole(0..=SECONDS_MAX)),
        show: rules.or("show", default.show, show),
    }
}

fn format(node: Node<'_>) -> Format {
    if let Some(word) = node.words("\"english\"").filter(|word| FORMATS_TO_COME.contains(word)) {
        node.fault(Code::UnknownChoice, format!("the format \"{word}\" is not available yet: use \"english\""));
        return Format::English;
    }
    node.choice(&[("english", Format::English)])
}

fn ties(node: Node<'_>) -> Ties {
    node.choice(&[
        ("earliest", Ties::Earliest),
        ("equal_best", Ties::EqualBest),
        ("equal_worst", Ties::EqualWorst),
        ("forbid_first", Ties::ForbidFirst),
    ])
}

fn min_decrement(node: Node<'_>) -> MinDecrement {
    let object = node.object(&["absolute", "percent", "bands"]);
    let given = ["absolute", "percent", "bands"].iter().filter(|name| object.given(name).is_some()).count();
    if given != 1 {
        node.fault(
            one_of_several(given),
            "must have exactly one of \"absolute\", \"percent\" and \"bands\", such as {\"absolute\": \"250.00\"}",
        );
    }
    if let Some(bands) = object.given("bands") {
        return MinDecrement::Bands(bands.list(1..=BANDS_MAX, "bands").iter().map(band).collect());
    }
    match step(&object) {
        Step::Absolute(amount) => MinDecrement::Absolute(amount),
        Step::Percent(percent) => MinDecrement::Percent(percent),
    }
}

fn band(node: Node<'_>) -> Band {
    let band = node.object(&["from", "absolute", "percent"]);
    one_step(node, &band);
    Band { from: band.member("from").amount(&Bounds::FROM_ZERO), step: step(&band) }
}

fn max_decrement(node: Node<'_>) -> MaxDecrement {
    let max = node.object(&["absolute", "percent", "mode"]);
    one_step(node, &max);
    let mode = max.member("mode").choice(&[("confirm", MaxMode::Confirm), ("refuse", MaxMode::Refuse)]);
    MaxDecrement { step: step(&max), mode }
}

fn one_step(node: Node<'_>, object: &Object<'_>) {
    let given = ["absolute", "percent"].iter().filter(|name| object.given(name).is_some()).count();
    if given != 1 {
        node.fault(
            one_of_several(given),
            "must have exactly one of \"absolute\" and \"percent\", such as \"percent\": \"0.5\"",
        );
    }
}

/// The code where one of several members is needed and another number is given.
const fn one_of_several(given: usize) -> Code {
    if given == 0 { Code::Missing } else { Code::Contradiction }
}

/// The step of an object that has exactly one.
fn step(object: &Object<'_>) -> Step {
    match (object.given("absolute"), object.given("percent")) {
        (Some(absolute), _) => Step::Absolute(absolute.amount(&Bounds::FROM_ZERO)),
        (None, Some(percent)) => Step::Percent(percent.amount(&PERCENT)),
        (None, None) => Step::Absolute(Amount::ZERO),
    }
}

fn extension(node: Node<'_>) -> Extension {
    let extension = node.object(&EXTENSION);
    let from = |node: Node<'_>| node.choice(&[("close", ExtendFrom::Close), ("bid", ExtendFrom::Bid)]);
    Extension {
        window_s: extension.member("window_s").whole(1..=SECONDS_MAX),
        extend_s: extension.member("extend_s").whole(1..=SECONDS_MAX),
        from: extension.or("from", ExtendFrom::Close, from),
        trigger: extension.or("trigger", Trigger::Any, trigger),
        rank: extension.given("rank").map(|node| node.count(1..=u32::MAX.into())),
        max_count: extension.given("max_count").map(|node| node.count(0..=u32::MAX.into())),
        latest_close: extension.given("latest_close").map(|node| node.instant()),
    }
}

fn trigger(node: Node<'_>) -> Trigger {
    node.choice(&[("any", Trigger::Any), ("rank_within", Trigger::RankWithin), ("lead_change", Trigger::LeadChange)])
}

fn idle(node: Node<'_>) -> Idle {
    let idle = node.object(&["idle_s", "latest_close"]);
    Idle {
        idle_s: idle.member("idle_s").whole(1..=SECONDS_MAX),
        latest_close: idle.given("latest_close").map(|node| node.instant()),
    }
}

fn show(node: Node<'_>) -> Show {
    let show = node.object(&SHOW);
    let default = Show::default();
    Show {
        lead_price: show.or("lead_price", default.lead_price, |node| node.flag()),
        all_prices: show.or("all_prices", default.all_prices, |node| node.flag()),
        bidder_count: show.or("bidder_count", default.bidder_count, |node| node.flag()),
        gate: show.or("gate", default.gate, |node| node.choice(&[("none", Gate::None), ("first_bid", Gate::FirstBid)])),
        identities_to_buyer: show.or("identities_to_buyer", default.identities_to_buyer, |node| {
            node.choice(&[("always", BuyerSees::Always), ("after_close", BuyerSees::AfterClose)])
        }),
        identities_to_observer: show.or("identities_to_observer", default.identities_to_observer, |node| node.flag()),
        other_trusts: show.or("other_trusts", default.other_trusts, |node| node.flag()),
    }
}
