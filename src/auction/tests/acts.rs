//! Acts of buyers and bidders: in which states each is possible, and which need a second buyer.

use crate::auction::command::{Act, Command};
use crate::auction::event::{Cause, CloseCause, Event};
use crate::auction::fixture::*;
use crate::auction::setup::Profile;
use crate::auction::state::{State, WrongState};
use crate::clock::Instant;
use crate::ids::{BidRef, Seq};
use serde_json::{Value, json};

/// A lot in each state. Acme has a standing offer where the lot has been open.
fn in_every_state() -> [(&'static str, Play); 6] {
    let mut open = Play::open(setup());
    open.bid(ACME, "10");
    let after = |act| {
        let mut play = open.clone();
        play.act(act).unwrap();
        play
    };
    let (paused, closed, cancelled) = (after(pause()), after(close()), after(cancel()));
    let mut settling = open.clone();
    settling.at(CLOSE);
    [
        ("scheduled", Play::published(setup())),
        ("open", open),
        ("settling", settling),
        ("paused", paused),
        ("closed", closed),
        ("cancelled", cancelled),
    ]
}

// L6.2
#[test]
fn each_act_has_the_states_that_it_is_for() {
    let until_ended: &[&str] = &["scheduled", "open", "settling", "paused"];
    let cases: [(Act, &[&str]); 9] = [
        (pause(), &["open"]),
        (resume(), &["paused"]),
        (extend(second(900)), &["open", "settling"]),
        (close(), &["open", "paused"]),
        (annul(ACME), &["open", "settling", "paused"]),
        (exclude(BOLT), until_ended),
        (cancel(), until_ended),
        (broadcast("hello", None), until_ended),
        (broadcast("hello", Some(ACME)), until_ended),
    ];
    for (act, allowed) in cases {
        for (state, mut play) in in_every_state() {
            let outcome = play.act(act.clone());

            assert_eq!(outcome.is_ok(), allowed.contains(&state), "{act:?} while {state}: {outcome:?}");
            let refused = matches!(outcome, Err(WrongState::NotNow { .. }));
            assert_eq!(refused, !allowed.contains(&state));
        }
    }
}

#[test]
fn acts_about_an_uninvited_bidder_are_refused() {
    let mut play = Play::open(setup());
    for act in [annul("nobody"), exclude("nobody"), broadcast("hello", Some("nobody"))] {
        assert_eq!(play.act(act), Err(WrongState::UnknownBidder));
    }
}

fn because(outcome: Result<Vec<Event>, WrongState>) -> String {
    match outcome {
        Err(WrongState::NotNow { because, .. }) => because,
        other => panic!("{other:?}"),
    }
}

// L6.2
#[test]
fn a_close_is_extended_only_to_a_later_time_within_the_latest_close() {
    let limited = ruled(&json!({"idle": {"idle_s": 600, "latest_close": second(900)}}));
    // Now, new close, whether the act is possible.
    let cases =
        [(10, 600, false), (10, 601, true), (10, 900, true), (10, 901, false), (650, 640, false), (650, 651, true)];
    for (now, closes_at, taken) in cases {
        let mut play = Play::open(limited.clone());

        let outcome = play.at(second(now)).act(extend(second(closes_at)));

        assert_eq!(outcome.is_ok(), taken, "{now} {closes_at}: {outcome:?}");
    }
    let mut play = Play::open(limited);
    assert!(because(play.act(extend(second(901)))).contains(&second(900).to_string()));
}

// L6.2
#[test]
fn a_buyers_extension_is_not_counted() {
    let mut play = Play::open(setup());

    let events = play.act(extend(second(900))).unwrap();

    assert!(matches!(events[..], [Event::LotExtended { cause: Cause::Buyer, was: CLOSE, .. }]));
    let view = play.view(&supplier(ACME));
    assert_eq!((&view["extensions"], &view["closes_at"]), (&json!(0), &json!(second(900))));
}

// L5.14
#[test]
fn a_planned_restart_is_later_than_now() {
    let pause = |resumes_at: Instant| Act::Pause { resumes_at: Some(resumes_at), reason: "lunch".into() };
    let mut play = Play::open(setup());

    assert!(because(play.act(pause(OPEN))).contains("later"));
    assert!(play.act(pause(second(1))).is_ok());
}

// L1.9, L6.2
#[test]
fn an_annulled_offer_gives_way_to_the_one_before_it() {
    let mut play = Play::open(with(|setup| setup.bidders[0].opening = Some([amount("12")].into_iter().collect())));
    play.bid(ACME, "10");
    play.bid(BOLT, "11");
    play.bid(ACME, "9");
    let total = |play: &Play| play.view(&supplier(ACME))["you"]["total"].clone();

    let events = play.act(annul(ACME)).unwrap();
    assert!(matches!(&events[..], [Event::BidAnnulled { offer: Some(Seq(5)), .. }]));
    assert_eq!((total(&play), play.ranks()), (json!("1000.00"), [Some(1), Some(2), None]));

    play.act(annul(ACME)).unwrap();
    assert_eq!((total(&play), play.ranks()), (json!("1200.00"), [Some(2), Some(1), None]));

    let events = play.act(annul(ACME)).unwrap();
    assert!(matches!(&events[..], [Event::BidAnnulled { offer: None, .. }]));
    assert_eq!((total(&play), play.ranks()), (json!(null), [None, Some(1), None]));
    assert!(because(play.act(annul(ACME))).contains("no standing offer"));
    assert_eq!(play.lot.board().closes_at(), CLOSE);
}

// L6.2
#[test]
fn an_annulment_that_names_an_offer_annuls_no_other() {
    let annul = |seq| Act::Annul { bidder: id(ACME), offer: Some(Seq(seq)), reason: "typing mistake".into() };
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.bid(ACME, "9");

    assert!(because(play.act(annul(3))).contains("not the bidder's standing offer"));
    assert!(play.act(annul(4)).is_ok());
}

// L6.2, L6.9
#[test]
fn a_bidder_is_excluded_once_and_keeps_its_own_row() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.act(exclude(ACME)).unwrap();

    assert!(because(play.act(exclude(ACME))).contains("already"));
    let you = &play.view(&supplier(ACME))["you"];
    assert_eq!((&you["total"], &you["rank"], &you["excluded"]), (&json!("1000.00"), &json!(null), &json!(true)));
    assert_eq!((&you["may_bid"], &you["highest_allowed"]), (&json!(false), &json!(null)));
}

