//! Which bids are refused, for which reason, and which reason comes first.

use serde_json::json;

use crate::auction::command::{Command, PlaceBid};
use crate::auction::fixture::*;
use crate::auction::outcome::Verdict;
use crate::auction::refusal::Reason;
use crate::auction::state::WrongState;
use crate::money::Amount;

// L2.1, L2.13
#[test]
fn the_same_bid_again_is_answered_with_its_first_outcome() {
    let mut play = Play::open(setup());
    let bid = play.glove(ACME, "10.00");
    play.place(bid.clone());

    let again = PlaceBid { confirmed: true, prices: play.glove(ACME, "10").prices, ..bid.clone() };
    let events = play.at(second(9)).place(again);

    assert_eq!(events, []);
    let outcome = play.lot.outcome(&bid.bidder, &bid.bid_ref).unwrap();
    assert_eq!((outcome.seq.0, outcome.at), (3, OPEN));
    assert!(matches!(outcome.verdict, Verdict::Accepted { rank: 1, .. }));
}

/// L5.18
#[test]
fn an_outcome_says_when_the_first_bid_of_its_ref_was_received() {
    let mut play = Play::open(setup());
    for (decided, price) in [(second(2), "10.00"), (second(3), "0")] {
        let bid = PlaceBid { received_at: second(1), ..play.glove(ACME, price) };
        play.at(decided).place(bid.clone());

        play.at(second(9)).place(PlaceBid { received_at: second(8), ..bid.clone() });

        let outcome = play.lot.outcome(&bid.bidder, &bid.bid_ref).unwrap();
        assert_eq!((outcome.received_at, outcome.at), (second(1), decided), "{price}");
    }
}

#[test]
fn a_ref_used_again_for_other_prices_is_refused_and_keeps_its_first_outcome() {
    let mut play = Play::open(setup());
    let bid = play.glove(ACME, "10.00");
    play.place(bid.clone());
    let other = PlaceBid { prices: play.glove(ACME, "9.00").prices, ..bid.clone() };

    assert_eq!(reason(&play.place(other)), Reason::RefReused);

    assert!(matches!(play.lot.outcome(&bid.bidder, &bid.bid_ref).unwrap().verdict, Verdict::Accepted { .. }));
    assert_eq!(play.place(bid), []);
}

// L2.13
#[test]
fn two_bidders_may_use_the_same_ref() {
    let mut play = Play::open(setup());
    let bid = play.glove(ACME, "10.00");
    play.place(bid.clone());

    assert_eq!(accepted(&play.place(PlaceBid { bidder: id(BOLT), ..bid })), 2);
}

// L2.13
#[test]
fn a_refused_ref_is_remembered_too() {
    let mut play = Play::published(setup());
    let bid = play.glove(ACME, "10.00");
    assert_eq!(reason(&play.place(bid.clone())), Reason::NotOpen);

    play.at(OPEN).wake();

    assert_eq!(play.place(bid), []);
}

// L2.2, L5.5
#[test]
fn only_an_open_lot_takes_bids() {
    let mut scheduled = Play::published(setup());
    assert_eq!(reason(&scheduled.bid(ACME, "10")), Reason::NotOpen);

    let mut open = Play::open(setup());
    open.now = second(-1);
    let early = open.glove(ACME, "10");
    assert_eq!(reason(&open.at(second(1)).place(early)), Reason::NotOpen);

    let mut late = Play::open(setup());
    assert_eq!(accepted(&late.at(CLOSE.plus_micros(-1)).bid(ACME, "10")), 1);
    assert_eq!(reason(&late.at(CLOSE).bid(BOLT, "9")), Reason::Closed);

    let mut paused = Play::open(setup());
    paused.act(pause()).unwrap();
    assert_eq!(reason(&paused.bid(ACME, "10")), Reason::Paused);

    let mut closed = Play::open(setup());
    let in_time = closed.glove(ACME, "10");
    closed.act(close()).unwrap();
    assert_eq!(reason(&closed.place(in_time)), Reason::Closed);

    let mut cancelled = Play::open(setup());
    cancelled.act(cancel()).unwrap();
    assert_eq!(reason(&cancelled.bid(ACME, "10")), Reason::Cancelled);
}

