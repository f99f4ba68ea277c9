//! The JSON Schema of a document as a buyer sends it: members with a default are optional.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::read::{CURRENCY_DEFAULT, DECIMALS_DEFAULT};
use super::shape::EventDocument;
use crate::auction::rules::Rules;

/// What has no default, by type.
const REQUIRED: [(&str, &[&str]); 11] = [
    ("EventDocument", &["title", "trusts", "bidders", "lots"]),
    ("Contact", &["name"]),
    ("TrustDocument", &["ods", "name"]),
    ("BidderDocument", &["id", "name"]),
    ("LotDocument", &["title", "opens_at", "items"]),
    ("ItemDocument", &["id", "description", "unit", "volumes"]),
    ("LotBidderDocument", &["bidder"]),
    ("Rules", &[]),
    ("Extension", &["window_s", "extend_s"]),
    ("Idle", &["idle_s"]),
    ("Show", &[]),
];

/// The schema of an event document as it is sent.
pub(super) fn input() -> Schema {
    let mut root = schemars::schema_for!(EventDocument).to_value();
    let defaults = defaults();
    relax("EventDocument", &mut root, &defaults);
    if let Some(types) = root.get_mut("$defs").and_then(Value::as_object_mut) {
        for (name, schema) in types.iter_mut() {
            relax(name, schema, &defaults);
        }
    }
    Schema::try_from(root).expect("a schema stays an object")
}

fn relax(name: &str, schema: &mut Value, defaults: &Map<String, Value>) {
    let required = REQUIRED.iter().find(|(known, _)| *known == name);
    let (Some((_, required)), Some(schema)) = (required, schema.as_object_mut()) else { return };
    schema.insert("required".to_owned(), json!(required));
    let stated = defaults.get(name).and_then(Value::as_object);
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let (Some(stated), Some(properties)) = (stated, properties) else { return };
    for (member, default) in stated {
        if let Some(property) = properties.get_mut(member).and_then(Value::as_object_mut) {
            property.insert("default".to_owned(), default.clone());
        }
    }
}

/// The defaults, by type and member.
fn defaults() -> Map<String, Value> {
    let rules = serde_json::to_value(Rules::default()).expect("rules are JSON");
    let stated = json!({
        "EventDocument": {"currency": CURRENCY_DEFAULT, "profile": "reg35", "practice": false, "four_eyes": false},
        "LotDocument": {"decimals": DECIMALS_DEFAULT},
        "ItemDocument": {"baselines": {}},
        "LotBidderDocument": {"factor": "1", "divisor": "1", "addition": "0"},
        "Extension": {"from": "close", "trigger": "any"},
        "Show": rules["show"].clone(),
        "Rules": rules,
    });
    stated.as_object().cloned().unwrap_or_default()
}
