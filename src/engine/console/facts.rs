//! What never changes about a published event, as its console needs it.

use crate::event::EventSetup;
use crate::ids::{BidderId, EventId, LotId};

/// A published event.
#[derive(Debug)]
pub(in crate::engine) struct ConsoleFacts {
    pub(super) event: EventId,
    pub(super) title: String,
    pub(super) reference: Option<String>,
    pub(super) practice: bool,
    pub(super) currency: String,
    /// In the document's order.
    pub(super) lots: Vec<ConsoleLotFacts>,
    /// The bidders that a lot invites, in the document's order.
    pub(super) bidders: Vec<ConsoleBidder>,
}

/// A lot of the event.
#[derive(Debug)]
pub(super) struct ConsoleLotFacts {
    pub(super) lot: LotId,
    pub(super) title: String,
    /// Its bidders, as places in the event's list of bidders.
    pub(super) bidders: Vec<usize>,
}

/// A bidder of the event.
#[derive(Debug)]
pub(super) struct ConsoleBidder {
    pub(super) bidder: BidderId,
    pub(super) name: String,
    /// The lots that invite it, as places in the event's list of lots.
    pub(super) lots: Vec<usize>,
}

impl ConsoleFacts {
    /// The facts of an event. None where its document is not complete; that of a published event always is.
    pub(in crate::engine) fn of(setup: &EventSetup) -> Option<Self> {
        let document = setup.stated.document()?;
        let invites =
            |lot: usize, bidder: &BidderId| document.lots[lot].bidders.iter().any(|invited| invited.bidder == *bidder);
        let count = setup.lots.len().min(document.lots.len());
        let bidders = document.bidders.iter().map(|known| ConsoleBidder {
            bidder: known.id.clone(),
            name: known.name.clone(),
            lots: (0..count).filter(|lot| invites(*lot, &known.id)).collect(),
        });
        let bidders: Vec<ConsoleBidder> = bidders.filter(|bidder| !bidder.lots.is_empty()).collect();
        let of_lot = |lot: usize| (0..bidders.len()).filter(|nth| bidders[*nth].lots.contains(&lot)).collect();
        let lots = setup.lots.iter().zip(&document.lots).enumerate();
        let lots = lots.map(|(nth, (lot, stated))| ConsoleLotFacts {
            lot: lot.clone(),
            title: stated.title.clone(),
            bidders: of_lot(nth),
        });
        Some(Self {
            event: setup.id.clone(),
            title: document.title.clone(),
            reference: document.reference.clone(),
            practice: document.practice,
            currency: document.currency.clone(),
            lots: lots.collect(),
            bidders,
        })
    }
}
