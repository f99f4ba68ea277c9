//! What is said of a document at each state of its typing.

mod half_typed;

use serde_json::{Value, json};

use super::*;
use crate::event::fixture::{at, least, parse, parsed, plain, with, without, worked};
use crate::event::{Level, lint::lint};
use crate::json::Code;

/// A Tuesday; the least document opens on the Friday after.
const NOW: &str = "2026-11-17T09:00:00Z";

fn assessed(document: &Value) -> Assessed {
    assess(document.to_string().as_bytes(), at(NOW)).unwrap()
}

/// Path, code and level of each finding.
fn told(findings: &[Finding]) -> Vec<(&str, Code, Level)> {
    findings.iter().map(|finding| (finding.path.as_str(), finding.code, finding.level)).collect()
}

/// The paths of what the lint finds.
fn linted(document: &Value) -> Vec<(String, Code)> {
    assessed(document).lint.into_iter().map(|finding| (finding.path, finding.code)).collect()
}

/// The plain document with a second lot. Each of the two has the doubt that few bidders are invited.
fn two_lots() -> Value {
    let few = with(plain(), "/lots/0/bidders", json!([{"bidder": "acme"}, {"bidder": "bolt"}]));
    let last = with(few["lots"][0].clone(), "/bidders", json!([{"bidder": "acme"}, {"bidder": "crux"}]));
    with(few, "/lots/-", last)
}

// G3
#[test]
fn a_whole_document_has_no_finding_and_its_lint() {
    for document in [least(), worked(), two_lots()] {
        let assessed = assessed(&document);

        assert_eq!(assessed.document, Some(parsed(&document)));
        assert!(assessed.is_complete());
        assert_eq!(assessed.findings, []);
        assert_eq!(assessed.lint, lint(&parsed(&document), at(NOW)));
    }
}

// G3
#[test]
fn an_empty_object_lacks_what_is_needed() {
    let assessed = assessed(&json!({}));

    let missing = |path| (path, Code::Missing, Level::Missing);
    assert_eq!(
        told(&assessed.findings),
        [missing("/bidders"), missing("/lots"), missing("/title"), missing("/trusts")]
    );
    assert_eq!(told(&assessed.lint), [("/contact", Code::NoContact, Level::Warning)]);
    assert_eq!(assessed.document, None);
}

// G3
#[test]
fn what_is_absent_null_empty_or_blank_is_missing_and_what_is_wrong_is_an_error() {
    let needed = [
        "/title",
        "/trusts",
        "/trusts/0/ods",
        "/trusts/0/name",
        "/bidders/0/id",
        "/lots/0/title",
        "/lots/0/opens_at",
        "/lots/0/items",
        "/lots/0/items/0/id",
        "/lots/0/items/0/unit",
        "/lots/0/items/0/volumes/RFS",
    ];
    for path in needed {
        for empty in [json!(null), json!(""), json!(" \t")] {
            let document = with(least(), path, empty.clone());
            let findings = assessed(&document).findings;

            assert!(
                told(&findings).iter().any(|told| (told.0, told.2) == (path, Level::Missing)),
                "{path} {empty}: {findings:#?}"
            );
        }
    }
    for (path, empty) in [
        ("/lots/0/closes_at", json!("")),
        ("/lots/0/decimals", json!(" ")),
        ("/currency", json!("")),
        ("/profile", json!("")),
        ("/trusts", json!([])),
        ("/lots/0/items/0/volumes", json!({})),
        ("/lots/0/rules", json!({"min_decrement": {}})),
        ("/lots/0/items/0/gtin", json!(" ")),
    ] {
        let findings = assessed(&with(least(), path, empty)).findings;
        let of_path: Vec<Level> =
            findings.iter().filter(|finding| finding.path.starts_with(path)).map(|finding| finding.level).collect();

        assert_eq!(of_path, [Level::Missing], "{path}: {findings:#?}");
    }
    let wrong = assessed(&with(with(least(), "/colour", json!("red")), "/lots/0/decimals", json!(7)));
    let expected =
        [("/lots/0/decimals", Code::OutOfRange, Level::Error), ("/colour", Code::UnknownMember, Level::Error)];
    assert_eq!(told(&wrong.findings), expected);
}

