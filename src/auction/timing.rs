//! The lot's times: opening, close, extension, idle close, pause, outage. Decides; never reads a clock.

use super::board::{Board, Pause, Timing};
use super::deadline::{millis_us, not_past, seconds_us};
use super::event::{Accepted, Cause, CloseCause, Event};
use super::rules::{ExtendFrom, Extension, Rules, Trigger};
use super::setup::Setup;
use super::state::State;
use crate::clock::Instant;
use std::sync::Arc;

/// When [`wake`] is due next.
pub(crate) fn next_wake(board: &Board) -> Option<Instant> {
    match board.state() {
        State::Scheduled => Some(board.opens_at()),
        State::Open => Some(settled_at(board)),
        State::Paused => board.timing.pause.as_ref()?.resumes_at,
        State::Closed | State::Cancelled => None,
    }
}

/// The one thing that is due at `now`, if anything is.
pub(crate) fn wake(board: &Board, now: Instant) -> Option<Event> {
    if next_wake(board).is_none_or(|due| now < due) {
        return None;
    }
    match board.state() {
        State::Scheduled => Some(opened(board)),
        State::Open => Some(closed(board, CloseCause::Time, None)),
        State::Paused => Some(resumed(board, now, None)),
        State::Closed | State::Cancelled => None,
    }
}

/// The events of an outage: the server starts again at `now` and was last known to be up at `alive_until`. An open lot
/// is paused with the time that was left. A lot whose opening was missed is opened and paused with its whole duration.
/// A lot whose planned restart was missed stays paused.
pub(crate) fn outage(board: &Board, alive_until: Instant, now: Instant) -> Vec<Event> {
    match board.state() {
        State::Scheduled if board.opens_at() <= now => {
            let whole = board.closes_at().micros_since(board.opens_at());
            vec![opened(board), paused_by_outage(board, whole, now)]
        }
        State::Open => {
            let ran_until = board.last_at().map_or(alive_until, |last_at| last_at.max(alive_until));
            let remaining_us = board.closes_at().micros_since(ran_until).max(0);
            vec![paused_by_outage(board, remaining_us, now)]
        }
        State::Paused => match &board.timing.pause {
            Some(pause) if pause.resumes_at.is_some_and(|resumes_at| resumes_at <= now) => {
                vec![paused_by_outage(board, pause.remaining_us, now)]
            }
            Some(_) | None => Vec::new(),
        },
        State::Scheduled | State::Closed | State::Cancelled => Vec::new(),
    }
}

/// How long the server was away before the pause of an outage at `now`: since the last moment at which it is known to
/// have been alive, which follows from the time that was left. `before` is the lot's timing before the pause, `last_at`
/// its last record's instant.
///
/// None where the records do not show that moment: the closing time had come, the lot opens at the same instant, or it
/// was paused already.
fn outage_us(before: &Timing, last_at: Option<Instant>, remaining_us: i64, now: Instant) -> Option<i64> {
    let is_known = before.state == State::Open && remaining_us > 0 && last_at.is_some_and(|last_at| last_at < now);
    is_known.then(|| now.micros_since(before.closes_at.plus_micros(-remaining_us)))
}

/// The event that closes the lot with the ranking as it stands.
pub(crate) fn closed(board: &Board, cause: CloseCause, reason: Option<String>) -> Event {
    let ranking = board.placed();
    let met = |reserve| ranking.first().is_some_and(|lead| lead.total <= reserve);
    let reserve_met = board.rules().reserve.map(met);
    Event::LotClosed { cause, reason, ranking, reserve_met }
}

/// The event that lets the whole frozen time run again from `now`.
pub(crate) fn resumed(board: &Board, now: Instant, reason: Option<String>) -> Event {
    let remaining_us = board.timing.pause.as_ref().map_or(0, |pause| pause.remaining_us);
    Event::LotResumed { closes_at: now.plus_micros(remaining_us), reason }
}

/// Where an accepted bid moves the close of a lot that closes after silence.
pub(crate) fn close_after_bid(rules: &Rules, timing: &Timing, received_at: Instant) -> Instant {
    let Some(idle) = rules.idle else { return timing.closes_at };
    let quiet_until = received_at.plus_micros(seconds_us(idle.idle_s));
    timing.closes_at.max(not_past(quiet_until, timing.latest_close))
}

