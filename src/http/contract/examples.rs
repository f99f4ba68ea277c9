//! Bodies that work: together they are one event, a bid on its lot, and what may follow.

use serde_json::{Value, json};

/// Returns a body for an operation that takes one.
pub(in crate::http) fn of(operation_id: &str) -> Option<Value> {
    match operation_id {
        "create_event" | "revise_event" | "check_event" => Some(event()),
        "copy_event" => {
            Some(json!({"title": "Examination gloves, next year", "as": "draft", "keep": ["terms", "bidders"]}))
        }
        "bid" => Some(json!({"ref": "offer-1", "prices": {"nitrile-m": "2.98"}})),
        "request_annulment" => Some(json!({"ref": "offer-1", "reason": "we typed a digit too few"})),
        "act" | "preview_act" => Some(json!({"type": "pause", "reason": "a bidder cannot connect"})),
        "act_on_lots" | "preview_act_on_lots" => Some(json!({
            "type": "extend",
            "by_s": 300,
            "lots": ["0199d0a5-0000-7000-8000-000000000001", "0199d0a5-0000-7000-8000-000000000002"],
            "reason": "the server of a bidder was away",
        })),
        "sign_in_by_password" => Some(json!({"email": "ann@example.org", "password": "a long pass phrase"})),
        _ => None,
    }
}

fn event() -> Value {
    json!({
        "title": "Examination gloves",
        "reference": "WTP-2026-014",
        "contact": {"name": "Ann Bell", "telephone": "01246 277271"},
        "profile": "custom",
        "justification": "a practice run",
        "practice": true,
        "trusts": [{"ods": "RFS", "name": "Chesterfield Royal Hospital"}],
        "bidders": [{"id": "acme", "name": "Acme Medical Ltd"}, {"id": "bolt", "name": "Bolt Gloves plc"}],
        "lots": [{
            "title": "Nitrile, powder free",
            "opens_at": "now",
            "duration_s": 1_800,
            "items": [{
                "id": "nitrile-m",
                "description": "Nitrile glove, medium",
                "unit": "box of 100",
                "volumes": {"RFS": "12000"},
            }],
            "bidders": [{"bidder": "acme"}, {"bidder": "bolt"}],
        }],
    })
}
