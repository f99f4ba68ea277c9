//! What a reader of a party's messages costs bids on another lot, beside what a reader of the journal costs them.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use anyhow::bail;

use super::ended::{Ended, ROUNDS};
use crate::auditor;
use crate::common::{Common, Progress, WARM_UP};
use crate::fairlot::Fairlot;
use crate::figures::{Figures, Spread, ratios};
use crate::goal::{Goal, Measured};
use crate::outcome::{Outcome, Table};
use crate::report;
use crate::round::{self, Load, Pace};

const SECONDS: u16 = 8;
const WITHOUT: &str = "nobody reads";
const VIEWS: &str = "an auditor reads messages";
const HISTORY: &str = "an auditor reads the journal";

/// What the readers read, in all rounds.
#[derive(Debug, Default)]
struct Read {
    views: u64,
    history: u64,
    seconds: f64,
}

pub(super) async fn measure(
    fairlot: &Fairlot,
    ended: &Ended,
    rate: f64,
    common: &Common,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let rounds = common.rounds(ROUNDS);
    let load = Load { pace: Pace::Rate(rate), warm_up: common.warm_up(WARM_UP), measure: common.measure(SECONDS) };
    let steps = Progress::new("replay: beside bids", u64::from(rounds) * 3);
    let mut read = Read::default();
    for round in 1..=rounds {
        // Each comes first in every third round.
        let mut turns = [WITHOUT, VIEWS, HISTORY];
        turns.rotate_left(usize::from(round % 3));
        for name in turns {
            steps.step(format!("round {round}: {name}"));
            let figures = turn(fairlot, ended, name, load, &mut read).await?;
            outcome.figures(round, name, figures);
        }
        read.seconds += (load.warm_up + load.measure).as_secs_f64();
    }
    drop(steps);
    report::tabulate(outcome, "The same bids without and with a reader", &[WITHOUT, VIEWS, HISTORY]);
    outcome.table(table(outcome, &read));
    let p99 = |name: &str| outcome.each_round(name, |figures| figures.latency_us.p99 as f64);
    let lost: u64 = outcome.rounds.iter().map(|one| one.figures.without_verdict()).sum();
    let measured = Measured::of(Goal::G21, ratios(&p99(VIEWS), &p99(WITHOUT)));
    let measured = measured.fault_if(read.views == 0, "the reader was sent nothing: the ratio says nothing");
    outcome.measured(measured.fault_if(lost > 0, format!("{lost} bids got no verdict")));
    Ok(())
}

/// Bids on a new lot while the reader reads, if there is one.
async fn turn(fairlot: &Fairlot, ended: &Ended, name: &str, load: Load, read: &mut Read) -> anyhow::Result<Figures> {
    let lot = fairlot.open_lot().await?;
    let plans = fairlot.plans(&fairlot.server, &lot, true);
    let bids = round::run(&plans, fairlot.server.pid, load);
    let Ended { lot, records } = ended;
    match name {
        VIEWS => tokio::select! {
            figures = bids => figures,
            stopped = auditor::read_views(fairlot, lot, *records, &mut read.views) => bail!("the reader has stopped: {stopped:?}"),
        },
        HISTORY => tokio::select! {
            figures = bids => figures,
            stopped = auditor::read_history(fairlot, lot, 0, &mut read.history) => bail!("the reader has stopped: {stopped:?}"),
        },
        _ => bids.await,
    }
}

fn table(outcome: &Outcome, read: &Read) -> Table {
    let mut table =
        Table::new("Bids with a reader ÷ without", ["reader", "p99", "worst", "p50", "worst", "KiB/s read"]);
    let p99 = |name: &str| outcome.each_round(name, |figures| figures.latency_us.p99 as f64);
    let p50 = |name: &str| outcome.each_round(name, |figures| figures.latency_us.p50 as f64);
    for (name, bytes) in [(VIEWS, read.views), (HISTORY, read.history)] {
        let (p99, p50) = (ratios(&p99(name), &p99(WITHOUT)), ratios(&p50(name), &p50(WITHOUT)));
        if let Some((p99, p50)) = Spread::of_low(p99).zip(Spread::of_low(p50)) {
            let ratios = [p99.median, p99.worst, p50.median, p50.worst].map(|ratio| format!("{ratio:.2}"));
            let kib = format!("{:.0}", bytes as f64 / 1_024.0 / read.seconds);
            table.row([vec![name.to_owned()], ratios.into(), vec![kib]].concat());
        }
    }
    table
}
