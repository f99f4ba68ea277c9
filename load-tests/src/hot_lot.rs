//! The scenario `hot-lot`: many bidders on one lot, each bid better than its bidder's last.
//!
//! It measures how many bids one lot's actor and its commits carry. Two references get the same bidders in the same
//! minute: the same server with its journal in memory, and an echo. The durable server has a second turn, while a probe
//! syncs to the same disk. Latencies of answers and syncs are compared in that turn; rates in the turn before, when the
//! server has the disk alone. These turns decide all goals. Every third round has further turns, for information: with
//! many bids in flight, and with bids that do not wait for one another, at half the rate of the round. Latencies are
//! read from those.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "rates and ratios that people read")]

use crate::common::{Common, Progress, WARM_UP};
use crate::echo;
use crate::fairlot::{Fairlot, Running, Wanted};
use crate::figures::{Figures, Latency};
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::probe::Probe;
use crate::report;
use crate::round::{self, Load, Pace};
use crate::server::Server;

const ROUNDS: u16 = 5;
const SECONDS: u16 = 3;
/// Bids in flight in the second table: it shows how far batches grow when bidders do not wait.
const MANY_IN_FLIGHT: usize = 8;
/// The turns that decide no goal come in the first round and in every such round after it.
const PICTURE_EVERY: u16 = 3;

const FAIRLOT: &str = "fairlot";
const MEMORY: &str = "in memory";
const ECHO: &str = "echo";
/// The durable server again, beside the sync probe.
const PROBED: &str = "fairlot and a sync probe";
const OPEN_LOOP: &str = "open loop";

/// Flags of `load-tests hot-lot`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    running: Running,
    /// Bidders, each on a connection of its own
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=2_000))]
    bidders: u16,
    /// Open loop: bids a second of all bidders, whatever the answers do; default: half of what the closed loop reached
    #[arg(long, value_parser = rate)]
    rate: Option<f64>,
    /// Bidders only bid: they do not follow the lot's newest states
    #[arg(long)]
    without_updates: bool,
    /// Leaves out the server in memory, and so G1
    #[arg(long)]
    without_memory: bool,
    /// Leaves out the echo, and so G2
    #[arg(long)]
    without_echo: bool,
}

/// The servers that take turns.
struct Contestants {
    durable: Fairlot,
    memory: Option<Fairlot>,
    echo: Option<Server>,
}

/// One round, in which all servers take their turns.
struct Round<'a> {
    number: u16,
    args: &'a Args,
    common: &'a Common,
    all: &'a Contestants,
    progress: &'a Progress,
}

/// One server's turn.
struct Turn<'a> {
    name: &'static str,
    server: &'a Server,
    fairlot: &'a Fairlot,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let all = Contestants::start(&args, common).await?;
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} bidders on one lot, {rounds} rounds of {} s each; bidders {} the lot",
        args.bidders,
        common.measure(SECONDS).as_secs(),
        if args.without_updates { "do not follow" } else { "follow" }
    );
    let mut outcome = Outcome::new("hot-lot", about);
    let turns = all.turns().len();
    let of_picture: usize =
        all.turns().iter().map(|turn| usize::from(turn.has_many_in_flight()) + usize::from(turn.has_open_loop())).sum();
    let pictures = usize::from(rounds.div_ceil(PICTURE_EVERY));
    let progress = Progress::new("hot-lot", (usize::from(rounds) * turns + pictures * of_picture) as u64);
    let mut found = Found::default();
    for number in 1..=rounds {
        let round = Round { number, args: &args, common, all: &all, progress: &progress };
        let durable = round.judged(&mut outcome, &mut found).await?;
        if (number - 1).is_multiple_of(PICTURE_EVERY) {
            round.picture(durable, &mut outcome).await?;
        }
    }
    drop(progress);
    found.report(&mut outcome);
    tabulate(&mut outcome);
    Ok(outcome)
}

/// A rate in bids a second.
pub(crate) fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    if (1.0..=1_000_000.0).contains(&rate) { Ok(rate) } else { Err("must be from 1 to 1000000".to_owned()) }
}

impl Round<'_> {
    /// One bid in flight, all servers in turn: these turns decide the goals. Returns the durable server's rate.
    async fn judged(&self, outcome: &mut Outcome, found: &mut Found) -> anyhow::Result<f64> {
        let mut rates = Vec::new();
        for turn in self.all.turns() {
            let probe = if turn.name == PROBED { Some(Probe::start(&self.common.place.folder)?) } else { None };
            let figures = self.turn(&turn, Pace::InFlight(1), &in_flight(1)).await?;
            let sync = probe.map(Probe::finish).transpose()?;
            found.wait(turn.name, &figures.latency_us, sync.as_ref());
            rates.push((turn.name, figures.accepted_per_second));
            outcome.figures(self.number, format!("{}, {}", turn.name, in_flight(1)), figures);
        }
        let rate = |name: &str| rates.iter().find(|(of, _)| *of == name).map(|(_, rate)| *rate);
        let durable = rate(FAIRLOT).unwrap_or_default();
        found.to_memory.extend(rate(MEMORY).map(|memory| durable / memory));
        found.to_echo.extend(rate(ECHO).map(|echo| durable / echo));
        Ok(durable)
    }

    /// Many bids in flight, all servers in turn; then an open loop at half the durable server's rate.
    async fn picture(&self, durable: f64, outcome: &mut Outcome) -> anyhow::Result<()> {
        for turn in self.all.turns().iter().filter(|turn| turn.has_many_in_flight()) {
            let figures = self.turn(turn, Pace::InFlight(MANY_IN_FLIGHT), &in_flight(MANY_IN_FLIGHT)).await?;
            outcome.figures(self.number, format!("{}, {}", turn.name, in_flight(MANY_IN_FLIGHT)), figures);
        }
        let rate = self.args.rate.unwrap_or(durable / 2.0).max(1.0);
        for turn in self.all.turns().iter().filter(|turn| turn.has_open_loop()) {
            let figures = self.turn(turn, Pace::Rate(rate), &format!("{rate:.0} bids/s")).await?;
            outcome.figures(self.number, format!("{}, {OPEN_LOOP}", turn.name), figures);
        }
        Ok(())
    }

    async fn turn(&self, turn: &Turn<'_>, pace: Pace, load: &str) -> anyhow::Result<Figures> {
        self.progress.step(format!("round {}: {}, {load}", self.number, turn.name));
        turn.run(pace, self.common, !self.args.without_updates).await
    }
}

