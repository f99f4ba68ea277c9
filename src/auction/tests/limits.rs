//! The limits that a bidder sees are those by which its bids are judged.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::auction::board::Board;
use crate::auction::decrement::Measures;
use crate::auction::fit;
use crate::auction::fixture::*;
use crate::auction::index::BidderIndex;
use crate::auction::judge::{self, Priced};
use crate::auction::limits::Limits;
use crate::auction::refusal::Reason;
use crate::auction::scoring;
use crate::auction::setup::Setup;
use crate::money::Amount;

fn told(play: &Play, bidder: &str) -> [Value; 3] {
    let you = play.view(&supplier(bidder))["you"].clone();
    [you["highest_allowed"].clone(), you["lowest_allowed"].clone(), you["suggested"].clone()]
}

// L3.11, L3.15
#[test]
fn the_example_of_sixty_thousand_boxes() {
    let mut play = Play::open(with(|setup| {
        setup.items = vec![item(GLOVE, ["12000", "48000"])];
        setup.rules = rules_with(&json!({"ceiling": "200000.00", "min_decrement": {"absolute": "250.00"},
            "max_decrement": {"percent": "25", "mode": "confirm"}}));
    }));
    let first = json!({"prices": {"glove": "3.33"}, "total": "199800.00"});
    assert_eq!(told(&play, ACME), [json!("200000.00"), json!("150000.00"), first]);

    play.bid(ACME, "2.98");

    let suggested = json!({"prices": {"glove": "2.97"}, "total": "178200.00"});
    assert_eq!(told(&play, ACME), [json!("178550.00"), json!("134100.00"), suggested]);
}

// L3.1, L3.8, L3.12
#[test]
fn nothing_bounds_a_first_offer_without_a_ceiling() {
    let play = Play::open(ruled(&json!({"max_decrement": {"percent": "25", "mode": "refuse"}})));

    assert_eq!(told(&play, ACME), [json!(null), json!(null), json!(null)]);
}

// L3.12, L3.13
#[test]
fn limits_are_shown_before_the_opening_and_during_a_pause_and_not_after_the_close() {
    let mut play = Play::published(with(|setup| {
        setup.event.terms = Some("terms".into());
        setup.rules = rules_with(&json!({"ceiling": "1000"}));
    }));
    assert_eq!(told(&play, ACME)[0], json!("1000.00"));
    play.at(OPEN).wake();
    play.act(pause()).unwrap();
    assert_eq!(told(&play, ACME)[0], json!("1000.00"));
    play.act(close()).unwrap();
    assert_eq!(told(&play, ACME)[0], json!(null));
}

// L3.12
#[test]
fn both_limits_are_gone_where_no_price_would_pass() {
    // A drop of at least 10 from an offer of 5 leaves nothing above zero.
    let mut spent = Play::open(ruled(&json!({"min_decrement": {"absolute": "10"}})));
    spent.bid(ACME, "0.05");
    assert_eq!(told(&spent, ACME), [json!(null), json!(null), json!(null)]);

    let mut waits =
        Play::open(ruled(&json!({"leader_may_rebid": false, "max_decrement": {"percent": "5", "mode": "refuse"}})));
    waits.bid(ACME, "10");
    assert_eq!(told(&waits, ACME), [json!(null), json!(null), json!(null)]);
}

// L3.12
#[test]
fn the_lowest_is_the_same_whether_larger_drops_are_refused_or_confirmed() {
    for mode in ["refuse", "confirm"] {
        let mut play = Play::open(ruled(&json!({"max_decrement": {"absolute": "33.333", "mode": mode}})));
        play.bid(ACME, "10");
        assert_eq!(told(&play, ACME)[..2], [json!("999.99"), json!("966.67")]);
    }
    let mut low = Play::open(ruled(&json!({"max_decrement": {"absolute": "1000", "mode": "refuse"}})));
    low.bid(ACME, "10");
    assert_eq!(told(&low, ACME)[1], json!(null));
}

