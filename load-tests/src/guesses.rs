//! The scenario `guesses`: bids on an open lot while others guess passwords from ten thousand addresses.
//!
//! In each round the same bids come twice, once without and once with guesses, and one person signs in amid them both times.
//! Afterwards a person whose account was guessed at is kept out in a new browser, and gets in with a known one or when a
//! buyer lets it back in.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

mod crowd;

use std::net::Ipv4Addr;

use anyhow::Context;
use throwaway_postgres::Cluster;
use tokio::time::{Instant, sleep_until};

use self::crowd::Crowd;
use crate::common::{Common, Progress, WARM_UP};
use crate::fairlot::{Database, Fairlot, Wanted};
use crate::figures::{Spread, ratios};
use crate::hot_lot::rate;
use crate::outcome::{Outcome, Table};
use crate::report;
use crate::round::{self, Load, Pace};
use crate::sign_in::{Answered, Attempt, BEHIND_A_PROXY, PASSWORD, People, SignIns};
use crate::tokens::bidder_id;

const ROUNDS: u16 = 5;
const SECONDS: u16 = 8;
const WITHOUT: &str = "without guesses";
const WITH: &str = "with guesses";
/// The highest p99 that is asked, in parts of that without guesses.
const ASKED: f64 = 1.1;
/// Guesses at one account after which new browsers have to wait; more are not needed.
const TRIES_UNTIL_KEPT_OUT: usize = 400;

/// Flags of `load-tests guesses`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bidders, each on a connection of its own
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(2..=1_000))]
    bidders: u16,
    /// Bids a second of all bidders, whatever the answers do
    #[arg(long, default_value_t = 1_000.0, value_parser = rate)]
    rate: f64,
    /// Wrong passwords in all rounds together, each from an address of its own
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    guesses: u32,
    /// On a PostgreSQL cluster of its own, in place of SQLite
    #[arg(long)]
    postgres: bool,
}

/// Two people whose accounts are guessed at.
struct Victims {
    /// Has signed in before, in a browser that is known by this cookie.
    known: String,
    device: String,
    /// Has never signed in.
    stranger: String,
    stranger_id: String,
}

/// How a person tried to sign in with the right password, the status that is due, and the answer.
struct Entry {
    how: String,
    due: u16,
    answered: Answered,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let cluster = if args.postgres { Some(Cluster::start()?) } else { None };
    let database = match &cluster {
        Some(cluster) => Database::Url(cluster.create_database()?),
        None => Database::Sqlite,
    };
    let flags = BEHIND_A_PROXY.map(str::to_owned).to_vec();
    let fairlot =
        Fairlot::start(&common.place, Wanted { database, flags, ..Wanted::durable(args.bidders.into()) }).await?;
    let rounds = common.rounds(ROUNDS);
    let load = Load { pace: Pace::Rate(args.rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) };
    let about = format!(
        "{} bids/s by {} bidders on one lot, {rounds} rounds of {} s without and with guesses, {} guesses in all",
        args.rate,
        args.bidders,
        load.measure.as_secs(),
        args.guesses
    );
    let mut outcome = Outcome::new("guesses", about);
    let sign_ins = SignIns::to(&fairlot.server.address);
    let victims = victims(&People::of(&common.place.fairlot, fairlot.database()?), &sign_ins).await?;
    let mut crowd = Crowd::new(&fairlot.server.address, [&victims.known, &victims.stranger], args.guesses);

    let progress = Progress::new("guesses", u64::from(rounds) * 2);
    let (mut entries, mut lots) = (Vec::new(), Vec::new());
    let pause = (load.warm_up + load.measure) * rounds.into() / args.guesses;
    for round in 1..=rounds {
        for name in round::in_turns(round, [WITHOUT, WITH]) {
            progress.step(format!("round {round}: {name}"));
            let lot = fairlot.open_lot().await?;
            let plans = fairlot.plans(&fairlot.server, &lot, true);
            let bids = round::run(&plans, fairlot.server.pid, load);
            let until = Instant::now() + load.warm_up + load.measure;
            // In both kinds of turn, so that they differ in the guesses alone.
            let entry = victims.enter_amid(name, &sign_ins, until - load.measure / 2);
            let (figures, entry) = if name == WITH {
                let (figures, guessed, entry) = tokio::try_join!(bids, crowd.guess(pause, until), entry)?;
                crowd = guessed;
                (figures, entry)
            } else {
                tokio::try_join!(bids, entry)?
            };
            entries.push(entry);
            outcome.figures(round, name, figures);
            lots.push(lot);
        }
    }
    drop(progress);
    // Passwords of new browsers are checked slowly while a lot is open.
    for lot in &lots {
        fairlot.pause(lot).await?;
    }
    entries.extend(afterwards(&fairlot, &sign_ins, &mut crowd, &victims).await?);
    report::tabulate(&mut outcome, "The same bids without and with guesses", &[WITHOUT, WITH]);
    outcome.table(ratios_table(&outcome));
    outcome.table(crowd.table());
    outcome.table(entries_table(&entries));
    Ok(outcome)
}

