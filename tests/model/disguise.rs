//! Changes a lot's hidden facts and keeps what is shown, so that both lots have to look the same.

use fairlot::auction::rules::BuyerSees;
use fairlot::auction::setup::{Invited, Setup};
use fairlot::auction::{ByItem, Lot};
use fairlot::money::Amount;
use hmac::{Hmac, KeyInit, Mac};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;
use sha2::Sha256;

use crate::bridge::bidder_id;
use crate::naive::{Act, Input, InputKind};

/// The changes.
#[derive(Debug, Clone)]
pub struct Disguise {
    reserve: Option<u32>,
    baseline: u32,
    /// The factor and the divisor of every other bidder are multiplied by it.
    scale: u32,
    renames: bool,
    /// One more bidder, which never bids.
    stranger: bool,
    /// Ticks added to the prices of other bidders, bid by bid, and to their opening offers.
    ticks: Vec<i64>,
}

pub fn disguise() -> impl Strategy<Value = Disguise> {
    let ticks = prop_oneof![vec(Just(0_i64), 4), vec(-3_i64..=3, 4)];
    (prop::option::of(1_u32..100), 2_u32..100, 1_u32..4, any::<bool>(), any::<bool>(), ticks).prop_map(
        |(reserve, baseline, scale, renames, stranger, ticks)| Disguise {
            reserve,
            baseline,
            scale,
            renames,
            stranger,
            ticks,
        },
    )
}

impl Disguise {
    /// The changed lot, as the bidder at the place `own` sees it.
    pub fn setup(&self, plain: &Setup, own: usize) -> Setup {
        let mut setup = plain.clone();
        setup.rules.reserve = self.reserve.map(|reserve| Amount::from(Decimal::from(reserve)));
        for item in &mut setup.items {
            for baseline in item.baselines.values_mut() {
                *baseline = Amount::from(Decimal::from(self.baseline));
            }
        }
        let show = &mut setup.rules.show;
        show.identities_to_observer = !show.identities_to_observer;
        show.identities_to_buyer = match show.identities_to_buyer {
            BuyerSees::Always => BuyerSees::AfterClose,
            BuyerSees::AfterClose => BuyerSees::Always,
        };
        for nth in (0..setup.bidders.len()).filter(|nth| *nth != own) {
            self.bidder(&mut setup, nth);
        }
        if self.stranger && !setup.rules.show.bidder_count {
            setup.bidders.push(stranger(plain));
        }
        match self.suffix(plain, own) {
            Some(suffix) => renamed(&setup, &suffix, Some(own)),
            None => setup,
        }
    }

    fn bidder(&self, setup: &mut Setup, nth: usize) {
        let scaled = |figure: Amount| Amount::from(figure.decimal() * Decimal::from(self.scale));
        let invited = &mut setup.bidders[nth];
        invited.name = format!("{} & Sons", invited.name).into();
        invited.factor = scaled(invited.factor);
        invited.divisor = scaled(invited.divisor);
        let Some(opening) = invited.opening.clone() else { return };
        let moved: ByItem<Amount> = opening.iter().map(|price| moved(*price, self.ticks[0], setup.decimals)).collect();
        let invited = &setup.bidders[nth];
        let named = moved.with(&setup.items).map(|(item, price)| (item.id.clone(), *price)).collect();
        if setup.check_opening(invited, &named).is_ok() {
            setup.bidders[nth].opening = Some(moved);
        }
    }

    /// The ids of the other bidders, when their aliases for this bidder stay the same.
    fn suffix(&self, plain: &Setup, own: usize) -> Option<String> {
        let show = plain.rules.show;
        let are_shown_as_digests = show.all_prices && !show.bidder_count;
        if !self.renames || are_shown_as_digests {
            return None;
        }
        rename(plain, plain.bidders[own].id.as_str(), Some(own))
    }

