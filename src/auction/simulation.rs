//! What other rules would have done on a lot that has ended.
//!
//! Everybody behaves as on the lot that was: each bid, each act of a buyer and each outage is put, in the order of the
//! journal, to a second lot with other rules. What follows from rules by itself is not repeated: extensions by bids,
//! planned restarts, closes by time.
//!
//! Where the second lot has the closing time or the planned restart of the lot that was, both happen where they happened
//! then. So the lot's own rules give its own result, however late its server was.

mod open_time;
mod past_times;

use std::sync::Arc;

pub use self::past_times::PastRecord;

use self::open_time::OpenTime;
use self::past_times::PastTimes;
use super::acts;
use super::board::{Board, Pending};
use super::command::{Act, Command, PlaceBid};
use super::event::{Cause, CloseCause, Event};
use super::format;
use super::lot::Lot;
use super::origin;
use super::rules::Format;
use super::setup::Setup;
use super::state::{State, WrongState};
use super::view::{BidVerdict, SimulatedLot, SkippedAct, VerdictChange};
use crate::clock::Instant;
use crate::ids::Seq;

/// Places that each record of the lot that was has on the simulated lot, where a bid may cause more records than it did.
const PLACES_PER_RECORD: u64 = 8;

/// A lot that is simulated, up to some record of the lot that was.
#[derive(Debug)]
pub struct Simulation {
    past: PastTimes,
    lot: Lot,
    /// When the lot that was opened, until its next record shows whether that fell into an outage.
    opening: Option<Instant>,
    changes: Vec<VerdictChange>,
    skipped: Vec<SkippedAct>,
    open_time: OpenTime,
}

/// Lots of this format are not simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("lots of this format are not simulated")]
pub struct FormatNotSimulated(pub Format);

impl Simulation {
    /// The lot before its opening. `simulated` is `published` with other rules.
    ///
    /// # Errors
    /// [`FormatNotSimulated`], whichever of the two has it.
    ///
    /// # Panics
    /// Where an opening offer of `simulated` does not pass [`Setup::check_opening`].
    pub fn new(published: Arc<Setup>, mut simulated: Setup) -> Result<Self, FormatNotSimulated> {
        let formats = [published.rules.format, simulated.rules.format];
        if let Some(format) = formats.into_iter().find(|format| !format::is_simulated(*format)) {
            return Err(FormatNotSimulated(format));
        }
        // No bid is on its way to a simulated lot: it closes at its closing time.
        simulated.rules.settle_ms = 0;
        Ok(Self {
            past: PastTimes::new(published),
            lot: Lot::new(Arc::new(simulated)),
            opening: None,
            changes: Vec::new(),
            skipped: Vec::new(),
            open_time: OpenTime::default(),
        })
    }

    /// Takes the next record of the lot that was; its publication is none of them.
    ///
    /// # Errors
    /// What is wrong with it, in words that can follow "record 7: ".
    pub fn step(&mut self, record: PastRecord<'_>) -> Result<(), String> {
        let outage_at_opening = self.opening.take().filter(|opened| self.past.opened_in_outage(*opened, &record));
        if self.past.is_scheduled_no_more() && self.lot.board().state() == State::Scheduled {
            self.open(outage_at_opening);
        }
        if outage_at_opening.is_none() {
            self.take(&record)?;
        }
        self.past.apply(record.at, record.event);
        if matches!(record.event, Event::LotOpened { .. }) {
            self.opening = Some(record.at);
        }
        Ok(())
    }

    /// The lot as other rules would have left it. `was` is the lot that was, after its last record.
    ///
    /// # Errors
    /// In words, where that lot has not ended.
    pub fn end(mut self, was: &Board) -> Result<SimulatedLot, String> {
        if !was.state().is_over() || !self.past.timing.state.is_over() {
            return Err("the lot has not ended".to_owned());
        }
        while let Some(due) = self.lot.next_wake() {
            let at = self.not_before_last(due);
            if !self.decide_freely(&Command::Wake, at, None) {
                break;
            }
        }
        let idle_us = self.open_time.since_last_bid_us();
        let Self { lot, changes, skipped, .. } = self;
        Ok(SimulatedLot::new(was.clone(), lot.board().clone(), changes, skipped, idle_us))
    }

