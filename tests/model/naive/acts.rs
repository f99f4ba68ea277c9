//! What happens to a lot besides bids: the clock, outages, and the acts of buyers.

use super::happened::{Act, ActOutcome, ClosedBy, ExtensionCause, Happened, State};
use super::lot::Model;
use super::setup::{Instant, SECOND};

impl Model {
    /// Does what is due: opening, resuming, closing. A late wake may do several of them.
    pub fn wake(&mut self, now: Instant) {
        while let Some(due) = self.due(now) {
            self.record(now, due);
        }
    }

    fn due(&self, now: Instant) -> Option<Happened> {
        let clock = self.clock();
        let settled_at = clock.closes_at + self.setup.settle_ms * 1_000;
        match clock.state {
            State::Scheduled if now >= self.setup.opens_at => Some(Happened::Opened),
            State::Open if now >= settled_at => Some(Happened::Closed { by: ClosedBy::Time }),
            State::Paused => match self.resumes_at() {
                Some(resumes_at) if now >= resumes_at => Some(Happened::Resumed),
                Some(_) | None => None,
            },
            State::Scheduled | State::Open | State::Closed | State::Cancelled => None,
        }
    }

    /// The server is back at `now`; it was last known to run at `alive_until`. Takes the place of a wake.
    pub fn outage(&mut self, now: Instant, alive_until: Instant) {
        let clock = self.clock();
        let resumes_at = self.setup.auto_resume_s.map(|wait| now + wait * SECOND);
        let remaining = match clock.state {
            // The outage counts from the last sign of the server, a record or a note that it runs; it is never
            // negative.
            State::Open => {
                let last_record = clock.last_record.expect("opening is a record");
                (clock.closes_at - last_record.max(alive_until)).max(0)
            }
            // It should have opened during the outage: it opens now, with its whole duration left.
            State::Scheduled if now >= self.setup.opens_at => {
                self.record(now, Happened::Opened);
                clock.closes_at - self.setup.opens_at
            }
            // It should have resumed during the outage, when nobody could bid: it waits again.
            State::Paused if self.resumes_at().is_some_and(|at| at <= now) => {
                self.remaining().expect("a pause keeps the time")
            }
            State::Scheduled | State::Paused | State::Closed | State::Cancelled => return,
        };
        let paused = Happened::Paused { remaining, resumes_at };
        self.record(now, paused);
    }

    /// Only where the event has terms.
    pub fn accept_terms(&mut self, now: Instant, bidder: &str) {
        if self.setup.has_terms && !self.has_accepted_terms(bidder) {
            let bidder = bidder.to_owned();
            self.record(now, Happened::TermsAccepted { bidder });
        }
    }

    /// A buyer's act. Where a second buyer is required, annulment, exclusion and cancellation wait for one.
    pub fn act(&mut self, now: Instant, by: &str, act: &Act) -> ActOutcome {
        let Some(effect) = self.effect(now, act) else {
            return ActOutcome::WrongState;
        };
        if self.setup.four_eyes && needs_four_eyes(act) {
            let proposal = self.proposals().len();
            let offer = if let Act::Annul { bidder } = act { self.standing_record(bidder) } else { None };
            let (by, act) = (by.to_owned(), act.clone());
            self.record(now, Happened::Proposed { by, act, offer });
            return ActOutcome::Waits { proposal };
        }
        self.record(now, effect);
        ActOutcome::Done
    }

    /// Another buyer approves. The act takes effect now, if the state still allows it, and for an annulment if the
    /// proposed offer is still the standing one.
    pub fn approve(&mut self, now: Instant, by: &str, proposal: usize) -> ActOutcome {
        let Some((proposer, act, offer)) = self.waiting_proposal(proposal) else {
            return ActOutcome::WrongState;
        };
        if proposer == by {
            return ActOutcome::Forbidden;
        }
        let Some(effect) = self.effect(now, &act) else {
            return ActOutcome::WrongState;
        };
        if let Act::Annul { bidder } = &act
            && self.standing_record(bidder) != offer
        {
            return ActOutcome::WrongState;
        }
        self.record(now, Happened::ProposalEnded { proposal });
        self.record(now, effect);
        ActOutcome::Done
    }

    /// A buyer, the proposer too, declines a waiting proposal.
    pub fn decline(&mut self, now: Instant, _by: &str, proposal: usize) -> ActOutcome {
        if self.waiting_proposal(proposal).is_none() {
            return ActOutcome::WrongState;
        }
        self.record(now, Happened::ProposalEnded { proposal });
        ActOutcome::Done
    }

