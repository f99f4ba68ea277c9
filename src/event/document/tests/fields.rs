//! For each member, values that it must not have, and the message of the problem.

use serde_json::{Value, json};

use crate::event::fixture::{parse, with, without, worked};

/// The path, the value written there, a part of the message.
type Case = (&'static str, Value, &'static str);

fn check(cases: Vec<Case>) {
    for (path, value, said) in cases {
        let document = with(worked(), path, value.clone());

        let problems = parse(&document).expect_err(&format!("{path} = {value}"));

        let found = problems.iter().any(|problem| problem.path == path && problem.message.contains(said));
        assert!(found, "{path} = {value} should say \"{said}\": {problems:#?}");
    }
}

// L1.15, L1.17, L10.2
#[test]
fn members_of_the_event_are_checked_one_by_one() {
    check(vec![
        ("/title", json!(5), "must be a text"),
        ("/title", json!(" "), "must not be empty"),
        ("/title", json!("a".repeat(501)), "at most 500 bytes"),
        ("/title", json!("two\nlines"), "one line"),
        ("/title", json!("\u{0}"), "control characters, and has U+0000 as character 1"),
        ("/title", json!("Gloves \u{202e}sevolg"), "U+202E as character 8"),
        ("/title", json!("\u{200b}"), "a sign that can be seen"),
        ("/terms", json!("two\n\u{2066}lines"), "U+2066 as character 5"),
        ("/reference", json!([]), "must be a text"),
        ("/reference", json!(""), "leave it out"),
        ("/currency", json!("gbp"), "\"GBP\""),
        ("/currency", json!("POUND"), "ISO 4217"),
        ("/profile", json!("reg-35"), "perhaps \"reg35\""),
        ("/profile", json!(35), "one of \"reg35\", \"custom\""),
        ("/justification", json!(false), "must be a text"),
        ("/justification", json!("a".repeat(16_385)), "at most 16384 bytes"),
        ("/practice", json!("false"), "true or false, without quotes"),
        ("/four_eyes", json!(1), "true or false"),
        ("/contract_months", json!("24"), "whole number from 1 to 600"),
        ("/contract_months", json!(0), "the nearest is 1"),
        ("/contract_months", json!(601), "the nearest is 600"),
        ("/contract_months", json!(24.0), "whole number"),
        ("/contract_starts_on", json!("1 April 2027"), "a day of the calendar, such as \"2027-04-01\""),
        ("/contract_starts_on", json!("20270401"), "a day of the calendar"),
        ("/contract_starts_on", json!("2027-02-29"), "a day of the calendar"),
        ("/contract_starts_on", json!("2027-04-01T00:00:00Z"), "a day of the calendar"),
        ("/contract_starts_on", json!("1999-04-01"), "the years 2000 to 2099"),
        ("/contract_starts_on", json!(2027), "must be a text"),
        ("/terms", json!({}), "must be a text"),
        ("/terms", json!("a".repeat(65_537)), "at most 65536 bytes"),
        ("/trusts", json!({}), "a list of trusts"),
        ("/trusts", json!([]), "must have 1 to 100 trusts"),
        ("/trusts/0", json!("RFS"), "must be an object"),
        ("/trusts/0/ods", json!(1), "must be an identifier"),
        ("/trusts/0/ods", json!(""), "1 to 64 bytes"),
        ("/trusts/0/ods", json!("a".repeat(65)), "1 to 64 bytes"),
        ("/trusts/0/ods", json!(" RFS"), "U+0020 as character 1: \"RFS\""),
        ("/trusts/0/ods", json!("RFS\u{a0}"), "U+00A0 as character 4: \"RFS\""),
        ("/trusts/0/ods", json!("R\u{200b}FS"), "U+200B as character 2"),
        ("/trusts/0/name", json!(null), "is missing"),
        ("/trusts/0/town", json!("x"), "is not a member"),
        ("/bidders", json!("acme"), "a list of bidders"),
        ("/bidders", json!([]), "must have 1 to 2000 bidders"),
        ("/bidders/0/id", json!("a\tb"), "control characters"),
        ("/bidders/0/name", json!(0), "must be a text"),
        ("/bidders/0/email", json!("x"), "known are id, name"),
        ("/lots", json!(null), "is missing"),
        ("/lots", json!([]), "must have 1 to 100 lots"),
        ("/lot", json!([]), "perhaps \"lots\""),
    ]);
}

