//! What requests about events are answered.

use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::super::hex::Hex;
use crate::auction::State;
use crate::auction::setup::Contact;
use crate::auction::view::{ListedOffers, RuleWords};
use crate::clock::Instant;
use crate::event::document::OpensAt;
use crate::event::facts::CheckedLot;
use crate::event::{EventStatus, Finding};
use crate::ids::{EventId, LotId, PersonId, Seq};

/// What an event's creation, revision, copy and publication answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventSummary {
    /// The event.
    pub id: EventId,
    /// Where it stands.
    pub status: EventStatus,
    /// Of the frozen document; only once published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Which stored change of the draft this is, from 1.
    pub revision: u64,
    /// The event that it was copied from; absent where it is no copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_from: Option<EventId>,
    /// Whether it says all that a publication needs.
    pub complete: bool,
    /// What is missing or wrong in it.
    pub findings: Vec<Finding>,
    /// What speaks against its settings.
    pub lint: Vec<Finding>,
    /// One id for each lot, of the first 100.
    pub lots: Vec<LotId>,
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

/// Which stored change of a draft stands, and who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StoredRevision {
    /// Its number, from 1.
    pub revision: u64,
    /// Who made it.
    pub changed_by: PersonId,
    /// That person's name; null where it is not known.
    pub changed_by_name: Option<String>,
    /// When.
    pub changed_at: Instant,
}

/// The events that a viewer may see, or a page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EventList {
    /// Newest first.
    pub events: Vec<ListedEvent>,
    /// What `after` has to be for the next page; null on the last one.
    pub next: Option<String>,
}

/// An event in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ListedEvent {
    /// The event.
    pub id: EventId,
    /// Its title; empty in a draft that has none yet.
    pub title: String,
    /// The partnership's own reference.
    pub reference: Option<String>,
    /// Whom a reader may ask.
    pub contact: Option<Contact>,
    /// Where it stands.
    pub status: EventStatus,
    /// Nothing in it counts.
    pub practice: bool,
    /// Which stored change of the draft this is, from 1; only for buyers and auditors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// When the next of its lots opens or closes; null where none will.
    pub next_at: Option<Instant>,
    /// The lots that the viewer may know of.
    pub lots: Vec<ListedLot>,
}

/// A lot of an event, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ListedLot {
    /// The lot.
    pub id: LotId,
    /// Its title; empty in a draft that has none yet.
    pub title: String,
    /// Null in a draft, and where its records cannot be used.
    pub state: Option<State>,
    /// When it opens or opened; `now` in a draft that opens when it is published, null in one that does not say it yet.
    pub opens_at: Option<OpensAt>,
    /// When it closes or closed; null in a draft from which it does not follow yet.
    pub closes_at: Option<Instant>,
    /// When it ended: its closing time, or the instant of an early close or a cancellation; null before.
    pub ended_at: Option<Instant>,
    /// `you` for a supplier, `lead` for all others.
    #[serde(flatten)]
    pub offers: ListedOffers,
}

/// An event as a viewer may see it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EventAnswer {
    /// The event.
    pub id: EventId,
    /// Where it stands.
    pub status: EventStatus,
    /// When its first draft was made.
    pub created_at: Instant,
    /// Of the frozen document; null in a draft.
    pub digest: Option<String>,
    /// The members of the document that the viewer may know; the object as it was sent where it is not complete.
    #[schemars(schema_with = "seen_document")]
    pub document: Arc<RawValue>,
    /// What only buyers and auditors get.
    #[serde(flatten)]
    pub setup: Option<SetupAnswer>,
    /// The lots that the viewer may know of.
    pub lots: Vec<ListedLot>,
    /// The rules of these lots in plain English; a draft's as they would be published, none where it is not complete.
    pub rules_words: Vec<LotWords>,
}

/// What buyers and auditors get of an event besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SetupAnswer {
    /// Which stored change of the draft stands.
    #[serde(flatten)]
    pub revision: StoredRevision,
    /// The event that it was copied from; absent where it is no copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copied_from: Option<EventId>,
    /// Whether it says all that a publication needs.
    pub complete: bool,
    /// What is missing or wrong in it.
    pub findings: Vec<Finding>,
    /// What speaks against its settings.
    pub lint: Vec<Finding>,
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

/// What is not complete may be any object.
fn seen_document(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"anyOf": [{"$ref": format!("#/components/schemas/{SEEN_DOCUMENT}")}, {"type": "object"}]})
}
