//! Events: drafts, revisions, publication, and who is shown what.

use std::time::Duration;

use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Role;
use crate::engine::{Conditions, Denied, Engine, EventFilter};
use crate::ids::EventId;
use crate::journal::faulty::FaultyStore;
use crate::journal::{Store, StreamId};

async fn event(engine: &Engine, by: &crate::auth::Principal, id: &EventId) -> Result<Value, Denied> {
    engine.event(by, id).await.map(|reply| json_of(&reply))
}

async fn titles(engine: &Engine, by: &crate::auth::Principal) -> Vec<String> {
    let events: Value = serde_json::from_slice(&engine.events(by, &EventFilter::default()).await.unwrap()).unwrap();
    let events = events["events"].as_array().unwrap();
    events.iter().map(|event| event["title"].as_str().unwrap().to_owned()).collect()
}

fn titled(title: &str) -> Value {
    let mut document = document(&json!({}));
    document["title"] = json!(title);
    document
}

#[tokio::test(start_paused = true)]
async fn a_draft_is_seen_by_its_partnership_only() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;

    for by in [buyer("b1"), buyer("b2"), auditor(), principal(Role::Admin, "wtp", "root")] {
        let seen = event(&test.engine, &by, &id).await.unwrap();
        assert_eq!((seen["status"].as_str(), seen["digest"].is_null()), (Some("draft"), true));
        assert!(seen["lint"].is_array());
        assert_eq!(seen["lots"][0]["state"], Value::Null);
    }
    for by in [supplier("acme"), observer("RFS"), principal(Role::Buyer, "other", "b9")] {
        assert_eq!(event(&test.engine, &by, &id).await, Err(Denied::NotFound), "{by:?}");
        assert_eq!(titles(&test.engine, &by).await, Vec::<String>::new());
    }
}

#[tokio::test(start_paused = true)]
async fn a_published_event_is_shown_to_each_role_in_its_own_way() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({"reserve": "250.00"}))).await;
    test.publish_event(&id).await;

    let to_supplier = event(&test.engine, &supplier("acme"), &id).await.unwrap();
    let to_observer = event(&test.engine, &observer("RFS"), &id).await.unwrap();
    let to_buyer = event(&test.engine, &buyer("b1"), &id).await.unwrap();

    assert_eq!(to_supplier["lots"][0]["state"], "open");
    assert!(to_supplier.get("lint").is_none());
    for hidden in ["baselines", "reserve", "bolt", "crux", "250.00", "justification"] {
        assert!(!to_supplier.to_string().contains(hidden), "a supplier sees {hidden}");
    }
    for hidden in ["reserve", "bolt", "crux", "250.00"] {
        assert!(!to_observer.to_string().contains(hidden), "an observer sees {hidden}");
    }
    assert!(to_buyer["document"]["lots"][0]["rules"]["reserve"] == "250.00");
    assert_eq!(event(&test.engine, &supplier("stranger"), &id).await, Err(Denied::NotFound));
    assert_eq!(event(&test.engine, &observer("XXX"), &id).await, Err(Denied::NotFound));
}

#[tokio::test(start_paused = true)]
async fn only_buyers_of_the_partnership_change_events() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    let new = || whole(&document(&json!({})));

    for by in [auditor(), principal(Role::Admin, "wtp", "root")] {
        let created = test.engine.create_event(&by, new(), Conditions::default()).await;
        assert!(matches!(created, Err(Denied::Forbidden(_))), "{created:?}");
        assert!(matches!(
            test.engine.revise_event(&by, &id, new(), Conditions::default()).await,
            Err(Denied::Forbidden(_))
        ));
        assert!(matches!(test.engine.publish_event(&by, &id, Conditions::default()).await, Err(Denied::Forbidden(_))));
    }
    for by in [supplier("acme"), observer("RFS"), principal(Role::Buyer, "other", "b9")] {
        assert_eq!(test.engine.revise_event(&by, &id, new(), Conditions::default()).await, Err(Denied::NotFound));
        assert_eq!(test.engine.publish_event(&by, &id, Conditions::default()).await, Err(Denied::NotFound));
    }
}

#[tokio::test(start_paused = true)]
async fn a_revised_draft_keeps_its_lots_ids_and_gets_new_ones_for_new_lots() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    let before = event(&test.engine, &buyer("b1"), &id).await.unwrap();
    let mut two = document(&json!({}));
    let lot = two["lots"][0].clone();
    two["lots"].as_array_mut().unwrap().push(lot);

    let revised = test.engine.revise_event(&buyer("b2"), &id, whole(&two), Conditions::default()).await.unwrap();

    let revised = json_of(&revised);
    let lots = revised["lots"].as_array().unwrap();
    assert_eq!((lots.len(), &lots[0]), (2, &before["lots"][0]["id"]));
    assert_ne!(lots[0], lots[1]);
}

