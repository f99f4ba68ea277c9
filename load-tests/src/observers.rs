//! The scenario `observers`: what many observers cost the bidders and the server.
//!
//! It has three figures, all ratios of one run. The bids a second of a lot with thousands of observers, divided by
//! those of a lot with ten. The processor time for the delivery of a state to an observer, compared with a plain write
//! of the same bytes: the difference between a server with many and with few observers at the same rate of bids,
//! divided by the number of deliveries. The memory of an observer that gets no states.
//!
//! With `--beats` each round has a further turn with many observers, in which all connections ask for beats and consoles
//! of the event are followed. The rate of bids in it is compared with that of the turn without.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

mod crowd;
mod frames;
mod noted;
mod raw;
mod staleness;

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use tokio::process::Command;
use tokio::time::sleep;

use self::crowd::now_us;
pub(crate) use self::crowd::{Args as CrowdArgs, Crowd, run as run_crowd};
pub(crate) use self::noted::Beat;
use self::noted::Noted;
pub(crate) use self::raw::{Args as RawArgs, run as run_raw};
use self::staleness::{Staleness, Witness};
use crate::bidder_plan::BidderPlan;
use crate::common::{Common, Progress};
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::{Figures, Spread, ratios};
use crate::goal::{Goal, Measured, figure};
use crate::outcome::{Outcome, Table};
use crate::proc;
use crate::report::millis;
use crate::round::{self, Load, Pace};
use crate::server::Server;
use crate::watcher::Watchers;

const ROUNDS: u16 = 5;
const SECONDS: u16 = 3;
/// Longer than elsewhere, because the pace of deliveries to a large crowd has to settle.
const WARM_UP: Duration = Duration::from_secs(1);
/// How long a server is left alone before its memory is read.
const QUIET: Duration = Duration::from_secs(2);
/// The greatest staleness of a state that reaches an observer, as the 99th percentile.
const STALENESS_P99_US_MAX: u64 = 1_000_000;

/// Flags of `load-tests observers`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Observers of the lot
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(11..=60_000))]
    observers: u32,
    /// Observers to compare with
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    few: u32,
    /// Bidders, each on a connection of its own
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    bidders: u16,
    /// Open loop, for the cost of a delivery: bids a second of all bidders
    #[arg(long, default_value_t = 500.0, value_parser = crate::hot_lot::rate)]
    rate: f64,
    /// With beats and consoles too: a further turn of each round, for G12, and the crowd of G7 and G8 asks for beats
    #[arg(long)]
    beats: bool,
}

/// Whether the pages' live features are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Features {
    /// As a program that knows nothing of them.
    Off,
    /// All connections ask for beats, and a buyer, an auditor and an observer follow the event's console.
    On,
}

/// What a round needs to know.
struct Plan<'a> {
    args: &'a Args,
    common: &'a Common,
    folder: &'a Path,
}

/// One round.
struct Round {
    observer_kib: f64,
    closed_many: Part,
    closed_few: Part,
    /// With the live features; only with `--beats`.
    closed_many_live: Option<Part>,
    open_many: Part,
    open_few: Part,
    delivery_us: f64,
    raw_delivery_us: f64,
    frame_bytes: usize,
}

/// The figures with one number of observers.
struct Part {
    bids: Figures,
    deliveries_per_second: f64,
    /// None where nothing was delivered.
    staleness: Option<Staleness>,
    observers_cpu_s: f64,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} observers and {} of them on one lot with {} bidders: as fast as answers come, one bid in flight each, and \
         at {:.0} bids/s; {rounds} rounds of {} s each",
        args.observers,
        args.few,
        args.bidders,
        args.rate,
        common.measure(SECONDS).as_secs(),
    );
    let mut outcome = Outcome::new("observers", about);
    let progress = Progress::new("observers", u64::from(rounds));
    let plan = Plan { args: &args, common, folder: folder.path() };
    let mut all = Vec::new();
    for number in 1..=rounds {
        progress.step(format!("round {number}"));
        all.push(plan.round(number).await?);
    }
    drop(progress);
    report(&mut outcome, &args, &all);
    Ok(outcome)
}

fn report(outcome: &mut Outcome, args: &Args, rounds: &[Round]) {
    let of = |figure: fn(&Round) -> f64| rounds.iter().map(figure).collect::<Vec<_>>();
    let stale = rounds.iter().filter(|round| round.closed_many.is_stale()).count();
    let bids = Measured::of(Goal::G6, of(Round::bids_ratio));
    outcome.measured(bids.fault_if(stale > 0, format!("staleness p99 above 1 s in {stale} rounds")));
    outcome.measured(live_features(rounds));
    outcome.measured(Measured::of(Goal::G7, of(|round| round.delivery_us / round.raw_delivery_us)));
    outcome.measured(Measured::of(Goal::G8, of(|round| round.observer_kib)));

    let mut parts = Table::new(
        "What observers cost, and how old the state is that reaches them",
        [
            "part",
            "bids/s",
            "ack p99 ms",
            "deliveries/s",
            "stale p50 ms",
            "p99",
            "max",
            "CPU s server",
            "bidders",
            "observers",
        ],
    );
    let mut costs = Table::new(
        "A delivery, and a quiet observer",
        ["round", "delivery µs", "raw write µs", "frame bytes", "quiet observer KiB"],
    );
    for (number, round) in (1..).zip(rounds) {
        for (name, part) in round.parts(args) {
            parts.row(part.row(format!("{number}: {name}")));
            outcome.figures(number, name, part.bids.clone());
        }
        let us = [round.delivery_us, round.raw_delivery_us].map(|us| format!("{us:.2}"));
        let rest = [round.frame_bytes.to_string(), format!("{:.1}", round.observer_kib)];
        costs.row(std::iter::once(number.to_string()).chain(us).chain(rest).collect());
    }
    costs.note("A delivery: processor time of the server with many observers less that with few, by the deliveries.");
    outcome.table(parts);
    outcome.table(costs);
}

