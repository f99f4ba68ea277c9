//! The scenario `reconnect-stampede`: all connections are cut at once, and all clients reconnect at once.
//!
//! A restarted proxy or a short network failure does this to a server in the middle of an auction. It measures how long
//! it takes until every client has the newest state again, how many attempts fail, and the latencies of one bidder that
//! was not cut off, the witness.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use futures::future::try_join_all;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};

use crate::arrivals;
use crate::bidder::{Bidder, Prompt, Window};
use crate::common::{Common, Progress};
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::{Spread, Tally};
use crate::follower::{Follower, Seen};
use crate::outcome::{Outcome, Table};
use crate::report::{self, millis};
use crate::round::usage_within;

const ROUNDS: u16 = 5;
/// How long the witness bids after the cut.
const SECONDS: u16 = 4;
const NAME: &str = "a bidder who was not cut off";
/// Bids a second of the witness.
const WITNESS_RATE: f64 = 50.0;
/// How long all clients may take to be connected again, and then to have the last state.
const BACK_WAIT: Duration = Duration::from_secs(30);
/// How long a client waits after a failed attempt.
const AGAIN_AFTER: Duration = Duration::from_millis(100);
const LOOK_EVERY: Duration = Duration::from_millis(2);

/// Flags of `load-tests reconnect-stampede`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Observers that are cut off
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u16).range(1..=8_000))]
    observers: u16,
    /// Bidders that are cut off
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    bidders: u16,
}

/// One client that is connected again.
struct Returned {
    follower: Follower,
    seen: Arc<Seen>,
    after: Duration,
    /// Attempts that failed.
    errors: u64,
}

/// How all clients came back.
#[derive(Debug, Default)]
struct Return {
    /// From the cut until each client had a state again, in ascending order.
    after: Vec<Duration>,
    errors: u64,
    /// Clients whose first state was older than one that was known before the cut.
    stale: u64,
}

/// The times of one stampede.
struct Stampede {
    back: Return,
    /// From the witness's last answer until every client had the state after it.
    newest_after: Duration,
}

/// Runs a stampede in each round.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    // One more, for the witness.
    let fairlot = Arc::new(Fairlot::start(&common.place, Wanted::durable(usize::from(args.bidders) + 1)).await?);
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} observers and {} bidders are cut off at once and come back at once, {rounds} rounds",
        args.observers, args.bidders
    );
    let mut outcome = Outcome::new("reconnect-stampede", about);
    let progress = Progress::new("reconnect-stampede", rounds.into());
    let mut table = Table::new(
        "From the cut until everybody is back with a state",
        ["round", "back", "p50 ms", "p99", "all", "errors", "stale", "newest state to all ms"],
    );
    let mut all_back = Vec::new();
    for round in 1..=rounds {
        progress.step(format!("round {round}"));
        let stampede = stampede(&args, common, &fairlot, round, &mut outcome).await?;
        all_back.push(stampede.at(1.0));
        table.row(stampede.row(round));
    }
    if let Some(spread) = Spread::of_low(all_back) {
        let (median, worst) = (millis(spread.median), millis(spread.worst));
        table.note(format!("everybody back after: median {median} ms, worst {worst} ms"));
    }
    table.note(
        "stale: came back to a state older than one known before the cut. Newest state: after the last bid's answer.",
    );
    outcome.table(table);
    report::tabulate(&mut outcome, "What a bidder feels who was not cut off, at 50 bids/s", &[NAME]);
    Ok(outcome)
}

async fn stampede(
    args: &Args,
    common: &Common,
    fairlot: &Arc<Fairlot>,
    round: u16,
    outcome: &mut Outcome,
) -> anyhow::Result<Stampede> {
    let lot = fairlot.open_lot().await?;
    let mut crowd = Crowd::connect(args, fairlot, &lot).await?;
    let plan = fairlot.plans(&fairlot.server, &lot, true).pop().context("the witness is a bidder")?;
    let witness = Bidder::connect(plan).await?;
    let known = fairlot.lot(&lot).await?["seq"].as_u64().context("a lot has a seq")?;

    let cut = Instant::now();
    let window = Window { from: cut, until: cut + common.measure(SECONDS) };
    let (prompt, due) = mpsc::unbounded_channel();
    arrivals::start(WITNESS_RATE, cut, window.until, vec![prompt]);
    let witness = tokio::spawn(witness.bid(Prompt::Arrivals(due), window));
    let server = fairlot.server.pid;
    let usage = tokio::spawn(usage_within(window, server));
    crowd.following.shutdown().await;
    let back = crowd.come_back(cut, known).await?;

    let tally: Tally = witness.await??;
    let told = Instant::now();
    let last = fairlot.lot(&lot).await?["seq"].as_u64().context("a lot has a seq")?;
    crowd.wait_for(last).await?;
    let newest_after = told.elapsed();
    outcome.figures(round, NAME, tally.over(common.measure(SECONDS), usage.await??));
    Ok(Stampede { back, newest_after })
}

