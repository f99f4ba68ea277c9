//! Drafts over HTTP: kept while incomplete, changed by revision, sent again by key, copied, deleted and listed.

use reqwest::{Method, header};
use serde_json::{Value, json};

use crate::documents::Document;
use crate::people::{Person, Reply};
use crate::server::Server;

const EVENTS: &str = "/api/v1/events";
const KEEP: &str = "/api/v1/events?incomplete=true";

fn address(answer: &Value) -> String {
    format!("{EVENTS}/{}", answer["id"].as_str().expect("an id"))
}

fn tag(reply: &Reply) -> Option<&str> {
    reply.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
}

async fn keeps(person: &Person, object: &Value) -> Reply {
    person.post(KEEP, object).await
}

async fn puts(person: &Person, path: &str, object: &Value, headers: &[(&str, &str)]) -> Reply {
    person.asks(Method::PUT, path, Some(object.to_string()), headers).await
}

async fn deletes(person: &Person, path: &str, headers: &[(&str, &str)]) -> Reply {
    person.asks(Method::DELETE, path, None, headers).await
}

/// G10, G11
#[tokio::test]
async fn a_half_typed_draft_is_kept_and_says_what_it_still_needs() {
    let server = Server::start();
    let (ann, bea) = (server.buyer(), server.second_buyer());
    let typed = json!({"title": "Gloves", "contract_months": 1.5, "lots": [{"title": ""}, null], "colour": "blue"});

    let made = keeps(&ann, &typed).await;
    let first = made.expect(201);
    let shown = bea.get(&address(&first)).await;

    assert_eq!((&first["status"], &first["revision"], &first["complete"]), (&json!("draft"), &json!(1), &json!(false)));
    assert_eq!((tag(&made), tag(&shown)), (Some("\"1\""), Some("\"1\"")));
    let shown = shown.expect(200);
    assert_eq!((&shown["document"], &shown["findings"]), (&typed, &first["findings"]));
    let paths: Vec<&str> =
        first["findings"].as_array().expect("a list").iter().filter_map(|finding| finding["path"].as_str()).collect();
    for path in ["/trusts", "/colour", "/contract_months"] {
        assert!(paths.contains(&path), "{path} is not in {paths:?}");
    }
    let strict = puts(&ann, &address(&first), &typed, &[]).await;
    strict.expect_problem(422, "bad_document");
    assert!(strict.paths().contains(&"/colour".to_owned()), "{}", strict.text);
    let refused = ann.post(&format!("{}/publish", address(&first)), &json!({})).await;
    refused.expect_problem(422, "bad_document");
    for path in ["/trusts", "/colour", "/contract_months"] {
        assert!(refused.paths().contains(&path.to_owned()), "{}", refused.text);
    }

    let path = format!("{}?incomplete=true", address(&first));
    let whole = puts(&bea, &path, Document::gloves().json(), &[("if-match", "\"1\"")]).await.expect(200);
    assert_eq!((&whole["complete"], &whole["revision"], &whole["findings"]), (&json!(true), &json!(2), &json!([])));
    assert_eq!(whole["lots"][0], first["lots"][0]);
    let published = ann.post(&format!("{}/publish", address(&first)), &json!({})).await.expect(200);
    assert_eq!((&published["status"], &published["revision"]), (&json!("published"), &json!(2)));
}

/// G10
#[tokio::test]
async fn only_an_object_that_can_be_kept_is_kept() {
    let server = Server::start();
    let buyer = server.buyer();
    let nested = |deep: usize| format!("{{\"a\":{}{}}}", "[".repeat(deep), "]".repeat(deep));

    for body in ["[]", "null", "\"text\"", "{", "", r#"{"a":1,"a":2}"#, &nested(40)] {
        let reply = buyer.asks(Method::POST, KEEP, Some(body.to_owned()), &[]).await;
        reply.expect_problem(422, "bad_document");
    }
    for body in ["{}", r#"{"a":{"b":[null]}}"#, &nested(20)] {
        buyer.asks(Method::POST, KEEP, Some(body.to_owned()), &[]).await.expect(201);
    }
    let odd = format!("{EVENTS}?incomplete=yes");
    let reply = buyer.post(&odd, Document::gloves().json()).await;
    reply.expect_problem(422, "bad_document");
    assert_eq!(reply.paths(), ["/query/incomplete"]);
    let unknown = buyer.post(&format!("{EVENTS}?complete=false"), Document::gloves().json()).await;
    unknown.expect_problem(422, "bad_query");
    let large = json!({"terms": "x".repeat(1 << 20)});
    assert!([413, 422].contains(&keeps(&buyer, &large).await.status));
}

