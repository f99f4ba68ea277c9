//! Opening, close, extension, idle close, pause, outage.

use serde_json::{Value, json};

use crate::auction::command::{Act, Command};
use crate::auction::event::{Cause, CloseCause, Event};
use crate::auction::fixture::*;
use crate::auction::refusal::Reason;
use crate::auction::state::State;
use crate::clock::Instant;

// L5.5, L5.7
#[test]
fn a_lot_opens_and_closes_after_settling_and_then_nothing_is_due() {
    let mut play = Play::published(setup());
    assert_eq!(play.lot.next_wake(), Some(OPEN));
    assert_eq!(play.at(OPEN.plus_micros(-1)).wake(), []);
    assert_eq!(play.at(OPEN).wake(), [Event::LotOpened { opens_at: OPEN, closes_at: CLOSE }]);

    let settled = CLOSE.plus_micros(100_000);
    assert_eq!(play.lot.next_wake(), Some(settled));
    assert_eq!(play.at(settled.plus_micros(-1)).wake(), []);
    assert!(matches!(play.at(settled).wake()[..], [Event::LotClosed { cause: CloseCause::Time, .. }]));

    assert_eq!((play.lot.next_wake(), play.wake()), (None, vec![]));
}

#[test]
fn one_wake_does_one_thing() {
    let mut play = Play::published(setup());

    play.at(second(10_000)).wake();
    assert_eq!(play.lot.board().state(), State::Open);
    play.wake();
    assert_eq!(play.lot.board().state(), State::Closed);
}

// L6.8, L6.10
#[test]
fn the_result_is_the_ranking_at_the_close_and_says_whether_the_reserve_was_met() {
    for (reserve, met) in [(json!(null), None), (json!("900"), Some(true)), (json!("899.99"), Some(false))] {
        let mut play = Play::open(ruled(&json!({"reserve": reserve})));
        play.bid(ACME, "10.00");
        play.bid(BOLT, "9.00");

        let events = play.at(second(601)).wake();

        let [Event::LotClosed { ranking, reserve_met, .. }] = &events[..] else { panic!("{events:?}") };
        let ranking: Vec<(&str, u32)> = ranking.iter().map(|place| (place.bidder.as_str(), place.rank)).collect();
        assert_eq!((ranking, *reserve_met), (vec![(BOLT, 1), (ACME, 2)], met));
    }
    let mut nobody = Play::open(ruled(&json!({"reserve": "900"})));
    assert!(matches!(&nobody.at(second(601)).wake()[..], [Event::LotClosed { reserve_met: Some(false), .. }]));
}

fn extension(changes: &Value) -> crate::auction::Setup {
    let mut extension = json!({"window_s": 60, "extend_s": 120, "from": "close", "trigger": "any", "rank": null,
        "max_count": null, "latest_close": null});
    extension.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    ruled(&json!({"extension": extension}))
}

fn extended(events: &[Event]) -> Option<Instant> {
    match events {
        [_, Event::LotExtended { closes_at, cause: Cause::Bid, reason: None, .. }] => Some(*closes_at),
        [_] => None,
        other => panic!("{other:?}"),
    }
}

// L5.9, L5.11
#[test]
fn an_accepted_bid_in_the_window_extends() {
    let cases = [
        (json!({}), 539, None),
        (json!({}), 540, Some(720)),
        (json!({}), 599, Some(720)),
        (json!({"from": "bid"}), 540, Some(660)),
        (json!({"from": "bid"}), 590, Some(710)),
        (json!({"from": "bid", "extend_s": 10}), 590, None),
        (json!({"from": "bid", "extend_s": 10}), 591, Some(601)),
        (json!({"latest_close": second(650)}), 550, Some(650)),
        (json!({"latest_close": second(600)}), 550, None),
        (json!({"max_count": 0}), 550, None),
    ];
    for (changes, at, expected) in cases {
        let mut play = Play::open(extension(&changes));

        let events = play.at(second(at)).bid(ACME, "10");

        assert_eq!(extended(&events), expected.map(second), "{changes} at {at}");
    }
}

// L5.9
#[test]
fn a_refused_bid_extends_nothing() {
    let mut play = Play::open(extension(&json!({})));

    assert_eq!(reason(&play.at(second(599)).bid(ACME, "0")), Reason::NotPositive);

    assert_eq!(play.lot.board().closes_at(), CLOSE);
}

