//! Names of people in views, and who is not shown them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::feed::{all_frames, types};
use super::fixture::*;
use crate::auth::people::{People, PersonDetails, SecurityEvent};
use crate::auth::{Directory, PeopleInMemory, Person, Role};
use crate::engine::EngineSettings;
use crate::ids::{BidRef, OrgId, PersonId};

async fn people_with_bea() -> Arc<dyn People> {
    let people: Arc<dyn People> = Arc::new(PeopleInMemory::default());
    let (id, org) = (PersonId::parse("b1").unwrap(), OrgId::parse("wtp").unwrap());
    let bea = Person::new(id, "bea@example.org", Role::Buyer, org, START);
    people.add(Person { name: Some("Bea Hall".to_owned()), ..bea }.into()).await.unwrap();
    people
}

// G4, E59
#[tokio::test(start_paused = true)]
async fn an_open_page_shows_a_name_as_it_is_now_and_none_once_its_person_is_erased() {
    let (people, directory) = (people_with_bea().await, Directory::default());
    let mut settings = settings();
    settings.directory = directory.clone();
    let test = TestEngine::with(settings).await;
    let mut strict = document(&json!({}));
    strict["four_eyes"] = json!(true);
    let lot = test.publish(&strict).await.remove(0);
    let by_bea = test.access(&buyer("b1"), &lot).await;
    let exclude = json!({"type": "exclude", "bidder": "bolt", "reason": "it withdrew"}).to_string();
    by_bea.act(exclude.as_bytes(), None).await.unwrap();
    let mut feeds = [
        by_bea.follow().await.unwrap(),
        test.access(&supplier("acme"), &lot).await.follow().await.unwrap(),
        test.access(&observer("RFS"), &lot).await.follow().await.unwrap(),
    ];
    for feed in &mut feeds {
        all_frames(feed).await;
    }
    let names = async |feed: &mut crate::engine::Feed| {
        tokio::time::advance(std::time::Duration::from_secs(1)).await;
        let frames = all_frames(feed).await;
        assert!(types(&frames).iter().all(|kind| *kind == "update"), "{frames:?}");
        frames.iter().map(|frame| frame["proposals"][0]["by_name"].clone()).collect::<Vec<Value>>()
    };

    directory.refresh(&*people).await.unwrap();
    let known = names(&mut feeds[0]).await;
    let details =
        PersonDetails { name: Some("Bea Shaw".to_owned()), email: "bea@example.org".to_owned(), telephone: None };
    people.rewrite(PersonId::parse("b1").unwrap(), details).await.unwrap();
    directory.refresh(&*people).await.unwrap();
    let renamed = names(&mut feeds[0]).await;
    people.erase(PersonId::parse("b1").unwrap(), SecurityEvent::erasure(test.clock.now())).await.unwrap();
    directory.refresh(&*people).await.unwrap();
    let erased = names(&mut feeds[0]).await;

    assert_eq!((known, renamed, erased), (vec![json!("Bea Hall")], vec![json!("Bea Shaw")], vec![Value::Null]));
    for feed in &mut feeds[1..] {
        assert_eq!(names(feed).await, Vec::<Value>::new(), "suppliers and observers are shown no person");
    }
}

/// What a viewer sees of the only request for an annulment: who asks, under which name.
fn asker(view: &Value) -> (Option<Value>, Option<Value>) {
    let request = &view["requests"][0];
    (request.get("by").cloned(), request.get("by_name").cloned())
}

/// A lot in which somebody of acme has asked for an annulment.
async fn lot_with_a_request(test: &TestEngine, rules: &Value) -> crate::ids::LotId {
    let lot = test.open_lot(rules).await;
    let mut acme = test.bidder("acme", &lot).await;
    acme.bid("a1", "2.98").await;
    acme.access.request_annulment(BidRef::parse("a1").unwrap(), "a slip".to_owned(), None).await.unwrap();
    lot
}

// G4, G33
#[tokio::test(start_paused = true)]
async fn a_request_says_who_of_the_bidder_asks_also_after_a_restart() {
    let people: Arc<dyn People> = Arc::new(PeopleInMemory::default());
    let (id, org) = (PersonId::parse("acme-person").unwrap(), OrgId::parse("acme").unwrap());
    let sam = Person::new(id.clone(), "sam@acme.example", Role::Supplier, org, START);
    people.add(Person { name: Some("Sam Fell".to_owned()), ..sam }.into()).await.unwrap();
    let directory = Directory::default();
    directory.refresh(&*people).await.unwrap();
    let with_names = || EngineSettings { directory: directory.clone(), ..settings() };
    let first = TestEngine::with(with_names()).await;
    let lot = lot_with_a_request(&first, &json!({})).await;

    let before = [first.view(&buyer("b1"), &lot).await, first.view(&auditor(), &lot).await];
    let others = [first.view(&supplier("acme"), &lot).await, first.view(&observer("RFS"), &lot).await];
    let again = TestEngine::over(first.store.clone(), first.clock.now(), with_names()).await;
    let after = again.view(&buyer("b1"), &lot).await;
    people.erase(id, SecurityEvent::erasure(first.clock.now())).await.unwrap();
    directory.refresh(&*people).await.unwrap();
    let erased = again.view(&buyer("b1"), &lot).await;

    let sam = (Some(json!("acme-person")), Some(json!("Sam Fell")));
    for view in [&before[0], &before[1], &after] {
        assert_eq!(asker(view), sam, "{view}");
    }
    assert_eq!(asker(&erased), (Some(json!("acme-person")), Some(Value::Null)));
    for view in others {
        assert!(!view.to_string().contains("acme-person"), "{view}");
    }
}

// G4, G33
#[tokio::test(start_paused = true)]
async fn a_buyer_who_may_not_know_the_bidder_is_not_told_who_of_it_asks() {
    let test = TestEngine::new().await;
    let lot = lot_with_a_request(&test, &json!({"show": {"identities_to_buyer": "after_close"}})).await;

    let (buyer, auditor) = (test.view(&buyer("b1"), &lot).await, test.view(&auditor(), &lot).await);

    assert_eq!(asker(&buyer), (None, None), "{buyer}");
    assert_eq!(asker(&auditor), (Some(json!("acme-person")), Some(Value::Null)), "{auditor}");
}