/// All clients that are cut off.
struct Crowd {
    url: String,
    lots: Vec<String>,
    tokens: Vec<String>,
    seen: Vec<Arc<Seen>>,
    following: JoinSet<anyhow::Result<()>>,
}

impl Crowd {
    async fn connect(args: &Args, fairlot: &Fairlot, lot: &str) -> anyhow::Result<Self> {
        let observers = std::iter::repeat_n(&fairlot.observer, args.observers.into());
        let tokens: Vec<String> = observers.chain(fairlot.bidders.iter().take(args.bidders.into())).cloned().collect();
        let (url, lots) = (fairlot.server.web_socket_url(), vec![lot.to_owned()]);
        let mut crowd = Self { url, lots, tokens, seen: Vec::new(), following: JoinSet::new() };
        let (url, lots) = (&crowd.url, &crowd.lots);
        let connecting = crowd.tokens.iter().map(|token| Follower::connect(url, token, lots, Arc::default()));
        for follower in try_join_all(connecting).await? {
            crowd.following.spawn(follower.follow());
        }
        Ok(crowd)
    }

    /// All clients at once, each until it is connected. `known` is the newest record before the cut.
    async fn come_back(&mut self, cut: Instant, known: u64) -> anyhow::Result<Return> {
        let start = |token: &String| tokio::spawn(come_back(self.url.clone(), token.clone(), self.lots.clone(), cut));
        let coming: Vec<JoinHandle<anyhow::Result<Returned>>> = self.tokens.iter().map(start).collect();
        let mut all = Return::default();
        for one in coming {
            let one = one.await??;
            all.stale += u64::from(one.seen.seq() < known);
            all.errors += one.errors;
            all.after.push(one.after);
            self.seen.push(one.seen);
            self.following.spawn(one.follower.follow());
        }
        all.after.sort_unstable();
        Ok(all)
    }

    /// Waits until every client has the state of `seq`.
    async fn wait_for(&self, seq: u64) -> anyhow::Result<()> {
        let until = Instant::now() + BACK_WAIT;
        while let behind @ 1.. = self.seen.iter().filter(|seen| seen.seq() < seq).count() {
            if Instant::now() >= until {
                bail!("{behind} never had the newest state");
            }
            sleep(LOOK_EVERY).await;
        }
        Ok(())
    }
}

async fn come_back(url: String, token: String, lots: Vec<String>, cut: Instant) -> anyhow::Result<Returned> {
    let mut errors = 0;
    loop {
        let seen = Arc::<Seen>::default();
        let connecting = timeout_at(cut + BACK_WAIT, Follower::connect(&url, &token, &lots, Arc::clone(&seen)));
        match connecting.await.context("a client could not come back")? {
            Ok(follower) => return Ok(Returned { follower, seen, after: cut.elapsed(), errors }),
            Err(_) => errors += 1,
        }
        sleep(AGAIN_AFTER).await;
    }
}

impl Stampede {
    /// After how many microseconds this share of all clients was connected again.
    fn at(&self, share: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        let nth = ((self.back.after.len() as f64 * share).ceil() as usize).saturating_sub(1);
        self.back.after.get(nth).map_or(f64::NAN, |after| after.as_micros() as f64)
    }

    fn row(&self, round: u16) -> Vec<String> {
        vec![
            round.to_string(),
            self.back.after.len().to_string(),
            millis(self.at(0.5)),
            millis(self.at(0.99)),
            millis(self.at(1.0)),
            self.back.errors.to_string(),
            self.back.stale.to_string(),
            millis(self.newest_after.as_micros() as f64),
        ]
    }
}
