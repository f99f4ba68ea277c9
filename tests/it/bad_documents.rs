//! For each field of an event document a wrong value, and the path that the answer has to name.

use serde_json::{Value, json};

use crate::documents::Document;
use crate::server::Server;

/// A whole document with every optional field, so that each can be made wrong.
fn whole() -> Document {
    Document::gloves()
        .with("/reference", json!("WTP-2026-014"))
        .with("/currency", json!("GBP"))
        .with("/contract_months", json!(24))
        .with("/terms", json!("By bidding you accept the conditions."))
        .with("/lots/0/decimals", json!(2))
        .with("/lots/0/items/0/gtin", json!("05012345678900"))
        .with("/lots/0/items/0/baselines", json!({"RFS": "3.20", "RHQ": "2.95"}))
        .with("/lots/0/rules/ceiling", json!("5000.00"))
        .with("/lots/0/rules/min_decrement", json!({"absolute": "50.00"}))
        .with("/lots/0/rules/max_decrement", json!({"percent": "25", "mode": "confirm"}))
        .with("/lots/0/rules/extension", json!({"window_s": 120, "extend_s": 120, "from": "bid", "trigger": "any"}))
        .with("/lots/0/rules/show", json!({"lead_price": true, "gate": "none"}))
        .with("/lots/0/bidders/0", json!({"bidder": "acme", "factor": "1", "opening": {"nitrile-m": "3.10"}}))
}