// L3.15, L3.16
#[test]
fn several_items_are_suggested_by_one_ratio_each_rounded_down() {
    let mut play = Play::open(with(|setup| {
        setup.items = vec![item("one", ["100", "0"]), item("two", ["0", "10"])];
        setup.rules = rules_with(&json!({"min_decrement": {"absolute": "1"}}));
    }));
    assert_eq!(told(&play, ACME)[2], json!(null));
    let bid = play.priced(ACME, &[("one", "1.00"), ("two", "2.00")]);
    play.place(bid);

    // 119 ÷ 120 of each: 0.99166… and 1.98333….
    let suggested = json!({"prices": {"one": "0.99", "two": "1.98"}, "total": "118.80"});
    assert_eq!(told(&play, ACME), [json!("119.00"), json!(null), suggested]);

    let tiny = play.priced(ACME, &[("one", "1.00"), ("two", "0.01")]);
    play.place(tiny);
    assert_eq!(told(&play, ACME)[2], json!(null));
}

// L3.16
#[test]
fn a_suggestion_is_not_moved_where_it_would_tie_or_be_too_low() {
    // 199 at most rounds down to 1 a box, which is the lead that no bidder may equal.
    let mut ties = Play::open(with(|setup| {
        setup.decimals = 0;
        setup.rules = rules_with(&json!({"ties": "forbid_first", "min_decrement": {"absolute": "1"}}));
    }));
    ties.bid(ACME, "1");
    ties.bid(BOLT, "2");
    let suggested = json!({"prices": {"glove": "1"}, "total": "100"});
    assert_eq!(told(&ties, BOLT), [json!("199"), json!(null), suggested.clone()]);

    // At most 199, at least 150, but the next price that can be typed makes 100.
    let mut low = Play::open(with(|setup| {
        setup.decimals = 0;
        setup.rules = rules_with(&json!({"max_decrement": {"absolute": "50", "mode": "refuse"}}));
    }));
    low.bid(BOLT, "2");
    assert_eq!(told(&low, BOLT), [json!("199"), json!("150"), suggested]);
}

// L3.11
#[test]
fn whole_steps_on_an_odd_grid_are_found() {
    // Standing at 5.05 with volume 0.5 a box; steps of 0.005 land on whole pennies every second time.
    let mut play = Play::open(with(|setup| {
        setup.items = vec![item(GLOVE, ["0.5", "0"])];
        setup.rules = rules_with(&json!({"whole_steps": true, "min_decrement": {"absolute": "0.005"}}));
    }));
    play.bid(ACME, "10.10");
    assert_eq!(told(&play, ACME)[0], json!("5.04"));
    play.bid(ACME, "10.07");
    let suggested = json!({"prices": {"glove": "10.06"}, "total": "5.03"});
    assert_eq!(told(&play, ACME), [json!("5.03"), json!(null), suggested]);
}

// L3.11
#[test]
fn a_step_that_would_equal_the_lead_is_left_out() {
    let mut play = Play::open(with(|setup| {
        setup.items = vec![item(GLOVE, ["1", "0"])];
        setup.rules =
            rules_with(&json!({"whole_steps": true, "min_decrement": {"absolute": "2"}, "ties": "forbid_first"}));
    }));
    play.bid(ACME, "6");
    play.bid(BOLT, "8");

    let suggested = json!({"prices": {"glove": "4.00"}, "total": "4.00"});
    assert_eq!(told(&play, BOLT), [json!("4.00"), json!(null), suggested]);
}

// L3.11
#[test]
fn totals_evaluated_like_a_lead_that_no_bidder_may_equal_are_left_out() {
    // 10^-4 prices evaluated at a thousandth: ten totals share one evaluated price.
    let mut play = Play::open(with(|setup| {
        setup.decimals = 4;
        setup.items = vec![item(GLOVE, ["1", "0"])];
        setup.rules = rules_with(&json!({"ties": "forbid_first", "ceiling": "10.0000"}));
        for invited in &mut setup.bidders {
            invited.factor = amount("0.001");
        }
    }));
    play.bid(ACME, "9.9999");
    let [highest, ..] = told(&play, BOLT);
    assert_eq!(highest, json!("9.9994"));
    assert_eq!(reason(&play.bid(BOLT, "9.9995")), Reason::TiesWithLead);
    assert_eq!(accepted(&play.bid(BOLT, "9.9994")), 1);
}

/// A play of a few bids under drawn rules.
fn play_of(setup: Setup, bids: &[(usize, u32)]) -> Play {
    let mut play = Play::open(setup);
    for (bidder, price) in bids {
        let bidder = [ACME, BOLT, CREW][*bidder];
        let bid = play.glove(bidder, &format!("{}.{:02}", price / 100, price % 100));
        play.place(crate::auction::PlaceBid { confirmed: true, ..bid });
    }
    play
}

