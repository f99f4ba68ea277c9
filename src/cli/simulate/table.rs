//! A simulation as text in columns: what was beside what would have been.

use std::fmt::{Display, Write};

use crate::auction::view::{ChangedVerdict, SimulatedPlace, SimulationView, WasWould};

/// What stands where there is nothing.
const NOTHING: &str = "-";

/// The whole text.
pub(super) fn of(view: &SimulationView) -> String {
    let mut text = format!("Assumption: {}.\n\n", view.assumption);
    columns(&mut text, &outcome(view));
    if view.verdicts.is_empty() {
        text.push_str("\nEvery bid would have been judged as it was.\n");
    } else {
        let count = view.verdicts.len();
        let noun = if count == 1 { "bid" } else { "bids" };
        write_line(&mut text, format!("\n{count} {noun} would have been judged otherwise:\n"));
        columns(&mut text, &verdicts(view));
    }
    if !view.skipped.is_empty() {
        text.push_str("\nWithout effect under these rules:\n\n");
        let skipped = view.skipped.iter().map(|skipped| vec![skipped.seq.to_string(), skipped.why.clone()]);
        let rows: Vec<Vec<String>> = std::iter::once(row(["record", "why"])).chain(skipped).collect();
        columns(&mut text, &rows);
    }
    let (seconds, micros) = (view.idle_at_the_end_us / 1_000_000, view.idle_at_the_end_us % 1_000_000);
    write_line(
        &mut text,
        format!("\nOpen since the last bid: {seconds}.{micros:06} s. What bidders would have done then, nobody knows."),
    );
    text
}

/// The facts of the lot, one a row.
fn outcome(view: &SimulationView) -> Vec<Vec<String>> {
    let mut rows = vec![
        row(["", "was", "would have been"]),
        fact("close", &view.close, |close| optional(close.as_ref())),
        fact("extensions", &view.extensions, ToString::to_string),
        fact("leading total", &view.lead_total, |total| optional(total.as_ref())),
    ];
    for (ods, saving) in &view.saving {
        rows.push(fact(&format!("saving of {ods}"), saving, |saving| optional(saving.as_ref())));
    }
    let WasWould { was, would } = &view.ranking;
    for nth in 0..was.len().max(would.len()) {
        rows.push(vec![format!("place {}", nth + 1), place(was.get(nth)), place(would.get(nth))]);
    }
    rows
}

fn verdicts(view: &SimulationView) -> Vec<Vec<String>> {
    let verdict = |verdict: &ChangedVerdict| {
        vec![
            verdict.seq.to_string(),
            verdict.bidder.to_string(),
            verdict.was.as_str().to_owned(),
            verdict.would.as_str().to_owned(),
            optional(verdict.limit.as_ref()),
        ]
    };
    std::iter::once(row(["record", "bidder", "was", "would", "limit"]))
        .chain(view.verdicts.iter().map(verdict))
        .collect()
}

fn fact<T>(name: &str, fact: &WasWould<T>, written: impl Fn(&T) -> String) -> Vec<String> {
    vec![name.to_owned(), written(&fact.was), written(&fact.would)]
}

fn optional<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| NOTHING.to_owned(), ToString::to_string)
}

/// A bidder with its rank and its total.
fn place(place: Option<&SimulatedPlace>) -> String {
    place.map_or_else(|| NOTHING.to_owned(), |place| format!("{}. {} {}", place.rank, place.bidder, place.total))
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).into()
}

/// Writes rows with each column as wide as its widest cell.
fn columns(text: &mut String, rows: &[Vec<String>]) {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..).map_while(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        write_line(text, cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

fn write_line(text: &mut String, line: impl Display) {
    writeln!(text, "{line}").expect("a text takes every write");
}
