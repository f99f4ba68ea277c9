//! The model against itself: limits against every total one by one, and random histories against the list of verdicts
//! that they have to reach.

use std::collections::BTreeMap;

use num_traits::Signed;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};

use super::happened::{ActOutcome, InputKind, Outcome, State, Verdict};
use super::judge::BidderMarket;
use super::lot::Model;
use super::number::{Number, tick, whole};
use super::setup::MaxMode;
use super::strategy::{history, play, setup};

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(8), failure_persistence: None, cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn limits_are_those_found_by_trying_every_total(setup in setup(), history in history()) {
        let mut model = Model::new(setup);
        play(&mut model, &history, |input, _, model, _| {
            if matches!(input.kind, InputKind::Bid(_)) {
                check_limits(model);
            }
        });
    }

    #[test]
    fn what_is_allowed_and_suggested_is_not_refused_for_its_size(
        setup in setup(),
        history in history(),
    ) {
        let mut model = Model::new(setup);
        play(&mut model, &history, |_, _, model, _| {
            for bidder in &model.setup().bidders {
                let market = model.market(&bidder.id);
                if let Some(highest) = model.highest_allowed(&bidder.id) {
                    assert_eq!(market.refusal(&highest, true), None);
                }
                if let Some(suggestion) = model.suggested(&bidder.id) {
                    let highest = model.highest_allowed(&bidder.id).expect("suggested under it");
                    assert!(suggestion.total <= highest);
                    assert!(!market.is_not_improved(&market.evaluate(&suggestion.total)));
                }
            }
        });
    }

    #[test]
    fn time_and_ranks_keep_their_order(setup in setup(), history in history()) {
        let mut model = Model::new(setup);
        play(&mut model, &history, |input, before, after, outcome| {
            // Only an early close is earlier than the closing time was.
            let is_early = after.ended_at().is_some_and(|ended_at| ended_at == input.now);
            assert!(is_early || after.closes_at() >= before.closes_at());
            if let Some(latest) = after.latest_close() {
                assert!(after.closes_at() <= latest);
            }
            let ranks: Vec<usize> = after.ranking().iter().map(|place| place.rank).collect();
            assert!(ranks.is_sorted());
            if matches!(before.state(), State::Closed | State::Cancelled) {
                assert_eq!(before.state(), after.state());
                assert_eq!(before.closes_at(), after.closes_at());
            }
            if let (InputKind::Bid(bid), Outcome::Verdict(Verdict::Repeat { first })) =
                (&input.kind, outcome)
            {
                assert_eq!(before.bids()[*first].reference, bid.reference);
                assert_eq!(before.verdicts(), after.verdicts());
            }
        });
    }
}

/// Tries every total on the grid, where there are not too many.
fn check_limits(model: &Model) {
    if !matches!(model.state(), State::Scheduled | State::Open | State::Paused) {
        return;
    }
    let step = tick(model.setup().decimals);
    for bidder in &model.setup().bidders {
        if super::ranking::is_excluded(&model.records, &bidder.id) {
            continue;
        }
        let market = model.market(&bidder.id);
        let Some(top) = grid_top(&market, &step) else {
            continue;
        };
        let mut highest = None;
        for ticks in 1..=top {
            let total = &step * whole(ticks);
            let is_positive = market.evaluate(&total) > whole(0);
            if is_positive && market.refusal(&total, true).is_none() {
                highest = Some(total);
            }
        }
        assert_eq!(model.highest_allowed(&bidder.id), highest);

        let mut lowest = None;
        for ticks in 0..=top {
            let total = &step * whole(ticks);
            if !market.is_drop_too_large(&market.evaluate(&total)) {
                let has_bound = market.lowest_evaluated().is_some_and(|lowest| lowest.is_positive());
                lowest = (has_bound && ticks > 0).then_some(total);
                break;
            }
        }
        if market.max_mode() == Some(MaxMode::Refuse) || highest.is_none() {
            lowest = lowest.filter(|_| highest.is_some());
            assert_eq!(model.lowest_allowed(&bidder.id), lowest);
        }
    }
}

/// A number of ticks above which no total passes; nothing when there is no bound or it is high.
fn grid_top(market: &BidderMarket<'_>, step: &Number) -> Option<i64> {
    let ceiling = market.setup().ceiling.clone();
    let own = market.own().map(|own| own.total.clone());
    let bound = match (ceiling, own) {
        (Some(ceiling), Some(own)) => ceiling.min(own),
        (Some(bound), None) | (None, Some(bound)) => bound,
        (None, None) => return None,
    };
    (1..400).find(|ticks| step * whole(*ticks) > bound)
}

#[test]
fn histories_reach_every_verdict_and_every_act() {
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..400 {
        let drawn = (setup(), history()).new_tree(&mut runner);
        let (setup, history) = drawn.expect("nothing is filtered out").current();
        let mut model = Model::new(setup);
        play(&mut model, &history, |input, before, after, outcome| {
            *seen.entry(label(input, before, outcome)).or_default() += 1;
            if after.extensions() > before.extensions() {
                *seen.entry("extended".to_owned()).or_default() += 1;
            }
            let state = after.state();
            if before.state() != state {
                *seen.entry(format!("{state:?}")).or_default() += 1;
            }
        });
    }

    let table = format!("{seen:#?}");
    for wanted in WANTED {
        assert!(seen.contains_key(*wanted), "no {wanted} among {table}");
    }
}

const WANTED: &[&str] = &[
    "accepted",
    "repeat",
    "ref_reused",
    "not_open",
    "paused",
    "closed",
    "cancelled",
    "excluded",
    "terms_not_accepted",
    "missing_price",
    "unknown_item",
    "not_positive",
    "too_many_decimals",
    "price_too_large",
    "above_ceiling",
    "not_improved",
    "already_leading",
    "decrement_too_small",
    "decrement_too_large",
    "needs_confirmation",
    "ties_with_lead",
    "extended",
    "Open",
    "Paused",
    "Closed",
    "Cancelled",
    "act Done",
    "act WrongState",
    "act Waits",
    "act Forbidden",
    "outage",
];

fn label(input: &super::Input, before: &Model, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Silent => {
            let is_outage = matches!(input.kind, InputKind::Outage { .. });
            let is_found_open = is_outage && before.state() == State::Open;
            if is_found_open { "outage" } else { "silent" }.to_owned()
        }
        Outcome::Verdict(Verdict::Accepted { .. }) => "accepted".to_owned(),
        Outcome::Verdict(Verdict::Repeat { .. }) => "repeat".to_owned(),
        Outcome::Verdict(Verdict::Refused { reason, .. }) => reason.code().to_owned(),
        Outcome::Act(ActOutcome::Waits { .. }) => "act Waits".to_owned(),
        Outcome::Act(outcome) => format!("act {outcome:?}"),
    }
}
