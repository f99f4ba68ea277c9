//! What a copy of an event says: the members that the buyer keeps, and never those of one run alone.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Instant;

#[cfg(test)]
mod tests;

/// What a buyer wants of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyWish {
    /// Its title; none is the title of the source.
    pub title: Option<String>,
    /// What of the source it keeps besides what every copy has.
    pub keep: BTreeSet<Kept>,
}

/// A part of an event that a copy may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// The terms that bidders accept.
    Terms,
    /// What the trusts pay today.
    Baselines,
    /// Who is invited to the event and to each lot.
    Bidders,
    /// The bidders' own figures. They belong to the bidders: a copy without these has none.
    Figures,
    /// The bidders' opening offers, likewise.
    Openings,
}

/// Members of an event that belong to one run: they are never copied.
const OF_ONE_RUN: [&str; 4] = ["reference", "practice", "justification", "contract_starts_on"];
/// A bidder's own figures in a lot.
const FIGURES: [&str; 4] = ["factor", "divisor", "addition", "quality"];

impl Kept {
    /// All of them, as they are written.
    pub const ALL: [(&'static str, Self); 5] = [
        ("terms", Self::Terms),
        ("baselines", Self::Baselines),
        ("bidders", Self::Bidders),
        ("figures", Self::Figures),
        ("openings", Self::Openings),
    ];

    /// What a copy keeps where the buyer does not say: all but the opening offers.
    #[must_use]
    pub fn usual() -> BTreeSet<Self> {
        BTreeSet::from([Self::Terms, Self::Baselines, Self::Bidders, Self::Figures])
    }
}

impl CopyWish {
    /// The object that the copy of `source` says. What cannot be read in the source stays as it stands there.
    #[must_use]
    pub fn copy_of(&self, mut source: Map<String, Value>) -> Map<String, Value> {
        remove(&mut source, &OF_ONE_RUN);
        if let Some(title) = &self.title {
            source.insert("title".to_owned(), title.as_str().into());
        }
        if !self.keep.contains(&Kept::Terms) {
            remove(&mut source, &["terms"]);
        }
        if !self.keep.contains(&Kept::Bidders) {
            remove(&mut source, &["bidders"]);
        }
        for lot in objects(source.get_mut("lots")) {
            self.copy_lot(lot);
        }
        source
    }

    fn copy_lot(&self, lot: &mut Map<String, Value>) {
        without_times(lot);
        if !self.keep.contains(&Kept::Baselines) {
            for item in objects(lot.get_mut("items")) {
                remove(item, &["baselines"]);
            }
        }
        if !self.keep.contains(&Kept::Bidders) {
            remove(lot, &["bidders"]);
        }
        for bidder in objects(lot.get_mut("bidders")) {
            if !self.keep.contains(&Kept::Figures) {
                remove(bidder, &FIGURES);
            }
            if !self.keep.contains(&Kept::Openings) {
                remove(bidder, &["opening"]);
            }
        }
    }
}

/// Takes a lot's instants away. The time between opening and close becomes its duration.
fn without_times(lot: &mut Map<String, Value>) {
    let [opens_at, closes_at] = ["opens_at", "closes_at"].map(|name| lot.shift_remove(name));
    if let Some(seconds) = seconds_between(opens_at.as_ref(), closes_at.as_ref()) {
        lot.insert("duration_s".to_owned(), seconds.into());
    }
    if let Some(Value::Object(rules)) = lot.get_mut("rules") {
        for name in ["extension", "idle"] {
            if let Some(Value::Object(rule)) = rules.get_mut(name) {
                remove(rule, &["latest_close"]);
            }
        }
    }
}

/// Whole seconds, where both instants can be read and the later comes later.
fn seconds_between(opens_at: Option<&Value>, closes_at: Option<&Value>) -> Option<i64> {
    let [opens_at, closes_at] = [opens_at, closes_at].map(|value| value?.as_str()?.parse::<Instant>().ok());
    let micros = closes_at?.as_micros() - opens_at?.as_micros();
    Some(micros / 1_000_000).filter(|seconds| *seconds > 0)
}

fn remove(object: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        object.shift_remove(*name);
    }
}

/// The objects in a list.
fn objects(list: Option<&mut Value>) -> impl Iterator<Item = &mut Map<String, Value>> {
    let elements = list.and_then(Value::as_array_mut).into_iter().flatten();
    elements.filter_map(Value::as_object_mut)
}