// L6.2
#[test]
fn a_lot_under_regulation_35_has_no_early_close() {
    let mut play = Play::open(with(|setup| setup.event.profile = Profile::Reg35));

    assert!(because(play.act(close())).contains("regulation 35"));

    let mut custom = Play::open(setup());
    assert!(matches!(custom.act(close()).unwrap()[..], [Event::LotClosed { cause: CloseCause::Buyer, .. }]));
}

fn four_eyes() -> Play {
    let mut play = Play::open(with(|setup| setup.event.four_eyes = true));
    play.bid(ACME, "10");
    play
}

// L6.3
#[test]
fn delicate_acts_wait_for_a_second_buyer() {
    let mut at_once = Play::open(setup());
    at_once.bid(ACME, "10");
    for act in [annul(ACME), exclude(ACME), cancel()] {
        let mut play = four_eyes();
        let proposed = play.act_by("bea", act.clone()).unwrap();
        assert_eq!(proposed, [Event::ActProposed { act: act.clone(), by: person("bea") }]);
        assert_eq!(play.rank(ACME), Some(1));

        assert_eq!(play.act_by("bea", approve(4)), Err(WrongState::OwnProposal));
        let events = play.act_by("cy", approve(4)).unwrap();

        assert!(matches!(events[0], Event::ActApproved { act: Seq(4), .. }));
        let immediate = Play::clone(&at_once).act(act).unwrap();
        assert_eq!(events[1..], immediate);
        assert!(matches!(play.act_by("cy", approve(4)), Err(WrongState::NotNow { .. })));
    }
}

// L6.3
#[test]
fn other_acts_take_effect_at_once() {
    let mut play = four_eyes();

    assert!(matches!(play.act(pause()).unwrap()[..], [Event::LotPaused { .. }]));
}

// L6.4
#[test]
fn an_act_that_could_not_take_effect_is_not_proposed() {
    let mut play = four_eyes();

    assert!(because(play.act(annul(BOLT))).contains("no standing offer"));
}

// L6.4
#[test]
fn an_approval_annuls_no_other_offer_than_the_proposed_one() {
    let mut replaced = four_eyes();
    replaced.act_by("bea", annul(ACME)).unwrap();
    replaced.bid(ACME, "9");
    assert!(because(replaced.act_by("cy", approve(4))).contains("no longer"));

    let mut excluded = four_eyes();
    excluded.act_by("bea", exclude(ACME)).unwrap();
    excluded.act_by("bea", exclude(ACME)).unwrap();
    excluded.act_by("cy", approve(4)).unwrap();
    assert!(because(excluded.act_by("cy", approve(5))).contains("already"));
}