fn in_flight(bids: usize) -> String {
    format!("{bids} in flight")
}

fn tabulate(outcome: &mut Outcome) {
    for (title, load) in [
        ("Each bidder waits for its answer: one bid in flight", in_flight(1)),
        ("Each bidder has 8 bids in flight", in_flight(MANY_IN_FLIGHT)),
        ("Open loop: bids come whatever the answers do, at half the rate of the first table", OPEN_LOOP.to_owned()),
    ] {
        let names = [FAIRLOT, PROBED, MEMORY, ECHO].map(|name| format!("{name}, {load}"));
        report::tabulate(outcome, title, &names.each_ref().map(String::as_str));
    }
}

/// The ratios of all rounds.
#[derive(Debug, Default)]
struct Found {
    to_memory: Vec<f64>,
    to_echo: Vec<f64>,
    waits: Vec<Waits>,
}

/// 99th percentiles of one round, in microseconds.
#[derive(Debug, Default)]
struct Waits {
    answer: u64,
    /// An `fdatasync` at the same time.
    sync: u64,
    echo: u64,
}

impl Found {
    /// The durable server's turn beside the sync probe comes before the echo's turn.
    fn wait(&mut self, name: &str, answers: &Latency, sync: Option<&Latency>) {
        if let Some(sync) = sync {
            self.waits.push(Waits { answer: answers.p99, sync: sync.p99, echo: 0 });
        } else if let (true, Some(waits)) = (name == ECHO, self.waits.last_mut()) {
            waits.echo = answers.p99;
        }
    }

    fn report(self, outcome: &mut Outcome) {
        outcome.table(self.waits_table());
        let waits = self.waits.iter().filter(|waits| waits.echo > 0);
        let g5 = waits.map(|waits| waits.answer as f64 / (waits.sync + waits.echo) as f64).collect();
        outcome.measured(Measured::of(Goal::G5, g5));
        outcome.measured(Measured::of(Goal::G1, self.to_memory));
        outcome.measured(Measured::of(Goal::G2, self.to_echo));
    }

    fn waits_table(&self) -> Table {
        let mut table = Table::new("99th percentiles, ms", ["round", "answer", "fdatasync", "echo"]);
        for (round, waits) in (1..).zip(&self.waits) {
            let cells = [waits.answer, waits.sync, waits.echo].map(|us| format!("{:.2}", us as f64 / 1_000.0));
            table.row(std::iter::once(format!("{round}")).chain(cells).collect());
        }
        table.note("One bid in flight. The sync probe writes 4 KiB to the same disk while fairlot takes bids: a turn of its own.");
        table
    }
}

impl Contestants {
    async fn start(args: &Args, common: &Common) -> anyhow::Result<Self> {
        let bidders = args.bidders.into();
        let durable = match Fairlot::running(&common.place, &args.running, bidders).await? {
            Some(running) => running,
            None => Fairlot::start(&common.place, Wanted::durable(bidders)).await?,
        };
        let memory = if args.without_memory {
            None
        } else {
            Some(Fairlot::start(&common.place, Wanted::in_memory(bidders)).await?)
        };
        let echo = if args.without_echo { None } else { Some(echo::start().await?) };
        Ok(Self { durable, memory, echo })
    }

    fn turns(&self) -> Vec<Turn<'_>> {
        let durable = |name| Turn { name, server: &self.durable.server, fairlot: &self.durable };
        let memory = self.memory.iter().map(|fairlot| Turn { name: MEMORY, server: &fairlot.server, fairlot });
        let echo = self.echo.iter().map(|server| Turn { name: ECHO, server, fairlot: &self.durable });
        [durable(FAIRLOT), durable(PROBED)].into_iter().chain(memory).chain(echo).collect()
    }
}

impl Turn<'_> {
    fn has_many_in_flight(&self) -> bool {
        self.name != PROBED
    }

    fn has_open_loop(&self) -> bool {
        self.name == FAIRLOT || self.name == ECHO
    }

    /// On a new lot. The echo gets bids on a lot that no server has.
    async fn run(&self, pace: Pace, common: &Common, follows: bool) -> anyhow::Result<Figures> {
        let is_echo = !std::ptr::eq(self.server, &raw const self.fairlot.server);
        let lot = if is_echo { "no-lot".to_owned() } else { self.fairlot.open_lot().await? };
        let load = Load { pace, warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) };
        let plans = self.fairlot.plans(self.server, &lot, follows && !is_echo);
        round::run(&plans, self.server.pid, load).await
    }
}
