//! The lint on an event's settings: what the law and good practice ask, paragraph by paragraph.
//!
//! What the law asks and no document can state otherwise here needs no finding: every bidder with an offer is shown
//! its rank at all times (PCR 2015 reg 35(22)), none is ever shown who the others are (reg 35(25)), all are invited by
//! the same act and with their formula (reg 35(14), (18)), and a lot closes at a fixed time or after silence
//! (reg 35(26)).

mod identities;
mod notice;
mod practice;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::EventDocument;
use crate::clock::Instant;

#[cfg(test)]
mod tests;

/// A breach or a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Where: a JSON pointer.
    pub path: String,
    /// Which rule: `PCR 2015 reg 35(16)`, `extension_longer_than_lot`.
    pub rule: String,
    /// What follows.
    pub level: Level,
    /// In plain English, with the nearest right value.
    pub message: String,
}

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The event cannot be published.
    Error,
    /// It can.
    Warning,
}

impl Finding {
    fn new(level: Level, path: String, rule: &str, message: String) -> Self {
        Self { path, rule: rule.to_owned(), level, message }
    }
}

/// Everything that stands against publishing `document` at `published_at`, and every doubt.
#[must_use]
pub fn lint(document: &EventDocument, published_at: Instant) -> Vec<Finding> {
    let mut findings = Vec::new();
    identities::event(document, &mut findings);
    practice::event(document, &mut findings);
    for (index, lot) in document.lots.iter().enumerate() {
        let path = format!("/lots/{index}");
        notice::lot(document, lot, published_at, &path, &mut findings);
        practice::lot(lot, published_at, &path, &mut findings);
    }
    findings
}
