//! The figures of a lot, and which lots have figures.

use serde_json::{Value, json};

use super::*;
use crate::auction::view::RuleAbout;
use crate::event::fixture::{at, least, plain, with, without};
use crate::ids::OrgId;

const NOW: &str = "2026-11-17T09:00:00Z";

fn checked(document: &Value) -> Checked {
    let buyer = Viewer::Buyer(OrgId::parse("wtp").unwrap());
    check(document.to_string().as_bytes(), at(NOW), &buyer).unwrap()
}

fn facts(document: &Value) -> Value {
    serde_json::to_value(&checked(document).lots[0].as_ref().unwrap().facts).unwrap()
}

/// Two trusts, two items; RHQ states no baseline for the second.
fn two_by_two() -> Value {
    let trusts = json!([{"ods": "RFS", "name": "Chesterfield"}, {"ods": "RHQ", "name": "Sheffield"}]);
    let item = |id: &str, volumes: Value, baselines: Value| json!({"id": id, "description": "Glove", "unit": "box", "volumes": volumes, "baselines": baselines});
    let items = json!([
        item("m", json!({"RFS": "12000", "RHQ": "48000"}), json!({"RFS": "3.20", "RHQ": "2.95"})),
        item("l", json!({"RFS": "0.5", "RHQ": "7"}), json!({"RFS": "0.333"})),
        item("s", json!({"RFS": "0", "RHQ": "9"}), json!({"RHQ": "1"})),
    ]);
    with(with(plain(), "/trusts", trusts), "/lots/0/items", items)
}

// G18
#[test]
fn the_facts_of_a_lot_are_exact() {
    let document = with(two_by_two(), "/lots/0/rules", json!({"ceiling": "160000"}));

    assert_eq!(
        facts(&document),
        json!({
            "spend_today": "180009.1665",
            "pairs_without_baseline": 1,
            "smallest_step": "0.075",
            "latest_close": "2026-11-20T14:30:00.000000Z",
            "ceiling_percent_of_spend": "88.9",
        })
    );
    let without_ceiling = facts(&two_by_two());
    assert_eq!(without_ceiling["ceiling_percent_of_spend"], json!(null));
    let whole = facts(&with(least(), "/lots/0/rules", json!({"ceiling": "160000"})));
    assert_eq!((&whole["spend_today"], &whole["ceiling_percent_of_spend"]), (&json!("0.00"), &json!(null)));
    let four = with(with(plain(), "/lots/0/decimals", json!(4)), "/lots/0/items/0/volumes/RFS", json!("100"));
    assert_eq!(facts(&four)["smallest_step"], "0.0100");
}

// G18
#[test]
fn the_latest_close_is_where_offers_can_move_it() {
    let extension = |more: Value| {
        let mut extension = json!({"window_s": 60, "extend_s": 120});
        extension.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"extension": extension})
    };
    let late = "2026-11-20T15:00:00.000000Z";
    let cases = [
        (json!({}), json!("2026-11-20T14:30:00.000000Z")),
        (extension(json!({})), json!(null)),
        (extension(json!({"latest_close": late})), json!(late)),
        (extension(json!({"max_count": 3})), json!("2026-11-20T14:36:00.000000Z")),
        (extension(json!({"max_count": 3, "from": "bid"})), json!("2026-11-20T14:36:00.000000Z")),
        (extension(json!({"max_count": 3, "latest_close": late})), json!("2026-11-20T14:36:00.000000Z")),
        (extension(json!({"max_count": 30, "latest_close": late})), json!(late)),
        (extension(json!({"max_count": 0})), json!("2026-11-20T14:30:00.000000Z")),
        (extension(json!({"max_count": u32::MAX, "extend_s": 31_622_400})), json!(null)),
    ];

    for (rules, latest) in cases {
        assert_eq!(facts(&with(plain(), "/lots/0/rules", rules.clone()))["latest_close"], latest, "{rules}");
    }
    let idle = |idle: Value| with(without(plain(), "/lots/0/closes_at"), "/lots/0/rules", json!({"idle": idle}));
    assert_eq!(facts(&idle(json!({"idle_s": 60})))["latest_close"], json!(null));
    assert_eq!(facts(&idle(json!({"idle_s": 60, "latest_close": late})))["latest_close"], json!(late));
    let now = with(with(plain(), "/practice", json!(true)), "/lots/0/opens_at", json!("now"));
    let now = with(without(now, "/lots/0/closes_at"), "/lots/0/duration_s", json!(90));
    assert_eq!(facts(&now)["latest_close"], "2026-11-17T09:01:30.000000Z");
}

// G18
#[test]
fn a_lot_has_words_and_facts_as_soon_as_it_is_whole() {
    let second = with(plain()["lots"][0].clone(), "/title", json!("Second"));
    let two = with(plain(), "/lots/-", second);
    let there = |document: &Value| checked(document).lots.iter().map(Option::is_some).collect::<Vec<_>>();

    assert_eq!(there(&two), [true, true]);
    assert_eq!(there(&without(two.clone(), "/title")), [true, true]);
    assert_eq!(there(&with(two.clone(), "/lots/0/items/0/volumes/RFS", json!(""))), [false, true]);
    assert_eq!(there(&with(two.clone(), "/lots/1", json!({}))), [true, false]);
    assert_eq!(there(&with(two.clone(), "/currency", json!("?"))), [false, false]);
    assert_eq!(there(&json!({})), Vec::<bool>::new());
    let whole = checked(&two);
    assert!(whole.assessed.is_complete());
    let words = &whole.lots[0].as_ref().unwrap().words;
    assert!(words.iter().any(|rule| rule.about == RuleAbout::Close), "{words:?}");
}