/// Where the wrong value stands, the value, and the path to be named; empty when it is the same.
#[rustfmt::skip]
fn wrong_values() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("/title", json!(""), ""), ("/title", json!(7), ""), ("/title", json!(null), ""), ("/title", json!("x".repeat(100_000)), ""),
        ("/reference", json!(7), ""),
        ("/currency", json!("pounds"), ""), ("/currency", json!(826), ""),
        ("/profile", json!("lenient"), ""),
        ("/justification", json!(7), ""),
        ("/practice", json!("no"), ""), ("/four_eyes", json!(1), ""),
        ("/contract_months", json!("24"), ""), ("/contract_months", json!(-1), ""), ("/contract_months", json!(1.5), ""),
        ("/terms", json!(7), ""),
        ("/colour", json!("blue"), ""),
        ("/trusts", json!([]), ""), ("/trusts", json!("RFS"), ""),
        ("/trusts/0/ods", json!(""), ""), ("/trusts/0/ods", json!(7), ""), ("/trusts/1/ods", json!("RFS"), ""),
        ("/trusts/0/name", json!(7), ""), ("/trusts/0/town", json!("Chesterfield"), ""),
        ("/bidders", json!([]), ""), ("/bidders/0/id", json!(""), ""), ("/bidders/1/id", json!("acme"), ""),
        ("/bidders/0/name", json!(7), ""), ("/bidders/0/phone", json!("1"), ""),
        ("/lots", json!([]), ""), ("/lots", json!({}), ""),
        ("/lots/0/title", json!(""), ""), ("/lots/0/title", json!(7), ""),
        ("/lots/0/decimals", json!(5), ""), ("/lots/0/decimals", json!(-1), ""), ("/lots/0/decimals", json!("2"), ""),
        ("/lots/0/opens_at", json!("tomorrow"), ""), ("/lots/0/opens_at", json!(0), ""),
        ("/lots/0/opens_at", json!("2026-02-30T10:00:00Z"), ""),
        ("/lots/0/closes_at", json!("2090-01-01T00:00:00Z"), "/lots/0"), ("/lots/0/closes_at", json!("soon"), ""),
        ("/lots/0/duration_s", json!(0), ""), ("/lots/0/duration_s", json!("600"), ""), ("/lots/0/duration_s", json!(-5), ""),
        ("/lots/0/colour", json!("blue"), ""),
        ("/lots/0/items", json!([]), ""),
        ("/lots/0/items/0/id", json!(""), ""), ("/lots/0/items/0/id", json!(7), ""),
        ("/lots/0/items/0/description", json!(7), ""), ("/lots/0/items/0/unit", json!(7), ""),
        ("/lots/0/items/0/gtin", json!("05012345678901"), ""), ("/lots/0/items/0/gtin", json!("12"), ""),
        ("/lots/0/items/0/size", json!("m"), ""),
        ("/lots/0/items/0/volumes/RFS", json!(100), ""), ("/lots/0/items/0/volumes/RFS", json!("-1"), ""),
        ("/lots/0/items/0/volumes/RFS", json!("1.0001"), ""), ("/lots/0/items/0/volumes/RFS", json!("1000000001"), ""),
        ("/lots/0/items/0/volumes/RFS", json!("1e3"), ""), ("/lots/0/items/0/volumes/RXX", json!("5"), ""),
        ("/lots/0/items/0/volumes", json!({"RFS": "0", "RHQ": "0"}), ""), ("/lots/0/items/0/volumes", json!({}), ""),
        ("/lots/0/items/0/baselines/RFS", json!(3.2), ""), ("/lots/0/items/0/baselines/RFS", json!("-3.20"), ""),
        ("/lots/0/items/0/baselines/RXX", json!("3.20"), ""),
        ("/lots/0/rules/format", json!("silent"), ""), ("/lots/0/rules/scoring", json!("beauty"), ""),
        ("/lots/0/rules/scoring", json!("weighted"), "/lots/0"), ("/lots/0/rules/price_weight", json!(40), ""),
        ("/lots/0/rules/beat", json!("all"), ""), ("/lots/0/rules/ceiling", json!(5000), ""),
        ("/lots/0/rules/ceiling", json!("0"), ""), ("/lots/0/rules/colour", json!("blue"), ""),
        ("/lots/0/rules/min_decrement", json!({}), ""), ("/lots/0/rules/min_decrement", json!("50"), ""),
        ("/lots/0/rules/min_decrement", json!({"absolute": "1", "percent": "1"}), ""),
        ("/lots/0/rules/min_decrement/absolute", json!(50), ""), ("/lots/0/rules/min_decrement/absolute", json!("-1"), ""),
        ("/lots/0/rules/min_decrement", json!({"bands": [{"from": "1000", "absolute": "200"}]}), ""),
        ("/lots/0/rules/whole_steps", json!("no"), ""),
        ("/lots/0/rules/max_decrement/mode", json!("ask"), ""), ("/lots/0/rules/max_decrement/percent", json!("-5"), ""),
        ("/lots/0/rules/leader_may_rebid", json!("yes"), ""), ("/lots/0/rules/ties", json!("lottery"), ""),
        ("/lots/0/rules/reserve", json!(1000), ""), ("/lots/0/rules/settle_ms", json!(-1), ""),
        ("/lots/0/rules/auto_resume_s", json!("soon"), ""),
        ("/lots/0/rules/extension/window_s", json!("120"), ""), ("/lots/0/rules/extension/extend_s", json!(-1), ""),
        ("/lots/0/rules/extension/from", json!("now"), ""), ("/lots/0/rules/extension/trigger", json!("none"), ""),
        ("/lots/0/rules/extension/trigger", json!("rank_within"), "/lots/0/rules/extension"),
        ("/lots/0/rules/extension/max_count", json!("3"), ""), ("/lots/0/rules/extension/latest_close", json!("late"), ""),
        ("/lots/0/rules/idle", json!({"idle_s": 60}), "/lots/0"),
        ("/lots/0/rules/show/lead_price", json!("yes"), ""), ("/lots/0/rules/show/gate", json!("locked"), ""),
        ("/lots/0/rules/show/all_prices", json!(1), ""), ("/lots/0/rules/show/bidder_count", json!("3"), ""),
        ("/lots/0/rules/show/identities_to_buyer", json!("never"), ""),
        ("/lots/0/rules/show/identities_to_observer", json!("x"), ""), ("/lots/0/rules/show/colour", json!("blue"), ""),
        ("/lots/0/bidders/0/bidder", json!("dora"), ""), ("/lots/0/bidders/1/bidder", json!("acme"), ""),
        ("/lots/0/bidders/0/factor", json!("0"), ""), ("/lots/0/bidders/0/factor", json!(1), ""),
        ("/lots/0/bidders/0/factor", json!("1000.1"), ""), ("/lots/0/bidders/0/divisor", json!("0"), ""),
        ("/lots/0/bidders/0/divisor", json!("1.1234567"), ""), ("/lots/0/bidders/0/addition", json!("some"), ""),
        ("/lots/0/bidders/0/quality", json!(40), ""), ("/lots/0/bidders/0/opening", json!({}), ""),
        ("/lots/0/bidders/0/opening", json!({"latex-m": "3.10"}), ""),
        ("/lots/0/bidders/0/opening/nitrile-m", json!(3.1), ""), ("/lots/0/bidders/0/opening/nitrile-m", json!("3.123"), ""),
    ]
}