/// The extension that an accepted bid causes, if it does.
pub(crate) fn extension(board: &Board, bid: &Accepted, rank_before: Option<u32>) -> Option<Event> {
    let rule = board.rules().extension.as_ref()?;
    let was = board.closes_at();
    let in_window = was.micros_since(bid.received_at) <= seconds_us(rule.window_s);
    let counted_out = rule.max_count.is_some_and(|max| board.timing.extensions >= max);
    if !in_window || counted_out || !triggers(rule, rank_before, bid.rank) {
        return None;
    }
    let extend_us = seconds_us(rule.extend_s);
    let closes_at = match rule.from {
        ExtendFrom::Close => was.plus_micros(extend_us),
        ExtendFrom::Bid => was.max(bid.received_at.plus_micros(extend_us)),
    };
    let closes_at = not_past(closes_at, board.timing.latest_close);
    (closes_at > was).then_some(Event::LotExtended { closes_at, was, cause: Cause::Bid, reason: None })
}

fn triggers(rule: &Extension, before: Option<u32>, after: u32) -> bool {
    match rule.trigger {
        Trigger::Any => true,
        Trigger::RankWithin => after <= rule.rank.unwrap_or(1) && before.is_none_or(|before| after < before),
        Trigger::LeadChange => after == 1 && before != Some(1),
    }
}

fn opened(board: &Board) -> Event {
    Event::LotOpened { opens_at: board.opens_at(), closes_at: board.closes_at() }
}

fn paused_by_outage(board: &Board, remaining_us: i64, now: Instant) -> Event {
    let resumes_at = board.rules().auto_resume_s.map(|after_s| now.plus_micros(seconds_us(after_s)));
    Event::LotPaused { cause: Cause::Outage, remaining_us, resumes_at, reason: None }
}

fn settled_at(board: &Board) -> Instant {
    board.closes_at().plus_micros(millis_us(board.rules().settle_ms))
}

impl Timing {
    /// The times of a lot as it is published.
    pub(crate) fn new(setup: &Setup) -> Self {
        let rules = &setup.rules;
        let latest_close = rules
            .extension
            .and_then(|extension| extension.latest_close)
            .or(rules.idle.and_then(|idle| idle.latest_close));
        Self {
            state: State::Scheduled,
            closes_at: setup.closes_at,
            ended_at: None,
            latest_close,
            extensions: 0,
            pause: None,
        }
    }

    /// Applies an event that moves the lot's state or its close; other events change nothing. `last_at` is the instant of
    /// the record before.
    pub(crate) fn apply(&mut self, at: Instant, last_at: Option<Instant>, event: &Event) {
        match event {
            Event::LotOpened { closes_at, .. } => {
                self.state = State::Open;
                self.closes_at = *closes_at;
            }
            Event::LotExtended { closes_at, cause, .. } => {
                self.closes_at = *closes_at;
                self.extensions += u32::from(*cause == Cause::Bid);
            }
            Event::LotPaused { cause, remaining_us, resumes_at, reason } => {
                let reason = reason.as_deref().map(Arc::from);
                let outage_us = match cause {
                    Cause::Outage => outage_us(self, last_at, *remaining_us, at),
                    Cause::Bid | Cause::Buyer => None,
                };
                self.state = State::Paused;
                let (cause, remaining_us, resumes_at) = (*cause, *remaining_us, *resumes_at);
                self.pause = Some(Pause { cause, since: at, outage_us, remaining_us, resumes_at, reason });
            }
            Event::LotResumed { closes_at, .. } => {
                let moved_us = closes_at.micros_since(self.closes_at);
                self.latest_close = self.latest_close.map(|latest| latest.plus_micros(moved_us));
                self.closes_at = *closes_at;
                self.state = State::Open;
                self.pause = None;
            }
            Event::LotClosed { cause, .. } => {
                if *cause != CloseCause::Time {
                    self.closes_at = at;
                }
                self.end(State::Closed, self.closes_at);
            }
            Event::LotCancelled { .. } => self.end(State::Cancelled, at),
            Event::TermsAccepted { .. }
            | Event::BidAccepted(_)
            | Event::BidRefused(_)
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentRequested { .. }
            | Event::AnnulmentDeclined { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. } => {}
        }
    }

    fn end(&mut self, state: State, ended_at: Instant) {
        self.state = state;
        self.ended_at = Some(ended_at);
        self.pause = None;
    }
}
