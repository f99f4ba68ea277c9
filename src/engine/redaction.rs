//! Redacts a lot's records for one viewer.
//!
//! The auditor reads whole records. For every other viewer, each kind of record is listed with what is left out, so that a
//! new kind is not shown before somebody decides that it is. A record without redaction is shown whole, with its salt, so
//! that its hash can be checked.

mod kinds;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::answer::Denied;
use super::encode;
use super::recovery::LOT_PUBLISHED;
use crate::auction::view::{Board, Sight, Viewer};
use crate::ids::BidderId;
use crate::journal::record::Body;
use crate::journal::{Actor, Hash, Record};

/// One lot's records as one viewer may read them.
#[derive(Debug)]
pub(super) struct Redaction {
    board: Board,
    viewer: Viewer,
}

/// What a viewer is shown of a record.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Whole,
    Nothing,
    /// These members of `data`, and the actor where `actor` is true.
    Part {
        data: Map<String, Value>,
        actor: bool,
    },
}

impl Redaction {
    pub(super) fn new(board: Board, viewer: Viewer) -> Self {
        Self { board, viewer }
    }

    /// The record's line with its line end. None where the viewer may not know of the record.
    ///
    /// # Errors
    /// [`Denied::Unavailable`] for a record that cannot be read.
    pub(super) fn line(&self, record: &Record, prev: &Hash) -> Result<Option<Bytes>, Denied> {
        if let Viewer::Auditor(_) = self.viewer {
            return Ok(Some(whole(record, prev)));
        }
        let body: Body = serde_json::from_str(&record.body).map_err(|_| Denied::Unavailable)?;
        let shown = self.shown(&body).map_err(|fault| {
            tracing::error!(stream = %record.stream, seq = %record.seq, fault, "a record cannot be shown");
            Denied::Unavailable
        })?;
        Ok(match shown {
            Shown::Whole => Some(whole(record, prev)),
            Shown::Nothing => None,
            Shown::Part { data, actor } => Some(part(&body, data, actor, prev, &record.hash)),
        })
    }

    fn shown(&self, body: &Body) -> Result<Shown, String> {
        if &*body.kind == LOT_PUBLISHED {
            return self.lot_published(body);
        }
        if self.is_of_a_rival(body)? {
            return Ok(Shown::Nothing);
        }
        let event = encode::read_event(body)?;
        let mut data: Map<String, Value> = serde_json::from_str(body.data.get()).map_err(|error| error.to_string())?;
        // Only an auditor reads the key of a request.
        let without_key = data.shift_remove(encode::KEY_MEMBER).map(|_| data.clone());
        let shown = match &self.viewer {
            Viewer::Auditor(_) => return Ok(Shown::Whole),
            Viewer::Bidder(bidder) => self.to_bidder(&event, data, bidder, &body.actor),
            Viewer::Observer(_) => self.to_observer(&event, data, &body.actor),
            Viewer::Buyer(_) => self.to_buyer(&event, data),
        };
        Ok(match (shown, without_key) {
            (Shown::Whole, Some(data)) => Shown::Part { data, actor: true },
            (shown, _) => shown,
        })
    }

    /// Whether the viewer is a supplier and the record a rival's bid, which it may not know of. Nearly all records hidden
    /// from a supplier are such bids, so only the bidder is read from the record, which is fast.
    fn is_of_a_rival(&self, body: &Body) -> Result<bool, String> {
        let Viewer::Bidder(own) = &self.viewer else { return Ok(false) };
        if !matches!(&*body.kind, encode::BID_ACCEPTED | encode::BID_REFUSED) {
            return Ok(false);
        }
        Ok(encode::bidder_of_bid(body.data.get())? != own.as_str())
    }

    /// Whether the viewer may know the bidders' identities.
    fn knows_bidders(&self) -> bool {
        Sight::new(&self.board, &self.viewer).sees_identities()
    }

    /// The alias under which the viewer knows a bidder; None for a bidder that is not of this lot.
    fn alias(&self, bidder: &str) -> Option<String> {
        Sight::new(&self.board, &self.viewer).alias_of(&BidderId::parse(bidder).ok()?)
    }

    /// Replaces the bidder's id by its alias, unless the viewer may know the id.
    fn hide_bidder(&self, data: &mut Map<String, Value>, member: &str) {
        if self.knows_bidders() {
            return;
        }
        if let Some(Value::String(bidder)) = data.shift_remove(member)
            && let Some(alias) = self.alias(&bidder)
        {
            data.insert("alias".to_owned(), alias.into());
        }
    }
}

/// Whether the actor names no person.
fn is_nobody(actor: &Actor) -> bool {
    *actor == Actor::System
}

fn whole(record: &Record, prev: &Hash) -> Bytes {
    let mut line = record.export_line(prev);
    line.push('\n');
    line.into()
}

fn part(body: &Body, data: Map<String, Value>, actor: bool, prev: &Hash, hash: &Hash) -> Bytes {
    let mut line = Map::new();
    line.insert("stream".to_owned(), body.stream.as_str().into());
    line.insert("seq".to_owned(), body.seq.0.into());
    line.insert("at".to_owned(), body.at.to_string().into());
    if actor {
        line.insert("actor".to_owned(), serde_json::to_value(&body.actor).expect("an actor is ids"));
    }
    line.insert("kind".to_owned(), (*body.kind).into());
    line.insert("data".to_owned(), data.into());
    line.insert("redacted".to_owned(), true.into());
    line.insert("prev".to_owned(), prev.to_string().into());
    line.insert("hash".to_owned(), hash.to_string().into());
    let mut text = Value::Object(line).to_string();
    text.push('\n');
    text.into()
}
