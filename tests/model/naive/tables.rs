//! The model against worked examples. Each can be checked by hand.

use std::collections::BTreeMap;

use super::happened::{ActOutcome, Bid, Reason, Verdict};
use super::lot::Model;
use super::number::{n, to_text};
use super::setup::{
    Band, Beat, Bidder, Instant, Item, MaxDecrement, MaxMode, MinDecrement, SECOND, Scoring, Setup, Size, Ties,
};

pub(super) const OPENS: Instant = 1_000 * SECOND;
pub(super) const CLOSES: Instant = 1_060 * SECOND;

/// One item of volume 1, bidders acme, bolt and cure, open from `OPENS` to `CLOSES`.
pub(super) fn plain() -> Setup {
    let items = vec![Item::new("m", "1")];
    let mut setup = Setup::with_defaults(items, OPENS, CLOSES);
    setup.bidders = ["acme", "bolt", "cure"].map(Bidder::plain).to_vec();
    setup
}

pub(super) fn opened(setup: Setup) -> Model {
    let mut model = Model::new(setup);
    model.wake(OPENS);
    model
}

pub(super) fn at(model: &mut Model, received_at: Instant, bidder: &str, price: &str) -> Verdict {
    let reference = format!("ref-{}", model.bids().len());
    let prices = [("m".to_owned(), price.to_owned())].into();
    let bid = Bid { bidder: bidder.to_owned(), reference, prices, confirmed: false, received_at };
    model.bid(received_at, &bid)
}

fn bid(model: &mut Model, bidder: &str, price: &str) -> Verdict {
    at(model, OPENS, bidder, price)
}

/// A verdict in short form: the rank, or the reason and the limit.
pub(super) fn short(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Accepted { rank, .. } => format!("rank {rank}"),
        Verdict::Refused { reason, limit } => {
            let limit = limit.as_ref().map(|limit| format!(" {}", to_text(limit, 2)));
            format!("{}{}", reason.code(), limit.unwrap_or_default())
        }
        Verdict::Repeat { first } => format!("repeat of {first}"),
    }
}

fn run(setup: Setup, table: &[(&str, &str, &str)]) {
    let mut model = opened(setup);
    for (bidder, price, expected) in table {
        let verdict = bid(&mut model, bidder, price);
        assert_eq!(short(&verdict), *expected, "{bidder} bids {price}");
    }
}

fn absolute(amount: &str) -> MinDecrement {
    MinDecrement::Plain(Size::Absolute(n(amount)))
}

fn highest(model: &Model, bidder: &str) -> Option<String> {
    model.highest_allowed(bidder).map(|total| to_text(&total, 2))
}

fn lowest(model: &Model, bidder: &str) -> Option<String> {
    model.lowest_allowed(bidder).map(|total| to_text(&total, 2))
}

fn max(size: Size, mode: MaxMode) -> MaxDecrement {
    MaxDecrement { size, mode }
}

// L3.11, L3.15
#[test]
fn the_example_of_sixty_thousand_boxes() {
    let mut setup = plain();
    setup.items = vec![Item::new("m", "60000")];
    setup.ceiling = Some(n("200000.00"));
    setup.min_decrement = absolute("250.00");
    setup.max_decrement = Some(max(Size::Percent(n("25")), MaxMode::Confirm));
    let mut model = opened(setup);
    bid(&mut model, "acme", "2.98");

    assert_eq!(highest(&model, "acme").as_deref(), Some("178550.00"));
    assert_eq!(lowest(&model, "acme").as_deref(), Some("134100.00"));
    let suggestion = model.suggested("acme").expect("acme has a standing offer");
    assert_eq!(to_text(&suggestion.prices[0], 2), "2.97");
    assert_eq!(to_text(&suggestion.total, 2), "178200.00");
}

// L2.10, L3.1, L3.2
#[test]
fn a_bid_has_to_drop_by_the_decrement_from_ones_own_or_from_the_lead() {
    let mut own = plain();
    own.min_decrement = absolute("0.50");
    run(
        own.clone(),
        &[
            ("acme", "10.00", "rank 1"),
            ("bolt", "12.00", "rank 2"),
            ("acme", "10.00", "not_improved 9.50"),
            ("acme", "9.51", "decrement_too_small 9.50"),
            ("acme", "9.50", "rank 1"),
            ("bolt", "11.50", "rank 2"),
        ],
    );
    let lead = Setup { beat: Beat::Lead, ..own };
    run(
        lead,
        &[
            ("acme", "10.00", "rank 1"),
            ("bolt", "10.00", "decrement_too_small 9.50"),
            ("bolt", "9.50", "rank 1"),
            ("acme", "9.99", "decrement_too_small 9.00"),
            ("bolt", "9.00", "rank 1"),
        ],
    );
}

