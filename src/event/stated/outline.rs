//! What a list shows of an event, as far as it can be read.

use std::time::Duration;

use serde_json::Value;

use crate::auction::setup::Contact;
use crate::clock::Instant;
use crate::event::document::limits::{LOTS_MAX, SECONDS_MAX};
use crate::event::document::{LotDocument, Now, OpensAt};

/// What a list shows of an object that is no document yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) title: String,
    pub(super) reference: Option<String>,
    pub(super) contact: Option<Contact>,
    pub(super) practice: bool,
    /// The first 100 lots.
    pub(super) lots: Vec<LotOutline>,
}

/// What a list shows of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotOutline {
    /// Its title; empty where it has none that can be read.
    pub title: String,
    /// When it opens, where that is stated.
    pub opens_at: Option<OpensAt>,
    /// When it closes, where that follows from what is stated.
    pub closes_at: Option<Instant>,
}

impl Outline {
    pub(super) fn of(object: &Value) -> Self {
        let lots = object["lots"].as_array().into_iter().flatten().take(LOTS_MAX);
        Self {
            title: text(&object["title"]),
            reference: object["reference"].as_str().map(str::to_owned),
            contact: serde_json::from_value(object["contact"].clone()).ok(),
            practice: object["practice"].as_bool().unwrap_or_default(),
            lots: lots.map(LotOutline::of_value).collect(),
        }
    }
}

impl LotOutline {
    pub(super) fn of(lot: &LotDocument) -> Self {
        let closes_at = match lot.opens_at {
            OpensAt::At(opens_at) => lot.closes_at_from(opens_at),
            OpensAt::Now(_) => lot.closes_at,
        };
        Self { title: lot.title.clone(), opens_at: Some(lot.opens_at), closes_at }
    }

    fn of_value(lot: &Value) -> Self {
        let opens_at = match lot["opens_at"].as_str() {
            Some("now") => Some(OpensAt::Now(Now::Now)),
            Some(text) => text.parse().ok().map(OpensAt::At),
            None => None,
        };
        Self { title: text(&lot["title"]), opens_at, closes_at: instant(&lot["closes_at"]).or_else(|| later(lot)) }
    }
}

/// When a lot closes that states an opening and a duration.
fn later(lot: &Value) -> Option<Instant> {
    let duration_s = lot["duration_s"].as_u64().filter(|seconds| *seconds <= SECONDS_MAX)?;
    instant(&lot["opens_at"]).map(|opens_at| opens_at + Duration::from_secs(duration_s))
}

fn instant(value: &Value) -> Option<Instant> {
    value.as_str()?.parse().ok()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