// L1.3, L1.5, L1.14, L1.15
#[test]
fn members_of_a_lot_are_checked_one_by_one() {
    check(vec![
        ("/lots/0", json!(null), "is missing"),
        ("/lots/0/title", json!(""), "must not be empty"),
        ("/lots/0/decimals", json!(5), "the nearest is 4"),
        ("/lots/0/decimals", json!(-1), "the nearest is 0"),
        ("/lots/0/decimals", json!("2"), "without quotes"),
        ("/lots/0/opens_at", json!(0), "an instant in quotes"),
        ("/lots/0/opens_at", json!(null), "is missing"),
        ("/lots/0/opens_at", json!("Now"), "RFC 3339"),
        ("/lots/0/opens_at", json!("2026-11-21T14:00"), "RFC 3339"),
        ("/lots/0/opens_at", json!("2026-11-21 14:00:00Z"), "RFC 3339"),
        ("/lots/0/opens_at", json!("2026-11-21T14:00:00"), "RFC 3339"),
        ("/lots/0/opens_at", json!("2026-02-30T14:00:00Z"), "RFC 3339"),
        ("/lots/0/opens_at", json!("2026-11-21T14:00:00.Z"), "RFC 3339"),
        ("/lots/0/opens_at", json!("2026-11-21T14:00:00+00:00[UTC]"), "RFC 3339"),
        ("/lots/0/opens_at", json!("1999-12-31T23:59:59Z"), "from the year 2000"),
        ("/lots/0/closes_at", json!("soon"), "RFC 3339"),
        ("/lots/0/closes_at", json!("2200-01-01T00:00:00Z"), "to the year 2199"),
        ("/lots/0/duration_s", json!(0), "the nearest is 1"),
        ("/lots/0/duration_s", json!(1.5), "whole number"),
        ("/lots/0/items", json!([]), "must have 1 to 1000 items"),
        ("/lots/0/items/0/id", json!({}), "an identifier"),
        ("/lots/0/items/0/description", json!(null), "is missing"),
        ("/lots/0/items/0/unit", json!(100), "must be a text"),
        ("/lots/0/items/0/gtin", json!("05012345678901"), "\"05012345678900\""),
        ("/lots/0/items/0/gtin", json!(5_012_345_678_900_u64), "must be a text"),
        ("/lots/0/items/0/gtin", json!("50123456789"), "8, 12, 13 or 14 digits"),
        ("/lots/0/items/0/volumes", json!([]), "must be an object"),
        ("/lots/0/items/0/volumes", json!({}), "above 0 for at least one trust"),
        ("/lots/0/items/0/volumes", json!({"RFS": "0", "RHQ": "0.000"}), "above 0 for at least one trust"),
        ("/lots/0/items/0/volumes/RFS", json!(12000), "\"12000\""),
        ("/lots/0/items/0/volumes/RFS", json!("-1"), "0 or more"),
        ("/lots/0/items/0/volumes/RFS", json!("1000000000.001"), "at most \"1000000000\""),
        ("/lots/0/items/0/volumes/RFS", json!("0.0001"), "at most 3 decimal places"),
        ("/lots/0/items/0/volumes/RXX", json!("1"), "not the ODS code"),
        ("/lots/0/items/0/baselines/RFS", json!(3.2), "\"3.2\""),
        ("/lots/0/items/0/baselines/RFS", json!("-3.2"), "0 or more"),
        ("/lots/0/items/0/baselines/RFS", json!("2,98"), "perhaps \"2.98\""),
        ("/lots/0/items/0/baselines/RFS", json!("1.234,50"), "perhaps \"1234.50\""),
        ("/lots/0/items/0/baselines/RHX", json!("1"), "perhaps \"RHQ\""),
        ("/lots/0/items/0/price", json!("1"), "is not a member"),
        ("/lots/0/rules", json!([]), "must be an object"),
        ("/lots/0/bidders", json!([]), "must have 1 to 2000 bidders"),
        ("/lots/0/bidders/1/bidder", json!("bol"), "perhaps \"bolt\""),
        ("/lots/0/bidders/1/bidder", json!("acme"), "second time"),
        ("/lots/0/bidders/1/factor", json!("0"), "more than 0"),
        ("/lots/0/bidders/1/factor", json!("1000.1"), "at most \"1000\""),
        ("/lots/0/bidders/1/factor", json!("1.0000001"), "at most 6 decimal places"),
        ("/lots/0/bidders/1/divisor", json!("-1"), "more than 0"),
        ("/lots/0/bidders/1/divisor", json!(1), "write \"1\" in quotes"),
        ("/lots/0/bidders/1/addition", json!("1e3"), "decimal text"),
        ("/lots/0/bidders/1/quality", json!(".5"), "perhaps \"0.5\""),
        ("/lots/0/bidders/1/opening", json!("3.10"), "must be an object"),
        ("/lots/0/bidders/0/opening/nitrile-l", json!("1"), "not an item of this lot"),
        ("/lots/0/bidders/0/opening/nitrile-m", json!("0.00"), "more than 0"),
        ("/lots/0/bidders/0/opening/nitrile-m", json!("3.105"), "at most 2 decimal places, such as \"3.10\""),
        ("/lots/0/bidders/0/opening/nitrile-m", json!("1000000000000.01"), "at most \"1000000000000\""),
        ("/lots/0/bidders/1/name", json!("Bolt"), "is not a member"),
    ]);
}

