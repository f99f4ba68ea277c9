//! A bidder's bids begin to be refused exactly at the limits that it is shown, to the tick.

use fairlot::auction::rules::{MaxMode, Show};
use fairlot::auction::view::{Viewer, YouView};
use fairlot::auction::{Command, Event, PlaceBid, Reason, State};
use fairlot::clock::Instant;
use fairlot::ids::{BidderId, ItemId};
use fairlot::money::Amount;
use indexmap::IndexMap;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::bridge::{self, bid_ref, bidder_id, instant};
use crate::campaign::try_many;
use crate::naive::lot::opening_offer;
use crate::naive::setup::Item;
use crate::naive::strategy::{Caller, Gesture, history, setup};
use crate::naive::{Model, Setup};
use crate::stage::Stage;

// L3.11
#[test]
fn a_bid_at_a_limit_passes_and_one_a_tick_beyond_it_does_not() {
    try_many(3, 10, (single(), history()), |(setup, history)| hold(setup, &history));
}

/// A lot of one item with a volume of 1, so that every total can be bid.
fn single() -> impl Strategy<Value = Setup> {
    setup().prop_map(|mut setup| {
        setup.items = vec![Item::new("m", "1")];
        for nth in 0..setup.bidders.len() {
            let opening = setup.bidders[nth].opening.take();
            let opening = opening.map(|prices| prices.into_iter().filter(|(item, _)| item == "m").collect());
            let passes =
                opening.as_ref().is_some_and(|opening| opening_offer(&setup, &setup.bidders[nth].id, opening).is_ok());
            setup.bidders[nth].opening = opening.filter(|_| passes);
        }
        setup
    })
}

fn hold(setup: Setup, history: &[Gesture]) {
    let mut stage = Stage::new(bridge::setup(&setup, Show::default()));
    let mut model = Model::new(setup);
    let mut caller = Caller::default();
    for gesture in history {
        let input = caller.input(gesture, &model);
        model.run(&input);
        stage.put(&input);
        for bidder in &model.setup().bidders {
            check(&stage, &bidder_id(&bidder.id), instant(input.now));
        }
    }
}

fn check(stage: &Stage, bidder: &BidderId, now: Instant) {
    let view = stage.view(&Viewer::Bidder(bidder.clone()), now);
    let you = view.you.as_ref().expect("a bidder sees its own side");
    let counts = view.state == State::Open && now < view.closes_at && you.may_bid;
    if !counts {
        return;
    }
    let setup = stage.lot.setup();
    let tick = Decimal::new(1, setup.decimals);
    let mode = setup.rules.max_decrement.map(|max| max.mode);
    let judge = |total: Decimal, confirmed| refusal(stage, bidder, total, confirmed, now);
    let (highest, lowest) = bounds(you);

    if let Some(highest) = highest {
        assert_eq!(judge(highest, true), None, "{bidder} at {highest}");
        let beyond = judge(highest + tick, true);
        let sizes = [Reason::AboveCeiling, Reason::NotImproved, Reason::DecrementTooSmall, Reason::TiesWithLead];
        assert!(beyond.is_some_and(|reason| sizes.contains(&reason)), "{bidder} above {highest}: {beyond:?}");
    }
    if let (Some(lowest), Some(mode)) = (lowest, mode)
        && !setup.rules.whole_steps
        && highest.is_none_or(|highest| lowest <= highest)
    {
        let (confirmed, too_low) = match mode {
            MaxMode::Refuse => (true, Reason::DecrementTooLarge),
            MaxMode::Confirm => (false, Reason::NeedsConfirmation),
        };
        let passes = [None, Some(Reason::TiesWithLead)];
        assert!(passes.contains(&judge(lowest, confirmed)), "{bidder} at {lowest}");
        let beyond = judge(lowest - tick, confirmed);
        assert!([Some(too_low), Some(Reason::NotPositive)].contains(&beyond), "{bidder} below {lowest}: {beyond:?}");
        let middle = (lowest + highest.unwrap_or(lowest)) / Decimal::TWO;
        let middle = middle.trunc_with_scale(setup.decimals);
        assert!(passes.contains(&judge(middle.max(lowest), true)), "{bidder} between, at {middle}");
    }
}

fn bounds(you: &YouView) -> (Option<Decimal>, Option<Decimal>) {
    (you.highest_allowed.map(Amount::decimal), you.lowest_allowed.map(Amount::decimal))
}

/// The reason for which a bid of this total would be refused.
fn refusal(stage: &Stage, bidder: &BidderId, total: Decimal, confirmed: bool, now: Instant) -> Option<Reason> {
    let bid = PlaceBid {
        bidder: bidder.clone(),
        bid_ref: bid_ref("boundary"),
        prices: IndexMap::from([(ItemId::parse("m").unwrap(), Amount::from(total))]),
        confirmed,
        received_at: now,
    };
    let events = stage.lot.decide(&Command::PlaceBid(bid), now).unwrap();
    match events.first() {
        Some(Event::BidAccepted(_)) => None,
        Some(Event::BidRefused(refused)) => Some(refused.reason),
        other => panic!("a bid does not cause {other:?}"),
    }
}
