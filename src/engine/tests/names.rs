//! Names of people in views, and who is not shown them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::feed::{all_frames, types};
use super::fixture::*;
use crate::auth::people::{People, PersonDetails};
use crate::auth::{Directory, PeopleInMemory, Person, Role};
use crate::ids::{OrgId, PersonId};

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
    people.erase(PersonId::parse("b1").unwrap()).await.unwrap();
    directory.refresh(&*people).await.unwrap();
    let erased = names(&mut feeds[0]).await;

    assert_eq!((known, renamed, erased), (vec![json!("Bea Hall")], vec![json!("Bea Shaw")], vec![Value::Null]));
    for feed in &mut feeds[1..] {
        assert_eq!(names(feed).await, Vec::<Value>::new(), "suppliers and observers are shown no person");
    }
}
