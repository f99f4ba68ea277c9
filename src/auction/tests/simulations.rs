//! What other rules would have done on a lot that has ended.

use serde_json::{Value, json};

use crate::auction::fixture::*;
use crate::auction::rules::BuyerSees;
use crate::auction::setup::Setup;
use crate::auction::view::{SimulatedLot, Viewer};
use crate::auction::{Act, Command, Event, Lot, PastRecord, PlaceBid, Simulation};
use crate::clock::Instant;
use crate::ids::Seq;
use crate::money::Amount;

/// Lets the lot end by time.
fn ended(play: &mut Play) {
    while let Some(due) = play.lot.next_wake() {
        play.at(due).wake();
    }
    assert!(play.lot.board().state().is_over(), "nobody has to end it");
}

/// The lot that was, with these rules instead.
fn simulated(play: &Play, rules: &Value) -> SimulatedLot {
    simulated_as(play, Setup { rules: rules_with(rules), ..Setup::clone(play.lot.setup()) })
}

fn simulated_as(play: &Play, other: Setup) -> SimulatedLot {
    let mut simulation = Simulation::new(play.lot.setup().clone(), other).unwrap();
    for (seq, at, event) in &play.journal {
        let by =
            if let Event::ActApproved { by, .. } | Event::ActProposed { by, .. } = event { by } else { &person("bea") };
        simulation.step(PastRecord { seq: *seq, at: *at, by: Some(by), event }).unwrap();
    }
    simulation.end(play.lot.board()).unwrap()
}

fn shown(play: &Play, rules: &Value) -> Value {
    serde_json::to_value(simulated(play, rules).view(&auditor())).unwrap()
}

/// The place of the last record.
fn last(play: &Play) -> u64 {
    play.lot.board().seq().0
}

/// Extended by bids from second 540 on, by 60 seconds each.
fn extending() -> Value {
    json!({"extension": {"window_s": 60, "extend_s": 60, "from": "bid", "trigger": "any", "max_count": null,
        "rank": null, "latest_close": null}})
}

// E57
#[test]
fn an_answer_has_exactly_its_members() {
    let mut play = Play::open(setup());
    play.at(second(10)).bid(ACME, "10");
    ended(&mut play);

    let shown = shown(&play, &json!({}));

    assert_eq!(
        shown,
        json!({
            "assumption": "bidders behave as they did",
            "close": {"was": CLOSE, "would": CLOSE},
            "extensions": {"was": 0, "would": 0},
            "verdicts": [],
            "ranking": {
                "was": [{"bidder": "acme", "rank": 1, "total": "1000.00", "evaluated": "1000.00", "score": null}],
                "would": [{"bidder": "acme", "rank": 1, "total": "1000.00", "evaluated": "1000.00", "score": null}],
            },
            "lead_total": {"was": "1000.00", "would": "1000.00"},
            "saving": {"RFS": {"was": "80.00", "would": "80.00"}, "RHQ": {"was": "-30.00", "would": "-30.00"}},
            "skipped": [],
            "idle_at_the_end_us": 590_000_000_i64,
        })
    );
}

// E56, E57
#[test]
fn a_larger_decrement_refuses_bids_and_says_what_would_have_passed() {
    let mut play = Play::open(setup());
    play.at(second(10)).bid(ACME, "10");
    play.at(second(20)).bid(BOLT, "9.80");
    play.at(second(30)).bid(ACME, "9.70");
    let seq = last(&play);
    ended(&mut play);

    let shown = shown(&play, &json!({"min_decrement": {"absolute": "50"}}));

    let refused =
        json!({"seq": seq, "bidder": "acme", "was": "accepted", "would": "decrement_too_small", "limit": "950.00"});
    assert_eq!(shown["verdicts"], json!([refused]));
    assert_eq!(shown["lead_total"], json!({"was": "970.00", "would": "980.00"}));
    assert_eq!(shown["ranking"]["would"][0]["bidder"], "bolt");
    assert_eq!(shown["saving"]["RFS"], json!({"was": "92.00", "would": "88.00"}));
}

