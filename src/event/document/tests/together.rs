//! Members that are right one by one and wrong together.

use serde_json::{Value, json};

use crate::event::fixture::{least, parse, parsed, with, without, worked};

const LOT: &str = "/lots/0";

/// Sets several members of the first lot.
fn lot(document: Value, members: &[(&str, Value)]) -> Value {
    members.iter().fold(document, |document, (path, value)| with(document, &format!("{LOT}/{path}"), value.clone()))
}

/// Expects exactly the one problem at that place of the lot.
fn refused(document: &Value, path: &str, said: &str) {
    let problems = parse(document).expect_err(said);

    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].path, path, "{problems:#?}");
    assert!(problems[0].message.contains(said), "{problems:#?} should say {said}");
}

#[test]
fn ids_are_unique() {
    let trust = with(least(), "/trusts/-", json!({"ods": "RFS", "name": "Again"}));
    refused(&trust, "/trusts/1/ods", "second time");
    let bidder = with(least(), "/bidders/2/id", json!("acme"));
    assert_eq!(parse(&bidder).unwrap_err()[0].path, "/bidders/2/id");
    let item = with(least(), "/lots/0/items/-", least()["lots"][0]["items"][0].clone());
    refused(&item, "/lots/0/items/1/id", "second time");
    let twice = lot(least(), &[("bidders", json!([{"bidder": "acme"}, {"bidder": "acme"}]))]);
    refused(&twice, "/lots/0/bidders/1/bidder", "second time");
}

// L8.2
#[test]
fn the_custom_profile_is_justified() {
    refused(&with(least(), "/profile", json!("custom")), "/justification", "justification");
}

// L5.4
#[test]
fn now_is_for_practice_and_the_custom_profile() {
    let now = lot(least(), &[("opens_at", json!("now"))]);
    refused(&now, "/lots/0/opens_at", "only for practice");

    parsed(&with(now.clone(), "/practice", json!(true)));
    parsed(&with(with(now, "/profile", json!("custom")), "/justification", json!("urgent")));
}

// L5.3
#[test]
fn a_lot_closes_in_exactly_one_way() {
    let open = without(least(), "/lots/0/closes_at");
    let idle = json!({"idle": {"idle_s": 60}});
    refused(&open, "/lots/0/closes_at", "exactly one of");
    refused(&lot(least(), &[("duration_s", json!(60))]), "/lots/0/duration_s", "closes_at is given");
    refused(&lot(least(), &[("rules", idle.clone())]), "/lots/0/rules/idle", "closes_at is given");
    let both = lot(open.clone(), &[("duration_s", json!(60)), ("rules", idle.clone())]);
    refused(&both, "/lots/0/rules/idle", "duration_s is given");

    parsed(&lot(open.clone(), &[("duration_s", json!(60))]));
    parsed(&lot(open.clone(), &[("rules", idle)]));
    let extended = json!({"idle": {"idle_s": 60}, "extension": {"window_s": 1, "extend_s": 1}});
    refused(&lot(open, &[("rules", extended)]), "/lots/0/rules/extension", "cannot be extended as well");
}

#[test]
fn times_follow_one_another() {
    refused(&lot(least(), &[("closes_at", json!("2026-11-20T14:00:00Z"))]), "/lots/0/closes_at", "after the opening");
    let extension = json!({"extension": {"window_s": 1, "extend_s": 1, "latest_close": "2026-11-20T14:29:59.9Z"}});
    refused(
        &lot(least(), &[("rules", extension.clone())]),
        "/lots/0/rules/extension/latest_close",
        "2026-11-20T14:30:00.000000Z",
    );
    let now = lot(with(least(), "/practice", json!(true)), &[("opens_at", json!("now")), ("rules", extension)]);
    refused(&now, "/lots/0/rules/extension/latest_close", "must not be before");
    let open = without(least(), "/lots/0/closes_at");
    let idle = json!({"idle": {"idle_s": 61, "latest_close": "2026-11-20T14:01:00Z"}});
    refused(&lot(open, &[("rules", idle)]), "/lots/0/rules/idle/latest_close", "2026-11-20T14:01:01");
    let until = json!({"extension": {"window_s": 1, "extend_s": 1, "latest_close": "2026-11-20T14:30:00Z"}});
    parsed(&lot(least(), &[("rules", until)]));
}

