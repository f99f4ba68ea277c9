//! The rules of a lot in words, and a supplier's formula.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::auction::fixture::*;
use crate::auction::setup::Setup;
use crate::auction::view::Viewer;

/// What the viewer's words say about one rule.
fn said(setup: Setup, viewer: &Viewer, about: &str) -> Option<String> {
    let words = Play::published(setup).view(viewer)["words"].clone();
    let found = words.as_array().unwrap().iter().find(|rule| rule["about"] == about);
    found.map(|rule| rule["text"].as_str().unwrap().to_owned())
}

#[track_caller]
fn check(about: &str, rules: &Value, to_supplier: &str) {
    assert_eq!(said(ruled(rules), &supplier(ACME), about).as_deref(), Some(to_supplier), "{rules}");
}

fn formula(setup: Setup) -> Value {
    Play::published(setup).view(&supplier(ACME))["formula"].clone()
}

/// G51
#[test]
fn an_extension_from_the_close_and_one_from_the_offer_are_two_sentences() {
    let extension = |changes: &Value| {
        let mut extension = json!({"window_s": 120, "extend_s": 120, "from": "close", "trigger": "any", "rank": null,
            "max_count": null, "latest_close": null});
        extension.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        json!({"extension": extension})
    };
    let latest = "2026-11-21T15:15:00Z";
    let cases = [
        (json!({}), "An offer in the last 2 minutes moves the close 2 minutes later."),
        (json!({"from": "bid"}), "An offer in the last 2 minutes moves the close to 2 minutes after that offer."),
        (
            json!({"from": "bid", "extend_s": 90}),
            "An offer in the last 2 minutes moves the close to 1 minute 30 seconds after that offer, where that is later.",
        ),
        (
            json!({"latest_close": latest}),
            "An offer in the last 2 minutes moves the close 2 minutes later, never past 3:15pm on 21 November 2026 (UK \
             time).",
        ),
        (
            json!({"from": "bid", "latest_close": latest, "max_count": 5}),
            "An offer in the last 2 minutes moves the close to 2 minutes after that offer, never past 3:15pm on 21 \
             November 2026 (UK time), at most 5 times.",
        ),
        (
            json!({"trigger": "rank_within", "rank": 3, "max_count": 1}),
            "An offer in the last 2 minutes that betters its bidder's rank to 3rd place or better moves the close 2 \
             minutes later, at most 1 time.",
        ),
        (
            json!({"trigger": "lead_change"}),
            "An offer in the last 2 minutes that takes 1st place moves the close 2 minutes later.",
        ),
        (json!({"max_count": 0}), "Offers never move the close."),
    ];
    for (changes, words) in cases {
        check("extension", &extension(&changes), words);
    }
    assert_eq!(said(setup(), &supplier(ACME), "extension"), None);
}

#[test]
fn the_least_drop_is_said_as_the_rules_measure_it() {
    let own = "A first offer has none to be below.";
    let lead = "The first offer of the lot has none to be below.";
    let cases = [
        (json!({}), format!("Each new offer must be below your own last offer. {own}")),
        (
            json!({"min_decrement": {"absolute": "250"}}),
            format!("Each new offer must be at least £250.00 below your own last offer. {own}"),
        ),
        (
            json!({"min_decrement": {"percent": "0.50"}}),
            format!("Each new offer must be at least 0.5% below your own last offer. {own}"),
        ),
        (
            json!({"min_decrement": {"absolute": "250"}, "whole_steps": true}),
            format!(
                "Each new offer must be below your own last offer by £250.00 or by a whole multiple of £250.00. {own}"
            ),
        ),
        (
            json!({"min_decrement": {"bands": [{"from": "0", "absolute": "50"}, {"from": "1000", "percent": "2"},
                {"from": "500", "absolute": "100"}]}}),
            format!(
                "Each new offer must be below your own last offer by at least 2% where that is £1,000.00 or more, £100.00 \
                 where it is £500.00 or more, and £50.00 where it is less. {own}"
            ),
        ),
        (
            json!({"beat": "lead"}),
            format!(
                "Each new offer must be level with the leading offer or below it, and below your own last offer. {lead}"
            ),
        ),
        (
            json!({"beat": "lead", "ties": "forbid_first"}),
            format!("Each new offer must be below the leading offer, and below your own last offer. {lead}"),
        ),
        (
            json!({"beat": "lead", "min_decrement": {"absolute": "5"}}),
            format!("Each new offer must be at least £5.00 below the leading offer, whoever made it. {lead}"),
        ),
    ];
    for (rules, words) in cases {
        check("step", &rules, &words);
    }
    let to_others = format!("Each new offer must be below the same bidder's last offer. {own}");
    assert_eq!(said(setup(), &observer("RFS"), "step"), Some(to_others));
}

