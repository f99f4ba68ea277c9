//! Each finding with a document that has it and one that has not.

use serde_json::{Value, json};

use super::{Finding, lint};
use crate::event::Level;
use crate::event::fixture::{at, parsed, plain, with, without};

/// A Tuesday; the least document opens on the Friday after, two whole working days later.
const PUBLISHED: &str = "2026-11-17T09:00:00Z";

fn findings(document: &Value, published_at: &str) -> Vec<Finding> {
    lint(&parsed(document), at(published_at))
}

fn rule_of(finding: &Finding) -> &str {
    finding.rule.as_deref().unwrap()
}

/// Expects exactly the one finding.
fn found(document: &Value, path: &str, rule: &str, level: Level) -> Finding {
    let findings = findings(document, PUBLISHED);

    assert_eq!(findings.len(), 1, "{findings:#?}");
    let finding = findings.into_iter().next().unwrap();
    assert_eq!((finding.path.as_str(), rule_of(&finding), finding.level), (path, rule, level), "{finding:#?}");
    finding
}

fn custom(document: Value) -> Value {
    with(with(document, "/profile", json!("custom")), "/justification", json!("agreed with all trusts"))
}

#[test]
fn a_plain_event_in_good_time_has_no_finding() {
    assert_eq!(findings(&plain(), PUBLISHED), []);
}

// L8.2, L8.3, L8.4
#[test]
fn opening_within_two_working_days_is_a_breach() {
    let early = with(plain(), "/lots/0/opens_at", json!("2026-11-19T23:59:59.999999Z"));

    let breach = found(&early, "/lots/0/opens_at", "PCR 2015 reg 35(16)", Level::Error);
    assert!(breach.message.contains("2026-11-20T00:00:00.000000Z, the start of 2026-11-20"), "{breach:?}");
    found(&custom(early.clone()), "/lots/0/opens_at", "PCR 2015 reg 35(16)", Level::Warning);
    assert_eq!(findings(&with(early, "/practice", json!(true)), PUBLISHED), []);
    assert_eq!(findings(&with(plain(), "/lots/0/opens_at", json!("2026-11-20T00:00:00Z")), PUBLISHED), []);
}

// L8.4
#[test]
fn opening_now_gives_no_notice() {
    let now = with(custom(plain()), "/lots/0/opens_at", json!("now"));

    found(&now, "/lots/0/opens_at", "PCR 2015 reg 35(16)", Level::Warning);
    assert_eq!(findings(&with(now, "/practice", json!(true)), PUBLISHED), []);
}

#[test]
fn every_lot_is_checked() {
    let second = with(plain(), "/lots/0/opens_at", json!("2026-11-19T09:00:00Z"))["lots"][0].clone();
    let document = with(plain(), "/lots/-", second);

    found(&document, "/lots/1/opens_at", "PCR 2015 reg 35(16)", Level::Error);
}

// L8.4, L8.7
#[test]
fn beyond_the_table_of_bank_holidays_a_warning_says_so() {
    let document = with(plain(), "/lots/0/opens_at", json!("2029-02-20T14:00:00Z"));
    let document = with(document, "/lots/0/closes_at", json!("2029-02-20T15:00:00Z"));

    let findings = findings(&document, "2029-02-01T09:00:00Z");

    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((rule_of(&findings[0]), findings[0].level), ("bank_holidays_unknown", Level::Warning));
}

// L8.6, L8.7
#[test]
fn an_opening_that_has_passed_is_a_doubt_and_a_close_that_has_passed_is_a_breach() {
    let practice = with(plain(), "/practice", json!(true));

    let opened = findings(&practice, "2026-11-20T14:10:00Z");
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert_eq!((rule_of(&opened[0]), opened[0].level), ("opening_in_the_past", Level::Warning));

    for (after, closes) in [("2026-11-20T14:30:00Z", "closes_at"), ("2026-11-20T14:30:01Z", "closes_at")] {
        let closed = findings(&practice, after);
        let error = closed.iter().find(|finding| finding.level == Level::Error).unwrap();
        assert_eq!(rule_of(error), "closing_in_the_past");
        assert_eq!(error.path, format!("/lots/0/{closes}"));
    }
}

// L8.6
#[test]
fn a_lot_that_opens_now_has_to_close_after_that() {
    let now = with(with(plain(), "/practice", json!(true)), "/lots/0/opens_at", json!("now"));
    let extension = json!({"extension": {"window_s": 1, "extend_s": 1, "latest_close": "2026-11-17T09:00:59Z"}});
    let latest = with(without(now.clone(), "/lots/0/closes_at"), "/lots/0/duration_s", json!(60));
    let latest = with(latest, "/lots/0/rules", extension);

    found(&latest, "/lots/0/rules/extension/latest_close", "latest_close_before_close", Level::Error);
    found(&with(now, "/lots/0/closes_at", json!(PUBLISHED)), "/lots/0/closes_at", "closing_in_the_past", Level::Error);
}

