//! Reads an event document member by member and writes every default out.
//!
//! What members mean together is checked afterwards.

use std::ops::RangeInclusive;

use indexmap::IndexMap;
use jiff::civil::{Date, date};

use super::limits::{
    BIDDERS_MAX, CONTRACT_MONTHS_MAX, DECIMALS_MAX, DESCRIPTION_BYTES_MAX, FACTOR, ITEMS_MAX, JUSTIFICATION_BYTES_MAX,
    LOTS_MAX, SECONDS_MAX, TERMS_BYTES_MAX, TITLE_BYTES_MAX, TRUSTS_MAX, VOLUME,
};
use super::shape::{
    BidderDocument, EventDocument, ItemDocument, LotBidderDocument, LotDocument, Now, OpensAt, TrustDocument,
};
use super::{read_contact, read_rules};
use crate::auction::setup::Profile;
use crate::ids::{BidderId, ItemId, OdsCode};
use crate::json::{Bounds, Code, Node, Object};
use crate::money::Amount;

/// Decimal places of a unit price where the document does not say.
pub(super) const DECIMALS_DEFAULT: u32 = 2;
/// Currency where the document does not say.
pub(super) const CURRENCY_DEFAULT: &str = "GBP";

const EVENT: [&str; 14] = [
    "title",
    "reference",
    "contact",
    "currency",
    "profile",
    "justification",
    "practice",
    "four_eyes",
    "contract_months",
    "contract_starts_on",
    "terms",
    "trusts",
    "bidders",
    "lots",
];
const LOT: [&str; 8] = ["title", "decimals", "opens_at", "closes_at", "duration_s", "items", "rules", "bidders"];
const ITEM: [&str; 6] = ["id", "description", "unit", "gtin", "volumes", "baselines"];
const LOT_BIDDER: [&str; 6] = ["bidder", "factor", "divisor", "addition", "quality", "opening"];

/// Reads the whole document.
pub(super) fn event(node: Node<'_>) -> EventDocument {
    let event = node.object(&EVENT);
    let bidders: Vec<BidderDocument> =
        event.member("bidders").list(1..=BIDDERS_MAX, "bidders").iter().map(bidder).collect();
    let lots = event.member("lots").list(1..=LOTS_MAX, "lots");
    EventDocument {
        title: event.member("title").line(TITLE_BYTES_MAX),
        reference: event.given("reference").map(|node| node.line(TITLE_BYTES_MAX)),
        contact: event.given("contact").map(read_contact::contact),
        currency: event.or("currency", CURRENCY_DEFAULT.to_owned(), currency),
        profile: event.or("profile", Profile::Reg35, |node| {
            node.choice(&[("reg35", Profile::Reg35), ("custom", Profile::Custom)])
        }),
        justification: event.given("justification").map(|node| node.text(JUSTIFICATION_BYTES_MAX)),
        practice: event.or("practice", false, |node| node.flag()),
        four_eyes: event.or("four_eyes", false, |node| node.flag()),
        contract_months: event.given("contract_months").map(|node| node.count(1..=CONTRACT_MONTHS_MAX)),
        contract_starts_on: event.given("contract_starts_on").map(day),
        terms: event.given("terms").map(|node| node.text(TERMS_BYTES_MAX)),
        trusts: event.member("trusts").list(1..=TRUSTS_MAX, "trusts").iter().map(trust).collect(),
        lots: lots.iter().map(|node| lot(node, &bidders)).collect(),
        bidders,
    }
}

/// A day of the years that typed dates may have, as `2027-04-01`; the first of them where it is none.
fn day(node: Node<'_>) -> Date {
    const YEARS: RangeInclusive<i16> = 2000..=2099;
    let text = node.line(TITLE_BYTES_MAX);
    let read = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    match read {
        Some(day) if YEARS.contains(&day.year()) => return day,
        Some(_) => node.fault(Code::OutOfRange, "must be a day of the years 2000 to 2099"),
        None if text.trim().is_empty() || text.len() > TITLE_BYTES_MAX => {}
        None => node.fault(Code::BadText, "must be a day of the calendar, such as \"2027-04-01\""),
    }
    date(*YEARS.start(), 1, 1)
}

fn currency(node: Node<'_>) -> String {
    let code = node.line(TITLE_BYTES_MAX);
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code && !code.trim().is_empty() {
        node.fault(Code::BadText, "must be an ISO 4217 code of three capital letters, such as \"GBP\"");
    }
    code
}

