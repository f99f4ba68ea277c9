//! What is hidden changes no byte of what is shown.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{redacted_for_bidder, redacted_for_observer};
use crate::event::fixture::{least, parsed, with, worked};
use crate::ids::{BidderId, OdsCode};

fn seen_by(document: &Value, bidder: &str) -> Value {
    redacted_for_bidder(&parsed(document), &BidderId::parse(bidder).unwrap())
}

fn trust(ods: &str) -> OdsCode {
    OdsCode::parse(ods).unwrap()
}

// G110
#[test]
fn everybody_who_sees_the_event_sees_whom_to_ask() {
    let contact = json!({"name": "Ann Bell", "telephone": "01246 277271", "email": null, "hours": "9 to 5"});
    let document = with(worked(), "/contact", contact.clone());
    let document = with(document, "/contract_starts_on", json!("2027-04-01"));

    assert_eq!(seen_by(&document, "acme")["contact"], contact);
    assert_eq!(seen_by(&document, "acme")["contract_starts_on"], "2027-04-01");
    assert_eq!(redacted_for_observer(&parsed(&document), &trust("RFS"))["contact"], contact);
}

// G111
#[test]
fn an_observer_sees_of_hidden_trusts_only_the_total_volume() {
    let hidden = with(worked(), "/lots/0/rules/show", json!({"other_trusts": false}));
    let open = with(with(hidden.clone(), "/lots/-", worked()["lots"][0].clone()), "/lots/1/title", json!("Open"));

    let seen = redacted_for_observer(&parsed(&open), &trust("RHQ"));

    let item = &seen["lots"][0]["items"][0];
    assert_eq!((&item["volumes"], &item["baselines"]), (&json!({"RHQ": "48000"}), &json!({"RHQ": "2.95"})));
    assert_eq!(item["volume"], "60000");
    assert_eq!(seen["lots"][1]["items"][0]["baselines"], json!({"RFS": "3.20", "RHQ": "2.95"}));
    for (path, value) in [("volumes/RFS", "11000"), ("baselines/RFS", "9.99")] {
        let other = with(hidden.clone(), &format!("/lots/0/items/0/{path}"), json!(value));
        // The total volume stays, so that the other volume alone tells the documents apart.
        let other =
            if path.starts_with("volumes") { with(other, "/lots/0/items/0/volumes/RXX", json!("1000")) } else { other };
        let other = with(other, "/trusts/-", json!({"ods": "RXX", "name": "Leeds"}));
        let hidden = with(hidden.clone(), "/trusts/-", json!({"ods": "RXX", "name": "Leeds"}));
        let [one, other] = [&hidden, &other].map(|document| redacted_for_observer(&parsed(document), &trust("RHQ")));
        assert_eq!(one.to_string(), other.to_string(), "{path}");
    }
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

    let seen = redacted_for_observer(&parsed(&document), &trust("RFS"));

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
    let seen = |document: &Value| redacted_for_observer(&parsed(document), &trust("RFS")).to_string();
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