// L1.14, L1.15, L9.2
#[test]
fn members_of_the_rules_are_checked_one_by_one() {
    check(vec![
        ("/lots/0/rules/format", json!("sealed"), "not available yet"),
        ("/lots/0/rules/format", json!("dutch"), "not available yet"),
        ("/lots/0/rules/format", json!("japanese"), "not available yet"),
        ("/lots/0/rules/format", json!("rounds"), "not available yet"),
        ("/lots/0/rules/format", json!("englisch"), "perhaps \"english\""),
        ("/lots/0/rules/scoring", json!("weight"), "perhaps \"weighted\""),
        ("/lots/0/rules/price_weight", json!("0"), "more than 0"),
        ("/lots/0/rules/beat", json!("best"), "one of \"own\", \"lead\""),
        ("/lots/0/rules/ceiling", json!("0"), "more than 0"),
        ("/lots/0/rules/ceiling", json!("200,000.00"), "perhaps \"200000.00\""),
        ("/lots/0/rules/ceiling", json!("12345678901234"), "at most 13 digits"),
        ("/lots/0/rules/ceiling", json!("1.1234567890123"), "at most 12 places"),
        ("/lots/0/rules/ceiling", json!("٣"), "decimal text"),
        ("/lots/0/rules/min_decrement", json!("250"), "must be an object"),
        ("/lots/0/rules/min_decrement", json!({}), "exactly one of"),
        ("/lots/0/rules/min_decrement", json!({"absolute": "1", "percent": "1"}), "exactly one of"),
        ("/lots/0/rules/min_decrement", json!({"absolut": "1"}), "exactly one of"),
        ("/lots/0/rules/min_decrement/absolute", json!("-1"), "0 or more"),
        ("/lots/0/rules/whole_steps", json!("yes"), "true or false"),
        ("/lots/0/rules/max_decrement", json!({"mode": "refuse"}), "exactly one of"),
        ("/lots/0/rules/max_decrement", json!({"percent": "1", "absolute": "1", "mode": "refuse"}), "exactly one of"),
        ("/lots/0/rules/max_decrement/mode", json!(null), "is missing"),
        ("/lots/0/rules/max_decrement/mode", json!("ask"), "one of \"confirm\", \"refuse\""),
        ("/lots/0/rules/max_decrement/percent", json!("100.1"), "at most \"100\""),
        ("/lots/0/rules/leader_may_rebid", json!(0), "true or false"),
        ("/lots/0/rules/ties", json!("equalbest"), "perhaps \"equal_best\""),
        ("/lots/0/rules/ties", json!(1), "one of \"earliest\""),
        ("/lots/0/rules/reserve", json!("-1"), "more than 0"),
        ("/lots/0/rules/extension", json!(true), "must be an object"),
        ("/lots/0/rules/extension/window_s", json!(0), "the nearest is 1"),
        ("/lots/0/rules/extension/window_s", json!(null), "is missing"),
        ("/lots/0/rules/extension/extend_s", json!(-5), "the nearest is 1"),
        ("/lots/0/rules/extension/extend_s", json!("120"), "without quotes"),
        ("/lots/0/rules/extension/from", json!("end"), "one of \"close\", \"bid\""),
        ("/lots/0/rules/extension/trigger", json!("rank"), "one of \"any\""),
        ("/lots/0/rules/extension/rank", json!(0), "from 1"),
        ("/lots/0/rules/extension/max_count", json!(4_294_967_296_u64), "the nearest is 4294967295"),
        ("/lots/0/rules/extension/latest_close", json!("later"), "RFC 3339"),
        ("/lots/0/rules/extension/latest_close", json!("2026-11-21T14:29:59Z"), "must not be before"),
        ("/lots/0/rules/idle", json!(60), "must be an object"),
        ("/lots/0/rules/settle_ms", json!(10_001), "the nearest is 10000"),
        ("/lots/0/rules/settle_ms", json!(-1), "the nearest is 0"),
        ("/lots/0/rules/auto_resume_s", json!("60"), "without quotes"),
        ("/lots/0/rules/show", json!([]), "must be an object"),
        ("/lots/0/rules/show/lead_price", json!("yes"), "true or false"),
        ("/lots/0/rules/show/all_prices", json!(1), "true or false"),
        ("/lots/0/rules/show/bidder_count", json!("true"), "true or false"),
        ("/lots/0/rules/show/gate", json!("first"), "one of \"none\", \"first_bid\""),
        ("/lots/0/rules/show/identities_to_buyer", json!(true), "one of \"always\", \"after_close\""),
        ("/lots/0/rules/show/identities_to_observer", json!("after_close"), "true or false"),
        ("/lots/0/rules/show/rank", json!(true), "is not a member"),
        ("/lots/0/rules/tie", json!("earliest"), "perhaps \"ties\""),
    ]);
}