// L4.3
#[test]
fn equal_offers_rank_by_the_tie_rule_at_every_place() {
    for (ties, expected) in [(Ties::Earliest, [1, 2, 3]), (Ties::EqualBest, [1, 1, 3]), (Ties::EqualWorst, [2, 2, 3])] {
        let mut model = opened(Setup { ties, ..plain() });
        bid(&mut model, "acme", "10.00");
        bid(&mut model, "bolt", "10.00");
        bid(&mut model, "cure", "11.00");

        let ranks = ["acme", "bolt", "cure"].map(|who| model.rank(who).expect("all have bid"));
        assert_eq!(ranks, expected, "{ties:?}");
    }
}

// L2.12, L3.11
#[test]
fn a_limit_skips_a_forbidden_tie() {
    let setup = Setup { ties: Ties::ForbidFirst, beat: Beat::Lead, ..plain() };
    run(setup, &[("acme", "10.00", "rank 1"), ("bolt", "10.00", "ties_with_lead 9.99"), ("bolt", "9.99", "rank 1")]);
}

// L2.9, L3.12
#[test]
fn a_leader_that_may_not_bid_again_has_no_limits() {
    let leader_may_rebid = false;
    let mut model = opened(Setup { leader_may_rebid, ties: Ties::EqualBest, ..plain() });
    bid(&mut model, "acme", "10.00");

    assert_eq!(short(&bid(&mut model, "acme", "9.00")), "already_leading");
    assert_eq!(short(&bid(&mut model, "acme", "10.00")), "not_improved");
    assert_eq!(highest(&model, "acme"), None);
    bid(&mut model, "bolt", "10.00");
    assert_eq!(short(&bid(&mut model, "acme", "9.00")), "rank 1");
}

// L3.2, L3.3
#[test]
fn bands_and_percentages_are_taken_of_the_reference() {
    let band = |from: &str, amount: &str| Band { from: n(from), size: Size::Absolute(n(amount)) };
    let mut setup = plain();
    setup.min_decrement = MinDecrement::Bands(vec![band("1000", "200"), band("0", "50")]);
    run(
        setup.clone(),
        &[
            ("acme", "1000", "rank 1"),
            ("acme", "800.01", "decrement_too_small 800.00"),
            ("acme", "800", "rank 1"),
            ("acme", "750.01", "decrement_too_small 750.00"),
        ],
    );
    setup.min_decrement = MinDecrement::Plain(Size::Percent(n("0.5")));
    run(
        setup,
        &[
            ("acme", "100.01", "rank 1"),
            // 100.01 less half a per cent is 99.50995, unrounded.
            ("acme", "99.51", "decrement_too_small 99.50"),
            ("acme", "99.50", "rank 1"),
        ],
    );
}

// L3.5
#[test]
fn whole_steps_take_whole_multiples_only() {
    let mut setup = plain();
    setup.min_decrement = absolute("0.05");
    setup.whole_steps = true;
    setup.ceiling = Some(n("9.99"));
    setup.bidders[0].opening = Some([("m".to_owned(), n("9.99"))].into());
    run(
        setup,
        &[
            ("acme", "9.92", "decrement_too_small 9.94"),
            ("acme", "9.84", "rank 1"),
            ("acme", "9.80", "decrement_too_small 9.79"),
        ],
    );
}

// L2.7, L2.11, L3.6, L3.7
#[test]
fn a_drop_too_large_is_refused_or_has_to_be_confirmed() {
    let mut setup = plain();
    setup.ceiling = Some(n("100.00"));
    setup.max_decrement = Some(max(Size::Percent(n("25")), MaxMode::Confirm));
    run(
        setup.clone(),
        &[
            ("acme", "100.01", "above_ceiling 100.00"),
            ("acme", "74.99", "needs_confirmation 75.00"),
            ("acme", "75.00", "rank 1"),
        ],
    );
    // Never less than the minimum decrement of this moment.
    setup.min_decrement = absolute("30.00");
    setup.max_decrement = Some(max(Size::Percent(n("1")), MaxMode::Refuse));
    run(
        setup,
        &[
            ("acme", "98.99", "decrement_too_large 99.00"),
            ("acme", "99.00", "rank 1"),
            ("acme", "68.99", "decrement_too_large 69.00"),
            ("acme", "69.00", "rank 1"),
        ],
    );
}

