//! When a fact changes that a viewer may not know, the bytes for that viewer stay the same.

use proptest::prelude::*;
use serde_json::json;

use crate::auction::command::PlaceBid;
use crate::auction::event::Event;
use crate::auction::fixture::*;
use crate::auction::rules::{BuyerSees, Gate, Show};
use crate::auction::setup::{Profile, Setup, Trust};
use crate::auction::view::Viewer;
use crate::ids::Seq;
use crate::money::Amount;

/// One step of a play: the place of the bidder, the kind of step, the price.
type Step = (usize, u8, u32);

fn drawn_show() -> impl Strategy<Value = Show> {
    (any::<[bool; 4]>()).prop_map(|[lead_price, all_prices, bidder_count, gated]| Show {
        lead_price,
        all_prices,
        bidder_count,
        gate: if gated { Gate::FirstBid } else { Gate::None },
        identities_to_buyer: BuyerSees::Always,
        identities_to_observer: true,
        other_trusts: true,
    })
}

/// All that a viewer receives of a play, after each step.
fn bytes(setup: Setup, steps: &[Step], viewer: &Viewer) -> Vec<String> {
    let names: Vec<String> = setup.bidders.iter().map(|invited| invited.id.to_string()).collect();
    let mut play = Play::open(setup);
    let mut seen = vec![seen(&play, viewer)];
    for (nth, kind, price) in steps {
        let bidder = &names[nth % 3];
        match kind {
            0 => drop(play.act(annul(bidder))),
            1 => drop(play.act(exclude(bidder))),
            2 => drop(play.act(broadcast("a word", Some(bidder)))),
            3 => drop(play.act(broadcast("a word", None))),
            _ => {
                let bid = play.glove(bidder, &price.to_string());
                let events = play.place(PlaceBid { confirmed: true, ..bid });
                if let (Some(Event::BidRefused(refused)), Viewer::Bidder(own)) = (events.first(), viewer)
                    && refused.bidder == *own
                {
                    seen.push(format!("{:?} {:?}", refused.reason, refused.limit));
                }
            }
        }
        seen.push(self::seen(&play, viewer));
    }
    play.at(second(601)).wake();
    seen.push(self::seen(&play, viewer));
    seen
}

fn seen(play: &Play, viewer: &Viewer) -> String {
    let offers = play.lot.offers(viewer, Seq::ZERO, 100).offers;
    format!("{} {}", play.view(viewer), serde_json::to_string(&offers).unwrap())
}