fn trust(node: Node<'_>) -> TrustDocument {
    let trust = node.object(&["ods", "name"]);
    TrustDocument { ods: trust.member("ods").id(OdsCode::parse), name: trust.member("name").line(TITLE_BYTES_MAX) }
}

fn bidder(node: Node<'_>) -> BidderDocument {
    let bidder = node.object(&["id", "name"]);
    BidderDocument { id: bidder.member("id").id(BidderId::parse), name: bidder.member("name").line(TITLE_BYTES_MAX) }
}

fn lot(node: Node<'_>, invited: &[BidderDocument]) -> LotDocument {
    let lot = node.object(&LOT);
    let bidders = match lot.given("bidders") {
        Some(list) => list.list(1..=BIDDERS_MAX, "bidders").iter().map(lot_bidder).collect(),
        None => invited.iter().map(|bidder| LotBidderDocument::plain(bidder.id.clone())).collect(),
    };
    LotDocument {
        title: lot.member("title").line(TITLE_BYTES_MAX),
        decimals: lot.or("decimals", DECIMALS_DEFAULT, |node| node.count(0..=DECIMALS_MAX)),
        opens_at: opens_at(&lot),
        closes_at: lot.given("closes_at").map(|node| node.instant()),
        duration_s: lot.given("duration_s").map(|node| node.whole(1..=SECONDS_MAX)),
        items: lot.member("items").list(1..=ITEMS_MAX, "items").iter().map(item).collect(),
        rules: lot.given("rules").map(read_rules::rules).unwrap_or_default(),
        bidders,
    }
}

fn opens_at(lot: &Object<'_>) -> OpensAt {
    let node = lot.member("opens_at");
    match node.words("an instant in quotes, such as \"2026-11-21T14:00:00Z\", or \"now\"") {
        Some("now") | None => OpensAt::Now(Now::Now),
        Some(_) => OpensAt::At(node.instant()),
    }
}

fn item(node: Node<'_>) -> ItemDocument {
    let item = node.object(&ITEM);
    ItemDocument {
        id: item.member("id").id(ItemId::parse),
        description: item.member("description").text(DESCRIPTION_BYTES_MAX),
        unit: item.member("unit").line(TITLE_BYTES_MAX),
        gtin: item.given("gtin").map(gtin),
        volumes: trusts_amounts(item.member("volumes"), &VOLUME),
        baselines: item.given("baselines").map(|node| trusts_amounts(node, &Bounds::FROM_ZERO)).unwrap_or_default(),
    }
}

fn gtin(node: Node<'_>) -> String {
    let gtin = node.line(TITLE_BYTES_MAX);
    if gtin.trim().is_empty() {
        return gtin;
    }
    if let Some((code, fault)) = super::gtin::fault(&gtin) {
        node.fault(code, fault);
    } else if super::gtin::is_zero(&gtin) && !node.is_frozen() {
        node.fault(Code::GtinZero, "is zeros only, which no trade item has: leave it out where the item has none");
    }
    gtin
}

fn lot_bidder(node: Node<'_>) -> LotBidderDocument {
    let bidder = node.object(&LOT_BIDDER);
    LotBidderDocument {
        bidder: bidder.member("bidder").id(BidderId::parse),
        factor: bidder.or("factor", Amount::ONE, |node| node.amount(&FACTOR)),
        divisor: bidder.or("divisor", Amount::ONE, |node| node.amount(&FACTOR)),
        addition: bidder.or("addition", Amount::ZERO, |node| node.amount(&Bounds::ANY)),
        quality: bidder.given("quality").map(|node| node.amount(&Bounds::ANY.without_unit())),
        opening: bidder
            .given("opening")
            .map(|node| amounts(&node.entries(ITEMS_MAX, "prices"), ItemId::parse, &Bounds::ANY)),
    }
}

/// One decimal for each trust that is named.
fn trusts_amounts(node: Node<'_>, bounds: &Bounds) -> IndexMap<OdsCode, Amount> {
    amounts(&node.entries(TRUSTS_MAX, "trusts"), OdsCode::parse, bounds)
}

/// Decimals by identifier.
fn amounts<T, E>(entries: &Object<'_>, parse: fn(&str) -> Result<T, E>, bounds: &Bounds) -> IndexMap<T, Amount>
where
    T: std::hash::Hash + Eq,
    E: std::fmt::Display,
{
    let read = entries.distinct().filter_map(|(name, value)| match parse(name) {
        Ok(id) => Some((id, value.amount(bounds))),
        Err(error) => {
            value.fault(Code::of_bad_id(name), format!("its name {error}"));
            None
        }
    });
    read.collect()
}
