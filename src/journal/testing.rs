//! Drafts, sealed records and names for the tests of the journal and of its stores.

use serde_json::value::RawValue;

use super::record::{Actor, Committed, Draft, Record, StreamId, seal};
use crate::clock::Instant;
use crate::ids::{LotId, OrgId, PersonId};

/// 2026-11-21T14:00:00Z.
pub(crate) const START: Instant = Instant::from_micros(1_795_269_600_000_000);

pub(crate) fn lot(id: &str) -> StreamId {
    StreamId::lot(&LotId::parse(id).unwrap())
}

pub(crate) fn supplier() -> Actor {
    Actor::Supplier { org: OrgId::parse("acme").unwrap(), person: PersonId::parse("u1").unwrap() }
}

pub(crate) fn draft(kind: &'static str, after_us: i64, data: &str) -> Draft {
    let data = RawValue::from_string(data.to_owned()).unwrap();
    Draft { at: START.plus_micros(after_us), actor: supplier(), kind, data }
}

/// `count` drafts, a microsecond apart.
pub(crate) fn bids(count: usize) -> Vec<Draft> {
    (0..count).map(|n| draft("bid_accepted", n.try_into().unwrap(), &format!(r#"{{"ref":"b{n}"}}"#))).collect()
}

/// The first `count` sealed records of a stream.
pub(crate) fn sealed(stream: &StreamId, count: usize) -> Vec<Record> {
    seal_drafts(stream, &bids(count))
}

/// The first records of a stream.
pub(crate) fn seal_drafts(stream: &StreamId, drafts: &[Draft]) -> Vec<Record> {
    seal(stream, Committed::NOTHING, drafts)
}
