//! The scenario `hot-lot`: many bidders on one lot, every bid better than its bidder's last.
//!
//! It measures what a lot's one line of judgement and its commits carry, as a share of what a bare echo answers to the
//! same bidders on the same machine in the same minute. Absolute rates say more about the machine than about the server.
#![expect(clippy::float_arithmetic, reason = "ratios that people read")]

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::echo;
use crate::fairlot::{Fairlot, Place};
use crate::figures::Spread;
use crate::report::{Report, Round, Settings};
use crate::round::{self, Load, Pace};

/// Flags of `load-tests hot-lot`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    place: Place,
    /// Bidders, each on a connection of its own
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    bidders: u16,
    /// Closed loop: bids that each bidder keeps unanswered; for the throughput
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..))]
    in_flight: u8,
    /// Open loop: bids a second of all bidders, whatever the answers do; for the latency
    #[arg(long, conflicts_with = "in_flight", value_parser = rate)]
    rate: Option<f64>,
    /// Rounds, each with a new lot
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,
    /// Seconds at the start of each round that do not count
    #[arg(long, default_value_t = 2)]
    warm_up: u16,
    /// Seconds of each round that count
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    seconds: u16,
    /// Bidders only bid: they do not follow the lot's newest states
    #[arg(long)]
    without_updates: bool,
    /// Leaves out the echo, and so the ratios
    #[arg(long)]
    without_echo: bool,
    /// Where to write the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Runs all rounds, and prints what they gave.
pub(crate) async fn run(args: Args) -> anyhow::Result<()> {
    let fairlot = Fairlot::at(&args.place, args.bidders.into()).await?;
    let echo = if args.without_echo { None } else { Some(echo::start().await?) };
    let bar = bar(args.rounds, echo.is_some());
    let load = args.load();
    let mut rounds = Vec::new();
    for number in 1..=args.rounds {
        bar.set_message(format!("round {number}: fairlot"));
        let lot = fairlot.open_lot().await?;
        let follows = !args.without_updates;
        let durable = round::run(&fairlot.seats(&fairlot.server, &lot, follows), fairlot.server.pid, load).await?;
        bar.inc(1);
        let mut round = Round { durable, echo: None, ratio: None };
        if let Some(echo) = &echo {
            bar.set_message(format!("round {number}: echo"));
            let echoed = round::run(&fairlot.seats(echo, &lot, false), echo.pid, load).await?;
            bar.inc(1);
            // An open loop's rate is given, not found.
            let ratio = round.durable.accepted_per_second / echoed.accepted_per_second;
            round.ratio = args.rate.is_none().then_some(ratio);
            round.echo = Some(echoed);
        }
        rounds.push(round);
    }
    bar.finish_and_clear();
    let report = args.report(rounds);
    report.print();
    if let Some(file) = &args.json {
        std::fs::write(file, serde_json::to_string_pretty(&report)? + "\n")?;
    }
    Ok(())
}

impl Args {
    fn load(&self) -> Load {
        Load {
            pace: self.rate.map_or(Pace::InFlight(self.in_flight.into()), Pace::Rate),
            warm_up: Duration::from_secs(self.warm_up.into()),
            measure: Duration::from_secs(self.seconds.into()),
        }
    }

    fn report(&self, rounds: Vec<Round>) -> Report {
        let settings = Settings {
            bidders: self.bidders,
            in_flight: self.rate.is_none().then_some(self.in_flight),
            rate: self.rate,
            warm_up_s: self.warm_up,
            seconds: self.seconds,
            updates: !self.without_updates,
        };
        let rates = rounds.iter().map(|round| round.durable.accepted_per_second).collect();
        let p99s = rounds.iter().map(|round| round.durable.p99_ms()).collect();
        let ratios = rounds.iter().filter_map(|round| round.ratio).collect();
        Report {
            scenario: "hot-lot",
            settings,
            accepted_per_second: Spread::of_high(rates),
            p99_ms: Spread::of_low(p99s),
            ratio_to_echo: Spread::of_high(ratios),
            rounds,
        }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    if (1.0..=1_000_000.0).contains(&rate) { Ok(rate) } else { Err("must be from 1 to 1000000".to_owned()) }
}

/// Shown on a terminal only.
fn bar(rounds: u16, with_echo: bool) -> ProgressBar {
    let steps = u64::from(rounds) * if with_echo { 2 } else { 1 };
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {msg}").expect("the template is sound");
    let bar = ProgressBar::with_draw_target(Some(steps), target).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
