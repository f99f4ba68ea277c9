//! Who led a lot when, and what an observer's trust would have saved by it.

use serde_json::{Value, json};

use crate::auction::fixture::*;
use crate::auction::view::Viewer;
use crate::ids::Seq;

fn leads(play: &Play, viewer: &Viewer) -> Vec<Value> {
    let points = play.lot.leads(Seq::ZERO, 100).shown_to(viewer);
    points.into_iter().map(|point| serde_json::to_value(point).unwrap()).collect()
}

/// Totals of the offers that led, in order; null where none was left.
fn totals(play: &Play) -> Vec<Value> {
    leads(play, &buyer()).into_iter().map(|point| point["total"].clone()).collect()
}

// G67
#[test]
fn each_record_after_which_another_offer_led_is_listed_once() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.bid(BOLT, "11");
    play.bid(BOLT, "9");
    play.bid(BOLT, "8");

    play.act(annul(BOLT)).unwrap();
    play.act(exclude(BOLT)).unwrap();
    play.act(annul(ACME)).unwrap();
    play.bid(CREW, "12");

    let led = ["1000.00", "900.00", "800.00", "900.00", "1000.00"].map(|total| json!(total));
    assert_eq!(totals(&play), [&led[..], &[json!(null), json!("1200.00")]].concat());
}

// G67
#[test]
fn the_best_opening_offer_leads_from_the_opening() {
    let play = Play::open(with(|setup| {
        setup.bidders[0].opening = Some([amount("12")].into_iter().collect());
        setup.bidders[1].opening = Some([amount("11")].into_iter().collect());
    }));

    let [first] = &leads(&play, &auditor())[..] else { panic!("one offer leads") };

    assert_eq!((&first["seq"], &first["at"], &first["bidder"]), (&json!(1), &json!(OPEN), &json!("bolt")));
}

// G67, L7.2
#[test]
fn an_observer_sees_its_own_trusts_saving_under_aliases_and_a_supplier_sees_nothing() {
    let mut play = Play::open(setup());
    play.bid(ACME, "13");
    play.bid(BOLT, "10");

    let of_observer = leads(&play, &observer("RFS"));
    let saving = |point: &Value| (point["own"]["saving"].clone(), point["own"]["percent"].clone());

    assert_eq!(
        of_observer.iter().map(saving).collect::<Vec<_>>(),
        [(json!("-40.00"), json!("-8.3")), (json!("80.00"), json!("16.7"))]
    );
    assert!(of_observer.iter().all(|point| point.get("bidder").is_none() && point["alias"].is_string()));
    assert!(leads(&play, &observer("RXX")).iter().all(|point| point["own"].is_null()));
    assert!(leads(&play, &buyer()).iter().all(|point| point["own"].is_null() && point["bidder"].is_string()));
    assert_eq!(leads(&play, &supplier(ACME)), [json!(null); 0]);

    play.act(cancel()).unwrap();
    assert!(leads(&play, &observer("RFS")).iter().all(|point| point["own"].is_null()));
}

// G67
#[test]
fn in_a_weighted_lot_another_bidders_offer_can_change_who_leads() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"scoring": "weighted", "price_weight": "60"}));
        for (bidder, quality) in setup.bidders.iter_mut().zip(["40", "29", "1"]) {
            bidder.quality = Some(amount(quality));
        }
    }));
    // Scores: 40 + 60 × 8 ÷ 10 = 88, and 29 + 60 = 89. With a lowest offer of 4: 64, 59, and 61 for that offer.
    play.bid(ACME, "10");
    play.bid(BOLT, "8");

    play.bid(CREW, "4");

    assert_eq!(totals(&play), ["1000.00", "800.00", "1000.00"].map(|total| json!(total)));
}

// G67
#[test]
fn changes_of_the_lead_come_page_by_page() {
    let mut play = Play::open(setup());
    for price in ["12", "11", "10"] {
        play.bid(ACME, price);
    }
    let page = |after: Seq, limit: usize| {
        let page = play.lot.leads(after, limit);
        (page.shown_to(&buyer()).len(), page.next)
    };

    let (shown, next) = page(Seq::ZERO, 2);
    assert_eq!((shown, next.is_some()), (2, true));
    assert_eq!(page(next.unwrap(), 2), (1, None));
}
