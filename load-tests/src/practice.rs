//! The scenario `practice`: bids on live lots while many organisations practise.
//!
//! In each round the same bids come twice, on a server of their own each: once beside practice lots and once without. The
//! practice lots begin while the first half of the bids comes. Then they open, and while the second half comes they are
//! played: by their scripted rivals, and by their organisations, which follow them and bid.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use std::time::Duration;

use anyhow::Context;
use futures::future::try_join_all;
use tokio::time::{Instant, sleep, sleep_until};

use crate::bidder_plan::BidderPlan;
use crate::common::{Common, Progress, WARM_UP};
use crate::fairlot::{Fairlot, LotPlan, Wanted};
use crate::figures::ratios;
use crate::goal::{Goal, Measured};
use crate::hot_lot::rate;
use crate::outcome::Outcome;
use crate::report;
use crate::round::{self, Load, Pace, in_turns};

const ROUNDS: u16 = 5;
/// Of each half.
const SECONDS: u16 = 8;
const BEGIN: &str = "while practice lots begin";
const BEGIN_WITHOUT: &str = "the first half without";
const PLAY: &str = "while they are played";
const PLAY_WITHOUT: &str = "the second half without";
/// The bids of the organisations on their practice lots.
const PLAYED: &str = "on the practice lots themselves";
/// From the beginning of a practice lot to its opening, and a second to spare.
const OPENS_AFTER: Duration = Duration::from_secs(11);
/// Bids a second of an organisation on its practice lot.
const OWN_RATE: f64 = 0.5;

/// Flags of `load-tests practice`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Practice lots, each of an organisation of its own
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    practices: u16,
    /// Live lots that are bid on
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
    lots: u16,
    /// Bidders on the live lots, each on a connection of its own
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    bidders: u16,
    /// Bids a second of all bidders on the live lots, whatever the answers do
    #[arg(long, default_value_t = 3_000.0, value_parser = rate)]
    rate: f64,
}

/// What a turn needs to know.
struct Plan<'a> {
    args: &'a Args,
    common: &'a Common,
}

/// Runs all rounds.
pub(crate) async fn run(args: Args, common: &Common) -> anyhow::Result<Outcome> {
    let rounds = common.rounds(ROUNDS);
    let about = format!(
        "{} bids/s by {} bidders on {} live lots, {rounds} rounds of twice {} s, beside {} practice lots and without",
        args.rate,
        args.bidders,
        args.lots,
        common.measure(SECONDS).as_secs(),
        args.practices,
    );
    let mut outcome = Outcome::new("practice", about);
    let progress = Progress::new("practice", u64::from(rounds) * 2);
    let plan = Plan { args: &args, common };
    for number in 1..=rounds {
        for practises in in_turns(number, [false, true]) {
            progress.step(format!("round {number}: {}", if practises { "beside practice lots" } else { "without" }));
            let fairlot = plan.server().await?;
            if practises {
                plan.beside_practice_lots(&fairlot, number, &mut outcome).await?;
            } else {
                for half in [BEGIN_WITHOUT, PLAY_WITHOUT] {
                    let plans = plan.live(&fairlot).await?;
                    outcome.figures(number, half, round::run(&plans, fairlot.server.pid, plan.load()).await?);
                }
            }
        }
    }
    drop(progress);
    report::tabulate(
        &mut outcome,
        "The same bids without and beside practice lots",
        &[BEGIN_WITHOUT, BEGIN, PLAY_WITHOUT, PLAY, PLAYED],
    );
    judge(&mut outcome);
    Ok(outcome)
}

/// The ratios of p99 in each half.
fn judge(outcome: &mut Outcome) {
    let lost: u64 = outcome.rounds.iter().map(|one| one.figures.without_verdict()).sum();
    let [begin, play] = Goal::G14.terms().parts else { unreachable!("G14 has two parts") };
    for (part, with, without) in [(*begin, BEGIN, BEGIN_WITHOUT), (*play, PLAY, PLAY_WITHOUT)] {
        let p99 = |server: &str| outcome.each_round(server, |figures| figures.latency_us.p99 as f64);
        let measured = Measured::part(Goal::G14, part, ratios(&p99(with), &p99(without)));
        outcome.measured(measured.fault_if(lost > 0, format!("{lost} bids got no verdict")));
    }
}

