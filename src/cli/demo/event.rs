//! The demo's events as documents: one that is about to open, and one that is being set up.

use serde_json::{Map, Value, json};

use super::lots::{DemoItem, DemoLot, LOTS, SUPPLIERS, TRUSTS, pounds};
use super::pace::DemoPace;
use crate::clock::Instant;

/// The event document, as a buyer would send it.
pub(super) fn document(opens_at: Instant, pace: DemoPace) -> Value {
    let lots: Vec<Value> = LOTS.iter().enumerate().map(|(nth, lot)| lot_document(nth, lot, opens_at, pace)).collect();
    json!({
        "title": "Gloves and bladder scanners", "reference": "WTP-2026-014", "currency": "GBP", "profile": "custom",
        "justification": "A demonstration: the notice period is left out so that it can start at once.",
        "practice": true, "contract_months": 24,
        "contact": {"name": "Bea Hall", "telephone": "0114 496 0000", "hours": "while a lot is open"},
        "trusts": TRUSTS.iter().map(|(ods, name)| json!({"ods": ods, "name": name})).collect::<Vec<_>>(),
        "bidders": SUPPLIERS.iter().map(|(id, name)| json!({"id": id, "name": name})).collect::<Vec<_>>(),
        "lots": lots,
    })
}

/// The next event, as far as its buyer has come: its one lot has no times yet, and one price of today cannot be read.
pub(super) fn unfinished(now: Instant, pace: DemoPace) -> Value {
    let mut event = document(now, pace);
    event["title"] = json!("Examination gloves, second year");
    event["reference"] = json!("WTP-2027-003");
    event["contact"] = Value::Null;
    event["lots"] = json!([event["lots"][0]]);
    let lot = &mut event["lots"][0];
    lot["opens_at"] = Value::Null;
    lot["duration_s"] = Value::Null;
    lot["rules"]["extension"] = Value::Null;
    lot["items"][0]["baselines"][TRUSTS[0].0] = json!("2,98");
    event
}

fn lot_document(nth: usize, lot: &DemoLot, opens_at: Instant, pace: DemoPace) -> Value {
    let window_s = pace.window_s();
    let mut rules = (lot.rules)();
    rules["extension"] = match nth {
        // Only an offer that takes 1st place extends this one.
        0 => json!({"window_s": window_s, "extend_s": window_s, "from": "bid", "trigger": "rank_within", "rank": 1,
                    "max_count": 3, "latest_close": pace.latest_close(opens_at, nth).to_string()}),
        _ => json!({"window_s": window_s, "extend_s": window_s, "from": "close", "trigger": "any",
                    "latest_close": pace.latest_close(opens_at, nth).to_string()}),
    };
    let bidders = SUPPLIERS.iter().enumerate().map(|(supplier, (id, _))| {
        let mut bidder = (lot.figures)(supplier);
        bidder["bidder"] = json!(id);
        bidder
    });
    json!({
        "title": lot.title, "decimals": 2, "opens_at": opens_at.to_string(), "duration_s": pace.duration_s(nth),
        "items": lot.items.iter().map(item).collect::<Vec<_>>(),
        "rules": rules,
        "bidders": bidders.collect::<Vec<_>>(),
    })
}

fn item(item: &DemoItem) -> Value {
    let of_trusts = |figures: [String; 7]| -> Map<String, Value> {
        TRUSTS.iter().zip(figures).map(|((ods, _), figure)| ((*ods).to_owned(), json!(figure))).collect()
    };
    json!({"id": item.id, "description": item.description, "unit": item.unit, "gtin": item.gtin,
           "volumes": of_trusts(item.volumes.map(|volume| volume.to_string())),
           "baselines": of_trusts(item.pence_today.map(pounds))})
}
