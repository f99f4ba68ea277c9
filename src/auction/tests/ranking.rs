//! Ranks: ties, scores, annulments and exclusions.

use proptest::prelude::*;
use serde_json::json;

use crate::auction::fixture::*;
use crate::auction::ranking::Ranking;
use crate::auction::scoring;
use crate::money::Amount;

// L4.1, L4.2, L4.3
#[test]
fn equal_offers_are_ranked_by_the_lots_rule_at_every_place() {
    let cases = [
        ("earliest", [Some(1), Some(2), Some(3)], [Some(2), Some(3), Some(1)]),
        ("forbid_first", [Some(1), Some(3), Some(2)], [Some(2), Some(3), Some(1)]),
        ("equal_best", [Some(1), Some(1), Some(3)], [Some(2), Some(2), Some(1)]),
        ("equal_worst", [Some(2), Some(2), Some(3)], [Some(3), Some(3), Some(1)]),
    ];
    for (ties, first, then) in cases {
        let mut play = Play::open(ruled(&json!({"ties": ties})));
        play.bid(ACME, "10.00");
        if ties == "forbid_first" {
            play.bid(CREW, "11.00");
            play.bid(BOLT, "11.00");
        } else {
            play.bid(BOLT, "10.00");
            play.bid(CREW, "11.00");
        }
        assert_eq!(play.ranks(), first, "{ties}");

        if ties == "forbid_first" {
            play.bid(CREW, "9.00");
            play.act(annul(ACME)).unwrap();
            play.bid(ACME, "11.00");
            assert_eq!(play.ranks(), [Some(3), Some(2), Some(1)]);
        } else {
            play.bid(CREW, "9.00");
            assert_eq!(play.ranks(), then, "{ties}");
        }
    }
}

// L4.7
#[test]
fn an_accepted_bid_states_the_rank_that_its_bidder_then_has() {
    for ties in ["earliest", "equal_best", "equal_worst"] {
        let mut play = Play::open(ruled(&json!({"ties": ties})));
        for (bidder, price) in [(ACME, "10"), (BOLT, "10"), (CREW, "9"), (BOLT, "9"), (ACME, "9"), (CREW, "8.5")] {
            let told = accepted(&play.bid(bidder, price));

            assert_eq!(Some(told), play.rank(bidder), "{ties} {bidder} {price}");
        }
    }
}

// L4.4
#[test]
fn an_offer_that_stands_again_keeps_its_first_acceptance() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10.00");
    play.bid(BOLT, "10.00");
    play.bid(ACME, "9.00");

    play.act(annul(ACME)).unwrap();

    assert_eq!(play.ranks(), [Some(1), Some(2), None]);
}

// L1.16
#[test]
fn opening_offers_stand_first_in_the_order_of_the_bidders() {
    let mut play = Play::open(with(|setup| {
        setup.bidders[2].opening = Some([amount("10")].into_iter().collect());
        setup.bidders[1].opening = Some([amount("10")].into_iter().collect());
    }));

    play.bid(ACME, "10");

    assert_eq!(play.ranks(), [Some(3), Some(1), Some(2)]);
}

// L4.2, L4.6
#[test]
fn exclusion_ranks_the_others_again_at_once() {
    let mut play = Play::open(setup());
    play.bid(ACME, "9.00");
    play.bid(BOLT, "10.00");

    play.act(exclude(ACME)).unwrap();

    assert_eq!(play.ranks(), [None, Some(1), None]);
}

// L4.2, L6.9
#[test]
fn an_excluded_bidder_stays_unranked_when_its_offer_is_annulled() {
    let mut play = Play::open(setup());
    play.bid(ACME, "10.00");
    play.bid(ACME, "9.00");
    play.act(exclude(ACME)).unwrap();

    play.act(annul(ACME)).unwrap();

    assert_eq!(play.ranks(), [None, None, None]);
    assert_eq!(play.view(&supplier(ACME))["you"]["total"], "1000.00");
}

// L1.8, L4.1, L4.6
#[test]
fn in_a_weighted_lot_quality_and_price_make_the_score() {
    let mut play = Play::open(weighted());
    play.bid(ACME, "10.00");
    assert_eq!(play.view(&supplier(ACME))["you"]["score"], "70");

    assert_eq!(accepted(&play.bid(BOLT, "9.00")), 2);
    // 30 + 40 × 900 ÷ 1000 = 66; 20 + 40 = 60.
    assert_eq!(play.view(&supplier(ACME))["you"]["score"], "66");
    assert_eq!(play.view(&supplier(BOLT))["you"]["score"], "60");

    assert_eq!(accepted(&play.bid(CREW, "3.00")), 2);
    // 30 + 40 × 0.3 = 42; 20 + 40 × 0.3333 = 33.3333; 1 + 40 = 41.
    assert_eq!(play.ranks(), [Some(1), Some(3), Some(2)]);
    assert_eq!(play.view(&supplier(BOLT))["you"]["score"], "33.3333");

    play.act(annul(CREW)).unwrap();
    assert_eq!(play.view(&supplier(ACME))["you"]["score"], "66");
}