#[test]
fn the_other_rules_are_said_in_full_sentences() {
    let max = |mode: &str| json!({"max_decrement": {"percent": "25", "mode": mode}});
    check(
        "drop",
        &max("refuse"),
        "An offer that is more than 25% below your own last offer is refused. A further offer can go lower.",
    );
    check(
        "drop",
        &max("confirm"),
        "An offer that is more than 25% below your own last offer has to be confirmed, because such an offer is often a \
         slip.",
    );
    check(
        "ceiling",
        &json!({"ceiling": "200000"}),
        "The most the partnership can pay for this lot is £200,000.00. A higher total is refused.",
    );
    check(
        "idle",
        &json!({"idle": {"idle_s": 300, "latest_close": "2026-07-01T11:00:00Z"}}),
        "The lot closes once no offer has been accepted for 5 minutes, and never later than midday on 1 July 2026 (UK time).",
    );
    check(
        "ties",
        &json!({"ties": "equal_best"}),
        "Equal offers share the better place: two equal leading offers are both 1st, and the next one is 3rd.",
    );
    check(
        "leader",
        &json!({"leader_may_rebid": false}),
        "While you alone are 1st, you wait until another bidder takes 1st place.",
    );
    check("decimals", &json!({}), "Prices have up to 2 decimal places.");
    check(
        "close",
        &json!({}),
        "The lot is planned to be open for 10 minutes, from 10:13:20pm to 10:23:20pm on 14 November 2023 (UK time). An \
         offer is in time if our system has received it before the close. A pause stops the clock and gives all of the \
         time that is left back.",
    );
    let with_terms = with(|setup| setup.event.terms = Some("Be fair.".into()));
    let terms = "Accept the terms of this event before you send an offer.";
    assert_eq!(said(with_terms, &supplier(ACME), "terms").as_deref(), Some(terms));
    for about in ["drop", "ceiling", "idle", "terms"] {
        assert_eq!(said(setup(), &supplier(ACME), about), None, "{about} of a lot that has no such rule");
    }
}

#[test]
fn what_is_compared_is_said_with_the_formula_and_the_weights() {
    let weighted = json!({"scoring": "weighted", "price_weight": "40.0"});
    let compared = "A bidder's compared price is its total, unless the buyer has set figures for that bidder: then it is the \
                    total × its factor ÷ its divisor + its addition. Your formula says what counts for you. Steps are \
                    measured in compared prices.";
    check("scoring", &json!({}), &format!("The lowest compared price is ranked first. {compared}"));
    check(
        "scoring",
        &weighted,
        &format!(
            "The highest score is ranked first. A score is the bidder's quality points + the price weight 40 × the lowest \
             compared price ÷ its own compared price, rounded to 4 places. {compared}"
        ),
    );
    assert_eq!(said(setup(), &buyer(), "scoring").as_deref(), Some("The lowest total is ranked first."));
    let with_figures = with(|setup| setup.bidders[1].factor = amount("1.2"));
    let named = "The lowest compared price is ranked first. The compared price is the total × the bidder's factor ÷ its divisor + \
                 its addition; steps are measured in it. Each bidder has figures of its own."
        .to_owned();
    assert_eq!(said(with_figures, &observer("RFS"), "scoring"), Some(named));
}

#[test]
fn each_class_of_viewers_is_told_who_sees_what() {
    let cases = [
        (json!({}), "You see the leading compared price, but not whose it is."),
        (json!({"lead_price": false}), "You see no price of another bidder, and no other bidder sees yours."),
        (json!({"all_prices": true}), "You see the compared price and the rank of every live offer, without names."),
        (json!({"bidder_count": false}), "No bidder sees how many are invited."),
        (json!({"gate": "first_bid"}), "A bidder sees nothing of other bidders before its first offer is accepted."),
    ];
    for (show, words) in cases {
        let visibility = said(ruled(&json!({"show": show})), &supplier(ACME), "visibility").unwrap();

        assert!(visibility.contains(words), "{show}: {visibility}");
        assert!(visibility.ends_with("The buyers and the trusts see the prices of all offers."), "{visibility}");
    }
    let names = json!({"show": {"identities_to_buyer": "after_close", "identities_to_observer": false}});
    let [to_observer, to_buyer] =
        [observer("RFS"), buyer()].map(|viewer| said(ruled(&names), &viewer, "visibility").unwrap());
    assert!(
        to_observer.ends_with("The trusts see the prices of all offers, and never the bidders' names."),
        "{to_observer}"
    );
    assert!(to_buyer.ends_with("The buyers see the bidders' names after the close."), "{to_buyer}");
}

