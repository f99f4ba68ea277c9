//! Worked examples of opening, extending, pausing, closing, and of acts that need a second buyer.

use super::happened::{Act, ActOutcome, State};
use super::lot::Model;
use super::number::n;
use super::setup::{Closing, ExtendFrom, Extension, SECOND, Trigger};
use super::tables::{CLOSES, OPENS, at, opened, plain, short};

// L5.5
#[test]
fn a_receipt_before_the_opening_or_at_the_instant_of_the_close_is_out_of_time() {
    let mut model = opened(plain());
    assert_eq!(short(&at(&mut model, OPENS - 1, "acme", "10")), "not_open");
    assert_eq!(short(&at(&mut model, OPENS, "acme", "10")), "rank 1");
    assert_eq!(short(&at(&mut model, CLOSES - 1, "acme", "9")), "rank 1");
    assert_eq!(short(&at(&mut model, CLOSES, "acme", "8")), "closed");
    assert_eq!(model.pause(CLOSES, None), ActOutcome::WrongState);
    assert_eq!(model.close(CLOSES), ActOutcome::WrongState);
    model.wake(CLOSES + 99_999);
    assert_eq!(model.state(), State::Open);
    model.wake(CLOSES + 100_000);
    assert_eq!(model.state(), State::Closed);
}

// L5.9, L5.11
#[test]
fn a_bid_in_the_window_extends_until_the_latest_close() {
    let mut setup = plain();
    setup.extension = Some(Extension {
        window_s: 10,
        extend_s: 10,
        from: ExtendFrom::Bid,
        trigger: Trigger::RankWithin(1),
        max_count: None,
        latest_close: Some(CLOSES + 12 * SECOND),
    });
    let mut model = opened(setup);
    at(&mut model, CLOSES - 10 * SECOND, "acme", "10");
    assert_eq!(model.extensions(), 0, "a close that would not move");
    at(&mut model, CLOSES - 4 * SECOND, "bolt", "11");
    assert_eq!(model.extensions(), 0, "rank 2 is not within 1");
    at(&mut model, CLOSES - 4 * SECOND, "acme", "9");
    assert_eq!(model.extensions(), 0, "rank 1 before as after");
    at(&mut model, CLOSES - 4 * SECOND, "bolt", "8");
    assert_eq!(model.closes_at(), CLOSES + 6 * SECOND);
    at(&mut model, CLOSES + 5 * SECOND, "acme", "7");
    assert_eq!(model.closes_at(), CLOSES + 12 * SECOND);
    assert_eq!(model.extensions(), 2);
    at(&mut model, CLOSES + 11 * SECOND, "bolt", "6");
    assert_eq!(model.extensions(), 2);
}

// L5.12
#[test]
fn an_idle_lot_closes_so_long_after_the_last_accepted_bid() {
    let mut setup = plain();
    setup.closing = Closing::Idle { idle_s: 10, latest_close: Some(OPENS + 25 * SECOND) };
    let mut model = opened(setup);
    assert_eq!(model.closes_at(), OPENS + 10 * SECOND);
    at(&mut model, OPENS + 9 * SECOND, "acme", "10");
    at(&mut model, OPENS + 10 * SECOND, "acme", "10");
    assert_eq!(model.closes_at(), OPENS + 19 * SECOND);
    at(&mut model, OPENS + 18 * SECOND, "acme", "9");
    assert_eq!(model.closes_at(), OPENS + 25 * SECOND);
    assert_eq!(model.extensions(), 0);
}

// L5.14
#[test]
fn a_pause_gives_its_time_back_whole() {
    let mut model = opened(plain());
    let resumes_at = OPENS + 30 * SECOND;
    model.pause(OPENS + 20 * SECOND, Some(resumes_at));
    assert_eq!(model.remaining(), Some(40 * SECOND));
    model.wake(resumes_at - 1);
    assert_eq!(model.state(), State::Paused);
    model.wake(resumes_at);
    assert_eq!(model.closes_at(), CLOSES + 10 * SECOND);
    assert_eq!(model.resume(resumes_at), ActOutcome::WrongState);
}

// L6.2
#[test]
fn an_extension_by_a_buyer_goes_later_and_does_not_count() {
    let mut model = opened(plain());
    assert_eq!(model.extend(OPENS, CLOSES), ActOutcome::WrongState);
    assert_eq!(model.extend(OPENS, CLOSES + 1), ActOutcome::Done);
    assert_eq!(model.extensions(), 0);
    // While settling it still may, to a future time.
    let settling = CLOSES + 50_000;
    assert_eq!(model.extend(settling, settling), ActOutcome::WrongState);
    assert_eq!(model.extend(settling, settling + 1), ActOutcome::Done);
    assert_eq!(model.closes_at(), settling + 1);
}