async fn victims(people: &People, sign_ins: &SignIns) -> anyhow::Result<Victims> {
    let [known, stranger] = ["known@example.org", "stranger@example.org"].map(str::to_owned);
    for (number, email) in [&known, &stranger].into_iter().enumerate() {
        people.add(email, "supplier", &bidder_id(number), Some(PASSWORD)).await?;
    }
    let first = sign_ins.attempt(&right(&known, None)).await?;
    let device = first.device.with_context(|| format!("the first sign-in is answered {}", first.status))?;
    let stranger_id = people.id(&stranger).await?;
    Ok(Victims { known, device, stranger, stranger_id })
}

impl Victims {
    /// Signs in with the known browser at that moment, amid bids `with` or `without guesses`.
    async fn enter_amid(&self, guesses: &str, sign_ins: &SignIns, at: Instant) -> anyhow::Result<Entry> {
        sleep_until(at).await;
        let answered = sign_ins.attempt(&right(&self.known, Some(&self.device))).await?;
        Ok(Entry { how: format!("in a known browser, amid bids {guesses}"), due: 201, answered })
    }
}

/// Guesses until new browsers have to wait at both accounts; then each person gets in by the way that is left.
async fn afterwards(
    fairlot: &Fairlot,
    sign_ins: &SignIns,
    crowd: &mut Crowd,
    victims: &Victims,
) -> anyhow::Result<Vec<Entry>> {
    for email in [&victims.known, &victims.stranger] {
        crowd.guess_until_kept_out(email, TRIES_UNTIL_KEPT_OUT).await?;
    }
    let enter = async |how: &str, due, email: &str, device: Option<&str>| {
        let answered = sign_ins.attempt(&right(email, device)).await?;
        anyhow::Ok(Entry { how: how.to_owned(), due, answered })
    };
    let mut entries = vec![
        enter("in a new browser, afterwards", 429, &victims.known, None).await?,
        enter("in a known browser, afterwards", 201, &victims.known, Some(&victims.device)).await?,
        enter("in a new browser, before the readmission", 429, &victims.stranger, None).await?,
    ];
    let lot = fairlot.open_lot().await?;
    fairlot.readmit(&lot, &victims.stranger_id).await?;
    entries.push(enter("in a new browser, after the readmission", 201, &victims.stranger, None).await?);
    Ok(entries)
}

/// The right password, from an address that nobody guesses from.
fn right(email: &str, device: Option<&str>) -> Attempt {
    let from = Ipv4Addr::new(203, 0, 113, 7);
    Attempt { email: email.to_owned(), password: PASSWORD, from, device: device.map(str::to_owned) }
}

fn ratios_table(outcome: &Outcome) -> Table {
    let mut table = Table::new("Bids with guesses ÷ without", ["figure", "median", "worst"]);
    let p99 = |server: &str| outcome.each_round(server, |figures| figures.latency_us.p99 as f64);
    let p50 = |server: &str| outcome.each_round(server, |figures| figures.latency_us.p50 as f64);
    for (name, with, without) in [("p99", p99(WITH), p99(WITHOUT)), ("p50", p50(WITH), p50(WITHOUT))] {
        let ratios = ratios(&with, &without);
        if let Some(spread) = Spread::of_low(ratios) {
            table.row([name.to_owned(), format!("{:.2}", spread.median), format!("{:.2}", spread.worst)].into());
        }
    }
    table.note(format!("Asked: a median p99 of at most {ASKED} times that without guesses."));
    let lost: u64 = outcome.rounds.iter().map(|one| one.figures.without_verdict()).sum();
    if lost > 0 {
        table.note(format!("{lost} bids got no verdict: the ratios say nothing."));
    }
    table
}

fn entries_table(entries: &[Entry]) -> Table {
    let mut table = Table::new("The right password of a person who is guessed at", ["how", "due", "answered", "ms"]);
    for Entry { how, due, answered } in entries {
        let mark = if *due == answered.status { "" } else { " wrong" };
        let took = format!("{:.1}", answered.took.as_secs_f64() * 1_000.0);
        table.row([how.clone(), due.to_string(), format!("{}{mark}", answered.status), took].into());
    }
    table
}