fn drawn_setup() -> impl Strategy<Value = Setup> {
    let min = prop_oneof![
        Just(json!({"absolute": "0"})),
        Just(json!({"absolute": "3.3333333"})),
        Just(json!({"percent": "1.5"})),
        Just(json!({"bands": [{"from": "0", "absolute": "1"}, {"from": "50", "percent": "2"}]})),
    ];
    let max = prop_oneof![
        Just(json!(null)),
        Just(json!({"percent": "7.7", "mode": "refuse"})),
        Just(json!({"absolute": "0.5", "mode": "confirm"})),
    ];
    let figure = || prop::sample::select(vec!["1", "0.001", "0.333333", "3", "7.25"]);
    let addition = || prop::sample::select(vec!["0", "-5", "12.3456785", "0.0000005", "-0.0000005"]);
    let figures = prop::collection::vec((figure(), figure(), addition()), 3);
    (
        (min, max, figures),
        prop::sample::select(vec!["own", "lead"]),
        prop::sample::select(vec!["earliest", "equal_worst", "forbid_first"]),
        prop::sample::select(vec![json!(null), json!("100"), json!("99.999")]),
        (0..4_u32, prop::sample::select(vec!["1", "0.3", "7", "12.5"]), any::<bool>()),
    )
        .prop_map(|((min, max, figures), beat, ties, ceiling, (decimals, volume, rebid))| {
            with(|setup| {
                setup.decimals = decimals;
                setup.items = vec![item(GLOVE, [volume, "0"])];
                setup.rules = rules_with(&json!({"min_decrement": min, "max_decrement": max, "beat": beat,
                    "ties": ties, "ceiling": ceiling, "leader_may_rebid": rebid}));
                for (invited, (factor, divisor, addition)) in setup.bidders.iter_mut().zip(figures) {
                    invited.factor = amount(factor);
                    invited.divisor = amount(divisor);
                    invited.addition = amount(addition);
                }
            })
        })
}

