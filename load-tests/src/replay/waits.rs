//! How long answers took: the first one of a server that has just started, and those after it.
#![expect(clippy::float_arithmetic, reason = "milliseconds that people read")]

use tokio::time::Instant;

use crate::fairlot::Fairlot;
use crate::figures::Spread;
use crate::outcome::Table;

const COLUMNS: [&str; 5] = ["answers", "of them", "median ms", "slowest ms", "bytes"];

/// The milliseconds of answers in all rounds.
#[derive(Debug, Default)]
pub(super) struct Waits {
    first: Vec<f64>,
    next: Vec<f64>,
    bytes: usize,
}

impl Waits {
    /// Asks for these paths one after the other, as an auditor. The first is the first question to that server.
    pub(super) async fn ask(&mut self, fairlot: &Fairlot, paths: impl Iterator<Item = String>) -> anyhow::Result<()> {
        for (nth, path) in paths.enumerate() {
            let start = Instant::now();
            let answer = fairlot.file(&path, &fairlot.auditor).await?;
            let waited = start.elapsed().as_secs_f64() * 1_000.0;
            let waits = if nth == 0 { &mut self.first } else { &mut self.next };
            waits.push(waited);
            self.bytes = answer.len();
        }
        Ok(())
    }

    /// The seconds of the first answers, one a round.
    pub(super) fn first_seconds(&self) -> Vec<f64> {
        self.first.iter().map(|ms| ms / 1_000.0).collect()
    }

    /// The milliseconds of the slowest answer after the first one, one a round.
    pub(super) fn slowest_next(&self) -> Vec<f64> {
        let rounds = self.next.chunks(self.next.len().div_ceil(self.first.len().max(1)).max(1));
        rounds.map(|waits| waits.iter().copied().fold(0.0, f64::max)).collect()
    }

    /// The table of both kinds. The bytes are those of the last answer.
    pub(super) fn table(&self, title: String) -> Table {
        let mut table = Table::new(title, COLUMNS);
        for (name, waits) in [("the first of a server", &self.first), ("those after it", &self.next)] {
            let count = waits.len().to_string();
            if let Some(Spread { median, worst }) = Spread::of_low(waits.clone()) {
                let waits = [median, worst].map(|ms| format!("{ms:.1}"));
                table.row([vec![name.to_owned(), count], waits.into(), vec![self.bytes.to_string()]].concat());
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_round_has_its_slowest_answer() {
        let waits = Waits { first: vec![900.0, 1_000.0], next: vec![1.0, 7.0, 5.0, 2.0], bytes: 0 };

        assert_eq!((waits.first_seconds(), waits.slowest_next()), (vec![0.9, 1.0], vec![7.0, 5.0]));
        assert!(Waits::default().slowest_next().is_empty());
    }
}
