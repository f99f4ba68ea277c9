//! What a copy keeps, and what it never keeps.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{CopyWish, Kept};

fn copy(source: &Value, title: Option<&str>, keep: BTreeSet<Kept>) -> Value {
    let wish = CopyWish { title: title.map(str::to_owned), keep };
    Value::Object(wish.copy_of(source.as_object().unwrap().clone()))
}

fn source() -> Value {
    json!({
        "title": "Gloves", "reference": "W-1", "practice": true, "justification": "a trial", "terms": "Pay.",
        "contract_starts_on": "2027-04-01",
        "trusts": [{"ods": "RFS"}], "bidders": [{"id": "acme"}],
        "lots": [{
            "title": "Nitrile", "opens_at": "2026-11-20T14:00:00Z", "closes_at": "2026-11-20T14:30:00.5Z",
            "duration_s": null,
            "items": [{"id": "m", "volumes": {"RFS": "10"}, "baselines": {"RFS": "3"}}],
            "rules": {
                "extension": {"window_s": 60, "latest_close": "2026-11-20T15:00:00Z"},
                "idle": {"idle_s": 60, "latest_close": "2026-11-20T15:00:00Z"}
            },
            "bidders": [{"bidder": "acme", "factor": "1.1", "divisor": "2", "addition": "3", "quality": "40",
                         "opening": {"m": "2"}}]
        }]
    })
}

/// G16
#[test]
fn a_usual_copy_keeps_all_but_opening_offers_and_what_belongs_to_one_run() {
    let copied = copy(&source(), None, Kept::usual());

    let expected = json!({
        "title": "Gloves", "terms": "Pay.", "trusts": [{"ods": "RFS"}], "bidders": [{"id": "acme"}],
        "lots": [{
            "title": "Nitrile", "duration_s": 1800,
            "items": [{"id": "m", "volumes": {"RFS": "10"}, "baselines": {"RFS": "3"}}],
            "rules": {"extension": {"window_s": 60}, "idle": {"idle_s": 60}},
            "bidders": [{"bidder": "acme", "factor": "1.1", "divisor": "2", "addition": "3", "quality": "40"}]
        }]
    });
    assert_eq!(copied, expected);
}

/// G16
#[test]
fn each_part_is_kept_only_where_it_is_named() {
    let has = |copied: &Value| {
        [
            (Kept::Terms, "/terms"),
            (Kept::Baselines, "/lots/0/items/0/baselines"),
            (Kept::Bidders, "/bidders"),
            (Kept::Bidders, "/lots/0/bidders"),
            (Kept::Figures, "/lots/0/bidders/0/factor"),
            (Kept::Figures, "/lots/0/bidders/0/quality"),
            (Kept::Openings, "/lots/0/bidders/0/opening"),
        ]
        .map(|(part, pointer)| (part, copied.pointer(pointer).is_some()))
    };
    for (_, left_out) in Kept::ALL {
        let keep: BTreeSet<Kept> =
            Kept::ALL.map(|(_, part)| part).into_iter().filter(|part| *part != left_out).collect();

        let copied = copy(&source(), Some("Gloves again"), keep);

        assert_eq!(copied["title"], "Gloves again");
        for (part, is_there) in has(&copied) {
            let needs_bidders = matches!(part, Kept::Figures | Kept::Openings);
            let expected = part != left_out && !(needs_bidders && left_out == Kept::Bidders);
            assert_eq!(is_there, expected, "{part:?} in a copy without {left_out:?}");
        }
    }
}

/// G16
#[test]
fn a_length_becomes_the_duration_only_where_it_can_be_read() {
    let lot = |opens_at: Value, closes_at: Value| {
        let source = json!({"lots": [{"opens_at": opens_at, "closes_at": closes_at, "duration_s": 5}]});
        copy(&source, None, Kept::usual())["lots"][0].clone()
    };

    assert_eq!(lot(json!("2026-11-20T14:00:00Z"), json!("2026-11-20T14:00:01Z")), json!({"duration_s": 1}));
    for (opens_at, closes_at) in [
        (json!("now"), json!("2026-11-20T14:00:01Z")),
        (json!("2026-11-20T14:00:01Z"), json!("2026-11-20T14:00:00Z")),
        (json!("2026-11-20T14:00:00Z"), json!("2026-11-20T14:00:00.5Z")),
        (json!(5), json!(null)),
    ] {
        assert_eq!(lot(opens_at, closes_at), json!({"duration_s": 5}));
    }
}

#[test]
fn what_cannot_be_read_stays_as_it_stands() {
    let odd = json!({"lots": [5, {"items": "none", "bidders": [7], "rules": []}], "bidders": 3, "title": [1]});

    assert_eq!(copy(&odd, None, Kept::usual()), odd);
}
