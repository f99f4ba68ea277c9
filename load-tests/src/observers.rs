//! The scenario `observers`: many who only watch, and what that costs those who bid.
//!
//! Three figures, all ratios of one run. How many bids a second a lot takes with thousands of observers, as a share of
//! what it takes with ten. What a state costs the server until it is at an observer's socket, beside a plain write of
//! the same ready bytes: the difference between a server with many and with few observers at the same rate of bids,
//! divided by what the many were sent. And the memory of an observer for whom nothing happens.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

mod crowd;
mod frames;
mod raw;
mod staleness;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;
use tokio::process::Command;
use tokio::time::sleep;

pub(crate) use self::crowd::{Args as CrowdArgs, run as run_crowd};
use self::crowd::{Crowd, Delivery, now_us};
pub(crate) use self::raw::{Args as RawArgs, run as run_raw};
use self::staleness::{Staleness, Witness};
use crate::fairlot::{Fairlot, Place};
use crate::figures::{Figures, Spread};
use crate::proc;
use crate::round::{self, Load, Pace};
use crate::server::Server;

/// How long a server has to itself before its memory is looked at.
const QUIET: Duration = Duration::from_secs(2);

/// Flags of `load-tests observers`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,
    /// Observers of the lot
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(11..=60_000))]
    observers: u32,
    /// Observers to compare with
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    few: u32,
    /// Bidders, each on a connection of its own
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    bidders: u16,
    /// Closed loop, for the share of bids: bids that each bidder keeps unanswered
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..))]
    in_flight: u8,
    /// Open loop, for the cost of a delivery: bids a second of all bidders
    #[arg(long, default_value_t = 500.0)]
    rate: f64,
    /// Rounds, each with servers of its own
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Seconds at the start of each part that do not count
    #[arg(long, default_value_t = 2)]
    warm_up: u16,
    /// Seconds of each part that count
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    seconds: u16,
    /// Where to write the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// All of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    scenario: &'static str,
    observers: u32,
    few: u32,
    bidders: u16,
    rate: f64,
    /// G6: bids a second with many observers by those with few.
    pub(crate) bids_ratio: Option<Spread>,
    /// G6: p99 of the observers' staleness while the lot takes all it can, in seconds.
    pub(crate) staleness_p99_s: Option<Spread>,
    /// G7: the server's processor time for a delivery by that of a plain write.
    pub(crate) delivery_ratio: Option<Spread>,
    /// G8: memory of a connected, quiet observer, in KiB.
    pub(crate) observer_kib: Option<Spread>,
    rounds: Vec<Round>,
}

/// One round.
#[derive(Debug, Serialize)]
struct Round {
    observer_kib: f64,
    closed_many: Part,
    closed_few: Part,
    open_many: Part,
    open_few: Part,
    delivery_us: f64,
    raw_delivery_us: f64,
    frame_bytes: usize,
    bids_ratio: f64,
    delivery_ratio: f64,
}

/// So many observers for a while.
#[derive(Debug, Serialize)]
struct Part {
    bids: Figures,
    deliveries_per_second: f64,
    /// None where nothing was delivered.
    staleness_us: Option<Staleness>,
    observers_cpu_s: f64,
}

/// Runs all rounds, and prints what they gave.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut rounds = Vec::new();
    for number in 1..=args.rounds {
        let round = args.round(folder.path()).await?;
        round.print(number, &args);
        rounds.push(round);
    }
    let report = args.report(rounds);
    report.print();
    if let Some(file) = &args.json {
        std::fs::write(file, serde_json::to_string_pretty(&report)? + "\n")?;
    }
    Ok(())
}