/// G13
#[tokio::test]
async fn a_change_of_what_another_has_changed_is_stale() {
    let server = Server::start();
    let (ann, bea) = (server.buyer(), server.second_buyer());
    let draft = address(&keeps(&ann, &json!({"title": "one"})).await.expect(201));
    let path = format!("{draft}?incomplete=true");
    let second = puts(&bea, &path, &json!({"title": "two"}), &[("if-match", "W/\"1\"")]).await;
    assert_eq!(tag(&second), Some("\"2\""));

    let late = [("if-match", "\"1\"")];
    let replies = [
        puts(&ann, &path, &json!({"title": "mine"}), &late).await,
        deletes(&ann, &draft, &late).await,
        ann.asks(Method::POST, &format!("{draft}/publish"), None, &late).await,
    ];

    for reply in replies {
        let problem = reply.expect_problem(412, "stale");
        assert_eq!((&problem["revision"], &problem["changed_by_name"]), (&json!(2), &json!(null)), "{problem}");
        let shown = bea.get(&draft).await.expect(200);
        assert_eq!((&problem["changed_by"], &problem["changed_at"]), (&shown["changed_by"], &shown["changed_at"]));
        assert_eq!(shown["document"]["title"], "two");
    }
    for fits in ["*", "\"7\", \"2\""] {
        let same = puts(&ann, &path, &json!({"title": "two"}), &[("if-match", fits)]).await;
        assert_eq!((same.status, tag(&same)), (200, Some("\"2\"")), "what stands is no new revision");
    }
    let odd = puts(&ann, &path, &json!({}), &[("if-match", "2")]).await;
    odd.expect_problem(422, "bad_header");
    assert_eq!(odd.paths(), ["/header/if-match"]);
}

/// G13
#[tokio::test]
async fn suppliers_and_observers_get_no_tag() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let path = format!("{EVENTS}/{}", published.event);

    for (person, expected) in [
        (server.buyer(), Some("\"1\"")),
        (server.auditor(), Some("\"1\"")),
        (server.supplier("acme"), None),
        (server.observer("RFS"), None),
    ] {
        let shown = person.get(&path).await;
        assert_eq!(tag(&shown), expected);
        assert_eq!(shown.expect(200).get("changed_by").is_some(), expected.is_some());
    }
}

/// G2, on each store
#[tokio::test]
async fn a_request_that_is_sent_again_gets_the_first_answer_also_after_a_kill() {
    for mut server in Server::start_on_each() {
        let key = |key: &'static str| [("idempotency-key", key)];
        let object = json!({"title": "one"});
        let made = server.buyer().asks(Method::POST, KEEP, Some(object.to_string()), &key("k-1")).await;
        let draft = address(&made.expect(201));
        let path = format!("{draft}?incomplete=true");
        let steps = [("k-2", "\"1\"", json!({"title": "two"})), ("k-3", "\"2\"", Document::gloves().json().clone())];
        let mut revised = Vec::new();
        for (name, seen, object) in &steps {
            let headers = [("idempotency-key", *name), ("if-match", *seen)];
            revised.push(puts(&server.buyer(), &path, object, &headers).await.expect(200));
        }
        let publish = format!("{draft}/publish");
        let published = server.buyer().asks(Method::POST, &publish, None, &key("k-4")).await.expect(200);
        let copied =
            server.buyer().asks(Method::POST, &format!("{draft}/copy"), Some("{}".to_owned()), &key("k-5")).await;
        let copy = address(&copied.expect(201));
        assert_eq!(deletes(&server.buyer(), &copy, &key("k-6")).await.status, 204);

        server.kill_9();
        server.restart();

        let buyer = server.buyer();
        let again = buyer.asks(Method::POST, KEEP, Some(object.to_string()), &key("k-1")).await;
        assert_eq!((again.expect(201), tag(&again)), (made.json(), tag(&made)));
        for ((name, seen, object), first) in steps.iter().zip(&revised) {
            let headers = [("idempotency-key", *name), ("if-match", *seen)];
            assert_eq!(puts(&buyer, &path, object, &headers).await.expect(200), *first, "{name}");
        }
        assert_eq!(buyer.asks(Method::POST, &publish, None, &key("k-4")).await.expect(200), published);
        let copied_again = buyer.asks(Method::POST, &format!("{draft}/copy"), Some("{}".to_owned()), &key("k-5")).await;
        assert_eq!(copied_again.expect(201), copied.json());
        assert_eq!(deletes(&buyer, &copy, &key("k-6")).await.status, 204);
        deletes(&buyer, &copy, &[]).await.expect_problem(404, "not_found");
        let reused = buyer.asks(Method::POST, KEEP, Some("{}".to_owned()), &key("k-1")).await;
        reused.expect_problem(422, "key_reused");
        assert_eq!(reused.paths(), ["/header/idempotency-key"]);
        assert_eq!(buyer.get(EVENTS).await.expect(200)["events"].as_array().map(Vec::len), Some(1));
        let other = server.second_buyer().asks(Method::POST, KEEP, Some("{}".to_owned()), &key("k-1")).await;
        assert_ne!(other.expect(201)["id"], made.json()["id"]);
        let verified = server.runs(&["verify"]).ended_with(0);
        assert!(
            verified.stdout.contains("\tdeleted\n") && verified.stdout.contains("\tpublished\n"),
            "{}",
            verified.said()
        );
    }
}

