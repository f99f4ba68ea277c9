//! Measured figures belong in `docs/performance.md`, with their date and how to measure them again.
//!
//! A comment with a measured figure names that page. A bound that the code sets is no measurement.

use crate::comments;
use crate::sources::{Source, all_sources, assert_none};

const PAGE: &str = "docs/performance.md";

/// Units of figures. A lone `s` is nearly always a bound.
const UNITS: [&str; 9] = ["ms", "µs", "us", "ns", "%", "MiB/s", "GiB/s", "times", "×"];

/// Words that make a figure a measurement. Bounds have other words, such as "at most".
const MEASURING: [&str; 14] = [
    "takes",
    "took",
    "taken",
    "measured",
    "cost",
    "costs",
    "against",
    "grew",
    "waited",
    "waits",
    "slower",
    "faster",
    "in place of",
    "percentile",
];

#[test]
fn a_measured_figure_in_a_comment_names_its_page() {
    let code = all_sources().into_iter().filter(|source| {
        ["rs", "ts", "tsx"].iter().any(|ending| source.path.ends_with(ending))
            && !source.path.starts_with("tests/tidy/")
    });

    let faults: Vec<String> = code.flat_map(|source| faults(&source)).collect();

    assert_none(&faults);
}

fn faults(source: &Source) -> Vec<String> {
    let measured =
        comments::of(source).into_iter().filter(|(_, text)| !text.contains(PAGE) && text.split(". ").any(is_measured));
    measured.map(|(line, text)| format!("{}:{line}: {text}", source.path)).collect()
}

/// Whether a sentence has a number, its unit, and a word that makes it a measurement.
fn is_measured(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace().map(|word| word.trim_matches(|c: char| ",;:.()".contains(c)));
    let measuring = MEASURING.iter().any(|word| {
        sentence.match_indices(word).any(|(at, _)| {
            let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            is_end(sentence[..at].chars().next_back()) && is_end(sentence[at + word.len()..].chars().next())
        })
    });
    let mut before = "";
    measuring
        && words.any(|word| {
            let is_figure = UNITS.contains(&word) && before.starts_with(|c: char| c.is_ascii_digit());
            before = word;
            is_figure
        })
}

#[test]
fn a_measurement_is_a_fault_and_a_bound_is_none() {
    let of = |comment: &str| faults(&Source::new("a.rs", comment)).len();

    assert_eq!(of("/// A rendering takes\n/// 8 to 11 µs on two cores.\n"), 1);
    assert_eq!(of("//! Two rounds: 1.07 times the bids, against one thread.\n"), 1);
    assert_eq!(of("/// A rendering takes 8 to 11 µs: docs/performance.md, Renderings.\n"), 0);
    assert_eq!(of("/// At most 20 ms apart. Whoever waits takes part.\n"), 0);
    assert_eq!(of("let takes = 20; // ms\n"), 0);
}
