//! What the script bids on the real lot, second by second.

use serde_json::{Value, json};

use super::*;
use crate::auction::event::Event;
use crate::auction::fixture::{ACME, BOLT, CREW, OPEN, Play, amount, id, item, ruled, second, with};
use crate::auction::setup::Setup;
use crate::auction::{Command, PlaceBid};
use crate::ids::BidRef;

/// The ceiling of these lots: 100 boxes at 12.00.
const CEILING: &str = "1200";

/// A bid of the script: the second, the bidder, its total, and whether it counted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlayedBid {
    second: i64,
    bidder: String,
    total: Amount,
    counted: bool,
    leads: bool,
}

fn one(text: u64) -> NonZeroU64 {
    NonZeroU64::new(text).unwrap()
}

/// Plays the lot to its close. `own` bids these prices at these seconds.
fn played(setup: &Setup, own: Option<&str>, speed: u64, random_seed: u64, bids: &[(i64, &str)]) -> Vec<PlayedBid> {
    let mut script = Script::new(setup, own.map(id), one(speed), random_seed);
    let mut play = Play::open(setup.clone());
    let (mut shown, mut ms) = (Vec::new(), 0);
    while play.lot.board().state() == State::Open {
        ms += i64::try_from(script.look_every().as_millis()).unwrap();
        let now = OPEN.plus_micros(ms * 1_000);
        play.at(now).wake();
        for (_, price) in bids.iter().filter(|(at, _)| second(*at) == now) {
            play.bid(own.unwrap(), price);
        }
        for bid in script.look(play.lot.board(), now) {
            shown.push(place(&mut play, &mut script, bid, ms / 1_000));
        }
    }
    shown
}

fn place(play: &mut Play, script: &mut Script, bid: RivalBid, second: i64) -> PlayedBid {
    let RivalBid { bidder, nth, prices } = bid;
    let invited = play.lot.setup().bidders.iter().find(|invited| invited.id == bidder).unwrap();
    let (total, _) = play.lot.setup().worth(invited, &prices).unwrap();
    let bid_ref = BidRef::parse(&format!("practice-{nth}")).unwrap();
    let received_at = play.now;
    let bid = PlaceBid { bidder: bidder.clone(), bid_ref, prices, confirmed: true, received_at };
    let events = play.send(&Command::PlaceBid(bid)).unwrap();
    let counted = matches!(events.first(), Some(Event::BidAccepted(_)));
    if counted {
        script.accepted(&bidder);
    } else {
        script.refused(&bidder);
    }
    let leads = counted && play.rank(bidder.as_str()) == Some(1);
    PlayedBid { second, bidder: bidder.as_str().to_owned(), total, counted, leads }
}

/// The usual lot with a ceiling and these rules.
fn lot(rules: &Value) -> Setup {
    let mut members = json!({"ceiling": CEILING});
    members.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
    ruled(&members)
}

// G55
#[test]
fn the_same_seed_gives_the_same_bids() {
    let setup = lot(&json!({}));

    let first = played(&setup, Some(ACME), 1, 7, &[]);

    assert_eq!(first, played(&setup, Some(ACME), 1, 7, &[]));
    assert_ne!(first, played(&setup, Some(ACME), 1, 8, &[]));
}

// G55
#[test]
fn rivals_come_down_to_seventy_percent_of_the_ceiling_and_no_further() {
    for seed in 0..20 {
        let bids = played(&lot(&json!({})), Some(ACME), 1, seed, &[]);

        let lowest = bids.iter().map(|bid| bid.total).min().unwrap();
        assert!(lowest >= amount("840"), "seed {seed}: {lowest}");
        assert!(lowest <= amount("900"), "seed {seed}: they come near to it, {lowest}");
        assert!(bids.iter().all(|bid| bid.counted && bid.total <= amount(CEILING)), "seed {seed}: {bids:#?}");
        assert!(bids.iter().all(|bid| bid.bidder != ACME), "nobody bids for the player");
    }
}

// G55
#[test]
fn a_new_lead_is_answered_within_twenty_seconds() {
    for seed in 0..20 {
        let bids = played(&lot(&json!({})), Some(ACME), 1, seed, &[(60, "10.50"), (200, "9.00")]);

        let of_rivals: Vec<i64> = bids.iter().filter(|bid| bid.leads).map(|bid| bid.second).collect();
        for at in [60, 200] {
            let next = of_rivals.iter().find(|second| **second > at).unwrap();
            assert!(next - at <= 20, "seed {seed}: answered after {} seconds", next - at);
        }
    }
}

