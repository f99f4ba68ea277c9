//! A very long lot as it was at any moment, as each kind of party saw it.

use super::ended::{Ended, ROUNDS, server_with};
use super::waits::Waits;
use crate::common::{Common, Progress};
use crate::goal::{Goal, Measured};
use crate::outcome::Outcome;
use crate::tokens::{TRUST, bidder_id};

/// Questions to a server after the first one.
const NEXT: u16 = 100;

pub(super) async fn measure(records: u64, common: &Common, outcome: &mut Outcome) -> anyhow::Result<()> {
    let rounds = common.rounds(ROUNDS);
    let steps = Progress::new("replay: moments", u64::from(rounds) + 1);
    steps.step(format!("making {records} records"));
    let (mut fairlot, ended) = server_with(records, &common.place).await?;
    let mut waits = Waits::default();
    for round in 1..=rounds {
        steps.step(format!("round {round}: {} records", ended.records));
        fairlot = fairlot.restarted(&common.place).await?;
        waits.ask(&fairlot, paths(&ended, round)).await?;
    }
    drop(steps);
    outcome.table(waits.table(format!("A lot of {} records as it was at a moment", ended.records)));
    outcome.measured(Measured::of(Goal::G18, waits.first_seconds()));
    outcome.measured(Measured::of(Goal::G19, waits.slowest_next()));
    Ok(())
}

/// The first question of a round is about the last record or about one in the middle, in turns; those after it are about
/// records anywhere, as each party saw them.
fn paths(ended: &Ended, round: u16) -> impl Iterator<Item = String> {
    let (lot, records) = (ended.lot.clone(), ended.records);
    let first = if round.is_multiple_of(2) { records / 2 } else { records };
    let anywhere = (0..NEXT).map(move |_| rand::random_range(1..=records));
    let parties =
        ["auditor".to_owned(), "buyer".to_owned(), format!("bidder:{}", bidder_id(0)), format!("observer:{TRUST}")];
    let moments = std::iter::once(first).chain(anywhere).zip(parties.into_iter().cycle());
    moments.map(move |(seq, party)| format!("/api/v1/lots/{lot}?at=seq:{seq}&as={party}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_begins_at_the_end_or_in_the_middle_and_goes_on_anywhere() {
        let ended = Ended { lot: "l".to_owned(), records: 10 };

        let firsts = [1, 2].map(|round| paths(&ended, round).next().unwrap());

        assert_eq!(firsts, ["/api/v1/lots/l?at=seq:10&as=auditor", "/api/v1/lots/l?at=seq:5&as=auditor"]);
        assert_eq!(paths(&ended, 1).count(), 101);
    }
}
