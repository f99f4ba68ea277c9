//! The scenario `console`: the console of an event with many lots, on which bids come all the time.
//!
//! In each round the same bids come twice, once while a buyer follows the console and once while nobody does. It measures
//! how many updates the console is sent and how long they are, and what it adds to the server's processor time and to
//! the latencies of bids.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use crate::common::{Common, Progress, WARM_UP};
use crate::fairlot::{Fairlot, LotPlan, Wanted};
use crate::figures::{Figures, Spread, ratios};
use crate::goal::{Goal, Measured};
use crate::hot_lot::rate;
use crate::outcome::{Outcome, Table};
use crate::report;
use crate::round::{self, Load, Pace, in_turns};
use crate::watcher::{Told, Watchers};

const ROUNDS: u16 = 5;
const SECONDS: u16 = 10;
const WITHOUT: &str = "nobody follows the console";
const WITH: &str = "a buyer follows the console";

/// Flags of `load-tests console`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Lots of the event
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=100))]
    lots: u16,
    /// Bidders, each on one connection
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=100))]
    bidders: u16,
    /// Bids a second of all bidders on all lots, whatever the answers do
    #[arg(long, default_value_t = 20.0, value_parser = rate)]
    rate: f64,
}

/// Runs all rounds on one server, each turn on an event of its own.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let fairlot = Fairlot::start(&common.place, Wanted::durable(args.bidders.into())).await?;
    let rounds = common.rounds(ROUNDS);
    let load = Load { pace: Pace::Rate(args.rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) };
    let about = format!(
        "{} bids/s by {} bidders on an event of {} lots, {rounds} rounds of {} s without and with a console",
        args.rate,
        args.bidders,
        args.lots,
        load.measure.as_secs(),
    );
    let mut outcome = Outcome::new("console", about);
    let progress = Progress::new("console", u64::from(rounds) * 2);
    let mut told = Vec::new();
    for number in 1..=rounds {
        for name in in_turns(number, [WITHOUT, WITH]) {
            progress.step(format!("round {number}: {name}"));
            let lots = fairlot.open_lots(&LotPlan { lots: args.lots.into(), ..LotPlan::ONE }).await?;
            let watchers = match name {
                WITH => Some(Watchers::of(&fairlot, &fairlot.event_of(&lots[0]).await?, &[&fairlot.buyer]).await?),
                _ => None,
            };
            // The bidders do not follow the lots: what differs between the turns is the console alone.
            let plans = fairlot.plans_for_lots(&fairlot.server, &lots, false);
            let figures = round::run(&plans, fairlot.server.pid, load).await?;
            told.extend(watchers.map(|watchers| watchers.told_within(load.measure)));
            outcome.figures(number, name, figures);
        }
    }
    drop(progress);
    outcome.measured(Measured::of(Goal::G15, told.iter().filter_map(|told| per_second(told)).collect()));
    outcome.table(updates(&told));
    outcome.table(added(&outcome, load.measure.as_secs_f64()));
    report::tabulate(&mut outcome, "The same bids without and with a console", &[WITHOUT, WITH]);
    Ok(outcome)
}

/// How many updates came a second, from the first to the last of them. None where fewer than two came.
fn per_second(told: &[Told]) -> Option<f64> {
    let (first, last) = (told.first()?, told.last()?);
    let seconds = last.at.duration_since(first.at).as_secs_f64();
    (seconds > 0.0).then(|| (told.len() - 1) as f64 / seconds)
}

/// The updates of each round.
fn updates(rounds: &[Vec<Told>]) -> Table {
    let columns = ["round", "updates", "a second", "median bytes", "longest", "KiB/s"];
    let mut table = Table::new("What a console is sent", columns);
    for (number, told) in (1..).zip(rounds) {
        let mut bytes: Vec<usize> = told.iter().map(|told| told.bytes).collect();
        bytes.sort_unstable();
        let mean = bytes.iter().sum::<usize>() as f64 / bytes.len().max(1) as f64;
        let per_second = per_second(told);
        table.row(vec![
            format!("{number}"),
            told.len().to_string(),
            report::one_decimal(per_second),
            bytes.get(bytes.len() / 2).map_or_else(|| "-".to_owned(), usize::to_string),
            bytes.last().map_or_else(|| "-".to_owned(), usize::to_string),
            report::one_decimal(per_second.map(|per_second| per_second * mean / 1_024.0)),
        ]);
    }
    table.note("An update carries the whole summaries of the lots that have changed. Beats are not counted.");
    table
}

/// What a console adds to the server's processor time and to the latencies of bids.
fn added(outcome: &Outcome, seconds: f64) -> Table {
    let mut table = Table::new("What a console adds", ["figure", "median", "worst"]);
    let share = |figures: &Figures| figures.server_cpu_s.unwrap_or(f64::NAN);
    let cpu = |name: &str| outcome.each_round(name, share);
    let p99 = |name: &str| outcome.each_round(name, |figures| figures.latency_us.p99 as f64);
    let percent =
        cpu(WITH).iter().zip(cpu(WITHOUT)).map(|(with, without)| (with - without) * 100.0 / seconds).collect();
    for (name, values) in [
        ("% of a core", percent),
        ("server CPU ÷ without", ratios(&cpu(WITH), &cpu(WITHOUT))),
        ("p99 of bids ÷ without", ratios(&p99(WITH), &p99(WITHOUT))),
    ] {
        if let Some(Spread { median, worst }) = Spread::of_low(values) {
            table.row(vec![name.to_owned(), format!("{median:.2}"), format!("{worst:.2}")]);
        }
    }
    table.note("With few bids a second, single late answers decide a p99.");
    table
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::*;

    fn told(millis: &[u64]) -> Vec<Told> {
        let now = Instant::now();
        millis.iter().map(|ms| Told { at: now + Duration::from_millis(*ms), bytes: 1_024 }).collect()
    }

    #[test]
    fn a_rate_is_counted_from_the_first_update_to_the_last() {
        assert_eq!(per_second(&told(&[0, 250, 500, 750, 1_000])), Some(4.0));
        assert_eq!(per_second(&told(&[7])), None);
        assert_eq!(per_second(&[]), None);
    }

    #[test]
    fn a_round_without_updates_has_dashes() {
        let table = updates(&[told(&[0, 500, 1_000]), Vec::new()]);

        assert_eq!(table.rows[0], ["1", "3", "2.0", "1024", "1024", "2.0"]);
        assert_eq!(table.rows[1], ["2", "0", "-", "-", "-", "-"]);
    }
}
