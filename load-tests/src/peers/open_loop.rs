//! The open loop of `peers`: fairlot and the PL/pgSQL function get the same bids, which do not wait for answers.
//!
//! The rates are parts of the rate that the function carried when bidders did wait. A wait is counted from when a bid
//! was due, so that a pause of the server counts for all bids that it delays. In the closed loop a wait is hardly more
//! than the number of bidders divided by the rate: a server ten times as fast has waits a tenth as long, which says
//! nothing more. Here both servers have the same work.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "rates and ratios that people read")]

use std::time::Duration;

use super::contestants::{Contestants, FAIRLOT, FUNCTION, REDIS, ROW_LOCK};
use super::plan::{self, Plan};
use crate::common::Common;
use crate::figures::{Figures, Spread, ratios};
use crate::goal::{Goal, Measured, figure};
use crate::outcome::{Outcome, Table};
use crate::report::millis;
use crate::round::{Load, Pace};

const SECONDS: u16 = 2;

/// A part of the rate that the function carries.
#[derive(Debug, Clone, Copy)]
struct Share {
    words: &'static str,
    of_rate: f64,
}

const HALF: Share = Share { words: "half the rate", of_rate: 0.5 };
const MOST: Share = Share { words: "nine tenths of the rate", of_rate: 0.9 };
/// The part that decides the goal: as many bids as the function can carry. All peers get them.
const WHOLE: Share = Share { words: "the whole rate", of_rate: 1.0 };
const SHARES: [Share; 3] = [HALF, MOST, WHOLE];

/// The number of turns of a round with this number of peers.
pub(super) fn turns(peers: usize) -> usize {
    2 * SHARES.len() + peers - 1
}

/// How long each turn counts.
pub(super) fn window(common: &Common) -> Duration {
    common.measure(SECONDS)
}

/// A load of this number of bids a second.
pub(super) fn load(plan: &Plan<'_>, rate: f64) -> Load {
    Load { pace: Pace::Rate(rate.max(1.0)), measure: window(plan.common), ..plan::load(plan.common) }
}

/// All turns of a round, after its closed loop.
pub(super) async fn round(plan: &Plan<'_>, all: &Contestants, outcome: &mut Outcome) -> anyhow::Result<()> {
    let (number, carried) = (plan.round, rate_of(outcome, FUNCTION).last().copied().unwrap_or_default());
    for share in SHARES {
        let load = load(plan, carried * share.of_rate);
        plan.step(&name(FAIRLOT, share));
        outcome.figures(number, name(FAIRLOT, share), all.fairlot(load).await?);
        let everybody = share.words == WHOLE.words;
        for peer in all.peers.iter().filter(|peer| everybody || peer.name == FUNCTION) {
            plan.step(&name(&peer.name, share));
            let lot = format!("{}-{number}", name(&peer.name, share));
            outcome.figures(number, name(&peer.name, share), all.peer(peer, &lot, load).await?);
        }
    }
    Ok(())
}

/// The table, and G4.
pub(super) fn report(outcome: &mut Outcome, window: Duration, pool: &str) {
    let mut table = Table::new(
        "Open loop: the same bids for each, as many a second as parts of what pg-function carried",
        ["server", "round", "offered/s", "/s", "p50 ms", "p99", "p99.9", "p99 ratio", "worst", "no verdict"],
    );
    for share in SHARES {
        for server in [FAIRLOT, FUNCTION, ROW_LOCK, REDIS] {
            rows(&mut table, outcome, server, share);
        }
    }
    table
        .note("p99 ratio: the peer's by fairlot's. From when a bid was due; a bid that is never answered counts, too.");
    outcome.table(table);

    let fairlots = outcome.rounds.iter().filter(|one| SHARES.iter().any(|share| one.name == name(FAIRLOT, *share)));
    let unjudged: u64 = fairlots.map(|one| one.figures.without_verdict()).sum();
    let closed = ratios(&p99_of(outcome, FUNCTION), &p99_of(outcome, FAIRLOT));
    let elsewhere = format!(
        "The same ratio at half of that rate: {}; at nine tenths: {}; in the closed loop, where each takes what it can: {}.",
        middle_and_worst(p99_ratios(outcome, FUNCTION, HALF)),
        middle_and_worst(p99_ratios(outcome, FUNCTION, MOST)),
        middle_and_worst(closed),
    );
    let queue = format!(
        "At its whole rate the function has no time to spare: bids queue for it, the longer the longer that lasts, and so \
         the ratio grows with the window, here of {} s.",
        window.as_secs()
    );
    let whole = Measured::of(Goal::G4, p99_ratios(outcome, FUNCTION, WHOLE));
    let measured = whole.note(elsewhere).note(queue).note(pool);
    outcome.measured(measured.fault_if(unjudged > 0, format!("{unjudged} of fairlot's bids got no verdict")));
}

/// Ratios of the rounds, in words.
fn middle_and_worst(ratios: Vec<f64>) -> String {
    Spread::of_high(ratios).map_or_else(
        || "not measured".to_owned(),
        |spread| format!("median {}, worst {}", figure(spread.median), figure(spread.worst)),
    )
}

/// The name of the figures of a server at this part of the rate.
fn name(server: &str, share: Share) -> String {
    format!("{server}, {}", share.words)
}

