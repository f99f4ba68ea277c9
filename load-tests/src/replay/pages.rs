//! Pages of what a bidder was sent on a long lot.
#![expect(clippy::float_arithmetic, reason = "seconds that people read")]

use super::waits::Waits;
use super::{Ended, ROUNDS};
use crate::auditor::{PAGE_RECORDS, views_path};
use crate::common::{Common, Progress};
use crate::fairlot::Fairlot;
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;

/// Pages of a round.
const PAGES: u64 = 20;

/// Returns the last of the servers.
pub(super) async fn measure(
    mut fairlot: Fairlot,
    ended: &Ended,
    common: &Common,
    outcome: &mut Outcome,
) -> anyhow::Result<Fairlot> {
    let rounds = common.rounds(ROUNDS);
    let steps = Progress::new("replay: pages", rounds.into());
    let mut waits = Waits::default();
    // The last page first: a server that has just started knows nothing of the records before it.
    let paths = || (0..PAGES).rev().map(|nth| views_path(&ended.lot, 1 + ended.records / PAGES * nth));
    for round in 1..=rounds {
        steps.step(format!("round {round}"));
        fairlot = fairlot.restarted(&common.place).await?;
        waits.ask(&fairlot, paths()).await?;
    }
    drop(steps);
    let title = format!("Pages of {PAGE_RECORDS} of {} records, as a bidder was sent them", ended.records);
    outcome.table(waits.table(title));
    let slowest =
        waits.first_seconds().into_iter().zip(waits.slowest_next()).map(|(first, next)| first.max(next / 1_000.0));
    outcome.measured(Measured::of(Goal::G20, slowest.collect()));
    Ok(fairlot)
}