// G55
#[test]
fn without_a_ceiling_rivals_wait_for_the_first_offer_of_the_player() {
    let bids = played(&ruled(&json!({})), Some(ACME), 1, 3, &[(100, "8.00")]);

    assert!(played(&ruled(&json!({})), Some(ACME), 1, 3, &[]).is_empty());
    let totals: Vec<Amount> = bids.iter().map(|bid| bid.total).collect();
    assert!(bids[0].second > 100 && bids[0].second <= 120, "{bids:#?}");
    assert!(totals.iter().all(|total| (amount("560")..=amount("800")).contains(total)), "{totals:?}");
}

// G55
#[test]
fn rivals_start_from_the_ceiling_also_where_the_player_has_an_opening_offer() {
    let mut setup = lot(&json!({}));
    setup.bidders[0].opening = Some([amount("10.00")].into_iter().collect());

    let bids = played(&setup, Some(ACME), 1, 3, &[(30, "9.90")]);

    let lowest = bids.iter().map(|bid| bid.total).min().unwrap();
    assert!((amount("840")..=amount("900")).contains(&lowest), "{lowest}: down to 70 % of 1,200, not of 1,000");
}

// G55
#[test]
fn an_opening_offer_of_the_player_is_its_first_offer() {
    let mut setup = ruled(&json!({}));
    setup.bidders[0].opening = Some([amount("10.00")].into_iter().collect());

    let bids = played(&setup, Some(ACME), 1, 3, &[]);

    assert!(bids[0].second <= 20);
    assert!(bids.iter().all(|bid| (amount("700")..=amount("1000")).contains(&bid.total)), "{bids:#?}");
}

// G56
#[test]
fn twice_the_speed_takes_half_the_time_to_an_answer() {
    let setup = lot(&json!({}));

    let bids = played(&setup, None, 20, 5, &[]);

    let bidders: std::collections::BTreeSet<&str> = bids.iter().map(|bid| bid.bidder.as_str()).collect();
    assert_eq!(bidders, [ACME, BOLT, CREW].into());
    let leads: Vec<&PlayedBid> = bids.iter().filter(|bid| bid.leads).collect();
    assert!(leads.len() > 100, "an answer takes a second at most, for ten minutes: {}", leads.len());
    assert!(bids.iter().all(|bid| bid.counted), "{bids:#?}");
}

// G55, G56
#[test]
fn no_rule_makes_the_script_send_what_is_refused() {
    let rules = [
        json!({"min_decrement": {"absolute": "10"}}),
        json!({"min_decrement": {"percent": "2.5"}}),
        json!({"min_decrement": {"absolute": "25"}, "whole_steps": true}),
        json!({"beat": "lead", "min_decrement": {"percent": "0.5"}}),
        json!({"max_decrement": {"percent": "1", "mode": "refuse"}}),
        json!({"max_decrement": {"absolute": "5", "mode": "confirm"}}),
        json!({"leader_may_rebid": false}),
        json!({"ties": "equal_worst"}),
        json!({"scoring": "weighted", "price_weight": "60"}),
        json!({"idle": {"idle_s": 60, "latest_close": null}}),
        json!({"extension": {"window_s": 60, "extend_s": 60, "from": "bid", "trigger": "any", "rank": null,
            "max_count": 5, "latest_close": null}}),
    ];

    for rules in rules {
        let mut setup = lot(&rules);
        setup.items = vec![item("large", ["40", "60"]), item("small", ["1", "0.5"])];
        for own in [Some(ACME), None] {
            let bids = played(&setup, own, 1, 11, &[]);

            assert!(bids.len() > 3, "{rules}: {bids:#?}");
            assert!(bids.iter().all(|bid| bid.counted), "{rules}: {bids:#?}");
        }
    }
}

// G56
#[test]
fn bidders_with_figures_of_their_own_take_the_lead_by_evaluated_prices() {
    let mut setup = lot(&json!({"min_decrement": {"absolute": "5"}}));
    for (nth, factor, addition) in [(0, "1.1", "-20"), (1, "0.9", "0"), (2, "1", "35.50")] {
        (setup.bidders[nth].factor, setup.bidders[nth].addition) = (amount(factor), amount(addition));
    }

    let bids = played(&setup, None, 1, 2, &[]);

    let later: Vec<&PlayedBid> = bids.iter().filter(|bid| bid.second > 60).collect();
    assert!(later.len() > 10 && later.iter().all(|bid| bid.leads), "{later:#?}");
}

// G56
#[test]
fn a_lot_without_a_ceiling_starts_from_what_is_spent_today() {
    let spent = played(&with(|_| {}), None, 1, 4, &[]);
    let bare = with(|setup| setup.items[0].baselines.clear());
    let unpriced = played(&bare, None, 1, 4, &[]);

    // Two trusts pay 12.00 and 9.50 for a box.
    assert!((amount("1000")..=amount("1075")).contains(&spent[0].total), "{spent:#?}");
    assert!((amount("9000")..=amount("10000")).contains(&unpriced[0].total), "{unpriced:#?}");
}
