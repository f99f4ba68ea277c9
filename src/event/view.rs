//! An event's document as bidders and observers may see it.
//!
//! A view is built only of members that its reader may know; nothing is removed afterwards. Documents that differ only
//! in hidden members, such as another reserve or other rivals, give the same bytes.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::document::{EventDocument, ItemDocument, LotBidderDocument, LotDocument};
use crate::auction::rules::{Gate, Rules};
use crate::ids::{BidderId, OdsCode};
use crate::money::Amount;

#[cfg(test)]
mod tests;

/// The document as the bidder may see it: the lots that it is invited to, with its own figures and nobody else's.
///
/// Absent are baselines, the reserve, the justification, the rules on identities, and other bidders in every form. The
/// number of bidders is present only where the lot shows it, and not where the market is hidden before a first bid.
/// `lots[].index` is the lot's place in the whole document.
#[must_use]
pub fn redacted_for_bidder(event: &EventDocument, bidder: &BidderId) -> Value {
    let mut seen = facts(event);
    let own = event.bidders.iter().find(|known| known.id == *bidder);
    seen.insert("bidders".to_owned(), json!(own.into_iter().collect::<Vec<_>>()));
    let lots = event.lots.iter().enumerate().filter_map(|(index, lot)| {
        let own = lot.bidders.iter().find(|invited| invited.bidder == *bidder)?;
        Some(lot_for_bidder(index, lot, own))
    });
    seen.insert("lots".to_owned(), lots.collect());
    Value::Object(seen)
}

/// The document as an observer of `trust` may see it: all of it without the reserve and the bidders, and, in a lot that
/// hides other trusts, without their volumes and baselines.
///
/// Before the close an observer knows bidders by aliases only, and a bidder's figures would reveal who it is. So they are
/// always left out here; the lot's own view names the bidders once that is allowed.
#[must_use]
pub fn redacted_for_observer(event: &EventDocument, trust: &OdsCode) -> Value {
    let mut seen = facts(event);
    seen.insert("justification".to_owned(), json!(event.justification));
    let lots = event.lots.iter().enumerate().map(|(index, lot)| lot_for_observer(index, lot, trust));
    seen.insert("lots".to_owned(), lots.collect());
    Value::Object(seen)
}

/// What everybody who may see the event may know of it.
fn facts(event: &EventDocument) -> Map<String, Value> {
    members(json!({
        "title": event.title,
        "reference": event.reference,
        "contact": event.contact,
        "currency": event.currency,
        "profile": event.profile,
        "practice": event.practice,
        "four_eyes": event.four_eyes,
        "contract_months": event.contract_months,
        "contract_starts_on": event.contract_starts_on,
        "terms": event.terms,
        "trusts": event.trusts,
    }))
}

fn lot_for_bidder(index: usize, lot: &LotDocument, own: &LotBidderDocument) -> Value {
    let mut seen = lot_facts(index, lot);
    let items = lot.items.iter().map(|item| Value::Object(item_facts(item)));
    seen.insert("items".to_owned(), items.collect());
    seen.insert("rules".to_owned(), rules_for_bidder(&lot.rules));
    seen.insert("bidders".to_owned(), json!([own]));
    if lot.rules.show.bidder_count && lot.rules.show.gate == Gate::None {
        seen.insert("bidder_count".to_owned(), json!(lot.bidders.len()));
    }
    Value::Object(seen)
}

fn lot_for_observer(index: usize, lot: &LotDocument, trust: &OdsCode) -> Value {
    let mut seen = lot_facts(index, lot);
    let figures = |of: &IndexMap<OdsCode, Amount>| {
        let shown = of.iter().filter(|(ods, _)| lot.rules.show.other_trusts || *ods == trust);
        json!(shown.collect::<IndexMap<_, _>>())
    };
    let items = lot.items.iter().map(|item| {
        let mut seen = item_facts(item);
        seen.insert("volumes".to_owned(), figures(&item.volumes));
        seen.insert("baselines".to_owned(), figures(&item.baselines));
        Value::Object(seen)
    });
    seen.insert("items".to_owned(), items.collect());
    seen.insert("rules".to_owned(), Value::Object(rules_without_reserve(&lot.rules)));
    seen.insert("bidder_count".to_owned(), json!(lot.bidders.len()));
    Value::Object(seen)
}

fn lot_facts(index: usize, lot: &LotDocument) -> Map<String, Value> {
    members(json!({
        "index": index,
        "title": lot.title,
        "decimals": lot.decimals,
        "opens_at": lot.opens_at,
        "closes_at": lot.closes_at,
        "duration_s": lot.duration_s,
    }))
}

fn item_facts(item: &ItemDocument) -> Map<String, Value> {
    members(json!({
        "id": item.id,
        "description": item.description,
        "unit": item.unit,
        "gtin": item.gtin,
        "volumes": item.volumes,
        "volume": item.volume(),
    }))
}

fn rules_for_bidder(rules: &Rules) -> Value {
    let mut seen = rules_without_reserve(rules);
    let Rules { show, .. } = rules;
    let shown = json!({
        "lead_price": show.lead_price,
        "all_prices": show.all_prices,
        "bidder_count": show.bidder_count,
        "gate": show.gate,
    });
    seen.insert("show".to_owned(), shown);
    Value::Object(seen)
}

/// The rules without the reserve, named one by one: a rule added later is hidden until it is named here.
fn rules_without_reserve(rules: &Rules) -> Map<String, Value> {
    members(json!({
        "format": rules.format,
        "scoring": rules.scoring,
        "price_weight": rules.price_weight,
        "beat": rules.beat,
        "ceiling": rules.ceiling,
        "min_decrement": rules.min_decrement,
        "whole_steps": rules.whole_steps,
        "max_decrement": rules.max_decrement,
        "leader_may_rebid": rules.leader_may_rebid,
        "ties": rules.ties,
        "extension": rules.extension,
        "idle": rules.idle,
        "settle_ms": rules.settle_ms,
        "auto_resume_s": rules.auto_resume_s,
        "show": rules.show,
    }))
}

fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}
