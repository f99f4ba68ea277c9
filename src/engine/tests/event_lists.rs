//! The list of events: filters, pages, and what it says of lots.

use serde_json::{Value, json};

use super::fixture::*;
use crate::auth::Principal;
use crate::engine::{EngineSettings, EventFilter};
use crate::event::EventStatus;

/// G5
#[tokio::test(start_paused = true)]
async fn the_list_is_filtered_and_comes_in_pages() {
    let test = TestEngine::new().await;
    for (title, reference) in [("Gloves", "W-1"), ("Masks", "W-2"), ("Gowns", "X-3"), ("Straße", "X-4")] {
        test.engine
            .create_event(&buyer("b1"), kept(&json!({"title": title, "reference": reference})), no_conditions())
            .await
            .unwrap();
        tokio::time::advance(MS).await;
    }
    let titles = async |filter: EventFilter| -> (Vec<String>, Option<String>) {
        let list = listed(&test, &buyer("b1"), &filter).await;
        let titles = list["events"].as_array().unwrap().iter().map(|event| event["title"].as_str().unwrap().to_owned());
        (titles.collect(), list["next"].as_str().map(str::to_owned))
    };
    let with_text = |words: &str| EventFilter { text: Some(words.to_owned()), ..EventFilter::default() };
    let page = |count_max, after: Option<String>| {
        let after = after.map(|after| after.parse().unwrap());
        EventFilter { count_max: Some(count_max), after, ..EventFilter::default() }
    };

    assert_eq!(titles(with_text("g")).await.0, ["Gowns", "Gloves"]);
    assert_eq!(titles(with_text("w-")).await.0, ["Masks", "Gloves"]);
    assert_eq!(titles(with_text("STRAß")).await.0, ["Straße"]);
    assert_eq!(titles(EventFilter { status: Some(EventStatus::Published), ..EventFilter::default() }).await.0, [""; 0]);
    let (first, next) = titles(page(3, None)).await;
    assert_eq!(first, ["Straße", "Gowns", "Masks"]);
    let (second, end) = titles(page(3, next.clone())).await;
    assert_eq!((second, end), (vec!["Gloves".to_owned()], None));
    assert_eq!(titles(page(4, None)).await.1, None, "all of them are on it");
    let rest = EventFilter { after: next.map(|next| next.parse().unwrap()), ..EventFilter::default() };
    assert_eq!(titles(rest).await.0, ["Gloves"]);
}

/// G5
#[tokio::test(start_paused = true)]
async fn the_list_says_what_opens_or_closes_next() {
    let test = TestEngine::new().await;
    let mut two = document(&json!({}));
    let later = document_opening(START + DURATION / 2, &json!({}))["lots"][0].clone();
    two["lots"].as_array_mut().unwrap().push(later);
    let id = test.create(&two).await;
    let next_at =
        async || listed(&test, &supplier("acme"), &EventFilter::default()).await["events"][0]["next_at"].clone();
    test.publish_event(&id).await;
    settle_down().await;

    assert_eq!(next_at().await, json!(START + DURATION / 2));
    test.pass_until(START + DURATION / 2 + MS).await;
    settle_down().await;
    assert_eq!(next_at().await, json!(CLOSE));
    test.pass_until(CLOSE + DURATION).await;
    settle_down().await;
    assert_eq!(next_at().await, json!(null));
}

/// G5
#[tokio::test(start_paused = true)]
async fn the_list_says_who_leads_and_where_a_supplier_stands_also_once_the_lot_is_not_in_memory() {
    let rules = json!({"show": {"identities_to_buyer": "after_close", "identities_to_observer": false}});
    let settings = EngineSettings { unload_after: MS, ..settings() };
    let test = TestEngine::with(settings).await;
    let lot = test.open_lot(&rules).await;
    let offers = async |by: &Principal| {
        let list = listed(&test, by, &EventFilter::default()).await;
        let lot = &list["events"][0]["lots"][0];
        (lot["you"].clone(), lot["lead"].clone())
    };
    let nobody = (offers(&supplier("bolt")).await, offers(&observer("RFS")).await);
    assert_eq!(nobody.0, (json!({"rank": null, "total": null}), Value::Null));
    assert_eq!(nobody.1, (Value::Null, Value::Null));
    let bid = test.bidder("acme", &lot).await.bid("a1", "2.98").await;
    let alias = test.view(&observer("RFS"), &lot).await["market"]["offers"][0]["alias"].clone();

    let open = [offers(&observer("RFS")).await.1, offers(&buyer("b1")).await.1];
    let own = [offers(&supplier("acme")).await.0, offers(&supplier("bolt")).await.0];
    test.pass_until(CLOSE + DURATION).await;
    settle_down().await;
    let closed = [offers(&observer("RFS")).await.1, offers(&buyer("b1")).await.1];

    let lead = |alias: &Value| json!({"alias": alias, "total": "298.00", "evaluated": "298.00", "score": null, "seq": seq(&bid)});
    assert_eq!(own, [json!({"rank": 1, "total": "298.00"}), json!({"rank": null, "total": null})]);
    assert_eq!(open[0], lead(&alias));
    assert_eq!(
        (open[1].get("bidder"), &closed[1]["bidder"], &closed[1]["name"]),
        (None, &json!("acme"), &json!("Acme Ltd"))
    );
    assert_eq!(closed[0], open[0], "an observer never learns the name here");
    assert_eq!(offers(&supplier("acme")).await.0, own[0]);
}
