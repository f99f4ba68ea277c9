//! All bids of one lot as one viewer may see them, out of the journal, bid by bid.
//!
//! Read as a history is: from the store, page by page, without the actor, so that no bid waits for a long list. A record
//! that gives no line gives None instead of no item: reading it costs time, and the reader paces itself by items.

use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::answer::Denied;
use super::encode::{self, BID_ACCEPTED, BID_REFUSED};
use super::recovery::{Fold, Recovered};
use super::reported_lot::ReportedLot;
use crate::auction::view::{BidBook, BidLine, Viewer};
use crate::auction::{Event, Setup};
use crate::clock::Instant;
use crate::ids::{LotId, PersonId, Seq};
use crate::journal::record::Body;
use crate::journal::{Record, StreamId};

/// A bid; None for a record that is none, or that the viewer may not see.
type BidItem = Result<Option<BidLine>, Denied>;

/// The opening offers, then the bids in order, up to the last record of that state. What has become of each offer is as of
/// that state.
pub(super) fn lines(reported: &ReportedLot) -> BoxStream<'static, BidItem> {
    let (handle, viewer) = (reported.handle().clone(), reported.viewer().clone());
    let book = reported.report().bid_book().clone();
    let last = book.seq();
    let openings: Vec<BidItem> = book.openings(&viewer).into_iter().map(|line| Ok(Some(line))).collect();
    let records = handle.shared.journal.read_in_background(StreamId::lot(&handle.entry.id), Seq::ZERO);
    let lot = handle.entry.id.clone();
    let records = records.map_err(move |error| {
        tracing::warn!(%lot, %error, "a list of bids could not be read to its end");
        Denied::Unavailable
    });
    let records = records.try_take_while(move |record| futures::future::ready(Ok(record.seq <= last)));
    let bids = records.map(move |record| {
        // Held until the last bid, so that the lot stays loaded.
        let _ = &handle;
        let record = record?;
        bid_line(&book, &viewer, &record).map_err(|fault| {
            tracing::error!(stream = %record.stream, seq = %record.seq, fault, "a record cannot be shown");
            Denied::Unavailable
        })
    });
    stream::iter(openings).chain(bids).boxed()
}

fn bid_line(book: &BidBook, viewer: &Viewer, record: &Record) -> Result<Option<BidLine>, String> {
    if !matches!(&*record.kind, BID_ACCEPTED | BID_REFUSED) {
        return Ok(None);
    }
    let body: Body = serde_json::from_str(&record.body).map_err(|error| error.to_string())?;
    // Nearly all records that a supplier may not see are rivals' bids, so only the bidder is read of them, which is fast.
    if let Viewer::Bidder(own) = viewer
        && encode::bidder_of_bid(body.data.get())? != own.as_str()
    {
        return Ok(None);
    }
    let event = encode::read_event(&body)?;
    Ok(book.line(viewer, record.seq, record.at, encode::person(&body.actor), &event))
}

/// Reads a lot's records once, to know how the lot stands after the last one. For a program that has the records alone.
#[derive(Debug)]
pub struct LotFold(Fold);

/// What each record of a lot says, once all of them are known. It holds what only an auditor may see.
#[derive(Debug)]
pub struct LotLines {
    book: BidBook,
    viewer: Viewer,
}

/// What one record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LotLine {
    /// A bid.
    Bid(BidLine),
    /// Something else.
    Other(OtherLine),
}

/// A record that is no bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLine {
    /// Its place in the journal.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// What kind of record it is.
    pub kind: String,
    /// Who has caused it; none for the server.
    pub person: Option<PersonId>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

impl LotFold {
    /// Before the lot's first record.
    #[must_use]
    pub fn new(lot: &LotId) -> Self {
        Self(Fold::new(StreamId::lot(lot)))
    }

    /// Reads the next record.
    pub fn read(&mut self, record: &Record) {
        self.0.apply(record);
    }

    /// The lot after its last record.
    ///
    /// # Errors
    /// What is wrong with the first record that cannot be read, in words.
    pub fn end(self) -> Result<LotLines, String> {
        match self.0.end() {
            Some(Recovered::Lot(folded)) => {
                let viewer = Viewer::Auditor(folded.lot.setup().event.owner.clone());
                Ok(LotLines { book: folded.lot.bid_book(), viewer })
            }
            Some(Recovered::Failed { fault, .. }) => Err(fault.to_string()),
            Some(Recovered::Event(_)) | None => Err("there is no record of a lot".to_owned()),
        }
    }
}

impl LotLines {
    /// What the lot was published with.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        self.book.setup()
    }

    /// The opening offers, in the order of the invitation.
    #[must_use]
    pub fn openings(&self) -> Vec<BidLine> {
        self.book.openings(&self.viewer)
    }

    /// What the record says.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn line(&self, record: &Record) -> Result<LotLine, String> {
        if let Some(bid) = bid_line(&self.book, &self.viewer, record)? {
            return Ok(LotLine::Bid(bid));
        }
        let body = Body::read(&record.body).map_err(|error| error.to_string())?;
        let (seq, at, kind) = (record.seq, record.at, record.kind.to_string());
        let person = encode::person(&body.actor).cloned();
        Ok(LotLine::Other(OtherLine {
            seq,
            at,
            kind,
            person,
            reason: encode::read_event(&body).ok().and_then(reason_of),
        }))
    }
}

/// The reason that stands in a record that is no bid.
pub(super) fn reason_of(event: Event) -> Option<String> {
    match event {
        Event::ActApproved { reason, .. }
        | Event::ActDeclined { reason, .. }
        | Event::AnnulmentRequested { reason, .. }
        | Event::AnnulmentDeclined { reason, .. }
        | Event::BidAnnulled { reason, .. }
        | Event::BidderExcluded { reason, .. }
        | Event::MessageSent { reason, .. }
        | Event::LotCancelled { reason } => Some(reason),
        Event::LotExtended { reason, .. }
        | Event::LotPaused { reason, .. }
        | Event::LotResumed { reason, .. }
        | Event::LotClosed { reason, .. } => reason,
        Event::TermsAccepted { .. }
        | Event::LotOpened { .. }
        | Event::BidAccepted(_)
        | Event::BidRefused(_)
        | Event::ActProposed { .. } => None,
    }
}