/// Bids with all live features ÷ without them. Nothing without `--beats`.
fn live_features(rounds: &[Round]) -> Measured {
    let live: Vec<&Part> = rounds.iter().filter_map(|round| round.closed_many_live.as_ref()).collect();
    let rate = |part: &Part| part.bids.accepted_per_second;
    let with: Vec<f64> = live.iter().map(|part| rate(part)).collect();
    let without: Vec<f64> = rounds.iter().map(|round| rate(&round.closed_many)).collect();
    let few: Vec<f64> = rounds.iter().map(|round| rate(&round.closed_few)).collect();
    let stale = live.iter().filter(|part| part.is_stale()).count();
    let measured = Measured::of(Goal::G12, ratios(&with, &without));
    let measured = measured.fault_if(stale > 0, format!("staleness p99 above 1 s in {stale} rounds"));
    match Spread::of_high(ratios(&with, &few)) {
        Some(Spread { median, worst }) => {
            measured.note(format!("G6 with all of it: median {}, worst {} (aim 0.9)", figure(median), figure(worst)))
        }
        None => measured,
    }
}

impl Plan<'_> {
    async fn round(&self, number: u16) -> anyhow::Result<Round> {
        let fairlot = Fairlot::start(&self.common.place, Wanted::durable(self.args.bidders.into())).await?;
        let (open, closed) = (Pace::Rate(self.args.rate), Pace::InFlight(1));
        let quiet = fairlot.open_lot().await?;
        let (observer_kib, crowd) = self.quiet_observer_kib(&fairlot, &quiet).await?;
        let (open_many, frame) = self.part(&fairlot, &quiet, crowd, open, Features::Off).await?;
        let open_few = self.new_lot(&fairlot, self.args.few, open, Features::Off).await?;
        let closed_few = self.new_lot(&fairlot, self.args.few, closed, Features::Off).await?;
        let (mut closed_many, mut closed_many_live) = (None, None);
        for features in round::in_turns(number, [Features::Off, Features::On]) {
            match features {
                Features::Off => {
                    closed_many = Some(self.new_lot(&fairlot, self.args.observers, closed, features).await?);
                }
                Features::On if self.args.beats => {
                    closed_many_live = Some(self.new_lot(&fairlot, self.args.observers, closed, features).await?);
                }
                Features::On => {}
            }
        }
        drop(fairlot);
        let raw_delivery_us = self.raw_delivery_us(&frame, open_many.deliveries_per_second).await?;

        let deliveries = (open_many.deliveries_per_second - open_few.deliveries_per_second) * self.seconds();
        let delivery_us = (open_many.server_cpu_s()? - open_few.server_cpu_s()?) * 1e6 / deliveries;
        Ok(Round {
            observer_kib,
            closed_many: closed_many.context("one turn is without the features")?,
            closed_few,
            closed_many_live,
            open_many,
            open_few,
            delivery_us,
            raw_delivery_us,
            frame_bytes: frame.len(),
        })
    }

    /// The memory that a new server needs for each observer of a lot without bids, and these observers.
    async fn quiet_observer_kib(&self, fairlot: &Fairlot, lot: &str) -> anyhow::Result<(f64, Crowd)> {
        let pid = fairlot.server.pid.context("the server is a process of this machine")?;
        let few = Crowd::on_lot(fairlot, lot, self.args.few, self.args.beats, self.folder).await?;
        sleep(QUIET).await;
        let before = proc::resident_bytes(pid)?;
        let many = Crowd::on_lot(fairlot, lot, self.args.observers, self.args.beats, self.folder).await?;
        sleep(QUIET).await;
        let after = proc::resident_bytes(pid)?;
        drop(few);
        Ok((kib(after.saturating_sub(before)) / f64::from(self.args.observers), many))
    }

    async fn new_lot(&self, fairlot: &Fairlot, observers: u32, pace: Pace, features: Features) -> anyhow::Result<Part> {
        let lot = fairlot.open_lot().await?;
        let crowd = Crowd::on_lot(fairlot, &lot, observers, features == Features::On, self.folder).await?;
        Ok(self.part(fairlot, &lot, crowd, pace, features).await?.0)
    }

    /// Bids on a lot with these observers, and the bytes of one update.
    async fn part(
        &self,
        fairlot: &Fairlot,
        lot: &str,
        crowd: Crowd,
        pace: Pace,
        features: Features,
    ) -> anyhow::Result<(Part, Vec<u8>)> {
        let _consoles = match features {
            Features::Off => None,
            Features::On => Some(consoles(fairlot, lot).await?),
        };
        let plans = fairlot.plans(&fairlot.server, lot, true).into_iter();
        let plans: Vec<_> = plans.map(|plan| BidderPlan { beats: features == Features::On, ..plan }).collect();
        let url = format!("http://{}/api/v1/lots/{lot}", fairlot.server.address);
        let witness = Witness::start(url, fairlot.observer.clone());
        let cpu_before = proc::cpu(crowd.pid)?;
        let load = Load { pace, warm_up: self.common.warm_up(WARM_UP), measure: self.measure() };
        let bids = round::run(&plans, fairlot.server.pid, load).await?;
        let observers_cpu_s = proc::cpu(crowd.pid)?.saturating_sub(cpu_before).as_secs_f64();
        let Noted { deliveries, frame, .. } = crowd.end_after(self.measure()).await?;
        let deliveries_per_second = deliveries.len() as f64 / self.seconds();
        let staleness = witness.judge(&deliveries)?;
        Ok((Part { bids, deliveries_per_second, staleness, observers_cpu_s }, frame))
    }

    /// The reference's processor time for one write, at the same pace to the same crowd.
    async fn raw_delivery_us(&self, frame: &[u8], rate: f64) -> anyhow::Result<f64> {
        let file = self.folder.join("frame");
        std::fs::write(&file, frame)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("observers-raw").arg(&file);
        command.args(["--connections", &self.args.observers.to_string(), "--rate", &format!("{rate:.0}")]);
        let server = Server::start(&mut command).await?;
        let arguments = ["--connections", &self.args.observers.to_string()];
        let mut crowd = Crowd::start(&server.address, &self.folder.join("notes"), &arguments)?;
        crowd.ready().await?;
        sleep(self.common.warm_up(WARM_UP)).await;
        let pid = server.pid.context("this run has started it")?;
        let (from, before) = (now_us(), proc::cpu(pid)?);
        sleep(self.measure()).await;
        let (until, after) = (now_us(), proc::cpu(pid)?);
        let deliveries = crowd.end().await?.deliveries;
        let written = deliveries.iter().filter(|delivery| (from..until).contains(&delivery.at_us)).count();
        Ok(after.saturating_sub(before).as_secs_f64() * 1e6 / written as f64)
    }

    fn measure(&self) -> Duration {
        self.common.measure(SECONDS)
    }

    fn seconds(&self) -> f64 {
        self.measure().as_secs_f64()
    }
}

