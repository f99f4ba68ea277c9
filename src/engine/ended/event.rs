//! What is kept of an event that has ended.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Common;
use crate::auction::setup::Contact;
use crate::auction::view::Viewer;
use crate::clock::Instant;
use crate::engine::recovery::{EventKeys, FoldedEvent};
use crate::event::{EventSetup, EventStatus};
use crate::ids::{BidderId, EventId, LotId, OdsCode, OrgId};
use crate::journal::{StreamHead, StreamId, StreamSummary};

/// An event that has ended, as its summary states it: who may know of it, and what lists show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::engine) struct EndedEvent {
    pub(in crate::engine) id: EventId,
    pub(in crate::engine) owner: OrgId,
    pub(in crate::engine) status: EventStatus,
    pub(in crate::engine) title: String,
    pub(in crate::engine) reference: Option<String>,
    pub(in crate::engine) contact: Option<Contact>,
    pub(in crate::engine) practice: bool,
    pub(in crate::engine) revision: u64,
    pub(in crate::engine) created_at: Instant,
    pub(in crate::engine) lots: Box<[LotId]>,
    pub(in crate::engine) bidders: Box<[EndedBidder]>,
    pub(in crate::engine) trusts: Box<[EndedTrust]>,
}

/// A bidder of an event that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::engine) struct EndedBidder {
    pub(in crate::engine) id: BidderId,
    pub(in crate::engine) name: Arc<str>,
    /// Whether a lot invites it. Others do not see the event.
    is_invited: bool,
}

/// A trust of an event that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::engine) struct EndedTrust {
    pub(in crate::engine) ods: OdsCode,
    pub(in crate::engine) name: Arc<str>,
}

/// The text of an event's summary.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventText {
    event: EndedEvent,
    keys: EventKeys,
}

/// Texts that ended events have in common.
#[derive(Debug, Default)]
pub(in crate::engine) struct CommonTexts {
    owners: Common<OrgId>,
    bidders: Common<BidderId>,
    trusts: Common<OdsCode>,
    names: Common<Arc<str>>,
}

impl EndedEvent {
    /// What is kept of an event. The caller knows that it has ended.
    pub(in crate::engine) fn of(setup: &EventSetup) -> Self {
        let document = setup.stated.document();
        let is_invited = |id: &BidderId| {
            document.is_some_and(|document| {
                document.lots.iter().any(|lot| lot.bidders.iter().any(|invited| invited.bidder == *id))
            })
        };
        let bidders = document.into_iter().flat_map(|document| &document.bidders).map(|bidder| EndedBidder {
            id: bidder.id.clone(),
            name: bidder.name.as_str().into(),
            is_invited: is_invited(&bidder.id),
        });
        let trusts = document
            .into_iter()
            .flat_map(|document| &document.trusts)
            .map(|trust| EndedTrust { ods: trust.ods.clone(), name: trust.name.as_str().into() });
        Self {
            id: setup.id.clone(),
            owner: setup.owner.clone(),
            status: setup.status,
            title: setup.stated.title().to_owned(),
            reference: setup.stated.reference().map(str::to_owned),
            contact: setup.stated.contact().cloned(),
            practice: setup.stated.practice(),
            revision: setup.revision,
            created_at: setup.created_at,
            lots: setup.lots.as_slice().into(),
            bidders: bidders.collect(),
            trusts: trusts.collect(),
        }
    }

    /// The summary of an event that has ended, up to its last record.
    pub(in crate::engine) fn summary_of(folded: &FoldedEvent) -> StreamSummary {
        let FoldedEvent { setup, tail, keyed } = folded;
        let text = EventText { event: Self::of(setup), keys: keyed.clone() };
        let text = serde_json::to_string(&text).expect("a summary is texts, figures and instants");
        let head = StreamHead { stream: StreamId::event(&setup.id), seq: tail.seq, hash: tail.hash };
        StreamSummary { head, text: text.into() }
    }

    /// Reads a summary. Texts that others hold already are shared with them.
    ///
    /// # Errors
    /// A plain text where it is none of an event that has ended.
    pub(in crate::engine) fn read(
        summary: &StreamSummary,
        common: &mut CommonTexts,
    ) -> Result<(Self, EventKeys), String> {
        let EventText { mut event, keys } = serde_json::from_str(&summary.text).map_err(|error| error.to_string())?;
        event.share(common);
        match event.status {
            EventStatus::Published | EventStatus::Deleted => Ok((event, keys)),
            EventStatus::Draft | EventStatus::Template => Err("the event has not ended".to_owned()),
        }
    }

    fn share(&mut self, common: &mut CommonTexts) {
        self.owner = common.owners.share(self.owner.clone());
        for bidder in &mut self.bidders {
            bidder.id = common.bidders.share(bidder.id.clone());
            bidder.name = common.names.share(bidder.name.clone());
        }
        for trust in &mut self.trusts {
            trust.ods = common.trusts.share(trust.ods.clone());
            trust.name = common.names.share(trust.name.clone());
        }
    }

    /// Whether the viewer may know that the event exists, as while it was not over.
    pub(in crate::engine) fn is_visible_to(&self, viewer: &Viewer) -> bool {
        let is_published = self.status == EventStatus::Published;
        match viewer {
            Viewer::Bidder(bidder) => {
                is_published && self.bidders.iter().any(|one| one.is_invited && one.id == *bidder)
            }
            Viewer::Observer(trust) => is_published && self.trusts.iter().any(|one| one.ods == *trust),
            Viewer::Buyer(org) => self.owner == *org && self.status != EventStatus::Deleted,
            Viewer::Auditor(org) => self.owner == *org,
        }
    }
}
