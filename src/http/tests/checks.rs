//! Checks of a document that is being typed.

use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, document};

async fn check(server: &TestServer, document: &Value) -> TestAnswer {
    server.post("/api/v1/events/check", &server.token(Role::Buyer, WTP), document).await
}

/// The codes of a list of findings.
fn codes(findings: &Value) -> Vec<String> {
    let code = |finding: &Value| finding["code"].as_str().unwrap().to_owned();
    findings.as_array().unwrap().iter().map(code).collect()
}

fn with_reference(reference: &str) -> Value {
    let mut document = document();
    document["reference"] = json!(reference);
    document
}

// G18
#[tokio::test(start_paused = true)]
async fn a_check_says_everything_about_a_document_and_stores_nothing() {
    let server = TestServer::start().await;

    let answer = check(&server, &document()).await;

    assert_eq!(answer.status, 200, "{}", answer.body);
    let checked = answer.json();
    assert_eq!((&checked["complete"], &checked["findings"]), (&json!(true), &json!([])));
    assert!(codes(&checked["lint"]).contains(&"no_contact".to_owned()), "{checked}");
    let lot = &checked["lots"][0];
    assert_eq!(
        lot["facts"],
        json!({
            "spend_today": "0.00", "pairs_without_baseline": 1, "smallest_step": "10.00",
            "latest_close": "2026-11-21T15:00:00.000000Z", "ceiling_percent_of_spend": null,
        })
    );
    let draft = server.draft().await;
    let shown = server.get(&format!("/api/v1/events/{draft}"), Some(&server.token(Role::Buyer, WTP))).await.json();
    assert_eq!(lot["words"], shown["rules_words"][0]["words"]);
    let listed = server.get("/api/v1/events", Some(&server.token(Role::Buyer, WTP))).await.json();
    assert_eq!(listed["events"].as_array().unwrap().len(), 1, "the draft alone is stored: {listed}");
}

// G3, G12, G18
#[tokio::test(start_paused = true)]
async fn a_half_typed_document_has_findings_with_their_levels() {
    let server = TestServer::start().await;
    let mut document = document();
    document["lots"][0]["items"][0]["volumes"]["RFS"] = json!("");
    document["colour"] = json!("red");

    let checked = check(&server, &document).await.json();

    let expected = json!([
        {"path": "/lots/0/items/0/volumes/RFS", "code": "missing", "level": "missing"},
        {"path": "/colour", "code": "unknown_member", "level": "error"},
    ]);
    let mut findings = checked["findings"].clone();
    for finding in findings.as_array_mut().unwrap() {
        assert!(finding.as_object_mut().unwrap().remove("message").is_some_and(|message| message.is_string()));
    }
    assert_eq!(findings, expected);
    assert_eq!((&checked["complete"], &checked["lots"]), (&json!(false), &json!([null])));
    let empty = check(&server, &json!({})).await.json();
    assert_eq!(empty["lots"], json!([]));
}

// G3, G18
#[tokio::test(start_paused = true)]
async fn what_is_no_object_is_refused_and_each_error_has_its_level() {
    let server = TestServer::start().await;

    let list = check(&server, &json!([])).await;
    let draft = server.post("/api/v1/events", &server.token(Role::Buyer, WTP), &json!({"colour": 1})).await;

    assert_eq!((list.status.as_u16(), list.problem().as_str()), (422, "bad_document"));
    assert_eq!(list.json()["errors"][0]["level"], "error");
    let level_of = |path: &str| {
        let errors = draft.json()["errors"].clone();
        let error = errors.as_array().unwrap().iter().find(|error| error["path"] == path).cloned();
        error.unwrap_or_else(|| panic!("{path} in {errors}"))["level"].clone()
    };
    assert_eq!((level_of("/title"), level_of("/colour")), (json!("missing"), json!("error")));
}

// G124
#[tokio::test(start_paused = true)]
async fn a_check_looks_at_the_references_of_published_events_of_the_partnership() {
    let server = TestServer::start().await;
    let is_used = async |reference: &str| {
        codes(&check(&server, &with_reference(reference)).await.json()["lint"]).contains(&"reference_used".to_owned())
    };
    server.open_lot_of(&with_reference("WTP-14")).await;
    server.draft_of(&with_reference("WTP-15")).await;
    let mut practice = with_reference("WTP-16");
    practice["practice"] = json!(true);
    server.open_lot_of(&practice).await;

    assert!(is_used("wtp-14").await);
    for free in ["WTP-15", "WTP-16", "WTP-17"] {
        assert!(!is_used(free).await, "{free}");
    }
    let stranger = server.token(Role::Buyer, "another");
    let theirs = server.post("/api/v1/events/check", &stranger, &with_reference("WTP-14")).await.json();
    assert!(!codes(&theirs["lint"]).contains(&"reference_used".to_owned()), "{theirs}");
}