#[test]
fn what_has_no_default_is_missed_where_it_belongs() {
    for path in [
        "/title",
        "/trusts",
        "/bidders",
        "/lots",
        "/trusts/0/ods",
        "/trusts/0/name",
        "/bidders/0/id",
        "/bidders/0/name",
        "/lots/0/title",
        "/lots/0/opens_at",
        "/lots/0/closes_at",
        "/lots/0/items",
        "/lots/0/items/0/id",
        "/lots/0/items/0/description",
        "/lots/0/items/0/unit",
        "/lots/0/items/0/volumes",
        "/lots/0/bidders/0/bidder",
        "/lots/0/rules/max_decrement/mode",
        "/lots/0/rules/extension/window_s",
        "/lots/0/rules/extension/extend_s",
    ] {
        let problems = parse(&without(worked(), path)).expect_err(path);

        assert_eq!(problems[0].path, path, "{problems:#?}");
        assert!(problems[0].message.starts_with("is missing"), "{problems:#?}");
    }
}

#[test]
fn a_figure_in_another_unit_than_is_due_has_no_hint() {
    for (path, value) in [
        ("/lots/0/rules/min_decrement", json!({"absolute": "5%"})),
        ("/lots/0/rules/min_decrement", json!({"percent": "£5"})),
        ("/lots/0/rules/price_weight", json!("40%")),
        ("/lots/0/bidders/0/factor", json!("95%")),
        ("/lots/0/items/0/volumes/RFS", json!("£5")),
        ("/contract_months", json!("50%")),
    ] {
        let problems = parse(&with(worked(), path, value.clone())).unwrap_err();

        let found = problems.iter().find(|problem| problem.path.starts_with(path));
        assert!(found.is_some_and(|found| !found.message.contains("perhaps")), "{path} = {value}: {problems:#?}");
    }
}