// L5.6
#[test]
fn a_bid_in_time_counts_however_late_it_is_judged() {
    let mut play = Play::open(setup());
    play.now = CLOSE.plus_micros(-1);
    let bid = play.glove(ACME, "10");

    assert_eq!(accepted(&play.at(second(602)).place(bid)), 1);
}

// L5.13
#[test]
fn a_bid_in_time_that_is_judged_after_a_pause_meets_the_pause() {
    let mut play = Play::open(setup());
    let bid = play.at(second(5)).glove(ACME, "10");
    play.at(second(6)).act(pause()).unwrap();

    assert_eq!(reason(&play.at(second(7)).place(bid)), Reason::Paused);
}

// L2.3, L2.4
#[test]
fn an_excluded_bidder_is_refused_before_its_prices_are_looked_at() {
    let mut play = Play::open(with(|setup| setup.event.terms = Some("terms".into())));
    play.act(exclude(ACME)).unwrap();

    assert_eq!(reason(&play.bid(ACME, "0")), Reason::Excluded);
    assert_eq!(reason(&play.bid(BOLT, "0")), Reason::TermsNotAccepted);
}

// L2.4
#[test]
fn terms_are_accepted_once_and_before_any_bid() {
    let mut play = Play::open(with(|setup| setup.event.terms = Some("terms".into())));
    let accept = Command::AcceptTerms { bidder: id(ACME) };

    assert_eq!(reason(&play.bid(ACME, "10")), Reason::TermsNotAccepted);
    assert_eq!(play.send(&accept).unwrap().len(), 1);
    assert_eq!(play.send(&accept).unwrap(), []);
    assert_eq!(accepted(&play.bid(ACME, "10")), 1);
    assert_eq!(Play::open(setup()).send(&accept).unwrap(), []);
}

// L2.17
#[test]
fn a_bid_of_an_uninvited_bidder_is_an_error() {
    let mut play = Play::open(setup());
    let bid = play.glove("nobody", "10");

    assert_eq!(play.send(&Command::PlaceBid(bid)), Err(WrongState::UnknownBidder));
}

type Prices = &'static [(&'static str, &'static str)];

// L2.5, L2.6, L2.14
#[test]
fn prices_are_looked_at_in_the_order_of_the_items() {
    let two = || with(|setup| setup.items = vec![item("one", ["1", "1"]), item("two", ["1", "1"])]);
    let cases: &[(Prices, Option<Reason>)] = &[
        (&[("one", "1")], Some(Reason::MissingPrice)),
        (&[("one", "1"), ("three", "1")], Some(Reason::MissingPrice)),
        (&[("one", "1"), ("two", "1"), ("three", "1")], Some(Reason::UnknownItem)),
        (&[("two", "0"), ("one", "1.001")], Some(Reason::TooManyDecimals)),
        (&[("one", "0"), ("two", "1.001")], Some(Reason::NotPositive)),
        (&[("one", "-1"), ("two", "1")], Some(Reason::NotPositive)),
        (&[("one", "1.001"), ("two", "0")], Some(Reason::TooManyDecimals)),
        (&[("one", "1.5000"), ("two", "1")], None),
        (&[("one", "1000000000000.01"), ("two", "0")], Some(Reason::PriceTooLarge)),
        (&[("one", "1000000000000"), ("two", "1000000000000")], None),
    ];
    for (prices, expected) in cases {
        let mut play = Play::open(two());
        let bid = play.priced(ACME, prices);

        let events = play.place(bid);

        match expected {
            Some(expected) => assert_eq!(reason(&events), *expected, "{prices:?}"),
            None => assert_eq!(accepted(&events), 1, "{prices:?}"),
        }
    }
}

