//! What a buyer's acts leave in the views: annulled offers, exclusions, pauses.

use serde_json::{Value, json};

use crate::auction::command::Command;
use crate::auction::fixture::*;
use crate::auction::view::{OfferVoid, Viewer};
use crate::ids::Seq;

fn you(play: &Play, bidder: &str) -> Value {
    play.view(&supplier(bidder))["you"].clone()
}

#[test]
fn a_bidder_sees_how_many_of_its_own_bids_were_accepted_and_refused() {
    let mut play = Play::open(with(|setup| setup.bidders[0].opening = Some([amount("12")].into_iter().collect())));
    let counts = |play: &Play, bidder: &str| you(play, bidder)["bids"].clone();
    assert_eq!(counts(&play, ACME), json!({"accepted": 0, "refused": 0}), "an opening offer is no bid");

    let bid = play.glove(ACME, "11");
    play.place(bid.clone());
    play.place(bid);
    play.bid(ACME, "11.50");
    play.bid(BOLT, "0");
    play.act(annul(ACME)).unwrap();

    assert_eq!(counts(&play, ACME), json!({"accepted": 1, "refused": 1}), "a repeat is no other bid");
    assert_eq!(counts(&play, BOLT), json!({"accepted": 0, "refused": 1}));
}

#[test]
fn a_bidder_sees_its_annulled_offer_until_a_later_bid_is_accepted() {
    let mut play = Play::open(with(|setup| setup.bidders[0].opening = Some([amount("12")].into_iter().collect())));
    let annulled = |play: &Play, bidder: &str| you(play, bidder)["annulled"].clone();
    play.at(second(1)).bid(ACME, "10");
    assert_eq!(annulled(&play, ACME), json!(null));

    play.at(second(5)).act(annul(ACME)).unwrap();

    let latest = json!({"seq": 3, "total": "1000.00", "evaluated": "1000.00", "at": second(1),
        "annulled_at": second(5), "reason": "typing mistake"});
    assert_eq!((annulled(&play, ACME), annulled(&play, BOLT)), (latest.clone(), json!(null)));
    play.at(second(6)).bid(ACME, "13");
    assert_eq!(annulled(&play, ACME), latest, "a refused bid changes nothing");
    play.at(second(7)).act(annul(ACME)).unwrap();
    assert_eq!(annulled(&play, ACME)["seq"], json!(null), "the latest is the opening offer");
    play.at(second(8)).bid(ACME, "11");
    assert_eq!(annulled(&play, ACME), json!(null));
}

#[test]
fn an_excluded_bidder_is_told_when_and_why_and_a_buyer_still_sees_its_offer() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    let row = |play: &Play| {
        let rows = play.view(&buyer())["bidders"].clone();
        let row = rows.as_array().unwrap().iter().find(|row| row["bidder"] == ACME).unwrap();
        ["excluded", "exclusion", "total", "evaluated"].map(|member| row[member].clone())
    };
    assert_eq!(row(&play), [json!(false), json!(null), json!("1000.00"), json!("1000.00")]);

    play.at(second(5)).act(exclude(ACME)).unwrap();

    let exclusion = json!({"at": second(5), "reason": "insolvent"});
    assert_eq!(you(&play, ACME)["exclusion"], exclusion);
    assert_eq!(you(&play, BOLT)["exclusion"], json!(null));
    assert_eq!(row(&play), [json!(true), exclusion, json!("1000.00"), json!("1000.00")]);
}

#[test]
fn a_point_of_the_graph_says_which_act_took_its_offer_out_first() {
    let mut play = Play::open(setup());
    for price in ["12", "11", "10"] {
        play.bid(ACME, price);
    }
    play.bid(BOLT, "9");
    play.at(second(5)).act(annul(ACME)).unwrap();
    play.at(second(6)).act(exclude(ACME)).unwrap();
    // At the same instant the earlier record counts.
    play.act(annul(ACME)).unwrap();
    let void = |viewer: &Viewer| {
        let points = play.lot.offers(viewer, Seq::ZERO, 9).offers;
        points.iter().map(|point| (point.annulled, point.void, point.void_at)).collect::<Vec<_>>()
    };

    let (annulled, excluded) = (Some(OfferVoid::Annulled), Some(OfferVoid::Excluded));
    let own =
        [(false, excluded, Some(second(6))), (true, excluded, Some(second(6))), (true, annulled, Some(second(5)))];
    assert_eq!(void(&supplier(ACME)), own);
    assert_eq!(void(&buyer()), [&own[..], &[(false, None, None)]].concat());
}

#[test]
fn a_pause_says_since_when_and_how_long_the_server_was_away() {
    let pause_of = |play: &Play| {
        let pause = play.view(&supplier(ACME))["pause"].clone();
        (pause["since"].clone(), pause["outage_us"].clone())
    };
    let away = |now: i64, alive_until: i64| {
        move |play: &mut Play| {
            play.at(second(now)).send(&Command::Outage { alive_until: second(alive_until) }).unwrap();
        }
    };

    let mut by_a_buyer = Play::open(setup());
    by_a_buyer.at(second(30)).act(pause()).unwrap();
    assert_eq!(pause_of(&by_a_buyer), (json!(second(30)), json!(null)));

    let mut after_an_outage = Play::open(setup());
    away(100, 60)(&mut after_an_outage);
    assert_eq!(pause_of(&after_an_outage), (json!(second(100)), json!(40_000_000)));

    let mut with_a_later_record = Play::open(setup());
    with_a_later_record.at(second(80)).bid(ACME, "10");
    away(100, 60)(&mut with_a_later_record);
    assert_eq!(pause_of(&with_a_later_record), (json!(second(100)), json!(20_000_000)));

    // The record does not show since when the server was away.
    let mut past_the_close = Play::open(setup());
    away(700, 650)(&mut past_the_close);
    let mut before_the_opening = Play::published(setup());
    away(700, -50)(&mut before_the_opening);
    for play in [past_the_close, before_the_opening] {
        assert_eq!(pause_of(&play), (json!(second(700)), json!(null)));
    }
}
