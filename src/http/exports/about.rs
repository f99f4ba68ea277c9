//! The first sheet of a report: what it is about, when it was made, and how to check it.

use super::columns::Columns;
use crate::auction::State;
use crate::clock::Instant;
use crate::engine::ReportedLot;
use crate::ids::Seq;
use crate::protocol::Hex;
use crate::protocol::http::verify_command;

/// What a practice lot says of itself.
const PRACTICE: &str = "A practice: nothing follows from it.";

/// A lot of a report.
pub(super) struct AboutLot {
    lot: String,
    title: String,
    event: String,
    reference: Option<String>,
    practice: bool,
    state: State,
    opens_at: Instant,
    ended_at: Option<Instant>,
    digest: String,
    head: (Seq, Hex),
    check: String,
    as_at: Instant,
}

impl AboutLot {
    pub(super) fn of(lot: &ReportedLot, as_at: Instant) -> Self {
        let (setup, (seq, hash)) = (lot.setup(), lot.head());
        Self {
            lot: setup.lot.to_string(),
            title: setup.title.clone(),
            event: setup.event.title.clone(),
            reference: setup.event.reference.clone(),
            practice: setup.event.practice,
            state: lot.state(),
            opens_at: setup.opens_at,
            ended_at: lot.ended_at(),
            digest: setup.event.digest.clone(),
            head: (seq, Hex(hash.0)),
            check: verify_command(&setup.lot),
            as_at,
        }
    }
}

/// The columns of the sheet. Each instant stands in it twice: exact, and as a UK time.
pub(super) fn columns() -> Columns<AboutLot> {
    let mut columns = Columns::new();
    columns.text("lot", |about: &AboutLot| Some(about.lot.clone()));
    columns.text("title", |about| Some(about.title.clone()));
    columns.text("event", |about| Some(about.event.clone()));
    columns.text("reference", |about| about.reference.clone());
    columns.text("practice", |about| about.practice.then_some(PRACTICE));
    columns.text("state", |about| Some(about.state.as_str()));
    columns.instant("opens_at", |about| Some(about.opens_at));
    columns.uk_time("opens_at_uk", |about| Some(about.opens_at));
    columns.instant("ended_at", |about| about.ended_at);
    columns.uk_time("ended_at_uk", |about| about.ended_at);
    columns.text("digest", |about| Some(about.digest.clone()));
    columns.count("last_record", |about| Some(about.head.0.0));
    columns.text("last_hash", |about| Some(about.head.1.to_string()));
    columns.text("how_to_check", |about| Some(about.check.clone()));
    columns.instant("as_at", |about| Some(about.as_at));
    columns.uk_time("as_at_uk", |about| Some(about.as_at));
    columns
}