// L5.11
#[test]
fn an_extension_that_would_not_move_the_close_does_not_count() {
    let mut play = Play::open(extension(&json!({"max_count": 1, "from": "bid", "extend_s": 20})));

    assert_eq!(extended(&play.at(second(570)).bid(ACME, "10")), None);
    assert_eq!(extended(&play.at(second(590)).bid(ACME, "9")), Some(second(610)));
    assert_eq!(extended(&play.at(second(609)).bid(ACME, "8")), None);
}

// L5.10
#[test]
fn the_trigger_decides_which_bids_extend() {
    // Each bid with whether it extends, one second before the close at that time.
    type Bids = &'static [(&'static str, &'static str, bool)];
    let cases: [(Value, &str, Bids); 4] = [
        (json!({"trigger": "any"}), "earliest", &[(ACME, "10", true), (ACME, "9", true), (BOLT, "11", true)]),
        (
            json!({"trigger": "rank_within", "rank": 2}),
            "earliest",
            &[
                (ACME, "10", true),
                (ACME, "9", false),
                (BOLT, "11", true),
                (CREW, "12", false),
                (CREW, "10", true),
                (BOLT, "10.5", false),
            ],
        ),
        (
            json!({"trigger": "lead_change"}),
            "earliest",
            &[(ACME, "10", true), (ACME, "9", false), (BOLT, "9", false), (BOLT, "8", true), (ACME, "7", true)],
        ),
        (
            json!({"trigger": "lead_change"}),
            "equal_worst",
            &[(ACME, "10", true), (BOLT, "10", false), (ACME, "9", true)],
        ),
    ];
    for (changes, ties, bids) in cases {
        let mut setup = extension(&changes);
        setup.rules.ties = serde_json::from_value(json!(ties)).unwrap();
        let mut play = Play::open(setup);
        for (bidder, price, extends) in bids {
            let at = play.lot.board().closes_at().plus_micros(-1_000_000);

            let events = play.at(at).bid(bidder, price);

            assert_eq!(extended(&events).is_some(), *extends, "{changes} {ties}: {bidder} {price}");
        }
    }
}

// L5.8
#[test]
fn a_late_bid_is_judged_against_the_close_that_an_in_time_bid_has_extended() {
    let mut play = Play::open(extension(&json!({})));
    play.now = second(599);
    let in_time = play.glove(ACME, "10");
    play.now = second(601);
    let late = play.glove(BOLT, "9");

    play.place(in_time);

    assert_eq!(accepted(&play.place(late)), 1);
}

// L5.12
#[test]
fn an_idle_lot_closes_after_silence() {
    let mut play = Play::open(with(|setup| {
        setup.closes_at = second(60);
        setup.rules = rules_with(&json!({"idle": {"idle_s": 60, "latest_close": second(100)}}));
    }));

    let events = play.at(second(30)).bid(ACME, "10");
    assert_eq!((accepted(&events), events.len()), (1, 1));
    assert_eq!(play.lot.board().closes_at(), second(90));

    play.at(second(40)).bid(BOLT, "0");
    assert_eq!(play.lot.board().closes_at(), second(90));

    play.at(second(80)).bid(BOLT, "9");
    assert_eq!(play.lot.board().closes_at(), second(100));
}

// L5.14
#[test]
fn a_pause_gives_its_length_back_whole() {
    let mut play = Play::open(extension(&json!({"latest_close": second(700)})));
    let paused = play.at(second(100)).act(pause()).unwrap();
    let remaining_us = 500_000_000;
    assert!(
        matches!(&paused[..], [Event::LotPaused { remaining_us: left, cause: Cause::Buyer, .. }] if *left == remaining_us)
    );
    assert_eq!(play.lot.next_wake(), None);

    play.at(second(150)).act(resume()).unwrap();

    assert_eq!(play.lot.board().closes_at(), second(650));
    assert_eq!(play.view(&supplier(ACME))["latest_close"], json!(second(750)));
    assert_eq!(accepted(&play.at(second(649)).bid(ACME, "10")), 1);
    assert_eq!(play.lot.board().closes_at(), second(750));
}

// L5.14
#[test]
fn a_pause_with_a_planned_restart_resumes_by_itself() {
    let mut play = Play::open(setup());
    let planned = Act::Pause { resumes_at: Some(second(20)), reason: "lunch".into() };
    play.at(second(10)).act(planned).unwrap();

    assert_eq!(play.lot.next_wake(), Some(second(20)));
    assert_eq!(play.at(second(20)).wake(), [Event::LotResumed { closes_at: second(610), reason: None }]);
}

