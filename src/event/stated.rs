//! What an event says: a whole document, or an object that is not one yet.

mod incomplete;
mod outline;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde_json::value::{RawValue, to_raw_value};

pub use self::incomplete::IncompleteDocument;
pub use self::outline::LotOutline;
use super::assess;
use super::document::EventDocument;
use crate::auction::setup::Contact;
use crate::clock::Instant;
use crate::json::{Code, Problem};

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    /// A document without a fault, every default written out.
    Complete(Arc<EventDocument>),
    /// Any other JSON object, as its buyer sent it.
    Incomplete(IncompleteDocument),
}

impl Stated {
    /// Reads any object: a whole document, or one that is kept until it is whole.
    ///
    /// # Errors
    /// The one problem of what is no JSON object that can be kept.
    pub fn read(json: &[u8], now: Instant) -> Result<Self, Problem> {
        if let Some(document) = assess(json, now)?.document {
            return Ok(Self::Complete(Arc::new(document)));
        }
        let incomplete = IncompleteDocument::read(json);
        incomplete.map(Self::Incomplete).map_err(|error| Problem::whole(Code::WrongType, error.to_string()))
    }

    /// What a record says: it holds one of the two.
    ///
    /// # Errors
    /// A plain text where it holds both or neither.
    pub fn of_record(
        document: Option<Arc<EventDocument>>,
        incomplete: Option<IncompleteDocument>,
    ) -> Result<Self, String> {
        match (document, incomplete) {
            (Some(document), None) => Ok(Self::Complete(document)),
            (None, Some(incomplete)) => Ok(Self::Incomplete(incomplete)),
            (Some(_), Some(_)) | (None, None) => Err("a draft holds either document or incomplete".to_owned()),
        }
    }

    /// The two members of a record.
    pub(super) fn into_members(self) -> (Option<Arc<EventDocument>>, Option<IncompleteDocument>) {
        match self {
            Self::Complete(document) => (Some(document), None),
            Self::Incomplete(incomplete) => (None, Some(incomplete)),
        }
    }

    /// The document, where it is whole.
    #[must_use]
    pub const fn document(&self) -> Option<&Arc<EventDocument>> {
        match self {
            Self::Complete(document) => Some(document),
            Self::Incomplete(_) => None,
        }
    }

    /// Its JSON text.
    ///
    /// # Panics
    /// Never: a document always has a JSON text.
    #[must_use]
    pub fn text(&self) -> Arc<RawValue> {
        match self {
            Self::Complete(document) => to_raw_value(document).expect("a document has only text for keys").into(),
            Self::Incomplete(incomplete) => incomplete.text().clone(),
        }
    }

    /// Its title; empty where it has none that can be read.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Complete(document) => &document.title,
            Self::Incomplete(incomplete) => &incomplete.outline().title,
        }
    }

    /// The partnership's own reference.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Complete(document) => document.reference.as_deref(),
            Self::Incomplete(incomplete) => incomplete.outline().reference.as_deref(),
        }
    }

    /// Whom a reader may ask.
    #[must_use]
    pub fn contact(&self) -> Option<&Contact> {
        match self {
            Self::Complete(document) => document.contact.as_ref(),
            Self::Incomplete(incomplete) => incomplete.outline().contact.as_ref(),
        }
    }

    /// Whether nothing in it counts.
    #[must_use]
    pub fn practice(&self) -> bool {
        match self {
            Self::Complete(document) => document.practice,
            Self::Incomplete(incomplete) => incomplete.outline().practice,
        }
    }

    /// How many lots have an id: all of a document's, and the first 100 of any other object's.
    #[must_use]
    pub fn lot_count(&self) -> usize {
        match self {
            Self::Complete(document) => document.lots.len(),
            Self::Incomplete(incomplete) => incomplete.outline().lots.len(),
        }
    }

    /// The lots that have an id, in short and in order.
    #[must_use]
    pub fn lots(&self) -> Vec<LotOutline> {
        match self {
            Self::Complete(document) => document.lots.iter().map(LotOutline::of).collect(),
            Self::Incomplete(incomplete) => incomplete.outline().lots.clone(),
        }
    }
}

impl From<EventDocument> for Stated {
    fn from(document: EventDocument) -> Self {
        Self::Complete(Arc::new(document))
    }
}