/// A peer's 99th percentile ÷ fairlot's, both at this part of the rate, in each round.
fn p99_ratios(outcome: &Outcome, peer: &str, share: Share) -> Vec<f64> {
    ratios(&p99_of(outcome, &name(peer, share)), &p99_of(outcome, &name(FAIRLOT, share)))
}

fn rate_of(outcome: &Outcome, name: &str) -> Vec<f64> {
    outcome.each_round(name, |figures| figures.accepted_per_second)
}

fn p99_of(outcome: &Outcome, name: &str) -> Vec<f64> {
    outcome.each_round(name, |figures| figures.latency_us.p99.max(1) as f64)
}

/// The medians of a server at this part of the rate, and its rounds. Nothing when it had no such turn.
fn rows(table: &mut Table, outcome: &Outcome, server: &str, share: Share) {
    let name = name(server, share);
    let offered: Vec<f64> = rate_of(outcome, FUNCTION).iter().map(|rate| rate * share.of_rate).collect();
    let ratio = if server == FAIRLOT { Vec::new() } else { p99_ratios(outcome, server, share) };
    let columns: [fn(&Figures) -> f64; 4] = [
        |figures| figures.accepted_per_second,
        |figures| figures.latency_us.p50 as f64,
        |figures| figures.latency_us.p99 as f64,
        |figures| figures.latency_us.p999 as f64,
    ];
    let [rate, p50, p99, p999] = columns.map(|column| outcome.each_round(&name, column));
    let unjudged = outcome.each_round(&name, |figures| figures.without_verdict() as f64);
    let row = |round: String, at: &dyn Fn(&[f64]) -> Option<f64>, worst: Option<f64>, unjudged: f64| {
        let cell = |values: &[f64], show: fn(f64) -> String| at(values).map_or_else(|| "-".to_owned(), show);
        let whole = |value: f64| format!("{value:.0}");
        let ratio_of = |value: f64| format!("{value:.2}");
        vec![
            name.clone(),
            round,
            cell(&offered, whole),
            cell(&rate, whole),
            cell(&p50, millis),
            cell(&p99, millis),
            cell(&p999, millis),
            cell(&ratio, ratio_of),
            worst.map_or_else(|| "-".to_owned(), ratio_of),
            whole(unjudged),
        ]
    };
    if rate.is_empty() {
        return;
    }
    let middle = |values: &[f64]| Spread::of_high(values.to_vec()).map(|spread| spread.median);
    let worst = Spread::of_high(ratio.clone()).map(|spread| spread.worst);
    table.row(row("median".to_owned(), &middle, worst, unjudged.iter().sum()));
    for (number, unjudged) in unjudged.iter().enumerate() {
        table.detail(row((number + 1).to_string(), &|values| values.get(number).copied(), None, *unjudged));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Tally, Usage};
    use crate::goal::Standing;

    /// A round in which every bid took this long.
    fn all_took(millis: u64) -> Figures {
        let mut tally = Tally::new().unwrap();
        tally.record(Duration::from_millis(millis));
        let usage = Usage { server_cpu: None, load_cpu: Duration::ZERO, server_resident_bytes: None };
        tally.over(Duration::from_secs(1), usage)
    }

    fn outcome(rounds: &[(String, Figures)]) -> Outcome {
        let mut outcome = Outcome::new("peers", "");
        for (name, figures) in rounds {
            outcome.figures(1, name, figures.clone());
        }
        outcome
    }

    /// Every bid of fairlot takes a millisecond; the function's time depends on its name.
    fn one_round() -> Vec<(String, Figures)> {
        let function = [(FUNCTION.to_owned(), 4), (name(FUNCTION, HALF), 2), (name(FUNCTION, MOST), 8)];
        let function = function.into_iter().chain([(name(FUNCTION, WHOLE), 32)]);
        let fairlot = [FAIRLOT.to_owned(), name(FAIRLOT, HALF), name(FAIRLOT, MOST), name(FAIRLOT, WHOLE)];
        let fairlot = fairlot.into_iter().map(|name| (name, 1));
        function.chain(fairlot).map(|(name, millis)| (name, all_took(millis))).collect()
    }

    #[test]
    fn the_goal_is_judged_at_the_whole_rate_and_its_notes_give_the_others() {
        let mut outcome = outcome(&one_round());

        report(&mut outcome, Duration::from_secs(2), "a pool");

        let standing = Standing::of(Goal::G4, &[&outcome.measured[0]]);
        assert!(standing.median.is_some_and(|ratio| (31.5..32.5).contains(&ratio)), "{standing:?}");
        let told = &standing.notes[0];
        let places = ["half of that rate: median 2", "nine tenths: median 8", "closed loop", "median 4"];
        assert!(places.iter().all(|place| told.contains(place)), "{told}");
    }

    #[test]
    fn a_bid_of_ours_without_a_verdict_misses_the_goal() {
        let mut rounds = one_round();
        for (_, figures) in rounds.iter_mut().filter(|(of, _)| *of == name(FAIRLOT, HALF)) {
            figures.lost = 1;
        }
        let mut outcome = outcome(&rounds);

        report(&mut outcome, Duration::from_secs(2), "a pool");

        assert_eq!(Standing::of(Goal::G4, &[&outcome.measured[0]]).met, Some(false));
    }
}