    fn take(&mut self, record: &PastRecord<'_>) -> Result<(), String> {
        match record.event {
            Event::BidAccepted(bid) => self.bid(record.seq, origin::of_accepted(bid), BidVerdict::accepted()),
            Event::BidRefused(bid) => self.bid(record.seq, origin::of_refused(bid), BidVerdict::Refused(bid.reason)),
            Event::TermsAccepted { bidder } => {
                let at = self.not_before_last(record.at);
                self.decide_freely(&Command::AcceptTerms { bidder: bidder.clone() }, at, Some(record.seq));
                Ok(())
            }
            Event::LotPaused { cause: Cause::Outage, remaining_us, .. } => {
                self.outage(record, *remaining_us);
                Ok(())
            }
            Event::LotResumed { reason: None, .. } => {
                if self.shares_restart() {
                    let at = self.not_before_last(record.at);
                    self.decide_freely(&Command::Wake, at, None);
                }
                Ok(())
            }
            Event::LotClosed { cause: CloseCause::Time, .. } => {
                self.close_with_past();
                Ok(())
            }
            // An opening waits for the next record. An extension by a bid is that bid's.
            Event::LotOpened { .. } | Event::LotExtended { cause: Cause::Bid, .. } => Ok(()),
            // Where a second buyer is needed, these follow its approval.
            Event::BidAnnulled { .. } | Event::BidderExcluded { .. } | Event::LotCancelled { .. }
                if self.lot.setup().event.four_eyes =>
            {
                Ok(())
            }
            Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentRequested { .. }
            | Event::AnnulmentDeclined { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. }
            | Event::LotClosed { .. }
            | Event::LotCancelled { .. } => self.act(record),
        }
    }

    /// Decides a bid at its receipt, or at the decision before where that was later.
    fn bid(&mut self, seq: Seq, bid: PlaceBid, was: BidVerdict) -> Result<(), String> {
        let at = self.not_before_last(bid.received_at);
        self.let_time_pass(at);
        if self.lot.awaits_opening(bid.received_at) {
            return Err("the bid was received after the lot's opening, and no record has opened the lot".to_owned());
        }
        let bidder = acts::index_of(self.lot.board(), &bid.bidder).map_err(|wrong| wrong.to_string())?;
        let decided = self.lot.decide(&Command::PlaceBid(bid), at).map_err(|wrong| wrong.to_string())?;
        let (would, limit) = match decided.first() {
            Some(Event::BidRefused(refused)) => (BidVerdict::Refused(refused.reason), refused.limit),
            Some(_) => (BidVerdict::accepted(), None),
            None => return Err("a bid of the same ref and the same prices stands before it".to_owned()),
        };
        if !would.is_closed() {
            self.open_time.bid(at);
        }
        if was != would {
            self.changes.push(VerdictChange { seq, bidder, was, would, limit });
        }
        self.apply(&decided, at, Some(seq));
        Ok(())
    }

    /// Puts an act to the simulated lot; one that its state forbids is skipped.
    fn act(&mut self, record: &PastRecord<'_>) -> Result<(), String> {
        let command = origin::command_behind(record.event, record.by, self.past.timing.closes_at)?;
        let command = at_simulated_places(command);
        let at = self.not_before_last(record.at);
        self.let_time_pass(at);
        let decided = if self.is_over(at) {
            decide_closed(self.lot.board(), &command, at)
        } else if self.annuls_another_offer(record.event) {
            Err(WrongState::NotNow {
                act: "annul",
                because: "that offer is not the bidder's standing offer".to_owned(),
            })
        } else {
            self.lot.decide(&command, at)
        };
        match decided {
            Ok(events) => self.apply(&events, at, Some(record.seq)),
            Err(wrong) => self.skipped.push(SkippedAct { seq: record.seq, why: wrong.to_string() }),
        }
        Ok(())
    }

    /// Whether the record took an opening offer away, and a later one stands on the simulated lot.
    fn annuls_another_offer(&self, event: &Event) -> bool {
        let Event::BidAnnulled { bidder, offer: None, .. } = event else { return false };
        let board = self.lot.board();
        let standing = acts::index_of(board, bidder).ok().and_then(|bidder| board.rows[bidder].standing.as_ref());
        standing.is_some_and(|offer| !offer.is_opening())
    }

    /// Pauses the simulated lot where the lot that was came back paused after an outage.
    fn outage(&mut self, record: &PastRecord<'_>, remaining_us: i64) {
        let alive_until = self.past.alive_until(remaining_us).min(record.at);
        self.let_time_pass(alive_until);
        let at = self.not_before_last(record.at);
        let outage = Command::Outage { alive_until };
        if self.is_over(alive_until) || !self.decide_freely(&outage, at, Some(record.seq)) {
            let state = if self.is_over(alive_until) { State::Closed } else { self.lot.board().state() };
            let why = format!("the outage pauses nothing: the lot is {}", state.as_str());
            self.skipped.push(SkippedAct { seq: record.seq, why });
        }
    }