// E56
#[test]
fn a_shorter_extension_closes_earlier_and_refuses_what_came_after() {
    let mut play = Play::open(ruled(&extending()));
    play.at(second(590)).bid(ACME, "10");
    play.at(second(630)).bid(BOLT, "9");
    let seq = last(&play) - 1;
    ended(&mut play);

    let mut shorter = extending();
    shorter["extension"]["extend_s"] = json!(20);
    let shown = shown(&play, &shorter);

    assert_eq!(shown["close"], json!({"was": second(690), "would": second(610)}));
    assert_eq!(shown["extensions"], json!({"was": 2, "would": 1}));
    let late = json!({"seq": seq, "bidder": "bolt", "was": "accepted", "would": "closed", "limit": null});
    assert_eq!(shown["verdicts"], json!([late]));
    assert_eq!(shown["idle_at_the_end_us"], 20_000_000);
}

// E56
#[test]
fn fewer_extensions_are_counted_out() {
    let mut play = Play::open(ruled(&extending()));
    for (nth, price) in ["10", "9", "8"].iter().enumerate() {
        play.at(second(590 + 50 * i64::try_from(nth).unwrap())).bid([ACME, BOLT][nth % 2], price);
    }
    ended(&mut play);

    let mut fewer = extending();
    fewer["extension"]["max_count"] = json!(1);
    let shown = shown(&play, &fewer);

    assert_eq!(shown["extensions"], json!({"was": 3, "would": 1}));
    assert_eq!(shown["close"]["would"], json!(second(650)));
    assert_eq!(shown["verdicts"].as_array().unwrap().len(), 1, "the bid of second 640 is in time, that of 690 is not");
}

// E56
#[test]
fn a_bid_after_the_real_close_counts_where_the_simulated_lot_is_still_open() {
    let mut play = Play::open(setup());
    play.at(second(595)).bid(ACME, "10");
    ended(&mut play);
    play.at(second(620)).bid(BOLT, "9");
    let late = last(&play);
    play.at(second(700)).bid(BOLT, "8");

    let shown = shown(&play, &extending());

    let counts = json!({"seq": late, "bidder": "bolt", "was": "closed", "would": "accepted", "limit": null});
    assert_eq!(shown["verdicts"], json!([counts]));
    assert_eq!(shown["close"], json!({"was": CLOSE, "would": second(680)}));
    assert_eq!(shown["extensions"], json!({"was": 0, "would": 2}));
    assert_eq!(shown["lead_total"], json!({"was": "1000.00", "would": "900.00"}));
}

// E56
#[test]
fn a_shorter_silence_closes_the_lot_earlier() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"idle": {"idle_s": 600, "latest_close": null}}));
    }));
    play.at(second(100)).bid(ACME, "10");
    play.at(second(500)).bid(BOLT, "9");
    ended(&mut play);

    let shorter = with(|setup| {
        setup.rules = rules_with(&json!({"idle": {"idle_s": 300, "latest_close": null}}));
        setup.closes_at = second(300);
    });
    let view = simulated_as(&play, shorter).view(&auditor());

    assert_eq!((view.close.was, view.close.would), (Some(second(1_100)), Some(second(400))));
    assert_eq!((view.verdicts.len(), view.idle_at_the_end_us), (1, 300_000_000));
}

// E56
#[test]
fn an_act_that_finds_the_lot_closed_or_its_offer_refused_is_skipped_and_listed() {
    let mut play = Play::open(ruled(&extending()));
    play.at(second(10)).bid(ACME, "10");
    play.at(second(20)).bid(ACME, "9.90");
    play.at(second(30)).act(annul(ACME)).unwrap();
    let annulled = last(&play);
    play.at(second(590)).bid(BOLT, "9");
    play.at(second(630)).act(extend(second(700))).unwrap();
    let extended = last(&play);
    ended(&mut play);

    let shown = shown(&play, &json!({"min_decrement": {"absolute": "50"}}));

    assert_eq!(
        shown["skipped"],
        json!([
            {"seq": annulled, "why": "annul is not possible: that offer is not the bidder's standing offer"},
            {"seq": extended, "why": "extend is not possible: the lot is closed"},
        ])
    );
    assert_eq!(shown["close"], json!({"was": second(700), "would": CLOSE}));
}

