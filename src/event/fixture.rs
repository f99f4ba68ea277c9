//! The documents that tests start from, and how they change one.

use serde_json::{Value, json};

use super::document::{EventDocument, limits};
use crate::clock::Instant;
use crate::json::Problem;

/// The worked example, as a buyer sends it.
pub(crate) const WORKED: &str = include_str!("document/tests/worked.json");

/// The worked example as a value to change.
pub(crate) fn worked() -> Value {
    serde_json::from_str(WORKED).unwrap()
}

/// The least that a document can say.
pub(crate) fn least() -> Value {
    json!({
        "title": "Gloves",
        "trusts": [{"ods": "RFS", "name": "Chesterfield"}],
        "bidders": [{"id": "acme", "name": "Acme"}, {"id": "bolt", "name": "Bolt"}, {"id": "crux", "name": "Crux"}],
        "lots": [{
            "title": "Nitrile",
            "opens_at": "2026-11-20T14:00:00Z",
            "closes_at": "2026-11-20T14:30:00Z",
            "items": [{"id": "m", "description": "Medium", "unit": "box", "volumes": {"RFS": "10"}}]
        }]
    })
}

/// The least document that the lint has nothing against.
pub(crate) fn plain() -> Value {
    let contact = json!({"name": "Ann Bell", "telephone": "01246 277271"});
    with(with(least(), "/contact", contact), "/lots/0/items/0/baselines", json!({"RFS": "3.20"}))
}

/// The most bidders that an event with the most lots may invite to each lot; each id has `id_len` characters.
pub(crate) fn bidders_of_most_lots(id_len: usize) -> Value {
    let bidder = |nth: usize| json!({"id": format!("{nth:0id_len$}"), "name": "b"});
    (0..limits::INVITATIONS_MAX / limits::LOTS_MAX).map(bidder).collect()
}

/// `document` with `value` at `pointer`; missing members are added.
pub(crate) fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent).expect(pointer) {
        Value::Object(members) => {
            members.insert(name, value);
        }
        Value::Array(elements) if name == "-" => elements.push(value),
        Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value,
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            panic!("{pointer} lies in {other}")
        }
    }
    document
}

/// `document` without the value at `pointer`.
pub(crate) fn without(mut document: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).expect(pointer);
    document
}

pub(crate) fn parse(document: &Value) -> Result<EventDocument, Vec<Problem>> {
    EventDocument::parse(document.to_string().as_bytes())
}

/// A document that has to be right.
pub(crate) fn parsed(document: &Value) -> EventDocument {
    parse(document).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The paths of the problems of a document.
pub(crate) fn paths(document: &Value) -> Vec<String> {
    parse(document).expect_err("a wrong document").into_iter().map(|problem| problem.path).collect()
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}
