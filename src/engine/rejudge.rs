//! Judges a journal again: derives each record's command, decides it on the lot's state, and compares the result.
//!
//! Both must be the same: the same events, in the same order, at the same instant, by the same kind of actor, down to the
//! bytes of their data.

mod command;
mod event;

use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::{Map, Value};

use self::command::RecordedBid;
use self::event::RejudgedEvent;
use super::{encode, recovery};
use crate::auction::event::Cause;
use crate::auction::view::Board;
use crate::auction::{Command, Event, Lot, Setup, State, command_behind};
use crate::clock::Instant;
use crate::idempotency::KeyText;
use crate::ids::{LotId, PersonId, Seq};
use crate::journal::record::{Body, StreamKind};
use crate::journal::verify::Judge;
use crate::journal::{Actor, Committed, StreamFold, StreamId};

/// Judges one stream's records again, in order.
#[derive(Debug)]
pub struct Rejudge {
    stream: JudgedStream,
}

/// What kind of stream is judged, and how far it is.
#[derive(Debug)]
enum JudgedStream {
    /// Before its first record.
    NewLot(LotId),
    Lot(Box<RejudgedLot>),
    Event(Box<RejudgedEvent>),
    /// A stream whose records are not judged.
    Other,
}

/// A lot that is judged again.
#[derive(Debug)]
struct RejudgedLot {
    lot: Lot,
    seq: Seq,
    /// What the last command caused after its first event: the records that have to follow.
    due: VecDeque<Event>,
    due_at: Instant,
    due_by: Actor,
    /// After an opening: the pause that has to follow where the opening fell into an outage.
    missed_opening: Option<Event>,
    /// The keys of the requests so far, each with the person who sent it.
    keys: BTreeSet<(Actor, KeyText)>,
    /// Used again for each record.
    scratch: Vec<u8>,
}

impl Rejudge {
    /// Before the first record of `stream`.
    #[must_use]
    pub fn new(stream: &StreamId) -> Self {
        let judged = match stream.kind() {
            Some(StreamKind::Lot(id)) => JudgedStream::NewLot(id),
            Some(StreamKind::Event(id)) => JudgedStream::Event(Box::new(RejudgedEvent::new(id))),
            Some(StreamKind::Partnership(_)) | None => JudgedStream::Other,
        };
        Self { stream: judged }
    }

    /// Judges the next record.
    ///
    /// # Errors
    /// What is wrong with it, in words that can follow "record 7: ".
    pub fn record(&mut self, body: &Body) -> Result<(), String> {
        self.take_read(body, RecordedBid::read(body))
    }

    fn take_read(&mut self, body: &Body, bid: Option<RecordedBid>) -> Result<(), String> {
        match &mut self.stream {
            JudgedStream::NewLot(id) => {
                let setup = recovery::lot_setup(id, body)?;
                check_publisher(&setup, &body.actor)?;
                self.stream = JudgedStream::Lot(Box::new(RejudgedLot::new(setup, body)));
                Ok(())
            }
            JudgedStream::Lot(lot) => lot.record(body, bid),
            JudgedStream::Event(event) => event.record(body),
            JudgedStream::Other => Ok(()),
        }
    }

    /// The lot as its records up to the last one leave it; None for a stream that is no lot's.
    #[must_use]
    pub fn board(&self) -> Option<&Board> {
        match &self.stream {
            JudgedStream::Lot(lot) => Some(lot.lot.board()),
            JudgedStream::NewLot(_) | JudgedStream::Event(_) | JudgedStream::Other => None,
        }
    }

    /// The state of the stream after its last record.
    #[must_use]
    pub fn end(&self) -> String {
        match &self.stream {
            JudgedStream::NewLot(_) => "empty".to_owned(),
            JudgedStream::Lot(lot) => match lot.lot.board().state() {
                State::Closed => "closed".to_owned(),
                State::Cancelled => "cancelled".to_owned(),
                state @ (State::Scheduled | State::Open | State::Paused) => format!("not closed ({})", state.as_str()),
            },
            JudgedStream::Event(event) => event.end().to_owned(),
            JudgedStream::Other => "not judged".to_owned(),
        }
    }
}

