//! Why of two equal offers one stands ahead, in words.

use serde_json::{Value, json};

use crate::auction::fixture::*;
use crate::auction::view::Viewer;

/// The ties of the result, best place first.
fn ties(play: &mut Play, viewer: &Viewer) -> Vec<Value> {
    play.at(CLOSE.plus_micros(200_000)).wake();
    let result = play.result(viewer).unwrap();
    result["ranking"].as_array().unwrap().iter().map(|place| place["tie"].clone()).collect()
}

fn texts(ties: &[Value]) -> Vec<Option<&str>> {
    ties.iter().map(|tie| tie["text"].as_str()).collect()
}

/// Bids at 1.25 s, 2.5 s and 3 s: three offers of £10, or two and another one.
fn equal_bids(rules: &Value, third: &str) -> Play {
    let mut play = Play::open(ruled(rules));
    for (bidder, price, millis) in [(BOLT, "10", 1_250), (ACME, "10", 2_500), (CREW, third, 3_000)] {
        play.at(OPEN.plus_micros(millis * 1_000)).bid(bidder, price);
    }
    play
}

// G69
#[test]
fn the_offer_accepted_first_is_ahead_and_the_words_say_when() {
    let mut play = equal_bids(&json!({}), "11");

    let ties = ties(&mut play, &auditor());

    let expected = [
        Some("Same total as acme Ltd; accepted first, at 10:13:21.250pm"),
        Some("Same total as bolt Ltd; accepted later, at 10:13:22.500pm"),
        None,
    ];
    assert_eq!(texts(&ties), expected);
    assert_eq!((&ties[0]["rule"], ties[0]["with"].as_array().unwrap().len()), (&json!("earliest"), 1));
}

// G69
#[test]
fn of_three_equal_offers_each_says_its_place_among_them() {
    let mut play = equal_bids(&json!({}), "10");

    let ties = ties(&mut play, &auditor());

    let expected = [
        "Same total as acme Ltd and crew Ltd; accepted first, at 10:13:21.250pm",
        "Same total as bolt Ltd and crew Ltd; accepted 2nd of 3, at 10:13:22.500pm",
        "Same total as bolt Ltd and acme Ltd; accepted 3rd of 3, at 10:13:23.000pm",
    ];
    assert_eq!(texts(&ties), expected.map(Some));
}

// G69
#[test]
fn a_shared_place_is_explained_by_its_rule() {
    for (rule, words) in [("equal_best", "better"), ("equal_worst", "worse")] {
        let mut play = equal_bids(&json!({"ties": rule}), "11");

        let ties = ties(&mut play, &buyer());

        let text = format!("Same total as acme Ltd; equal offers share the {words} place");
        assert_eq!((ties[0]["text"].as_str(), &ties[0]["rule"]), (Some(text.as_str()), &json!(rule)));
    }
}

// G69
#[test]
fn opening_offers_are_equal_in_the_order_of_the_invitation() {
    let mut play = Play::open(with(|setup| {
        for bidder in &mut setup.bidders[..2] {
            bidder.opening = Some([amount("10")].into_iter().collect());
        }
    }));

    let ties = ties(&mut play, &auditor());

    let order = "opening offers count before bids, in the order of the invitation";
    let expected = [
        format!("Same total as bolt Ltd; accepted first: {order}"),
        format!("Same total as acme Ltd; accepted later: {order}"),
    ];
    assert_eq!(texts(&ties), expected.iter().map(|text| Some(text.as_str())).collect::<Vec<_>>());
}

// G65, G69, L7.4
#[test]
fn a_supplier_is_told_of_a_tie_only_what_it_may_see_of_the_other_offer() {
    let show =
        |lead_price: bool, all_prices: bool| json!({"show": {"lead_price": lead_price, "all_prices": all_prices}});
    let own = |rules: &Value, bidder: &str| ties(&mut equal_bids(rules, "11"), &supplier(bidder));

    let later = "Same compared price as the leading offer; accepted later, at 10:13:22.500pm";
    let of_later = own(&show(true, false), ACME);
    assert_eq!((texts(&of_later), &of_later[0]["with"]), (vec![Some(later)], &json!([])));
    assert_eq!(texts(&own(&show(true, false), BOLT)), [None], "the leader knows of nobody behind it");
    assert_eq!(texts(&own(&show(false, false), ACME)), [None]);
    let all = own(&show(true, true), BOLT);
    let first = all[0]["text"].as_str().unwrap();
    assert!(first.starts_with("Same compared price as Bidder ") && first.contains("; accepted first, at "), "{first}");
    assert_eq!(all[0]["with"], json!([&first["Same compared price as ".len()..first.find(';').unwrap()]]));
}

// G65, G69
#[test]
fn equal_scores_are_explained_to_all_but_suppliers() {
    let weighted = || {
        let mut play = Play::open(with(|setup| {
            setup.rules =
                rules_with(&json!({"scoring": "weighted", "price_weight": "60", "show": {"all_prices": true}}));
            for (bidder, quality) in setup.bidders.iter_mut().zip(["40", "28", "0"]) {
                bidder.quality = Some(amount(quality));
            }
        }));
        // Scores: 40 + 60 × 8 ÷ 10 = 88, and 28 + 60 = 88.
        play.bid(ACME, "10");
        play.bid(BOLT, "8");
        play
    };

    let of_auditor = ties(&mut weighted(), &auditor());

    assert!(of_auditor[0]["text"].as_str().unwrap().starts_with("Same score as bolt Ltd; accepted first"));
    assert!(ties(&mut weighted(), &supplier(BOLT)).iter().all(Value::is_null));
}
