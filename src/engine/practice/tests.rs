//! A supplier's practice is the same, byte for byte, whatever its rivals are.

use std::num::NonZeroU64;
use std::sync::Arc;

use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::lot::{PlayedEvent, PreparedLot};
use super::script::{RivalBid, Script};
use crate::auction::fixture::{ACME, OPEN, Play, amount, id, second, supplier};
use crate::auction::setup::AliasKey;
use crate::auction::{Command, Event, PlaceBid};
use crate::event::fixture::{parsed, with, worked};
use crate::event::practice::PracticeParty;
use crate::ids::{BidRef, EventId, ItemId, LotId, OrgId, Seq};
use crate::money::Amount;

/// An offer of the supplier: when, in seconds after the opening, and its price in pence.
type OwnOffer = (i64, u32);

/// Everything that acme is shown of its practice, second by second, and the records that it may read.
fn shown(document: &Value, random_seed: u64, own: &[OwnOffer]) -> Vec<String> {
    let event = PlayedEvent {
        id: EventId::parse("e").unwrap(),
        owner: OrgId::parse("wtp").unwrap(),
        document: Arc::new(parsed(document)),
        lot: 0,
    };
    let party = PracticeParty::Supplier(id(ACME));
    let lot = LotId::parse("practice-1").unwrap();
    let prepared = PreparedLot::new(lot, &event, &party, OPEN, "key".to_owned()).unwrap();
    let mut setup = prepared.setup;
    // Drawn at random for each practice.
    setup.alias_key = AliasKey([7; 32]);
    let mut script = Script::new(&setup, Some(id(ACME)), NonZeroU64::MIN, random_seed);
    let mut play = Play::open(setup);
    let mut shown = Vec::new();
    for at in 1..400 {
        play.at(second(at)).wake();
        for (nth, (_, pence)) in own.iter().enumerate().filter(|(_, (offered_at, _))| *offered_at == at) {
            let price = amount(&format!("{}.{:02}", pence / 100, pence % 100));
            let prices = [(ItemId::parse("nitrile-m").unwrap(), price)].into_iter().collect();
            let events = place(&mut play, ACME, &format!("own-{nth}"), prices);
            shown.push(serde_json::to_string(&events).unwrap());
        }
        for RivalBid { bidder, nth, prices } in script.look(play.lot.board(), play.now) {
            let events = place(&mut play, bidder.as_str(), &format!("practice-{nth}"), prices);
            assert!(matches!(events.first(), Some(Event::BidAccepted(_))), "{events:?}");
            script.accepted(&bidder);
        }
        shown.push(play.view(&supplier(ACME)).to_string());
    }
    let offers = play.lot.offers(&supplier(ACME), Seq::ZERO, 1_000).offers;
    shown.push(serde_json::to_string(&offers).unwrap());
    shown
}

fn place(play: &mut Play, bidder: &str, bid_ref: &str, prices: IndexMap<ItemId, Amount>) -> Vec<Event> {
    let (bid_ref, received_at) = (BidRef::parse(bid_ref).unwrap(), play.now);
    let bid = PlaceBid { bidder: id(bidder), bid_ref, prices, confirmed: true, received_at };
    play.send(&Command::PlaceBid(bid)).unwrap()
}

/// The worked example with other rivals, baselines, reserve and justification.
fn disguised(pence: u32, permille: u32, quality: u32) -> Value {
    let price = |pence: u32| format!("{}.{:02}", pence / 100, pence % 100);
    let rival = json!({
        "bidder": "bolt", "factor": format!("0.{permille:03}1"), "quality": quality.to_string(),
        "opening": {"nitrile-m": price(pence)},
    });
    let mut document = with(worked(), "/lots/0/bidders/1", rival);
    document["lots"][0]["items"][0]["baselines"] = json!({"RFS": price(pence), "RHQ": price(permille)});
    document["lots"][0]["rules"]["reserve"] = json!(price(pence + permille));
    document["bidders"][1]["name"] = json!(format!("Bolt {quality}"));
    document["justification"] = json!(format!("because of {pence}"));
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    // G55
    #[test]
    fn the_bytes_of_a_practice_are_the_same_whatever_the_real_rivals_offered(
        (pence, permille, quality) in (1_u32..333, 1_u32..999, 0_u32..40),
        random_seed in any::<u64>(),
        own in proptest::collection::vec((1_i64..300, 200_u32..333), 0..4),
        has_ceiling in any::<bool>(),
        has_opening in any::<bool>(),
    ) {
        let of = |mut document: Value| {
            if !has_ceiling {
                document["lots"][0]["rules"]["ceiling"] = Value::Null;
            }
            if !has_opening {
                document["lots"][0]["bidders"][0]["opening"] = Value::Null;
            }
            shown(&document, random_seed, &own)
        };

        let (plain, disguised) = (of(worked()), of(disguised(pence, permille, quality)));

        prop_assert_eq!(plain, disguised);
    }
}