impl Args {
    async fn round(&self, folder: &Path) -> anyhow::Result<Round> {
        let observer_kib = self.quiet_observer_kib(folder).await?;
        let fairlot = Fairlot::at(&self.place, self.bidders.into()).await?;
        let closed = Pace::InFlight(self.in_flight.into());
        let (open_few, _) = self.part(&fairlot, self.few, Pace::Rate(self.rate), folder).await?;
        let (open_many, frame) = self.part(&fairlot, self.observers, Pace::Rate(self.rate), folder).await?;
        let (closed_few, _) = self.part(&fairlot, self.few, closed, folder).await?;
        let (closed_many, _) = self.part(&fairlot, self.observers, closed, folder).await?;
        drop(fairlot);
        let raw_delivery_us = self.raw_delivery_us(&frame, open_many.deliveries_per_second, folder).await?;

        let deliveries = (open_many.deliveries_per_second - open_few.deliveries_per_second) * self.seconds();
        let delivery_us = (open_many.server_cpu_s()? - open_few.server_cpu_s()?) * 1e6 / deliveries;
        Ok(Round {
            observer_kib,
            bids_ratio: closed_many.bids.accepted_per_second / closed_few.bids.accepted_per_second,
            closed_many,
            closed_few,
            open_many,
            open_few,
            delivery_us,
            raw_delivery_us,
            frame_bytes: frame.len(),
            delivery_ratio: delivery_us / raw_delivery_us,
        })
    }

    /// What a fresh server grows by for each observer of a lot on which nobody bids.
    async fn quiet_observer_kib(&self, folder: &Path) -> anyhow::Result<f64> {
        let fairlot = Fairlot::at(&self.place, self.bidders.into()).await?;
        let lot = fairlot.open_lot().await?;
        let pid = fairlot.server.pid.context("the server is a process of this machine")?;
        let few = self.crowd(&fairlot, &lot, self.few, folder).await?;
        sleep(QUIET).await;
        let before = proc::resident_bytes(pid)?;
        let many = self.crowd(&fairlot, &lot, self.observers, folder).await?;
        sleep(QUIET).await;
        let after = proc::resident_bytes(pid)?;
        drop((few, many));
        Ok(kib(after.saturating_sub(before)) / f64::from(self.observers))
    }

    async fn crowd(&self, fairlot: &Fairlot, lot: &str, observers: u32, folder: &Path) -> anyhow::Result<Crowd> {
        let connections = observers.to_string();
        let arguments = ["--connections", &connections, "--lot", lot, "--token", fairlot.observer()];
        let mut crowd = Crowd::start(&fairlot.server.address, &folder.join("notes"), &arguments)?;
        crowd.ready().await?;
        Ok(crowd)
    }

    /// Bids on a new lot with so many observers, and the bytes of one update.
    async fn part(
        &self,
        fairlot: &Fairlot,
        observers: u32,
        pace: Pace,
        folder: &Path,
    ) -> anyhow::Result<(Part, Vec<u8>)> {
        let lot = fairlot.open_lot().await?;
        let crowd = self.crowd(fairlot, &lot, observers, folder).await?;
        let url = format!("http://{}/api/v1/lots/{lot}", fairlot.server.address);
        let witness = Witness::start(url, fairlot.observer().to_owned());
        let cpu_before = proc::cpu(crowd.pid)?;
        let load = Load { pace, warm_up: Duration::from_secs(self.warm_up.into()), measure: self.measure() };
        let bids = round::run(&fairlot.seats(&fairlot.server, &lot, true), fairlot.server.pid, load).await?;
        let observers_cpu_s = proc::cpu(crowd.pid)?.saturating_sub(cpu_before).as_secs_f64();
        let from = now_us().saturating_sub(u64::try_from(self.measure().as_micros())?);
        let (deliveries, frame) = crowd.end().await?;
        let deliveries: Vec<Delivery> = deliveries.into_iter().filter(|delivery| delivery.at_us >= from).collect();
        let deliveries_per_second = deliveries.len() as f64 / self.seconds();
        let staleness_us = witness.judge(&deliveries)?;
        Ok((Part { bids, deliveries_per_second, staleness_us, observers_cpu_s }, frame))
    }