/// Whether one of the paths is `named` or lies below it.
fn names(paths: &[String], named: &str) -> bool {
    paths.iter().any(|path| path.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

#[tokio::test]
async fn each_wrong_value_is_refused_with_its_path_and_nothing_is_stored() {
    let server = Server::start();
    let buyer = server.buyer();
    let mut faults = Vec::new();

    for (pointer, value, named) in wrong_values() {
        let reply = buyer.post("/api/v1/events", whole().with(pointer, value.clone()).json()).await;
        let named = if named.is_empty() { pointer } else { named };
        let shown: String = value.to_string().chars().take(40).collect();
        if reply.status != 422 {
            faults.push(format!("{pointer} = {shown}: {} {}", reply.status, reply.text));
        } else if !names(&reply.paths(), named) {
            faults.push(format!("{pointer} = {shown}: {named} is not in {:?}", reply.paths()));
        }
    }

    assert!(faults.is_empty(), "{} of them:\n{}", faults.len(), faults.join("\n"));
    let listed = buyer.get("/api/v1/events").await;
    listed.expect(200);
    assert!(!listed.text.contains("Examination gloves"), "nothing was stored: {}", listed.text);
}

// G3, G124
#[tokio::test]
async fn each_error_has_a_code() {
    let server = Server::start();
    let faulty = whole()
        .with("/title", json!("Gloves \u{202e}"))
        .with("/contract_months", json!("24"))
        .with("/lots/0/items/0/baselines/RFS", json!("2,98"))
        .with("/lots/0/bidders/2/bidder", json!("dora"));

    let reply = server.buyer().post("/api/v1/events", faulty.json()).await;

    reply.expect_any_problem(422);
    let errors = reply.json()["errors"].clone();
    let told = |error: &Value| ["path", "code"].map(|member| error[member].as_str().unwrap_or_default().to_owned());
    let told: Vec<[String; 2]> = errors.as_array().expect("errors").iter().map(told).collect();
    let expected = [
        ["/title", "bad_text"],
        ["/lots/0/items/0/baselines/RFS", "bad_decimal"],
        ["/lots/0/bidders/2/bidder", "unknown_reference"],
        ["/contract_months", "not_a_whole_number"],
    ];
    assert_eq!(told, expected.map(|pair| pair.map(str::to_owned)), "{errors}");
    for said in ["U+202E as character 8", "perhaps 24", "perhaps \\\"2.98\\\""] {
        assert!(reply.text.contains(said), "{said} in {}", reply.text);
    }
}

/// Items whose longest bid is `bytes` long by the rule, 900 of them.
fn items_of(bytes: usize) -> Value {
    let ids = bytes - 700 - 900 * 24;
    let id = |nth: usize| format!("{nth:0width$}", width = ids / 900 + usize::from(nth < ids % 900));
    (0..900)
        .map(|nth| json!({"id": id(nth), "description": "Glove", "unit": "box", "volumes": {"RFS": "0.001"}}))
        .collect()
}

// G60, G124
#[tokio::test]
async fn the_longest_bid_on_a_lot_that_is_taken_is_answered() {
    let server = Server::start();
    let buyer = server.buyer();
    let document = |bytes| Document::gloves().with("/lots/0/items", items_of(bytes)).with("/lots/0/decimals", json!(4));
    let items = items_of(65_536);
    let prices: Value = (items.as_array().expect("a list").iter())
        .map(|item| (item["id"].as_str().expect("an id").to_owned(), json!("1000000000000.0000")))
        .collect::<serde_json::Map<_, _>>()
        .into();

    let refused = buyer.post("/api/v1/events", document(65_537).json()).await;
    let lot = buyer.publishes(&document(65_536)).await.lots[0].clone();
    let supplier = server.supplier("acme");
    let mut connection = supplier.connects().await;
    connection.join(&lot).await;
    let (first, second) = ("\"".repeat(64), "\\".repeat(64));
    let over_ws = connection.bid_confirmed(&lot, &first, prices.clone()).await;
    let body = json!({"ref": second, "prices": prices, "confirmed": false});
    let over_http = supplier.post(&format!("/api/v1/lots/{lot}/bids"), &body).await;

    refused.expect_any_problem(422);
    assert_eq!(refused.json()["errors"][0]["code"], "bid_too_large", "{}", refused.text);
    assert_eq!(over_ws["type"], "accepted", "{over_ws}");
    assert_eq!(over_http.json()["type"], "refused", "the same price again: {}", over_http.text);
}

#[tokio::test]
async fn each_required_field_is_asked_for() {
    let server = Server::start();
    let buyer = server.buyer();

    for pointer in [
        "/title",
        "/trusts",
        "/bidders",
        "/lots",
        "/trusts/0/ods",
        "/trusts/0/name",
        "/bidders/0/id",
        "/bidders/0/name",
        "/lots/0/title",
        "/lots/0/opens_at",
        "/lots/0/duration_s",
        "/lots/0/items",
        "/lots/0/items/0/id",
        "/lots/0/items/0/description",
        "/lots/0/items/0/unit",
        "/lots/0/items/0/volumes",
        "/lots/0/bidders/0/bidder",
    ] {
        let reply = buyer.post("/api/v1/events", whole().without(pointer).json()).await;
        let (parent, last) = pointer.rsplit_once('/').expect("a JSON pointer");
        // Without a duration it is the close that is missing.
        let named = if last == "duration_s" { "/lots/0/closes_at" } else { pointer };

        assert_eq!(reply.status, 422, "without {pointer}: {}", reply.text);
        let paths = reply.paths();
        assert!(names(&paths, named) || paths.iter().any(|path| path == parent), "without {pointer}: {paths:?}");
    }
}

// L3.5, L3.9, L3.10, L5.3
#[tokio::test]
async fn rules_that_contradict_each_other_are_refused() {
    let server = Server::start();
    let buyer = server.buyer();

    for rules in [
        json!({"beat": "lead", "show": {"lead_price": false}}),
        json!({"beat": "lead", "show": {"gate": "first_bid"}}),
        json!({"ties": "forbid_first", "show": {"lead_price": false}}),
        json!({"scoring": "weighted", "price_weight": "60", "beat": "lead"}),
        json!({"scoring": "weighted", "price_weight": "60", "ties": "forbid_first"}),
        json!({"whole_steps": true, "min_decrement": {"percent": "1"}}),
        json!({"whole_steps": true, "min_decrement": {"absolute": "15"}}),
        json!({"whole_steps": true, "min_decrement": {"absolute": "50"}, "beat": "lead"}),
        json!({"idle": {"idle_s": 60}}),
    ] {
        let document = Document::gloves().with("/lots/0/rules", rules.clone());

        let reply = buyer.post("/api/v1/events", document.json()).await;

        assert_eq!(reply.status, 422, "{rules}: {}", reply.text);
        assert!(names(&reply.paths(), "/lots/0"), "{rules}: {:?}", reply.paths());
    }
}

#[tokio::test]
async fn all_faults_are_named_at_once() {
    let server = Server::start();
    let faulty = whole()
        .with("/title", json!(7))
        .with("/trusts/1/ods", json!("RFS"))
        .with("/lots/0/rules/ties", json!("lottery"))
        .with("/lots/0/items/0/volumes/RFS", json!(100))
        .with("/lots/0/bidders/2/factor", json!("0"))
        .with("/colour", json!("blue"));

    let reply = server.buyer().post("/api/v1/events", faulty.json()).await;

    reply.expect_any_problem(422);
    let paths = reply.paths();
    for path in
        ["/title", "/trusts/1/ods", "/lots/0/rules/ties", "/lots/0/items/0/volumes/RFS", "/lots/0/bidders/2/factor"]
    {
        assert!(names(&paths, path), "{path} is not in {paths:?}");
    }
    assert!(names(&paths, "/colour"), "/colour is not in {paths:?}");
}

#[tokio::test]
async fn text_that_is_no_json_and_doubled_keys_are_refused() {
    let server = Server::start();
    let good = Document::gloves().json().to_string();
    let doubled = good.replacen("{\"title\"", "{\"title\":\"Another\",\"title\"", 1);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));

    for body in ["", "{", "[]", "null", "\"gloves\"", &good[1..], &doubled, &deep, &format!("{good}{good}")] {
        let reply = server.buyer().asks(reqwest::Method::POST, "/api/v1/events", Some(body.to_owned()), &[]).await;

        reply.expect_any_problem(422);
    }
}

