//! A state of a lot as its result and its files need it, with the people who have acted.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::auction::view::{ActView, Constants, LotReport, ResultReport, Viewer};
use crate::auth::Directory;
use crate::clock::Instant;
use crate::ids::{PersonId, Seq};

/// A state of a lot, the people who have acted on it, and their names.
#[derive(Debug)]
pub(super) struct LotRecords {
    pub(super) report: LotReport,
    pub(super) constants: Arc<Constants>,
    /// Who has acted, by the record's place.
    pub(super) persons: Arc<BTreeMap<Seq, PersonId>>,
    pub(super) directory: Directory,
}

impl LotRecords {
    /// The place of the last record, and when it was decided.
    pub(super) fn last(&self) -> (Seq, Instant) {
        let report = &self.report;
        (report.seq(), report.last_at().unwrap_or_else(|| report.setup().opens_at))
    }

    /// What buyers and the clock did, as the viewer may see it, with names.
    pub(super) fn acts(&self, viewer: &Viewer) -> Vec<ActView> {
        let mut acts = self.report.acts(viewer);
        self.name_doers(&mut acts);
        acts
    }

    /// The result as the viewer may see it, with names; None before the lot has ended.
    pub(super) fn result(&self, viewer: &Viewer) -> Option<ResultReport> {
        let mut result = self.report.result(&self.constants, viewer)?;
        self.name_doers(&mut result.acts);
        Some(result)
    }

    fn name_doers(&self, acts: &mut [ActView]) {
        for act in acts {
            let Some(doer) = &mut act.doer else { continue };
            doer.by = self.persons.get(&act.seq).cloned();
            doer.by_name = doer.by.as_ref().and_then(|person| self.directory.name_of(person));
        }
    }
}