impl Plan<'_> {
    async fn server(&self) -> anyhow::Result<Fairlot> {
        let flags = vec!["--practice-lots-max".to_owned(), self.args.practices.to_string()];
        let bidders = usize::from(self.args.bidders + self.args.practices);
        Fairlot::start(&self.common.place, Wanted { flags, ..Wanted::durable(bidders) }).await
    }

    async fn beside_practice_lots(&self, fairlot: &Fairlot, number: u16, outcome: &mut Outcome) -> anyhow::Result<()> {
        let lot = fairlot.open_lot().await?;
        let (event, live) = (fairlot.event_of(&lot).await?, self.live(fairlot).await?);
        let from = Instant::now() + self.common.warm_up(WARM_UP);
        let bids = round::run(&live, fairlot.server.pid, self.load());
        let (figures, practices) = tokio::try_join!(bids, self.begin(fairlot, &event, &lot, from))?;
        outcome.figures(number, BEGIN, figures);

        let live = self.live(fairlot).await?;
        sleep(OPENS_AFTER).await;
        let own = Load { pace: Pace::Rate(OWN_RATE * f64::from(self.args.practices)), ..self.load() };
        let players = self.players(fairlot, &practices);
        let bids = round::run(&live, fairlot.server.pid, self.load());
        let (figures, played) = tokio::try_join!(bids, round::run(&players, None, own))?;
        outcome.figures(number, PLAY, figures);
        outcome.figures(number, PLAYED, played);
        Ok(())
    }

    /// New live lots, and who bids on them.
    async fn live(&self, fairlot: &Fairlot) -> anyhow::Result<Vec<BidderPlan>> {
        let lots = fairlot.open_lots(&LotPlan { lots: self.args.lots.into(), ..LotPlan::ONE }).await?;
        let mut plans = fairlot.plans_for_lots(&fairlot.server, &lots, true);
        plans.truncate(self.args.bidders.into());
        Ok(plans)
    }

    /// Begins all practice lots, evenly over the time that is measured; returns their ids.
    async fn begin(&self, fairlot: &Fairlot, event: &str, lot: &str, from: Instant) -> anyhow::Result<Vec<String>> {
        let begun = (0..self.args.practices).map(|nth| async move {
            sleep_until(from + self.load().measure * nth.into() / self.args.practices.into()).await;
            fairlot.practise(event, lot, usize::from(self.args.bidders + nth)).await
        });
        try_join_all(begun).await.context("a practice lot could not begin")
    }

    /// Each organisation with its own practice lot.
    fn players(&self, fairlot: &Fairlot, practices: &[String]) -> Vec<BidderPlan> {
        let all = fairlot.plans_for_lots(&fairlot.server, practices, true).into_iter();
        let players = all.skip(self.args.bidders.into()).zip(practices);
        players.map(|(plan, lot)| BidderPlan { lots: vec![lot.clone()], first_lot: 0, ..plan }).collect()
    }

    fn load(&self) -> Load {
        Load {
            pace: Pace::Rate(self.args.rate),
            warm_up: self.common.warm_up(WARM_UP),
            measure: self.common.measure(SECONDS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Figures, Tally, Usage};

    /// Figures of one bid that was answered after that time, or of one that was lost.
    fn figures(p99: Option<Duration>) -> Figures {
        let mut tally = Tally::new().unwrap();
        match p99 {
            Some(latency) => tally.record(latency),
            None => tally.lose(Duration::from_secs(10)),
        }
        let usage = Usage { server_cpu: None, load_cpu: Duration::ZERO, server_resident_bytes: None };
        tally.over(Duration::from_secs(1), usage)
    }

    fn judged(begin: Option<Duration>) -> crate::goal::Standing {
        let (one, two) = (Duration::from_millis(1), Duration::from_millis(2));
        let mut outcome = Outcome::new("practice", "a test");
        let parts = [(BEGIN, begin), (BEGIN_WITHOUT, Some(one)), (PLAY, Some(two)), (PLAY_WITHOUT, Some(two))];
        for (name, p99) in parts {
            outcome.figures(1, name, figures(p99));
        }
        judge(&mut outcome);
        report::standings(&[outcome]).remove(13)
    }

    #[test]
    fn the_worse_half_decides() {
        let standing = judged(Some(Duration::from_millis(2)));

        assert_eq!(standing.met, Some(false));
        assert!((standing.median.unwrap() - 2.0).abs() < 0.01, "{standing:?}");
        assert!((standing.parts[1].median.unwrap() - 1.0).abs() < 0.01, "{standing:?}");
    }

    #[test]
    fn a_lost_bid_misses_the_goal() {
        assert_eq!(judged(Some(Duration::from_millis(1))).met, Some(true));
        assert_eq!(judged(None).faults, ["1 bids got no verdict", "1 bids got no verdict"]);
    }
}
