//! Texts that are no JSON or name a key twice, and the order of problems.

use serde_json::json;

use super::super::EventDocument;
use super::super::limits::DOCUMENT_BYTES_MAX;
use crate::event::fixture::{WORKED, least, parse, paths, with};
use crate::json::{PROBLEMS_MAX, Problem};

fn refused(json: &[u8]) -> Vec<Problem> {
    EventDocument::parse(json).expect_err("a wrong document")
}

#[test]
fn a_text_that_is_no_json_is_reported_with_line_and_column() {
    let cases: [(&[u8], &str); 8] = [
        (b"", "line 1, column 0"),
        (b"{\n \"title\": }", "line 2, column 11"),
        (b"{\"title\": \"x\",}", "line 1, column 15"),
        (b"{\"title\": 01}", "must be JSON"),
        (b"{} {}", "trailing characters"),
        (b"{\"a\": NaN}", "must be JSON"),
        (b"{\n \"title\": \"\xff\"}", "must be UTF-8; it is not at line 2, column 12"),
        (b"\"\\ud800\"", "must be JSON"),
    ];

    for (json, said) in cases {
        let problems = refused(json);

        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].path, "");
        assert!(problems[0].message.contains(said), "{problems:?} should say {said}");
    }
}

#[test]
fn a_document_that_is_no_object_is_refused() {
    for json in ["null", "[]", "5", "\"x\"", "true"] {
        let problems = refused(json.as_bytes());

        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].message.contains("an object in braces"), "{problems:?}");
    }
}

#[test]
fn a_doubled_key_is_reported_wherever_it_is() {
    let twice = WORKED
        .replacen("\"decimals\": 2", "\"decimals\": 2, \"decimals\": 3", 1)
        .replacen("\"RFS\": \"12000\"", "\"RFS\": \"12000\", \"RFS\": \"12000\"", 1)
        .replacen("\"title\": \"Ex", "\"odd/~\": {\"a\": 1, \"a\": 1}, \"title\": \"Ex", 1);

    let problems = refused(twice.as_bytes());

    let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["/odd~1~0", "/odd~1~0/a", "/lots/0/decimals", "/lots/0/items/0/volumes/RFS"]);
    assert!(problems[2].message.contains("stands twice"), "{problems:?}");
}

#[test]
fn all_problems_are_reported_at_once_in_the_documents_order() {
    let document = with(least(), "/title", json!(1));
    let document = with(document, "/trusts/0/name", json!(null));
    let document = with(document, "/lots/0/items/0/volumes/RFS", json!(10));
    let document = with(document, "/lots/0/rules", json!({"ties": "first", "extension": {"window_s": 1}}));
    let document = with(document, "/lots/0/closes_at", json!("2026-11-20T13:00:00Z"));

    assert_eq!(
        paths(&document),
        [
            "/title",
            "/trusts/0/name",
            "/lots/0/closes_at",
            "/lots/0/items/0/volumes/RFS",
            "/lots/0/rules/ties",
            "/lots/0/rules/extension/extend_s",
        ]
    );
}

#[test]
fn what_follows_from_a_fault_is_not_reported_as_another() {
    for (path, value) in [
        ("/trusts", json!("none")),
        ("/bidders", json!({})),
        ("/lots/0", json!([])),
        ("/lots/0/items", json!("gloves")),
        ("/lots/0/rules", json!("usual")),
        ("/lots/0/opens_at", json!("tomorrow")),
        ("/lots/0/items/0/volumes", json!(10)),
        ("/trusts/0/ods", json!("")),
    ] {
        let found = paths(&with(least(), path, value));

        assert_eq!(found, [path]);
    }
}

// L1.15
#[test]
fn a_document_that_is_too_large_is_not_read() {
    let blanks = vec![b' '; DOCUMENT_BYTES_MAX + 1];

    let problems = refused(&blanks);

    assert!(problems[0].message.contains("at most 1048576 bytes"), "{problems:?}");
}

#[test]
fn a_flood_of_problems_is_counted() {
    let flood: serde_json::Map<_, _> = (0..PROBLEMS_MAX + 7).map(|n| (format!("x{n}"), json!(0))).collect();
    let document = with(json!(flood), "/title", json!("Gloves"));

    let problems = parse(&document).unwrap_err();

    assert_eq!(problems.len(), PROBLEMS_MAX);
    assert_eq!(problems[PROBLEMS_MAX - 1].message, "there are more problems than these 999");
}

#[test]
fn a_document_nested_too_deeply_is_refused() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));

    let problems = refused(deep.as_bytes());

    assert!(problems[0].message.contains("recursion limit"), "{problems:?}");
}

#[test]
fn a_very_long_name_is_cut_in_its_path() {
    let name = "é".repeat(400_000);
    let document = format!("{{\"{name}\": {{\"a\": 1, \"a\": 2}}}}");

    let problems = refused(document.as_bytes());

    assert_eq!(problems[0].path, format!("/{}…", "é".repeat(100)));
    assert!(problems.iter().all(|problem| problem.path.len() < 300), "{problems:?}");
}

#[test]
fn documents_made_to_be_slow_are_answered() {
    let offers: Vec<_> = (0..700).map(|n| json!({"bidder": format!("b{n}"), "factor": "0", "opening": {}})).collect();
    let items: Vec<_> = (0..1_000)
        .map(|n| json!({"id": format!("i{n}"), "description": "x", "unit": "x", "volumes": {"RFS": "1"}}))
        .collect();
    let missing = with(with(least(), "/lots/0/bidders", json!(offers)), "/lots/0/items", json!(items));
    let strangers: Vec<_> = (0..100).map(|n| (format!("{n:032}"), json!("1"))).collect();
    let volumes: serde_json::Map<_, _> = strangers.into_iter().collect();
    let items: Vec<_> =
        (0..200).map(|n| json!({"id": format!("i{n}"), "description": "x", "unit": "x", "volumes": volumes})).collect();
    let unknown = with(least(), "/lots/0/items", json!(items));

    for document in [missing, unknown] {
        assert_eq!(parse(&document).unwrap_err().len(), PROBLEMS_MAX);
    }
    let wide = format!("{{\"{}\": [{}0]}}", "k".repeat(300_000), "0,".repeat(300_000));
    assert!(!refused(wide.as_bytes()).is_empty());
}