fn play_with(show: Show) -> Setup {
    with(|setup| {
        setup.rules = rules_with(&json!({"min_decrement": {"absolute": "1"}, "ceiling": "4000"}));
        setup.rules.show = show;
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    // L3.14, L7.1, L7.3
    #[test]
    fn a_bidder_is_told_nothing_that_it_may_not_know(
        show in drawn_show(),
        steps in prop::collection::vec((0..3_usize, 0..12_u8, 1..40_u32), 0..20),
    ) {
        let plain = play_with(show);
        let mut other = plain.clone();
        other.rules.reserve = Some(amount("123.45"));
        other.rules.show.identities_to_buyer = BuyerSees::AfterClose;
        other.rules.show.identities_to_observer = false;
        other.rules.show.other_trusts = false;
        other.event.four_eyes = false;
        other.event.profile = Profile::Reg35;
        other.event.digest = "sha256:ff".into();
        other.event.trusts[0].name = "Somewhere else".into();
        for item in &mut other.items {
            item.baselines.clear();
            item.volumes.swap_indices(0, 1);
        }
        other.bidders[1].id = id("zebra");
        // Its evaluated prices stay the same, so that its bids rank as before.
        (other.bidders[1].factor, other.bidders[1].divisor) = (amount("1.25"), amount("1.25"));
        other.bidders[2].quality = Some(amount("7"));
        for invited in &mut other.bidders[1..] {
            invited.name = "Another name".into();
        }

        // A bidder's own letters follow from the ids of all bidders, so the views are compared without them.
        let letters = |texts: Vec<String>| texts.into_iter().map(|text| without_aliases(&text)).collect::<Vec<_>>();
        prop_assert_eq!(
            letters(bytes(plain, &steps, &supplier(ACME))),
            letters(bytes(other, &steps, &supplier(ACME)))
        );
    }

    // L7.1, L7.3
    #[test]
    fn without_the_count_another_invitation_changes_nothing(
        mut show in drawn_show(),
        steps in prop::collection::vec((0..3_usize, 0..12_u8, 1..40_u32), 0..20),
    ) {
        show.bidder_count = false;
        let plain = play_with(show);
        let mut other = plain.clone();
        other.bidders.extend((0..30).map(|nth| invited(&format!("silent-{nth}"))));

        prop_assert_eq!(bytes(plain, &steps, &supplier(ACME)), bytes(other, &steps, &supplier(ACME)));
    }

    // L7.1, L7.2
    #[test]
    fn where_nothing_of_the_market_is_shown_others_prices_show_in_the_rank_alone(
        prices in prop::collection::vec(11..40_u32, 1..6),
        others in prop::collection::vec(11..40_u32, 1..6),
    ) {
        let play = |prices: &[u32]| {
            let show = Show { lead_price: false, ..play_with(rules_with(&json!({})).show).rules.show };
            let mut play = Play::open(play_with(show));
            play.bid(ACME, "10");
            for price in prices {
                play.bid(BOLT, &price.to_string());
            }
            let mut view = play.view(&supplier(ACME));
            view["seq"] = json!(0);
            view.to_string()
        };

        prop_assert_eq!(play(&prices), play(&others));
    }

    // G111, L7.6
    #[test]
    fn where_other_trusts_are_hidden_an_observer_is_told_only_totals_of_them(
        figures in prop::collection::vec(1..99_u32, 4),
        steps in prop::collection::vec((0..3_usize, 2..12_u8, 1..40_u32), 0..20),
    ) {
        let [one, other] = with_trusts_apart(&figures);

        prop_assert_eq!(bytes(one.clone(), &steps, &observer("RFS")), bytes(other.clone(), &steps, &observer("RFS")));
        // The buyers see all of them, so that there is something to hide.
        let is_same = figures[..2] == figures[2..];
        prop_assert_eq!(bytes(one, &[], &buyer()) == bytes(other, &[], &buyer()), is_same);
    }

    // L7.1, L7.6
    #[test]
    fn an_observer_is_told_nothing_that_it_may_not_know(
        steps in prop::collection::vec((0..3_usize, 2..12_u8, 1..40_u32), 0..20),
    ) {
        let mut plain = play_with(rules_with(&json!({})).show);
        plain.rules.show.identities_to_observer = false;
        let mut other = plain.clone();
        other.rules.reserve = Some(amount("123.45"));
        for invited in &mut other.bidders {
            invited.name = "Another name".into();
        }

        let text = bytes(plain, &steps, &observer("RFS"));
        prop_assert_eq!(&text, &bytes(other, &steps, &observer("RFS")));
        prop_assert!(!text.iter().any(|text| [ACME, BOLT, CREW].iter().any(|name| text.contains(name))));
    }
}

/// Two lots whose trusts beside RFS have exchanged their volumes and their baselines, so that all totals are the same.
fn with_trusts_apart(figures: &[u32]) -> [Setup; 2] {
    let [one, other] = ["RHQ", "RXX"];
    [[one, other], [other, one]].map(|[first, second]| {
        let mut setup = play_with(Show { other_trusts: false, ..rules_with(&json!({})).show });
        setup.event.trusts.push(Trust { ods: trust("RXX"), name: "Leeds".into() });
        let figure = |nth: usize| amount(&figures[nth].to_string());
        for item in &mut setup.items {
            item.volumes = [("RFS", amount("40")), (one, Amount::ZERO), (other, Amount::ZERO)]
                .map(|(ods, volume)| (trust(ods), volume))
                .into();
            item.baselines = item.volumes.clone();
            for (ods, volume, baseline) in [(first, 0, 1), (second, 2, 3)] {
                item.volumes.insert(trust(ods), figure(volume));
                item.baselines.insert(trust(ods), figure(baseline));
            }
            item.volume = amount(&(40 + figures[0] + figures[2]).to_string());
        }
        setup
    })
}

fn without_aliases(text: &str) -> String {
    let mut parts = text.split("\"alias\":\"");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('"').map_or("", |(_, rest)| rest))
}

// L6.1, L7.3
#[test]
fn no_suppliers_view_names_another_supplier() {
    let mut play = Play::open(with(|setup| {
        setup.rules = rules_with(&json!({"reserve": "77.77", "show": {"all_prices": true}}));
        setup.bidders[1].factor = amount("1.2345");
    }));
    play.bid(ACME, "10");
    play.bid(BOLT, "9");
    play.act(annul(BOLT)).unwrap();
    play.act(exclude(BOLT)).unwrap();
    play.act(close()).unwrap();

    let text = seen(&play, &supplier(ACME));

    for secret in
        [BOLT, CREW, "Ltd", "77.77", "1.2345", "Chesterfield", "baselines", "identities", "reserve", "RFS", "Sheffield"]
    {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

// L7.10
#[test]
fn a_private_message_removes_no_other_bidders_notice() {
    let play = |private: usize| {
        let mut play = Play::open(setup());
        for nth in 0..49 {
            play.act(broadcast(&nth.to_string(), None)).unwrap();
        }
        for _ in 0..private {
            play.act(broadcast("psst", Some(BOLT))).unwrap();
        }
        play.view(&supplier(ACME))["notices"].to_string()
    };

    assert_eq!(play(0), play(80));
}

// L7.8
#[test]
fn the_alias_key_is_never_printed() {
    assert!(!format!("{:?}", Play::open(setup()).lot).contains("7, 7"));
}
