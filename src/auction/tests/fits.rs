//! Prices scaled to a total.

use indexmap::IndexMap;
use serde_json::json;

use crate::auction::fixture::*;
use crate::auction::refusal::Reason;
use crate::auction::rules::Rules;
use crate::auction::{FittedOffer, ItemMisfit, Misfit};
use crate::ids::ItemId;
use crate::money::Amount;

/// A lot of two items, of volume 100 and 10, with a ceiling of 130.
fn two_items(change: impl FnOnce(&mut Rules)) -> Play {
    Play::open(with(|setup| {
        setup.items = vec![item("one", ["100", "0"]), item("two", ["0", "10"])];
        setup.rules = rules_with(&json!({"ceiling": "130", "min_decrement": {"absolute": "1"}}));
        change(&mut setup.rules);
    }))
}

fn prices(prices: &[(&str, &str)]) -> IndexMap<ItemId, Amount> {
    prices.iter().map(|(item, price)| (ItemId::parse(item).unwrap(), amount(price))).collect()
}

fn fit(play: &Play, typed: &[(&str, &str)], total: Option<&str>) -> Result<Option<FittedOffer>, Misfit> {
    play.lot.board().fit(&id(ACME), &prices(typed), total.map(amount))
}

/// The prices and the total as they are written.
fn written(fitted: Result<Option<FittedOffer>, Misfit>) -> (Vec<String>, String) {
    let fitted = fitted.unwrap().unwrap();
    (fitted.prices.values().map(ToString::to_string).collect(), fitted.total.to_string())
}

// G58
#[test]
fn a_first_offer_of_several_items_is_lowered_to_the_highest_total_by_one_ratio() {
    let play = two_items(|_| {});

    // 260 come to 130 at half of each price: 1 and 8 stay in proportion.
    let halved = fit(&play, &[("one", "1.80"), ("two", "8.00")], None);
    // 130 ÷ 131 of each, rounded down.
    let close = fit(&play, &[("two", "3.10"), ("one", "1.00")], None);
    let raised = fit(&play, &[("one", "0.10"), ("two", "3.00")], None);

    assert_eq!(written(halved), (vec!["0.90".to_owned(), "4.00".to_owned()], "130.00".to_owned()));
    assert_eq!(written(close), (vec!["0.99".to_owned(), "3.07".to_owned()], "129.70".to_owned()));
    assert_eq!(written(raised), (vec!["0.32".to_owned(), "9.75".to_owned()], "129.50".to_owned()));
}

// G58
#[test]
fn prices_are_scaled_to_a_named_total_also_where_nothing_bounds_the_offer() {
    let play = two_items(|rules| rules.ceiling = None);
    let typed = [("one", "1.80"), ("two", "8.00")];

    assert_eq!(fit(&play, &typed, None), Ok(None));
    assert_eq!(written(fit(&play, &typed, Some("26"))).1, "26.00");
}

// G58
#[test]
fn there_are_no_prices_where_one_would_round_to_zero_or_the_lot_has_whole_steps() {
    let play = two_items(|_| {});
    let steps = two_items(|rules| rules.whole_steps = true);
    let one_item =
        Play::open(ruled(&json!({"ceiling": "333.33", "whole_steps": true, "min_decrement": {"absolute": "1"}})));

    assert_eq!(fit(&play, &[("one", "20.00"), ("two", "0.10")], None), Ok(None));
    assert_eq!(fit(&steps, &[("one", "1.80"), ("two", "8.00")], None), Ok(None));
    assert_eq!(written(fit(&one_item, &[(GLOVE, "9")], None)), (vec!["3.33".to_owned()], "333.00".to_owned()));
}

// G58
#[test]
fn a_bidder_that_cannot_bid_has_no_highest_total() {
    let mut play = two_items(|_| {});
    play.act(exclude(ACME)).unwrap();

    assert_eq!(fit(&play, &[("one", "1.80"), ("two", "8.00")], None), Ok(None));
}

// G58
#[test]
fn every_price_that_no_offer_can_have_is_named() {
    let play = two_items(|_| {});
    let of = |item: &str, misfit| (ItemId::parse(item).unwrap(), misfit);

    let wrong = fit(&play, &[("three", "1"), ("two", "0.001")], None);
    let zero = fit(&play, &[("one", "0"), ("two", "9999999999999")], None);

    assert_eq!(
        wrong,
        Err(Misfit::Prices(vec![
            of("one", ItemMisfit::Missing),
            of("two", ItemMisfit::TooManyDecimals),
            of("three", ItemMisfit::Unknown),
        ]))
    );
    assert_eq!(zero, Err(Misfit::Prices(vec![of("one", ItemMisfit::NotPositive), of("two", ItemMisfit::TooLarge)])));
}

// G58
#[test]
fn prices_that_make_no_offer_together_are_refused_as_a_bid_would_be() {
    let play = Play::open(with(|setup| {
        setup.bidders[0].addition = amount("-500");
        setup.rules = rules_with(&json!({"ceiling": "400"}));
    }));

    assert_eq!(fit(&play, &[(GLOVE, "4.99")], None), Err(Misfit::Together(Reason::NotPositive)));
}