    /// What `act` would do now; nothing in the wrong state.
    fn effect(&self, now: Instant, act: &Act) -> Option<Happened> {
        let clock = self.clock();
        let is_open = clock.state == State::Open;
        let is_paused = clock.state == State::Paused;
        let is_settling = clock.is_settling(now);
        let is_over = matches!(clock.state, State::Closed | State::Cancelled);
        match act {
            // Freezes the remaining time. Not while settling, and not until a past time.
            Act::Pause { resumes_at } => {
                let is_later = resumes_at.is_none_or(|resumes_at| resumes_at > now);
                (is_open && !is_settling && is_later)
                    .then_some(Happened::Paused { remaining: clock.closes_at - now, resumes_at: *resumes_at })
            }
            Act::Resume => is_paused.then_some(Happened::Resumed),
            // To a later time, not past the latest close; it does not count as an extension.
            Act::Extend { closes_at } => {
                let is_later = *closes_at > clock.closes_at && *closes_at > now;
                let is_past = clock.latest_close.is_some_and(|latest| *closes_at > latest);
                (is_open && is_later && !is_past)
                    .then_some(Happened::Extended { closes_at: *closes_at, cause: ExtensionCause::Buyer })
            }
            // The standing offer is removed, an opening offer too; the bidder's offer before it stands again.
            Act::Annul { bidder } => {
                let offer = self.standing_record(bidder)?;
                (is_open || is_paused).then_some(Happened::Annulled { offer })
            }
            Act::Exclude { bidder } => {
                let is_out = super::ranking::is_excluded(&self.records, bidder);
                let bidder = bidder.clone();
                (!is_over && !is_out).then_some(Happened::Excluded { bidder })
            }
            Act::Broadcast => (!is_over).then_some(Happened::Said),
            // Early, while open or paused. Not while settling, and not under a profile that forbids it.
            Act::Close => {
                let is_live = (is_open && !is_settling) || is_paused;
                (is_live && !self.setup.reg35).then_some(Happened::Closed { by: ClosedBy::Buyer })
            }
            Act::Cancel => (!is_over).then_some(Happened::Cancelled),
        }
    }

    pub(super) fn proposals(&self) -> Vec<(String, Act, Option<usize>)> {
        self.records
            .iter()
            .filter_map(|record| {
                if let Happened::Proposed { by, act, offer } = &record.what {
                    Some((by.clone(), act.clone(), *offer))
                } else {
                    None
                }
            })
            .collect()
    }

    fn waiting_proposal(&self, number: usize) -> Option<(String, Act, Option<usize>)> {
        let has_ended = self
            .records
            .iter()
            .any(|record| matches!(record.what, Happened::ProposalEnded { proposal } if proposal == number));
        let is_over = matches!(self.state(), State::Closed | State::Cancelled);
        (!has_ended && !is_over).then(|| self.proposals().get(number).cloned())?
    }
}

/// The acts by name, for tests that describe a sequence of events.
impl Model {
    pub fn pause(&mut self, now: Instant, resumes_at: Option<Instant>) -> ActOutcome {
        self.act(now, "buyer", &Act::Pause { resumes_at })
    }

    pub fn resume(&mut self, now: Instant) -> ActOutcome {
        self.act(now, "buyer", &Act::Resume)
    }

    pub fn extend(&mut self, now: Instant, closes_at: Instant) -> ActOutcome {
        self.act(now, "buyer", &Act::Extend { closes_at })
    }

    pub fn annul(&mut self, now: Instant, bidder: &str) -> ActOutcome {
        let bidder = bidder.to_owned();
        self.act(now, "buyer", &Act::Annul { bidder })
    }

    pub fn close(&mut self, now: Instant) -> ActOutcome {
        self.act(now, "buyer", &Act::Close)
    }

    pub fn cancel(&mut self, now: Instant) -> ActOutcome {
        self.act(now, "buyer", &Act::Cancel)
    }
}

fn needs_four_eyes(act: &Act) -> bool {
    match act {
        Act::Annul { .. } | Act::Exclude { .. } | Act::Cancel => true,
        Act::Pause { .. } | Act::Resume | Act::Extend { .. } | Act::Broadcast | Act::Close => false,
    }
}