// L3.7
#[test]
fn a_maximum_is_never_less_than_what_the_ceiling_asks() {
    let mut setup = plain();
    setup.beat = Beat::Lead;
    setup.ceiling = Some(n("100.00"));
    setup.max_decrement = Some(max(Size::Absolute(n("1.00")), MaxMode::Refuse));
    // Acme's totals count double: its 100.00 is compared as 200.00.
    setup.bidders[0].factor = n("2");
    run(
        setup,
        &[("acme", "100.00", "rank 1"), ("bolt", "99.99", "decrement_too_large 100.00"), ("bolt", "100.00", "rank 1")],
    );
}

// L1.8
#[test]
fn weighted_scores_are_rounded_once_to_four_places() {
    let mut setup = plain();
    setup.scoring = Scoring::Weighted { price_weight: n("60") };
    setup.bidders[0].quality = Some(n("30"));
    setup.bidders[1].quality = Some(n("38"));
    let mut model = opened(setup);
    bid(&mut model, "acme", "9.00");
    bid(&mut model, "bolt", "11.00");

    let score = |who: &str| model.standing(who).and_then(|place| place.score);
    assert_eq!(score("acme"), Some(n("90")));
    assert_eq!(score("bolt"), Some(n("87.0909")));
    assert_eq!(model.rank("acme"), Some(1));
}

// L1.7
#[test]
fn figures_of_a_bidder_are_rounded_once_to_six_places() {
    let mut setup = plain();
    setup.bidders[0].divisor = n("3");
    setup.bidders[0].addition = n("-0.5");
    let mut model = opened(setup);

    assert_eq!(short(&bid(&mut model, "acme", "1.50")), "not_positive");
    bid(&mut model, "acme", "2.00");
    let evaluated = model.standing("acme").map(|place| place.offer.evaluated);
    assert_eq!(evaluated, Some(n("0.166667")));
}

// L2.1, L2.13
#[test]
fn the_same_numbers_are_a_repeat_and_another_price_reuses_the_reference() {
    let mut model = opened(plain());
    let prices = |text: &str| -> BTreeMap<String, String> { [("m".to_owned(), text.to_owned())].into() };
    let mut one = Bid {
        bidder: "acme".to_owned(),
        reference: "same".to_owned(),
        prices: prices("1.50"),
        confirmed: false,
        received_at: OPENS,
    };
    assert_eq!(short(&model.bid(OPENS, &one)), "rank 1");
    one.prices = prices("1.5");
    one.confirmed = true;
    assert_eq!(short(&model.bid(OPENS, &one)), "repeat of 0");
    one.prices = prices("1.4");
    assert_eq!(short(&model.bid(OPENS, &one)), "ref_reused");
    one.prices = prices("1.500");
    assert_eq!(short(&model.bid(CLOSES, &one)), "repeat of 0");
}

// L2.5, L2.6, L2.14
#[test]
fn malformed_offers_are_refused_item_by_item_in_the_lots_order() {
    let mut setup = plain();
    setup.items = vec![Item::new("m", "1"), Item::new("a", "1")];
    for (m, a, other, expected) in [
        ("1", "", "1", Reason::MissingPrice),
        ("1", "1", "1", Reason::UnknownItem),
        ("0.001", "0", "", Reason::TooManyDecimals),
        ("-0.001", "0", "", Reason::NotPositive),
        ("1000000000000.01", "0", "", Reason::PriceTooLarge),
        ("1000000000000.001", "1", "", Reason::TooManyDecimals),
    ] {
        let mut model = opened(setup.clone());
        let all = [("m", m), ("a", a), ("other", other)];
        let bid = Bid {
            bidder: "acme".to_owned(),
            reference: "r".to_owned(),
            prices: all
                .iter()
                .filter(|(_, price)| !price.is_empty())
                .map(|(item, price)| ((*item).to_owned(), (*price).to_owned()))
                .collect(),
            confirmed: false,
            received_at: OPENS,
        };
        let limit = None;
        let reason = expected;
        assert_eq!(model.bid(OPENS, &bid), Verdict::Refused { reason, limit });
    }
}

// L4.4
#[test]
fn the_offer_before_an_annulled_one_stands_again_in_its_old_order() {
    let mut model = opened(plain());
    bid(&mut model, "acme", "10.00");
    bid(&mut model, "bolt", "10.00");
    bid(&mut model, "acme", "9.00");

    assert_eq!(model.annul(OPENS, "acme"), ActOutcome::Done);
    assert_eq!(model.rank("acme"), Some(1));
    assert_eq!(model.rank("bolt"), Some(2));
    assert_eq!(model.annul(OPENS, "acme"), ActOutcome::Done);
    assert_eq!(model.annul(OPENS, "acme"), ActOutcome::WrongState);
    assert_eq!(model.rank("acme"), None);
}
