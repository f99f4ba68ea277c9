//! Outcomes for people on a terminal, and the tables of figures that scenarios share.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use crate::figures::{Figures, Spread};
use crate::goal::{Goal, Standing};
use crate::outcome::{NamedFigures, Outcome, Table};

const COLUMNS: [&str; 16] = [
    "server",
    "round",
    "/s",
    "accepted",
    "refused",
    "overl.",
    "unav.",
    "lost",
    "p50 ms",
    "p90",
    "p99",
    "p99.9",
    "max",
    "CPU µs/bid",
    "CPU s (load)",
    "RSS MiB",
];

/// Prints the tables, and the goals that the scenario measured.
#[expect(clippy::print_stdout, reason = "the tables are this program's data")]
pub(crate) fn print(outcome: &Outcome) {
    println!("\n{}, {:.0} s: {}", outcome.scenario, outcome.took_s, outcome.about);
    for table in &outcome.tables {
        println!("\n{}", table.title);
        for line in aligned(table) {
            println!("  {line}");
        }
        for note in &table.notes {
            println!("  {note}");
        }
    }
    let touched = standings(std::slice::from_ref(outcome)).into_iter().filter(|standing| standing.median.is_some());
    let lines: Vec<String> = touched.flat_map(|standing| standing.lines()).collect();
    if !lines.is_empty() {
        println!("\n{}", lines.join("\n"));
    }
}

/// The standing of all goals after these scenarios.
pub(crate) fn standings(outcomes: &[Outcome]) -> Vec<Standing> {
    let measured: Vec<_> = outcomes.iter().flat_map(|outcome| &outcome.measured).collect();
    Goal::ALL.map(|goal| Standing::of(goal, &measured)).into()
}

/// Adds a table of the figures of these servers so far: the medians of each, and every round as detail.
pub(crate) fn tabulate(outcome: &mut Outcome, title: impl Into<String>, names: &[&str]) {
    let rounds = &outcome.rounds;
    let all: Vec<&NamedFigures> =
        names.iter().flat_map(|name| rounds.iter().filter(move |one| one.name == *name)).collect();
    let table = figures_table(title.into(), names, &all);
    outcome.table(table);
}

/// The figures of servers: for each, the medians of its rounds and the sums of its counts; then every round.
fn figures_table(title: String, names: &[&str], all: &[&NamedFigures]) -> Table {
    let mut table = Table::new(title, COLUMNS);
    for name in names {
        let rounds: Vec<&Figures> = all.iter().filter(|one| one.name == *name).map(|one| &one.figures).collect();
        if !rounds.is_empty() {
            table.row(summary(name, &rounds));
        }
    }
    for one in all {
        table.detail(row(&one.name, one.round.to_string(), &one.figures));
    }
    table
}

fn summary(name: &str, rounds: &[&Figures]) -> Vec<String> {
    let median = |of: fn(&Figures) -> f64| {
        Spread::of_low(rounds.iter().map(|figures| of(figures)).collect()).map_or(f64::NAN, |spread| spread.median)
    };
    let maybe = |of: fn(&Figures) -> Option<f64>| {
        Spread::of_low(rounds.iter().filter_map(|figures| of(figures)).collect()).map(|spread| spread.median)
    };
    let sum = |of: fn(&Figures) -> u64| rounds.iter().map(|figures| of(figures)).sum::<u64>().to_string();
    vec![
        name.to_owned(),
        "median".to_owned(),
        format!("{:.0}", median(|figures| figures.accepted_per_second)),
        sum(|figures| figures.accepted),
        sum(|figures| figures.refused),
        sum(|figures| figures.overloaded),
        sum(|figures| figures.unavailable),
        sum(|figures| figures.lost),
        millis(median(|figures| figures.latency_us.p50 as f64)),
        millis(median(|figures| figures.latency_us.p90 as f64)),
        millis(median(|figures| figures.latency_us.p99 as f64)),
        millis(median(|figures| figures.latency_us.p999 as f64)),
        millis(median(|figures| figures.latency_us.max as f64)),
        one_decimal(maybe(Figures::server_cpu_us_per_bid)),
        cpu(maybe(|figures| figures.server_cpu_s), median(|figures| figures.load_cpu_s)),
        one_decimal(maybe(|figures| figures.server_resident_bytes.map(mebibytes))),
    ]
}

fn row(name: &str, round: String, figures: &Figures) -> Vec<String> {
    let latency = &figures.latency_us;
    vec![
        name.to_owned(),
        round,
        format!("{:.0}", figures.accepted_per_second),
        figures.accepted.to_string(),
        figures.refused.to_string(),
        figures.overloaded.to_string(),
        figures.unavailable.to_string(),
        figures.lost.to_string(),
        millis(latency.p50 as f64),
        millis(latency.p90 as f64),
        millis(latency.p99 as f64),
        millis(latency.p999 as f64),
        millis(latency.max as f64),
        one_decimal(figures.server_cpu_us_per_bid()),
        cpu(figures.server_cpu_s, figures.load_cpu_s),
        one_decimal(figures.server_resident_bytes.map(mebibytes)),
    ]
}

/// Microseconds in milliseconds.
pub(crate) fn millis(micros: f64) -> String {
    format!("{:.2}", micros / 1_000.0)
}

/// Bytes in mebibytes.
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// A dash for what is not known.
pub(crate) fn one_decimal(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"))
}

fn cpu(server: Option<f64>, load: f64) -> String {
    let server = server.map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.2}"));
    format!("{server} ({load:.2})")
}

/// Lines of a table with aligned columns.
fn aligned(table: &Table) -> Vec<String> {
    let rows = || std::iter::once(&table.columns).chain(&table.rows).chain(&table.detail);
    let width = |column: usize| rows().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let cell = |(column, text): (usize, &String)| match (column, widths[column]) {
        (0, width) => format!("{text:<width$}"),
        (_, width) => format!("{text:>width$}"),
    };
    rows().map(|row| row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new("t", ["a", "bcd"]);
        table.row(["efg", "h"].map(str::to_owned).into());

        assert_eq!(aligned(&table), ["a    bcd", "efg    h"]);
    }
}
