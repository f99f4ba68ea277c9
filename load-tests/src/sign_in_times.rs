//! The scenario `sign-in-times`: whether the time of a refused sign-in shows who has an account.
//!
//! Four kinds of address take turns: of a person with another password, of nobody, of a disabled person, and of a person
//! without a password. Each attempt comes from a new client, so none has to wait for earlier guesses.
#![expect(clippy::float_arithmetic, reason = "times and ratios that people read")]

use std::time::Duration;

use anyhow::bail;
use throwaway_postgres::Cluster;
use tokio::time::sleep;

use crate::common::{Common, Progress};
use crate::fairlot::{Database, Fairlot, Wanted};
use crate::figures::Spread;
use crate::outcome::{Outcome, Table};
use crate::sign_in::{Addresses, Attempt, BEHIND_A_PROXY, PASSWORD, People, SignIns};

const ROUNDS: u16 = 100;
/// The time before each attempt. The server rests after it has stored a wrong guess, and an attempt that comes meanwhile
/// waits for the end of the rest, which would hide smaller differences.
const REST: Duration = Duration::from_millis(600);
/// Attempts at one person. A hundred wrong ones within an hour would make the next one wait.
const AT_A_PERSON_MAX: u16 = 80;
/// Attempts of each kind that do not count: caches and pools are filled.
const WARM_UP: u16 = 4;
/// How far the median of a kind may be from that of a wrong password, as a part of it.
const ASKED: f64 = 0.05;

/// Flags of `load-tests sign-in-times`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// On a PostgreSQL cluster of its own, in place of SQLite
    #[arg(long)]
    postgres: bool,
}

/// Whose address is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    WrongPassword,
    Nobody,
    Disabled,
    NoPassword,
}

/// A kind and the milliseconds of its attempts.
#[derive(Debug)]
struct Times {
    kind: Kind,
    millis: Vec<f64>,
}

impl Kind {
    const ALL: [Self; 4] = [Self::WrongPassword, Self::Nobody, Self::Disabled, Self::NoPassword];

    const fn name(self) -> &'static str {
        match self {
            Self::WrongPassword => "a wrong password",
            Self::Nobody => "an address of nobody",
            Self::Disabled => "a disabled person",
            Self::NoPassword => "a person without a password",
        }
    }

    /// The address with this number. All have the same length.
    fn email(self, number: u16) -> String {
        let word = match self {
            Self::WrongPassword => "wrong",
            Self::Nobody => "empty",
            Self::Disabled => "ended",
            Self::NoPassword => "links",
        };
        format!("{word}-{number:03}@example.org")
    }
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let cluster = if args.postgres { Some(Cluster::start()?) } else { None };
    let database = match &cluster {
        Some(cluster) => Database::Url(cluster.create_database()?),
        None => Database::Sqlite,
    };
    let flags = BEHIND_A_PROXY.map(str::to_owned).to_vec();
    let fairlot = Fairlot::start(&common.place, Wanted { database, flags, ..Wanted::durable(1) }).await?;
    let rounds = common.rounds(ROUNDS);
    let people = (rounds + WARM_UP).div_ceil(AT_A_PERSON_MAX);
    let store = if args.postgres { "PostgreSQL" } else { "SQLite" };
    let about = format!("{rounds} refused sign-ins of each of four kinds, one after the other, in turns, on {store}");
    let mut outcome = Outcome::new("sign-in-times", about);
    add_people(&People::of(&common.place.fairlot, fairlot.database()?), people).await?;

    let progress = Progress::new("sign-in-times", rounds.into());
    let sign_ins = SignIns::to(&fairlot.server.address);
    let mut addresses = Addresses::new();
    let mut all = Kind::ALL.map(|kind| Times { kind, millis: Vec::new() });
    for round in 0..rounds + WARM_UP {
        if round >= WARM_UP {
            progress.step(format!("round {}", round - WARM_UP + 1));
        }
        // Each kind comes first, second, third and last equally often.
        all.rotate_left(1);
        for times in &mut all {
            let took = refused(&sign_ins, times.kind.email(round % people), &mut addresses).await?;
            times.millis.extend((round >= WARM_UP).then_some(took.as_secs_f64() * 1_000.0));
        }
    }
    outcome.table(table(&all));
    Ok(outcome)
}

async fn add_people(people: &People, of_each_kind: u16) -> anyhow::Result<()> {
    for number in 0..of_each_kind {
        for kind in Kind::ALL {
            let email = kind.email(number);
            let password = (kind != Kind::NoPassword).then_some(PASSWORD);
            if kind != Kind::Nobody {
                people.add(&email, "buyer", "load-tests", password).await?;
            }
            if kind == Kind::Disabled {
                people.disable(&email).await?;
            }
        }
    }
    Ok(())
}

async fn refused(sign_ins: &SignIns, email: String, addresses: &mut Addresses) -> anyhow::Result<Duration> {
    sleep(REST).await;
    let answered = sign_ins.attempt(&Attempt::guess(email.clone(), addresses.draw())).await?;
    if answered.status != 401 {
        bail!("a wrong sign-in at {email} is answered {}", answered.status);
    }
    Ok(answered.took)
}

fn table(all: &[Times]) -> Table {
    let mut table =
        Table::new("A refused sign-in, by whose address was tried", ["address", "median ms", "÷ wrong", "longest"]);
    let median_of = |kind: Kind| {
        let times = all.iter().find(|times| times.kind == kind);
        times.and_then(|times| Spread::of_low(times.millis.clone()))
    };
    let Some(wrong) = median_of(Kind::WrongPassword) else { return table };
    for kind in Kind::ALL {
        let Some(spread) = median_of(kind) else { continue };
        let ratio = spread.median / wrong.median;
        let mark = if (ratio - 1.0).abs() <= ASKED { "" } else { " missed" };
        let cells = [format!("{:.2}", spread.median), format!("{ratio:.3}{mark}"), format!("{:.2}", spread.worst)];
        table.row([vec![kind.name().to_owned()], cells.into()].concat());
    }
    table.note("Asked: each median between 0.95 and 1.05 times that of a wrong password.");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_takes_another_time_is_marked() {
        let times = |kind, millis: f64| Times { kind, millis: vec![millis; 3] };
        let all = [times(Kind::Nobody, 10.4), times(Kind::WrongPassword, 10.0), times(Kind::Disabled, 9.4)];

        let table = table(&all);

        let ratios: Vec<&str> = table.rows.iter().map(|row| row[2].as_str()).collect();
        assert_eq!(ratios, ["1.000", "1.040", "0.940 missed"]);
    }

    #[test]
    fn addresses_of_all_kinds_have_the_same_length() {
        let lengths: Vec<usize> = Kind::ALL.iter().map(|kind| kind.email(7).len()).collect();

        assert!(lengths.windows(2).all(|pair| pair[0] == pair[1]), "{lengths:?}");
    }
}
