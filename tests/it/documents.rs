//! Event documents for tests, and functions that change one place in them.

use std::str::FromStr;
use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::{Value, json};

/// The bidders of [`Document::gloves`], in its order.
pub(crate) const BIDDERS: [&str; 3] = ["acme", "bolt", "cura"];

/// An event document as a buyer would send it.
#[derive(Clone)]
pub(crate) struct Document(Value);

impl Document {
    /// One open lot of one item, 1000 boxes a year, two trusts, three bidders: a price of 3.00 gives a total of 3000.
    pub(crate) fn gloves() -> Self {
        Self(json!({
            "title": "Examination gloves",
            "profile": "custom",
            "justification": "a rehearsal with made prices",
            "trusts": [{"ods": "RFS", "name": "Chesterfield Royal Hospital"},
                       {"ods": "RHQ", "name": "Sheffield Teaching Hospitals"}],
            "bidders": [{"id": "acme", "name": "Acme Medical Ltd"}, {"id": "bolt", "name": "Bolt Gloves plc"},
                        {"id": "cura", "name": "Cura Hygiene Ltd"}],
            "lots": [lot(json!({}))],
        }))
    }

    /// An event with these lots.
    pub(crate) fn with_lots(lots: Vec<Value>) -> Self {
        Self::gloves().with("/lots", Value::Array(lots))
    }

    /// The document with `value` at a JSON pointer. The object around it must exist, except `rules` and below.
    pub(crate) fn with(mut self, pointer: &str, value: Value) -> Self {
        let (parent, last) = pointer.rsplit_once('/').expect("a JSON pointer");
        if self.0.pointer(parent).is_none() {
            self = self.with(parent, json!({}));
        }
        let place = self.0.pointer_mut(parent).expect("it was just made");
        match last.parse::<usize>() {
            Ok(index) => place[index] = value,
            Err(_) => place[last] = value,
        }
        self
    }

    /// The document without the value at a JSON pointer.
    pub(crate) fn without(mut self, pointer: &str) -> Self {
        let (parent, last) = pointer.rsplit_once('/').expect("a JSON pointer");
        let place = self.0.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object to take it from");
        assert!(place.remove(last).is_some(), "{pointer} was there");
        self
    }

    /// The lots open now and close after this many seconds.
    pub(crate) fn closing_after(self, seconds: u64) -> Self {
        self.with("/lots/0/duration_s", json!(seconds))
    }

    pub(crate) fn json(&self) -> &Value {
        &self.0
    }
}

/// A lot that is open for ten minutes under these rules.
pub(crate) fn lot(rules: Value) -> Value {
    let mut lot = json!({
        "title": "Nitrile, powder free",
        "opens_at": "now",
        "duration_s": 600,
        "items": [{"id": "nitrile-m", "description": "Nitrile glove, medium", "unit": "box of 100",
                   "volumes": {"RFS": "100", "RHQ": "900"}}],
        "bidders": [{"bidder": "acme"}, {"bidder": "bolt"}, {"bidder": "cura"}],
    });
    lot["rules"] = rules;
    lot
}

/// A price for the item of [`lot`].
pub(crate) fn at(price: &str) -> Value {
    json!({"nitrile-m": price})
}

/// This long from now, in the form that a document uses.
pub(crate) fn from_now(wait: Duration) -> String {
    let at = jiff::Timestamp::now() + wait;
    jiff::Timestamp::from_microsecond(at.as_microsecond()).expect("a time of this century").to_string()
}

/// Whether a JSON text states the same number, whatever zeros it ends with.
pub(crate) fn is_number(value: &Value, number: &str) -> bool {
    let said = value.as_str().and_then(|text| Decimal::from_str(text).ok());
    said.is_some() && said == Decimal::from_str(number).ok()
}

/// Panics unless a JSON text states this number.
pub(crate) fn assert_number(value: &Value, number: &str, what: &str) {
    assert!(is_number(value, number), "{what}: {value} is not {number}");
}

/// Returns after this instant has passed.
pub(crate) async fn past(instant: &str) {
    let instant: jiff::Timestamp = instant.parse().expect("an instant of a document");
    let left = instant.duration_since(jiff::Timestamp::now());
    let left = Duration::try_from(left).unwrap_or_default();
    drop(tokio::time::timeout(left, std::future::pending::<()>()).await);
}
