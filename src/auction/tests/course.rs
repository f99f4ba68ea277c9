//! The course of the lead from the opening on, and of a supplier's own offer.

use serde_json::{Value, json};

use crate::auction::fixture::*;
use crate::auction::view::{OwnPath, PathPoint, Viewer};
use crate::ids::Seq;

/// The course of the lead, read in pages of two.
fn path(play: &Play, viewer: &Viewer) -> Vec<Value> {
    let (mut points, mut after) = (Vec::new(), Seq::ZERO);
    loop {
        let page = play.lot.path(after, 2);
        points.extend(page.shown_to(viewer));
        let Some(next) = page.next else { break };
        after = next;
    }
    points.iter().map(|point| serde_json::to_value(point).unwrap()).collect()
}

/// The course of the supplier's own offer, read in pages of one offer.
fn own_path(play: &Play, bidder: &str) -> Vec<(u64, Option<String>)> {
    let viewer = supplier(bidder);
    let mut path = OwnPath::new(&play.lot.report().acts(&viewer), 2);
    let (mut points, mut after) = (Vec::new(), Seq::ZERO);
    loop {
        let page = play.lot.offers(&viewer, after, 1);
        points.extend(path.read(page.offers));
        if page.looked_to >= page.newest {
            break;
        }
        after = page.looked_to;
    }
    points.extend(path.end());
    let shown = |point: PathPoint| (point.seq.unwrap().0, point.total.map(|total| total.to_string()));
    points.into_iter().map(shown).collect()
}

fn members<'v>(points: &'v [Value], member: &str) -> Vec<&'v Value> {
    points.iter().map(|point| &point[member]).collect()
}

fn with_openings() -> Play {
    Play::published(with(|setup| {
        setup.bidders[0].opening = Some([amount("12")].into_iter().collect());
        setup.bidders[1].opening = Some([amount("11")].into_iter().collect());
    }))
}

// G67
#[test]
fn an_opening_offer_leads_from_the_record_of_the_opening() {
    let mut play = with_openings();
    assert_eq!(path(&play, &auditor()), [json!(null); 0], "the lot has not opened");
    play.at(OPEN).wake();
    play.bid(ACME, "10");
    play.act(annul(ACME)).unwrap();
    play.act(annul(BOLT)).unwrap();
    play.act(annul(ACME)).unwrap();

    let points = path(&play, &auditor());

    assert_eq!(members(&points, "seq"), [2, 3, 4, 5, 6].map(|seq| json!(seq)).iter().collect::<Vec<_>>());
    let totals = [json!("1100.00"), json!("1000.00"), json!("1100.00"), json!("1200.00"), json!(null)];
    assert_eq!(members(&points, "total"), totals.iter().collect::<Vec<_>>());
    assert_eq!((&points[0]["bidder"], &points[0]["at"]), (&json!("bolt"), &json!(OPEN)));
    assert_eq!(points[4], json!({"seq": 6, "at": OPEN, "alias": null, "total": null, "evaluated": null}));
}

// G67
#[test]
fn a_leader_excluded_before_the_opening_never_led() {
    let mut play = with_openings();
    play.act(exclude(BOLT)).unwrap();

    play.at(OPEN).wake();

    let points = path(&play, &auditor());
    assert_eq!(points.len(), 1);
    assert_eq!((&points[0]["bidder"], &points[0]["seq"]), (&json!("acme"), &json!(3)));
    assert_eq!(own_path(&play, BOLT), []);
}

// G65, G67
#[test]
fn a_supplier_sees_of_the_course_of_the_lead_what_it_may_see_of_the_lead() {
    let show = |lead_price: bool, all_prices: bool, gate: &str| {
        let mut play = Play::open(ruled(&json!({
            "show": {"lead_price": lead_price, "all_prices": all_prices, "gate": gate},
        })));
        play.bid(ACME, "12");
        play.bid(BOLT, "11");
        play.bid(ACME, "10");
        play
    };

    let course = path(&show(true, false, "none"), &supplier(BOLT));
    let open = path(&show(true, true, "none"), &supplier(BOLT));

    assert_eq!(members(&course, "evaluated"), [&json!("1200.00"), &json!("1100.00"), &json!("1000.00")]);
    assert_eq!(members(&course, "seq"), [&json!(null), &json!(4), &json!(null)]);
    assert_eq!(members(&course, "total"), [&json!(null), &json!("1100.00"), &json!(null)]);
    assert!(course[0]["alias"].is_null() && course[1]["alias"].is_string() && course[1]["own"] == json!(true));
    assert_eq!(members(&open, "seq"), [&json!(3), &json!(4), &json!(5)]);
    assert!(open.iter().all(|point| point["alias"].is_string() && point.get("bidder").is_none()));
    assert_eq!(members(&open, "total"), [&json!(null), &json!("1100.00"), &json!(null)]);
    assert_eq!(path(&show(false, false, "none"), &supplier(BOLT)), [json!(null); 0]);
    assert_eq!(path(&show(true, false, "first_bid"), &supplier(CREW)), [json!(null); 0], "before the gate");
    assert_eq!(path(&show(true, false, "first_bid"), &supplier(BOLT)).len(), 3);
}

// G65
#[test]
fn a_supplier_sees_the_course_of_its_own_offer() {
    let mut play = with_openings();
    play.at(OPEN).wake();
    play.bid(ACME, "10");
    play.bid(BOLT, "9");
    play.bid(ACME, "8");
    play.act(annul(ACME)).unwrap();
    play.act(annul(BOLT)).unwrap();
    play.bid(ACME, "7");
    play.act(exclude(ACME)).unwrap();

    let course = own_path(&play, ACME);

    let total = |seq: u64, total: &str| (seq, Some(total.to_owned()));
    let expected = [
        total(2, "1200.00"),
        total(3, "1000.00"),
        total(5, "800.00"),
        total(6, "1000.00"),
        total(8, "700.00"),
        (9, None),
    ];
    assert_eq!(course, expected);
    assert_eq!(own_path(&play, BOLT), [total(2, "1100.00"), total(4, "900.00"), total(7, "1100.00")]);
    assert_eq!(own_path(&play, CREW), []);
}