// L8.1, G3
#[tokio::test]
async fn the_strict_profile_lists_every_breach_and_does_not_publish() {
    let server = Server::start();
    let buyer = server.buyer();
    let soon = crate::documents::from_now(std::time::Duration::from_hours(1));
    let document = Document::gloves().with("/profile", json!("reg35")).with("/lots/0/opens_at", json!(soon));

    let draft = buyer.creates(&document).await;
    let path = format!("/api/v1/events/{}/publish", draft["id"].as_str().expect("an id"));
    let refused = buyer.post(&path, &json!({})).await;

    for finding in draft["lint"].as_array().expect("a draft has its lint") {
        for member in ["path", "code", "rule", "level", "message"] {
            assert!(finding[member].is_string(), "{member} in {finding}");
        }
    }
    refused.expect_any_problem(422);
    for list in ["errors", "lint"] {
        let listed = refused.json()[list].clone();
        let found = listed.as_array().expect(list).iter().any(|finding| finding["code"] == "notice_period");
        assert!(found, "{list}: {listed}");
    }
    assert!(refused.text.contains("35"), "the paragraph is named: {}", refused.text);
    let lot = draft["lots"][0].as_str().expect("a lot id");
    assert_eq!(server.supplier("acme").get(&format!("/api/v1/lots/{lot}")).await.status, 404);
}