// L8.7
#[test]
fn doubts_about_rules_are_warnings() {
    let extension = |window_s: u64, latest: Value| json!({"extension": {"window_s": window_s, "extend_s": 60, "latest_close": latest}});
    let idle = json!({"idle": {"idle_s": 60}});
    let late = || json!("2026-11-20T18:00:00Z");
    let ceiling = |min: Value| json!({"ceiling": "10000", "min_decrement": min});
    let bands =
        |at_ceiling: &str| json!({"bands": [{"from": "0", "absolute": "1"}, {"from": "5000", "absolute": at_ceiling}]});
    let cases = [
        (extension(1_801, late()), "extension/window_s", "extension_longer_than_lot"),
        (extension(1_800, json!(null)), "extension/latest_close", "no_latest_close"),
        (ceiling(json!({"absolute": "500.01"})), "min_decrement/absolute", "decrement_large"),
        (ceiling(json!({"absolute": "9.99"})), "min_decrement/absolute", "decrement_small"),
        (ceiling(json!({"absolute": "0"})), "min_decrement/absolute", "decrement_small"),
        (json!({"min_decrement": {"percent": "5.1"}}), "min_decrement/percent", "decrement_large"),
        (json!({"min_decrement": {"percent": "0.09"}}), "min_decrement/percent", "decrement_small"),
        (ceiling(bands("501")), "min_decrement/bands/1", "decrement_large"),
        (
            json!({"extension": {"window_s": 1, "extend_s": 1, "latest_close": "2026-11-20T14:30:00Z"}}),
            "extension",
            "extension_without_effect",
        ),
        (
            json!({"extension": {"window_s": 1, "extend_s": 1, "max_count": 0, "latest_close": late()}}),
            "extension",
            "extension_without_effect",
        ),
        (json!({"show": {"lead_price": false, "all_prices": true}}), "show/lead_price", "lead_price_shown_anyway"),
        (json!({"ties": "equal_worst"}), "ties", "rank_in_doubt"),
        (
            json!({"ceiling": "100", "min_decrement": {"absolute": "1"}, "reserve": "101"}),
            "reserve",
            "reserve_above_ceiling",
        ),
    ];

    for (rules, path, rule) in cases {
        found(&with(plain(), "/lots/0/rules", rules), &format!("/lots/0/rules/{path}"), rule, Level::Warning);
    }
    let idling = with(without(plain(), "/lots/0/closes_at"), "/lots/0/rules", idle);
    found(&idling, "/lots/0/rules/idle/latest_close", "no_latest_close", Level::Warning);
    for fine in [
        extension(1_800, late()),
        ceiling(json!({"absolute": "500"})),
        ceiling(json!({"absolute": "10"})),
        ceiling(bands("10")),
        ceiling(json!({"bands": [{"from": "20000", "absolute": "9999"}, {"from": "0", "absolute": "100"}]})),
        json!({"min_decrement": {"percent": "5"}}),
        json!({"min_decrement": {"percent": "0.1"}}),
    ] {
        assert_eq!(findings(&with(plain(), "/lots/0/rules", fine), PUBLISHED), []);
    }
}

// L8.7
#[test]
fn doubts_about_who_takes_part_are_warnings() {
    let two = json!([{"bidder": "acme"}, {"bidder": "crux"}]);
    let few = findings(&with(plain(), "/lots/0/bidders", two), PUBLISHED);
    let rules: Vec<(&str, &str)> = few.iter().map(|finding| (finding.path.as_str(), rule_of(finding))).collect();
    assert_eq!(rules, [("/bidders/1", "bidder_without_lot"), ("/lots/0/bidders", "few_bidders")]);

    let trust = with(plain(), "/trusts/-", json!({"ods": "RHQ", "name": "Sheffield"}));
    let none = with(trust, "/lots/0/items/0/volumes/RHQ", json!("0"));
    found(&none, "/trusts/1", "trust_without_volume", Level::Warning);

    let points = json!([{"bidder": "acme", "quality": "1"}, {"bidder": "bolt"}, {"bidder": "crux"}]);
    let pointed = with(plain(), "/lots/0/bidders", points);
    found(&pointed, "/lots/0/bidders", "quality_ignored", Level::Warning);
    let pointed = with(pointed, "/lots/0/bidders/2/quality", json!("0"));
    let weighted = with(pointed, "/lots/0/rules", json!({"scoring": "weighted", "price_weight": "60"}));
    found(&weighted, "/lots/0/bidders/1/quality", "quality_missing", Level::Warning);
}

// L8.7
#[test]
fn a_text_that_names_a_bidder_is_a_doubt() {
    let named = with(plain(), "/bidders/0/name", json!("Acme Medical"));
    for path in
        ["/title", "/reference", "/terms", "/lots/0/title", "/lots/0/items/0/description", "/lots/0/items/0/unit"]
    {
        let document = with(named.clone(), path, json!("Gloves like those of ACME medical, or equal"));

        found(&document, path, "PCR 2015 reg 35(25)", Level::Warning);
    }
    for fine in ["Gloves by Acmemedical", "Acme", "Bolted boxes"] {
        assert_eq!(findings(&with(named.clone(), "/title", json!(fine)), PUBLISHED), []);
    }
    assert_eq!(
        findings(&with(with(plain(), "/bidders/0/name", json!("Box")), "/title", json!("A box")), PUBLISHED),
        []
    );
}