// L5.15
#[test]
fn an_outage_freezes_the_time_left_at_the_last_sign_of_the_server() {
    for (alive_until, remaining) in
        [(OPENS - SECOND, 60 * SECOND), (OPENS + 20 * SECOND, 40 * SECOND), (CLOSES + SECOND, 0)]
    {
        let mut setup = plain();
        setup.auto_resume_s = Some(5);
        let mut model = opened(setup);
        let back = CLOSES + 3 * SECOND;
        model.outage(back, alive_until);

        assert_eq!(model.state(), State::Paused);
        assert_eq!(model.remaining(), Some(remaining));
        model.wake(back + 5 * SECOND);
        assert_eq!(model.state(), State::Open);
        assert_eq!(model.closes_at(), back + 5 * SECOND + remaining);
    }
}

// L5.16
#[test]
fn a_lot_that_should_have_opened_in_an_outage_keeps_its_whole_duration() {
    let mut model = Model::new(plain());
    model.outage(OPENS - 1, OPENS - SECOND);
    assert_eq!(model.state(), State::Scheduled);
    let back = CLOSES + SECOND;
    model.outage(back, OPENS - SECOND);
    assert_eq!(model.remaining(), Some(60 * SECOND));
    model.resume(back + SECOND);
    assert_eq!(model.closes_at(), back + 61 * SECOND);
}

// L5.16
#[test]
fn a_pause_that_ended_in_an_outage_goes_on_with_the_same_time() {
    let mut model = opened(plain());
    model.pause(OPENS, Some(OPENS + SECOND));
    model.outage(OPENS + 9 * SECOND, OPENS);
    assert_eq!(model.state(), State::Paused);
    assert_eq!(model.resumes_at(), None);
    assert_eq!(model.remaining(), Some(60 * SECOND));
}

// L6.3
#[test]
fn a_sensitive_act_waits_for_another_buyer() {
    let mut setup = plain();
    setup.four_eyes = true;
    let mut model = opened(setup);
    at(&mut model, OPENS, "acme", "10");
    let bidder = "acme".to_owned();
    let exclude = Act::Exclude { bidder };
    let proposal = 0;
    let waits = ActOutcome::Waits { proposal };
    assert_eq!(model.act(OPENS, "ann", &exclude), waits);
    assert_eq!(model.rank("acme"), Some(1));
    assert_eq!(model.approve(OPENS, "ann", 0), ActOutcome::Forbidden);
    assert_eq!(model.approve(OPENS, "ben", 0), ActOutcome::Done);
    assert_eq!(model.rank("acme"), None);
    assert_eq!(model.approve(OPENS, "ben", 0), ActOutcome::WrongState);
    assert_eq!(model.act(OPENS, "ann", &exclude), ActOutcome::WrongState);
}

// L6.8, L6.10
#[test]
fn the_close_keeps_the_ranking_and_says_whether_the_reserve_was_met() {
    for (reserve, met) in [("10", true), ("9.99", false)] {
        let mut setup = plain();
        setup.reserve = Some(n(reserve));
        setup.bidders[0].opening = Some([("m".to_owned(), n("10"))].into());
        let mut model = opened(setup);
        assert_eq!(model.reserve_met(), None);
        assert_eq!(model.close(OPENS), ActOutcome::Done);
        assert_eq!(model.reserve_met(), Some(met));
        assert_eq!(model.final_ranking().map(|ranking| ranking.len()), Some(1));
        assert_eq!(model.cancel(OPENS), ActOutcome::WrongState);
    }
}

// L5.9
#[test]
fn the_window_includes_its_first_instant() {
    for (before_close, extensions) in [(10 * SECOND + 1, 0), (10 * SECOND, 1)] {
        let mut setup = plain();
        setup.extension = Some(Extension {
            window_s: 10,
            extend_s: 3,
            from: ExtendFrom::Close,
            trigger: Trigger::Any,
            max_count: Some(1),
            latest_close: None,
        });
        let mut model = opened(setup);
        at(&mut model, CLOSES - before_close, "acme", "10");
        assert_eq!(model.extensions(), extensions);
        at(&mut model, CLOSES - 1, "acme", "9");
        assert_eq!(model.extensions(), 1, "one is all there may be");
        assert_eq!(model.closes_at(), CLOSES + 3 * SECOND);
    }
}

// L6.4
#[test]
fn an_approval_does_not_annul_another_offer_than_the_one_proposed() {
    let mut setup = plain();
    setup.four_eyes = true;
    let mut model = opened(setup);
    at(&mut model, OPENS, "acme", "10");
    let bidder = "acme".to_owned();
    let proposal = 0;
    let waits = model.act(OPENS, "ann", &Act::Annul { bidder });
    assert_eq!(waits, ActOutcome::Waits { proposal });
    at(&mut model, OPENS, "acme", "9");

    assert_eq!(model.approve(OPENS, "ben", 0), ActOutcome::WrongState);
    assert_eq!(model.decline(OPENS, "ben", 0), ActOutcome::Done);
}