// L1.13, L2.6
#[test]
fn a_total_that_28_digits_do_not_hold_is_too_large() {
    let large = |volume: &str, factor: &str, price: &str| {
        let mut play = Play::open(with(|setup| {
            setup.decimals = 4;
            setup.items = vec![item(GLOVE, [volume, "0"])];
            setup.bidders[0].factor = amount(factor);
        }));
        play.bid(ACME, price)
    };

    // 999,999,999,999.9999 × 999,999,999.999 has 28 digits; a factor of 1.1 asks for one more.
    assert_eq!(accepted(&large("999999999.999", "1", "999999999999.9999")), 1);
    assert_eq!(reason(&large("999999999.999", "1.1", "999999999999.9999")), Reason::PriceTooLarge);
    assert_eq!(accepted(&large("1000000000", "1000", "1000000000000")), 1);
}

// L2.14
#[test]
fn an_evaluated_price_of_nothing_is_not_positive() {
    let mut play = Play::open(with(|setup| setup.bidders[0].addition = amount("-1000")));

    assert_eq!(reason(&play.bid(ACME, "10.00")), Reason::NotPositive);
    assert_eq!(accepted(&play.bid(ACME, "10.01")), 1);
}

// L2.7, L2.15
#[test]
fn the_ceiling_bounds_the_total_whatever_the_figures() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"ceiling": "1000.00"}));
        setup.bidders[0].factor = amount("0.5");
    }));

    let events = play.bid(ACME, "10.01");
    assert_eq!((reason(&events), limit(&events).as_deref()), (Reason::AboveCeiling, Some("1000.00")));
    assert_eq!(accepted(&play.bid(ACME, "10.00")), 1);
}

// L2.8, L2.15
#[test]
fn a_bidder_can_only_improve_on_itself() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10.00");

    let events = play.bid(ACME, "10.00");

    assert_eq!((reason(&events), limit(&events).as_deref()), (Reason::NotImproved, Some("999.99")));
    assert_eq!(accepted(&play.bid(BOLT, "11.00")), 2);
}

// L2.9
#[test]
fn a_lone_leader_waits_where_it_may_not_rebid() {
    for (ties, tied_leader_waits) in [("earliest", true), ("equal_best", false), ("equal_worst", false)] {
        let mut play = Play::open(ruled(&json!({"leader_may_rebid": false, "ties": ties})));
        play.bid(ACME, "10.00");
        assert_eq!(reason(&play.bid(ACME, "9.00")), Reason::AlreadyLeading);
        assert_eq!(reason(&play.bid(ACME, "10.00")), Reason::NotImproved);

        play.bid(BOLT, "10.00");
        let events = play.bid(ACME, "9.00");

        if tied_leader_waits {
            assert_eq!(reason(&events), Reason::AlreadyLeading);
        } else {
            assert_eq!(accepted(&events), 1);
        }
    }
}

// L2.10, L2.15, L3.1, L3.2, L3.3
#[test]
fn a_bid_has_to_beat_its_reference_by_the_decrement() {
    let bands = json!({"bands": [{"from": "500", "absolute": "20"}, {"from": "0", "percent": "1"}]});
    let cases = [
        (json!({"min_decrement": {"absolute": "5"}}), "10.00", "9.96", "9.95", "995.00"),
        (json!({"min_decrement": {"percent": "0.5"}}), "9.99", "9.95", "9.94", "994.00"),
        (json!({"min_decrement": bands}), "5.00", "4.81", "4.80", "480.00"),
        (json!({"min_decrement": bands}), "4.99", "4.95", "4.94", "494.01"),
    ];
    for (rules, first, too_little, enough, highest) in cases {
        let mut play = Play::open(ruled(&rules));
        play.bid(ACME, first);

        let events = play.bid(ACME, too_little);

        assert_eq!((reason(&events), limit(&events).as_deref()), (Reason::DecrementTooSmall, Some(highest)), "{rules}");
        assert_eq!(accepted(&play.bid(ACME, enough)), 1);
    }
}

