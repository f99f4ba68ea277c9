//! The processor time for a bid on lots with few and with many observers, and the part of it that falls to one
//! delivery.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use super::costs::Costs;
use super::memory::{self, Memory};
use super::settings::{Args, ROUNDS, SECONDS, load, progress};
use crate::common::Common;
use crate::fairlot::{Fairlot, Wanted};
use crate::figures::Spread;
use crate::observers::Crowd;
use crate::outcome::{Outcome, Table};
use crate::round;

const BIDDERS: usize = 50;
const FEW: u32 = 10;
const MANY: u32 = 1_000;
/// The number of observers whose memory is measured.
const QUIET: usize = 4_000;
const ALL: [u32; 4] = [FEW, 100, MANY, 10_000];

/// One size in one round.
struct Told {
    observers: u32,
    deliveries: f64,
    server_cpu_us: f64,
}

/// Bidders do not follow the lot here: all deliveries are to observers.
pub(super) async fn measure(
    args: &Args,
    common: &Common,
    memory: &mut Memory,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    let quiet = memory::server(common, BIDDERS).await?;
    let bytes = memory::of_connection(&quiet, &vec![&quiet.observer; QUIET]).await?;
    memory.note(format!("a quiet observer's connection, of {QUIET}"), bytes);
    drop(quiet);
    let sizes: &[u32] = if args.all_sizes { &ALL } else { &[FEW, MANY] };
    let fairlot = Fairlot::start(&common.place, Wanted::durable(BIDDERS)).await?;
    let folder = tempfile::tempdir()?;
    let steps = progress("growth: observers", common, sizes.len());
    let (mut costs, mut told) = (Costs::default(), Vec::new());
    for round in 1..=common.rounds(ROUNDS) {
        for observers in sizes {
            steps.step(format!("round {round}: {observers} observers"));
            let lot = fairlot.open_lot().await?;
            let crowd = Crowd::on_lot(&fairlot, &lot, *observers, false, folder.path()).await?;
            let plans = fairlot.plans(&fairlot.server, &lot, false);
            let figures = round::run(&plans, fairlot.server.pid, load(args, common)).await?;
            let deliveries = crowd.end_after(common.measure(SECONDS)).await?.deliveries;
            costs.note(&observers.to_string(), &figures);
            let server_cpu_us = figures.server_cpu_s.unwrap_or_default() * 1e6;
            told.push(Told { observers: *observers, deliveries: deliveries.len() as f64, server_cpu_us });
            outcome.figures(round, format!("{observers} observers"), figures);
        }
    }
    drop(steps);
    let mut table = costs.table("Observers of one lot, bidders bidding only", "observers", &FEW.to_string());
    note(&mut table, sizes, &told, common.measure(SECONDS).as_secs_f64());
    outcome.table(table);
    Ok(())
}

/// The deliveries at each size, and how much of the difference to few observers falls to one delivery.
fn note(table: &mut Table, sizes: &[u32], told: &[Told], seconds: f64) {
    let of = |observers: u32| told.iter().filter(move |one| one.observers == observers);
    for size in sizes {
        let rate = Spread::of_low(of(*size).map(|one| one.deliveries / seconds).collect());
        // With fewer observers the difference is smaller than that between two rounds by chance.
        let rounds = of(*size).zip(of(FEW)).filter(|_| *size >= MANY);
        let cost =
            rounds.map(|(many, few)| (many.server_cpu_us - few.server_cpu_us) / (many.deliveries - few.deliveries));
        let cost = Spread::of_low(cost.collect());
        let rate = rate.map_or(0.0, |spread| spread.median);
        let each = cost.map_or_else(String::new, |spread| {
            format!(", {:.1} µs of the server's processor for each beyond what {FEW} observers take", spread.median)
        });
        table.note(format!("{size} observers are told {rate:.0} states a second{each}."));
    }
    table.note(
        "States reach observers at a pace that keeps within a share of the processor, so what they cost a bid has an end.",
    );
}
