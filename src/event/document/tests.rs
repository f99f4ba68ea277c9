//! What is read, what is refused, and which paths its problems have.

mod fields;
mod properties;
mod strict;
mod together;

use serde_json::{Value, json};

use super::*;
use crate::auction::rules::{Band, ExtendFrom, Extension, MaxDecrement, MaxMode, MinDecrement, Step, Trigger};
use crate::auction::setup::Profile;
use crate::event::fixture::{at, least, parsed, with, worked};
use crate::ids::BidderId;

#[test]
fn the_worked_example_says_what_it_says() {
    let event = parsed(&worked());

    let lot = &event.lots[0];
    assert_eq!(event.profile, Profile::Custom);
    assert_eq!(event.contract_months, Some(24));
    assert_eq!(lot.opens_at, OpensAt::At(at("2026-11-21T14:00:00Z")));
    assert_eq!(lot.items[0].volume().to_string(), "60000");
    assert_eq!(lot.rules.min_decrement, MinDecrement::Absolute("250.00".parse().unwrap()));
    let max = MaxDecrement { step: Step::Percent("25".parse().unwrap()), mode: MaxMode::Confirm };
    assert_eq!(lot.rules.max_decrement, Some(max));
    let Some(Extension { trigger, rank, .. }) = lot.rules.extension else { panic!("{lot:?}") };
    assert_eq!((trigger, rank), (Trigger::RankWithin, Some(1)));
    assert_eq!(lot.bidders[0].opening.as_ref().unwrap()["nitrile-m"].to_string(), "3.10");
    assert_eq!(lot.bidders[1], LotBidderDocument::plain(BidderId::parse("bolt").unwrap()));
}

// L10.1
#[test]
fn what_is_left_out_is_written_out() {
    let event = parsed(&least());

    let written = serde_json::to_value(&event).unwrap();
    let rules = json!({
        "format": "english", "scoring": "price", "price_weight": null, "beat": "own", "ceiling": null,
        "min_decrement": {"absolute": "0"}, "whole_steps": false, "max_decrement": null, "leader_may_rebid": true,
        "ties": "earliest", "reserve": null, "extension": null, "idle": null, "settle_ms": 100, "auto_resume_s": null,
        "show": {"lead_price": true, "all_prices": false, "bidder_count": true, "gate": "none",
                 "identities_to_buyer": "always", "identities_to_observer": true, "other_trusts": true}
    });
    let bidder = |id: &str| json!({"bidder": id, "factor": "1", "divisor": "1", "addition": "0", "quality": null, "opening": null});
    let expected = json!({
        "title": "Gloves", "reference": null, "contact": null, "currency": "GBP", "profile": "reg35", "justification": null,
        "practice": false, "four_eyes": false, "contract_months": null,
        "contract_starts_on": null, "terms": null,
        "trusts": least()["trusts"], "bidders": least()["bidders"],
        "lots": [{
            "title": "Nitrile", "decimals": 2, "opens_at": "2026-11-20T14:00:00.000000Z",
            "closes_at": "2026-11-20T14:30:00.000000Z", "duration_s": null,
            "items": [{"id": "m", "description": "Medium", "unit": "box", "gtin": null,
                       "volumes": {"RFS": "10"}, "baselines": {}}],
            "rules": rules, "bidders": [bidder("acme"), bidder("bolt"), bidder("crux")]
        }]
    });
    assert_eq!(written, expected);
}

// L10.2
#[test]
fn null_counts_as_left_out() {
    let nulls = [
        "/reference",
        "/contact",
        "/currency",
        "/profile",
        "/justification",
        "/practice",
        "/four_eyes",
        "/contract_months",
        "/contract_starts_on",
        "/terms",
        "/lots/0/decimals",
        "/lots/0/duration_s",
        "/lots/0/rules",
        "/lots/0/bidders",
        "/lots/0/items/0/gtin",
        "/lots/0/items/0/baselines",
    ];

    let document = nulls.into_iter().fold(least(), |document, path| with(document, path, Value::Null));

    assert_eq!(parsed(&document), parsed(&least()));
}

#[test]
fn what_was_written_out_is_read_as_the_same() {
    for document in [worked(), least()] {
        let event = parsed(&document);

        let written = serde_json::to_string(&event).unwrap();

        assert_eq!(EventDocument::parse(written.as_bytes()), Ok(event.clone()));
        assert_eq!(serde_json::from_str::<EventDocument>(&written).unwrap(), event);
    }
}

// L10.1
#[test]
fn an_extension_says_only_what_it_has_to() {
    let extension = json!({"window_s": 60, "extend_s": 90});

    let event = parsed(&with(worked(), "/lots/0/rules/extension", extension));

    let expected = Extension {
        window_s: 60,
        extend_s: 90,
        from: ExtendFrom::Close,
        trigger: Trigger::Any,
        rank: None,
        max_count: None,
        latest_close: None,
    };
    assert_eq!(event.lots[0].rules.extension, Some(expected));
}

#[test]
fn bands_are_read_in_their_order() {
    let bands = json!({"bands": [{"from": "1000", "absolute": "200"}, {"from": "0", "percent": "5"}]});

    let event = parsed(&with(worked(), "/lots/0/rules/min_decrement", bands));

    let expected = vec![
        Band { from: "1000".parse().unwrap(), step: Step::Absolute("200".parse().unwrap()) },
        Band { from: "0".parse().unwrap(), step: Step::Percent("5".parse().unwrap()) },
    ];
    assert_eq!(event.lots[0].rules.min_decrement, MinDecrement::Bands(expected));
}

#[test]
fn the_schema_asks_only_for_what_has_no_default() {
    let schema = EventDocument::input_schema().to_value();

    assert_eq!(schema["required"], json!(["title", "trusts", "bidders", "lots"]));
    assert_eq!(schema["properties"]["currency"]["default"], "GBP");
    assert_eq!(schema["additionalProperties"], false);
    let types = &schema["$defs"];
    for (name, required) in [
        ("LotDocument", json!(["title", "opens_at", "items"])),
        ("ItemDocument", json!(["id", "description", "unit", "volumes"])),
        ("LotBidderDocument", json!(["bidder"])),
        ("Rules", json!([])),
        ("Show", json!([])),
        ("Extension", json!(["window_s", "extend_s"])),
        ("Idle", json!(["idle_s"])),
    ] {
        assert_eq!(types[name]["required"], required, "{name}");
    }
    assert_eq!(types["Rules"]["properties"]["ties"]["default"], "earliest");
    assert_eq!(types["Rules"]["properties"]["settle_ms"]["default"], 100);
}