#[test]
fn the_trigger_that_looks_at_a_rank_needs_one() {
    let extension = |more: Value| {
        let mut extension = json!({"window_s": 1, "extend_s": 1});
        extension.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        lot(least(), &[("rules", json!({"extension": extension}))])
    };
    let path = "/lots/0/rules/extension/rank";
    refused(&extension(json!({"trigger": "rank_within"})), path, "is missing");
    parsed(&extension(json!({"trigger": "any", "rank": 1})));
    parsed(&extension(json!({"trigger": "lead_change", "rank": 1})));
    parsed(&extension(json!({"rank": 3})));
    parsed(&extension(json!({"trigger": "rank_within", "rank": 3})));
}

// L3.3
#[test]
fn bands_cover_everything_once() {
    let bands = |bands: Value| lot(least(), &[("rules", json!({"min_decrement": {"bands": bands}}))]);
    let path = "/lots/0/rules/min_decrement/bands";
    refused(&bands(json!([])), path, "must have 1 to 50 bands");
    refused(&bands(json!([{"from": "1", "absolute": "2"}])), path, "one band from \"0\"");
    let twice = json!([{"from": "0", "absolute": "2"}, {"from": "0.00", "percent": "1"}]);
    refused(&bands(twice), &format!("{path}/1/from"), "already");
    refused(&bands(json!([{"from": "0"}])), &format!("{path}/0"), "exactly one of");
    refused(&bands(json!([{"from": "0", "absolute": "1", "percent": "1"}])), &format!("{path}/0"), "exactly one of");
    refused(&bands(json!([{"from": "0", "percent": "101"}])), &format!("{path}/0/percent"), "at most \"100\"");
    refused(&bands(json!([{"absolute": "1"}])), &format!("{path}/0/from"), "is missing");
    refused(&bands(json!([{"from": "-1", "absolute": "1"}])), &format!("{path}/0/from"), "0 or more");
}

// L3.10
#[test]
fn a_weighted_lot_has_a_weight() {
    let points = json!([{"bidder": "acme", "quality": "30"}, {"bidder": "bolt", "quality": "0"}]);
    let weighted = |rules: Value| lot(least(), &[("rules", rules), ("bidders", points.clone())]);
    parsed(&weighted(json!({"scoring": "weighted", "price_weight": "60"})));
    refused(&weighted(json!({"scoring": "weighted"})), "/lots/0/rules/price_weight", "is missing");
    parsed(&weighted(json!({"price_weight": "60"})));
    refused(&weighted(json!({"price_weight": "0"})), "/lots/0/rules/price_weight", "more than 0");
    let lead = json!({"scoring": "weighted", "price_weight": "60", "beat": "lead"});
    refused(&weighted(lead), "/lots/0/rules/beat", "must be \"own\"");
    let forbid = json!({"scoring": "weighted", "price_weight": "60", "ties": "forbid_first"});
    refused(&weighted(forbid), "/lots/0/rules/ties", "cannot be \"forbid_first\"");

    let weighted = json!({"scoring": "weighted", "price_weight": "60"});
    parsed(&lot(least(), &[("rules", weighted.clone())]));
    let some = json!([{"bidder": "acme", "quality": null}, {"bidder": "bolt"}]);
    parsed(&lot(least(), &[("rules", weighted), ("bidders", some)]));
}

// L3.9
#[test]
fn a_rule_that_reveals_the_lead_is_only_for_lots_that_show_it() {
    for (member, rule) in [("beat", "lead"), ("ties", "forbid_first")] {
        let path = format!("/lots/0/rules/{member}");
        let rules = |show: Value| lot(least(), &[("rules", json!({member: rule, "show": show}))]);
        parsed(&rules(json!({})));
        refused(&rules(json!({"lead_price": false})), &path, "lead_price");
        refused(&rules(json!({"gate": "first_bid"})), &path, "gate");
        refused(&rules(json!({"gate": "first_bid", "lead_price": false})), &path, "lead_price");
    }
}

