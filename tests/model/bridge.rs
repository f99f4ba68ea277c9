//! Translates the model's setup, inputs and answers into production's, and back.

use std::collections::BTreeMap;
use std::sync::Arc;

use fairlot::auction::rules::{
    Band, Beat, ExtendFrom, Extension, Idle, MaxDecrement, MaxMode, MinDecrement, Rules, Scoring, Show, Step, Ties,
    Trigger,
};
use fairlot::auction::setup::{AliasKey, EventFacts, Invited, Item, Profile, Setup, Trust};
use fairlot::auction::{Reason, State};
use fairlot::clock::Instant;
use fairlot::ids::{BidRef, BidderId, EventId, ItemId, LotId, OdsCode, OrgId, PersonId};
use fairlot::money::Amount;
use indexmap::IndexMap;
use num_bigint::BigInt;
use rust_decimal::Decimal;

use crate::naive;
use crate::naive::number::{Number, to_text};
use crate::naive::setup as words;

/// The trusts of every lot.
pub const TRUSTS: [&str; 2] = ["RX1", "RX2"];

/// The lot as production's setup. What the model does not know is given or made up.
pub fn setup(model: &naive::Setup, show: Show) -> Setup {
    let closes_at = match model.closing {
        words::Closing::At(at) => at,
        words::Closing::Duration { duration_s } => model.opens_at + duration_s * words::SECOND,
        words::Closing::Idle { idle_s, .. } => model.opens_at + idle_s * words::SECOND,
    };
    Setup {
        lot: id(LotId::parse, "lot-1"),
        event: event(model),
        title: "Gloves".to_owned(),
        decimals: u32::try_from(model.decimals).unwrap(),
        opens_at: instant(model.opens_at),
        closes_at: instant(closes_at),
        items: model.items.iter().map(item).collect(),
        rules: rules(model, show),
        bidders: model.bidders.iter().map(|bidder| invited(model, bidder)).collect(),
        alias_key: AliasKey([7; 32]),
    }
}

fn event(model: &naive::Setup) -> EventFacts {
    EventFacts {
        id: id(EventId::parse, "event-1"),
        owner: id(OrgId::parse, "partnership"),
        title: "Gloves for all".to_owned(),
        reference: None,
        contact: None,
        currency: "GBP".to_owned(),
        profile: if model.reg35 { Profile::Reg35 } else { Profile::Custom },
        practice: false,
        contract_months: None,
        contract_starts_on: None,
        terms: model.has_terms.then(|| "Be fair.".to_owned()),
        four_eyes: model.four_eyes,
        trusts: TRUSTS.map(|ods| Trust { ods: id(OdsCode::parse, ods), name: format!("Trust {ods}") }).into(),
        digest: "sha256:00".to_owned(),
    }
}

fn item(item: &words::Item) -> Item {
    let [first, second] = TRUSTS.map(|ods| id(OdsCode::parse, ods));
    let half = &item.volume / BigInt::from(2);
    Item {
        id: id(ItemId::parse, &item.id),
        description: format!("Size {}", item.id),
        unit: "box of 100".to_owned(),
        gtin: None,
        volumes: IndexMap::from([(first.clone(), amount(&half)), (second, amount(&half))]),
        baselines: IndexMap::from([(first, Amount::ONE)]),
        volume: amount(&item.volume),
    }
}

fn invited(model: &naive::Setup, bidder: &words::Bidder) -> Invited {
    let opening = bidder.opening.as_ref();
    Invited {
        id: bidder_id(&bidder.id),
        name: format!("{} Ltd", bidder.id).into(),
        factor: amount(&bidder.factor),
        divisor: amount(&bidder.divisor),
        addition: amount(&bidder.addition),
        quality: bidder.quality.as_ref().map(amount),
        opening: opening.map(|prices| model.items.iter().map(|item| amount(&prices[&item.id])).collect()),
    }
}

fn rules(model: &naive::Setup, show: Show) -> Rules {
    let price_weight = match &model.scoring {
        words::Scoring::Price => None,
        words::Scoring::Weighted { price_weight } => Some(amount(price_weight)),
    };
    Rules {
        scoring: if price_weight.is_some() { Scoring::Weighted } else { Scoring::Price },
        price_weight,
        beat: match model.beat {
            words::Beat::Own => Beat::Own,
            words::Beat::Lead => Beat::Lead,
        },
        ceiling: model.ceiling.as_ref().map(amount),
        min_decrement: min_decrement(&model.min_decrement),
        whole_steps: model.whole_steps,
        max_decrement: model.max_decrement.as_ref().map(max_decrement),
        leader_may_rebid: model.leader_may_rebid,
        ties: match model.ties {
            words::Ties::Earliest => Ties::Earliest,
            words::Ties::EqualBest => Ties::EqualBest,
            words::Ties::EqualWorst => Ties::EqualWorst,
            words::Ties::ForbidFirst => Ties::ForbidFirst,
        },
        reserve: model.reserve.as_ref().map(amount),
        extension: model.extension.as_ref().map(extension),
        idle: match model.closing {
            words::Closing::At(_) | words::Closing::Duration { .. } => None,
            words::Closing::Idle { idle_s, latest_close } => {
                Some(Idle { idle_s: unsigned(idle_s), latest_close: latest_close.map(instant) })
            }
        },
        settle_ms: unsigned(model.settle_ms),
        auto_resume_s: model.auto_resume_s.map(unsigned),
        show,
        ..Rules::default()
    }
}

