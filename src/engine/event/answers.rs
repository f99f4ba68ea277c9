//! The answers about events. Looking a document through takes long, so this is not done where bids are judged.

use std::sync::Arc;

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::auction::view::{Viewer, rule_words};
use crate::clock::Instant;
use crate::engine::visibility;
use crate::event::facts::stated_lot;
use crate::event::lint::{self, OtherEvent};
use crate::event::{Assessed, EventSetup, Finding, Stated, assess, redacted_for_bidder, redacted_for_observer};
use crate::protocol::http::{EventAnswer, EventSummary, ListedLot, LotWords, SetupAnswer, StoredRevision};

/// What is missing or wrong in an event, and what speaks against its settings.
struct Looked {
    findings: Vec<Finding>,
    lint: Vec<Finding>,
}

/// What a change that was recorded at `at` is answered. `others` have the event's reference as well.
pub(super) fn summary(setup: &EventSetup, at: Instant, others: &[OtherEvent]) -> EventSummary {
    let Looked { findings, lint } = Looked::through(setup, at, others);
    EventSummary {
        id: setup.id.clone(),
        status: setup.status,
        digest: setup.digest.clone(),
        revision: setup.revision,
        copied_from: setup.copied_from.clone(),
        complete: setup.stated.document().is_some(),
        findings,
        lint,
        lots: setup.lots.clone(),
    }
}

/// The event as the viewer may see it at `now`. `others` have its reference as well.
pub(super) fn event(
    setup: &EventSetup,
    viewer: &Viewer,
    lots: Vec<ListedLot>,
    now: Instant,
    others: &[OtherEvent],
) -> EventAnswer {
    // The digest is part of the invitation: a reader who gets the whole document later can check it.
    EventAnswer {
        id: setup.id.clone(),
        status: setup.status,
        created_at: setup.created_at,
        digest: setup.digest.clone(),
        document: document(setup, viewer),
        setup: knows_setup(viewer).then(|| whole_setup(setup, now, others)),
        lots,
        rules_words: rules_words(setup, viewer),
    }
}

/// Whether the viewer learns of revisions and findings.
pub(super) const fn knows_setup(viewer: &Viewer) -> bool {
    match viewer {
        Viewer::Buyer(_) | Viewer::Auditor(_) => true,
        Viewer::Bidder(_) | Viewer::Observer(_) => false,
    }
}

/// Which stored change stands.
pub(super) fn stored_revision(setup: &EventSetup) -> StoredRevision {
    StoredRevision {
        revision: setup.revision,
        changed_by: setup.changed_by.clone(),
        changed_by_name: None,
        changed_at: setup.changed_at,
    }
}

fn document(setup: &EventSetup, viewer: &Viewer) -> Arc<RawValue> {
    match (viewer, &setup.stated) {
        (Viewer::Buyer(_) | Viewer::Auditor(_), stated) => stated.text(),
        (Viewer::Bidder(bidder), Stated::Complete(document)) => raw(&redacted_for_bidder(document, bidder)),
        (Viewer::Observer(trust), Stated::Complete(document)) => raw(&redacted_for_observer(document, trust)),
        // They see published events only, and these are complete.
        (Viewer::Bidder(_) | Viewer::Observer(_), Stated::Incomplete(_)) => raw(&Value::Object(serde_json::Map::new())),
    }
}

fn raw(value: &Value) -> Arc<RawValue> {
    to_raw_value(value).expect("a value has only text for keys").into()
}

fn whole_setup(setup: &EventSetup, now: Instant, others: &[OtherEvent]) -> SetupAnswer {
    // The lint of a published event is that of its publication.
    let Looked { findings, lint } = Looked::through(setup, setup.published_at.unwrap_or(now), others);
    SetupAnswer {
        revision: stored_revision(setup),
        copied_from: setup.copied_from.clone(),
        complete: setup.stated.document().is_some(),
        findings,
        lint,
    }
}

impl Looked {
    fn through(setup: &EventSetup, at: Instant, others: &[OtherEvent]) -> Self {
        match &setup.stated {
            Stated::Complete(document) => {
                let lint = lint::beside(lint::lint(document, at), document.reference.as_deref(), others);
                Self { findings: Vec::new(), lint }
            }
            Stated::Incomplete(incomplete) => match assess(incomplete.text().get().as_bytes(), at) {
                Ok(assessed) => {
                    let Assessed { findings, lint, .. } = assessed.beside(others);
                    Self { findings, lint }
                }
                Err(problem) => Self { findings: vec![problem.into()], lint: Vec::new() },
            },
        }
    }
}

/// The rules in words of the lots that the viewer may know of, in a draft too.
fn rules_words(setup: &EventSetup, viewer: &Viewer) -> Vec<LotWords> {
    let Some(document) = setup.stated.document() else { return Vec::new() };
    let lots = setup.lots.iter().zip(&document.lots).enumerate();
    let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(viewer, setup, *nth));
    let words = |lot| rule_words(&stated_lot(document, lot), viewer);
    mine.map(|(_, (id, lot))| LotWords { lot: id.clone(), words: words(lot) }).collect()
}
