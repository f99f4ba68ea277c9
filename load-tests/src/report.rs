//! What a scenario found, for people as a table and for machines as JSON.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "figures that people read")]

use serde::Serialize;

use crate::figures::{Figures, Spread};

/// All of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) scenario: &'static str,
    pub(crate) settings: Settings,
    pub(crate) accepted_per_second: Option<Spread>,
    pub(crate) p99_ms: Option<Spread>,
    /// Accepted bids a second by echoes a second, in a closed loop.
    pub(crate) ratio_to_echo: Option<Spread>,
    pub(crate) rounds: Vec<Round>,
}

/// How it was run.
#[derive(Debug, Serialize)]
pub(crate) struct Settings {
    pub(crate) bidders: u16,
    /// Closed loop, for each bidder.
    pub(crate) in_flight: Option<u8>,
    /// Open loop, bids a second of all.
    pub(crate) rate: Option<f64>,
    pub(crate) warm_up_s: u16,
    pub(crate) seconds: u16,
    pub(crate) updates: bool,
}

/// The server and the reference, one right after the other.
#[derive(Debug, Serialize)]
pub(crate) struct Round {
    pub(crate) durable: Figures,
    pub(crate) echo: Option<Figures>,
    pub(crate) ratio: Option<f64>,
}

const COLUMNS: [&str; 15] = [
    "round",
    "server",
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
    "CPU s (load)",
    "RSS MiB",
];

impl Report {
    /// Prints a line for each server in each round, and the ratios.
    #[expect(clippy::print_stdout, reason = "the table is this program's data")]
    pub(crate) fn print(&self) {
        let mut rows = vec![COLUMNS.map(str::to_owned)];
        for (number, round) in (1..).zip(&self.rounds) {
            rows.push(row(number, "fairlot", &round.durable));
            rows.extend(round.echo.as_ref().map(|echo| row(number, "echo", echo)));
        }
        for line in aligned(&rows) {
            println!("{line}");
        }
        if let Some(rates) = self.accepted_per_second {
            println!("accepted bids/s: median {:.0}, worst {:.0}", rates.median, rates.worst);
        }
        if let Some(p99) = self.p99_ms {
            println!("p99 of accepted bids, ms: median {:.2}, worst {:.2}", p99.median, p99.worst);
        }
        if let Some(ratios) = self.ratio_to_echo {
            println!("accepted bids/s ÷ echoes/s: median {:.3}, worst {:.3}", ratios.median, ratios.worst);
        }
    }
}

fn row(round: usize, server: &str, figures: &Figures) -> [String; COLUMNS.len()] {
    let latency = &figures.latency_us;
    let cpu = figures.server_cpu_s.map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.2}"));
    let resident = figures.server_resident_bytes.map(|bytes| format!("{:.1}", bytes as f64 / (1024.0 * 1024.0)));
    [
        round.to_string(),
        server.to_owned(),
        format!("{:.0}", figures.accepted_per_second),
        figures.accepted.to_string(),
        figures.refused.to_string(),
        figures.overloaded.to_string(),
        figures.unavailable.to_string(),
        figures.lost.to_string(),
        millis(latency.p50),
        millis(latency.p90),
        millis(latency.p99),
        millis(latency.p999),
        millis(latency.max),
        format!("{cpu} ({:.2})", figures.load_cpu_s),
        resident.unwrap_or_else(|| "-".to_owned()),
    ]
}

fn millis(micros: u64) -> String {
    format!("{:.2}", micros as f64 / 1_000.0)
}

/// Columns as wide as they have to be, flush right.
fn aligned<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    let line = |row: &[String; COLUMNS]| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        cells.join("  ")
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another() {
        let rows = [["a", "bcd"], ["ef", "g"]].map(|row| row.map(str::to_owned));

        assert_eq!(aligned(&rows), [" a  bcd", "ef    g"]);
    }
}