/// G10, G15, G17, on each store
#[tokio::test]
async fn drafts_templates_and_deleted_events_stand_after_a_kill() {
    for mut server in Server::start_on_each() {
        let buyer = server.buyer();
        let draft = address(&keeps(&buyer, &json!({"title": "half", "lots": [{}]})).await.expect(201));
        let body = json!({"as": "template", "title": "A pattern"});
        let template = address(&buyer.post(&format!("{draft}/copy"), &body).await.expect(201));
        let gone = address(&keeps(&buyer, &json!({})).await.expect(201));
        assert_eq!(deletes(&buyer, &gone, &[]).await.status, 204);
        let before = [buyer.get(&draft).await.expect(200), buyer.get(&template).await.expect(200)];

        server.kill_9();
        server.restart();

        let (buyer, auditor) = (server.buyer(), server.auditor());
        assert_eq!([buyer.get(&draft).await.expect(200), buyer.get(&template).await.expect(200)], before);
        assert_eq!(before[1]["status"], "template");
        buyer.get(&gone).await.expect_problem(404, "not_found");
        assert_eq!(auditor.get(&gone).await.expect(200)["status"], "deleted");
        let refused = buyer.post(&format!("{template}/publish"), &json!({})).await;
        refused.expect_problem(409, "template");
        buyer.put(&template, &json!({"title": "Still a pattern"})).await.expect(200);
        server.runs(&["verify"]).ended_with(0);
    }
}

/// G16
#[tokio::test]
async fn a_copy_of_a_published_event_is_a_draft_without_what_belongs_to_one_run() {
    let server = Server::start();
    let document = Document::gloves().with("/reference", json!("N-1")).with("/terms", json!("Pay in 30 days."));
    let published = server.buyer().publishes(&document).await;
    let path = format!("{EVENTS}/{}/copy", published.event);

    let copied =
        server.second_buyer().post(&path, &json!({"title": "Next year", "keep": ["bidders"]})).await.expect(201);

    let copy = server.buyer().get(&address(&copied)).await.expect(200);
    assert_eq!((&copied["copied_from"], &copy["copied_from"]), (&json!(published.event), &json!(published.event)));
    assert_eq!((&copy["document"]["title"], &copy["complete"]), (&json!("Next year"), &json!(false)));
    for gone in ["/reference", "/terms", "/lots/0/opens_at", "/justification"] {
        assert_eq!(copy["document"].pointer(gone), None, "{gone}");
    }
    let refused = server.buyer().post(&path, &json!({"as": "model", "keep": "all"})).await;
    refused.expect_problem(422, "bad_document");
    assert_eq!(refused.paths(), ["/as", "/keep"]);
    server.auditor().post(&path, &json!({})).await.expect_problem(403, "forbidden");
    server.supplier("dora").post(&path, &json!({})).await.expect_problem(404, "not_found");
}

/// G5
#[tokio::test]
async fn the_list_is_asked_for_by_status_text_and_page() {
    let server = Server::start();
    let buyer = server.buyer();
    for nth in 0..5 {
        keeps(&buyer, &json!({"title": format!("Gloves {nth}"), "reference": "N-7"})).await.expect(201);
    }
    let published = buyer.publishes(&Document::gloves().with("/title", json!("Masks"))).await;
    let titles = |list: &Value| -> Vec<String> {
        let events = list["events"].as_array().expect("a list").iter();
        events.map(|event| event["title"].as_str().expect("a title").to_owned()).collect()
    };

    let (mut pages, mut after) = (Vec::new(), String::new());
    loop {
        let page = buyer.get(&format!("{EVENTS}?limit=2&after={after}")).await.expect(200);
        pages.push(titles(&page));
        let Some(next) = page["next"].as_str() else { break };
        after = next.to_owned();
    }
    let drafts = buyer.get(&format!("{EVENTS}?status=draft&q=n-7")).await.expect(200);
    let open = server.supplier("acme").get(&format!("{EVENTS}?status=published")).await.expect(200);

    assert_eq!(pages, [["Masks", "Gloves 4"], ["Gloves 3", "Gloves 2"], ["Gloves 1", "Gloves 0"]]);
    assert_eq!(titles(&drafts).len(), 5);
    assert_eq!((&open["events"][0]["id"], &open["events"][0]["revision"]), (&json!(published.event), &json!(null)));
    assert_eq!(open["events"][0]["next_at"], open["events"][0]["lots"][0]["closes_at"]);
    for (query, path) in [
        ("limit=0", "/query/limit"),
        ("limit=501", "/query/limit"),
        ("limit=many", "/query/limit"),
        ("limit=2&limit=3", "/query/limit"),
        ("status=open", "/query/status"),
        ("after=5", "/query/after"),
    ] {
        let reply = buyer.get(&format!("{EVENTS}?{query}")).await;
        reply.expect_problem(422, "bad_document");
        assert_eq!(reply.paths(), [path], "{query}");
    }
}