/// G52
#[test]
fn a_formula_is_worked_out_with_the_bidders_own_figures() {
    let plain = formula(ruled(&json!({"ceiling": "1000"})));
    assert_eq!(
        plain,
        json!({
            "kind": "price", "text": "Your offers are compared by their totals.", "factor": "1", "divisor": "1",
            "addition": "0", "quality": null, "price_weight": null,
            "example": {"total": "900.00", "evaluated": "900.00", "text": "A total of £900.00 is compared as it is."}
        })
    );

    let figures = formula(with(|setup| {
        let acme = &mut setup.bidders[0];
        (acme.factor, acme.divisor, acme.addition) = (amount("1.05"), amount("1.2"), amount("-250"));
    }));
    assert_eq!(
        (&figures["kind"], &figures["factor"], &figures["addition"]),
        (&json!("figures"), &json!("1.05"), &json!("-250"))
    );
    assert_eq!(figures["text"], "Your offers are compared by their total × 1.05 ÷ 1.2 − £250.00, rounded to 6 places.");
    assert_eq!(
        figures["example"],
        json!({"total": "100000.00", "evaluated": "87250.00",
            "text": "A total of £100,000.00 is compared as £100,000.00 × 1.05 ÷ 1.2 − £250.00 = £87,250.00."})
    );
}

/// G52
#[test]
fn an_example_is_cut_to_the_tick_and_its_lowest_price_to_two_places() {
    let plain = formula(ruled(&json!({"ceiling": "1000.01"})));
    let weighted = formula(with(|setup| {
        setup.rules = rules_with(&json!({"scoring": "weighted", "price_weight": "40"}));
        setup.bidders[0].quality = Some(amount("30"));
        setup.bidders[0].factor = amount("1.0001");
        setup.bidders[0].opening = Some([amount("12.34")].into_iter().collect());
    }));

    // 90 % of 1,000.01 is 900.009; 95 % of 1,234.1234 is 1,172.41723.
    assert_eq!(plain["example"]["total"], "900.00");
    assert_eq!(weighted["example"]["lowest"], "1172.41");
}

/// G52
#[test]
fn a_weighted_formula_assumes_a_lowest_price_that_is_no_rivals() {
    let weighted = with(|setup| {
        setup.rules = rules_with(&json!({"scoring": "weighted", "price_weight": "40"}));
        setup.bidders[0].quality = Some(amount("30"));
        setup.bidders[0].opening = Some([amount("12.34")].into_iter().collect());
        setup.bidders[1].opening = Some([amount("5")].into_iter().collect());
    });

    let formula = formula(weighted);

    assert_eq!(
        (&formula["kind"], &formula["quality"], &formula["price_weight"]),
        (&json!("weighted"), &json!("30"), &json!("40"))
    );
    assert_eq!(
        formula["text"],
        "Your score is your quality points 30 + 40 × the lowest total ÷ your own total, rounded to 4 places."
    );
    // 95 % of 1234 is 1172.3.
    assert_eq!(
        formula["example"],
        json!({"total": "1234.00", "evaluated": "1234.00", "lowest": "1172.30", "score": "68",
            "text": "A total of £1,234.00 is compared as it is. If the lowest total were £1,172.30, your score would be 30 + \
                40 × £1,172.30 ÷ £1,234.00 = 68."})
    );
}

#[test]
fn only_a_supplier_has_a_formula_and_all_views_share_its_text() {
    let mut play = Play::open(setup());
    for viewer in [observer("RFS"), buyer(), auditor()] {
        assert_eq!(play.view(&viewer).get("formula"), None);
    }
    let text_of = |play: &Play| play.lot_view(&supplier(ACME)).formula.unwrap();
    let before = text_of(&play);

    play.bid(ACME, "10");

    assert!(std::sync::Arc::ptr_eq(&before, &text_of(&play)));
}

proptest! {
    #[test]
    fn every_formula_has_an_example_that_ranks(
        factor in 1..1_000_000_000_i64, divisor in 1..1_000_000_000_i64,
        addition in prop_oneof![-9_999_999_999_999_i64..=9_999_999_999_999, -1_000..1_000_i64],
        ceiling in prop::option::of(prop_oneof![1..9_i64, 1..9_999_999_999_999_i64]),
        is_weighted: bool, decimals in 0..=4_u32,
    ) {
        let tiny = |figure: i64| crate::money::Amount::from(rust_decimal::Decimal::new(figure, 6));
        let formula = formula(with(|setup| {
            setup.decimals = decimals;
            setup.rules = rules_with(&json!({"ceiling": ceiling.map(|ceiling| ceiling.to_string())}));
            if is_weighted {
                setup.rules.scoring = crate::auction::rules::Scoring::Weighted;
                setup.rules.price_weight = Some(amount("40"));
            }
            let acme = &mut setup.bidders[0];
            (acme.factor, acme.divisor, acme.addition) = (tiny(factor), tiny(divisor), amount(&addition.to_string()));
        }));

        let example = &formula["example"];
        let evaluated: rust_decimal::Decimal = example["evaluated"].as_str().unwrap().parse().unwrap();
        prop_assert!(evaluated > rust_decimal::Decimal::ZERO, "{}", formula);
        prop_assert_eq!(example.get("score").is_some(), is_weighted);
    }
}