// L8.8
#[tokio::test(start_paused = true)]
async fn a_published_event_is_frozen() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    test.publish_event(&id).await;

    let revised =
        test.engine.revise_event(&buyer("b1"), &id, whole(&document(&json!({}))), Conditions::default()).await;
    let published = test.engine.publish_event(&buyer("b1"), &id, Conditions::default()).await;

    assert!(matches!(revised, Err(Denied::WrongState(_))), "{revised:?}");
    assert!(matches!(published, Err(Denied::WrongState(_))), "{published:?}");
}

// L8.1
#[tokio::test(start_paused = true)]
async fn publication_is_refused_with_the_lint_where_the_profile_forbids_it() {
    let test = TestEngine::new().await;
    let mut strict = document_opening(START + Duration::from_mins(5), &json!({}));
    strict["profile"] = json!("reg35");
    let id = test.create(&strict).await;

    let published = test.engine.publish_event(&buyer("b1"), &id, Conditions::default()).await;

    assert!(matches!(&published, Err(Denied::Lint(findings)) if !findings.is_empty()), "{published:?}");
    assert_eq!(event(&test.engine, &buyer("b1"), &id).await.unwrap()["status"], "draft");
}

#[tokio::test(start_paused = true)]
async fn a_publication_is_recorded_whole_or_not_at_all() {
    let store = std::sync::Arc::new(FaultyStore::new());
    let test = TestEngine::over(store.clone(), START, settings()).await;
    let mut two = document(&json!({}));
    let lot = two["lots"][0].clone();
    two["lots"].as_array_mut().unwrap().push(lot);
    let id = test.create(&two).await;

    store.fail_next(1);
    assert_eq!(test.engine.publish_event(&buyer("b1"), &id, Conditions::default()).await, Err(Denied::Unavailable));

    assert_eq!(records(&store, &StreamId::event(&id)).await.len(), 1);
    let all = store.scan(None, 10).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
}

#[tokio::test(start_paused = true)]
async fn bids_go_on_while_a_large_event_is_published() {
    let test = TestEngine::new().await;
    let mut large = document(&json!({}));
    large["lots"] = json!(vec![large["lots"][0].clone(); 90]);
    let id = test.create(&large).await;
    let engine = test.engine.clone();
    let publishing = tokio::spawn(async move { engine.publish_event(&buyer("b1"), &id, Conditions::default()).await });

    let mut turns = 0_u32;
    while !publishing.is_finished() {
        tokio::task::yield_now().await;
        turns += 1;
    }

    assert!(publishing.await.unwrap().is_ok());
    assert!(turns > 500, "other tasks had {turns} turns meanwhile");
}

#[tokio::test(start_paused = true)]
async fn an_event_whose_first_records_are_too_large_stays_a_draft() {
    let test = TestEngine::new().await;
    let mut large = parsed(&document(&json!({})));
    large.terms = Some("x".repeat(1 << 20));
    large.lots = vec![large.lots[0].clone(); 130];
    let made = test.engine.create_event(&buyer("b1"), large.into(), Conditions::default()).await;
    let id = id_of(&made.unwrap());

    let published = test.engine.publish_event(&buyer("b1"), &id, Conditions::default()).await;

    assert_eq!(problem_paths(published), ["/lots"]);
    assert_eq!(event(&test.engine, &buyer("b1"), &id).await.unwrap()["status"], "draft");
}

#[tokio::test(start_paused = true)]
async fn events_are_listed_newest_first() {
    let test = TestEngine::new().await;
    for title in ["first", "second", "third"] {
        test.publish(&titled(title)).await;
        tokio::time::advance(MS).await;
    }

    assert_eq!(titles(&test.engine, &supplier("acme")).await, ["third", "second", "first"]);
}