impl StreamFold for Rejudge {
    type Read = Option<RecordedBid>;

    fn read(body: &Body) -> Option<RecordedBid> {
        RecordedBid::read(body)
    }

    fn take(&mut self, body: &Body, read: Option<RecordedBid>, _: Committed) -> Result<(), String> {
        self.take_read(body, read)
    }
}

impl Judge for Rejudge {
    fn end(&mut self) -> String {
        Self::end(self)
    }
}

impl RejudgedLot {
    fn new(setup: Setup, first: &Body) -> Self {
        Self {
            lot: Lot::new(Arc::new(setup)),
            seq: first.seq,
            due: VecDeque::new(),
            due_at: first.at,
            due_by: Actor::System,
            missed_opening: None,
            keys: BTreeSet::new(),
            scratch: Vec::new(),
        }
    }

    fn record(&mut self, body: &Body, bid: Option<RecordedBid>) -> Result<(), String> {
        if body.seq != self.seq.next() {
            return Err(format!("record {} was due", self.seq.next()));
        }
        let event = match self.due.pop_front() {
            Some(event) => {
                self.check_follows(&event, body)?;
                check_same(&event, body, body.data.get())?;
                event
            }
            None => self.judge_again(body, bid)?,
        };
        self.lot.apply(body.seq, body.at, &event);
        self.seq = body.seq;
        Ok(())
    }

    /// The event of a record with which a command begins.
    fn judge_again(&mut self, body: &Body, bid: Option<RecordedBid>) -> Result<Event, String> {
        if let Some(event) = bid.and_then(|bid| self.bid_again(body, bid)) {
            return Ok(event);
        }
        let event = self.decide_again(body)?;
        let data = self.without_key(&event, body)?;
        check_same(&event, body, &data)?;
        Ok(event)
    }

    /// The record's data without the key of the request that caused it. Only the first record of a command of a person
    /// has one, and nobody uses a key twice. A key decides nothing, so it is not judged again.
    fn without_key<'b>(&mut self, event: &Event, body: &'b Body) -> Result<Cow<'b, str>, String> {
        if matches!(event, Event::BidAccepted(_) | Event::BidRefused(_)) {
            return Ok(body.data.get().into());
        }
        let (data, key) = encode::split_key(body.data.get())?;
        let Some(key) = key else { return Ok(data) };
        if body.actor == Actor::System {
            return Err("the server itself sends no request, and this record has the key of one".to_owned());
        }
        if !self.keys.insert((body.actor.clone(), key.key)) {
            return Err("the key of its request stands in an earlier record of the same person".to_owned());
        }
        Ok(data)
    }

    /// The event of a bid's record, where judging the bid again gives exactly that record. Only the bid is read from the
    /// record, which is fast. None for every other record, and for one that differs: `decide_again` names the difference.
    fn bid_again(&mut self, body: &Body, bid: RecordedBid) -> Option<Event> {
        let Actor::Supplier { org, .. } = &body.actor else { return None };
        if org.as_str() != bid.bidder.as_str() {
            return None;
        }
        let mut events = VecDeque::from(self.decide(&Command::PlaceBid(bid.into()), body.at).ok()?);
        let event = events.pop_front().filter(|event| encode::kind(event) == &*body.kind)?;
        encode::write_data(&event, &mut self.scratch);
        if self.scratch != body.data.get().as_bytes() {
            return None;
        }
        self.missed_opening = None;
        self.expect_next(events, body);
        Some(event)
    }

    /// Returns what the command causes on the lot in its present state. A forged record may hold a command that no
    /// lot is ever given.
    fn decide(&self, command: &Command, at: Instant) -> Result<Vec<Event>, String> {
        if self.lot.board().last_at().is_some_and(|last_at| at < last_at) {
            return Err("its at is before that of the record before it".to_owned());
        }
        if matches!(command, Command::PlaceBid(bid) if self.lot.awaits_opening(bid.received_at)) {
            return Err("the bid was received after the lot's opening, and no record has opened the lot".to_owned());
        }
        self.lot.decide(command, at).map_err(|wrong| format!("judged again it is not possible: {wrong}"))
    }

    /// Notes the records that have to follow this one.
    fn expect_next(&mut self, due: VecDeque<Event>, body: &Body) {
        if !due.is_empty() {
            self.due_by = body.actor.clone();
        }
        self.due = due;
        self.due_at = body.at;
    }

    /// Decides the record's command on the lot's state. Returns the first event; the others are due.
    fn decide_again(&mut self, body: &Body) -> Result<Event, String> {
        let recorded = encode::read_event(body)?;
        if let Some(pause) = self.missed_opening.take()
            && is_outage(&recorded)
            && body.at == self.due_at
        {
            command::check_actor(&recorded, &body.actor, self.lot.setup())?;
            return Ok(pause);
        }
        command::check_actor(&recorded, &body.actor, self.lot.setup())?;
        let command = command_behind(&recorded, buyer(&body.actor), self.lot.board().closes_at())?;
        let mut events = VecDeque::from(self.decide(&command, body.at)?);
        let first = events.pop_front().ok_or("judged again nothing happens")?;
        if let (Event::LotOpened { .. }, None) = (&first, events.front()) {
            let outage = self.lot.decide(&Command::Outage { alive_until: body.at }, body.at).unwrap_or_default();
            self.missed_opening = outage.into_iter().nth(1);
        }
        self.expect_next(events, body);
        Ok(first)
    }

    /// Checks that a record shares instant and actor with the command's first record. The actor of an extension that a
    /// bid causes is the server.
    fn check_follows(&self, event: &Event, body: &Body) -> Result<(), String> {
        let by_itself = matches!(event, Event::LotExtended { cause: Cause::Bid, .. });
        let actor = if by_itself { &Actor::System } else { &self.due_by };
        if body.at != self.due_at {
            return Err(format!("it belongs to the record before and has another at: {} was due", self.due_at));
        }
        if body.actor != *actor {
            return Err("it belongs to the record before and has another actor".to_owned());
        }
        Ok(())
    }
}

