//! Each metric has its description, which operators read.

use std::fs;

use crate::sources::{parts, root, sources_of};

/// Begins like the name of a metric, and is none.
const COOKIE: &str = "\"fairlot_session\"";

#[test]
fn every_metric_has_its_words() {
    let words = fs::read_to_string(root().join("src/telemetry.rs")).expect("telemetry can be read");
    let (_, words) = words.split_once("fn describe()").expect("telemetry describes");
    let sources = parts().into_iter().flat_map(|part| sources_of(&part));
    let metrics: Vec<[String; 2]> =
        sources.flat_map(|source| source.text.lines().filter_map(metric_of).collect::<Vec<_>>()).collect();

    let silent: Vec<_> = metrics
        .iter()
        .filter(|[name, text]| !words.contains(&format!("!({name},")) && !words.contains(&format!("!({text},")))
        .collect();

    assert!(metrics.len() > 10 && silent.is_empty(), "of {} without words: {silent:?}", metrics.len());
}

/// The name of a metric in the code, and the quoted text that operators know it by.
fn metric_of(line: &str) -> Option<[String; 2]> {
    let (name, text) = line.trim().strip_prefix("pub const ")?.split_once(": &str = ")?;
    let text = text.strip_suffix(';')?;
    (text.starts_with("\"fairlot_") && text != COOKIE).then(|| [name, text].map(str::to_owned))
}

#[test]
fn a_metric_is_a_constant_with_the_programs_prefix() {
    let found = metric_of("    pub const BIDS: &str = \"fairlot_bids\";");

    assert_eq!(found, Some(["BIDS".to_owned(), "\"fairlot_bids\"".to_owned()]));
    assert_eq!(metric_of("pub const COOKIE: &str = \"fairlot_session\";"), None);
    assert_eq!(metric_of("pub const NAME: &str = \"bids\";"), None);
}