/// G51
#[tokio::test(start_paused = true)]
async fn an_event_has_the_rules_of_each_lot_in_the_words_of_its_page() {
    let test = TestEngine::new().await;
    let rules = json!({"ceiling": "400", "reserve": "123.45", "min_decrement": {"absolute": "2"}});
    let id = test.create(&document(&rules)).await;
    let draft = event(&test.engine, &buyer("b1"), &id).await.unwrap();
    test.publish_event(&id).await;

    for by in [supplier("acme"), observer("RFS"), buyer("b1"), auditor()] {
        let published = event(&test.engine, &by, &id).await.unwrap();
        let lot = &published["lots"][0]["id"];
        let view = test.view(&by, &crate::ids::LotId::parse(lot.as_str().unwrap()).unwrap()).await;

        assert_eq!(published["rules_words"], json!([{"lot": lot, "words": view["words"]}]), "{by:?}");
        assert!(!published["rules_words"].to_string().contains("123.45"), "{by:?}");
    }
    let to_buyer = event(&test.engine, &buyer("b1"), &id).await.unwrap();
    let about_times = |rule: &Value| rule["about"] == "close";
    let [drafted, published] =
        [draft, to_buyer].map(|event| event["rules_words"][0]["words"].as_array().unwrap().clone());
    for (drafted, published) in drafted.iter().zip(&published) {
        assert!(about_times(drafted) || drafted == published, "{drafted} {published}");
    }
    assert!(drafted.iter().any(about_times), "a lot that opens now has no times yet: {drafted:?}");
}

/// G66
#[tokio::test(start_paused = true)]
async fn lists_say_when_a_lot_ended() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    test.publish_event(&id).await;
    let shown = async || {
        let listed: Value =
            serde_json::from_slice(&test.engine.events(&supplier("acme"), &EventFilter::default()).await.unwrap())
                .unwrap();
        let whole = event(&test.engine, &supplier("acme"), &id).await.unwrap();
        assert_eq!(listed["events"][0]["lots"], whole["lots"]);
        whole["lots"][0].clone()
    };
    let before = shown().await;
    let access = test.access(&buyer("b1"), &crate::ids::LotId::parse(before["id"].as_str().unwrap()).unwrap()).await;
    tokio::time::advance(Duration::from_secs(1)).await;

    access.act(br#"{"type":"close","reason":"agreed"}"#, None).await.unwrap();

    let (ended_at, after) = (json!(test.clock.now()), shown().await);
    assert_eq!((&before["ended_at"], &after["closes_at"], &after["ended_at"]), (&Value::Null, &ended_at, &ended_at));
}

#[test]
fn events_are_read_back_after_a_restart() {
    let store = std::sync::Arc::new(FaultyStore::new());
    let (draft, published, before) = one_run(&store, START, async |test| {
        let (draft, published) = (test.create(&titled("draft")).await, test.create(&titled("published")).await);
        test.publish_event(&published).await;
        let before = event(&test.engine, &buyer("b1"), &published).await.unwrap();
        (draft, published, before)
    });

    one_run(&store, START + Duration::from_mins(1), async |test| {
        let mut after = event(&test.engine, &buyer("b1"), &published).await.unwrap();
        after["lots"] = before["lots"].clone();
        assert_eq!(after, before, "the lint as it was at publication too");
        let revised =
            test.engine.revise_event(&buyer("b1"), &draft, whole(&titled("revised")), Conditions::default()).await;
        assert!(revised.is_ok(), "{revised:?}");
        assert_eq!(titles(&test.engine, &buyer("b1")).await.len(), 2);
    });
}

#[tokio::test(start_paused = true)]
async fn terms_are_accepted_in_each_lot_that_the_supplier_is_invited_to() {
    let test = TestEngine::new().await;
    let mut document = document(&json!({}));
    document["terms"] = json!("By bidding you accept.");
    let mut other = document["lots"][0].clone();
    other["bidders"] = json!([{"bidder": "bolt"}]);
    document["lots"].as_array_mut().unwrap().push(other);
    let id = test.create(&document).await;
    test.publish_event(&id).await;
    let accept = async |org: &str| -> Value {
        serde_json::from_slice(&test.engine.accept_terms(&supplier(org), &id).await.unwrap()).unwrap()
    };

    let acmes = accept("acme").await;
    let bolts = accept("bolt").await;
    let again = accept("acme").await;

    assert_eq!((acmes["lots"].as_array().unwrap().len(), bolts["lots"].as_array().unwrap().len()), (1, 2));
    assert_eq!(again, acmes, "accepted once, answered again");
    assert!(matches!(test.engine.accept_terms(&buyer("b1"), &id).await, Err(Denied::Forbidden(_))));
    assert_eq!(test.engine.accept_terms(&supplier("stranger"), &id).await, Err(Denied::NotFound));
    let lot = crate::ids::LotId::parse(acmes["lots"][0]["lot"].as_str().unwrap()).unwrap();
    assert_eq!(rank(&test.bidder("acme", &lot).await.bid("a1", "2.98").await), 1);
}

#[tokio::test(start_paused = true)]
async fn an_event_without_terms_has_none_to_accept() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    test.publish_event(&id).await;

    assert!(matches!(test.engine.accept_terms(&supplier("acme"), &id).await, Err(Denied::WrongState(_))));
}

