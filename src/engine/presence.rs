//! Which bidders are connected, event by event: what the console of an event shows of them.
//!
//! It is kept in memory only and decides nothing. A bidder counts as connected while a connection of its organisation
//! follows a lot of the event and has been heard of lately. It is noted whether or not anybody looks, and no bidder is
//! ever told of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock, Instant};
use crate::ids::{BidderId, EventId, PersonId};

/// A connection that was not heard of for this long counts as gone.
const HEARD_WITHIN: Duration = Duration::from_secs(10);
/// A connection that has ended counts for this long, so that a page that is loaded again shows no gap.
const GAP_MAX: Duration = Duration::from_secs(3);

/// Notes when a connection was last heard of. Cheap to clone; clones are about the same connection.
#[derive(Debug, Clone)]
pub struct ConnectionMark(Arc<AtomicI64>);

/// The connections of bidders that follow lots, by event.
#[derive(Debug)]
pub(super) struct Presence {
    clock: Clock,
    events: Mutex<BTreeMap<EventId, BTreeMap<BidderId, Connections>>>,
}

/// Counts a connection as following a lot while it is held.
#[derive(Debug)]
pub struct Attendance {
    presence: Arc<Presence>,
    event: EventId,
    bidder: BidderId,
    mark: ConnectionMark,
}

/// Whether a bidder is connected, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct BidderConnection {
    pub(super) connected: bool,
    /// When the present value began; none for a bidder that was never connected since the server's start.
    pub(super) since: Option<Instant>,
    pub(super) connections: u32,
    /// Whose connections they are.
    pub(super) people: BTreeSet<PersonId>,
}

/// One bidder's connections to the lots of one event.
#[derive(Debug, Default)]
struct Connections {
    all: Vec<KnownConnection>,
    connected: bool,
    since: Option<Instant>,
    /// The latest moment at which a connection was gone.
    last_gone_at: Option<Instant>,
}

#[derive(Debug)]
struct KnownConnection {
    mark: ConnectionMark,
    person: PersonId,
    began_at: Instant,
    /// How many lots of the event it follows.
    lots: usize,
    /// When it stopped following the last of them.
    left_at: Option<Instant>,
}

impl ConnectionMark {
    /// A connection that was heard of at that instant.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(now.as_micros())))
    }

    /// Notes that the connection was heard of. In memory only: a bid does not wait for it.
    pub fn heard(&self, now: Instant) {
        self.0.store(now.as_micros(), Ordering::Relaxed);
    }

    fn last_heard(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::Relaxed))
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Presence {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, events: Mutex::default() }
    }

    /// Notes that the connection of a bidder's person follows a lot of the event.
    pub(super) fn attend(
        self: &Arc<Self>,
        event: &EventId,
        bidder: &BidderId,
        person: &PersonId,
        mark: &ConnectionMark,
    ) -> Attendance {
        let now = self.clock.now();
        let mut events = self.events();
        let of_event = events.entry(event.clone()).or_default();
        of_event.entry(bidder.clone()).or_default().begin(mark, person, now);
        drop(events);
        Attendance { presence: self.clone(), event: event.clone(), bidder: bidder.clone(), mark: mark.clone() }
    }

    /// How these bidders are connected to the event now.
    pub(super) fn of_event<'a>(
        &self,
        event: &EventId,
        bidders: impl Iterator<Item = &'a BidderId>,
    ) -> Vec<BidderConnection> {
        let now = self.clock.now();
        let mut events = self.events();
        let Some(of_event) = events.get_mut(event) else {
            return bidders.map(|_| BidderConnection::default()).collect();
        };
        let shown = |bidder| of_event.get_mut(bidder).map(|connections| connections.shown(now)).unwrap_or_default();
        bidders.map(shown).collect()
    }

    fn leave(&self, attendance: &Attendance) {
        let now = self.clock.now();
        let mut events = self.events();
        let of_event = events.get_mut(&attendance.event);
        if let Some(connections) = of_event.and_then(|of_event| of_event.get_mut(&attendance.bidder)) {
            connections.end(&attendance.mark, now);
        }
    }

    fn events(&self) -> MutexGuard<'_, BTreeMap<EventId, BTreeMap<BidderId, Connections>>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Attendance {
    fn drop(&mut self) {
        self.presence.leave(self);
    }
}