// L3.5
#[test]
fn whole_steps_have_to_be_possible() {
    let steps = |min: Value, more: &[(&str, Value)]| {
        let rules = json!({"whole_steps": true, "min_decrement": min});
        let mut members = vec![("rules", rules)];
        members.extend_from_slice(more);
        lot(least(), &members)
    };
    let path = "/lots/0/rules/whole_steps";
    let tenth = || json!({"absolute": "0.10"});
    parsed(&steps(tenth(), &[]));
    parsed(&steps(json!({"absolute": "250"}), &[]));
    refused(&steps(json!({"absolute": "0.15"}), &[]), path, "such as £0.10");
    refused(&steps(json!({"absolute": "0"}), &[]), path, "above 0");
    refused(&steps(json!({"percent": "1"}), &[]), path, "plain absolute");
    refused(&steps(json!({"bands": [{"from": "0", "absolute": "1"}]}), &[]), path, "plain absolute");
    refused(&steps(tenth(), &[("rules/beat", json!("lead"))]), path, "only for");
    let scaled = |figure: &str| json!([{"bidder": "acme"}, {"bidder": "bolt", figure: "2"}]);
    refused(&steps(tenth(), &[("bidders", scaled("factor"))]), path, "\"bolt\" has others");
    refused(&steps(tenth(), &[("bidders", scaled("divisor"))]), path, "\"bolt\" has others");
    parsed(&steps(tenth(), &[("bidders", scaled("addition"))]));
    refused(&steps(tenth(), &[("decimals", json!(0))]), path, "such as £10.00");
    let fine = json!({"id": "s", "description": "Small", "unit": "box", "volumes": {"RFS": "0.5"}});
    parsed(&steps(json!({"absolute": "0.015"}), &[("items/-", fine)]));
}

// L1.16
#[test]
fn an_opening_offer_is_one_that_could_be_bid() {
    let opening = |opening: Value| lot(worked(), &[("bidders/0/opening", opening)]);
    let path = "/lots/0/bidders/0/opening";
    refused(&opening(json!({})), &format!("{path}/nitrile-m"), "prices every item");
    refused(&opening(json!({"nitrile-m": "3.10", "x/y": "1"})), &format!("{path}/x~1y"), "not an item");
    refused(&opening(json!({"nitrile-m": "3.34"})), path, "£200,400.00, above the ceiling of £200,000.00");
    refused(&lot(worked(), &[("bidders/0/addition", json!("-186000"))]), path, "0 or less");
    parsed(&lot(worked(), &[("bidders/0/addition", json!("-185999.99"))]));
    let at_the_ceiling = parsed(&lot(opening(json!({"nitrile-m": "3.330"})), &[("rules/ceiling", json!("199800"))]));
    assert_eq!(at_the_ceiling.lots[0].rules.ceiling.map(|ceiling| ceiling.to_string()).as_deref(), Some("199800"));
    let no_ceiling = lot(worked(), &[("rules/ceiling", json!(null)), ("decimals", json!(4))]);
    let large = lot(
        no_ceiling,
        &[("bidders/0/opening/nitrile-m", json!("999999999999.9999")), ("items/0/volumes/RFS", json!("999999999.999"))],
    );
    refused(&large, path, "28 digits");
}

#[test]
fn no_object_has_more_entries_than_there_can_be() {
    let figures = |count: usize| -> Value { (0..count).map(|n| (format!("t{n}"), json!("1"))).collect() };
    refused(&lot(least(), &[("items/0/volumes", figures(101))]), "/lots/0/items/0/volumes", "at most 100 trusts");
    refused(&lot(least(), &[("items/0/baselines", figures(101))]), "/lots/0/items/0/baselines", "at most 100 trusts");
    let offer = json!([{"bidder": "acme", "opening": figures(1001)}]);
    refused(&lot(least(), &[("bidders", offer)]), "/lots/0/bidders/0/opening", "at most 1000 prices");
}

// L1.15
#[test]
fn all_lots_together_have_a_largest_number_of_invitations() {
    let bidders: Vec<Value> = (0..700).map(|n| json!({"id": format!("b{n}"), "name": "B"})).collect();
    let document = with(least(), "/bidders", json!(bidders));
    let lots: Vec<Value> = (0..15).map(|_| least()["lots"][0].clone()).collect();

    refused(&with(document.clone(), "/lots", json!(lots)), "/lots", "at most 10000");
    parsed(&with(document, "/lots", json!(lots[..14])));
}

// L1.15
#[test]
fn figures_at_their_bounds_are_taken() {
    let document = lot(
        worked(),
        &[
            ("rules/ceiling", json!(null)),
            ("rules/min_decrement", json!({"percent": "100"})),
            ("rules/max_decrement/percent", json!("100.000")),
            ("items/0/volumes", json!({"RFS": "1000000000", "RHQ": "0.001"})),
            ("decimals", json!(0)),
            ("bidders/0/opening/nitrile-m", json!("1000000000000.00")),
            ("bidders/0/factor", json!("1000")),
            ("bidders/0/divisor", json!("1000.0000000")),
            ("bidders/1/divisor", json!("0.000001")),
        ],
    );

    parsed(&document);
}