// G124
#[tokio::test(start_paused = true)]
async fn a_draft_is_told_of_another_event_that_has_its_reference() {
    let test = TestEngine::new().await;
    let referenced = |title: &str| {
        let mut document = titled(title);
        document["reference"] = json!("WTP-14");
        document
    };
    let is_told = |answer: &Value| answer["lint"].as_array().unwrap().iter().any(|one| one["code"] == "reference_used");
    let make = async |by: &crate::auth::Principal, title: &str| {
        json_of(&test.engine.create_event(by, whole(&referenced(title)), no_conditions()).await.unwrap())
    };

    let first = make(&buyer("b1"), "first").await;
    let second = make(&buyer("b1"), "second").await;
    let id = EventId::parse(second["id"].as_str().unwrap()).unwrap();
    let theirs = principal(Role::Buyer, "other", "b9");
    let foreign = make(&theirs, "foreign").await;

    assert_eq!([&first, &second, &foreign].map(is_told), [false, true, false]);
    assert!(is_told(&event(&test.engine, &buyer("b1"), &id).await.unwrap()));
    let again = test.engine.revise_event(&buyer("b1"), &id, whole(&referenced("again")), no_conditions()).await;
    assert!(is_told(&json_of(&again.unwrap())));
    assert!(is_told(&test.publish_event(&id).await));
    assert!(!is_told(&event(&test.engine, &buyer("b1"), &id).await.unwrap()), "the lint as it was at publication");
}

// G110
#[tokio::test(start_paused = true)]
async fn everybody_who_sees_an_event_is_shown_whom_to_ask() {
    let test = TestEngine::new().await;
    let contact = json!({"name": "Ann Bell", "telephone": "01246 277271", "email": null, "hours": null});
    let mut document = document(&json!({}));
    document["contact"] = contact.clone();
    let id = test.create(&document).await;
    test.publish_event(&id).await;

    for by in [supplier("acme"), observer("RFS"), buyer("b2"), auditor()] {
        let shown = event(&test.engine, &by, &id).await.unwrap();
        let listed: Value =
            serde_json::from_slice(&test.engine.events(&by, &EventFilter::default()).await.unwrap()).unwrap();
        let lot = crate::ids::LotId::parse(shown["lots"][0]["id"].as_str().unwrap()).unwrap();
        let view: Value = serde_json::from_slice(&test.access(&by, &lot).await.view().await.unwrap()).unwrap();

        assert_eq!([&shown["document"]["contact"], &listed["events"][0]["contact"]], [&contact; 2], "{by:?}");
        assert_eq!(view["event"]["contact"], contact, "{by:?}");
    }
}

// G111
#[tokio::test(start_paused = true)]
async fn where_trusts_are_hidden_no_answer_to_an_observer_has_another_trusts_figures() {
    let test = TestEngine::new().await;
    let mut document = document(&json!({"show": {"other_trusts": false}}));
    document["lots"][0]["items"][0]["baselines"]["RFS"] = json!("3.2077");
    document["lots"][0]["items"][0]["volumes"]["RFS"] = json!("40.123");
    let id = test.create(&document).await;
    test.publish_event(&id).await;
    let shown = event(&test.engine, &observer("RHQ"), &id).await.unwrap();
    let lot = crate::ids::LotId::parse(shown["lots"][0]["id"].as_str().unwrap()).unwrap();
    test.bidder("acme", &lot).await.bid("a1", "2.98").await;
    let close = br#"{"type":"close","reason":"agreed"}"#;
    test.access(&buyer("b1"), &lot).await.act(close, None).await.unwrap();

    let access = test.access(&observer("RHQ"), &lot).await;
    let view: Value = serde_json::from_slice(&access.view().await.unwrap()).unwrap();
    let history = lines(&access, crate::ids::Seq::ZERO).await;

    let trusts: Vec<&Value> = view["savings"]["trusts"].as_array().unwrap().iter().map(|trust| &trust["ods"]).collect();
    assert_eq!(trusts, ["RHQ"]);
    assert!(view["savings"]["total"]["spend"].is_string());
    let texts = [shown.to_string(), view.to_string(), String::from_utf8_lossy(&history.concat()).into_owned()];
    for text in texts {
        for hidden in ["3.2077", "\"40.123\"", "\"RFS\":\""] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        assert!(text.contains("2.95"), "its own baseline: {text}");
    }
    let rfs = event(&test.engine, &observer("RFS"), &id).await.unwrap();
    assert!(rfs.to_string().contains("3.2077"), "each trust sees its own");
}