// L3.1
#[test]
fn with_beat_lead_every_bidder_has_to_beat_the_lead() {
    let mut play = Play::open(ruled(&json!({"beat": "lead", "min_decrement": {"absolute": "5"}})));
    play.bid(ACME, "10.00");

    assert_eq!(reason(&play.bid(BOLT, "9.96")), Reason::DecrementTooSmall);
    assert_eq!(accepted(&play.bid(BOLT, "9.95")), 1);
    assert_eq!(reason(&play.bid(BOLT, "9.91")), Reason::DecrementTooSmall);
    assert_eq!(reason(&play.bid(ACME, "9.91")), Reason::DecrementTooSmall);
    assert_eq!(accepted(&play.bid(ACME, "9.90")), 1);
}

// L3.4
#[test]
fn a_decrement_of_nothing_lets_a_bidder_match_the_lead() {
    let mut play = Play::open(ruled(&json!({"beat": "lead"})));
    play.bid(ACME, "10.00");

    assert_eq!(reason(&play.bid(BOLT, "10.01")), Reason::DecrementTooSmall);
    assert_eq!(accepted(&play.bid(BOLT, "10.00")), 2);
}

// L3.5, L3.11
#[test]
fn whole_steps_ask_for_a_multiple_of_the_decrement() {
    let mut play = Play::open(ruled(&json!({"whole_steps": true, "min_decrement": {"absolute": "5"}})));
    play.bid(ACME, "10.01");

    for price in ["10.00", "9.95", "9.92"] {
        let events = play.bid(ACME, price);
        assert_eq!(
            (reason(&events), limit(&events).as_deref()),
            (Reason::DecrementTooSmall, Some("996.00")),
            "{price}"
        );
    }
    assert_eq!(accepted(&play.bid(ACME, "9.91")), 1);
}

// L2.11, L2.15, L3.6
#[test]
fn a_drop_that_is_too_large_is_refused_or_asks_for_a_confirmation() {
    let rules = |mode: &str| ruled(&json!({"max_decrement": {"percent": "25", "mode": mode}}));
    let mut strict = Play::open(rules("refuse"));
    strict.bid(ACME, "10.00");
    let too_low = PlaceBid { confirmed: true, ..strict.glove(ACME, "7.49") };
    let events = strict.place(too_low);
    assert_eq!((reason(&events), limit(&events).as_deref()), (Reason::DecrementTooLarge, Some("750.00")));
    assert_eq!(accepted(&strict.bid(ACME, "7.50")), 1);

    let mut asking = Play::open(rules("confirm"));
    asking.bid(ACME, "10.00");
    let events = asking.bid(ACME, "7.49");
    assert_eq!((reason(&events), limit(&events).as_deref()), (Reason::NeedsConfirmation, Some("750.00")));
    let confirmed = PlaceBid { confirmed: true, ..asking.glove(ACME, "7.49") };
    assert_eq!(accepted(&asking.place(confirmed)), 1);
}

// L3.8
#[test]
fn a_first_offer_is_measured_against_the_ceiling_through_the_bidders_own_figures() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"ceiling": "1000", "max_decrement": {"percent": "10", "mode": "refuse"}}));
        setup.bidders[0].factor = amount("2");
        setup.bidders[0].addition = amount("100");
    }));

    // 2,100 evaluated at the ceiling, so 1,890 is the least, which is a total of 895.
    assert_eq!(limit(&play.bid(ACME, "8.94")).as_deref(), Some("895.00"));
    assert_eq!(accepted(&play.bid(ACME, "8.95")), 1);
    assert_eq!(reason(&play.bid(BOLT, "8.99")), Reason::DecrementTooLarge);
}