// L6.2, L6.3
#[test]
fn a_declined_proposal_is_off() {
    for by in ["bea", "cy"] {
        let mut play = four_eyes();
        play.act_by("bea", annul(ACME)).unwrap();

        assert!(matches!(play.act_by(by, decline(4)).unwrap()[..], [Event::ActDeclined { act: Seq(4), .. }]));

        assert!(because(play.act_by("cy", approve(4))).contains("no such proposal"));
        assert!(because(play.act_by("cy", decline(4))).contains("no such proposal"));
    }
}

// L6.6
#[test]
fn proposals_end_with_the_lot() {
    let mut play = four_eyes();
    play.act_by("bea", cancel()).unwrap();

    play.at(second(601)).wake();

    assert!(because(play.act_by("cy", approve(4))).contains("no such proposal"));
    assert_eq!(play.view(&buyer())["proposals"], json!([]));
}

fn request(bidder: &str, bid_ref: &str) -> Command {
    Command::RequestAnnulment { bidder: id(bidder), bid_ref: BidRef::parse(bid_ref).unwrap(), reason: "a slip".into() }
}

// L6.5
#[test]
fn a_bidder_may_ask_for_its_standing_offer_to_be_annulled() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.bid(ACME, "9");

    assert!(because(play.send(&request(ACME, "ref-1"))).contains("standing offer"));
    assert!(because(play.send(&request(BOLT, "ref-2"))).contains("standing offer"));
    let events = play.send(&request(ACME, "ref-2")).unwrap();

    assert!(matches!(&events[..], [Event::AnnulmentRequested { offer: Seq(4), .. }]));
    assert!(because(play.send(&request(ACME, "ref-2"))).contains("earlier request"));
    assert_eq!(play.view(&supplier(ACME))["you"]["annulment_requested"], true);
    assert_eq!(play.view(&buyer())["requests"][0]["bidder"], ACME);
}

// L6.5
#[test]
fn a_request_says_which_offer_would_go_and_which_would_count_again() {
    let mut play = Play::open(setup());
    play.bid(BOLT, "9.50");
    play.bid(ACME, "10");
    play.send(&request(BOLT, "ref-1")).unwrap();
    play.bid(ACME, "9");
    play.send(&request(ACME, "ref-3")).unwrap();

    let requests = play.view(&buyer())["requests"].clone();

    let told = |nth: usize| (requests[nth]["ref"].clone(), requests[nth]["offer"].clone());
    assert_eq!(told(0), (json!("ref-1"), json!(3)));
    assert_eq!(requests[0]["back_to"], Value::Null, "its only offer");
    assert_eq!(told(1), (json!("ref-3"), json!(6)));
    let totals = [&requests[1]["total"], &requests[1]["back_to"]["total"]];
    assert_eq!(totals, [&json!("900.00"), &json!("1000.00")]);
    assert_eq!(requests[1]["back_to"]["rank"], 2, "behind the offer that the annulled one had overtaken");
}

#[test]
fn a_request_is_declined_granted_or_overtaken() {
    let asked = || {
        let mut play = Play::open(setup());
        play.bid(ACME, "10");
        play.send(&request(ACME, "ref-1")).unwrap();
        play
    };
    let open_requests = |play: &Play| play.view(&buyer())["requests"].as_array().unwrap().len();

    let mut declined = asked();
    let events = declined.act(decline(4)).unwrap();
    assert!(matches!(&events[..], [Event::AnnulmentDeclined { request: Seq(4), bidder, .. }] if *bidder == id(ACME)));
    assert_eq!(
        declined.view(&supplier(ACME))["notices"].as_array().unwrap().last().unwrap()["kind"],
        "annulment_declined"
    );
    assert_eq!(declined.view(&supplier(BOLT))["notices"].as_array().unwrap().len(), 1);
    assert!(because(declined.act(decline(4))).contains("no such"));
    assert!(declined.send(&request(ACME, "ref-1")).is_ok());

    let mut granted = asked();
    granted.act(annul(ACME)).unwrap();
    assert_eq!(open_requests(&granted), 0);

    let mut overtaken = asked();
    overtaken.bid(ACME, "9");
    assert_eq!(open_requests(&overtaken), 0);
}

// L6.5
#[test]
fn the_annulment_of_an_opening_offer_cannot_be_requested() {
    let mut play = Play::open(with(|setup| setup.bidders[0].opening = Some([amount("12")].into_iter().collect())));

    assert!(play.send(&request(ACME, "ref-1")).is_err());
}

// L6.2, L7.11
#[test]
fn a_cancelled_lot_has_no_result() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    play.act(cancel()).unwrap();

    assert_eq!(play.lot.board().state(), State::Cancelled);
    for viewer in [supplier(ACME), buyer(), auditor(), observer("RFS")] {
        let view = play.view(&viewer);
        assert_eq!((&view["result"], &view["savings"]), (&json!(null), &json!(null)));
    }
}
