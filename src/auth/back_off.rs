//! Counts wrong guesses and says how long the next guess has to wait.
//!
//! Pure: time is an argument. The counts are kept in memory, and each change is returned so that the caller can store it.
//! No rival can lock a person out: a browser that the person has used before waits for its own wrong guesses only.
//! Nothing here knows whether a person exists, so a wait tells nothing.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use super::secret::SecretHash;
use crate::clock::Instant;

/// Wrong guesses in a row that cause no wait.
const FREE_IN_A_ROW: u32 = 4;
/// The wait after the fifth wrong guess in a row. Each further one doubles it.
const WAIT_MIN: Duration = Duration::from_mins(1);
/// The longest wait in a row.
const WAIT_MAX: Duration = Duration::from_mins(15);
/// Wrong guesses an hour for one person, from all unknown devices together.
const OF_A_PERSON_MAX: u32 = 100;
/// Wrong guesses an hour from one client address.
const OF_AN_ADDRESS_MAX: u32 = 300;
const HOUR: Duration = Duration::from_hours(1);
/// A row of wrong guesses is forgotten this long after the last one.
pub(super) const ROW_FORGOTTEN_AFTER: Duration = Duration::from_hours(24);
/// Counts that are kept at the same time. Each uses about 100 bytes.
pub(super) const COUNTS_MAX: usize = 100_000;

/// The part of a client's address that is counted: an IPv4 address, or the first 64 bits of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientNetwork(IpAddr);

/// Where a guess comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuessOrigin {
    /// A browser in which that person has signed in before, by the hash of its device cookie.
    KnownDevice(SecretHash),
    /// Any other client.
    Unknown,
}

/// What a guess is at. Each kind is counted alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GuessKind {
    /// A password or a code.
    Secret,
    /// An address that somebody asks a link to a new password for.
    Reset,
}

/// One guess at a password or a code, or a request for a link to a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    kind: GuessKind,
    person: SecretHash,
    origin: GuessOrigin,
    network: ClientNetwork,
}

/// The name of a count, as it is stored. It shows neither the person nor the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountKey(pub SecretHash);

/// How many wrong guesses were counted under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongGuesses {
    /// Their number: in a row, or within the hour that began at `since`.
    pub count: u32,
    /// When the first of them was made.
    pub since: Instant,
    /// When the last of them was made.
    pub last_at: Instant,
}

/// A count after a change. Zero where it has to be deleted.
pub type KeptGuesses = (CountKey, WrongGuesses);

/// All counts of a server.
#[derive(Debug, Default)]
pub struct BackOff {
    counts: HashMap<CountKey, WrongGuesses>,
}

/// The counts that one guess belongs to.
struct Keys {
    row: CountKey,
    /// None for a known device.
    person: Option<CountKey>,
    network: CountKey,
}

impl ClientNetwork {
    /// The network of that address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
        })
    }
}

impl Guess {
    /// A guess for the person with that e-mail address, as it was typed.
    #[must_use]
    pub fn new(email: &str, origin: GuessOrigin, network: ClientNetwork) -> Self {
        Self { kind: GuessKind::Secret, person: folded(email), origin, network }
    }

    /// A request for a link to a new password for that address, as it was typed. A device that is known makes no
    /// difference: to find out whether it is would take time that shows whether anybody has the address.
    #[must_use]
    pub fn reset(email: &str, network: ClientNetwork) -> Self {
        Self { kind: GuessKind::Reset, person: folded(email), origin: GuessOrigin::Unknown, network }
    }

    /// Where it comes from.
    #[must_use]
    pub const fn origin(&self) -> GuessOrigin {
        self.origin
    }

    fn keys(&self) -> Keys {
        let person = hex::encode(self.person.0);
        let network = self.network.0.to_string();
        let before = match self.kind {
            GuessKind::Secret => "",
            GuessKind::Reset => "reset ",
        };
        let key = |text: String| CountKey(SecretHash::of(&format!("{before}{text}")));
        let (row, is_known) = match self.origin {
            GuessOrigin::KnownDevice(device) => (format!("row device {person} {}", hex::encode(device.0)), true),
            GuessOrigin::Unknown => (format!("row address {person} {network}"), false),
        };
        Keys {
            row: key(row),
            person: (!is_known).then(|| key(format!("person {person}"))),
            network: key(format!("address {network}")),
        }
    }
}

/// An address as it is counted.
fn folded(email: &str) -> SecretHash {
    SecretHash::of(&email.trim().to_lowercase())
}

impl BackOff {
    /// The machine with counts that were stored.
    #[must_use]
    pub fn with(kept: Vec<KeptGuesses>) -> Self {
        Self { counts: kept.into_iter().collect() }
    }

