//! What is hidden changes no byte of what is shown.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{redacted_for_bidder, redacted_for_observer};
use crate::event::fixture::{least, parsed, with, worked};
use crate::ids::BidderId;

fn seen_by(document: &Value, bidder: &str) -> Value {
    redacted_for_bidder(&parsed(document), &BidderId::parse(bidder).unwrap())
}

#[test]
fn a_bidder_sees_the_event_without_its_rivals() {
    let seen = seen_by(&worked(), "acme");

    assert_eq!(seen["bidders"], json!([{"id": "acme", "name": "Acme Medical Ltd"}]));
    let lot = &seen["lots"][0];
    assert_eq!(lot["index"], 0);
    assert_eq!(
        lot["bidders"],
        json!([{
            "bidder": "acme", "factor": "1", "divisor": "1", "addition": "0", "quality": null,
            "opening": {"nitrile-m": "3.10"}
        }])
    );
    assert_eq!(lot["bidder_count"], 2);
    assert_eq!(lot["items"][0]["volume"], "60000");
    assert_eq!(lot["items"][0]["volumes"], json!({"RFS": "12000", "RHQ": "48000"}));
    assert_eq!(lot["rules"]["ceiling"], "200000.00");
    for hidden in ["/justification", "/lots/0/rules/reserve", "/lots/0/items/0/baselines"] {
        assert!(seen.pointer(hidden).is_none(), "{hidden}: {seen}");
    }
    let text = seen.to_string();
    assert!(!text.contains("bolt") && !text.contains("Bolt") && !text.contains("identities"), "{text}");
}

#[test]
fn a_bidder_sees_only_lots_that_it_is_invited_to() {
    let second = least()["lots"][0].clone();
    let first = with(least(), "/lots/0/bidders", json!([{"bidder": "acme"}]));
    let document = with(first, "/lots/-", second);

    let seen = seen_by(&document, "bolt");

    assert_eq!(seen["lots"].as_array().unwrap().len(), 1);
    assert_eq!(seen["lots"][0]["index"], 1);
    assert_eq!(seen_by(&document, "stranger")["lots"], json!([]));
    assert_eq!(seen_by(&document, "stranger")["bidders"], json!([]));
}

// L7.3, L7.7
#[test]
fn how_many_are_invited_is_part_of_the_market() {
    for show in [json!({"bidder_count": false}), json!({"gate": "first_bid"})] {
        let seen = seen_by(&with(least(), "/lots/0/rules", json!({"show": show})), "acme");

        assert!(seen.pointer("/lots/0/bidder_count").is_none(), "{seen}");
    }
}

// L7.6
#[test]
fn an_observer_sees_everything_but_the_reserve_and_the_bidders() {
    let document = with(worked(), "/lots/0/rules/reserve", json!("150000"));

    let seen = redacted_for_observer(&parsed(&document));

    assert_eq!(seen["lots"][0]["items"][0]["baselines"], json!({"RFS": "3.20", "RHQ": "2.95"}));
    assert_eq!(seen["lots"][0]["bidder_count"], 2);
    assert_eq!(seen["justification"], "test");
    let text = seen.to_string();
    for hidden in ["acme", "Acme", "bolt", "Bolt", "3.10", "150000", "reserve", "factor"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
}

/// A document that differs only in what bidder acme may not know.
fn hidden_parts() -> impl Strategy<Value = Value> {
    let figure = || (1_u32..999).prop_map(|n| format!("{}.{:02}", n / 100, n % 100));
    let rival = ("[a-z]{5,9}", "[A-Z][a-z]{3,9}", figure(), figure(), prop::option::of(figure()));
    (
        prop::collection::btree_map("[b-z][a-z]{4,8}", rival, 1..5),
        prop::option::of(figure()),
        figure(),
        "[a-z ]{1,20}x",
        any::<[bool; 2]>(),
        any::<bool>(),
    )
        .prop_map(|(rivals, reserve, baseline, justification, [to_buyer, to_observer], first)| {
            let mut event = vec![];
            let mut lot = vec![];
            for (id, (_, name, factor, addition, opening)) in rivals {
                event.push(json!({"id": id, "name": name}));
                let opening = opening.map(|price| json!({"nitrile-m": price}));
                lot.push(json!({"bidder": id, "factor": factor, "addition": addition, "opening": opening}));
            }
            let place = if first { 0 } else { event.len() };
            event.insert(place, json!({"id": "acme", "name": "Acme Medical Ltd"}));
            lot.insert(place, json!({"bidder": "acme", "opening": {"nitrile-m": "3.10"}}));
            let show = json!({
                "bidder_count": false,
                "identities_to_buyer": if to_buyer { "always" } else { "after_close" },
                "identities_to_observer": to_observer,
            });
            [
                ("/bidders", json!(event)),
                ("/lots/0/bidders", json!(lot)),
                ("/lots/0/rules/reserve", json!(reserve)),
                ("/lots/0/rules/ceiling", json!(null)),
                ("/lots/0/rules/show", show),
                ("/lots/0/items/0/baselines/RFS", json!(baseline)),
                ("/justification", json!(justification)),
            ]
            .into_iter()
            .fold(worked(), |document, (path, value)| with(document, path, value))
        })
}

proptest! {
    // L7.1, L7.3
    #[test]
    fn what_a_bidder_may_not_know_changes_no_byte(one in hidden_parts(), other in hidden_parts()) {
        prop_assert_eq!(seen_by(&one, "acme").to_string(), seen_by(&other, "acme").to_string());
    }
}

// L7.1, L7.6
#[test]
fn the_reserve_and_the_bidders_figures_change_no_byte_for_an_observer() {
    let seen = |document: &Value| redacted_for_observer(&parsed(document)).to_string();
    let before = seen(&worked());

    for (path, value) in [
        ("/lots/0/rules/reserve", json!("1")),
        ("/bidders/0/name", json!("Other")),
        ("/lots/0/bidders/0/factor", json!("2")),
        ("/lots/0/bidders/1/addition", json!("5")),
        ("/lots/0/bidders/0/opening", json!({"nitrile-m": "1.00"})),
    ] {
        assert_eq!(seen(&with(worked(), path, value.clone())), before, "{path}");
    }
}