    /// The same input for the changed lot. `step` is the change of another bidder's price.
    pub fn input(&self, input: &Input, lot: &Lot, own: usize, step: usize) -> Input {
        let setup = lot.setup();
        let own_id = setup.bidders[own].id.as_str();
        let mut input = input.clone();
        if let InputKind::Bid(bid) = &mut input.kind
            && bid.bidder != own_id
        {
            for price in bid.prices.values_mut() {
                let moved =
                    price.parse().map(|price| moved(price, self.ticks[step % self.ticks.len()], setup.decimals));
                *price = moved.map_or_else(|_| price.clone(), |price| price.to_string());
            }
        }
        let suffix = setup.bidders.iter().find_map(|invited| invited.id.as_str().split_once('-'));
        match suffix {
            Some((_, suffix)) => input_renamed(&input, suffix, Some(own_id)),
            None => input,
        }
    }
}

fn moved(price: Amount, ticks: i64, decimals: u32) -> Amount {
    let moved = price.decimal() + Decimal::new(ticks, decimals);
    Amount::from(if moved > Decimal::ZERO { moved } else { price.decimal() })
}

fn stranger(plain: &Setup) -> Invited {
    let quality = plain.bidders[0].quality;
    Invited {
        id: bidder_id("stranger"),
        name: "Stranger Ltd".into(),
        factor: Amount::ONE,
        divisor: Amount::ONE,
        addition: Amount::ZERO,
        quality,
        opening: None,
    }
}

/// A suffix to the ids of all bidders but `kept` that keeps the order of their aliases for `viewer`.
pub fn rename(setup: &Setup, viewer: &str, kept: Option<usize>) -> Option<String> {
    let order = |suffix: &str| {
        let renamed = renamed(setup, suffix, kept);
        let mut order: Vec<usize> = (0..setup.bidders.len()).collect();
        order.sort_by_key(|nth| tag(&renamed, viewer, *nth));
        order
    };
    let plain = {
        let mut order: Vec<usize> = (0..setup.bidders.len()).collect();
        order.sort_by_key(|nth| tag(setup, viewer, *nth));
        order
    };
    (0..1_000).map(|number| format!("{number}x")).find(|suffix| order(suffix) == plain)
}

fn tag(setup: &Setup, viewer: &str, nth: usize) -> Vec<u8> {
    let keyed = Hmac::<Sha256>::new_from_slice(&setup.alias_key.0).unwrap();
    keyed.chain_update(viewer).chain_update(setup.bidders[nth].id.as_str()).finalize().into_bytes().to_vec()
}

/// The lot with the suffix to the ids and names of all bidders but `kept`.
pub fn renamed(setup: &Setup, suffix: &str, kept: Option<usize>) -> Setup {
    let mut setup = setup.clone();
    for (nth, invited) in setup.bidders.iter_mut().enumerate() {
        if Some(nth) != kept {
            invited.id = bidder_id(&format!("{}-{suffix}", invited.id));
            invited.name = format!("{} {suffix}", invited.name).into();
        }
    }
    setup
}

/// The input with the suffix to the ids of all bidders but `kept`.
pub fn input_renamed(input: &Input, suffix: &str, kept: Option<&str>) -> Input {
    let mut input = input.clone();
    let rename = |bidder: &mut String| {
        if Some(bidder.as_str()) != kept {
            *bidder = format!("{bidder}-{suffix}");
        }
    };
    match &mut input.kind {
        InputKind::Bid(bid) => rename(&mut bid.bidder),
        InputKind::AcceptTerms { bidder }
        | InputKind::RequestAnnulment { bidder, .. }
        | InputKind::Act { act: Act::Annul { bidder } | Act::Exclude { bidder }, .. } => rename(bidder),
        InputKind::Wake
        | InputKind::Outage { .. }
        | InputKind::Act { .. }
        | InputKind::Approve { .. }
        | InputKind::Decline { .. }
        | InputKind::DeclineRequest { .. } => {}
    }
    input
}
