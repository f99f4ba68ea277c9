//! The demo's event: seven trusts buy examination gloves together.

use serde_json::{Value, json};

use super::pace::DemoPace;
use crate::clock::Instant;

/// A trust: ODS code, name, boxes per year of each size, and today's price of a box in pence.
struct TrustFigures {
    ods: &'static str,
    name: &'static str,
    boxes: [u32; 3],
    pence: [u32; 3],
}

/// The sizes, as items of the lot.
pub(super) const ITEMS: [(&str, &str, &str); 3] = [
    ("nitrile-s", "Nitrile examination glove, powder free, small", "05012345678917"),
    ("nitrile-m", "Nitrile examination glove, powder free, medium", "05012345678900"),
    ("nitrile-l", "Nitrile examination glove, powder free, large", "05012345678924"),
];

/// The suppliers, in the order of the invitation. The last one is for the person who opens its link.
pub(super) const SUPPLIERS: [(&str, &str); 6] = [
    ("acme", "Acme Medical Ltd"),
    ("bolt", "Bolt Gloves plc"),
    ("corvus", "Corvus Healthcare Ltd"),
    ("dunmore", "Dunmore Safety Ltd"),
    ("everline", "Everline Supplies Ltd"),
    ("fenwick", "Fenwick Medical Ltd"),
];

/// The trust whose observer gets a link.
pub(super) const OBSERVER_ODS: &str = "RHQ";
/// The partnership that buys.
pub(super) const PARTNERSHIP: &str = "wtp";

const TRUSTS: [TrustFigures; 7] = [
    TrustFigures { ods: "RFF", name: "Barnsley Hospital", boxes: [14_000, 36_000, 22_000], pence: [304, 306, 309] },
    TrustFigures {
        ods: "RFS",
        name: "Chesterfield Royal Hospital",
        boxes: [16_000, 42_000, 25_000],
        pence: [312, 312, 318],
    },
    TrustFigures {
        ods: "RP5",
        name: "Doncaster and Bassetlaw Teaching Hospitals",
        boxes: [25_000, 66_000, 38_000],
        pence: [298, 301, 304],
    },
    TrustFigures {
        ods: "RXF",
        name: "Mid Yorkshire Hospitals",
        boxes: [30_000, 78_000, 46_000],
        pence: [295, 295, 299],
    },
    TrustFigures { ods: "RFR", name: "Rotherham Hospital", boxes: [13_000, 34_000, 20_000], pence: [318, 321, 325] },
    TrustFigures {
        ods: "RCU",
        name: "Sheffield Children's Hospital",
        boxes: [11_000, 16_000, 7_000],
        pence: [329, 329, 335],
    },
    TrustFigures {
        ods: "RHQ",
        name: "Sheffield Teaching Hospitals",
        boxes: [38_000, 96_000, 55_000],
        pence: [289, 289, 294],
    },
];

/// The next event, as far as its buyer has come: its lot has no times yet, and one price of today cannot be read.
pub(super) fn unfinished(now: Instant, pace: DemoPace) -> Value {
    let mut event = document(now, pace);
    event["title"] = json!("Examination gloves, second year");
    event["reference"] = json!("WTP-2027-003");
    event["lots"][0]["opens_at"] = Value::Null;
    event["lots"][0]["duration_s"] = Value::Null;
    event["lots"][0]["rules"]["extension"] = Value::Null;
    event["lots"][0]["items"][0]["baselines"][TRUSTS[0].ods] = json!("2,98");
    event
}

/// The event document, as a buyer would send it.
pub(super) fn document(opens_at: Instant, pace: DemoPace) -> Value {
    let items: Vec<Value> = ITEMS
        .iter()
        .enumerate()
        .map(|(size, (id, description, gtin))| {
            let volumes: serde_json::Map<String, Value> =
                TRUSTS.iter().map(|trust| (trust.ods.to_owned(), json!(trust.boxes[size].to_string()))).collect();
            let baselines: serde_json::Map<String, Value> =
                TRUSTS.iter().map(|trust| (trust.ods.to_owned(), json!(pounds(trust.pence[size])))).collect();
            json!({"id": id, "description": description, "unit": "box of 100", "gtin": gtin,
                   "volumes": volumes, "baselines": baselines})
        })
        .collect();
    let bidders: Vec<Value> = SUPPLIERS.iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
    let trusts: Vec<Value> = TRUSTS.iter().map(|trust| json!({"ods": trust.ods, "name": trust.name})).collect();
    json!({
        "title": "Examination gloves", "reference": "WTP-2026-014", "currency": "GBP", "profile": "custom",
        "justification": "A demonstration: the notice period is left out so that it can start at once.",
        "practice": true, "contract_months": 24,
        "trusts": trusts, "bidders": bidders,
        "lots": [{
            "title": "Nitrile, powder free", "decimals": 2,
            "opens_at": opens_at.to_string(), "duration_s": pace.duration_s(),
            "items": items,
            "rules": {
                "ceiling": "2250000.00",
                "min_decrement": {"absolute": "2500.00"},
                "max_decrement": {"percent": "15", "mode": "confirm"},
                "extension": {"window_s": pace.window_s(), "extend_s": pace.window_s(), "from": "bid",
                              "trigger": "rank_within", "rank": 1, "max_count": 3,
                              "latest_close": pace.latest_close(opens_at).to_string()},
                "reserve": "1900000.00"
            },
            "bidders": bidders.iter().map(|bidder| json!({"bidder": bidder["id"]})).collect::<Vec<_>>()
        }]
    })
}

/// Pence as pounds, exactly.
pub(super) fn pounds(pence: u32) -> String {
    format!("{}.{:02}", pence / 100, pence % 100)
}