// L3.7
#[test]
fn the_largest_drop_is_never_less_than_what_is_asked() {
    let max = json!({"absolute": "1", "mode": "refuse"});
    let mut small = Play::open(ruled(&json!({"min_decrement": {"absolute": "5"}, "max_decrement": max})));
    small.bid(ACME, "10.00");
    assert_eq!(accepted(&small.bid(ACME, "9.95")), 1);
    assert_eq!(reason(&small.bid(ACME, "9.89")), Reason::DecrementTooLarge);

    // With Bolt's figures the lead of 1,000 is above every evaluated price that the ceiling allows Bolt.
    let mut low = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"beat": "lead", "ceiling": "1000", "max_decrement": max}));
        setup.bidders[1].factor = amount("0.5");
    }));
    low.bid(ACME, "10.00");
    assert_eq!(accepted(&low.bid(BOLT, "10.00")), 1);
}

// L2.12, L2.15
#[test]
fn a_lead_may_not_be_equalled_where_that_is_forbidden() {
    let mut play = Play::open(ruled(&json!({"ties": "forbid_first"})));
    play.bid(ACME, "10.00");

    let events = play.bid(BOLT, "10.00");

    assert_eq!((reason(&events), limit(&events)), (Reason::TiesWithLead, None));
    assert_eq!(accepted(&play.bid(BOLT, "11.00")), 2);
    assert_eq!(accepted(&play.bid(CREW, "11.00")), 3);
    let events = play.bid(BOLT, "10.00");
    assert_eq!((reason(&events), limit(&events).as_deref()), (Reason::TiesWithLead, Some("1099.99")));
}

// L1.16
#[test]
fn an_opening_offer_has_to_pass_like_a_bid_but_for_the_decrements() {
    let setup = ruled(&json!({"ceiling": "1000"}));
    let prices = |price: &str| Play::published(setup.clone()).glove(ACME, price).prices;
    let check = |price: &str| setup.check_opening(&setup.bidders[0], &prices(price));

    assert_eq!(check("10.00"), Ok(()));
    assert_eq!(check("10.01"), Err(Reason::AboveCeiling));
    assert_eq!(check("1.001"), Err(Reason::TooManyDecimals));
    assert_eq!(setup.check_opening(&setup.bidders[0], &indexmap::IndexMap::new()), Err(Reason::MissingPrice));
}

// L1.7, L1.12
#[test]
fn evaluated_prices_are_rounded_once_half_away_from_zero() {
    let evaluated = |factor: &str, divisor: &str, addition: &str, price: &str| {
        let mut play = Play::open(with(|setup| {
            setup.items = vec![item(GLOVE, ["1", "0"])];
            setup.bidders[0].factor = amount(factor);
            setup.bidders[0].divisor = amount(divisor);
            setup.bidders[0].addition = amount(addition);
        }));
        play.bid(ACME, price);
        play.view(&supplier(ACME))["you"]["evaluated"].as_str().unwrap().to_owned()
    };

    assert_eq!(evaluated("1", "3", "0", "1"), "0.333333");
    assert_eq!(evaluated("2", "3", "0", "1"), "0.666667");
    assert_eq!(evaluated("1", "1", "0.0000005", "1"), "1.000001");
    assert_eq!(evaluated("1", "3", "0.0000003", "0.01"), "0.003334");
    assert_eq!(evaluated("1", "1", "-0.5", "1"), "0.50");
}

#[test]
fn figures_longer_than_a_client_may_send_are_read_back_from_a_journal() {
    let mut play = Play::open(with(|setup| setup.items = vec![item(GLOVE, ["1000000000", "0"])]));
    play.bid(ACME, "1000000000000");
    let (_, _, event) = play.journal.last().unwrap();

    let text = serde_json::to_string(event).unwrap();

    assert!(text.contains(r#""total":"1000000000000000000000.00""#), "{text}");
    assert_eq!(serde_json::from_str::<crate::auction::Event>(&text).unwrap(), *event);
    assert!("1000000000000000000000.00".parse::<Amount>().is_err());
}
