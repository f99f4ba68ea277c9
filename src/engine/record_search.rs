//! A lot's records in short, those that an auditor looks for, out of the journal.
//!
//! Read as a history is: from the store, page by page, without the actor, so that no bid waits for a search. Each record
//! that is looked at gives an item, so that the reader can pace itself and knows how far it has come. What cannot match
//! is found out from the record's columns, or from its text, without reading the record.

use std::sync::Arc;

use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::answer::Denied;
use super::bid_lines::reason_of;
use super::encode;
use super::handle::{LotHandle, Question};
use super::recovery::LOT_PUBLISHED;
use crate::auction::{Act, Event, Setup};
use crate::auth::Directory;
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, PersonId, Seq};
use crate::journal::record::Body;
use crate::journal::{Actor, Record, StreamId};
use crate::money::Amount;
use crate::protocol::Hex;
use crate::protocol::http::{LotRecord, OwnBidOutcome, RecordActor, RecordRole};

/// Which records are looked for. A record matches where all that is given matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordFilter {
    /// What happened.
    pub kind: Option<&'static str>,
    /// The bidder that the record is about.
    pub bidder: Option<BidderId>,
    /// A refusal's code, or a part of what a person wrote as a reason, letters of ASCII in either case.
    pub reason: Option<String>,
    /// The client's own name for a bid.
    pub bid_ref: Option<BidRef>,
    /// Who caused it.
    pub person: Option<PersonId>,
    /// Decided at this moment or later.
    pub from_at: Option<Instant>,
    /// Decided at this moment or earlier.
    pub to_at: Option<Instant>,
    /// The bid's total is this or more.
    pub total_from: Option<Amount>,
    /// The bid's total is this or less.
    pub total_to: Option<Amount>,
}

/// A record that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAt {
    /// Its place in the journal.
    pub seq: Seq,
    /// What it says, where it matches.
    pub found: Option<LotRecord>,
}

/// A record that was looked at. Never None: each one counts.
type LookedAtItem = Result<Option<LookedAt>, Denied>;

/// Every kind of record that a lot's journal has.
pub fn record_kinds() -> impl Iterator<Item = &'static str> {
    [LOT_PUBLISHED].into_iter().chain(encode::KINDS)
}

/// The records after `after` that are committed now, up to the last one that can match by its time.
pub(super) fn search(handle: Arc<LotHandle>, filter: RecordFilter, after: Seq) -> BoxStream<'static, LookedAtItem> {
    let records = async move {
        let board = handle.ask(Question::Snapshot).await?.board;
        let last = board.seq();
        let directory = handle.shared.settings.directory.clone();
        let search = Search { text: filter.texts(), filter, setup: board.setup().clone(), directory };
        let records = handle.shared.journal.read_in_background(StreamId::lot(&handle.entry.id), after);
        let lot = handle.entry.id.clone();
        let records = records.map_err(move |error| {
            tracing::warn!(%lot, %error, "a search in a lot's records could not be ended");
            Denied::Unavailable
        });
        let to_at = search.filter.to_at;
        let may_match = move |record: &Record| record.seq <= last && to_at.is_none_or(|to| record.at <= to);
        let records = records.try_take_while(move |record| futures::future::ready(Ok(may_match(record))));
        Ok(records.map(move |record| {
            // Held until the last record is read, so that the lot stays loaded.
            let _ = &handle;
            search.look_at(&record?)
        }))
    };
    stream::once(records).try_flatten().boxed()
}

/// A search while it goes on.
struct Search {
    filter: RecordFilter,
    /// A record that holds one of these texts nowhere does not match.
    text: Vec<String>,
    setup: Arc<Setup>,
    directory: Directory,
}

/// What a record says, as far as a search asks.
#[derive(Debug, Default)]
struct Said {
    bidder: Option<BidderId>,
    bid_ref: Option<BidRef>,
    outcome: Option<OwnBidOutcome>,
    reason: Option<String>,
    total: Option<Amount>,
    rank: Option<u32>,
}

impl Search {
    fn look_at(&self, record: &Record) -> LookedAtItem {
        let found = self.read(record).map_err(|fault| {
            tracing::error!(stream = %record.stream, seq = %record.seq, fault, "a record cannot be shown");
            Denied::Unavailable
        })?;
        Ok(Some(LookedAt { seq: record.seq, found }))
    }

    fn read(&self, record: &Record) -> Result<Option<LotRecord>, String> {
        let is_of_kind = self.filter.kind.is_none_or(|kind| *kind == *record.kind);
        let is_late_enough = self.filter.from_at.is_none_or(|from| record.at >= from);
        if !is_of_kind || !is_late_enough || self.text.iter().any(|text| !record.body.contains(text)) {
            return Ok(None);
        }
        let body: Body = serde_json::from_str(&record.body).map_err(|error| error.to_string())?;
        let said = if &*body.kind == LOT_PUBLISHED { Said::default() } else { self.said(encode::read_event(&body)?) };
        if !self.filter.matches(&said, encode::person(&body.actor)) {
            return Ok(None);
        }
        let Said { bidder, bid_ref, outcome, reason, total, rank } = said;
        Ok(Some(LotRecord {
            seq: record.seq,
            at: record.at,
            kind: record.kind.clone(),
            actor: self.actor(body.actor),
            name: bidder.as_ref().and_then(|bidder| self.name_of(bidder)),
            bidder,
            bid_ref,
            outcome,
            reason,
            total,
            rank,
            hash: Hex(record.hash.0),
        }))
    }