// E56
#[test]
fn the_annulment_of_an_opening_offer_takes_no_later_bid_away() {
    let opening = Some([amount("12")].into_iter().collect());
    let mut play = Play::open(with(|setup| {
        setup.bidders[0].opening = opening.clone();
        setup.rules.min_decrement = rules_with(&json!({"min_decrement": {"absolute": "500"}})).min_decrement;
    }));
    play.at(second(10)).bid(ACME, "10");
    play.at(second(20)).act(annul(ACME)).unwrap();
    ended(&mut play);

    let view = simulated(&play, &json!({})).view(&auditor());

    assert_eq!((view.verdicts.len(), view.skipped.len()), (1, 1), "the bid counts, and stands");
    assert_eq!(view.lead_total.would, Some(amount("1000.00")));
}

// E56
#[test]
fn a_proposal_that_was_skipped_cannot_be_approved() {
    let mut play = Play::open(with(|setup| setup.event.four_eyes = true));
    play.at(second(10)).bid(ACME, "10");
    play.at(second(20)).act(annul(ACME)).unwrap();
    let proposed = last(&play);
    play.at(second(30)).act_by("cy", approve(proposed)).unwrap();
    ended(&mut play);

    let same = simulated(&play, &json!({})).view(&auditor());
    let refused = simulated(&play, &json!({"ceiling": "900"})).view(&auditor());

    assert_eq!((same.skipped.len(), same.lead_total.would), (0, None));
    let skipped: Vec<u64> = refused.skipped.iter().map(|skipped| skipped.seq.0).collect();
    assert_eq!(skipped, [proposed, proposed + 1], "the effect is not listed beside its approval");
}

// E56
#[test]
fn a_pause_takes_the_same_time_away_and_an_outage_pauses_what_was_left() {
    let mut play = Play::open(ruled(&json!({"auto_resume_s": 100})));
    play.at(second(50)).act(pause()).unwrap();
    play.at(second(150)).act(resume()).unwrap();
    play.at(second(300)).send(&Command::Outage { alive_until: second(250) }).unwrap();
    ended(&mut play);

    let same = shown(&play, &json!({"auto_resume_s": 100}));
    let later = shown(&play, &json!({"auto_resume_s": 200}));
    let never = shown(&play, &json!({}));

    assert_eq!(same["close"], json!({"was": second(850), "would": second(850)}));
    assert_eq!(same["idle_at_the_end_us"], 600_000_000, "neither the pause nor the outage is open time");
    assert_eq!(later["close"]["would"], json!(second(950)));
    assert_eq!(never["close"]["would"], Value::Null, "nobody resumed the lot");
    assert_eq!(never["ranking"]["would"], json!([]));
}

// E56
#[test]
fn a_lot_that_would_have_closed_before_an_outage_is_not_paused_by_it() {
    let mut play = Play::open(ruled(&extending()));
    play.at(second(590)).bid(ACME, "10");
    play.at(second(640)).send(&Command::Outage { alive_until: second(620) }).unwrap();
    let paused = last(&play);
    play.at(second(700)).act(resume()).unwrap();
    ended(&mut play);

    let view = simulated(&play, &json!({})).view(&auditor());

    let skipped: Vec<(u64, &str)> = view.skipped.iter().map(|act| (act.seq.0, act.why.as_str())).collect();
    assert_eq!(
        skipped,
        [
            (paused, "the outage pauses nothing: the lot is closed"),
            (paused + 1, "resume is not possible: the lot is closed"),
        ]
    );
    assert_eq!(view.close.would, Some(CLOSE));
}