    /// How long this guess still has to wait; zero where it may be made.
    #[must_use]
    pub fn wait(&self, guess: &Guess, now: Instant) -> Duration {
        let keys = guess.keys();
        let in_a_row = self.counts.get(&keys.row).map_or(Duration::ZERO, |row| match wait_after(row.count) {
            // The last guess may have come a moment later than this one, and was counted before it.
            Duration::ZERO => Duration::ZERO,
            wait => (row.last_at + wait).saturating_since(now),
        });
        let Some(person) = keys.person else { return in_a_row };
        let hourly = [(person, OF_A_PERSON_MAX), (keys.network, OF_AN_ADDRESS_MAX)];
        let longest = hourly.into_iter().map(|(key, most)| self.wait_of_hour(key, most, now)).max();
        in_a_row.max(longest.unwrap_or_default())
    }

    /// Counts a guess as wrong before it is checked. So of many guesses at the same moment no more are checked than may
    /// be. Returns the counts to store where it was wrong indeed.
    pub fn count(&mut self, guess: &Guess, now: Instant) -> Vec<KeptGuesses> {
        self.make_room(now);
        let keys = guess.keys();
        let mut changed = vec![(keys.row, self.add(keys.row, ROW_FORGOTTEN_AFTER, now))];
        for key in keys.person.into_iter().chain([keys.network]) {
            changed.push((key, self.add(key, HOUR, now)));
        }
        changed
    }

    /// Takes a counted guess back that was neither right nor wrong.
    pub fn take_back(&mut self, guess: &Guess) {
        let keys = guess.keys();
        for key in keys.person.into_iter().chain([keys.network, keys.row]) {
            self.subtract(key);
        }
    }

    /// Ends the row of a guess that was right, and takes back what [`BackOff::count`] counted. Returns the counts to
    /// store; none where no earlier guess was wrong.
    pub fn reset(&mut self, guess: &Guess) -> Vec<KeptGuesses> {
        let keys = guess.keys();
        for key in keys.person.into_iter().chain([keys.network]) {
            self.subtract(key);
        }
        match self.counts.remove(&keys.row) {
            Some(row) if row.count > 1 => vec![(keys.row, WrongGuesses { count: 0, ..row })],
            Some(_) | None => Vec::new(),
        }
    }

    /// A count as it is now. None where it was taken back or forgotten.
    #[must_use]
    pub fn present(&self, key: CountKey) -> Option<WrongGuesses> {
        self.counts.get(&key).copied()
    }

    /// Until when all unknown devices have to wait before they guess at this person again. None while they need not, and
    /// for a guess of a known device.
    #[must_use]
    pub fn locked_out_until(&self, guess: &Guess, now: Instant) -> Option<Instant> {
        let wait = self.wait_of_hour(guess.keys().person?, OF_A_PERSON_MAX, now);
        (wait > Duration::ZERO).then(|| now + wait)
    }

    /// Forgets the counts that have no effect any more.
    pub fn forget_old(&mut self, now: Instant) {
        self.counts.retain(|_, count| now < count.last_at + ROW_FORGOTTEN_AFTER);
    }

    fn add(&mut self, key: CountKey, forgotten_after: Duration, now: Instant) -> WrongGuesses {
        let first = WrongGuesses { count: 0, since: now, last_at: now };
        let count = self.counts.entry(key).or_insert(first);
        // An hour begins with its first wrong guess, a row ends a day after its last one.
        let begins = if forgotten_after == HOUR { count.since } else { count.last_at };
        if now >= begins + forgotten_after {
            *count = first;
        }
        count.count = count.count.saturating_add(1);
        count.last_at = now;
        *count
    }

    fn subtract(&mut self, key: CountKey) {
        if let Some(count) = self.counts.get_mut(&key) {
            count.count = count.count.saturating_sub(1);
            if count.count == 0 {
                self.counts.remove(&key);
            }
        }
    }

    fn wait_of_hour(&self, key: CountKey, most: u32, now: Instant) -> Duration {
        match self.counts.get(&key) {
            Some(hour) if hour.count >= most => (hour.since + HOUR).saturating_since(now),
            Some(_) | None => Duration::ZERO,
        }
    }

    /// Keeps the number of counts bounded: the oldest tenth goes first.
    fn make_room(&mut self, now: Instant) {
        if self.counts.len() < COUNTS_MAX {
            return;
        }
        self.forget_old(now);
        let over = self.counts.len().saturating_sub(COUNTS_MAX - COUNTS_MAX / 10);
        if over == 0 {
            return;
        }
        let mut ages: Vec<Instant> = self.counts.values().map(|count| count.last_at).collect();
        let (_, oldest_kept, _) = ages.select_nth_unstable(over);
        let oldest_kept = *oldest_kept;
        self.counts.retain(|_, count| count.last_at > oldest_kept);
    }
}

/// How long the next guess waits after that many wrong ones in a row.
fn wait_after(in_a_row: u32) -> Duration {
    match in_a_row.checked_sub(FREE_IN_A_ROW + 1) {
        Some(further) => WAIT_MIN.saturating_mul(2_u32.saturating_pow(further)).min(WAIT_MAX),
        None => Duration::ZERO,
    }
}

#[cfg(test)]
#[path = "back_off_tests.rs"]
mod tests;