// L5.15
#[test]
fn a_lot_that_was_open_before_an_outage_is_paused_with_the_time_that_was_left() {
    // Last record, `alive_until`, remaining seconds.
    let cases = [(100, 50, 500), (100, 130, 470), (100, 700, 0)];
    for (last_record, alive, remaining_s) in cases {
        for auto_resume_s in [None, Some(30)] {
            let mut play = Play::open(ruled(&json!({"auto_resume_s": auto_resume_s})));
            play.at(second(last_record)).bid(ACME, "10");

            let events = play.at(second(1000)).send(&Command::Outage { alive_until: second(alive) }).unwrap();

            let resumes_at = auto_resume_s.map(|after| second(1000 + after));
            let remaining_us = remaining_s * 1_000_000;
            assert_eq!(events, [Event::LotPaused { cause: Cause::Outage, remaining_us, resumes_at, reason: None }]);
            play.at(second(1030));
            let resumed = if auto_resume_s.is_some() { play.wake() } else { play.act(resume()).unwrap() };
            assert!(
                matches!(resumed[..], [Event::LotResumed { closes_at, .. }] if closes_at == second(1030 + remaining_s))
            );
        }
    }
}

// L5.16
#[test]
fn a_lot_whose_opening_fell_into_the_outage_is_opened_and_paused_whole() {
    let mut play = Play::published(setup());

    let events = play.at(second(5000)).send(&Command::Outage { alive_until: second(-5) }).unwrap();

    assert_eq!(events.len(), 2);
    assert_eq!(events[0], Event::LotOpened { opens_at: OPEN, closes_at: CLOSE });
    assert!(matches!(events[1], Event::LotPaused { remaining_us: 600_000_000, cause: Cause::Outage, .. }));
    play.at(second(6000)).act(resume()).unwrap();
    assert_eq!(play.lot.board().closes_at(), second(6600));
}

// L5.16
#[test]
fn a_planned_restart_that_fell_into_the_outage_waits_for_the_buyer() {
    let mut play = Play::open(setup());
    play.at(second(10)).act(Act::Pause { resumes_at: Some(second(20)), reason: "lunch".into() }).unwrap();
    let outage = Command::Outage { alive_until: second(15) };

    assert_eq!(play.clone().at(second(19)).send(&outage).unwrap(), []);
    let events = play.at(second(20)).send(&outage).unwrap();

    assert!(matches!(
        events[..],
        [Event::LotPaused { remaining_us: 590_000_000, cause: Cause::Outage, resumes_at: None, .. }]
    ));
}

// L5.15
#[test]
fn an_outage_changes_no_lot_that_was_not_open() {
    let outage = Command::Outage { alive_until: OPEN };
    assert_eq!(Play::published(setup()).send(&outage).unwrap(), []);
    for act in [pause(), close(), cancel()] {
        let mut play = Play::open(setup());
        play.act(act).unwrap();
        assert_eq!(play.send(&outage).unwrap(), []);
    }
}

/// L5.17
#[test]
fn an_ended_lot_says_when_it_ended_and_an_early_close_is_its_closing_time() {
    type End = fn(&mut Play);
    let late = CLOSE.plus_micros(7_000_000);
    let cases: [(&str, End, Instant, Instant); 5] = [
        ("by time", |play| drop(play.at(second(607)).wake()), CLOSE, CLOSE),
        ("by a buyer", |play| drop(play.at(second(40)).act(close())), second(40), second(40)),
        ("cancelled", |play| drop(play.at(second(40)).act(cancel())), CLOSE, second(40)),
        (
            "paused, then closed by a buyer",
            |play| {
                play.at(second(40)).act(pause()).unwrap();
                drop(play.at(second(50)).act(close()));
            },
            second(50),
            second(50),
        ),
        (
            "paused, resumed, then by time",
            |play| {
                play.at(second(40)).act(pause()).unwrap();
                play.at(second(47)).act(resume()).unwrap();
                drop(play.at(second(700)).wake());
            },
            late,
            late,
        ),
    ];
    for (end, ends, closes_at, ended_at) in cases {
        let mut play = Play::open(setup());
        assert_eq!(play.view(&supplier(ACME))["ended_at"], json!(null), "{end}");

        ends(&mut play);

        for viewer in [supplier(ACME), observer("RFS"), buyer(), auditor()] {
            let view = play.view(&viewer);
            assert_eq!((&view["closes_at"], &view["ended_at"]), (&json!(closes_at), &json!(ended_at)), "{end}");
        }
        assert_eq!((play.lot.board().closes_at(), play.lot.board().ended_at()), (closes_at, Some(ended_at)), "{end}");
    }
}