impl Connections {
    fn begin(&mut self, mark: &ConnectionMark, person: &PersonId, now: Instant) {
        self.look(now);
        if let Some(known) = self.all.iter_mut().find(|known| known.mark.is(mark)) {
            known.lots += 1;
            known.left_at = None;
        } else {
            // The same person is back: the connection before is no longer waited for.
            let before = self.all.iter().position(|known| known.left_at.is_some() && known.person == *person);
            before.map(|nth| self.all.remove(nth));
            let (mark, person) = (mark.clone(), person.clone());
            self.all.push(KnownConnection { mark, person, began_at: now, lots: 1, left_at: None });
        }
        self.look(now);
    }

    fn end(&mut self, mark: &ConnectionMark, now: Instant) {
        self.look(now);
        if let Some(known) = self.all.iter_mut().find(|known| known.mark.is(mark)) {
            known.lots -= 1;
            known.left_at = (known.lots == 0).then_some(now);
        }
        self.look(now);
    }

    fn shown(&mut self, now: Instant) -> BidderConnection {
        self.look(now);
        let present = self.all.iter().filter(|known| known.is_present(now));
        let people: BTreeSet<PersonId> = present.clone().map(|known| known.person.clone()).collect();
        let connections = u32::try_from(present.count()).unwrap_or(u32::MAX);
        BidderConnection { connected: self.connected, since: self.since, connections, people }
    }

    /// Brings the shown value up to date, and forgets connections that have ended.
    fn look(&mut self, now: Instant) {
        let gone = self.all.iter().filter(|known| !known.is_present(now)).map(KnownConnection::gone_at);
        self.last_gone_at = gone.chain(self.last_gone_at).max();
        self.all.retain(|known| known.left_at.is_none() || known.is_present(now));
        let first = self.all.iter().filter(|known| known.is_present(now)).map(|known| known.began_at).min();
        match first {
            Some(first) if !self.connected => {
                self.connected = true;
                // A connection that was silent for a while began before it was gone.
                let is_new = self.since.is_none_or(|since| first >= since);
                self.since = Some(if is_new { first } else { now });
            }
            None if self.connected => {
                self.connected = false;
                self.since = self.last_gone_at;
            }
            Some(_) | None => {}
        }
    }
}

impl KnownConnection {
    fn is_present(&self, now: Instant) -> bool {
        let is_silent = now.saturating_since(self.mark.last_heard()) >= HEARD_WITHIN;
        match self.left_at {
            None => !is_silent,
            // One that was silent before it ended was gone already.
            Some(left_at) => {
                let was_silent = left_at.saturating_since(self.mark.last_heard()) >= HEARD_WITHIN;
                !was_silent && now.saturating_since(left_at) < GAP_MAX
            }
        }
    }

