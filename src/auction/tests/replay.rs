//! A lot is a deterministic function of its journal.

use proptest::prelude::*;
use serde_json::json;

use crate::auction::command::{Act, Command, PlaceBid};
use crate::auction::event::{Accepted, Cause, CloseCause, Event, Refused};
use crate::auction::fixture::*;
use crate::auction::setup::Setup;
use crate::ids::{BidRef, Seq};

fn lively() -> Setup {
    with(|setup| {
        setup.event.terms = Some("terms".into());
        setup.event.four_eyes = true;
        setup.bidders[2].opening = Some([amount("35")].into_iter().collect());
        setup.rules = rules_with(&json!({
            "min_decrement": {"percent": "2"}, "ceiling": "4000", "reserve": "700", "auto_resume_s": 5,
            "max_decrement": {"percent": "50", "mode": "confirm"}, "ties": "equal_worst",
            "extension": {"window_s": 300, "extend_s": 60, "from": "bid", "trigger": "rank_within", "rank": 2,
                "max_count": 3, "latest_close": second(800)},
        }));
    })
}

/// A command drawn from small numbers.
fn command(play: &mut Play, kind: u8, nth: usize, number: u32) -> Command {
    let bidder = [ACME, BOLT, CREW][nth];
    let seq = u64::from(number) % (play.lot.board().seq().0 + 1);
    let by = person(if number.is_multiple_of(2) { "bea" } else { "cy" });
    let act = |act| Command::Act { by, act };
    match kind {
        0 => Command::AcceptTerms { bidder: id(bidder) },
        1 => act(pause()),
        2 => act(resume()),
        3 => act(annul(bidder)),
        4 => act(exclude(bidder)),
        5 | 6 => act(approve(seq)),
        7 => act(decline(seq)),
        8 => act(extend(play.now.plus_micros(i64::from(number) * 5_000_000))),
        9 => act(broadcast("a word", Some(bidder))),
        10 => Command::Outage { alive_until: play.now.plus_micros(-1_000_000) },
        11 => {
            let standing = play.lot.board().rows[places()[nth]].standing.clone();
            let bid_ref = standing.and_then(|offer| offer.bid_ref.clone());
            let bid_ref = bid_ref.unwrap_or_else(|| BidRef::parse("none").unwrap());
            Command::RequestAnnulment { bidder: id(bidder), bid_ref, reason: "a slip".into() }
        }
        12 if number == 7 => act(cancel()),
        12 if number == 9 => act(close()),
        _ => {
            let bid = play.glove(bidder, &number.to_string());
            Command::PlaceBid(PlaceBid { confirmed: number.is_multiple_of(3), ..bid })
        }
    }
}

/// The command that caused a journaled event; none for the second event of a command.
fn caused_by(event: &Event) -> Option<Command> {
    let act = |by: &crate::ids::PersonId, act: Act| Some(Command::Act { by: by.clone(), act });
    let act_of_bea = |act: Act| Some(Command::Act { by: person("bea"), act });
    match event.clone() {
        Event::BidAccepted(Accepted { bidder, bid_ref, prices, confirmed, received_at, .. })
        | Event::BidRefused(Refused { bidder, bid_ref, prices, confirmed, received_at, .. }) => {
            Some(Command::PlaceBid(PlaceBid { bidder, bid_ref, prices, confirmed, received_at }))
        }
        Event::TermsAccepted { bidder } => Some(Command::AcceptTerms { bidder }),
        Event::AnnulmentRequested { bidder, bid_ref, reason, .. } => {
            Some(Command::RequestAnnulment { bidder, bid_ref, reason })
        }
        Event::ActProposed { act: proposed, by } => act(&by, proposed),
        Event::ActApproved { act: seq, by, reason } => act(&by, Act::Approve { act: seq, reason }),
        Event::ActDeclined { act: seq, by, reason } => act(&by, Act::Decline { act: seq, reason }),
        Event::AnnulmentDeclined { request, reason, .. } => act_of_bea(Act::Decline { act: request, reason }),
        Event::LotExtended { cause: Cause::Buyer, closes_at, reason, .. } => {
            act_of_bea(Act::Extend { closes_at, reason: reason? })
        }
        Event::LotPaused { cause: Cause::Buyer, resumes_at, reason, .. } => {
            act_of_bea(Act::Pause { resumes_at, reason: reason? })
        }
        Event::LotResumed { reason: Some(reason), .. } => act_of_bea(Act::Resume { reason }),
        Event::MessageSent { text, to, reason } => act_of_bea(Act::Broadcast { text, to, reason }),
        Event::LotClosed { cause: CloseCause::Buyer, reason, .. } => act_of_bea(Act::Close { reason: reason? }),
        Event::LotOpened { .. }
        | Event::LotResumed { reason: None, .. }
        | Event::LotClosed { cause: CloseCause::Time, .. } => Some(Command::Wake),
        // Effects of an approval, an extension by a bid, and an outage, whose `alive_until` is not recorded.
        Event::BidAnnulled { .. }
        | Event::BidderExcluded { .. }
        | Event::LotCancelled { .. }
        | Event::LotExtended { .. }
        | Event::LotPaused { .. } => None,
    }
}

fn everything(play: &Play) -> Vec<String> {
    let viewers = [supplier(ACME), supplier(BOLT), supplier(CREW), observer("RFS"), buyer(), auditor()];
    let seen = |viewer| {
        let offers = play.lot.offers(viewer, Seq::ZERO, 1000).offers;
        format!("{} {}", play.view(viewer), serde_json::to_string(&offers).unwrap())
    };
    viewers.iter().map(seen).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn a_lot_read_back_from_its_journal_is_the_same_lot_and_judges_the_same(
        steps in prop::collection::vec((0..30_u8, 0..3_usize, 1..40_u32, 0..40_i64), 1..80),
    ) {
        let mut play = Play::published(lively());
        for bidder in [ACME, BOLT] {
            play.send(&Command::AcceptTerms { bidder: id(bidder) }).unwrap();
        }
        for (kind, nth, number, pause_s) in steps {
            play.at(play.now.plus_micros(pause_s * 1_000_000));
            while !play.wake().is_empty() {}
            let command = command(&mut play, kind, nth, number);
            drop(play.send(&command));
        }

        let mut again = Play::published(lively());
        for (seq, at, event) in &play.journal {
            let text = serde_json::to_string(event).unwrap();
            let event: Event = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::to_string(&event).unwrap(), text);
            // A lot that an outage has opened is not opened by `Wake`.
            if let Some(command) = caused_by(&event) {
                let decided = again.lot.decide(&command, *at).unwrap();
                prop_assert_eq!(decided.first(), Some(&event));
            }
            again.lot.apply(*seq, *at, &event);
        }
        again.at(play.now);
        prop_assert_eq!(everything(&again), everything(&play));
        prop_assert_eq!(again.lot.next_wake(), play.lot.next_wake());
    }
}