    /// Opens the simulated lot where the lot that was opened; also pauses it where that fell into an outage.
    fn open(&mut self, in_outage: Option<Instant>) {
        let command = in_outage.map_or(Command::Wake, |alive_until| Command::Outage { alive_until });
        let at = self.past.last_at().map_or(self.lot.board().opens_at(), |at| self.not_before_last(at));
        self.decide_freely(&command, at, None);
    }

    /// Closes the simulated lot where the lot that was closed, if its time had come too: all bids that both had to wait
    /// for have been judged.
    fn close_with_past(&mut self) {
        let board = self.lot.board();
        if board.state() == State::Open && board.closes_at() <= self.past.timing.closes_at {
            let at = self.not_before_last(board.closes_at());
            self.decide_freely(&Command::Wake, at, None);
        }
    }

    /// Lets a planned restart happen that is due by then.
    fn let_time_pass(&mut self, until: Instant) {
        let resumes_at = self.resumes_at().filter(|resumes_at| *resumes_at <= until);
        if let Some(resumes_at) = resumes_at.filter(|_| !self.shares_restart()) {
            let at = self.not_before_last(resumes_at);
            self.decide_freely(&Command::Wake, at, None);
        }
    }

    /// When the simulated lot resumes by itself.
    fn resumes_at(&self) -> Option<Instant> {
        self.lot.board().timing.pause.as_ref()?.resumes_at
    }

    /// Whether the lot that was has the same planned restart before it.
    fn shares_restart(&self) -> bool {
        let planned = self.past.timing.pause.as_ref().and_then(|pause| pause.resumes_at);
        planned.is_some() && planned == self.resumes_at()
    }

    /// Whether the closing time has come. Where the lot that was still waited for bids in time, so does the simulated one,
    /// unless its closing time was earlier.
    fn is_over(&self, now: Instant) -> bool {
        let board = self.lot.board();
        board.is_settling(now) && !self.past.is_settling_since(board.closes_at(), now)
    }

    fn not_before_last(&self, at: Instant) -> Instant {
        self.lot.board().last_at().map_or(at, |last_at| last_at.max(at))
    }

    /// Decides a command that no state forbids; returns whether anything happened.
    fn decide_freely(&mut self, command: &Command, at: Instant, seq: Option<Seq>) -> bool {
        let events = self.lot.decide(command, at).unwrap_or_default();
        self.apply(&events, at, seq);
        !events.is_empty()
    }

    /// Applies what was decided. `seq` is the record of the lot that was, where there is one.
    fn apply(&mut self, events: &[Event], at: Instant, seq: Option<Seq>) {
        let mut place = seq.map(simulated_place);
        for event in events {
            let next = self.lot.board().seq().next();
            let seq = place.take().map_or(next, |place| place.max(next));
            self.open_time.note(self.lot.board(), at, event);
            self.lot.apply(seq, at, event);
        }
    }
}

/// The place on the simulated lot of what a record of the lot that was causes.
const fn simulated_place(seq: Seq) -> Seq {
    Seq(seq.0.saturating_mul(PLACES_PER_RECORD))
}

/// The command with the places of the simulated lot in it.
fn at_simulated_places(mut command: Command) -> Command {
    if let Command::Act { act, .. } = &mut command {
        match act {
            Act::Annul { offer, .. } => *offer = offer.map(simulated_place),
            Act::Approve { act, .. } | Act::Decline { act, .. } => *act = simulated_place(*act),
            Act::Pause { .. }
            | Act::Resume { .. }
            | Act::Extend { .. }
            | Act::Exclude { .. }
            | Act::Close { .. }
            | Act::Cancel { .. }
            | Act::Broadcast { .. } => {}
        }
    }
    command
}

/// What a closed lot says of an act.
fn decide_closed(board: &Board, command: &Command, at: Instant) -> Result<Vec<Event>, WrongState> {
    let mut closed = board.clone();
    closed.timing.state = State::Closed;
    closed.pending = Arc::new(Pending::default());
    match command {
        Command::Act { by, act } => acts::act(&closed, by, act, at),
        Command::RequestAnnulment { bidder, bid_ref, reason } => {
            acts::request_annulment(&closed, bidder, bid_ref, reason).map(|event| vec![event])
        }
        Command::PlaceBid(_) | Command::AcceptTerms { .. } | Command::Wake | Command::Outage { .. } => Ok(Vec::new()),
    }
}
