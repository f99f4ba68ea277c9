//! The scenario `quiet-observers`: thousands of observers on an open lot on which nobody bids.
//!
//! It measures the share of one core that the server uses for them, once where they ask for beats and once where they do
//! not. The rest of it are pings, which come every 20 seconds: a turn is as long.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use tokio::time::{Instant, sleep};

use crate::common::{Common, Progress};
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::Spread;
use crate::goal::{Goal, Measured, figure};
use crate::observers::{Beat, Crowd};
use crate::outcome::{Outcome, Table};
use crate::proc;
use crate::round::in_turns;

const ROUNDS: u16 = 5;
/// As long as from one ping of a connection to the next.
const SECONDS: u16 = 20;
/// Longer than elsewhere, because the work of joining has to end.
const WARM_UP: Duration = Duration::from_secs(2);
/// A page takes its connection for lost after this time without a message: twice what a beat to one of many observers
/// announces.
const STALE_AFTER_US: u64 = 20_000_000;

/// Flags of `load-tests quiet-observers`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Observers of the lot
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=60_000))]
    observers: u32,
}

/// One turn.
#[derive(Debug)]
struct Turn {
    server_percent: f64,
    beats_per_second: f64,
    /// The longest time that an observer was without a message before a beat; none without beats.
    silence_us_max: Option<u64>,
}

/// One round.
#[derive(Debug)]
struct Round {
    without: Turn,
    with: Turn,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} observers on an open lot on which nobody bids, without and with beats; {rounds} rounds of {} s each",
        args.observers,
        common.measure(SECONDS).as_secs(),
    );
    let mut outcome = Outcome::new("quiet-observers", about);
    let progress = Progress::new("quiet-observers", u64::from(rounds) * 2);
    let mut all = Vec::new();
    for number in 1..=rounds {
        let fairlot = Fairlot::start(&common.place, Wanted::durable(1)).await?;
        let (mut without, mut with) = (None, None);
        for beats in in_turns(number, [false, true]) {
            progress.step(format!("round {number}: {}", if beats { "with beats" } else { "without beats" }));
            let turn = turn(&fairlot, args.observers, beats, common, folder.path()).await?;
            *(if beats { &mut with } else { &mut without }) = Some(turn);
        }
        let (without, with) = without.zip(with).context("each round has both turns")?;
        all.push(Round { without, with });
    }
    drop(progress);
    report(&mut outcome, &all);
    Ok(outcome)
}

async fn turn(fairlot: &Fairlot, observers: u32, beats: bool, common: &Common, folder: &Path) -> anyhow::Result<Turn> {
    let pid = fairlot.server.pid.context("the server is a process of this machine")?;
    let lot = fairlot.open_lot().await?;
    let crowd = Crowd::on_lot(fairlot, &lot, observers, beats, folder).await?;
    sleep(common.warm_up(WARM_UP)).await;
    let (from, before) = (Instant::now(), proc::cpu(pid)?);
    sleep(common.measure(SECONDS)).await;
    let (window, after) = (from.elapsed(), proc::cpu(pid)?);
    let beats = crowd.end_after(window).await?.beats;
    let seconds = window.as_secs_f64();
    Ok(Turn {
        server_percent: after.saturating_sub(before).as_secs_f64() * 100.0 / seconds,
        beats_per_second: beats.len() as f64 / seconds,
        silence_us_max: silence_us_max(&beats),
    })
}

/// The longest time before one of these beats without a message.
fn silence_us_max(beats: &[Beat]) -> Option<u64> {
    beats.iter().map(|beat| beat.after_us).max()
}

fn report(outcome: &mut Outcome, rounds: &[Round]) {
    let shares = rounds.iter().map(|round| round.with.server_percent).collect();
    let late = rounds.iter().filter(|round| round.with.is_late()).count();
    let mut measured = Measured::of(Goal::G13, shares)
        .fault_if(late > 0, format!("a page would have taken its connection for lost in {late} rounds"));
    let without = Spread::of_low(rounds.iter().map(|round| round.without.server_percent).collect());
    let added = Spread::of_low(rounds.iter().map(Round::added_percent).collect());
    if let Some((without, added)) = without.zip(added) {
        let [without, added] = [without, added].map(|of| format!("{} (worst {})", figure(of.median), figure(of.worst)));
        measured = measured.note(format!("the same connections without beats: {without}; beats add {added}"));
    }
    outcome.measured(measured);
    outcome.table(table(rounds));
}

fn table(rounds: &[Round]) -> Table {
    let columns = ["round", "% of a core without beats", "with", "beats/s", "longest silence s"];
    let mut table = Table::new("What quiet observers cost the server", columns);
    for (number, Round { without, with }) in (1..).zip(rounds) {
        let silence = with.silence_us_max.map_or_else(|| "-".to_owned(), |us| format!("{:.1}", us as f64 / 1e6));
        let [without, with_share] = [without.server_percent, with.server_percent].map(|share| format!("{share:.2}"));
        let beats = format!("{:.0}", with.beats_per_second);
        table.row(vec![format!("{number}"), without, with_share, beats, silence]);
    }
    table.note("The longest silence: how long an observer was without a message before it got a beat.");
    table
}

impl Round {
    fn added_percent(&self) -> f64 {
        self.with.server_percent - self.without.server_percent
    }
}

impl Turn {
    /// Whether beats did not come, or came so late that a page would have taken its connection for lost.
    fn is_late(&self) -> bool {
        self.silence_us_max.is_none_or(|silence| silence >= STALE_AFTER_US)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(server_percent: f64, silences_us: &[u64]) -> Turn {
        let beats: Vec<Beat> = silences_us.iter().map(|after_us| Beat { at_us: 0, after_us: *after_us }).collect();
        Turn { server_percent, beats_per_second: beats.len() as f64, silence_us_max: silence_us_max(&beats) }
    }

    #[test]
    fn beats_that_are_missing_or_late_miss_the_goal() {
        let in_time = turn(2.0, &[10_100_000, 12_000_000]);

        assert_eq!(in_time.silence_us_max, Some(12_000_000));
        assert!(!in_time.is_late());
        assert!(turn(2.0, &[10_100_000, STALE_AFTER_US]).is_late());
        assert!(turn(2.0, &[]).is_late());
    }

    #[test]
    fn the_share_with_beats_is_judged_and_the_rest_is_told() {
        let round = |without, with| Round { without: turn(without, &[]), with: turn(with, &[10_100_000]) };
        let mut outcome = Outcome::new("quiet-observers", "a test");

        report(&mut outcome, &[round(1.0, 2.5), round(1.5, 2.0), round(1.0, 3.5)]);

        let standing = crate::report::standings(&[outcome]).remove(12);
        assert_eq!((standing.median, standing.worst, standing.met), (Some(2.5), Some(3.5), Some(true)));
        let notes = standing.lines();
        assert!(notes[1].contains("without beats: 1 (worst 1.5); beats add 1.5 (worst 2.5)"), "{notes:?}");
    }
}