#[test]
fn a_bid_that_rounds_to_its_bidders_own_score_does_not_rank_behind_itself() {
    for ties in ["earliest", "equal_best", "equal_worst"] {
        let mut setup = weighted();
        setup.rules.ties = serde_json::from_value(json!(ties)).unwrap();
        let mut play = Play::open(setup);
        play.bid(BOLT, "0.01");
        play.bid(ACME, "10.00");

        // 30 + 40 × 1 ÷ 1000 and 30 + 40 × 1 ÷ 999 are both 30.04.
        let told = accepted(&play.bid(ACME, "9.99"));

        assert_eq!((told, play.rank(ACME)), (2, Some(2)), "{ties}");
    }
}

fn weighted() -> crate::auction::Setup {
    with(|setup| {
        setup.rules = rules_with(&json!({"scoring": "weighted", "price_weight": "40"}));
        for (invited, quality) in setup.bidders.iter_mut().zip(["30", "20", "1"]) {
            invited.quality = Some(amount(quality));
        }
    })
}

proptest! {
    // L4.3, L4.5
    #[test]
    fn ranks_are_what_counting_says(
        weigh in any::<bool>(),
        ties in prop::sample::select(vec!["earliest", "equal_best", "equal_worst"]),
        moves in prop::collection::vec((0..3_usize, 0..4_u32), 1..60),
    ) {
        let mut setup = if weigh { weighted() } else { setup() };
        setup.rules.ties = serde_json::from_value(json!(ties)).unwrap();
        let mut ranking = Ranking::new(&setup);
        // Standing evaluated price and order of acceptance, by bidder.
        let mut standing: Vec<Vec<(Amount, u64)>> = vec![Vec::new(); 3];
        for (order, (nth, choice)) in (0..).zip(moves) {
            let bidder = places()[nth];
            if choice == 0 {
                standing[nth].pop();
                match standing[nth].last() {
                    Some((evaluated, order)) => ranking.put(bidder, *evaluated, *order),
                    None => ranking.remove(bidder),
                }
            } else {
                let own = standing[nth].last().map_or(amount("50"), |(evaluated, _)| *evaluated);
                let evaluated = Amount::from(own.decimal() - rust_decimal::Decimal::from(choice));
                if !evaluated.is_positive() { continue; }
                let told = ranking.rank_if(bidder, evaluated);
                ranking.put(bidder, evaluated, order);
                prop_assert_eq!(ranking.rank_of(bidder), Some(told));
                standing[nth].push((evaluated, order));
            }
            let counted = count(&setup, &standing);
            let ranks: Vec<Option<u32>> = places().map(|bidder| ranking.rank_of(bidder)).into();
            prop_assert_eq!(&ranks, &counted);
            for place in ranking.places() {
                prop_assert_eq!(counted[place.bidder.position()], Some(place.rank));
            }
        }
    }
}

/// Ranks, by comparing each bidder with each other.
fn count(setup: &crate::auction::Setup, standing: &[Vec<(Amount, u64)>]) -> Vec<Option<u32>> {
    use crate::auction::rules::Ties;
    let lowest = standing.iter().filter_map(|offers| offers.last()).map(|(evaluated, _)| *evaluated).min();
    // Lower is better.
    let value = |nth: usize| {
        let (evaluated, order) = *standing[nth].last()?;
        let value = match setup.rules.price_weight {
            None => evaluated.decimal(),
            Some(weight) => {
                -scoring::score(setup.bidders[nth].quality.unwrap(), weight, lowest.unwrap(), evaluated).decimal()
            }
        };
        Some((value, order))
    };
    let rank = |nth: usize| {
        let own = value(nth)?;
        let others = (0..standing.len()).filter(|other| *other != nth).filter_map(value);
        let ahead = others.filter(|other| match setup.rules.ties {
            Ties::Earliest | Ties::ForbidFirst => *other < own,
            Ties::EqualBest => other.0 < own.0,
            Ties::EqualWorst => other.0 <= own.0,
        });
        Some(u32::try_from(ahead.count()).unwrap() + 1)
    };
    (0..standing.len()).map(rank).collect()
}
