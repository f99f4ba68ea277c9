//! What requests about events are answered.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::super::hex::Hex;
use crate::auction::State;
use crate::auction::setup::Contact;
use crate::auction::view::RuleWords;
use crate::clock::Instant;
use crate::event::document::OpensAt;
use crate::event::facts::CheckedLot;
use crate::event::{EventStatus, Finding};
use crate::ids::{LotId, Seq};

/// What an event's creation, revision and publication answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventSummary {
    /// The event.
    pub id: String,
    /// `draft` or `published`.
    pub status: EventStatus,
    /// Of the frozen document; only once published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What speaks against its settings.
    pub lint: Vec<Finding>,
    /// One id for each lot of the document.
    pub lots: Vec<String>,
}

/// What there is to say about an event document, whole or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventCheck {
    /// Whether nothing is missing and nothing is wrong.
    pub complete: bool,
    /// What is missing and what is wrong, in the order of the text.
    pub findings: Vec<Finding>,
    /// What speaks against its settings, as far as they can be judged.
    pub lint: Vec<Finding>,
    /// One for each lot, in the document's order; null for a lot that is not whole.
    pub lots: Vec<Option<CheckedLot>>,
}

/// All events that a viewer may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventList {
    /// Newest first.
    pub events: Vec<ListedEvent>,
}

/// An event in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListedEvent {
    /// The event.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The partnership's own reference.
    pub reference: Option<String>,
    /// Whom a reader may ask.
    pub contact: Option<Contact>,
    /// `draft` or `published`.
    pub status: EventStatus,
    /// Nothing in it counts.
    pub practice: bool,
    /// The lots that the viewer may know of.
    pub lots: Vec<ListedLot>,
}

/// A lot of an event, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ListedLot {
    /// The lot.
    pub id: LotId,
    /// Its title.
    pub title: String,
    /// Null in a draft, and where its records cannot be used.
    pub state: Option<State>,
    /// When it opens or opened; `now` in a draft that opens when it is published.
    pub opens_at: OpensAt,
    /// When it closes or closed; null in a draft that opens when it is published and states a duration.
    pub closes_at: Option<Instant>,
    /// When it ended: its closing time, or the instant of an early close or a cancellation; null before.
    pub ended_at: Option<Instant>,
}

/// An event as a viewer may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventAnswer {
    /// The event.
    pub id: String,
    /// `draft` or `published`.
    pub status: EventStatus,
    /// When its first draft was made.
    pub created_at: Instant,
    /// Of the frozen document; null in a draft.
    pub digest: Option<String>,
    /// The members of the document that the viewer may know.
    #[schemars(schema_with = "seen_document")]
    pub document: serde_json::Value,
    /// What speaks against its settings; only for buyers and auditors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lint: Option<Vec<Finding>>,
    /// The lots that the viewer may know of.
    pub lots: Vec<ListedLot>,
    /// The rules of these lots in plain English; a draft's as they would be published.
    pub rules_words: Vec<LotWords>,
}

/// One lot's rules in plain English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LotWords {
    /// The lot.
    pub lot: LotId,
    /// One text for each rule that the lot has.
    pub words: Vec<RuleWords>,
}

/// Where a supplier's acceptance of the terms is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcceptedTerms {
    /// One for each lot that has not ended.
    pub lots: Vec<TermsRecord>,
}

/// Where an acceptance stands in a lot's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TermsRecord {
    /// The lot.
    pub lot: LotId,
    /// Its place.
    pub seq: Seq,
    /// When it was recorded.
    pub at: Instant,
    /// The record's hash.
    pub hash: Hex,
}

/// The name of the schema of a document in which members may be hidden.
pub(in crate::protocol) const SEEN_DOCUMENT: &str = "SeenEventDocument";

fn seen_document(_: &mut SchemaGenerator) -> Schema {
    Schema::new_ref(format!("#/components/schemas/{SEEN_DOCUMENT}"))
}