// G3
#[test]
fn only_a_text_that_is_no_fit_object_is_refused() {
    let deep = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    let refused = |text: &str| assess(text.as_bytes(), at(NOW)).map_err(|problem| (problem.path, problem.code));

    let cases = [
        ("{", "", Code::BadJson),
        ("[]", "", Code::WrongType),
        ("null", "", Code::WrongType),
        ("", "", Code::BadJson),
        (r#"{"a": [{"b": 1, "b": 2}]}"#, "/a/0/b", Code::StandsTwice),
        (deep(33).as_str(), "", Code::OutOfRange),
        (deep(20_000).as_str(), "", Code::BadJson),
        (" ".repeat((1 << 20) + 1).as_str(), "", Code::TooLong),
    ]
    .map(|(text, path, code)| (refused(text), Err((path.to_owned(), code))));

    for (refused, expected) in cases {
        assert_eq!(refused, expected);
    }
    assert!(refused(&deep(32)).is_ok());
    assert!(refused(&format!("{{}}{}", " ".repeat((1 << 20) - 2))).is_ok());
}

// G12
#[test]
fn a_lot_is_judged_as_soon_as_it_and_the_event_are_free_of_faults() {
    let few = |lot: usize| (format!("/lots/{lot}/bidders"), Code::FewBidders);

    assert_eq!(linted(&two_lots()), [few(0), few(1)]);
    for fault in ["/lots/1/title", "/lots/1/items/0/unit", "/lots/1/rules"] {
        assert_eq!(linted(&with(two_lots(), fault, json!("\u{202e}"))), [few(0)], "{fault}");
    }
    for fault in ["/title", "/currency", "/trusts/0/name", "/colour"] {
        assert_eq!(linted(&with(two_lots(), fault, json!(""))), [], "{fault}");
    }
}

// G12
#[test]
fn what_compares_parts_of_the_event_looks_only_at_what_it_reads() {
    let idle = (two_lots(), "/bidders/-", json!({"id": "dora", "name": "Dora Ltd"}));
    let unused = with(idle.0, idle.1, idle.2);
    let without_title = without(unused.clone(), "/title");

    assert!(linted(&without_title).contains(&("/bidders/3".to_owned(), Code::BidderWithoutLot)));
    for unread in ["/lots/0/bidders", "/lots/1/bidders/0/bidder", "/lots/1", "/bidders/3/id"] {
        let document = with(unused.clone(), unread, json!(""));
        assert!(!linted(&document).iter().any(|(_, code)| *code == Code::BidderWithoutLot), "{unread}");
    }
    let buys_nothing = with(without_title, "/trusts/-", json!({"ods": "RHQ", "name": "Sheffield"}));
    assert!(linted(&buys_nothing).contains(&("/trusts/1".to_owned(), Code::TrustWithoutVolume)));
    let untyped = with(buys_nothing, "/lots/1/items/0/volumes", json!({}));
    assert!(!linted(&untyped).iter().any(|(_, code)| *code == Code::TrustWithoutVolume));
    let named = with(without(plain(), "/trusts"), "/title", json!("Gloves as from Acme"));
    assert_eq!(linted(&named), [("/title".to_owned(), Code::IdentitiesNamed)]);
}

// G3
#[test]
fn there_are_at_most_a_thousand_findings_and_what_forbids_the_publication_is_among_them() {
    let bidders: Vec<Value> =
        (0..1_100).map(|n| json!({"id": format!("b{n}"), "name": format!("Supplier {n}")})).collect();
    let weighted = json!({"scoring": "weighted", "price_weight": "60"});
    let many = with(with(least(), "/bidders", json!(bidders)), "/lots/0/rules", weighted);
    let late = with(many.clone(), "/lots/0/opens_at", json!("2026-11-18T09:00:00Z"));
    let unknown: serde_json::Map<_, _> = (0..1_100).map(|n| (format!("x{n}"), json!(0))).collect();

    let doubts = assessed(&late);
    let faults = assessed(&json!(unknown));

    assert_eq!((doubts.findings.len(), doubts.lint.len()), (0, 1_000));
    assert!(doubts.lint.iter().any(|finding| finding.level == Level::Error), "{doubts:?}");
    assert_eq!(doubts.lint[999].message, "there are more findings than these 999");
    assert_eq!((faults.findings.len(), faults.lint.len()), (1_000, 0));
    assert_eq!(faults.findings[999].message, "there are more problems than these 999");
}

#[test]
fn a_document_too_long_to_publish_is_not_complete() {
    let bidders = crate::event::fixture::bidders_of_most_lots(60);
    let lot = with(least()["lots"][0].clone(), "/title", json!("x".repeat(400)));
    let long = with(with(least(), "/bidders", bidders), "/lots", json!(vec![lot; 100]));

    let assessed = assessed(&with(long.clone(), "/terms", json!("x".repeat(60_000))));

    assert_eq!(told(&assessed.findings), [("/lots", Code::TooLong, Level::Error)]);
    assert_eq!(assessed.document, None);
}
