//! The cost of bids at each size, round by round.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures and ratios that people read")]

use crate::figures::{Figures, Spread};
use crate::outcome::Table;

const BYTES_PER_MIB: f64 = 1024.0 * 1024.0;

/// The figures of some sizes in some rounds.
#[derive(Debug, Default, Clone)]
pub(super) struct Costs {
    sizes: Vec<(String, Vec<Figures>)>,
}

impl Costs {
    /// Adds a round at a size. All sizes have the same number of rounds.
    pub(super) fn note(&mut self, size: &str, figures: &Figures) {
        match self.sizes.iter_mut().find(|(known, _)| known == size) {
            Some((_, rounds)) => rounds.push(figures.clone()),
            None => self.sizes.push((size.to_owned(), vec![figures.clone()])),
        }
    }

    /// The processor time for a bid at one size ÷ at another, in each round.
    pub(super) fn ratios(&self, size: &str, by: &str) -> Vec<f64> {
        let per_bid = |size: &str| self.rounds(size).iter().map(Figures::server_cpu_us_per_bid);
        per_bid(size).zip(per_bid(by)).filter_map(|(cost, by)| Some(cost? / by?)).collect()
    }

    /// The 99th percentile at one size ÷ at another, in each round.
    pub(super) fn p99_ratios(&self, size: &str, by: &str) -> Vec<f64> {
        let p99 = |size: &str| self.rounds(size).iter().map(|figures| figures.latency_us.p99.max(1) as f64);
        p99(size).zip(p99(by)).map(|(p99, by)| p99 / by).collect()
    }

    /// Bids without a verdict.
    pub(super) fn unanswered(&self) -> u64 {
        let all = self.sizes.iter().flat_map(|(_, rounds)| rounds);
        all.map(Figures::without_verdict).sum()
    }

    /// A row for each size; ratios are to the size `by`.
    pub(super) fn table(&self, title: impl Into<String>, what: &str, by: &str) -> Table {
        let columns =
            [what, "CPU µs per bid", "worst", "ratio", "worst ratio", "p50 ms", "p99 ms", "bids/s", "RSS MiB"];
        let mut table = Table::new(title, columns);
        for (size, rounds) in &self.sizes {
            let per_bid = rounds.iter().filter_map(Figures::server_cpu_us_per_bid).collect();
            let of = |figure: fn(&Figures) -> f64| Spread::of_low(rounds.iter().map(figure).collect());
            let (cost, ratio) = (Spread::of_low(per_bid), Spread::of_low(self.ratios(size, by)));
            let cell = |spread: Option<Spread>, places: usize, worst: bool| {
                let figure = spread.map(|spread| if worst { spread.worst } else { spread.median });
                figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.places$}"))
            };
            table.row(vec![
                size.clone(),
                cell(cost, 1, false),
                cell(cost, 1, true),
                cell(ratio, 2, false),
                cell(ratio, 2, true),
                cell(of(|figures| figures.latency_us.p50 as f64 / 1_000.0), 2, false),
                cell(of(|figures| figures.latency_us.p99 as f64 / 1_000.0), 2, false),
                cell(of(|figures| figures.accepted_per_second), 0, false),
                cell(of(|figures| figures.server_resident_bytes.unwrap_or_default() as f64 / BYTES_PER_MIB), 1, false),
            ]);
        }
        table
    }

    fn rounds(&self, size: &str) -> &[Figures] {
        self.sizes.iter().find(|(known, _)| known == size).map_or(&[], |(_, rounds)| rounds)
    }
}