/// Judges a total, whether or not prices can make it.
fn judge_total(board: &Board, bidder: BidderIndex, total: Decimal, confirmed: bool) -> Result<(), Reason> {
    let total = Amount::from(total);
    let evaluated = scoring::evaluated(board.facts.invited(bidder).figures(), total).expect("drawn figures are short");
    if !evaluated.is_positive() || !total.is_positive() {
        return Err(Reason::NotPositive);
    }
    judge::measured(board, bidder, &Priced { prices: std::iter::empty().collect(), total, evaluated }, confirmed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    // L3.11, L3.12
    #[test]
    fn totals_between_the_limits_pass_and_the_next_ones_do_not(
        setup in drawn_setup(),
        bids in prop::collection::vec((0..3_usize, 1..1200_u32), 0..8),
        nth in 0..3_usize,
        share in 0..=1000_u32,
    ) {
        let play = play_of(setup, &bids);
        let (board, bidder) = (play.lot.board(), places()[nth]);
        let tick = Decimal::new(1, board.facts.setup.decimals);
        let Limits { highest, lowest } = Limits::of(board, bidder);
        let Some(highest) = highest.map(Amount::decimal) else {
            prop_assert_eq!(lowest, None);
            let any = (Decimal::from(share) / Decimal::from(8) / tick).floor() * tick;
            let is_unbounded = board.rules().ceiling.is_none() && Measures::of(board, bidder).beat.is_none();
            prop_assert!(is_unbounded || judge_total(board, bidder, any, true).is_err());
            return Ok(());
        };

        prop_assert_eq!(judge_total(board, bidder, highest, true), Ok(()));
        let above = judge_total(board, bidder, highest + tick, true).unwrap_err();
        prop_assert!(matches!(above, Reason::AboveCeiling | Reason::NotImproved | Reason::DecrementTooSmall
            | Reason::TiesWithLead), "{:?}", above);

        let least = lowest.map_or(Decimal::ZERO, Amount::decimal);
        if least > highest {
            // Everything that passes has to be confirmed.
            prop_assert_eq!(judge_total(board, bidder, highest, false), Err(Reason::NeedsConfirmation));
            return Ok(());
        }
        if lowest.is_some() {
            let at_lowest = judge_total(board, bidder, least, false);
            prop_assert!(matches!(at_lowest, Ok(()) | Err(Reason::TiesWithLead | Reason::NotPositive)), "{:?}", at_lowest);
            let below = judge_total(board, bidder, least - tick, false).unwrap_err();
            prop_assert!(matches!(below, Reason::DecrementTooLarge | Reason::NeedsConfirmation | Reason::NotPositive));
        }
        let between = least + ((highest - least) * Decimal::new(i64::from(share), 3) / tick).floor() * tick;
        let verdict = judge_total(board, bidder, between, true);
        prop_assert!(matches!(verdict, Ok(()) | Err(Reason::TiesWithLead | Reason::NotPositive)), "{:?}", verdict);
    }

    // L3.11
    #[test]
    fn whole_steps_have_the_highest_total_that_passes(
        (volume, step, decimals) in prop::sample::select(vec![
            ("0.5", "0.005", 2), ("0.3", "0.09", 1), ("7", "14", 0), ("12.5", "2.5", 1), ("0.25", "0.0075", 2),
        ]),
        ceiling in prop::sample::select(vec![json!(null), json!("40.125")]),
        bids in prop::collection::vec(1..3000_u32, 1..4),
    ) {
        let play = play_of(with(|setup| {
            setup.decimals = decimals;
            setup.items = vec![item(GLOVE, [volume, "0"])];
            setup.rules = rules_with(&json!({"whole_steps": true, "min_decrement": {"absolute": step}, "ceiling": ceiling}));
        }), &bids.iter().map(|price| (0, *price)).collect::<Vec<_>>());
        let (board, bidder) = (play.lot.board(), places()[0]);
        let Some(standing) = &board.rows[bidder].standing else { return Ok(()) };
        let tick = Decimal::new(1, decimals);

        let mut searched = (standing.total.decimal() / tick).ceil() * tick;
        while searched > Decimal::ZERO && judge_total(board, bidder, searched, true).is_err() {
            searched -= tick;
        }

        let found = Limits::of(board, bidder).highest.map_or(Decimal::ZERO, Amount::decimal);
        prop_assert_eq!(found, searched.max(Decimal::ZERO));
    }

    // L3.15, L3.16
    #[test]
    fn what_is_suggested_passes(
        setup in drawn_setup(),
        bids in prop::collection::vec((0..3_usize, 1..1200_u32), 0..8),
        nth in 0..3_usize,
    ) {
        let mut play = play_of(setup, &bids);
        let (board, bidder) = (play.lot.board(), places()[nth]);
        let Some(offer) = fit::suggested(board, bidder, Limits::of(board, bidder)) else { return Ok(()) };

        let price = offer.prices.iter().next().unwrap().to_string();
        let bid = play.glove([ACME, BOLT, CREW][nth], &price);
        let events = play.place(crate::auction::PlaceBid { confirmed: true, ..bid });
        if let [crate::auction::Event::BidRefused(refused)] = &events[..] {
            prop_assert!(matches!(refused.reason, Reason::TiesWithLead | Reason::DecrementTooLarge), "{:?}", refused);
        }
    }
}

/// L3.15, G57
#[test]
fn one_item_is_suggested_without_a_standing_offer_and_several_items_are_not() {
    let several = with(|setup| {
        setup.rules = rules_with(&json!({"ceiling": "333.33"}));
        setup.items.push(item("other", ["10", "5"]));
    });
    let one = Play::open(ruled(&json!({"ceiling": "333.33"})));
    let by_the_lead = {
        let show = json!({"lead_price": true, "gate": "none"});
        let mut play = Play::open(ruled(&json!({"beat": "lead", "min_decrement": {"absolute": "5"}, "show": show})));
        play.bid(BOLT, "9");
        play
    };

    let [_, _, suggested] = told(&one, ACME);
    assert_eq!(suggested, json!({"prices": {"glove": "3.33"}, "total": "333.00"}));
    let [_, _, suggested] = told(&by_the_lead, ACME);
    assert_eq!(suggested, json!({"prices": {"glove": "8.95"}, "total": "895.00"}));
    assert_eq!(told(&Play::open(several), ACME), [json!("333.33"), json!(null), json!(null)]);
    assert_eq!(told(&Play::open(setup()), ACME)[2], json!(null), "nothing bounds it");
}