impl Round {
    /// All turns, by name.
    fn parts(&self, args: &Args) -> impl Iterator<Item = (String, &Part)> {
        let live = self.closed_many_live.as_ref();
        let live = live.map(|part| (format!("closed loop, {} observers, beats and consoles", args.observers), part));
        let parts = [
            (format!("open loop, {} observers", args.few), &self.open_few),
            (format!("open loop, {} observers", args.observers), &self.open_many),
            (format!("closed loop, {} observers", args.few), &self.closed_few),
            (format!("closed loop, {} observers", args.observers), &self.closed_many),
        ];
        parts.into_iter().chain(live)
    }

    fn bids_ratio(&self) -> f64 {
        self.closed_many.bids.accepted_per_second / self.closed_few.bids.accepted_per_second
    }
}

impl Part {
    fn server_cpu_s(&self) -> anyhow::Result<f64> {
        self.bids.server_cpu_s.context("the server is a process of this machine")
    }

    fn is_stale(&self) -> bool {
        self.staleness.is_none_or(|staleness| staleness.p99 > STALENESS_P99_US_MAX)
    }

    fn row(&self, name: String) -> Vec<String> {
        let (p50, p99, max) = self.staleness.map_or((0, 0, 0), |us| (us.p50, us.p99, us.max));
        let stale = [p50, p99, max].map(|us| millis(us as f64));
        let cpu = [self.bids.server_cpu_s.unwrap_or_default(), self.bids.load_cpu_s, self.observers_cpu_s];
        let rates = [format!("{:.0}", self.bids.accepted_per_second), millis(self.bids.latency_us.p99 as f64)];
        let deliveries = std::iter::once(format!("{:.0}", self.deliveries_per_second));
        let cells = std::iter::once(name).chain(rates).chain(deliveries).chain(stale);
        cells.chain(cpu.map(|seconds| format!("{seconds:.2}"))).collect()
    }
}

/// The consoles of the lot's event that a buyer, an auditor and an observer follow.
async fn consoles(fairlot: &Fairlot, lot: &str) -> anyhow::Result<Watchers> {
    let event = fairlot.event_of(lot).await?;
    Watchers::of(fairlot, &event, &[&fairlot.buyer, &fairlot.auditor, &fairlot.observer]).await
}

fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1_024.0
}