    /// Processor time of the reference for one write, at the same pace to the same crowd.
    async fn raw_delivery_us(&self, frame: &[u8], rate: f64, folder: &Path) -> anyhow::Result<f64> {
        let file = folder.join("frame");
        std::fs::write(&file, frame)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("observers-raw").arg(&file);
        command.args(["--connections", &self.observers.to_string(), "--rate", &format!("{rate:.0}")]);
        let server = Server::start(&mut command).await?;
        let arguments = ["--connections", &self.observers.to_string()];
        let mut crowd = Crowd::start(&server.address, &folder.join("notes"), &arguments)?;
        crowd.ready().await?;
        sleep(Duration::from_secs(self.warm_up.into())).await;
        let pid = server.pid.context("this run has started it")?;
        let (from, before) = (now_us(), proc::cpu(pid)?);
        sleep(self.measure()).await;
        let (until, after) = (now_us(), proc::cpu(pid)?);
        let (deliveries, _) = crowd.end().await?;
        let written = deliveries.iter().filter(|delivery| (from..until).contains(&delivery.at_us)).count();
        Ok(after.saturating_sub(before).as_secs_f64() * 1e6 / written as f64)
    }

    fn report(&self, rounds: Vec<Round>) -> Report {
        let of = |figure: fn(&Round) -> f64| rounds.iter().map(figure).collect::<Vec<_>>();
        let stale = rounds.iter().filter_map(|round| round.closed_many.staleness_us);
        Report {
            scenario: "observers",
            observers: self.observers,
            few: self.few,
            bidders: self.bidders,
            rate: self.rate,
            bids_ratio: Spread::of_high(of(|round| round.bids_ratio)),
            staleness_p99_s: Spread::of_low(stale.map(|staleness| staleness.p99 as f64 / 1e6).collect()),
            delivery_ratio: Spread::of_low(of(|round| round.delivery_ratio)),
            observer_kib: Spread::of_low(of(|round| round.observer_kib)),
            rounds,
        }
    }

    fn measure(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }

    fn seconds(&self) -> f64 {
        f64::from(self.seconds)
    }
}

impl Part {
    fn server_cpu_s(&self) -> anyhow::Result<f64> {
        self.bids.server_cpu_s.context("the server is a process of this machine")
    }

    #[expect(clippy::print_stdout, reason = "the table is this program's data")]
    fn print(&self, name: &str, observers: u32) {
        let (p50, p99, max) = self.staleness_us.map_or((0, 0, 0), |us| (us.p50, us.p99, us.max));
        println!(
            "  {name:<6} {observers:>6} observers: {:>7.0} bids/s, p99 {:>6.1} ms, {:>7.0} deliveries/s, \
             staleness ms {:.0} / {:.0} / {:.0}, CPU s server {:.2}, bidders {:.2}, observers {:.2}",
            self.bids.accepted_per_second,
            self.bids.p99_ms(),
            self.deliveries_per_second,
            p50 as f64 / 1e3,
            p99 as f64 / 1e3,
            max as f64 / 1e3,
            self.bids.server_cpu_s.unwrap_or_default(),
            self.bids.load_cpu_s,
            self.observers_cpu_s,
        );
    }
}

impl Round {
    #[expect(clippy::print_stdout, reason = "the table is this program's data")]
    fn print(&self, number: u16, args: &Args) {
        println!("round {number} (staleness: p50 / p99 / max)");
        self.open_few.print("open", args.few);
        self.open_many.print("open", args.observers);
        self.closed_few.print("closed", args.few);
        self.closed_many.print("closed", args.observers);
        println!(
            "  bids/s many ÷ few {:.3}; a delivery {:.1} µs, a plain write of {} bytes {:.1} µs, ratio {:.2}; \
             a quiet observer {:.1} KiB",
            self.bids_ratio,
            self.delivery_us,
            self.frame_bytes,
            self.raw_delivery_us,
            self.delivery_ratio,
            self.observer_kib,
        );
    }
}

impl Report {
    #[expect(clippy::print_stdout, reason = "the table is this program's data")]
    fn print(&self) {
        let lines = [
            ("G6 bids/s with many observers ÷ with few", self.bids_ratio),
            ("G6 staleness p99 of the many, s", self.staleness_p99_s),
            ("G7 server CPU of a delivery ÷ of a plain write", self.delivery_ratio),
            ("G8 memory of a quiet observer, KiB", self.observer_kib),
        ];
        for (name, spread) in lines {
            if let Some(Spread { median, worst }) = spread {
                println!("{name}: median {median:.3}, worst {worst:.3}");
            }
        }
    }
}

fn kib(bytes: u64) -> f64 {
    bytes as f64 / 1_024.0
}
