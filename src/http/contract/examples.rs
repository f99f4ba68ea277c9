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
        "fit" => Some(json!({"id": 1, "prices": {"nitrile-m": "3.20"}, "total": "36000.00"})),
        "simulate" => Some(json!({"rules": {"min_decrement": {"absolute": "50.00"}, "extension": null}})),
        "request_annulment" => Some(json!({"ref": "offer-1", "reason": "we typed a digit too few"})),
        "act" | "preview_act" => Some(json!({"type": "pause", "reason": "a bidder cannot connect"})),
        "note_connection" => Some(json!({"round_trip_ms": 48, "clock_ms": -1_250})),
        "practise" => Some(json!({"lot": "0199d0a5-0000-7000-8000-000000000001", "speed": 10})),
        "act_on_lots" | "preview_act_on_lots" => Some(json!({
            "type": "extend",
            "by_s": 300,
            "lots": ["0199d0a5-0000-7000-8000-000000000001", "0199d0a5-0000-7000-8000-000000000002"],
            "reason": "the server of a bidder was away",
        })),
        "preview_event" => Some(json!({
            "document": event(),
            "lot": 0,
            "as": "bidder:acme",
            "state": "open",
            "offers": [{"bidder": "bolt", "prices": {"nitrile-m": "2.98"}}],
        })),
        "times" => Some(json!({"texts": ["2:30pm on Tuesday 1 December 2026", "1/12/26 14:30"]})),
        "read_items" => Some(json!(
            "id,description,unit,gtin,RFS volume,RFS baseline\r\n\
             nitrile-m,\"Nitrile glove, medium\",box of 100,5012345678900,\"12,000\",£3.20\r\n"
        )),
        "read_bidders" => {
            Some(json!("id,name,factor,addition,opening nitrile-m\r\nacme,Acme Medical Ltd,1.05,(250.00),3.10\r\n"))
        }
        "read_prices" => Some(json!("item,price\r\nnitrile-m,2.98\r\n")),
        "sign_in_by_password" => Some(json!({"email": "ann@example.org", "password": "a long pass phrase"})),
        "reset_password" => Some(json!({"email": "ann@example.org"})),
        "readmit" => Some(json!({"person": "bob-of-acme", "reason": "lost the telephone with the authenticator"})),
        "move_session" => Some(json!({"role": "supplier", "org": "acme"})),
        "step_up" | "confirm_second_factor" => Some(json!({"code": "123456"})),
        "change_password" => Some(json!({"old": "a long pass phrase", "new": "kettle umbra plinth"})),
        "remove_second_factor" => Some(json!({"password": "a long pass phrase", "code": "123456"})),
        "choose" => Some(json!({"announcements": "important", "confirm": true, "sound": false})),
        "change_me" | "change_person" => Some(json!({"name": "Ann Lee", "telephone": "0114 496 0123"})),
        "invite" => Some(json!({
            "name": "Bea Hall", "email": "bea@acme.example", "telephone": null, "role": "supplier", "org": "acme",
            "org_name": "Acme Medical Ltd", "lead": true, "to": "/",
        })),
        "invite_again" => Some(json!({"to": "/"})),
        "disable_person" | "enable_person" => Some(json!({"reason": "on leave"})),
        "give_place" => {
            Some(json!({"role": "observer", "org": "RFS", "org_name": "Chesterfield Royal Hospital", "lead": false}))
        }
        "name_organisation" => Some(json!({"name": "Acme Medical Ltd"})),
        _ => None,
    }
}

/// Returns the media type of an operation's body.
pub(in crate::http) fn media_type(operation_id: &str) -> &'static str {
    match operation_id {
        "read_items" | "read_bidders" | "read_prices" => "text/csv",
        _ => "application/json",
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