// E56, E58
#[test]
fn what_happened_while_the_lot_settled_happens_again_under_its_own_rules() {
    let mut play = Play::open(ruled(&json!({"settle_ms": 1_500})));
    play.at(second(10)).bid(ACME, "10");
    play.at(second(20)).bid(BOLT, "9");
    let in_time = play.at(CLOSE.plus_micros(-1)).glove(CREW, "8");
    let too_late = play.glove(ACME, "7");
    play.at(CLOSE.plus_micros(1_000)).act(exclude(BOLT)).unwrap();
    play.at(CLOSE.plus_micros(2_000)).place(in_time);
    ended(&mut play);
    play.at(second(605)).place(too_late);

    let view = simulated(&play, &json!({"settle_ms": 1_500})).view(&auditor());

    assert_eq!((view.verdicts.len(), view.skipped.len()), (0, 0), "{view:?}");
    assert_eq!(view.ranking.was, view.ranking.would);
    assert_eq!(view.lead_total.would, Some(amount("800.00")));
}

// E56
#[test]
fn a_cancelled_lot_has_no_result_and_one_that_would_have_closed_before_has() {
    let mut play = Play::open(ruled(&extending()));
    play.at(second(590)).bid(ACME, "10");
    play.at(second(620)).act(cancel()).unwrap();

    let same = simulated(&play, &extending()).view(&auditor());
    let closed = simulated(&play, &json!({})).view(&auditor());

    assert_eq!((same.lead_total.would, same.close.would), (None, Some(second(620))));
    assert_eq!((closed.lead_total.was, closed.lead_total.would), (None, Some(amount("1000.00"))));
    assert_eq!((closed.skipped.len(), closed.close.would), (1, Some(CLOSE)));
    assert_eq!(closed.saving[&trust("RFS")].was, None);
}

// E58
#[test]
fn bidders_are_named_as_the_lot_that_was_names_them() {
    let hidden = with(|setup| setup.rules.show.identities_to_buyer = BuyerSees::AfterClose);
    let mut play = Play::open(hidden);
    play.at(second(10)).bid(ACME, "10");
    let mut cancelled = play.clone();
    ended(&mut play);
    cancelled.at(second(20)).act(cancel()).unwrap();

    let names = |play: &Play, viewer: &Viewer| {
        let view = simulated(play, &json!({"ceiling": "900"})).view(viewer);
        view.verdicts.iter().map(|verdict| verdict.bidder.to_string()).collect::<Vec<_>>()
    };

    assert_eq!(names(&play, &buyer()), ["acme"], "after the close they are shown");
    assert!(names(&cancelled, &buyer())[0].starts_with("Bidder "), "rules that show them are only tried out");
    assert_eq!(names(&cancelled, &auditor()), ["acme"]);
}

// E54
#[test]
fn a_lot_that_has_not_ended_is_not_simulated() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10");
    let simulation = Simulation::new(play.lot.setup().clone(), setup()).unwrap();

    assert!(simulation.end(play.lot.board()).is_err());
}

/// A bid whose record no lot can have written.
#[test]
fn records_that_contradict_each_other_are_named_and_nothing_panics() {
    let mut play = Play::published(setup());
    let bid = play.at(second(10)).glove(ACME, "10");
    let mut simulation = Simulation::new(play.lot.setup().clone(), setup()).unwrap();
    let record = |bid: &PlaceBid, at: Instant| {
        Event::BidAccepted(crate::auction::event::Accepted {
            bidder: bid.bidder.clone(),
            bid_ref: bid.bid_ref.clone(),
            prices: bid.prices.clone(),
            confirmed: false,
            total: Amount::ONE,
            evaluated: Amount::ONE,
            received_at: at,
            rank: 1,
        })
    };

    let unopened = record(&bid, second(10));
    let unopened = simulation.step(PastRecord { seq: Seq(2), at: second(10), by: None, event: &unopened });

    assert!(unopened.unwrap_err().contains("no record has opened the lot"));
    let by_nobody = Event::LotCancelled { reason: "r".into() };
    assert!(simulation.step(PastRecord { seq: Seq(3), at: second(10), by: None, event: &by_nobody }).is_err());
    assert!(
        Lot::new(play.lot.setup().clone())
            .decide(&Command::Act { by: person("bea"), act: Act::Cancel { reason: "r".into() } }, OPEN)
            .is_ok()
    );
}