/// The person of a buyer's act.
const fn buyer(actor: &Actor) -> Option<&PersonId> {
    match actor {
        Actor::Buyer { person, .. } => Some(person),
        Actor::System | Actor::Supplier { .. } | Actor::Admin { .. } => None,
    }
}

/// Checks that a buyer of the partnership has published the lot.
fn check_publisher(setup: &Setup, actor: &Actor) -> Result<(), String> {
    match actor {
        Actor::Buyer { org, .. } if *org == setup.event.owner => Ok(()),
        Actor::Buyer { .. } | Actor::System | Actor::Supplier { .. } | Actor::Admin { .. } => {
            Err("a lot is published by a buyer of its partnership".to_owned())
        }
    }
}

fn is_outage(event: &Event) -> bool {
    matches!(event, Event::LotPaused { cause: Cause::Outage, .. })
}

/// Checks that the record, whose data without a key is `recorded`, is what was decided again.
fn check_same(decided: &Event, body: &Body, recorded: &str) -> Result<(), String> {
    let (kind, data) = (encode::kind(decided), encode::data_text(decided));
    if kind != &*body.kind {
        return Err(format!("judged again it is {kind}, recorded is {}{}", body.kind, reason_of(decided)));
    }
    if data.get() == recorded {
        return Ok(());
    }
    Err(format!("judged again {}", difference(data.get(), recorded)))
}

fn reason_of(decided: &Event) -> String {
    if let Event::BidRefused(bid) = decided {
        return format!(" (the refusal's reason would be {})", bid.reason.as_str());
    }
    String::new()
}

/// The first member that differs, in words.
fn difference(decided: &str, recorded: &str) -> String {
    let members = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (decided_members, recorded_members) = (members(decided), members(recorded));
    for (name, value) in &decided_members {
        match recorded_members.get(name) {
            Some(other) if other == value => {}
            Some(other) => return format!("{name} is {value}, recorded is {other}"),
            None => return format!("{name} is {value}, recorded is nothing of that name"),
        }
    }
    match recorded_members.keys().find(|name| !decided_members.contains_key(*name)) {
        Some(name) => format!("there is no {name}"),
        None => "the members stand in another order or are written otherwise".to_owned(),
    }
}