    /// Since when it is gone, for one that is.
    fn gone_at(&self) -> Instant {
        let silent_at = self.mark.last_heard() + HEARD_WITHIN;
        self.left_at.map_or(silent_at, |left_at| left_at.min(silent_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    struct Stage {
        presence: Arc<Presence>,
        clock: Clock,
        event: EventId,
        acme: BidderId,
    }

    impl Stage {
        fn new() -> Self {
            let clock = Clock::starting_at(Instant::from_micros(1_795_269_600_000_000));
            let presence = Arc::new(Presence::new(clock.clone()));
            let (event, acme) = (EventId::parse("e1").unwrap(), BidderId::parse("acme").unwrap());
            Self { presence, clock, event, acme }
        }

        fn connects(&self, person: &str) -> (ConnectionMark, Attendance) {
            let mark = ConnectionMark::new(self.clock.now());
            (mark.clone(), self.follows(person, &mark))
        }

        fn follows(&self, person: &str, mark: &ConnectionMark) -> Attendance {
            self.presence.attend(&self.event, &self.acme, &PersonId::parse(person).unwrap(), mark)
        }

        fn shown(&self) -> BidderConnection {
            self.presence.of_event(&self.event, [&self.acme].into_iter()).remove(0)
        }

        /// Whether the bidder is connected, since how many seconds, and by how many connections.
        fn brief(&self) -> (bool, Option<u64>, u32) {
            let shown = self.shown();
            let since = shown.since.map(|since| self.clock.now().saturating_since(since).as_secs());
            (shown.connected, since, shown.connections)
        }
    }

    // G44
    #[tokio::test(start_paused = true)]
    async fn a_bidder_that_never_came_was_never_connected() {
        let stage = Stage::new();

        assert_eq!(stage.shown(), BidderConnection::default());
    }

    // G44
    #[tokio::test(start_paused = true)]
    async fn a_close_shows_after_three_seconds_and_counts_from_the_close() {
        let stage = Stage::new();
        let (_, attendance) = stage.connects("ann");
        tokio::time::advance(4 * SECOND).await;
        assert_eq!(stage.brief(), (true, Some(4), 1));

        drop(attendance);
        tokio::time::advance(2 * SECOND).await;
        let meanwhile = stage.brief();
        tokio::time::advance(SECOND).await;

        assert_eq!(meanwhile, (true, Some(6), 1));
        assert_eq!(stage.brief(), (false, Some(3), 0));
    }

    // G44
    #[tokio::test(start_paused = true)]
    async fn a_gap_of_less_than_three_seconds_changes_nothing() {
        let stage = Stage::new();
        let (_, attendance) = stage.connects("ann");
        let before = stage.shown();

        drop(attendance);
        tokio::time::advance(2 * SECOND).await;
        let in_the_gap = stage.shown();
        let _back = stage.connects("ann");
        let after = stage.shown();
        tokio::time::advance(5 * SECOND).await;

        assert_eq!([in_the_gap, after], [before.clone(), before]);
        assert!(stage.brief().0);
    }

    // G113
    #[tokio::test(start_paused = true)]
    async fn a_connection_of_which_nothing_is_heard_for_ten_seconds_is_gone_until_it_is_heard_again() {
        let stage = Stage::new();
        let (mark, _attendance) = stage.connects("ann");

        tokio::time::advance(Duration::from_micros(9_999_999)).await;
        let before = stage.brief();
        tokio::time::advance(SECOND).await;
        let gone = stage.brief();
        tokio::time::advance(3 * SECOND).await;
        mark.heard(stage.clock.now());

        assert_eq!((before, gone), ((true, Some(9), 1), (false, Some(0), 0)));
        assert_eq!(stage.brief(), (true, Some(0), 1));
    }

    // G44
    #[tokio::test(start_paused = true)]
    async fn several_lots_over_one_connection_are_one_connection() {
        let stage = Stage::new();
        let (mark, one) = stage.connects("ann");
        let _other = stage.follows("ann", &mark);
        let (_, _bob) = stage.connects("bob");

        drop(one);

        let shown = stage.shown();
        let people: Vec<&str> = shown.people.iter().map(PersonId::as_str).collect();
        assert_eq!((shown.connections, people), (2, vec!["ann", "bob"]));
    }

    // G44
    #[tokio::test(start_paused = true)]
    async fn what_happened_while_nobody_looked_is_known() {
        let stage = Stage::new();
        drop(stage.connects("ann"));
        tokio::time::advance(60 * SECOND).await;
        assert_eq!(stage.brief(), (false, Some(60), 0));

        let _second = stage.connects("ann");
        tokio::time::advance(5 * SECOND).await;

        assert_eq!(stage.brief(), (true, Some(5), 1));
    }
}
