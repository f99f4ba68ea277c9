//! The name of a stream.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ids::{EventId, LotId, OrgId};

/// The name of a stream: `lot/<id>`, `event/<id>`, `partnership/<id>`.
///
/// Storage may hold any text as a name (see [`StreamId::from_storage`]). Such a name has no [`StreamId::kind`], and the
/// chain check refuses its records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StreamId(Arc<str>);

/// What a stream is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamKind {
    /// A live auction.
    Lot(LotId),
    /// An event's set-up.
    Event(EventId),
    /// A partnership's catalogue, suppliers and work plan.
    Partnership(OrgId),
}

/// The text names no stream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be lot/, event/ or partnership/ and an identifier")]
pub struct BadStreamId;

impl StreamId {
    /// The stream of a lot.
    #[must_use]
    pub fn lot(id: &LotId) -> Self {
        Self(format!("lot/{id}").into())
    }

    /// The stream of an event's set-up.
    #[must_use]
    pub fn event(id: &EventId) -> Self {
        Self(format!("event/{id}").into())
    }

    /// The stream of a partnership.
    #[must_use]
    pub fn partnership(id: &OrgId) -> Self {
        Self(format!("partnership/{id}").into())
    }

    /// Reads a stream's name.
    ///
    /// # Errors
    /// [`BadStreamId`] where the text names no stream.
    pub fn parse(text: &str) -> Result<Self, BadStreamId> {
        let id = Self::from_storage(text);
        if id.kind().is_some() { Ok(id) } else { Err(BadStreamId) }
    }

    /// The name as storage holds it, right or wrong.
    #[must_use]
    pub fn from_storage(text: &str) -> Self {
        Self(text.into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name, shared without a copy.
    #[must_use]
    pub(crate) fn shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }

    /// What the stream is about; none where the text names no stream.
    #[must_use]
    pub fn kind(&self) -> Option<StreamKind> {
        let (kind, id) = self.0.split_once('/')?;
        match kind {
            "lot" => LotId::parse(id).ok().map(StreamKind::Lot),
            "event" => EventId::parse(id).ok().map(StreamKind::Event),
            "partnership" => OrgId::parse(id).ok().map(StreamKind::Partnership),
            _ => None,
        }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
