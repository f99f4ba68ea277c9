//! Patches of rules: what they change, and what is refused.

use serde_json::{Value, json};

use super::RulesPatch;
use crate::auction::Setup;
use crate::auction::rules::MinDecrement;
use crate::event::fixture::{at, least, parsed, with};
use crate::event::publication::{LOT_PUBLISHED_SCHEMA, LotPublished, Publication};
use crate::ids::{EventId, LotId, OrgId};
use crate::json::Problem;

/// The first record of lot `nth` of the document.
fn published(document: &Value, nth: usize) -> LotPublished {
    let Publication { text, digest, .. } =
        Publication::freeze(&parsed(document), at("2026-11-17T09:00:00Z")).expect("the document can be published");
    LotPublished {
        schema: LOT_PUBLISHED_SCHEMA,
        rules_version: crate::auction::RULES_VERSION,
        event: text,
        lot: nth,
        alias_key: "07".repeat(32),
        receipt_key: String::new(),
        event_id: EventId::parse("event-1").unwrap(),
        owner: OrgId::parse("wtp").unwrap(),
        digest,
    }
}

/// Two lots, the second with an extension, a ceiling and an opening offer.
fn two_lots() -> Value {
    let rules = json!({
        "ceiling": "100.00", "min_decrement": {"percent": "1"},
        "extension": {"window_s": 60, "extend_s": 60, "max_count": 3, "latest_close": "2026-11-20T15:00:00Z"},
    });
    let second = with(least()["lots"][0].clone(), "/rules", rules);
    let bidders = json!([{"bidder": "acme", "opening": {"m": "9.00"}}, {"bidder": "bolt"}, {"bidder": "crux"}]);
    with(least(), "/lots/-", with(second, "/bidders", bidders))
}

fn patched(nth: usize, patch: &Value) -> Result<Setup, Vec<Problem>> {
    let patch = RulesPatch::read(patch.to_string().as_bytes())?;
    published(&two_lots(), nth).with_rules(&patch, LotId::parse("lot-1").unwrap())
}

fn paths(nth: usize, patch: &Value) -> Vec<String> {
    patched(nth, patch).expect_err("a wrong patch").into_iter().map(|problem| problem.path).collect()
}

// E55
#[test]
fn a_patch_changes_the_named_rules_of_its_lot_and_nothing_else() {
    let own = patched(1, &json!({})).unwrap();

    let changed = patched(
        1,
        &json!({
            "min_decrement": {"percent": null, "absolute": "0.50"},
            "extension": {"extend_s": 30, "latest_close": null},
            "ceiling": null,
        }),
    )
    .unwrap();

    let (was, is) = (own.rules.extension.unwrap(), changed.rules.extension.unwrap());
    assert_eq!((is.window_s, is.extend_s, is.max_count, is.latest_close), (was.window_s, 30, was.max_count, None));
    assert_eq!(changed.rules.min_decrement, MinDecrement::Absolute("0.50".parse().unwrap()));
    assert_eq!((own.rules.ceiling.is_some(), changed.rules.ceiling), (true, None));
    assert_eq!((changed.closes_at, changed.bidders.len()), (own.closes_at, own.bidders.len()));
    assert_eq!(changed.rules.show, own.rules.show);
}

// E55
#[test]
fn the_empty_patch_gives_the_lot_as_it_was_published() {
    for nth in [0, 1] {
        let was = published(&two_lots(), nth).setup(LotId::parse("lot-1").unwrap()).unwrap();

        let same = patched(nth, &json!({})).unwrap();

        assert_eq!(format!("{same:?}"), format!("{was:?}"));
    }
}

// E55
#[test]
fn everything_that_is_wrong_with_the_rules_is_named_below_rules() {
    for (patch, expected) in [
        (
            json!({"ties": "coin", "settle_ms": -1, "sealed": true}),
            &["/rules/sealed", "/rules/settle_ms", "/rules/ties"][..],
        ),
        (json!({"extention": null}), &["/rules/extention"]),
        (json!({"format": "sealed"}), &["/rules/format"]),
        (json!({"extension": {"window_s": null}}), &["/rules/extension/window_s"]),
        (json!({"extension": {"latest_close": "2026-11-20T14:10:00Z"}}), &["/rules/extension/latest_close"]),
        (json!({"min_decrement": {"absolute": "1"}}), &["/rules/min_decrement"]),
        (json!({"idle": {"idle_s": 60}, "extension": null}), &["/rules/idle"]),
        (json!({"beat": "lead", "show": {"lead_price": false}}), &["/rules/beat"]),
    ] {
        let mut found = paths(1, &patch);
        found.sort();
        assert_eq!(found, expected, "{patch}");
    }
}

// E55
#[test]
fn a_problem_outside_of_the_rules_keeps_its_place_in_the_document() {
    assert_eq!(paths(1, &json!({"ceiling": "80.00"})), ["/lots/1/bidders/0/opening"]);
}

// E55
#[test]
fn a_patch_is_one_object_that_says_each_thing_once() {
    for (text, path) in
        [("[]", "/rules"), ("{", "/rules"), (r#"{"show": {"gate": "none", "gate": "none"}}"#, "/rules/show/gate")]
    {
        let problems = RulesPatch::read(text.as_bytes()).unwrap_err();
        assert_eq!(problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(), [path], "{text}");
    }
}
