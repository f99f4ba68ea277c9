//! A state of a lot for one viewer, to make files from.

use std::sync::Arc;

use super::handle::LotHandle;
use super::report::LotRecords;
use crate::auction::view::{ActView, BidSight, LotReport, PlaceInResult, SavingLine, Viewer};
use crate::auction::{Setup, State};
use crate::clock::Instant;
use crate::ids::{LotId, Seq};
use crate::journal::Hash;

/// A state of a lot for one viewer. The lot stays loaded while it is held.
#[derive(Debug)]
pub struct ReportedLot {
    handle: Arc<LotHandle>,
    viewer: Viewer,
    records: LotRecords,
    head: Hash,
}

impl ReportedLot {
    pub(super) const fn new(handle: Arc<LotHandle>, viewer: Viewer, records: LotRecords, head: Hash) -> Self {
        Self { handle, viewer, records, head }
    }

    /// The lot's id.
    #[must_use]
    pub fn id(&self) -> &LotId {
        &self.handle.entry.id
    }

    /// The state itself. It holds what the viewer may not see.
    #[must_use]
    pub(crate) const fn report(&self) -> &LotReport {
        &self.records.report
    }

    /// What the lot was published with. It holds what the viewer may not see.
    #[must_use]
    pub(crate) fn setup(&self) -> &Arc<Setup> {
        self.records.report.setup()
    }

    /// The last record and its hash.
    #[must_use]
    pub fn head(&self) -> (Seq, Hash) {
        (self.records.report.seq(), self.head)
    }

    /// The lot's state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.records.report.state()
    }

    /// When the lot ended; None until it has.
    #[must_use]
    pub fn ended_at(&self) -> Option<Instant> {
        self.records.report.ended_at()
    }

    /// The standing offers as a file lists them, best first: all of them, or a supplier's own alone.
    #[must_use]
    pub fn ranking_rows(&self) -> Vec<PlaceInResult> {
        let mut ranking = self.records.report.ranking(&self.viewer);
        let is_supplier = matches!(self.viewer, Viewer::Bidder(_));
        ranking.retain(|place| !is_supplier || place.offer.own == Some(true));
        ranking
    }

    /// Whether the viewer may see scores.
    #[must_use]
    pub fn shows_scores(&self) -> bool {
        !matches!(self.viewer, Viewer::Bidder(_)) || self.setup().rules.show.lead_price
    }

    /// Whether the viewer may see who has acted.
    #[must_use]
    pub const fn shows_persons(&self) -> bool {
        matches!(self.viewer, Viewer::Buyer(_) | Viewer::Auditor(_))
    }

    /// What buyers and the clock did, as the viewer may see it.
    #[must_use]
    pub fn acts(&self) -> Vec<ActView> {
        self.records.acts(&self.viewer)
    }

    /// A row for each trust and each line that it buys; None for suppliers.
    #[must_use]
    pub fn saving_lines(&self) -> Option<Vec<SavingLine>> {
        self.records.report.saving_lines(&self.viewer)
    }

    /// What the viewer may know of bids.
    #[must_use]
    pub fn bid_sight(&self) -> BidSight {
        self.records.report.bid_book().sight(&self.viewer)
    }

    pub(super) const fn handle(&self) -> &Arc<LotHandle> {
        &self.handle
    }

    pub(super) const fn viewer(&self) -> &Viewer {
        &self.viewer
    }
}
