//! Those who guess: each guess has a client address of its own, and most are at accounts that nobody has.

use std::time::Duration;

use anyhow::bail;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::idle;
use crate::outcome::Table;
use crate::sign_in::{Addresses, Answered, Attempt, SignIns};

/// Guesses that wait for their answers, at most: without a bound a server that stalls would be sent more and more.
const WAITING_MAX: usize = 256;
/// One of this many guesses is at the account of a person.
const AT_A_PERSON: u32 = 10;
/// Guesses at each account of nobody. A hundred wrong ones within an hour would make the next one wait unchecked.
const AT_NOBODY_MAX: u32 = 80;

/// The statuses that a guess may be answered with, and what they mean.
const MEANINGS: [(u16, &str); 3] =
    [(401, "checked, and wrong"), (429, "has to wait"), (503, "too many at this moment: not checked")];

/// Guesses passwords at one server, and counts the answers.
pub(super) struct Crowd {
    /// The server's host and port.
    address: String,
    persons: [String; 2],
    /// Accounts of nobody.
    others: u32,
    addresses: Addresses,
    guesses: u32,
    /// In the order of [`MEANINGS`].
    answers: [u64; 3],
    slowest: Duration,
}

impl Crowd {
    pub(super) fn new(address: &str, persons: [&String; 2], guesses: u32) -> Self {
        let others = guesses.div_ceil(AT_NOBODY_MAX);
        let (address, persons, addresses) = (address.to_owned(), persons.map(String::clone), Addresses::new());
        Self { address, persons, others, addresses, guesses: 0, answers: [0; 3], slowest: Duration::ZERO }
    }

    /// Guesses at this pace, whatever the answers are; then waits for the answers that are left. Those who guess have
    /// machines of their own, so this program guesses only while a processor is idle.
    pub(super) async fn guess(mut self, pause: Duration, until: Instant) -> anyhow::Result<Self> {
        let guessing = async move || self.guess_here(pause, until).await.map(|()| self);
        idle::run(guessing).await?
    }

    async fn guess_here(&mut self, pause: Duration, until: Instant) -> anyhow::Result<()> {
        let sign_ins = SignIns::to(&self.address);
        let mut waiting = JoinSet::new();
        let mut due = Instant::now();
        while due < until {
            sleep_until(due).await;
            let attempt = self.next();
            let sign_ins = sign_ins.clone();
            waiting.spawn(async move { sign_ins.attempt(&attempt).await });
            while let Some(done) = waiting.try_join_next() {
                self.count(&done??)?;
            }
            if waiting.len() >= WAITING_MAX
                && let Some(done) = waiting.join_next().await
            {
                self.count(&done??)?;
            }
            due += pause;
        }
        while let Some(done) = waiting.join_next().await {
            self.count(&done??)?;
        }
        Ok(())
    }

    /// Guesses at one account until the next guess has to wait, wherever it comes from.
    pub(super) async fn guess_until_kept_out(&mut self, email: &str, tries_max: usize) -> anyhow::Result<()> {
        let sign_ins = SignIns::to(&self.address);
        for _ in 0..tries_max {
            let attempt = Attempt::guess(email.to_owned(), self.addresses.draw());
            if sign_ins.attempt(&attempt).await?.status == 429 {
                return Ok(());
            }
        }
        bail!("after {tries_max} wrong guesses at {email} the next one does not have to wait")
    }

    /// The answers by their status.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new("Guesses", ["answer", "status", "guesses"]);
        for ((status, meaning), count) in MEANINGS.iter().zip(self.answers) {
            table.row([(*meaning).to_owned(), status.to_string(), count.to_string()].into());
        }
        table.note(format!("The slowest answer took {:.0} ms.", self.slowest.as_secs_f64() * 1_000.0));
        table
    }

    fn next(&mut self) -> Attempt {
        let number = self.guesses;
        self.guesses += 1;
        let email = match number % AT_A_PERSON {
            0 => self.persons[usize::from(number / AT_A_PERSON % 2 == 1)].clone(),
            _ => format!("nobody-{}@example.org", number % self.others),
        };
        Attempt::guess(email, self.addresses.draw())
    }

    fn count(&mut self, answered: &Answered) -> anyhow::Result<()> {
        let Some(nth) = MEANINGS.iter().position(|(status, _)| *status == answered.status) else {
            bail!("a wrong password is answered {}", answered.status);
        };
        self.answers[nth] += 1;
        self.slowest = self.slowest.max(answered.took);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_are_spread_so_that_most_of_them_are_checked() {
        let persons = ["a".to_owned(), "b".to_owned()];
        let mut crowd = Crowd::new("127.0.0.1:1", [&persons[0], &persons[1]], 10_000);

        let mut guesses: Vec<String> = (0..10_000).map(|_| crowd.next().email).collect();

        guesses.sort_unstable();
        let counts: Vec<(&str, usize)> =
            guesses.chunk_by(|one, next| one == next).map(|same| (same[0].as_str(), same.len())).collect();
        assert_eq!(counts[..2], [("a", 500), ("b", 500)]);
        assert!(counts[2..].iter().all(|(_, count)| *count < 100), "{counts:?}");
    }
}