    fn said(&self, event: Event) -> Said {
        match event {
            Event::BidAccepted(bid) => Said {
                bidder: Some(bid.bidder),
                bid_ref: Some(bid.bid_ref),
                outcome: Some(OwnBidOutcome::Accepted),
                reason: None,
                total: Some(bid.total.with_places(self.setup.decimals)),
                rank: Some(bid.rank),
            },
            Event::BidRefused(bid) => {
                let invited = self.setup.bidders.iter().find(|invited| invited.id == bid.bidder);
                let worth = invited.and_then(|invited| self.setup.worth(invited, &bid.prices).ok());
                Said {
                    bidder: Some(bid.bidder),
                    bid_ref: Some(bid.bid_ref),
                    outcome: Some(OwnBidOutcome::Refused),
                    reason: Some(bid.reason.as_str().to_owned()),
                    total: worth.map(|(total, _)| total.with_places(self.setup.decimals)),
                    rank: None,
                }
            }
            Event::ActProposed { act, by: _ } => {
                let (bidder, reason) = of_act(act);
                Said { bidder, reason, ..Said::default() }
            }
            Event::AnnulmentRequested { bidder, bid_ref, reason, offer: _ } => {
                Said { bidder: Some(bidder), bid_ref: Some(bid_ref), reason: Some(reason), ..Said::default() }
            }
            act @ (Event::TermsAccepted { .. }
            | Event::LotOpened { .. }
            | Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentDeclined { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. }
            | Event::LotClosed { .. }
            | Event::LotCancelled { .. }) => {
                Said { bidder: bidder_of(&act).cloned(), reason: reason_of(act), ..Said::default() }
            }
        }
    }

    fn actor(&self, actor: Actor) -> RecordActor {
        let (role, org, person) = match actor {
            Actor::System => (RecordRole::System, None, None),
            Actor::Supplier { org, person } => (RecordRole::Supplier, Some(org), Some(person)),
            Actor::Buyer { org, person } => (RecordRole::Buyer, Some(org), Some(person)),
            Actor::Admin { org, person } => (RecordRole::Admin, Some(org), Some(person)),
        };
        let person_name = person.as_ref().and_then(|person| self.directory.name_of(person));
        RecordActor { role, org, person, person_name }
    }

    fn name_of(&self, bidder: &BidderId) -> Option<Arc<str>> {
        self.setup.bidders.iter().find(|invited| invited.id == *bidder).map(|invited| invited.name.clone())
    }
}

impl RecordFilter {
    /// The texts that a record holds if it matches, as they stand in JSON.
    fn texts(&self) -> Vec<String> {
        let bidder = self.bidder.as_ref().map(BidderId::as_str);
        let texts = [bidder, self.bid_ref.as_ref().map(BidRef::as_str), self.person.as_ref().map(PersonId::as_str)];
        texts.into_iter().flatten().map(|text| serde_json::to_string(text).expect("a text is JSON")).collect()
    }

    fn matches(&self, said: &Said, person: Option<&PersonId>) -> bool {
        let is_in_bounds = |total: Amount| {
            self.total_from.is_none_or(|from| total >= from) && self.total_to.is_none_or(|to| total <= to)
        };
        let asks_for_total = self.total_from.is_some() || self.total_to.is_some();
        self.bidder.as_ref().is_none_or(|bidder| said.bidder.as_ref() == Some(bidder))
            && self.bid_ref.as_ref().is_none_or(|bid_ref| said.bid_ref.as_ref() == Some(bid_ref))
            && self.person.as_ref().is_none_or(|one| person == Some(one))
            && self.reason.as_deref().is_none_or(|wanted| said.gives_reason(wanted))
            && said.total.map_or(!asks_for_total, is_in_bounds)
    }
}

impl Said {
    /// Whether the refusal has that code, or the reason of an act holds that text.
    fn gives_reason(&self, wanted: &str) -> bool {
        let Some(reason) = &self.reason else { return false };
        match self.outcome {
            Some(_) => reason == wanted,
            None => reason.to_ascii_lowercase().contains(&wanted.to_ascii_lowercase()),
        }
    }
}

/// The bidder that a record is about; none where it is about none, or about all.
const fn bidder_of(event: &Event) -> Option<&BidderId> {
    match event {
        Event::BidAccepted(bid) => Some(&bid.bidder),
        Event::BidRefused(bid) => Some(&bid.bidder),
        Event::TermsAccepted { bidder }
        | Event::AnnulmentRequested { bidder, .. }
        | Event::AnnulmentDeclined { bidder, .. }
        | Event::BidAnnulled { bidder, .. }
        | Event::BidderExcluded { bidder, .. } => Some(bidder),
        Event::MessageSent { to, .. } => to.as_ref(),
        Event::ActProposed { .. }
        | Event::LotOpened { .. }
        | Event::LotExtended { .. }
        | Event::LotPaused { .. }
        | Event::LotResumed { .. }
        | Event::ActApproved { .. }
        | Event::ActDeclined { .. }
        | Event::LotClosed { .. }
        | Event::LotCancelled { .. } => None,
    }
}

/// The bidder that a proposed act is about, and why it was proposed.
fn of_act(act: Act) -> (Option<BidderId>, Option<String>) {
    match act {
        Act::Annul { bidder, reason, .. } | Act::Exclude { bidder, reason } => (Some(bidder), Some(reason)),
        Act::Broadcast { to, reason, .. } => (to, Some(reason)),
        Act::Pause { reason, .. }
        | Act::Resume { reason }
        | Act::Extend { reason, .. }
        | Act::Close { reason }
        | Act::Cancel { reason }
        | Act::Approve { reason, .. }
        | Act::Decline { reason, .. } => (None, Some(reason)),
    }
}