fn step(size: &words::Size) -> Step {
    match size {
        words::Size::Absolute(number) => Step::Absolute(amount(number)),
        words::Size::Percent(number) => Step::Percent(amount(number)),
    }
}

fn min_decrement(minimum: &words::MinDecrement) -> MinDecrement {
    match minimum {
        words::MinDecrement::Plain(words::Size::Absolute(number)) => MinDecrement::Absolute(amount(number)),
        words::MinDecrement::Plain(words::Size::Percent(number)) => MinDecrement::Percent(amount(number)),
        words::MinDecrement::Bands(bands) => MinDecrement::Bands(
            bands.iter().map(|band| Band { from: amount(&band.from), step: step(&band.size) }).collect(),
        ),
    }
}

fn max_decrement(maximum: &words::MaxDecrement) -> MaxDecrement {
    let mode = match maximum.mode {
        words::MaxMode::Confirm => MaxMode::Confirm,
        words::MaxMode::Refuse => MaxMode::Refuse,
    };
    MaxDecrement { step: step(&maximum.size), mode }
}

fn extension(extension: &words::Extension) -> Extension {
    let (trigger, rank) = match extension.trigger {
        words::Trigger::Any => (Trigger::Any, None),
        words::Trigger::RankWithin(rank) => (Trigger::RankWithin, Some(u32::try_from(rank).unwrap())),
        words::Trigger::LeadChange => (Trigger::LeadChange, None),
    };
    Extension {
        window_s: unsigned(extension.window_s),
        extend_s: unsigned(extension.extend_s),
        from: match extension.from {
            words::ExtendFrom::Close => ExtendFrom::Close,
            words::ExtendFrom::Bid => ExtendFrom::Bid,
        },
        trigger,
        rank,
        max_count: extension.max_count.map(|count| u32::try_from(count).unwrap()),
        latest_close: extension.latest_close.map(instant),
    }
}

/// The prices in the form in which production reads them from a message.
pub fn prices(prices: &BTreeMap<String, String>) -> IndexMap<ItemId, Amount> {
    prices.iter().map(|(item, text)| (id(ItemId::parse, item), text.parse().unwrap())).collect()
}

pub fn bidder_id(text: &str) -> BidderId {
    id(BidderId::parse, text)
}

pub fn bid_ref(text: &str) -> BidRef {
    id(BidRef::parse, text)
}

pub fn person(text: &str) -> PersonId {
    id(PersonId::parse, text)
}

pub fn owner() -> OrgId {
    id(OrgId::parse, "partnership")
}

pub fn trust(nth: usize) -> OdsCode {
    id(OdsCode::parse, TRUSTS[nth])
}

fn id<T, E: std::fmt::Debug>(parse: impl Fn(&str) -> Result<T, E>, text: &str) -> T {
    parse(text).unwrap()
}

pub fn instant(micros: i64) -> Instant {
    Instant::from_micros(micros)
}

pub fn amount(number: &Number) -> Amount {
    Amount::from(Decimal::from_str_exact(&to_text(number, 0)).unwrap())
}

pub fn number(amount: Amount) -> Number {
    let decimal = amount.decimal().normalize();
    Number::new(BigInt::from(decimal.mantissa()), BigInt::from(10).pow(decimal.scale()))
}

fn unsigned(figure: i64) -> u64 {
    u64::try_from(figure).unwrap()
}

pub fn state(state: State) -> naive::State {
    match state {
        State::Scheduled => naive::State::Scheduled,
        State::Open => naive::State::Open,
        State::Paused => naive::State::Paused,
        State::Closed => naive::State::Closed,
        State::Cancelled => naive::State::Cancelled,
    }
}

pub fn reason(reason: Reason) -> naive::Reason {
    use naive::Reason as Naive;
    match reason {
        Reason::RefReused => Naive::RefReused,
        Reason::NotOpen => Naive::NotOpen,
        Reason::Paused => Naive::Paused,
        Reason::Closed => Naive::Closed,
        Reason::Cancelled => Naive::Cancelled,
        Reason::Excluded => Naive::Excluded,
        Reason::TermsNotAccepted => Naive::TermsNotAccepted,
        Reason::MissingPrice => Naive::MissingPrice,
        Reason::UnknownItem => Naive::UnknownItem,
        Reason::NotPositive => Naive::NotPositive,
        Reason::TooManyDecimals => Naive::TooManyDecimals,
        Reason::PriceTooLarge => Naive::PriceTooLarge,
        Reason::AboveCeiling => Naive::AboveCeiling,
        Reason::NotImproved => Naive::NotImproved,
        Reason::AlreadyLeading => Naive::AlreadyLeading,
        Reason::DecrementTooSmall => Naive::DecrementTooSmall,
        Reason::DecrementTooLarge => Naive::DecrementTooLarge,
        Reason::NeedsConfirmation => Naive::NeedsConfirmation,
        Reason::TiesWithLead => Naive::TiesWithLead,
    }
}

/// A production lot before any record.
pub fn lot(setup: Setup) -> fairlot::auction::Lot {
    fairlot::auction::Lot::new(Arc::new(setup))
}
