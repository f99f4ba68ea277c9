//! Events: drafts, revisions, publication, and who is shown what.

use std::time::Duration;

use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Role;
use crate::engine::{Denied, Engine};
use crate::ids::EventId;
use crate::journal::StreamId;
use crate::journal::faulty::FaultyStore;

async fn event(engine: &Engine, by: &crate::auth::Principal, id: &EventId) -> Result<Value, Denied> {
    engine.event(by, id).await.map(|text| serde_json::from_slice(&text).unwrap())
}

async fn titles(engine: &Engine, by: &crate::auth::Principal) -> Vec<String> {
    let events: Value = serde_json::from_slice(&engine.events(by).await.unwrap()).unwrap();
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
    test.engine.publish_event(&buyer("b1"), &id).await.unwrap();

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
    let new = || parsed(&document(&json!({})));

    for by in [auditor(), principal(Role::Admin, "wtp", "root")] {
        let created = test.engine.create_event(&by, new()).await;
        assert!(matches!(created, Err(Denied::Forbidden(_))), "{created:?}");
        assert!(matches!(test.engine.revise_event(&by, &id, new()).await, Err(Denied::Forbidden(_))));
        assert!(matches!(test.engine.publish_event(&by, &id).await, Err(Denied::Forbidden(_))));
    }
    for by in [supplier("acme"), observer("RFS"), principal(Role::Buyer, "other", "b9")] {
        assert_eq!(test.engine.revise_event(&by, &id, new()).await, Err(Denied::NotFound));
        assert_eq!(test.engine.publish_event(&by, &id).await, Err(Denied::NotFound));
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

    let revised = test.engine.revise_event(&buyer("b2"), &id, parsed(&two)).await.unwrap();

    let revised: Value = serde_json::from_slice(&revised).unwrap();
    let lots = revised["lots"].as_array().unwrap();
    assert_eq!((lots.len(), &lots[0]), (2, &before["lots"][0]["id"]));
    assert_ne!(lots[0], lots[1]);
}

// L8.8
#[tokio::test(start_paused = true)]
async fn a_published_event_is_frozen() {
    let test = TestEngine::new().await;
    let id = test.create(&document(&json!({}))).await;
    test.engine.publish_event(&buyer("b1"), &id).await.unwrap();

    let revised = test.engine.revise_event(&buyer("b1"), &id, parsed(&document(&json!({})))).await;
    let published = test.engine.publish_event(&buyer("b1"), &id).await;

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

    let published = test.engine.publish_event(&buyer("b1"), &id).await;

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
    assert_eq!(test.engine.publish_event(&buyer("b1"), &id).await, Err(Denied::Unavailable));

    assert_eq!(records(&store, &StreamId::event(&id)).await.len(), 1);
    let all: Vec<_> = futures::TryStreamExt::try_collect(
        crate::journal::Journal::start(
            store.clone(),
            crate::journal::WriterLimits { commit_records_max: 1, commit_bytes_max: 1, queue_len_max: 1 },
        )
        .0
        .read_all(),
    )
    .await
    .unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
}

#[tokio::test(start_paused = true)]
async fn bids_go_on_while_a_large_event_is_published() {
    let test = TestEngine::new().await;
    let mut large = document(&json!({}));
    large["lots"] = json!(vec![large["lots"][0].clone(); 90]);
    let id = test.create(&large).await;
    let engine = test.engine.clone();
    let publishing = tokio::spawn(async move { engine.publish_event(&buyer("b1"), &id).await });

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
    let made = test.engine.create_event(&buyer("b1"), large).await.unwrap();
    let made: Value = serde_json::from_slice(&made).unwrap();
    let id = EventId::parse(made["id"].as_str().unwrap()).unwrap();

    let published = test.engine.publish_event(&buyer("b1"), &id).await;

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
    test.engine.publish_event(&buyer("b1"), &id).await.unwrap();

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
    test.engine.publish_event(&buyer("b1"), &id).await.unwrap();
    let shown = async || {
        let listed: Value = serde_json::from_slice(&test.engine.events(&supplier("acme")).await.unwrap()).unwrap();
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
        test.engine.publish_event(&buyer("b1"), &published).await.unwrap();
        let before = event(&test.engine, &buyer("b1"), &published).await.unwrap();
        (draft, published, before)
    });

    one_run(&store, START + Duration::from_mins(1), async |test| {
        let mut after = event(&test.engine, &buyer("b1"), &published).await.unwrap();
        after["lots"] = before["lots"].clone();
        assert_eq!(after, before, "the lint as it was at publication too");
        let revised = test.engine.revise_event(&buyer("b1"), &draft, parsed(&titled("revised"))).await;
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
    test.engine.publish_event(&buyer("b1"), &id).await.unwrap();
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
    test.engine.publish_event(&buyer("b1"), &id).await.unwrap();

    assert!(matches!(test.engine.accept_terms(&supplier("acme"), &id).await, Err(Denied::WrongState(_))));
}
